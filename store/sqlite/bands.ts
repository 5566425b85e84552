// Where stories with a similar text are found. Every mention brings up to two dozen bands and asks for as many, nearly all
// of them never seen before. A plain index would touch a page for each; so the newest stand in a short log that is held
// in memory, and go from there in sorted runs to the file, each with a filter that knows what is not in it.

import { BandLog } from './band-log.ts';
import { buildRun, findInRun, type LoadedRun, loadRun, MAX_IN_BAND, mayHold, mergeRuns } from './band-runs.ts';
import type { Connection } from './connection.ts';

/** About two thousand mentions: so many entries are written as one run. */
const LOG_ENTRIES = 32_768;
/** So many small runs are merged to a large one. */
const MERGED = 8;
/** Large runs that are kept, about sixteen thousand mentions each. What is older is no longer joined. */
const MAX_LARGE = 96;

export class Bands {
  readonly #c: Connection;
  readonly #logLimit: number;
  #log = new BandLog();
  #newestAt = 0;
  /** The last row of the log that is in memory. */
  #logN = 0;
  /** Newest first. */
  #runs: LoadedRun[] | null = null;
  #dataVersion = -1;
  #checkedIn = -1;
  /** Added in the running transaction and not yet written: key, story, judgement in turns. */
  #added: number[] = [];

  constructor(c: Connection, logLimit = LOG_ENTRIES) {
    this.#c = c;
    this.#logLimit = logLimit;
  }

  /** After a transaction that was taken back: what is in memory may never have been written. */
  forget(): void {
    this.#runs = null;
    this.#added = [];
    this.#checkedIn = -1;
  }

  /** Story to judgement of a member that has the band; the newest stories of each band. Runs of older members are left out. */
  find(keys: readonly number[], since: number): Map<number, number> {
    const runs = this.#current().filter(({ newestAt }) => newestAt >= since);
    const found = new Map<number, number>();
    for (const key of keys) {
      const recent = this.#log.find(key);
      const holding = runs.filter((run) => mayHold(run, key));
      if (recent.length === 0 && holding.length === 0) continue;
      const inBand = new Map<number, number>();
      const note = (story: number, judgement: number) => {
        if (inBand.size < MAX_IN_BAND && !inBand.has(story)) inBand.set(story, judgement);
      };
      for (const [story, judgement] of recent.reverse()) note(story, judgement);
      for (const run of holding) if (inBand.size < MAX_IN_BAND) findInRun(this.#c, run, key, note);
      for (const [story, judgement] of inBand) if (!found.has(story)) found.set(story, judgement);
    }
    return found;
  }

  /** Inside a write transaction, which settle() must end. The newest member of a story stands for it in a band. */
  add(keys: readonly number[], storyN: number, judgementN: number, at: number): void {
    this.#current();
    this.#newestAt = Math.max(this.#newestAt, at);
    for (const key of keys) {
      this.#added.push(key, storyN, judgementN);
      this.#log.put(key, storyN, judgementN);
    }
  }

  /** At the end of a write transaction: writes what was added, and the log as a run when it has grown long. */
  settle(): void {
    const c = this.#c;
    if (this.#added.length > 0) {
      const entries = Buffer.from(new Float64Array(this.#added).buffer);
      const text = 'INSERT INTO band_log (newest_at, entries) VALUES (?, ?)';
      this.#logN = Number(c.sql(text).run(this.#newestAt, entries).lastInsertRowid);
    }
    this.#added = [];
    if (this.#log.count < this.#logLimit) return;
    buildRun(c, 0, this.#newestAt, this.#log.entries());
    c.run('DELETE FROM band_log');
    const ofSmall = 'SELECT n, newest_at FROM band_runs WHERE level = 0 ORDER BY n';
    const small = c.rows<{ n: number; newest_at: number }>(ofSmall);
    if (small.length >= MERGED) mergeRuns(c, small);
    const old = 'SELECT n FROM band_runs WHERE level = 1 ORDER BY n DESC LIMIT -1 OFFSET ?';
    c.run(`DELETE FROM band_entries WHERE run_n IN (${old})`, MAX_LARGE);
    c.run(`DELETE FROM band_runs WHERE n IN (${old})`, MAX_LARGE);
    this.#reload();
  }

  /** Reads what another process wrote meanwhile; nothing when nobody did. */
  #current(): readonly LoadedRun[] {
    const c = this.#c;
    if (this.#runs && this.#checkedIn === c.transactionCount) return this.#runs;
    this.#checkedIn = c.transactionCount;
    const version = c.row<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
    if (this.#runs && version === this.#dataVersion) return this.#runs;
    this.#dataVersion = version;
    const newest = c.row<{ n: number | null }>('SELECT max(n) AS n FROM band_runs')?.n ?? 0;
    if (!this.#runs || (this.#runs[0]?.n ?? 0) !== newest) return this.#reload();
    this.#readLog();
    return this.#runs;
  }

  /** A run never changes, so what is known of one stays. */
  #reload(): readonly LoadedRun[] {
    const known = new Map(this.#runs?.map((run) => [run.n, run]));
    const rows = this.#c.rows<{ n: number }>('SELECT n FROM band_runs ORDER BY n DESC');
    this.#runs = rows.map(({ n }) => known.get(n) ?? loadRun(this.#c, n));
    this.#log = new BandLog();
    this.#newestAt = 0;
    this.#logN = 0;
    this.#readLog();
    return this.#runs;
  }

  #readLog(): void {
    const text = 'SELECT n, newest_at, entries FROM band_log WHERE n > ? ORDER BY n';
    const rows = this.#c.rows<{ n: number; newest_at: number; entries: Buffer }>(text, this.#logN);
    for (const { n, newest_at, entries } of rows) {
      this.#logN = n;
      this.#newestAt = Math.max(this.#newestAt, newest_at);
      const numbers = new Float64Array(new Uint8Array(entries).buffer);
      for (let i = 0; i < numbers.length; i += 3)
        this.#log.put(numbers[i] as number, numbers[i + 1] as number, numbers[i + 2] as number);
    }
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
