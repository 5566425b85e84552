// What reading a source would cost in a month, told before it is chosen: from how many questions it asks in a run and how often
// it runs. Pure but for the configuration. Must never promise less than what the source could ask.

import { DAY, HOUR } from '../core/clock.ts';
import { monthOf } from '../core/cost.ts';
import type { Locale, Source } from '../core/ports.ts';
import { queryTerms } from '../core/text/query.ts';
import type { MonthlyCost, SourceHealth } from '../core/types.ts';
import type { Deps } from './deps.ts';
import type { SourceChoice } from './watch-check.ts';

const MONTH_DAYS = 30;

export interface CostEstimate {
  sourceId: string;
  callsPerMonth: number;
  /** Expected ones; 0 where items cost nothing. */
  itemsPerMonth: number;
  usdPerMonth: number;
  /** Null: no limit is configured. */
  budgetUsd: number | null;
  /** All of it in one sentence or two. */
  sentence: string;
}

/** Null for a source that costs nothing, is not there, or whose parameters do not fit (the form says so elsewhere). */
export function estimateCost(
  deps: Deps,
  { sourceId, params }: SourceChoice,
  watch: { query: string; everyMs: number },
  locale: Locale,
): CostEstimate | null {
  const source = deps.sources.get(sourceId);
  const cost = source?.manifest.cost;
  const parsed = source?.manifest.params.safeParse(params);
  if (!source || !cost || !parsed?.success) return null;
  const runsPerMonth = (MONTH_DAYS * DAY) / Math.max(watch.everyMs, pauseOf(parsed.data));
  const callsPerMonth = Math.round(runsPerMonth * callsOfRun(deps, source, parsed.data, watch.query));
  const itemsPerMonth = cost.perItemUsd ? Math.round(MONTH_DAYS * source.manifest.expectedPerDay) : 0;
  const usd = callsPerMonth * (cost.perCallUsd ?? 0) + itemsPerMonth * (cost.perItemUsd ?? 0) + (cost.perMonthUsd ?? 0);
  const budgetUsd = deps.config.budgets[sourceId] ?? null;
  const facts = { sourceId, callsPerMonth, itemsPerMonth, usdPerMonth: Math.round(usd * 100) / 100, budgetUsd };
  return { ...facts, sentence: sentenceOf(deps, source, facts, locale) };
}

/** A source that asks seldom by itself says so in `everyHours`. */
function pauseOf(params: Record<string, unknown>): number {
  return typeof params.everyHours === 'number' ? params.everyHours * HOUR : 0;
}

function callsOfRun(deps: Deps, source: Source, params: Record<string, unknown>, query: string): number {
  try {
    // Only counted, never asked; and it is told before the key is entered.
    const context = { query, terms: queryTerms(query), now: deps.clock.now(), keys: {} };
    return Math.max(1, source.plan(params, null, context).length);
  } catch {
    // A query that cannot be asked yet, half typed; one question is the least there will be.
    return 1;
  }
}

function sentenceOf(deps: Deps, { manifest }: Source, facts: Omit<CostEstimate, 'sentence'>, locale: Locale): string {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const say = (key: string, params: Record<string, string | number>) => deps.t(locale, `cost.${key}`, params);
  const how = manifest.cost?.perMonthUsd ? 'plan' : facts.itemsPerMonth > 0 ? 'items' : 'calls';
  const counted = how === 'items' ? facts.itemsPerMonth : facts.callsPerMonth;
  const usd = number.format(facts.usdPerMonth);
  const parts = [say(how, { source: manifest.title, usd, count: number.format(counted) })];
  if (facts.budgetUsd !== null) parts.push(say('budget', { budget: number.format(facts.budgetUsd) }));
  return parts.join(' ');
}

/** What was counted this month and the month before. */
export function costSoFar(health: SourceHealth | null, now: number): MonthlyCost {
  const month = monthOf(now);
  return health?.costs.find((cost) => cost.month === month) ?? { month, callCount: 0, itemCount: 0, usd: 0 };
}
