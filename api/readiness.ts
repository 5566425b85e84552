// Whether this process can do its work: the store and the queue answer within a few seconds. For load balancers and
// service managers, which must be answered even when a server behind us says nothing at all.

import { SECOND } from '../core/clock.ts';
import type { Clock } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';

export const PATIENCE_MS = 3 * SECOND;

/** Throws the fault 'ready.store.unavailable' or 'ready.queue.unavailable' (503). */
export async function checkReady(deps: Pick<Deps, 'store' | 'queue' | 'clock' | 't' | 'log'>): Promise<void> {
  const look = async (part: 'store' | 'queue', ask: () => Promise<unknown>) => {
    try {
      await within(deps.clock, PATIENCE_MS, ask());
    } catch (error) {
      deps.log.warn({ error, part }, 'not ready');
      throw fault(deps, `ready.${part}.unavailable`);
    }
  };
  await look('store', () => deps.store.settings.get('health'));
  await look('queue', () => deps.queue.stats());
}

/** The answer, or a rejection when it takes longer. What was asked is not stopped. */
export async function within<T>(clock: Clock, ms: number, asked: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const late = clock.sleep(ms, answered.signal).then(() => {
    throw new Error('no answer in time');
  });
  late.catch(() => undefined); // when the answer was faster
  try {
    return await Promise.race([asked, late]);
  } finally {
    answered.abort();
  }
}
