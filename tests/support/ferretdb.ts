// Finds or builds a MongoDB server for tests. Used by tests/support/mongo.ts and by scripts/ferretdb.ts, so it knows
// nothing of the test runner. Starts nothing.

import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const MODULE = 'github.com/FerretDB/FerretDB';
export const VERSION = 'v1.24.1';
const FILE = `ferretdb-${VERSION}-indexed`;
const ROOT = resolve(import.meta.dirname, '../..');
/** The first one is kept between clones. */
const CACHES = [join(homedir(), '.cache', 'itibar'), join(ROOT, '.cache')];
const BUILD_TIMEOUT_MS = 15 * 60_000;

export type Found = { kind: 'url'; url: string } | { kind: 'mongod' | 'ferretdb'; path: string };

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

function canBeMade(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a FerretDB built into the first cache folder that can be written, or null where Go is missing. `go install`
 * alone gives a program that ends at once, because the module lacks build/version/version.txt; so the module is copied,
 * the file is added as its message asks for, and the copy is built. One line is changed on the way: the index of _id is
 * made of another spelling of the expression than the one that is looked up, so SQLite never uses it and every look-up
 * reads the whole collection. Answers are the same with and without.
 */
export function buildFerret(): string | null {
  const go = onPath('go') ?? ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(isExecutable);
  if (!go) return null;
  const folder = CACHES.find(canBeMade);
  if (!folder) return null;
  const work = mkdtempSync(join(tmpdir(), 'itibar-ferretdb-'));
  const run = (args: string[], cwd: string) =>
    execFileSync(go, args, { cwd, encoding: 'utf8', timeout: BUILD_TIMEOUT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const { Dir } = JSON.parse(run(['mod', 'download', '-json', `${MODULE}@${VERSION}`], work)) as { Dir: string };
    const source = join(work, 'source');
    cpSync(Dir, source, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', source]);
    writeFileSync(join(source, 'build', 'version', 'version.txt'), `${VERSION}\n`);
    const metadata = join(source, 'internal', 'backends', 'sqlite', 'metadata', 'metadata.go');
    const text = readFileSync(metadata, 'utf8');
    writeFileSync(metadata, text.replace(`DefaultColumn + "->'$._id'"`, 'DefaultColumn + "->\\"_id\\""'));
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
