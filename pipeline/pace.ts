// How often the rules of a brand are asked. After every batch in ordinary times; when so much comes in that asking would
// cost as much as judging, for a tenth of the time and no more. Remembers only what this process did: another one asks
// without a pause, and the queue's key still keeps one question waiting at a time.

import { SECOND } from '../core/clock.ts';
import type { Deps } from './deps.ts';

/** After a question that took a second, so many seconds are left to others. */
const REST = 9;
const MAX_PAUSE_MS = 5 * SECOND;

interface Pace {
  tookMs: number;
  restUntil: number;
}

/** By installation and brand. */
const paces = new WeakMap<Deps['config'], Map<string, Pace>>();

function pacesOf({ config }: Deps): Map<string, Pace> {
  const known = paces.get(config) ?? new Map<string, Pace>();
  paces.set(config, known);
  return known;
}

/** Runs the question and remembers how long it took. */
export async function paced(deps: Deps, brandId: string, ask: () => Promise<void>): Promise<void> {
  const known = pacesOf(deps);
  const startedAt = deps.clock.now();
  const before = known.get(brandId)?.tookMs ?? 0;
  known.set(brandId, { tookMs: before, restUntil: startedAt + before + restAfter(before) });
  try {
    await ask();
  } finally {
    const now = deps.clock.now();
    known.set(brandId, { tookMs: now - startedAt, restUntil: now + restAfter(now - startedAt) });
  }
}

function restAfter(tookMs: number): number {
  return Math.min(MAX_PAUSE_MS, tookMs * REST);
}

/** Milliseconds until the rules of the brand should be asked again; 0 to five seconds. */
export function pauseBefore(deps: Deps, brandId: string): number {
  const restUntil = pacesOf(deps).get(brandId)?.restUntil ?? 0;
  return Math.max(0, restUntil - deps.clock.now());
}
