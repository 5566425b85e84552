// One run of one subscription: collect, store what is new, hand it to analysis, remember how it went.
// Safe to run twice: known mentions are not stored again. The cursor moves only after the mentions are safe.

import type { Subscription, Watch } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { recordRankings } from './positions.ts';
import { isListening, readStreamState, streamUseOf } from './stream-state.ts';

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
  const listened = await whileListening(deps, subscription, watch);
  if (listened.isEnough) return null;
  const collected = await deps.parts.collect(subscription, watch);
  const { addedIds, changedIds } = await deps.store.mentions.add(collected.hits);
  const run = { ...collected.run, addedCount: addedIds.length, error: collected.run.error ?? listened.problem };
  const analyzeIds = isRepeated ? collected.hits.map(({ mention }) => mention.id) : [...addedIds, ...changedIds];
  for (let from = 0; from < analyzeIds.length; from += ANALYZE_CHUNK)
    await deps.queue.enqueue('analyze', { mentionIds: analyzeIds.slice(from, from + ANALYZE_CHUNK) });
  const { sourceId: engine, startedAt: at } = run;
  await recordRankings(deps, watch, { sourceId: engine, at, rankings: collected.rankings ?? [] });
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

/**
 * A source that is listened to is not asked as well, but once at the beginning for what was before. Where its stream cannot
 * be opened it is asked like any other, and the run says why.
 */
async function whileListening(
  deps: Deps,
  subscription: Subscription,
  { everyMs }: Watch,
): Promise<{ isEnough: boolean; problem: string | null }> {
  const use = streamUseOf(deps, deps.sources.get(subscription.sourceId), subscription);
  if (use === null) return { isEnough: false, problem: null };
  const now = deps.clock.now();
  const state = await readStreamState(deps, use.id);
  const isOpen = isListening(state, now);
  if (use.canPoll && (!isOpen || subscription.lastRunAt === null))
    return { isEnough: false, problem: isOpen ? null : state.error };
  await deps.store.subscriptions.finishRun(subscription.id, { lastRunAt: now, nextRunAt: now + everyMs });
  return { isEnough: true, problem: null };
}
