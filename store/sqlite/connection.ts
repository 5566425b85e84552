// One connection to the database file: its settings, its prepared statements, its write transactions.
// Must never leave a transaction open, nor let an SQLite error out without a sentence.

import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { Bands } from './bands.ts';
import { storeError } from './errors.ts';
import { Names } from './names.ts';
import { defineFound } from './search.ts';

export interface SqliteOptions {
  path: string;
  clock: Clock;
  maxBytes?: number;
}

/** 'itib': stands in the header of the file, so that a database of another program is not taken for ours. */
export const APPLICATION_ID = 0x69746962;
export const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 48 * 1024;
/** 32 MiB of pages: a bulk import rewrites the same pages often, and copying them back each time would cost more. */
const CHECKPOINT_PAGES = 8_000;
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

export class Connection {
  readonly db: Database.Database;
  readonly path: string;
  readonly clock: Clock;
  readonly names: Names;
  readonly bands: Bands;
  /** Counts the outermost transactions: within one nobody else's writing is seen. */
  transactionCount = 0;
  readonly #statements = new Map<string, Database.Statement>();

  /** Opens or makes the file. Throws AppError 'store.*'. */
  constructor({ path, clock, maxBytes }: SqliteOptions) {
    this.path = path === ':memory:' ? path : resolve(path);
    this.clock = clock;
    this.names = new Names(this);
    this.bands = new Bands(this);
    try {
      if (path !== ':memory:') mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      this.db = new Database(this.path, { timeout: BUSY_TIMEOUT_MS });
    } catch (error) {
      throw storeError(error, this.path);
    }
    try {
      this.#configure(maxBytes);
    } catch (error) {
      this.db.close();
      throw storeError(error, this.path);
    }
  }

  #configure(maxBytes: number | undefined): void {
    const { db } = this;
    const owner = db.pragma('application_id', { simple: true });
    if (owner !== 0 && owner !== APPLICATION_ID)
      throw new AppError('store.foreign', 'This file is the database of another program; choose another path.', {
        facts: { path: this.path },
      });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    db.pragma('temp_store = MEMORY');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
    const pageSize = db.pragma('page_size', { simple: true }) as number;
    if (maxBytes !== undefined) db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
    defineFound(db);
  }

  /** The statement, prepared at its first use and kept. */
  sql(text: string): Database.Statement {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** First row or null. */
  row<T>(text: string, ...params: unknown[]): T | null {
    return (this.sql(text).get(...params) as T | undefined) ?? null;
  }

  rows<T>(text: string, ...params: unknown[]): T[] {
    return this.sql(text).all(...params) as T[];
  }

  /** Returns how many rows changed. */
  run(text: string, ...params: unknown[]): number {
    return this.sql(text).run(...params).changes;
  }

  /** All or nothing; takes the write lock at once, so that it cannot fail half way for another writer. */
  write<T>(fn: () => T): T {
    if (this.db.inTransaction) return fn();
    this.sql('BEGIN IMMEDIATE').run();
    this.transactionCount += 1;
    try {
      const result = fn();
      this.sql('COMMIT').run();
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.sql('ROLLBACK').run();
      this.names.forget();
      this.bands.forget();
      throw error;
    }
  }

  /** Several reads that see the same state. */
  read<T>(fn: () => T): T {
    if (this.db.inTransaction) return fn();
    this.sql('BEGIN').run();
    this.transactionCount += 1;
    try {
      return fn();
    } finally {
      this.sql('COMMIT').run();
    }
  }

  close(): void {
    if (!this.db.open) return;
    this.#statements.clear();
    this.db.close();
  }
}
