// Runs of bands in the file: entries in slots by their key, and a Bloom filter over the keys. A run is written once, whole,
// page after page, and never changed; eight small ones are merged to a large one.

import type { Connection } from './connection.ts';

/** Key, story, judgement. */
export type Entries = Iterable<[key: number, story: number, judgement: number]>;

export interface LoadedRun {
  n: number;
  slotCount: number;
  filter: Uint32Array;
}

const HIGH = 2 ** 32;
/** Numbers an entry takes: key low, key high, story, judgement. */
const WIDTH = 4;
const PER_SLOT = 64;
/** Four probes at ten bits and more a key: about one look in a hundred is in vain. */
const BITS_PER_KEY = 10;
const PROBES = 4;

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)));
}

/** Later entries of the same key and story take the place of earlier ones. */
export function buildRun(c: Connection, level: number, entries: Entries): void {
  const all = [...entries];
  const slotCount = powerOfTwo(all.length / PER_SLOT);
  const filter = new Uint32Array(powerOfTwo((all.length * BITS_PER_KEY) / 32));
  const slots: number[][] = Array.from({ length: slotCount }, () => []);
  for (const [key, story, judgement] of all) {
    mark(filter, key);
    put(slots[slotOf(key, slotCount)] as number[], key, story, judgement);
  }
  const { lastInsertRowid } = c
    .sql('INSERT INTO band_runs (level, slot_count, filter) VALUES (?, ?, ?)')
    .run(level, slotCount, Buffer.from(filter.buffer));
  const insert = c.sql('INSERT INTO band_entries (run_n, slot, entries) VALUES (?, ?, ?)');
  for (const [slot, numbers] of slots.entries())
    if (numbers.length > 0) insert.run(lastInsertRowid, slot, Buffer.from(Uint32Array.from(numbers).buffer));
}

function put(numbers: number[], key: number, story: number, judgement: number): void {
  const [low, high] = [key >>> 0, Math.floor(key / HIGH)];
  for (let i = 0; i < numbers.length; i += WIDTH)
    if (numbers[i] === low && numbers[i + 1] === high && numbers[i + 2] === story) {
      numbers[i + 3] = Math.max(numbers[i + 3] as number, judgement);
      return;
    }
  numbers.push(low, high, story, judgement);
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
  for (let i = numbers.length - WIDTH; i >= 0; i -= WIDTH)
    if (numbers[i] === low && numbers[i + 1] === high) note(numbers[i + 2] as number, numbers[i + 3] as number);
}

/** A buffer of the driver need not begin at a multiple of four. */
function toNumbers(bytes: Buffer): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

export function loadRun(c: Connection, n: number): LoadedRun {
  const row = c.row<{ slot_count: number; filter: Buffer }>('SELECT slot_count, filter FROM band_runs WHERE n = ?', n);
  return { n, slotCount: row?.slot_count ?? 1, filter: toNumbers(row?.filter ?? Buffer.alloc(4)) };
}

/** Makes one large run of small ones; `ns` oldest first. */
export function mergeRuns(c: Connection, ns: readonly number[]): void {
  buildRun(c, 1, readEntries(c, ns));
  for (const n of ns) {
    c.run('DELETE FROM band_entries WHERE run_n = ?', n);
    c.run('DELETE FROM band_runs WHERE n = ?', n);
  }
}

function* readEntries(c: Connection, ns: readonly number[]): Entries {
  for (const n of ns)
    for (const { entries } of c.rows<{ entries: Buffer }>('SELECT entries FROM band_entries WHERE run_n = ?', n)) {
      const numbers = toNumbers(entries);
      for (let i = 0; i < numbers.length; i += WIDTH)
        yield [
          (numbers[i + 1] as number) * HIGH + (numbers[i] as number),
          numbers[i + 2] as number,
          numbers[i + 3] as number,
        ];
    }
}
