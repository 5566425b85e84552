// Gathers what the rules look at for one brand: four weeks of hourly counts, the mentions of the last hours, their
// stories, open and lately closed incidents. Reads only, and a bounded amount: it runs after every analysis batch.

import type { HourCount, MentionView, RuleInput } from '../core/alerting.ts';
import { DAY, HOUR } from '../core/clock.ts';
import { findCoordination, type Post } from '../core/coordination.ts';
import type { JudgedMention, MentionFilter } from '../core/ports.ts';
import type { Brand, Incident, SeverityLevel, Story } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { changedPages } from './search-pages.ts';

const HISTORY_MS = 28 * DAY;
const MAX_MENTIONS = 600;
const MAX_INCIDENTS = 100;
/** Watches about others: they belong to the brand's page, but a wave there is not a wave against the brand. */
const ABOUT_OTHERS: readonly string[] = ['competitor', 'sector'];

/** They write what others pass on. */
const OUTLETS: readonly string[] = ['news', 'search', 'support'];

export async function gatherRuleInput(deps: Deps, brand: Brand): Promise<RuleInput> {
  const { store, clock, config } = deps;
  const now = clock.now();
  const watches = (await store.watches.list(brand.id)).filter((watch) => !ABOUT_OTHERS.includes(watch.kind));
  const watchIds = new Set(watches.map((watch) => watch.id));
  const found = await recentMentions(deps, brand.id, now);
  const own = found.filter((entry) => isOwn(entry, watchIds));
  const open = await store.incidents.list(
    { brandId: brand.id, states: ['open', 'acknowledged', 'contained'] },
    { limit: MAX_INCIDENTS },
  );
  const closed = await store.incidents.list({ brandId: brand.id, states: ['resolved', 'reviewed'] }, { limit: 50 });
  const mentions = own.map(viewOf).filter((view) => view !== null);
  return {
    now,
    brand: { id: brand.id, name: brand.name },
    settings: {
      locale: config.locale,
      timeZone: config.timeZone,
      sensitivity: config.rules.sensitivity,
      severeAt: config.rules.severeAt as SeverityLevel,
      storyGrowth: config.rules.storyGrowth,
      storyWindowMs: config.rules.storyWindow,
      minVolume: config.rules.minVolume,
    },
    hours: await hourCounts(deps, brand.id, [...watchIds], overlapOf(own, watchIds), now),
    mentions,
    stories: await storiesOf(deps, mentions, open.items),
    waves: findCoordination(own.flatMap(postOf)),
    pages: await changedPages(deps, brand, open.items),
    incidents: open.items,
    closed: closed.items,
    say: (key, params) => deps.t(config.locale, key, params),
  };
}

/** Negative ones of the story window, all of the last hour, severe ones of a day; each once, newest first. */
async function recentMentions(deps: Deps, brandId: string, now: number): Promise<JudgedMention[]> {
  const { rules } = deps.config;
  const filters: MentionFilter[] = [
    { brandId, since: now - HOUR },
    { brandId, since: now - Math.max(HOUR, rules.storyWindow), sentiment: 'negative' },
    { brandId, since: now - DAY, maxSeverity: rules.severeAt as SeverityLevel },
  ];
  const found = new Map<string, JudgedMention>();
  for (const filter of filters) {
    let cursor: string | null = null;
    let count = 0;
    do {
      const page = await deps.store.mentions.list(filter, { limit: 200, cursor });
      for (const entry of page.items) found.set(entry.mention.id, entry);
      count += page.items.length;
      cursor = page.nextCursor;
    } while (cursor && count < MAX_MENTIONS);
  }
  return [...found.values()].sort(
    (a, b) => b.mention.seenAt - a.mention.seenAt || (a.mention.id < b.mention.id ? -1 : 1),
  );
}

function isOwn(entry: JudgedMention, watchIds: ReadonlySet<string>): boolean {
  return !entry.mention.isBackfill && entry.watchIds.some((id) => watchIds.has(id));
}

function viewOf({ mention, judgement }: JudgedMention): MentionView | null {
  if (!judgement || judgement.relevance?.isBrand === false) return null;
  if (judgement.isQuiet && !judgement.corrected) return null;
  return {
    id: mention.id,
    storyId: judgement.storyId,
    seenAt: mention.seenAt,
    publishedAt: mention.publishedAt,
    channel: mention.channel,
    sentiment: judgement.sentiment.label,
    severity: judgement.severity,
    types: judgement.types,
  };
}

/** What somebody else is meant by is no wave against the brand. */
function postOf({ mention, judgement }: JudgedMention): Post[] {
  if (!judgement || judgement.relevance?.isBrand === false) return [];
  const { id, title, text, publishedAt, author, channel } = mention;
  return [
    {
      ...{ id, title, text, publishedAt, storyId: judgement.storyId, author: author.handle ?? author.name },
      ...{ followers: author.followers, createdAt: author.createdAt ?? null, isOutlet: OUTLETS.includes(channel) },
    },
  ];
}

/** Rollups count a mention once a watch; this is by how much, so that overlapping watches do not raise the usual. */
function overlapOf(entries: readonly JudgedMention[], watchIds: ReadonlySet<string>): number {
  if (entries.length === 0) return 1;
  const links = entries.reduce((sum, entry) => sum + entry.watchIds.filter((id) => watchIds.has(id)).length, 0);
  return Math.max(1, links / entries.length);
}

async function hourCounts(
  deps: Deps,
  brandId: string,
  watchIds: string[],
  overlap: number,
  now: number,
): Promise<HourCount[]> {
  if (watchIds.length === 0) return [];
  const from = Math.floor((now - HISTORY_MS) / HOUR) * HOUR;
  const span = { brandId, watchIds, from, to: now + 1 };
  const all = await deps.store.rollups.read({ ...span, dimension: 'all', groupBy: ['hour'] });
  const judged = await deps.store.rollups.read({ ...span, dimension: 'sentiment', groupBy: ['hour', 'value'] });
  const hours = new Map<number, HourCount>();
  const put = (hourAt: number | null, field: 'all' | 'negative', count: number) => {
    const hour = hours.get(hourAt ?? 0) ?? { hourAt: hourAt ?? 0, all: 0, negative: 0 };
    hour[field] += count / overlap;
    hours.set(hour.hourAt, hour);
  };
  for (const row of all) put(row.hourAt, 'all', row.count);
  for (const row of judged) if (row.value === 'negative') put(row.hourAt, 'negative', row.count);
  return [...hours.values()].sort((a, b) => a.hourAt - b.hourAt);
}

async function storiesOf(
  deps: Deps,
  mentions: readonly MentionView[],
  incidents: readonly Incident[],
): Promise<Map<string, Story>> {
  const ids = new Set([...mentions.map((mention) => mention.storyId), ...incidents.flatMap((open) => open.storyIds)]);
  const stories = new Map<string, Story>();
  for (const id of ids) {
    const story = await deps.store.stories.get(id);
    if (story) stories.set(id, story);
  }
  return stories;
}
