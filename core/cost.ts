// What reading costs, by month, and how a month's budget is made to last the month. Pure; months are those of UTC, as bills
// have them. Must never take an estimate for a bill: it counts what was asked and what came, at the manifest's prices.

import { DAY } from './clock.ts';
import type { Budget } from './ports.ts';
import type { MonthlyCost, Run } from './types.ts';

const MAX_MONTHS = 24;

/** The month of a time, as "2026-11". */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Dollars spent in the month of `now`. */
export function spentIn(costs: readonly MonthlyCost[], now: number): number {
  return costs.find(({ month }) => month === monthOf(now))?.usd ?? 0;
}

/** The months after another run. Dollars are kept to the millionth, so that many small sums stay exact. */
export function costsAfter(costs: readonly MonthlyCost[], { spent, startedAt }: Run): MonthlyCost[] {
  if (!spent) return [...costs];
  const month = monthOf(startedAt);
  const before = costs.find((cost) => cost.month === month) ?? { callCount: 0, itemCount: 0, usd: 0 };
  const after: MonthlyCost = {
    month,
    callCount: before.callCount + spent.callCount,
    itemCount: before.itemCount + spent.itemCount,
    usd: Math.round((before.usd + spent.usd) * 1e6) / 1e6,
  };
  const rest = costs.filter((cost) => cost.month !== month);
  return [...rest, after].sort((a, b) => (a.month < b.month ? -1 : 1)).slice(-MAX_MONTHS);
}

/** Dollars that may still be spent this month, never below zero. */
export function leftOf({ monthlyUsd, spentUsd }: Budget): number {
  return Math.max(0, monthlyUsd - spentUsd);
}

/**
 * How long to wait until the share of the month that has passed has caught up with the share of the budget that is spent;
 * 0 when the money is ahead of the days. One day's share may always be spent ahead.
 */
export function pauseForPace({ monthlyUsd, spentUsd }: Budget, now: number): number {
  const date = new Date(now);
  const startAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const monthMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - startAt;
  return Math.max(0, Math.round(startAt + (spentUsd / monthlyUsd) * monthMs - DAY - now));
}
