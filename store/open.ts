// Opens the store that the configuration names. Import it lazily: it loads the database driver.
// The only file of this folder that others use, but for the helpers of `itibar restore` in store/sqlite/restore.ts.

import type { Clock, Store } from '../core/ports.ts';
import { openSqlite } from './sqlite/store.ts';

export interface StoreOptions {
  kind: 'sqlite';
  /** File of the database, made with its folder when it is not there; ':memory:' for one that forgets. */
  path: string;
  clock: Clock;
  /** Upper bound of the file; beyond it writing fails with 'store.full'. No bound when absent. */
  maxBytes?: number;
}

/** Call migrate() before anything else. Throws AppError 'store.unwritable', 'store.corrupt', 'store.foreign'. */
export function openStore({ path, clock, maxBytes }: StoreOptions): Store {
  return openSqlite({ path, clock, ...(maxBytes === undefined ? {} : { maxBytes }) });
}
