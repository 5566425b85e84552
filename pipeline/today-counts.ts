// The numbers of Today, from rollups alone: the last 24 hours against the 24 before, the curve of 48 hours with what is
// usual for each, and what is talked about. A mention that two watches found counts once, as well as rollups allow.

import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import type { RollupDimension } from '../core/types.ts';
import type { Deps } from './deps.ts';

/** Watches of these kinds look at others: what they find is not talk about the brand. */
const ABOUT_OTHERS: readonly string[] = ['competitor', 'sector'];
const CURVE_HOURS = 48;
const USUAL_WEEKS = 4;
const USUAL_KEPT_MS = 10 * MINUTE;

export interface TodayHour {
  hourAt: number;
  all: number;
  negative: number;
  /** Median of the same hour of the week over up to four weeks; null without history. */
  usual: number | null;
}

export interface Compared<Id extends string> {
  id: Id;
  count: number;
  previous: number;
}

/** Which rollups count, and by how much overlapping watches make them too large. */
export interface Scope {
  key: string;
  watchIds: string[];
  overlap: number;
}

/** One brand, or all. */
export async function scopeOf(deps: Deps, brandId: string | null): Promise<Scope> {
  const watches = (await deps.store.watches.list(brandId ?? undefined)).filter(
    ({ kind }) => !ABOUT_OTHERS.includes(kind),
  );
  const watchIds = watches.map(({ id }) => id);
  const scope = { key: brandId ?? '', watchIds, overlap: 1 };
  if (watchIds.length < 2) return scope;
  const newest = await deps.store.mentions.list(brandId ? { brandId } : {}, { limit: 100 });
  const known = new Set(watchIds);
  const links = newest.items
    .map((found) => found.watchIds.filter((id) => known.has(id)).length)
    .filter((count) => count > 0);
  const sum = links.reduce((total, count) => total + count, 0);
  return { ...scope, overlap: links.length > 0 ? sum / links.length : 1 };
}

/** Start of the first of the last `hours` clock hours, the running one included. */
export function windowStart(now: number, hours: number): number {
  return Math.floor(now / HOUR) * HOUR - (hours - 1) * HOUR;
}

/** 48 hours, oldest first, every hour there. */
export async function curveOf(deps: Deps, scope: Scope): Promise<TodayHour[]> {
  const now = deps.clock.now();
  const from = windowStart(now, CURVE_HOURS);
  const all = await hourly(deps, scope, 'all', from, now + 1);
  const sentiment = await hourly(deps, scope, 'sentiment', from, now + 1, 'negative');
  const usual = await usualOf(deps, scope, from);
  return Array.from({ length: CURVE_HOURS }, (_, index) => {
    const hourAt = from + index * HOUR;
    return {
      hourAt,
      all: Math.round((all.get(hourAt) ?? 0) / scope.overlap),
      negative: Math.round((sentiment.get(hourAt) ?? 0) / scope.overlap),
      usual: usual.get(hourAt) ?? null,
    };
  });
}

/** Ids with a count in either period, the largest first. */
export async function compare<Id extends string>(
  deps: Deps,
  scope: Scope,
  dimension: RollupDimension,
  ids: readonly Id[],
): Promise<Compared<Id>[]> {
  const now = deps.clock.now();
  const start = windowStart(now, 24);
  const last = await byValue(deps, scope, dimension, start, now + 1);
  const before = await byValue(deps, scope, dimension, start - DAY, start);
  const rounded = (count: number | undefined) => Math.round((count ?? 0) / scope.overlap);
  return ids
    .map((id) => ({ id, count: rounded(last.get(id)), previous: rounded(before.get(id)) }))
    .filter(({ count, previous }) => count + previous > 0)
    .sort((a, b) => b.count - a.count || b.previous - a.previous);
}

async function byValue(deps: Deps, scope: Scope, dimension: RollupDimension, from: number, to: number) {
  if (scope.watchIds.length === 0) return new Map<string, number>();
  const { watchIds } = scope;
  const rows = await deps.store.rollups.read({ watchIds, dimension, from, to, groupBy: ['value'] });
  return new Map(rows.map((row) => [row.value ?? '', row.count]));
}

async function hourly(
  deps: Deps,
  scope: Scope,
  dimension: RollupDimension,
  from: number,
  to: number,
  value?: string,
): Promise<Map<number, number>> {
  if (scope.watchIds.length === 0) return new Map();
  const groupBy: ('hour' | 'value')[] = value === undefined ? ['hour'] : ['hour', 'value'];
  const rows = await deps.store.rollups.read({ watchIds: scope.watchIds, dimension, from, to, groupBy });
  const wanted = rows.filter((row) => value === undefined || row.value === value);
  return new Map(wanted.map((row) => [row.hourAt ?? 0, row.count]));
}

/** Four weeks change little within minutes and are by far the dearest to read. */
const kept = new WeakMap<Deps['store'], Map<string, { at: number; from: number; usual: Map<number, number> }>>();

async function usualOf(deps: Deps, scope: Scope, from: number): Promise<ReadonlyMap<number, number>> {
  const now = deps.clock.now();
  const cache = kept.get(deps.store) ?? new Map();
  kept.set(deps.store, cache);
  const known = cache.get(scope.key);
  if (known && known.from === from && now - known.at < USUAL_KEPT_MS) return known.usual;
  const past = await hourly(deps, scope, 'all', from - USUAL_WEEKS * 7 * DAY, from + CURVE_HOURS * HOUR - 7 * DAY);
  const firstAt = Math.min(...past.keys());
  const usual = new Map<number, number>();
  for (let hourAt = from; hourAt < from + CURVE_HOURS * HOUR; hourAt += HOUR) {
    const weeks = Array.from({ length: USUAL_WEEKS }, (_, index) => hourAt - (index + 1) * 7 * DAY);
    const counts = weeks.filter((at) => at >= firstAt).map((at) => (past.get(at) ?? 0) / scope.overlap);
    if (counts.length > 0) usual.set(hourAt, Math.round(median(counts) * 10) / 10);
  }
  cache.set(scope.key, { at: now, from, usual });
  return usual;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
