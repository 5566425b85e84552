// A MongoDB server for tests, over the wire: the one that TEST_MONGODB_URL names, else a mongod on the PATH, else FerretDB
// 1.24 with its SQLite backend (see ferretdb.ts). Without any of them suites are skipped by name, and in CI that is a
// failure. Ends only what it started.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { findMongo, VERSION } from './ferretdb.ts';

const START_TRIES = 400;

export interface MongoServer {
  /** What was found: 'MongoDB (TEST_MONGODB_URL)', 'mongod' or 'FerretDB v1.24.1'. */
  name: string;
  /** Address of a database of that name. */
  urlOf(database: string): string;
  /** Null when the server is not ours. */
  process: ChildProcess | null;
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
    server.on('error', fail);
  });
}

/** Starts the server that findMongo() found, in a folder of its own; `dir` and `port` to start one again. */
export async function startMongo(
  again: { dir?: string; port?: number } = {},
): Promise<MongoServer & { dir: string; port: number }> {
  const server = findMongo();
  if (!server) throw new Error('no MongoDB server');
  if (server.kind === 'url') {
    const urlOf = (database: string) => withDatabase(server.url, database);
    const port = Number(/:(\d+)(?:\/|$)/.exec(server.url)?.[1] ?? 27017);
    return { name: 'MongoDB (TEST_MONGODB_URL)', urlOf, process: null, stop: async () => undefined, dir: '', port };
  }
  const port = again.port ?? (await freePort());
  const dir = again.dir ?? mkdtempSync(join(tmpdir(), 'itibar-mongo-'));
  const child = spawn(server.path, argumentsOf(server.kind, dir, port), { stdio: 'ignore' });
  await listening(port, child);
  return {
    name: server.kind === 'mongod' ? 'mongod' : `FerretDB ${VERSION}`,
    urlOf: (database) => `mongodb://127.0.0.1:${port}/${database}`,
    process: child,
    dir,
    port,
    async stop() {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
      if (again.dir === undefined && existsSync(dir)) rmSync(dir, { recursive: true, force: true });
    },
  };
}

function argumentsOf(kind: 'mongod' | 'ferretdb', dir: string, port: number): string[] {
  if (kind === 'mongod') return ['--dbpath', dir, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'];
  return [
    ...[
      '--handler=sqlite',
      `--sqlite-url=file:${dir}/?_pragma=synchronous(off)`,
      `--listen-addr=127.0.0.1:${port}`,
      `--state-dir=${dir}`,
    ],
    ...['--telemetry=disable', '--debug-addr=-', '--log-level=error'],
  ];
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_TRIES && child.exitCode === null; tries++) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill('SIGKILL');
  throw new Error('the MongoDB server did not start');
}

function withDatabase(url: string, database: string): string {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (!match) throw new Error('TEST_MONGODB_URL is no mongodb:// address');
  return `${match[1]}/${database}${match[2] ?? ''}`;
}

/** A suite over a real server; without one it is skipped by name, and fails in CI. */
export function describeMongo(name: string, fn: () => void): void {
  if (findMongo()) {
    describe(name, fn);
    return;
  }
  const title = `${name} (skipped: no MongoDB server)`;
  if (process.env['CI']) {
    describe(title, () => {
      it('finds a MongoDB server in CI', () => {
        throw new Error('CI must run this suite: set TEST_MONGODB_URL, or install mongod, or Go to build FerretDB.');
      });
    });
  } else {
    describe.skip(title, () => {
      it.todo('needs a MongoDB server');
    });
  }
}
