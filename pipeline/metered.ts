// What is measured while itibar works, told to whoever counts: the same Deps with a queue and a store that report. Jobs know
// nothing of it. Must never change what a call does, what it returns or what it throws.

import { SECOND } from '../core/clock.ts';
import { NeverRetry, RetryLater } from '../core/errors.ts';
import type { JobName, Queue, Store } from '../core/ports.ts';
import type { DeliveryState, MentionHit, RunOutcome } from '../core/types.ts';
import type { Deps } from './deps.ts';

/** done: ended well. later: waits for a better moment. failed: is tried again. hopeless: was given up at once. */
export type JobOutcome = 'done' | 'later' | 'failed' | 'hopeless';

export interface Meter {
  jobEnded(name: JobName, outcome: JobOutcome, seconds: number): void;
  mentionsAdded(sourceId: string, count: number): void;
  fetched(sourceId: string, outcome: RunOutcome): void;
  /** `state` is that after the try: sent, failed for good, or pending again. */
  deliveryTried(state: DeliveryState): void;
}

/** The Deps whose work the meter is told about. */
export function withMeter(deps: Deps, meter: Meter): Deps {
  return { ...deps, queue: meteredQueue(deps, meter), store: meteredStore(deps.store, meter) };
}

function meteredQueue({ queue, clock }: Deps, meter: Meter): Queue {
  const work: Queue['work'] = (name, handler, options) =>
    queue.work(
      name,
      async (payload, context) => {
        const startedAt = clock.now();
        let outcome: JobOutcome = 'done';
        try {
          await handler(payload, context);
        } catch (error) {
          outcome = outcomeOf(error);
          throw error;
        } finally {
          meter.jobEnded(name, outcome, (clock.now() - startedAt) / SECOND);
        }
      },
      options,
    );
  return {
    enqueue: (name, payload, options) => queue.enqueue(name, payload, options),
    work,
    stats: () => queue.stats(),
    deadLetters: (limit) => queue.deadLetters(limit),
    replay: (id) => queue.replay(id),
    drain: () => queue.drain(),
    close: (graceMs) => queue.close(graceMs),
  };
}

function outcomeOf(error: unknown): JobOutcome {
  if (error instanceof RetryLater) return 'later';
  return error instanceof NeverRetry ? 'hopeless' : 'failed';
}

function meteredStore(store: Store, meter: Meter): Store {
  return {
    ...store,
    mentions: {
      ...store.mentions,
      async add(hits) {
        const added = await store.mentions.add(hits);
        for (const [sourceId, count] of countBySource(hits, added.addedIds)) meter.mentionsAdded(sourceId, count);
        return added;
      },
    },
    sources: {
      ...store.sources,
      async recordRun(run, suspension) {
        await store.sources.recordRun(run, suspension);
        meter.fetched(run.sourceId, run.outcome);
      },
    },
    deliveries: {
      ...store.deliveries,
      async finish(id, result) {
        await store.deliveries.finish(id, result);
        meter.deliveryTried(result.state);
      },
    },
  };
}

function countBySource(hits: readonly MentionHit[], addedIds: readonly string[]): Map<string, number> {
  const sourceOf = new Map(hits.map(({ mention }) => [mention.id, mention.sourceId]));
  const counts = new Map<string, number>();
  for (const id of addedIds) {
    const sourceId = sourceOf.get(id);
    if (sourceId !== undefined) counts.set(sourceId, (counts.get(sourceId) ?? 0) + 1);
  }
  return counts;
}
