// What reading X costs, and how a month's budget is made to last the month. Pure; money is counted in thousandths of a
// dollar (mills), months are those of UTC as the bill has them. A post read twice in a day is charged once, so what is
// counted here is the most it can be.

import { DAY } from '../../core/clock.ts';

/** docs.x.com/x-api/getting-started/pricing as of November 2026: 0.005 dollars a post, 0.010 a user. */
const MILLS_PER_POST = 5;
const MILLS_PER_USER = 10;

export interface Spending {
  /** "2026-11". */
  month?: string;
  spentMills?: number;
}

export function priceOf(postCount: number, userCount: number): number {
  return postCount * MILLS_PER_POST + userCount * MILLS_PER_USER;
}

/** The month of a time, as "2026-11". */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

/** Mills spent in the month of `now`; what was spent in another month counts nothing. */
export function spentIn(spending: Spending, now: number): number {
  return spending.month === monthOf(now) ? (spending.spentMills ?? 0) : 0;
}

/** Mills that may still be spent this month, never below zero. */
export function leftThisMonth(budgetDollars: number, spending: Spending, now: number): number {
  return Math.max(0, budgetDollars * 1000 - spentIn(spending, now));
}

/**
 * How long to wait until the share of the month that has passed has caught up with the share of the budget that is spent;
 * 0 when the money is ahead of the days. One day's share may always be spent ahead.
 */
export function pauseForPace(budgetDollars: number, spending: Spending, now: number): number {
  const date = new Date(now);
  const startAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const monthMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - startAt;
  const share = spentIn(spending, now) / (budgetDollars * 1000);
  return Math.max(0, Math.round(startAt + share * monthMs - DAY - now));
}
