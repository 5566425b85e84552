// npm run bench [-- NAME …] [-- --quick]: runs every file of this folder in turn, each in a process of its own, so that
// none warms or burdens the next, and puts their figures into one table. Measures nothing itself.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { sharedPath } from '../tests/support/shared.ts';
import { besideOf, FIGURES_FILE, type Figure, isMet, isQuick, round, targetOf } from './support/figures.ts';

/** Too long for --quick, or with nothing left of them when they are cut short. */
const ONLY_IN_FULL = ['browser', 'feed-parsers', 'match', 'profiles', 'stories'];
/** They measure on real material that is no part of the repository. */
const NEED_SHARED = ['feed-parsers', 'match', 'stories'];

interface Outcome {
  name: string;
  seconds: number;
  state: 'done' | 'failed' | string;
  figures: Figure[];
}

function skipReason(name: string): string | null {
  if (isQuick && ONLY_IN_FULL.includes(name)) return 'left out by --quick';
  if (NEED_SHARED.includes(name) && sharedPath('data') === null) return 'needs the shared material beside the checkout';
  return null;
}

function measure(name: string, folder: string): Outcome {
  const reason = skipReason(name);
  if (reason !== null) return { name, seconds: 0, state: reason, figures: [] };
  const file = join(folder, `${name}.jsonl`);
  const from = performance.now();
  const args = ['--import', 'tsx', join(import.meta.dirname, `${name}.ts`), ...(isQuick ? ['--quick'] : [])];
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, [FIGURES_FILE]: file },
  });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const figures = lines.map((line) => JSON.parse(line) as Figure);
  return { name, seconds: (performance.now() - from) / 1000, state: status === 0 ? 'done' : 'failed', figures };
}

function rowsOf({ name, seconds, state, figures }: Outcome): string[][] {
  const took = seconds > 0 ? `${Math.round(seconds)} s` : '';
  if (figures.length === 0) return [[name, took, state === 'done' ? 'figures above' : state, '', '', '']];
  const rows = figures.map((figure, at) => {
    const met = isMet(figure);
    const verdict = met === null ? '' : met ? 'reached' : 'MISSED';
    const value = `${round(figure.value)} ${figure.unit}`;
    return [
      at === 0 ? name : '',
      at === 0 ? took : '',
      figure.what,
      value,
      besideOf(figure),
      verdict && `${verdict}: ${targetOf(figure)}`,
    ];
  });
  return state === 'done' ? rows : [...rows, ['', '', state, '', '', '']];
}

function print(rows: readonly string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}.`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'itibar-bench-'));
const loadBefore = loadavg()[0] ?? 0;
const outcomes = names.map((name) => measure(name, folder));
rmSync(folder, { recursive: true, force: true });
console.log(
  `\n${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, load ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after\n`,
);
print([['bench', 'took', 'what', 'figure', 'in the same run', 'target'], ...outcomes.flatMap(rowsOf)]);
process.exitCode = outcomes.some(({ state }) => state === 'failed') ? 1 : 0;
