// Where pages stand in the searches of the watches: now, a day ago, and day by day over a month, each with whether it is the
// brand's own or speaks against it. Reads only. Must never show a search that is asked no longer as if it stood today.

import { DAY } from '../core/clock.ts';
import { isOn, KNOWN_MS, PAGE_ONE } from '../core/positions.ts';
import type { Brand, Position, Watch } from '../core/types.ts';
import { hostOf } from '../core/url.ts';
import type { Deps } from './deps.ts';
import { factsOf, groupBy, mentionIdOf, type PageFacts } from './search-pages.ts';

export const SERIES_DAYS = 30;
/** A page that left stays in the table for a week. */
const GONE_MS = 7 * DAY;

export interface SearchPage {
  url: string;
  host: string;
  title: string | null;
  /** Null: it was among the results within a week and is no longer. */
  rank: number | null;
  /** Its rank a day ago; null = it was not among the results, or the search is younger. */
  dayAgo: number | null;
  /** Since when it has been on page one without a gap; null when it is not, or was when the search began. */
  onPageOneSince: number | null;
  mark: PageFacts['mark'];
  storyId: string | null;
  /** Its rank at the end of each of the last 30 days, oldest first, the running one last. */
  days: (number | null)[];
}

export interface SearchView {
  watchId: string;
  watchName: string;
  brandId: string;
  sourceId: string;
  engine: string;
  query: string;
  /** When something was last written down of it: at most a day and a pause before its last reading. */
  at: number;
  firstAt: number;
  pages: SearchPage[];
}

export interface SearchFilter {
  brandId?: string | undefined;
  watchId?: string | undefined;
  query?: string | undefined;
}

/** By watch, engine and query; best rank first, what left last. */
export async function searchTable(deps: Deps, filter: SearchFilter): Promise<SearchView[]> {
  const now = deps.clock.now();
  const wanted = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const rows = await deps.store.positions.list({ ...wanted, since: now - (SERIES_DAYS + 1) * DAY });
  const watches = new Map((await deps.store.watches.list()).map((watch) => [watch.id, watch]));
  const brands = new Map((await deps.store.brands.list()).map((brand) => [brand.id, brand]));
  const groups = groupBy(rows, ({ watchId, sourceId, query }) => [watchId, sourceId, query].join('\u001f'));
  const views: SearchView[] = [];
  for (const own of groups.values()) {
    const watch = watches.get(own[0]?.watchId ?? '');
    const brand = watch && brands.get(watch.brandId);
    const isAsked = now - (own.at(-1)?.at ?? 0) < KNOWN_MS;
    if (watch && brand && isAsked) views.push(await viewOf(deps, watch, brand, own));
  }
  return views.sort(byName);
}

async function viewOf(deps: Deps, watch: Watch, brand: Brand, rows: readonly Position[]): Promise<SearchView> {
  const now = deps.clock.now();
  const newest = rows.at(-1) as Position;
  const { sourceId, query, at, firstAt } = newest;
  const pages: SearchPage[] = [];
  for (const [url, own] of groupBy(rows, (row) => row.url)) {
    const last = own.at(-1) as Position;
    if (last.rank === null && (now - last.at > GONE_MS || !isOn(last.before, PAGE_ONE))) continue;
    const judgement = await deps.store.judgements.get(mentionIdOf(last), brand.id);
    const { mark, storyId } = factsOf(brand, url, judgement);
    pages.push({
      ...{ url, host: hostOf(url) ?? url, title: last.title, rank: last.rank, mark, storyId },
      dayAgo: rankAt(own, now - DAY),
      onPageOneSince: pageOneSince(own, firstAt),
      days: Array.from({ length: SERIES_DAYS }, (_, index) => rankAt(own, now - (SERIES_DAYS - 1 - index) * DAY)),
    });
  }
  pages.sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999) || (a.url < b.url ? -1 : 1));
  const engine = deps.sources.get(sourceId)?.manifest.title ?? sourceId;
  return { watchId: watch.id, watchName: watch.name, brandId: brand.id, sourceId, engine, query, at, firstAt, pages };
}

function rankAt(rows: readonly Position[], time: number): number | null {
  return rows.findLast(({ at }) => at <= time)?.rank ?? null;
}

function pageOneSince(rows: readonly Position[], firstAt: number): number | null {
  if (!isOn(rows.at(-1)?.rank ?? null, PAGE_ONE)) return null;
  const lastOff = rows.findLastIndex(({ rank }) => !isOn(rank, PAGE_ONE));
  const entered = rows[lastOff + 1];
  return entered && entered.at > firstAt && !isOn(entered.before, PAGE_ONE) ? entered.at : null;
}

function byName(a: SearchView, b: SearchView): number {
  const keys = (view: SearchView) => [view.watchName, view.engine, String(view.query.length).padStart(4), view.query];
  return keys(a).join('\u001f').localeCompare(keys(b).join('\u001f'), 'tr');
}
