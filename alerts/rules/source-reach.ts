// Whether a source that cannot be reached is to blame, or our own connection: told from what the other sources did at the
// same time. Pure. Must never take an answer for an outage: whoever refuses us was reached.

import type { SourceInput, SourceView } from '../../core/alerting.ts';
import { HOUR, MINUTE } from '../../core/clock.ts';
import type { RunOutcome, SourceHealth } from '../../core/types.ts';

const UNREACHED: readonly RunOutcome[] = ['network', 'timeout'];
/** Decided by ourselves before anything was asked: says nothing of the connection. */
const UNASKED: readonly RunOutcome[] = ['refused'];
const GOOD: readonly RunOutcome[] = ['ok', 'empty', 'not-modified'];
const OUTAGE_MS = 10 * MINUTE;
/** Others that are read seldom may not tell for hours whether it is our connection; then the source is named after all. */
const HOLD_MS = 2 * HOUR;

export interface Reach {
  /** The last time any source answered; 0 = never. */
  answeredAt: number;
  /** Sources tried since then, in vain. */
  unreached: SourceView[];
  /** The first of those tries. */
  sinceAt: number;
  /** Two sources or more, for ten minutes: it is us. */
  isOut: boolean;
}

export function reachOf({ now, sources }: Pick<SourceInput, 'now' | 'sources'>): Reach {
  const answeredAt = Math.max(0, ...sources.flatMap(({ health }) => answersOf(health)));
  const triesOf = ({ health }: SourceView) =>
    health.recentRuns.filter(({ outcome, startedAt }) => UNREACHED.includes(outcome) && startedAt > answeredAt);
  const failed = sources.filter((view) => triesOf(view).length > 0);
  const sinceAt = Math.min(now, ...failed.flatMap(triesOf).map(({ startedAt }) => startedAt));
  return { answeredAt, unreached: failed, sinceAt, isOut: failed.length >= 2 && now - sinceAt >= OUTAGE_MS };
}

/** For a source that cannot be reached: 'theirs' when another one answered during its failures, or there is no other. */
export function unreached({ now, sources }: SourceInput, view: SourceView): 'theirs' | 'perhaps-ours' {
  const others = sources.filter(({ id }) => id !== view.id);
  const from = streakStart(view.health);
  const until = view.health.lastRunAt ?? now;
  const isReached = others.some(({ health }) => answersOf(health).some((at) => at >= from && at <= until));
  return others.length === 0 || isReached || now - from >= HOLD_MS ? 'theirs' : 'perhaps-ours';
}

/** When the failures in a row began, as far as the recent runs go back. */
export function streakStart(health: SourceHealth): number {
  const runs = health.recentRuns.toSorted((a, b) => a.startedAt - b.startedAt);
  const lastGood = runs.findLastIndex(({ outcome }) => GOOD.includes(outcome));
  return runs[lastGood + 1]?.startedAt ?? health.lastRunAt ?? 0;
}

function answersOf(health: SourceHealth): number[] {
  const isAnswer = (outcome: RunOutcome) => !UNREACHED.includes(outcome) && !UNASKED.includes(outcome);
  const answers = health.recentRuns.filter(({ outcome }) => isAnswer(outcome)).map(({ startedAt }) => startedAt);
  return health.lastSuccessAt === null ? answers : [...answers, health.lastSuccessAt];
}
