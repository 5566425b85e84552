// Where stories with a similar text are found. Every mention brings up to two dozen bands and asks for as many, nearly all
// of them never seen before. A plain index would touch a page for each; so the newest stand in a short log that is held
// in memory, and go from there in sorted runs to the file, each with a filter that knows what is not in it.

import { buildRun, type Entries, findInRun, type LoadedRun, loadRun, mayHold, mergeRuns } from './band-runs.ts';
import type { Connection } from './connection.ts';

/** About two thousand mentions: so many entries are written as one run. */
const LOG_ENTRIES = 32_768;
/** So many small runs are merged to a large one. */
const MERGED = 8;
/** Large runs that are kept, about sixteen thousand mentions each. What is older is no longer joined. */
const MAX_LARGE = 96;
/** A phrase that many stories share must not make every look-up long: of each band only the newest stories. */
const MAX_IN_BAND = 50;

export class Bands {
  readonly #c: Connection;
  /** By key: story and judgement in turns, each story once. */
  #log = new Map<number, number[]>();
  #logCount = 0;
  /** Newest first. */
  #runs: LoadedRun[] | null = null;
  #dataVersion = -1;
  #checkedIn = -1;

  constructor(c: Connection) {
    this.#c = c;
  }

  /** After a transaction that was taken back: what is in memory may never have been written. */
  forget(): void {
    this.#runs = null;
  }

  /** Story to judgement of a member that has the band; the newest stories of each band. */
  find(keys: readonly number[]): Map<number, number> {
    const runs = this.#current();
    const found = new Map<number, number>();
    for (const key of keys) {
      const inBand = new Map<number, number>();
      const note = (story: number, judgement: number) => {
        if (!inBand.has(story)) inBand.set(story, judgement);
      };
      const recent = this.#log.get(key) ?? [];
      for (let i = recent.length - 2; i >= 0; i -= 2) note(recent[i] as number, recent[i + 1] as number);
      for (const run of runs) {
        if (inBand.size >= MAX_IN_BAND) break;
        if (mayHold(run, key)) findInRun(this.#c, run, key, note);
      }
      for (const [story, judgement] of inBand) if (!found.has(story)) found.set(story, judgement);
    }
    return found;
  }

  /** Inside a write transaction. The newest member of a story stands for it in a band. */
  add(keys: readonly number[], storyN: number, judgementN: number): void {
    if (keys.length === 0) return;
    this.#current();
    this.#c.run(
      'INSERT INTO band_log (judgement_n, story_n, keys) VALUES (?, ?, ?)',
      ...[judgementN, storyN, Buffer.from(Float64Array.from(keys).buffer)],
    );
    this.#note(keys, storyN, judgementN);
  }

  /** Its entries in runs stay and lead to nothing. */
  remove(judgementN: number): void {
    this.#c.run('DELETE FROM band_log WHERE judgement_n = ?', judgementN);
  }

  /** At the end of a write transaction: writes the log as a run when it has grown long. */
  settle(): void {
    if (this.#logCount < LOG_ENTRIES) return;
    const c = this.#c;
    buildRun(c, 0, this.#entries());
    c.run('DELETE FROM band_log');
    const small = c.rows<{ n: number }>('SELECT n FROM band_runs WHERE level = 0 ORDER BY n');
    if (small.length >= MERGED)
      mergeRuns(
        c,
        small.map(({ n }) => n),
      );
    c.run(
      `DELETE FROM band_entries WHERE run_n IN (SELECT n FROM band_runs WHERE level = 1 ORDER BY n DESC LIMIT -1 OFFSET ?)`,
      MAX_LARGE,
    );
    c.run(
      'DELETE FROM band_runs WHERE n IN (SELECT n FROM band_runs WHERE level = 1 ORDER BY n DESC LIMIT -1 OFFSET ?)',
      MAX_LARGE,
    );
    this.forget();
  }

  #note(keys: readonly number[], storyN: number, judgementN: number): void {
    for (const key of keys) {
      const pairs = this.#log.get(key);
      if (!pairs) {
        this.#log.set(key, [storyN, judgementN]);
        this.#logCount += 1;
        continue;
      }
      for (let i = 0; ; i += 2) {
        if (i === pairs.length) this.#logCount += 1;
        else if (pairs[i] !== storyN) continue;
        pairs[i] = storyN;
        pairs[i + 1] = judgementN;
        break;
      }
    }
  }

  *#entries(): Entries {
    for (const [key, pairs] of this.#log)
      for (let i = 0; i < pairs.length; i += 2) yield [key, pairs[i] as number, pairs[i + 1] as number];
  }

  /** Reads anew what another process may have changed; nothing when nobody wrote. */
  #current(): readonly LoadedRun[] {
    if (this.#runs && this.#checkedIn === this.#c.transactionCount) return this.#runs;
    this.#checkedIn = this.#c.transactionCount;
    const version = this.#c.row<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
    if (this.#runs && version === this.#dataVersion) return this.#runs;
    this.#dataVersion = version;
    const known = new Map(this.#runs?.map((run) => [run.n, run]));
    const ns = this.#c.rows<{ n: number }>('SELECT n FROM band_runs ORDER BY n DESC');
    this.#runs = ns.map(({ n }) => known.get(n) ?? loadRun(this.#c, n));
    this.#log = new Map();
    this.#logCount = 0;
    const rows = this.#c.rows<{ judgement_n: number; story_n: number; keys: Buffer }>(
      'SELECT judgement_n, story_n, keys FROM band_log ORDER BY judgement_n',
    );
    for (const { judgement_n, story_n, keys } of rows)
      this.#note([...new Float64Array(Uint8Array.from(keys).buffer)], story_n, judgement_n);
    return this.#runs;
  }
}

/** 52 bits of a hash of brand and band (FNV-1a, two lanes). Two bands on one number make a candidate more, no harm. */
function bandKey(brandN: number, band: string): number {
  let low = 0x811c9dc5 ^ brandN;
  let high = 0x9e3779b9 ^ Math.imul(brandN, 0x01000193);
  for (let i = 0; i < band.length; i++) {
    const unit = band.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

export function bandKeys(brandN: number, bands: readonly string[]): number[] {
  return [...new Set(bands.map((band) => bandKey(brandN, band)))];
}
