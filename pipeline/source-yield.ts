// The one judgement of a source, "silent or broken?": its health, what it brings against its own usual (from rollups), and
// each of its feeds. Every page, mail and command asks here. Reads only. Must never call a source silent that was not asked
// all the time, or whose past days had gaps as long.

import type { SourceYield } from '../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import { missingKeys } from '../core/keys.ts';
import type { SourceHealth } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { type Feed, feedsOf } from './feeds.ts';
import { type SourceStatus, sourceStates } from './sources.ts';

const HISTORY_DAYS = 28;
const KEPT_MS = 2 * MINUTE;
/** From here on there is a usual, and from here on it is sure enough to judge by. */
const USUAL_FROM_DAYS = 3;
const SURE_FROM_DAYS = 7;
/** So many should have come while nothing came: by chance alone (Poisson) that happens once in 3,000 times. */
const EXPECTED = 8;
/** Silent for this many times the longest silence of the weeks before. */
const LONGER = 2;
/** Between two runs; longer ones are a time in which itibar did not run. */
const PAUSE_MS = 12 * HOUR;
const LEAST_GAPS = 3;
const MAX_RUNS = 1000;

export interface WatchedSource extends SourceStatus {
  /** Null for a source that has brought nothing for four weeks. */
  yield: SourceYield | null;
  /** Names of keys that it needs and that are not configured. */
  missingKeys: string[];
  /** Every subscription of it that is read. */
  feeds: Feed[];
}

interface HourOfSource {
  hourAt: number;
  count: number;
}

/** All sources with what they bring. Whether one is `quiet` is told from its own past as soon as there is enough of it. */
export async function watchedSources(deps: Deps): Promise<WatchedSource[]> {
  const hours = await hoursOf(deps);
  const now = deps.clock.now();
  const watches = await deps.store.watches.list();
  const feeds = await feedsOf(deps, await deps.store.subscriptions.list(), watches);
  const out: WatchedSource[] = [];
  for (const status of await sourceStates(deps)) {
    const own = hours.get(status.manifest.id) ?? [];
    let found = yieldOf(own, now);
    // Found late: rollups stand at the hour of publication, but whatever comes in ends a silence.
    if (found?.silentSince != null) found = yieldOf(own, now, await arrivedAt(deps, status.manifest.id));
    if (found?.silentSince != null && !wasAskedAllTheTime(status.health, now)) found = { ...found, silentSince: null };
    const missing = missingKeys(status.manifest, deps.config.keys);
    const ownFeeds = feeds.filter(({ sourceId }) => sourceId === status.manifest.id);
    out.push({ ...withOwnPast(status, found, own, now), yield: found, missingKeys: missing, feeds: ownFeeds });
  }
  return out;
}

/** `hours`: oldest first, only those with mentions. `arrivedAt`: when the last one was found, where that is known. */
export function yieldOf(hours: readonly HourOfSource[], now: number, arrivedAt = 0): SourceYield | null {
  const last = hours.at(-1);
  if (!last) return null;
  const end = Math.floor(now / HOUR) * HOUR + HOUR;
  const inDay = (day: number) => hours.filter(({ hourAt }) => dayOf(hourAt, end) === day);
  const sumOf = (day: number) => inDay(day).reduce((sum, { count }) => sum + count, 0);
  const days = daysOfHistory(hours, now);
  const sums = Array.from({ length: days }, (_, index) => sumOf(index + 1));
  const usual = days < USUAL_FROM_DAYS ? null : usualOf(sums);
  const lastAt = Math.min(now, Math.max(last.hourAt + HOUR, arrivedAt));
  const silentMs = now - lastAt;
  const isSilent =
    usual !== null &&
    days >= SURE_FROM_DAYS &&
    silentMs >= DAY &&
    (usual * silentMs) / DAY >= EXPECTED &&
    silentMs >= LONGER * longestGap(hours);
  return { lastDayCount: sumOf(0), usualPerDay: usual, lastAt, silentSince: isSilent ? lastAt : null };
}

/** 0 = the last 24 clock hours, the running one included. */
function dayOf(hourAt: number, end: number): number {
  return Math.floor((end - HOUR - hourAt) / DAY);
}

/** Whole days before the last one. */
function daysOfHistory(hours: readonly HourOfSource[], now: number): number {
  const end = Math.floor(now / HOUR) * HOUR + HOUR;
  const first = hours[0];
  return first ? Math.max(0, Math.min(HISTORY_DAYS, dayOf(first.hourAt, end))) : 0;
}

/** The median is not moved by one wild day; where it says less than one a day, the mean tells more. */
function usualOf(sums: readonly number[]): number {
  const sorted = sums.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  if (median >= 1) return median;
  return Math.round((10 * sums.reduce((sum, count) => sum + count, 0)) / Math.max(1, sums.length)) / 10;
}

function longestGap(hours: readonly HourOfSource[]): number {
  return Math.max(0, ...hours.slice(1).map(({ hourAt }, index) => hourAt - (hours[index]?.hourAt ?? hourAt)));
}

/** After a night with the machine off nothing is known of the night. */
function wasAskedAllTheTime(health: SourceHealth | null, now: number): boolean {
  const times = (health?.recentRuns ?? []).map(({ startedAt }) => startedAt).sort((a, b) => a - b);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  if (gaps.length < LEAST_GAPS) return false;
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  return Math.max(...gaps, now - (times.at(-1) ?? 0)) <= Math.max(PAUSE_MS, 3 * usual);
}

/** Its own past says more than what its maker expected of a brand of middle size. */
function withOwnPast(
  status: SourceStatus,
  found: SourceYield | null,
  hours: readonly HourOfSource[],
  now: number,
): SourceStatus {
  if (found === null || (status.state !== 'ok' && status.state !== 'quiet')) return status;
  if (found.silentSince !== null) return { ...status, state: 'quiet', since: found.silentSince };
  const isUsualGap = now - found.lastAt < Math.max(DAY, LONGER * longestGap(hours));
  const isKnown = daysOfHistory(hours, now) >= SURE_FROM_DAYS;
  return isKnown && isUsualGap ? { ...status, state: 'ok', since: null } : status;
}

/** What one feed brings, by the mentions that its own runs stored: as far back as its runs are kept. */
export async function yieldOfFeed(deps: Deps, subscriptionId: string): Promise<SourceYield | null> {
  const runs = await deps.store.sources.runs({ subscriptionId, limit: MAX_RUNS });
  const hours = new Map<number, number>();
  for (const { startedAt, addedCount } of runs) {
    const hourAt = Math.floor(startedAt / HOUR) * HOUR;
    if (addedCount > 0) hours.set(hourAt, (hours.get(hourAt) ?? 0) + addedCount);
  }
  const sorted = [...hours].map(([hourAt, count]) => ({ hourAt, count })).sort((a, b) => a.hourAt - b.hourAt);
  return yieldOf(sorted, deps.clock.now());
}

async function arrivedAt(deps: Deps, sourceId: string): Promise<number> {
  const page = await deps.store.mentions.list({ sourceId }, { limit: 1 });
  return page.items[0]?.mention.seenAt ?? 0;
}

const kept = new WeakMap<Deps['store'], { at: number; hours: Promise<Map<string, HourOfSource[]>> }>();

/** Four weeks are dear to read and change little within minutes. */
function hoursOf(deps: Deps): Promise<Map<string, HourOfSource[]>> {
  const now = deps.clock.now();
  const known = kept.get(deps.store);
  if (known && now - known.at < KEPT_MS) return known.hours;
  const hours = readHours(deps, now);
  kept.set(deps.store, { at: now, hours });
  hours.catch(() => kept.delete(deps.store));
  return hours;
}

async function readHours(deps: Deps, now: number): Promise<Map<string, HourOfSource[]>> {
  const from = Math.floor(now / HOUR) * HOUR - (HISTORY_DAYS + 1) * DAY;
  const sums = new Map<string, Map<number, number>>();
  for (const { id: brandId } of await deps.store.brands.list()) {
    const groupBy: ('hour' | 'source')[] = ['hour', 'source'];
    const rows = await deps.store.rollups.read({ brandId, dimension: 'all', from, to: now + 1, groupBy });
    for (const { sourceId, hourAt, count } of rows) {
      const own = sums.get(sourceId ?? '') ?? new Map<number, number>();
      own.set(hourAt ?? 0, (own.get(hourAt ?? 0) ?? 0) + count);
      sums.set(sourceId ?? '', own);
    }
  }
  const sorted = (own: Map<number, number>) =>
    [...own].map(([hourAt, count]) => ({ hourAt, count })).sort((a, b) => a.hourAt - b.hourAt);
  return new Map([...sums].map(([id, own]) => [id, sorted(own)]));
}
