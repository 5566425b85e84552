// The server as it is shipped: compiled into a cache folder inside the package (so that it finds its data files), and
// processes of it with what they cost. Figures of a process come from /proc; without it (not Linux) they are unknown.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { packageRoot } from '../../config/root.ts';

const TICKS_PER_SECOND = 100;

/** Compiles the server and returns the folder. Throws when the compiler finds something. */
export function buildServer(): string {
  const out = join(packageRoot, 'node_modules', '.cache', 'itibar-bench');
  const compiler = join(packageRoot, 'node_modules', '.bin', 'tsc');
  const run = spawnSync(compiler, ['-p', 'tsconfig.build.json', '--outDir', out], { cwd: packageRoot });
  if (run.status !== 0) throw new Error(`the server does not compile:\n${run.stdout}`);
  return out;
}

export interface Started {
  child: ChildProcess;
  url: string;
  /** From the start of the process to its first answer. */
  wallSeconds: number;
  cpuSeconds: number | null;
}

/** Starts a process that prints an address, and asks `path` of it until it answers. */
export async function startProcess(args: readonly string[], path: string, cwd: string): Promise<Started> {
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  await fetch(url + path).then((response) => response.text());
  const wallSeconds = (performance.now() - from) / 1000;
  return { child, url, wallSeconds, cpuSeconds: cpuSecondsOf(child) };
}

/** Throws with what it printed when it ends without one. */
async function addressOf(child: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += chunk;
    const url = /"url":\s*"([^"]+)"/.exec(printed)?.[1];
    if (url) {
      child.stdout?.resume();
      return url;
    }
  }
  throw new Error(`the process ended with: ${printed}`);
}

export async function stopProcess({ child }: Started): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}

/** Megabytes that are resident; null when they cannot be known. */
export function residentMb({ pid }: ChildProcess): number | null {
  const line = /VmRSS:\s+(\d+)/.exec(procFile(pid, 'status'))?.[1];
  return line === undefined ? null : Number(line) / 1024;
}

export function cpuSecondsOf({ pid }: ChildProcess): number | null {
  const fields = procFile(pid, 'stat').split(') ')[1]?.split(' ');
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : null;
}

function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // no such file system here: the figure is left out
  }
}
