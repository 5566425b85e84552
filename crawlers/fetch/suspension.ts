// How long to leave a source alone after a failure. Pure. Grows from a quarter of an hour to at most a day, so that there
// is a try a day whatever happens: never for good. Failures of a connection do not grow it: that may be our own network.

import { DAY, MINUTE } from '../../core/clock.ts';
import type { Run, RunOutcome } from '../../core/types.ts';

const FIRST_PAUSE_MS = 15 * MINUTE;
const LEAST_PAUSE_MS = MINUTE;
/** These end all asking of a source for a while; see RUN_OUTCOMES. */
const SUSPENDING: ReadonlySet<RunOutcome> = new Set(['blocked', 'throttled', 'changed']);
/** Say nothing about the source: the connection, or a rule of our own. */
const WEATHER: ReadonlySet<RunOutcome> = new Set(['network', 'timeout']);
const GOOD: ReadonlySet<RunOutcome> = new Set(['ok', 'empty', 'not-modified']);

export interface RunFailure {
  outcome: RunOutcome;
  /** What happened and what to do, for a person. */
  error: string;
  retryAfterMs: number | null;
}

export type PastRun = Pick<Run, 'outcome' | 'startedAt'>;

export interface Consequence {
  /** For all subscriptions of the source. */
  suspension: { until: number; reason: string } | null;
  /** For this subscription; 0 = its usual cadence. */
  delayMs: number;
}

/**
 * What a failed run leads to. A source that reads many sites (isOneSite false) is never suspended as a whole: only the
 * subscription that failed waits. A changed page suspends the source only when nothing of it could be read since, for one
 * subscription with a wrong name must not silence the others.
 */
export function consequenceOf(
  failure: RunFailure,
  history: { source: readonly PastRun[]; subscription: readonly PastRun[]; isOneSite: boolean; now: number },
): Consequence {
  const stated = failure.retryAfterMs ?? 0;
  if (WEATHER.has(failure.outcome)) return { suspension: null, delayMs: Math.min(DAY, stated) };
  const isForAll =
    SUSPENDING.has(failure.outcome) &&
    history.isOneSite &&
    (failure.outcome !== 'changed' || failuresInRow(history.source) > 0);
  const past = failuresInRow(isForAll ? history.source : history.subscription);
  const pauseMs = pauseAfter(failure, past);
  if (!isForAll) return { suspension: null, delayMs: pauseMs };
  return { suspension: { until: history.now + pauseMs, reason: failure.error }, delayMs: pauseMs };
}

/** Earlier failures since the last success, newest first; runs that only met bad weather are not counted. */
export function failuresInRow(runs: readonly PastRun[]): number {
  let count = 0;
  for (const run of [...runs].sort((a, b) => b.startedAt - a.startedAt)) {
    if (GOOD.has(run.outcome)) break;
    if (!WEATHER.has(run.outcome)) count += 1;
  }
  return count;
}

function pauseAfter(failure: RunFailure, past: number): number {
  const grown = Math.min(DAY, FIRST_PAUSE_MS * 2 ** past);
  if (failure.retryAfterMs === null) return grown;
  // The site named a time: believe it the first time; when that was not enough, our own measure counts as well.
  const stated = Math.max(LEAST_PAUSE_MS, Math.min(DAY, failure.retryAfterMs));
  return past === 0 ? stated : Math.max(stated, grown);
}
