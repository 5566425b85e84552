// One writer at a time, for FerretDB 1 only: there an update is read, changed and written back in three steps, and two
// at once lose one (measured: 4 clients, 1000 increments, 277 counted). Only an insert under a unique _id is atomic, so a
// lock is a document, taken by inserting it. MongoDB needs none of this and pays nothing for it.

import { hostname } from 'node:os';
import type { Collection } from 'mongodb';
import { systemClock } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import { newId } from '../../core/id.ts';
import { isDuplicate } from './errors.ts';

export interface LockDoc {
  _id: string;
  owner: string;
  host: string;
  pid: number;
  untilAt: number;
}

const NAME = 'writer';
/** A holder that is dead or stands still for longer loses the lock; a dead one on this host at once. */
const LEASE_MS = 60_000;
const PATIENCE_MS = 120_000;
const POLL_MS = { least: 2, most: 12 };

export class Exclusive {
  #lock: Collection<LockDoc> | null = null;
  /** Callers of this process wait for each other here and not in the database. */
  #last: Promise<unknown> = Promise.resolve();

  lockWith(collection: unknown): void {
    this.#lock = collection as Collection<LockDoc>;
  }

  /** Runs fn at once where updates are atomic, else when no other process writes. Not for use inside fn. */
  run<R>(fn: () => Promise<R>): Promise<R> {
    const lock = this.#lock;
    if (!lock) return fn();
    const result = this.#last.then(() => hold(lock, fn));
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Locks of this process that could not be given back, because the server was away: whoever finds one may break it. */
const abandoned = new Set<string>();

async function hold<R>(lock: Collection<LockDoc>, fn: () => Promise<R>): Promise<R> {
  const owner = newId('lck');
  const giveUpAt = systemClock.now() + PATIENCE_MS;
  while (!(await take(lock, owner))) {
    if (systemClock.now() > giveUpAt)
      throw new AppError('store.busy', 'Another process holds the database; try again.', { retry: 'later' });
    await systemClock.sleep(POLL_MS.least + Math.random() * (POLL_MS.most - POLL_MS.least));
  }
  try {
    return await fn();
  } finally {
    abandoned.add(owner);
    await lock.deleteOne({ _id: NAME, owner });
    abandoned.delete(owner);
  }
}

async function take(lock: Collection<LockDoc>, owner: string): Promise<boolean> {
  const untilAt = systemClock.now() + LEASE_MS;
  try {
    await lock.insertOne({ _id: NAME, owner, host: hostname(), pid: process.pid, untilAt });
    return true;
  } catch (error) {
    if (!isDuplicate(error)) {
      abandoned.add(owner); // it may have been inserted all the same
      throw error;
    }
  }
  const holder = await lock.findOne({ _id: NAME });
  if (holder && isGone(holder)) await breakLock(lock, holder);
  return false;
}

function isGone({ owner, host, pid, untilAt }: LockDoc): boolean {
  if (abandoned.has(owner) || untilAt <= systemClock.now()) return true;
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

/** Of several who find the holder gone one may remove its lock: the one that inserts the marker, once a lease. */
async function breakLock(lock: Collection<LockDoc>, holder: LockDoc): Promise<void> {
  const round = Math.max(0, Math.floor((systemClock.now() - holder.untilAt) / LEASE_MS));
  const marker = { ...holder, _id: `broken:${holder.owner}:${round}` };
  try {
    await lock.insertOne(marker);
  } catch (error) {
    if (isDuplicate(error)) return;
    throw error;
  }
  await lock.deleteOne({ _id: NAME, owner: holder.owner });
}
