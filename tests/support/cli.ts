// Runs the real command line in processes of its own, compiled once for all test files. Each run gets a data folder of
// its own and nothing of the person's environment.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const AREAS = [
  'app.ts',
  'core',
  'config',
  'crawlers',
  'analyzers',
  'alerts',
  'store',
  'queue',
  'pipeline',
  'api',
  'cli',
  'demo',
];
const run = promisify(execFile);
/** Compiled copies are kept this long. */
const KEPT_MS = 30 * 60_000;

/** When the newest source file was written; a compiled copy carries it in its name. */
function newestSourceAt(): number {
  const newest = (path: string): number => {
    const info = statSync(path);
    if (!info.isDirectory()) return path.endsWith('.ts') ? Math.floor(info.mtimeMs) : 0;
    return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
  };
  return Math.max(...AREAS.map((area) => newest(join(root, area))));
}

/** Path of the compiled cli/index.js. The first test file compiles, the others wait for it; older copies are removed. */
async function compiledCli(): Promise<string> {
  const name = `cli-${newestSourceAt()}`;
  const folder = join(root, 'tests', '.tmp', name);
  const entry = join(folder, 'cli', 'index.js');
  const making = `${folder}.making`;
  if (existsSync(entry)) return entry;
  mkdirSync(join(root, 'tests', '.tmp'), { recursive: true });
  try {
    mkdirSync(making);
  } catch {
    // Another test file is at it. One that died leaves its folder behind: then it is done here after a while.
    for (let tries = 0; tries < 600 && !existsSync(entry); tries += 1) await sleep(100);
    if (existsSync(entry)) return entry;
  }
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  // Type errors are the type check's business; what was emitted is what is tested.
  await run(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', making]).catch(
    () => undefined,
  );
  renameSync(making, folder);
  // A run that began before the last change may still start processes of its copy.
  const copies = readdirSync(join(root, 'tests', '.tmp')).filter((one) => /^cli-\d+$/.test(one) && one !== name);
  for (const old of copies.map((one) => join(root, 'tests', '.tmp', one)))
    if (statSync(old).mtimeMs < statSync(folder).mtimeMs - KEPT_MS) rmSync(old, { recursive: true, force: true });
  return entry;
}

let compiling: Promise<string> | null = null;

export function cliEntry(): Promise<string> {
  compiling ??= compiledCli();
  return compiling;
}

/** A fresh folder under the system's temporary one. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'itibar-cli-'));
}

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  input?: string | Buffer;
  cwd?: string;
  env?: Record<string, string>;
}

function cleanEnvironment(env: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: tmpdir(), TZ: 'UTC', NO_COLOR: '1', ...env };
}

/** Starts the command line and leaves it running; stdout and stderr are collected in the result's `text`. */
export async function startCli(
  args: string[],
  options: CliOptions = {},
): Promise<{ child: ChildProcess; text: () => string }> {
  const child = spawn(process.execPath, [await cliEntry(), ...args], {
    cwd: options.cwd ?? freshFolder(),
    env: cleanEnvironment(options.env),
  });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  return { child, text: () => text };
}

/** Runs the command line to its end. */
export async function runCli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  const { child } = await startCli(args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, stdout, stderr };
}

/** The lines of JSON Lines. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Resolves when the running command has written something that matches. Rejects when it ends before. */
export function untilSaid(
  { child, text }: { child: ChildProcess; text: () => string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    const look = () => {
      const found = pattern.exec(text());
      if (found) done(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('close', () => fail(new Error(`It ended before it said ${pattern}:\n${text()}`)));
    look();
  });
}

/** Ends a running command and waits for it. Returns its exit code. */
export function endCli({ child }: { child: ChildProcess }, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode);
    child.on('close', (code) => done(code));
    child.kill(signal);
  });
}
