// Opens the store that the configuration names. Import it lazily: it loads the database driver of the embedded profile;
// that of MongoDB is loaded with the first call to such a store.
// The only file of this folder that others use, but for the helpers of `itibar restore` in store/sqlite/restore.ts.

import type { Clock, Store } from '../core/ports.ts';
import { openMongo } from './mongo/store.ts';
import { openSqlite } from './sqlite/store.ts';

export interface SqliteStoreOptions {
  kind: 'sqlite';
  /** File of the database, made with its folder when it is not there; ':memory:' for one that forgets. */
  path: string;
  clock: Clock;
  /** Upper bound of the file; beyond it writing fails with 'store.full'. No bound when absent. */
  maxBytes?: number;
}

export interface MongoStoreOptions {
  kind: 'mongo';
  /** mongodb://user:password@host:27017/database */
  url: string;
  clock: Clock;
}

export type StoreOptions = SqliteStoreOptions | MongoStoreOptions;

/**
 * Call migrate() before anything else. Throws AppError 'store.unwritable', 'store.corrupt', 'store.foreign'; a store on
 * MongoDB throws nothing here, but with its first call.
 */
export function openStore(options: StoreOptions): Store {
  if (options.kind === 'mongo') return openMongo({ url: options.url, clock: options.clock });
  const { path, clock, maxBytes } = options;
  return openSqlite({ path, clock, ...(maxBytes === undefined ? {} : { maxBytes }) });
}
