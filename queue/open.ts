// Opens the queue that the configuration names. The only file of this folder that others use. The packages of the scaled
// profile are loaded with the first call to such a queue.

import Database from 'better-sqlite3';
import type { Clock, Log, Queue } from '../core/ports.ts';
import { BullMqQueue } from './bullmq.ts';
import { LocalQueue } from './local.ts';
import { QUEUE_DEFAULTS, type QueueSettings } from './settings.ts';

export interface LocalQueueOptions {
  kind: 'local';
  /** The store's file; the queue has its own connection and tables in it. ':memory:' for one process that forgets. */
  path: string;
  clock: Clock;
  log: Log;
  settings?: Partial<QueueSettings>;
}

export interface BullMqQueueOptions {
  kind: 'bullmq';
  /** redis://:password@host:6379/0 */
  url: string;
  clock: Clock;
  log: Log;
  settings?: Partial<QueueSettings>;
}

export type QueueOptions = LocalQueueOptions | BullMqQueueOptions;

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Throws better-sqlite3's SqliteError when the file cannot be opened or written. A queue on Redis throws nothing here, but
 * with its first call: 'queue.unavailable', 'queue.refused', 'queue.eviction'. Close the queue to let the process end.
 */
export function openQueue(options: QueueOptions): Queue {
  const { clock, log } = options;
  const settings = { ...QUEUE_DEFAULTS, ...options.settings };
  if (options.kind === 'bullmq') return new BullMqQueue({ url: options.url, clock, log, settings });
  const db = new Database(options.path, { timeout: BUSY_TIMEOUT_MS });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  return new LocalQueue({ db, clock, log, isShared: options.path !== ':memory:', settings });
}
