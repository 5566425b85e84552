// Tries again within one fetch, for what passes by itself in seconds: a dropped connection, a 5xx, a short Retry-After.
// Everything longer is the schedule's business. Must never repeat what a site refused.

import { SECOND } from '../../core/clock.ts';
import type { Clock } from '../../core/ports.ts';
import type { Verdict } from './outcome.ts';

const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** A site that wants a longer pause than this is asked at the next run. */
const MAX_PAUSE_MS = 5 * SECOND;

/**
 * Runs `attempt` until its verdict is final, at most three times. Only repeatable requests (GET) are repeated after the
 * network failed. `random` gives 0 to 1; pauses are 50 to 150 % of 0.5 s, 1 s …, so that many clients do not come at once.
 */
export async function withRetry<T extends { verdict: Verdict }>(
  attempt: () => Promise<T>,
  options: { clock: Clock; random: () => number; isRepeatable: boolean; signal?: AbortSignal | undefined },
): Promise<T> {
  for (let tried = 1; ; tried++) {
    const result = await attempt();
    const pauseMs = pauseAfter(result.verdict, tried, options);
    if (pauseMs === null) return result;
    await options.clock.sleep(pauseMs, options.signal);
  }
}

function pauseAfter(
  verdict: Verdict,
  tried: number,
  options: { random: () => number; isRepeatable: boolean },
): number | null {
  if (!verdict.isTransient || tried >= MAX_TRIES) return null;
  if (!options.isRepeatable && verdict.outcome !== 'throttled') return null;
  const asked = verdict.retryAfterMs ?? 0;
  if (asked > MAX_PAUSE_MS) return null;
  // Throttled without a word about when: leave it alone.
  if (verdict.outcome === 'throttled' && verdict.retryAfterMs === null) return null;
  return Math.round(Math.max(asked, FIRST_PAUSE_MS * 2 ** (tried - 1) * (0.5 + options.random())));
}
