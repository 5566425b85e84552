// How every subscription of a source is doing, told from its own runs: one dead feed must not hide behind forty healthy ones.
// Reads only. Must never call one dead that was tried only once since it last worked.

import { DAY } from '../core/clock.ts';
import type { Run, RunOutcome, Subscription, Watch } from '../core/types.ts';
import { hostOf } from '../core/url.ts';
import type { Deps } from './deps.ts';

export interface Feed {
  subscriptionId: string;
  sourceId: string;
  watchId: string;
  watchName: string;
  /** What tells it from the others of the source: an address without its scheme, else its parameters. */
  label: string;
  lastRunAt: number | null;
  /** Null: it never worked, as far as its runs go back. */
  lastSuccessAt: number | null;
  failureCount: number;
  /** Start of the first of the failures in a row; null when the last run was good, or there was none. */
  failingSince: number | null;
  lastError: string | null;
  /** 'failing': three times in a row and more; 'dead': for a day and more. */
  state: 'new' | 'ok' | 'failing' | 'dead';
}

const GOOD: readonly RunOutcome[] = ['ok', 'empty', 'not-modified'];
const FAILING_FROM = 3;
/** Most feeds are well, and one look tells; the rest of a row of failures is read only where there is one. */
const FIRST_LOOK = 1;
const ALL_RUNS = 1000;
const MAX_LABEL = 80;

/** Those of the given subscriptions that are read at all: their watch is there and not paused. In their order. */
export async function feedsOf(
  deps: Deps,
  subscriptions: readonly Subscription[],
  watches: readonly Watch[],
): Promise<Feed[]> {
  const active = new Map(watches.filter(({ isPaused }) => !isPaused).map((watch) => [watch.id, watch]));
  const feeds = subscriptions.map(async (subscription) => {
    const watch = active.get(subscription.watchId);
    return watch ? feedOf(deps, subscription, watch) : null;
  });
  return (await Promise.all(feeds)).filter((feed) => feed !== null);
}

async function feedOf(deps: Deps, subscription: Subscription, watch: Watch): Promise<Feed> {
  const { id, sourceId } = subscription;
  const runs = await failuresAndLastSuccess(deps, id);
  const failures = runs.filter(({ outcome }) => !GOOD.includes(outcome));
  const failingSince = failures.at(-1)?.startedAt ?? null;
  return {
    ...{ subscriptionId: id, sourceId, watchId: watch.id, watchName: watch.name, label: labelOf(subscription) },
    lastRunAt: runs[0]?.startedAt ?? null,
    lastSuccessAt: runs.find(({ outcome }) => GOOD.includes(outcome))?.startedAt ?? null,
    failureCount: failures.length,
    failingSince,
    lastError: failures[0]?.error ?? null,
    state: stateOf(runs.length, failures.length, failingSince, deps.clock.now()),
  };
}

/** Newest first: all runs since the last good one, and that one. */
async function failuresAndLastSuccess(deps: Deps, subscriptionId: string): Promise<Run[]> {
  for (const limit of [FIRST_LOOK, ALL_RUNS]) {
    const runs = await deps.store.sources.runs({ subscriptionId, limit });
    const lastGood = runs.findIndex(({ outcome }) => GOOD.includes(outcome));
    if (lastGood >= 0) return runs.slice(0, lastGood + 1);
    if (runs.length < limit || limit === ALL_RUNS) return runs;
  }
  return [];
}

function stateOf(runCount: number, failureCount: number, since: number | null, now: number): Feed['state'] {
  if (runCount === 0) return 'new';
  if (failureCount >= 2 && since !== null && now - since >= DAY) return 'dead';
  return failureCount >= FAILING_FROM ? 'failing' : 'ok';
}

function labelOf({ params, sourceId }: Subscription): string {
  const values = Object.values(params).filter((value) => typeof value === 'string' && value !== '') as string[];
  const address = values.find((value) => hostOf(value) !== null);
  const label = address ? address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '') : values.join(', ');
  return label.slice(0, MAX_LABEL) || sourceId;
}
