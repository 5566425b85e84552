// Hands what is due to the fetch job. Claiming moves a subscription's next run ahead in the same step, so two schedulers
// never give out the same one, and what a killed worker held comes due again when the lease is over.

import { MINUTE, SECOND } from '../core/clock.ts';
import type { Subscription } from '../core/types.ts';
import type { Deps } from './deps.ts';

const TICK_MS = SECOND;
/** Longer than any fetch may take (all pages of one subscription). */
export const LEASE_MS = 5 * MINUTE;
const BATCH = 100;

/** Enqueues every subscription that is due. Returns how many. */
export async function scheduleDue(deps: Deps): Promise<number> {
  let count = 0;
  for (;;) {
    const due = await deps.store.subscriptions.claimDue(deps.clock.now(), BATCH, LEASE_MS);
    await handOut(deps, due);
    count += due.length;
    if (due.length < BATCH) return count;
  }
}

/** What the queue does not take is due again at once, and not only when the lease is over. */
async function handOut(deps: Deps, due: readonly Subscription[]): Promise<void> {
  for (const [index, { id }] of due.entries()) {
    try {
      await deps.queue.enqueue('fetch', { subscriptionId: id }, { key: id });
    } catch (error) {
      const watchIds = new Set(due.slice(index).map(({ watchId }) => watchId));
      for (const watchId of watchIds) await deps.store.subscriptions.wake(watchId, deps.clock.now());
      throw error;
    }
  }
}

/** Looks once a second until the returned function is called. An error of the store is reported and the next look goes on. */
export function startSchedule(deps: Deps): () => void {
  let isFailing = false;
  return deps.clock.every(TICK_MS, async () => {
    try {
      await scheduleDue(deps);
      isFailing = false;
    } catch (error) {
      // Once, not once a second: a full disk must not fill the log as well.
      if (!isFailing) deps.log.error({ error }, 'due watches could not be read; trying on');
      isFailing = true;
    }
  });
}
