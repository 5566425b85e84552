// Today: the one page that says whether anything is wrong, what changed and what waits for a person.
// Gathered from rollups, stories, incidents and sources, kept two seconds. Must never scan mentions.

import { DAY, SECOND } from '../core/clock.ts';
import type { Locale } from '../core/ports.ts';
import { problemText, sayIn } from '../core/problems.ts';
import {
  ASPECTS,
  type Aspect,
  CHANNELS,
  type Channel,
  FINDING_TYPES,
  type FindingType,
  type Incident,
  OPERATOR_ID,
  type SeverityLevel,
  type Story,
} from '../core/types.ts';
import type { Deps } from './deps.ts';
import { watchedSources } from './source-yield.ts';
import type { SourceStatus } from './sources.ts';
import { type Compared, compare, curveOf, scopeOf, type TodayHour } from './today-counts.ts';
import { type Waiting, waitingFor } from './today-waiting.ts';

export const OPEN_STATES = ['open', 'acknowledged', 'contained'] as const;
const KEPT_MS = 2 * SECOND;
const MAX_INCIDENTS = 50;
const MAX_STORIES = 8;

export interface BlindSpot {
  sourceId: string;
  title: string;
  reason: string;
  since: number | null;
}

export interface ChangedStory {
  story: Story;
  /** Mentions in the last 24 hours. */
  grown: number;
  isNew: boolean;
}

export interface Today {
  status: string;
  /** The worst level among open incidents; 0 = none is open. */
  statusLevel: SeverityLevel | 0;
  openIncidents: Incident[];
  changedStories: ChangedStory[];
  counts: { last24h: number; previous24h: number; negative24h: number; negativePrevious24h: number };
  series: TodayHour[];
  aspects: Compared<Aspect>[];
  types: Compared<FindingType>[];
  channels: Compared<Channel>[];
  waiting: Waiting[];
  blindSpots: BlindSpot[];
}

interface Asked {
  brandId?: string | undefined;
  locale: Locale;
}

const kept = new WeakMap<Deps['store'], Map<string, { at: number; today: Promise<Today> }>>();

/** For one brand or all, in the reader's language. The same object for two seconds: do not change it. */
export function buildToday(deps: Deps, asked: Asked): Promise<Today> {
  const now = deps.clock.now();
  const cache = kept.get(deps.store) ?? new Map();
  kept.set(deps.store, cache);
  for (const [key, entry] of cache) if (now - entry.at >= KEPT_MS) cache.delete(key);
  const key = `${asked.locale} ${asked.brandId ?? ''}`;
  const known = cache.get(key);
  if (known) return known.today;
  const today = gather(deps, asked).catch((error: unknown) => {
    cache.delete(key);
    throw error;
  });
  cache.set(key, { at: now, today });
  return today;
}

async function gather(deps: Deps, { brandId, locale }: Asked): Promise<Today> {
  const ofBrand = brandId ? { brandId } : {};
  const scope = await scopeOf(deps, brandId ?? null);
  const open = await deps.store.incidents.list({ ...ofBrand, states: [...OPEN_STATES] }, { limit: MAX_INCIDENTS });
  const worstFirst = open.items.toSorted((a, b) => a.severity - b.severity || b.updatedAt - a.updatedAt);
  // A source that cannot be read waits for somebody, but it is no trouble of the brand.
  const openIncidents = worstFirst.filter((incident) => incident.brandId !== OPERATOR_ID);
  const series = await curveOf(deps, scope);
  const blindSpots = blindSpotsOf(deps, await watchedSources(deps), brandId, locale);
  const statusLevel = openIncidents[0]?.severity ?? 0;
  return {
    status: statusOf(deps, locale, statusLevel, openIncidents.length, blindSpots),
    statusLevel,
    openIncidents,
    changedStories: await changedStories(deps, ofBrand),
    counts: countsOf(series),
    series,
    aspects: await compare(deps, scope, 'aspect', ASPECTS),
    types: await compare(deps, scope, 'type', FINDING_TYPES),
    channels: await compare(deps, scope, 'channel', CHANNELS),
    waiting: await waitingFor(deps, { brandId, locale, openIncidents: worstFirst }),
    blindSpots,
  };
}

function statusOf(deps: Deps, locale: Locale, level: number, openCount: number, blind: readonly BlindSpot[]): string {
  const say = (key: string, params?: Record<string, string | number>) => deps.t(locale, `today.${key}`, params);
  const parts = [say(`level.${level}`), openCount === 0 ? say('none-open') : say('open', { count: openCount })];
  const [first] = blind;
  if (first && blind.length === 1) parts.push(say('unread', { source: first.title }));
  else if (blind.length > 1) parts.push(say('unread-many', { count: blind.length }));
  return parts.join(' · ');
}

/** The last 24 clock hours, the running one included, against the 24 before. */
function countsOf(series: readonly TodayHour[]): Today['counts'] {
  const sum = (hours: readonly TodayHour[], field: 'all' | 'negative') =>
    hours.reduce((total, hour) => total + hour[field], 0);
  const last = series.slice(-24);
  const before = series.slice(-48, -24);
  return {
    last24h: sum(last, 'all'),
    previous24h: sum(before, 'all'),
    negative24h: sum(last, 'negative'),
    negativePrevious24h: sum(before, 'negative'),
  };
}

/** Sources in use that cannot be read now. Silent ones can be read; the sources page tells of them. */
function blindSpotsOf(deps: Deps, states: SourceStatus[], brandId: string | undefined, locale: Locale): BlindSpot[] {
  const isBlind = ({ state, brandIds }: SourceStatus) =>
    (state === 'suspended' || state === 'failing') && (!brandId || brandIds.includes(brandId));
  return states.filter(isBlind).map(({ manifest, health, state, since }) => ({
    sourceId: manifest.id,
    title: manifest.title,
    reason:
      problemText(
        sayIn(deps.t, locale),
        (state === 'suspended' ? health?.suspendedReason : null) ?? health?.lastError ?? null,
      ) ?? deps.t(locale, 'today.failing', { count: health?.consecutiveFailures ?? 0 }),
    since,
  }));
}

/** The liveliest and the largest of the last day, counted, and the most telling of them. */
async function changedStories(deps: Deps, ofBrand: { brandId?: string }): Promise<ChangedStory[]> {
  const since = deps.clock.now() - DAY;
  const filter = { ...ofBrand, states: ['open' as const], since };
  const recent = await deps.store.stories.list(filter, { limit: 40 });
  const large = await deps.store.stories.list({ ...filter, sort: 'size' }, { limit: 20 });
  const stories = new Map([...recent.items, ...large.items].map((story) => [story.id, story]));
  const likely = [...stories.values()].sort((a, b) => weightOf(b, b.mentionCount) - weightOf(a, a.mentionCount));
  const changed: ChangedStory[] = [];
  for (const story of likely.slice(0, 2 * MAX_STORIES)) {
    const isNew = story.firstSeenAt >= since;
    changed.push({ story, isNew, grown: isNew ? story.mentionCount : await grownSince(deps, story, since) });
  }
  return changed
    .filter(({ grown }) => grown > 0)
    .sort((a, b) => weightOf(b.story, b.grown) - weightOf(a.story, a.grown))
    .slice(0, MAX_STORIES);
}

async function grownSince(deps: Deps, story: Story, since: number): Promise<number> {
  const page = await deps.store.mentions.list({ storyId: story.id, since }, { limit: 200 });
  return page.items.length;
}

/** One level of severity weighs as much as four times the mentions; a story of complaints more than one of praise. */
function weightOf(story: Story, count: number): number {
  const negativeShare = story.mentionCount > 0 ? story.negativeCount / story.mentionCount : 0;
  return (4 - story.severity) * 2 + Math.log2(1 + count) + negativeShare * 2;
}
