// The servers of the scaled profile for measurements: those of the tests, started outside the test runner in folders of
// their own. Ends what it started.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../core/clock.ts';
import { findMongo, VERSION } from '../../tests/support/ferretdb.ts';

export interface Servers {
  /** What stores: 'MongoDB (TEST_MONGODB_URL)', 'mongod' or 'FerretDB v1.24.1'. */
  name: string;
  mongoUrl(database: string): string;
  redisUrl(database: number): string;
  stop(): void;
}

const START_TRIES = 200;

/** Null where one of the two servers cannot be had. */
export async function startServers(): Promise<Servers | null> {
  const found = findMongo();
  if (!found) return null;
  const dir = mkdtempSync(join(tmpdir(), 'itibar-bench-servers-'));
  const children: ChildProcess[] = [];
  const start = async (program: string, args: string[], port: number) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    children.push(child);
    const failed = new Promise<never>((_, fail) => child.once('error', fail));
    await Promise.race([listening(port), failed]);
  };
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [mongoPort, redisPort] = [await freePort(), await freePort()];
    const redis = ['--port', `${redisPort}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'];
    await start('redis-server', redis, redisPort);
    if (found.kind !== 'url') await start(found.path, argumentsOf(found.kind, dir, mongoPort), mongoPort);
    const base = found.kind === 'url' ? found.url.replace(/\/[^/]*$/, '') : `mongodb://127.0.0.1:${mongoPort}`;
    const names = { url: 'MongoDB (TEST_MONGODB_URL)', mongod: 'mongod', ferretdb: `FerretDB ${VERSION} on SQLite` };
    return {
      name: names[found.kind],
      mongoUrl: (database) => `${base}/${database}`,
      redisUrl: (database) => `redis://127.0.0.1:${redisPort}/${database}`,
      stop,
    };
  } catch {
    stop();
    return null;
  }
}

function argumentsOf(kind: 'mongod' | 'ferretdb', dir: string, port: number): string[] {
  if (kind === 'mongod') return ['--dbpath', dir, '--port', `${port}`, '--bind_ip', '127.0.0.1', '--quiet'];
  const own = [
    '--handler=sqlite',
    `--sqlite-url=file:${dir}/`,
    `--listen-addr=127.0.0.1:${port}`,
    `--state-dir=${dir}`,
  ];
  return [...own, '--telemetry=disable', '--debug-addr=-', '--log-level=error'];
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
    server.on('error', fail);
  });
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await systemClock.sleep(50);
  }
  throw new Error('the server did not start');
}
