// A MongoDB server for tests, over the wire: the one that TEST_MONGODB_URL names, else a mongod on the PATH, else FerretDB
// 1.24 with its SQLite backend: on the PATH, in a cache folder, or built once from the Go module proxy where Go is present.
// Without any of them suites are skipped by name, and in CI that is a failure. Ends only what it started.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'vitest';

const MODULE = 'github.com/FerretDB/FerretDB';
const VERSION = 'v1.24.1';
const FILE = `ferretdb-${VERSION}`;
const ROOT = resolve(import.meta.dirname, '../..');
const CACHES = [join(ROOT, '.cache'), join(homedir(), '.cache', 'itibar')];
const START_TIMEOUT_MS = 20_000;
const BUILD_TIMEOUT_MS = 15 * 60_000;

export interface MongoServer {
  /** What was found: 'MongoDB (TEST_MONGODB_URL)', 'mongod' or 'FerretDB v1.24.1'. */
  name: string;
  /** Address of a database of that name. */
  urlOf(database: string): string;
  /** Null when the server is not ours. */
  process: ChildProcess | null;
  stop(): Promise<void>;
}

type Found = { kind: 'url'; url: string } | { kind: 'mongod' | 'ferretdb'; path: string };

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let found: Found | null | undefined;

/** Null when there is no server and none can be built. Builds FerretDB at most once. */
export function findMongo(): Found | null {
  found ??= look();
  return found;
}

function look(): Found | null {
  const url = process.env['TEST_MONGODB_URL'];
  if (url) return { kind: 'url', url };
  const mongod = onPath('mongod');
  if (mongod) return { kind: 'mongod', path: mongod };
  const ferret = onPath('ferretdb') ?? CACHES.map((folder) => join(folder, FILE)).find(isExecutable) ?? buildFerret();
  return ferret ? { kind: 'ferretdb', path: ferret } : null;
}

/**
 * Path of a FerretDB built into the first cache folder that can be written, or null where Go is missing. `go install`
 * alone gives a program that ends at once, because the module lacks build/version/version.txt; so the module is copied,
 * the file is added as its message asks for, and the copy is built.
 */
export function buildFerret(): string | null {
  const go = onPath('go') ?? ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(isExecutable);
  if (!go) return null;
  const folder = CACHES[0] ?? ROOT;
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'itibar-ferretdb-'));
  const run = (args: string[], cwd: string) =>
    execFileSync(go, args, { cwd, encoding: 'utf8', timeout: BUILD_TIMEOUT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const { Dir } = JSON.parse(run(['mod', 'download', '-json', `${MODULE}@${VERSION}`], work)) as { Dir: string };
    const source = join(work, 'source');
    cpSync(Dir, source, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', source]);
    writeFileSync(join(source, 'build', 'version', 'version.txt'), `${VERSION}\n`);
    const built = join(work, FILE);
    run(['build', '-buildvcs=false', '-trimpath', '-o', built, './cmd/ferretdb'], source);
    const partial = join(folder, `${FILE}.${process.pid}`);
    cpSync(built, partial);
    renameSync(partial, join(folder, FILE));
    return join(folder, FILE);
  } catch (error) {
    console.error(`FerretDB could not be built: ${String(error).slice(0, 300)}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
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
  const { connect } = await import('node:net');
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until && child.exitCode === null) {
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
