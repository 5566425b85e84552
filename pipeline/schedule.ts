// Hands what is due to the fetch job. Claiming moves a subscription's next run ahead in the same step, so two schedulers
// never give out the same one, and what a killed worker held comes due again when the lease is over.

import { MINUTE, SECOND } from '../core/clock.ts';
import type { Subscription } from '../core/types.ts';
import type { Deps } from './deps.ts';

const TICK_MS = SECOND;
/** Longer than any fetch may take (all pages of one subscription). */
export const LEASE_MS = 5 * MINUTE;
const BATCH = 100;

/**
 * Times of claims that were not handed out for certain: the store took them and its answer was lost, or the queue was
 * away. They are handed out again with the next look; the queue's key keeps one that was taken from being two.
 */
export type OpenClaims = Set<number>;

/** Enqueues every subscription that is due. Returns how many. */
export async function scheduleDue(deps: Deps, open: OpenClaims = new Set()): Promise<number> {
  let count = await handOutAgain(deps, open);
  for (;;) {
    const now = deps.clock.now();
    open.add(now);
    const due = await deps.store.subscriptions.claimDue(now, BATCH, LEASE_MS);
    await handOut(deps, due);
    open.delete(now);
    count += due.length;
    if (due.length < BATCH) return count;
  }
}

async function handOut(deps: Deps, due: readonly Subscription[]): Promise<void> {
  for (const { id } of due) await deps.queue.enqueue('fetch', { subscriptionId: id }, { key: id });
}

/** A subscription tells by its next run when it was claimed. */
async function handOutAgain(deps: Deps, open: OpenClaims): Promise<number> {
  if (open.size === 0) return 0;
  const claims = [...open];
  const leases = new Set(claims.map((at) => at + LEASE_MS));
  const lost = (await deps.store.subscriptions.list()).filter(({ nextRunAt }) => leases.has(nextRunAt));
  await handOut(deps, lost);
  for (const at of claims) open.delete(at);
  return lost.length;
}

/** Looks once a second until the returned function is called. An error of the store is reported and the next look goes on. */
export function startSchedule(deps: Deps): () => void {
  const open: OpenClaims = new Set();
  let isFailing = false;
  return deps.clock.every(TICK_MS, async () => {
    try {
      await scheduleDue(deps, open);
      isFailing = false;
    } catch (error) {
      // Once, not once a second: a full disk must not fill the log as well.
      if (!isFailing) deps.log.error({ error }, 'due watches could not be read; trying on');
      isFailing = true;
    }
  });
}
