// Gathers what the digest of one brand tells: incidents, stories of the period, counts against the period before and
// the usual, sources. Reads only. Must never read more than a bounded number of rows per block.

import type { DigestInput } from '../core/alerting.ts';
import { DAY } from '../core/clock.ts';
import { entityValue } from '../core/entities.ts';
import { ASPECTS, type Brand, type RollupDimension } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { standingOut } from './entities.ts';
import { watchedSources } from './source-yield.ts';
import { type Scope, scopeOf } from './today-counts.ts';

const MAX_MENTIONS = 1000;
const MAX_STORIES = 40;
const USUAL_PERIODS = 28;

/** Counts by value in [from, to). */
type Counts = ReadonlyMap<string, number>;

export async function gatherDigestInput(
  deps: Deps,
  brand: Brand,
  span: { day: string; since: number; isTest: boolean; isLate: boolean },
): Promise<DigestInput> {
  const { config, clock } = deps;
  const now = clock.now();
  const length = now - span.since;
  // The same counting as on Today: a mention that two watches found is one.
  const scope = await scopeOf(deps, brand.id);
  const read = (dimension: RollupDimension, from: number, to: number) => countsOf(deps, scope, dimension, from, to);
  const change = async (dimension: RollupDimension, value: string) => ({
    count: (await read(dimension, span.since, now)).get(value) ?? 0,
    before: (await read(dimension, span.since - length, span.since)).get(value) ?? 0,
  });
  const aspects = await read('aspect', span.since, now);
  const aspectsBefore = await read('aspect', span.since - length, span.since);
  return {
    ...span,
    brandName: brand.name,
    locale: config.locale,
    timeZone: config.timeZone,
    now,
    incidents: await openIncidents(deps, brand.id),
    stories: await changedStories(deps, brand.id, span.since),
    all: await change('all', ''),
    negative: await change('sentiment', 'negative'),
    usualNegative: await usualNegative(deps, brand, scope, { since: span.since, length }),
    complaints: await change('type', 'complaint'),
    aspects: ASPECTS.map((id) => ({ id, count: aspects.get(id) ?? 0, before: aspectsBefore.get(id) ?? 0 })),
    entity: await entityOf(deps, brand, { since: span.since, now }),
    sources: await readSources(deps, brand.id),
    dashboardUrl: deps.publicUrl,
    say: (key, params) => deps.t(config.locale, key, params),
  };
}

async function entityOf(deps: Deps, brand: Brand, span: { since: number; now: number }) {
  const found = await standingOut(deps, brand, span);
  if (!found) return null;
  const query = new URLSearchParams({ entity: entityValue(found), sentiment: 'negative' });
  return { ...found, url: `${deps.publicUrl}/named?${query}` };
}

async function countsOf(
  deps: Deps,
  { watchIds, overlap }: Scope,
  dimension: RollupDimension,
  from: number,
  to: number,
): Promise<Counts> {
  if (watchIds.length === 0) return new Map();
  const rows = await deps.store.rollups.read({ watchIds, dimension, from, to, groupBy: ['value'] });
  return new Map(rows.map((row) => [row.value ?? '', Math.round(row.count / overlap)]));
}

/** Median of the negative counts of the periods before; null with less than a week of them since the brand was added. */
async function usualNegative(
  deps: Deps,
  brand: Brand,
  { watchIds, overlap }: Scope,
  { since, length }: { since: number; length: number },
): Promise<number | null> {
  const first = Math.max(brand.createdAt, since - USUAL_PERIODS * DAY);
  const periods = Math.floor((since - first) / length);
  if (periods * length < 7 * DAY || watchIds.length === 0) return null;
  const rows = await deps.store.rollups.read({
    watchIds,
    dimension: 'sentiment',
    from: since - periods * length,
    to: since,
    groupBy: ['hour', 'value'],
  });
  const sums = new Array<number>(periods).fill(0);
  for (const row of rows) {
    const period = Math.floor((since - 1 - (row.hourAt ?? 0)) / length);
    if (row.value === 'negative' && period >= 0 && period < periods) sums[period] = (sums[period] ?? 0) + row.count;
  }
  return Math.round((sums.sort((a, b) => a - b)[Math.floor(periods / 2)] ?? 0) / overlap);
}

async function openIncidents(deps: Deps, brandId: string): Promise<DigestInput['incidents']> {
  const page = await deps.store.incidents.list(
    { brandId, states: ['open', 'acknowledged', 'contained'] },
    { limit: 100 },
  );
  const out: DigestInput['incidents'] = [];
  for (const incident of page.items) {
    const url = `${deps.publicUrl}/incidents/${encodeURIComponent(incident.id)}`;
    out.push({ incident, ownerName: await userName(deps, incident.ownerId), url });
  }
  return out;
}

/** Stories with mentions of the period that were not collected from the past, counted from those mentions. */
async function changedStories(deps: Deps, brandId: string, since: number): Promise<DigestInput['stories']> {
  const counts = new Map<string, { newCount: number; newNegativeCount: number }>();
  let cursor: string | null = null;
  let read = 0;
  do {
    const page = await deps.store.mentions.list({ brandId, since }, { limit: 200, cursor });
    for (const { mention, judgement } of page.items) {
      if (!judgement || mention.isBackfill || judgement.relevance?.isBrand === false) continue;
      const entry = counts.get(judgement.storyId) ?? { newCount: 0, newNegativeCount: 0 };
      entry.newCount += 1;
      if (judgement.sentiment.label === 'negative') entry.newNegativeCount += 1;
      counts.set(judgement.storyId, entry);
    }
    read += page.items.length;
    cursor = page.nextCursor;
  } while (cursor && read < MAX_MENTIONS);
  const largest = [...counts].sort(
    (a, b) => b[1].newNegativeCount - a[1].newNegativeCount || b[1].newCount - a[1].newCount,
  );
  const out: DigestInput['stories'] = [];
  for (const [id, entry] of largest.slice(0, MAX_STORIES)) {
    const story = await deps.store.stories.get(id);
    if (!story) continue;
    const url = `${deps.publicUrl}/stories/${encodeURIComponent(id)}`;
    out.push({ story, ...entry, ownerName: await userName(deps, story.assigneeId), url });
  }
  return out;
}

async function userName(deps: Deps, id: string | null): Promise<string | null> {
  return id ? ((await deps.store.users.get(id))?.name ?? null) : null;
}

/** The sources that the brand's watches read, each once; inbound ones are not asked, so they cannot fail. */
async function readSources(deps: Deps, brandId: string): Promise<DigestInput['sources']> {
  const ids = new Set<string>();
  for (const watch of await deps.store.watches.list(brandId)) {
    if (watch.isPaused) continue;
    for (const subscription of await deps.store.subscriptions.list({ watchId: watch.id }))
      ids.add(subscription.sourceId);
  }
  const watched = await watchedSources(deps);
  const known = watched.filter(({ manifest }) => ids.delete(manifest.id) && manifest.isInbound !== true);
  const out: DigestInput['sources'] = known.map(({ manifest, health, missingKeys, yield: found, feeds }) => {
    const dead = feeds.filter(({ state }) => state === 'dead').map(({ label }) => label);
    const silentSince = found?.silentSince ?? null;
    return { title: manifest.title, health, missingKeys, silentSince, dead, feedCount: feeds.length };
  });
  // What this version does not have is read by nobody.
  for (const id of ids) out.push({ title: id, health: await deps.store.sources.health(id) });
  return out;
}
