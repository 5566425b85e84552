// How results look to a person: colours only where a person looks, tables that fit, figures, times, a progress bar on
// standard error. Must never write anything when --json is given or nobody looks.

import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { SECOND, systemClock } from '../core/clock.ts';
import { plain } from './output.ts';

const isColoured = (stream: { isTTY?: boolean }) =>
  process.env.FORCE_COLOR ? pc.isColorSupported : pc.isColorSupported && stream.isTTY === true;

/** For standard output. */
export const paint = pc.createColors(isColoured(process.stdout));
/** For standard error. */
export const paintError = pc.createColors(isColoured(process.stderr));

const number = new Intl.NumberFormat('en-US');

export function count(value: number): string {
  return number.format(value);
}

/** 1 mention, 2 mentions. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
}

/** '2026-11-24 09:15' in the zone; '-' when there is none. */
export function timeIn(zone: string): (at: number | null) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => (at === null ? '-' : format.format(at));
}

/** '15m', '2h', '1d', '90s'. */
export function span(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ];
  for (const [size, name] of units) if (ms >= size && ms % size === 0) return `${ms / size}${name}`;
  return ms >= 1000 ? `${Math.round(ms / 1000)}s` : `${Math.round(ms)}ms`;
}

const WIDE =
  /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;

/** Columns that a text takes on a terminal; good enough for tables. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text).normalize('NFC')) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Never half a character. */
export function shorten(text: string, max: number): string {
  const flat = plain(text).trim();
  const chars = [...flat];
  return chars.length <= max ? flat : `${chars.slice(0, Math.max(0, max - 1)).join('')}…`;
}

/** Columns side by side, the header faint. The last column is cut to the terminal's width when a person looks. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => (cell.includes('\u001b') ? cell : plain(cell))));
  const widths = header.map((name, at) => Math.max(widthOf(name), ...clean.map((row) => widthOf(row[at] ?? ''))));
  const room = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        if (at === header.length - 1) return room - before > 20 ? shortenPlain(cell, room - before - 1) : cell;
        return cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)));
      })
      .join('  ')
      .trimEnd();
  return [paint.dim(line(header)), ...clean.map(line)].join('\n');
}

function shortenPlain(cell: string, max: number): string {
  return cell.includes('\u001b') || !Number.isFinite(max) ? cell : shorten(cell, max);
}

const SEVERITY_NAMES = { 1: 'crisis', 2: 'high', 3: 'case', 4: 'watch' } as const;

export function severityText(level: 1 | 2 | 3 | 4): string {
  const text = `${level} ${SEVERITY_NAMES[level]}`;
  if (level === 1) return paint.bold(paint.red(text));
  if (level === 2) return paint.red(text);
  return level === 3 ? paint.yellow(text) : paint.dim(text);
}

export interface Progress {
  /** Moves to `done` of the total; `words` are shown behind the figures. */
  at(done: number, words?: string): void;
  /** Wipes the bar, so that an ordinary line can be written. The next at() draws it again. */
  clear(): void;
}

const BAR_WIDTH = 24;
const EVERY_MS = 100;

/** A bar with rate and time left; total null = only a count. Silent unless a person looks at standard error. */
export function progress(what: string, total: number | null, isShown: boolean): Progress {
  const isLive = isShown && process.stderr.isTTY === true;
  const startedAt = systemClock.now();
  let drawnAt = 0;
  return {
    at(done, words = '') {
      const now = systemClock.now();
      if (!isLive || (now - drawnAt < EVERY_MS && done !== total)) return;
      drawnAt = now;
      const line = progressLine(what, done, total, now - startedAt, words);
      process.stderr.write(`\r\u001b[2K${shorten(line, (process.stderr.columns || 80) - 1)}`);
    },
    clear() {
      if (isLive && drawnAt > 0) process.stderr.write('\r\u001b[2K');
    },
  };
}

function progressLine(what: string, done: number, total: number | null, elapsedMs: number, words: string): string {
  const rate = done / Math.max(0.001, elapsedMs / SECOND);
  const parts = [what];
  if (total !== null && total > 0) {
    const share = Math.min(1, done / total);
    const filled = Math.round(share * BAR_WIDTH);
    parts.push(`[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)}%`);
  }
  parts.push(`${count(done)}${total === null ? '' : ` of ${count(total)}`}`, `${count(Math.round(rate))}/s`);
  if (total !== null && rate > 0 && done < total) parts.push(`${Math.ceil((total - done) / rate)} s left`);
  if (words) parts.push(words);
  return parts.join('  ');
}
