// Runs of bands in the file: entries in slots by their key, and a Bloom filter over the keys. A run is written once, whole,
// page after page, and never changed; eight small ones are merged to a large one.

import type { Entries } from './band-log.ts';
import type { Connection } from './connection.ts';

export interface LoadedRun {
  n: number;
  /** Time of its youngest mention. */
  newestAt: number;
  slotCount: number;
  filter: Uint32Array;
}

const HIGH = 2 ** 32;
/** Numbers an entry takes: key low, key high, story, judgement. */
const WIDTH = 4;
/** A phrase that many stories share must not make every look-up long: of each band only the newest stories. */
export const MAX_IN_BAND = 50;
const PER_SLOT = 64;
/** Four probes at ten bits and more a key: about one look in a hundred is in vain. */
const BITS_PER_KEY = 10;
const PROBES = 4;

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)));
}

/** `entries` oldest first: a later one of the same key and story takes the place of an earlier one. */
export function buildRun(c: Connection, level: number, newestAt: number, entries: Entries): void {
  const { count, keys, stories, judgements } = entries;
  const slotCount = powerOfTwo(count / PER_SLOT);
  const filter = new Uint32Array(powerOfTwo((count * BITS_PER_KEY) / 32));
  const slots: number[][] = Array.from({ length: slotCount }, () => []);
  for (let i = count - 1; i >= 0; i--) {
    const key = keys[i] as number;
    const slot = slots[slotOf(key, slotCount)] as number[];
    if (put(slot, key, stories[i] as number, judgements[i] as number)) mark(filter, key);
  }
  const { lastInsertRowid } = c
    .sql('INSERT INTO band_runs (level, newest_at, slot_count, filter) VALUES (?, ?, ?, ?)')
    .run(level, newestAt, slotCount, Buffer.from(filter.buffer));
  const insert = c.sql('INSERT INTO band_entries (run_n, slot, entries) VALUES (?, ?, ?)');
  for (const [slot, numbers] of slots.entries())
    if (numbers.length > 0) insert.run(lastInsertRowid, slot, Buffer.from(new Uint32Array(numbers).buffer));
}

/** Comes newest first. False when the story is there already or the band has enough. */
function put(numbers: number[], key: number, story: number, judgement: number): boolean {
  const low = key >>> 0;
  const high = Math.floor(key / HIGH);
  let inBand = 0;
  for (let i = 0; i < numbers.length; i += WIDTH)
    if (numbers[i] === low && numbers[i + 1] === high) {
      inBand += 1;
      if (numbers[i + 2] === story || inBand === MAX_IN_BAND) return false;
    }
  numbers.push(low, high, story, judgement);
  return true;
}

/** Mixed once more, because the low bits alone also choose the filter's words. */
function slotOf(key: number, slotCount: number): number {
  return (Math.imul(key >>> 0, 0x9e3779b1) >>> 7) & (slotCount - 1);
}

/** Double hashing (Kirsch and Mitzenmacher 2006): the probes are key, key + step, key + 2 step … */
function mark(filter: Uint32Array, key: number): void {
  const step = Math.imul(Math.floor(key / HIGH), 0x9e3779b1) | 1;
  for (let i = 0, at = key >>> 0; i < PROBES; i++, at = (at + step) >>> 0) {
    const word = (at >>> 5) & (filter.length - 1);
    filter[word] = (filter[word] as number) | (1 << (at & 31));
  }
}

/** False: it is not there. True: look. */
export function mayHold({ filter }: LoadedRun, key: number): boolean {
  const step = Math.imul(Math.floor(key / HIGH), 0x9e3779b1) | 1;
  for (let i = 0, at = key >>> 0; i < PROBES; i++, at = (at + step) >>> 0)
    if (((filter[(at >>> 5) & (filter.length - 1)] as number) & (1 << (at & 31))) === 0) return false;
  return true;
}

export function findInRun(
  c: Connection,
  { n, slotCount }: LoadedRun,
  key: number,
  note: (story: number, judgement: number) => void,
): void {
  const text = 'SELECT entries FROM band_entries WHERE run_n = ? AND slot = ?';
  const row = c.row<{ entries: Buffer }>(text, n, slotOf(key, slotCount));
  if (!row) return;
  const [low, high] = [key >>> 0, Math.floor(key / HIGH)];
  const numbers = toNumbers(row.entries);
  for (let i = 0; i < numbers.length; i += WIDTH)
    if (numbers[i] === low && numbers[i + 1] === high) note(numbers[i + 2] as number, numbers[i + 3] as number);
}

/** A buffer of the driver need not begin at a multiple of four. */
function toNumbers(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

export function loadRun(c: Connection, n: number): LoadedRun {
  const text = 'SELECT newest_at, slot_count, filter FROM band_runs WHERE n = ?';
  const row = c.row<{ newest_at: number; slot_count: number; filter: Buffer }>(text, n);
  const { newest_at = 0, slot_count = 1, filter = Buffer.alloc(4) } = row ?? {};
  return { n, newestAt: newest_at, slotCount: slot_count, filter: toNumbers(filter) };
}

/** Makes one large run of small ones, the oldest first. */
export function mergeRuns(c: Connection, runs: readonly { n: number; newest_at: number }[]): void {
  const ns = runs.map(({ n }) => n);
  const text = 'SELECT entries FROM band_entries WHERE run_n = ?';
  const parts = ns.flatMap((n) => c.rows<{ entries: Buffer }>(text, n).map(({ entries }) => toNumbers(entries)));
  buildRun(c, 1, Math.max(...runs.map(({ newest_at }) => newest_at)), joinParts(parts));
  for (const n of ns) {
    c.run('DELETE FROM band_entries WHERE run_n = ?', n);
    c.run('DELETE FROM band_runs WHERE n = ?', n);
  }
}

/** Slots hold the newest first, so each is turned around. */
function joinParts(parts: readonly Uint32Array[]): Entries {
  const size = parts.reduce((sum, part) => sum + part.length / WIDTH, 0);
  const keys = new Float64Array(size);
  const stories = new Uint32Array(size);
  const judgements = new Uint32Array(size);
  let count = 0;
  for (const part of parts)
    for (let i = part.length - WIDTH; i >= 0; i -= WIDTH, count++) {
      keys[count] = (part[i + 1] as number) * HIGH + (part[i] as number);
      stories[count] = part[i + 2] as number;
      judgements[count] = part[i + 3] as number;
    }
  return { count, keys, stories, judgements };
}
