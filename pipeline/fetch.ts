// One run of one subscription: collect, store what is new, hand it to analysis, remember how it went.
// Safe to run twice: known mentions are not stored again. The cursor moves only after the mentions are safe.

import type { Deps } from './deps.ts';

const ANALYZE_CHUNK = 100;

export interface Fetched {
  outcome: string;
  itemCount: number;
  addedCount: number;
  error: string | null;
}

/**
 * Null when the subscription, its watch or its source is gone, or the watch is paused. `isRepeated`: a run before was cut
 * off, perhaps after it stored and before it asked for analysis, so everything it finds is analysed (again).
 */
export async function fetchJob(
  deps: Deps,
  payload: { subscriptionId: string },
  { isRepeated = false }: { isRepeated?: boolean } = {},
): Promise<Fetched | null> {
  const subscription = await deps.store.subscriptions.get(payload.subscriptionId);
  const watch = subscription && (await deps.store.watches.get(subscription.watchId));
  if (!subscription || !watch || watch.isPaused) return null;
  const collected = await deps.parts.collect(subscription, watch);
  const { addedIds } = await deps.store.mentions.add(collected.hits);
  const run = { ...collected.run, addedCount: addedIds.length };
  const analyzeIds = isRepeated ? collected.hits.map(({ mention }) => mention.id) : addedIds;
  for (let from = 0; from < analyzeIds.length; from += ANALYZE_CHUNK)
    await deps.queue.enqueue('analyze', { mentionIds: analyzeIds.slice(from, from + ANALYZE_CHUNK) });
  await deps.store.sources.recordRun(run, collected.suspension);
  const { cursor, nextRunAt } = collected;
  await deps.store.subscriptions.finishRun(subscription.id, { cursor, lastRunAt: run.startedAt, nextRunAt });
  // Only now may these pages answer "not modified": before, a crash would have lost what was on them.
  for (const { key, ...validators } of collected.validators ?? [])
    await deps.store.sources.putValidators(key, validators, run.startedAt);
  if (addedIds.length > 0) deps.events.emit({ kind: 'mentions', brandId: watch.brandId, count: addedIds.length });
  deps.events.emit({ kind: 'source', sourceId: run.sourceId });
  const { sourceId, outcome, itemCount, addedCount, durationMs, sizeBytes, error } = run;
  const facts = { subscriptionId: subscription.id, sourceId, outcome, itemCount, addedCount, durationMs, sizeBytes };
  if (error) deps.log.warn({ ...facts, problem: error }, 'fetched');
  else deps.log.info(facts, 'fetched');
  return { outcome, itemCount, addedCount, error };
}
