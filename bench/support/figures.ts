// How a measurement tells its figures: a line for whoever watches, and a line of JSON for the table at the end of
// `npm run bench`. Measures nothing itself.

import { appendFileSync, readFileSync } from 'node:fs';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What it was measured against in the same run, and how many times that it is. */
  beside?: { what: string; ratio: number };
  target?: { least: number } | { most: number };
}

/** Where the figures go when `npm run bench` asks for them. */
export const FIGURES_FILE = 'BENCH_FIGURES_FILE';

/** `npm run bench -- --quick`: everything in under two minutes, with less of everything. */
export const isQuick = process.argv.includes('--quick');

/** The value behind `--name` as a number, or the other one. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isFinite(value) ? value : otherwise;
}

export function isMet({ value, target }: Figure): boolean | null {
  if (!target) return null;
  return 'least' in target ? value >= target.least : value <= target.most;
}

export function round(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

export function targetOf({ target, unit }: Figure): string {
  if (!target) return '';
  return 'least' in target ? `${round(target.least)} ${unit} and more` : `${round(target.most)} ${unit} at most`;
}

export function besideOf({ beside }: Figure): string {
  return beside ? `${round(beside.ratio)} × ${beside.what}` : '';
}

/** Prints the figure and hands it to the table. */
export function tell(figure: Figure): void {
  const parts = [
    `${round(figure.value)} ${figure.unit}`,
    besideOf(figure),
    targetOf(figure) && `(${targetOf(figure)})`,
  ];
  console.log(`  ${figure.what.padEnd(46)} ${parts.filter((part) => part !== '').join('   ')}`);
  const file = process.env[FIGURES_FILE];
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

const TICKS_PER_SECOND = 100;

/**
 * Seconds that one core worked for this program so far: what others do on the machine does not count, nor do the helper
 * threads of the engine, which have the other core. Where threads cannot be told apart (not Linux) they do count.
 */
export function coreSeconds(): number {
  try {
    const fields = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
}

/** The value below which the share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
