// Opens the queue that the configuration names. The only file of this folder that others use.

import Database from 'better-sqlite3';
import type { Clock, Log, Queue } from '../core/ports.ts';
import { LocalQueue } from './local.ts';
import { QUEUE_DEFAULTS, type QueueSettings } from './settings.ts';

export interface QueueOptions {
  kind: 'local';
  /** The store's file; the queue has its own connection and tables in it. ':memory:' for one process that forgets. */
  path: string;
  clock: Clock;
  log: Log;
  settings?: Partial<QueueSettings>;
}

const BUSY_TIMEOUT_MS = 5_000;

/** Throws better-sqlite3's SqliteError when the file cannot be opened or written. Close the queue to let the process end. */
export function openQueue({ path, clock, log, settings }: QueueOptions): Queue {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  const isShared = path !== ':memory:';
  return new LocalQueue({ db, clock, log, isShared, settings: { ...QUEUE_DEFAULTS, ...settings } });
}
