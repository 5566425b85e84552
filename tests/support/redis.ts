// A Redis server for tests: the one that TEST_REDIS_URL names, else a redis-server on the PATH, started on a free port with
// nothing written to disk unless asked. Without either suites are skipped by name, and in CI that is a failure.

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';
import { freePort } from './mongo.ts';

const START_TRIES = 200;

export interface RedisServer {
  url: string;
  port: number;
  process: ChildProcess | null;
  stop(): Promise<void>;
}

function findServer(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const paths = folders.map((folder) => join(folder, 'redis-server'));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether startRedis() can start one that a test may stop. */
export const canStartRedis = findServer() !== null;

/** `args` as on the command line of redis-server. Always a server of our own. */
export async function startRedis(args: string[] = [], port?: number): Promise<RedisServer> {
  const path = findServer();
  if (!path) throw new Error('no redis-server');
  const at = port ?? (await freePort());
  const dir = mkdtempSync(join(tmpdir(), 'itibar-redis-'));
  const usual = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const child = spawn(path, [...usual, ...args], { stdio: 'ignore' });
  for (let tries = 0; !(await isOpen(at)); tries++) {
    if (tries === START_TRIES || child.exitCode !== null) throw new Error('redis-server did not start');
    await new Promise((done) => setTimeout(done, 25));
  }
  return {
    url: `redis://127.0.0.1:${at}/0`,
    port: at,
    process: child,
    async stop() {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).on('error', () => done(false));
  });
}

/** The server for a whole suite. */
export async function sharedRedis(): Promise<RedisServer> {
  const url = process.env['TEST_REDIS_URL'];
  if (!url) return startRedis();
  return { url, port: Number(new URL(url).port || 6379), process: null, stop: async () => undefined };
}

/** A suite over a real server; without one it is skipped by name, and fails in CI. */
export function describeRedis(name: string, fn: () => void): void {
  if (canStartRedis || process.env['TEST_REDIS_URL']) {
    describe(name, fn);
    return;
  }
  const title = `${name} (skipped: no Redis server)`;
  if (process.env['CI']) {
    describe(title, () => {
      it('finds a Redis server in CI', () => {
        throw new Error('CI must run this suite: install the package "redis-server" or set TEST_REDIS_URL.');
      });
    });
  } else {
    describe.skip(title, () => {
      it.todo('needs a Redis server');
    });
  }
}
