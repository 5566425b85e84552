// Where pages stand in searches: which rows another answer adds, and what a row means. Pure. Must never write a row for what
// has not changed, but for one a day, so that a search that is asked every hour for months stays small.

import { DAY, HOUR } from './clock.ts';
import type { Ranking } from './ports.ts';
import type { Position } from './types.ts';

export const PAGE_ONE = 10;
export const TOP = 3;
/** A page that was there counts as there while it stays this near: ranks move by one or two every day. */
const NEAR = { [PAGE_ONE]: 12, [TOP]: 5 } as const;
/** How far back the last row of a page may lie; after a longer pause a search begins anew. */
export const KNOWN_MS = 8 * DAY;
/** A little less than a day, so that a search asked once a day adds its row every time. */
const DAILY_MS = DAY - HOUR;

export type Asked = Pick<Position, 'brandId' | 'watchId' | 'sourceId' | 'query' | 'at'>;

export function isOn(rank: number | null, last: number): boolean {
  return rank !== null && rank <= last;
}

/**
 * The rows that an answer adds. `known`: those of the same search within KNOWN_MS, oldest first. An answer that is not newer
 * than them adds nothing. Behind page one only coming, going and the daily row are told: there places change all the time.
 */
export function nextPositions(known: readonly Position[], asked: Asked, results: Ranking['results']): Position[] {
  const newest = known.at(-1);
  if (newest && newest.at >= asked.at) return [];
  const last = new Map(known.map((row) => [row.url, row]));
  const firstAt = newest?.firstAt ?? asked.at;
  const rowOf = (url: string, title: string | null, rank: number | null): Position => {
    const before = last.get(url);
    return {
      ...asked,
      ...{ url, title: title ?? before?.title ?? null, rank, before: before?.rank ?? null, firstAt },
      pageOneAt: isHeld(before, PAGE_ONE, before?.pageOneAt) ? asked.at : (before?.pageOneAt ?? null),
      topAt: isHeld(before, TOP, before?.topAt) ? asked.at : (before?.topAt ?? null),
    };
  };
  const there = new Set(results.map(({ url }) => url));
  const now = results
    .map(({ url, title }, index) => rowOf(url, title, index + 1))
    .filter((row) => isWorthARow(row, last.get(row.url)));
  const gone = [...last.values()].filter(({ url, rank }) => rank !== null && !there.has(url));
  return [...now, ...gone.map(({ url }) => rowOf(url, null, null))];
}

/** It stood there with its last row, or was there before and has not fallen far: `heldAt` is then the time of that row. */
function isHeld(before: Position | undefined, last: keyof typeof NEAR, heldAt: number | null | undefined): boolean {
  if (!before) return false;
  return isOn(before.rank, last) || (isOn(before.rank, NEAR[last]) && heldAt === before.at);
}

function isWorthARow(row: Position, before: Position | undefined): boolean {
  if (!before || before.rank === null || row.at - before.at >= DAILY_MS) return true;
  return row.rank !== before.rank && (isOn(row.rank, PAGE_ONE) || isOn(before.rank, PAGE_ONE));
}

/** The page came to page one with this row, and was far from it for a day and more. What a search begins with has not come. */
export function hasEntered(row: Position): boolean {
  return isOn(row.rank, PAGE_ONE) && !isOn(row.before, PAGE_ONE) && isLongAgo(row, row.pageOneAt);
}

/** The same for the first three. */
export function hasRisen(row: Position): boolean {
  return isOn(row.rank, TOP) && !isOn(row.before, TOP) && isLongAgo(row, row.topAt);
}

function isLongAgo({ at, firstAt }: Position, lastAt: number | null): boolean {
  return at - firstAt >= DAY && (lastAt === null || at - lastAt >= DAY);
}
