// One item through several sources, or once more through the same one: what is put together, what is an edit, what is only
// another cut of the same text. Pure; both stores merge by these rules, so that every order of arrival ends the same.
//
// - What was seen first stays: id, key, sourceId (it is counted there), seenAt, isBackfill.
// - BETTER SOURCE. An original comes before what only leads to it; then the order of CHANNEL_ORDER; then the source's id.
//   Channel, address, author, date, numbers … are those of the best source that gives them; the others fill the gaps.
// - TEXT. Of two sources: the original's before an aggregator's, a whole text before an excerpt, then the longer one. Taking
//   another source's text is no edit. Excerpts are cut anew with every answer, so an aggregator is asked for one only once.
// - EDIT. Another text from the source whose text it is, later, and neither of the two an excerpt. White space is no edit.
// - Numbers and dates follow their source without a version; a resolution that changes makes one.

import { HOUR } from './clock.ts';
import { fullText } from './mention.ts';
import { fold } from './text/fold.ts';
import type { Author, Channel, Engagement, Mention, MentionVersion, Sighting, SightingFacts } from './types.ts';

export const MAX_SIGHTINGS = 20;
export const MAX_VERSIONS = 20;
/** How far lastSeenAt may lag: known items come with every fetch, and most bring nothing to write. */
const SEEN_STEP_MS = HOUR;
/** Where the same page is told by several originals: the place that says most about what it is. */
const CHANNEL_ORDER: readonly Channel[] = ['complaint', 'news', 'community', 'social', 'support', 'search'];

export interface Merged {
  mention: Mention;
  /** How it stood before, when it was edited or its resolution changed. */
  version: MentionVersion | null;
  /** Something that analysis reads is another: it is to be judged anew. */
  isJudgedAnew: boolean;
}

/** What `known` becomes by `incoming`, which has the same key. Null when there is nothing to write. */
export function mergeMention(known: Mention, incoming: Mention): Merged | null {
  const sightings = joinSightings(known, incoming);
  const words = wordsAfter(known, incoming);
  if (sightings === known.sightings && words === null) return null;
  const textFrom = words?.sourceId;
  const settled = textFrom === undefined ? sightings : sightings.map((each) => settleText(each, textFrom, incoming));
  const title = words ? incoming.title : known.title;
  const text = words ? incoming.text : known.text;
  const put = putTogether(settled, known);
  const isResolved = isResolutionChanged(known.sightings, settled);
  const isChange = isResolved || words?.isEdit === true;
  const changedAt = isChange ? changeTime(known, incoming) : known.changedAt;
  const mention: Mention = {
    ...known,
    ...put,
    ...{ title, text, sightings: settled, changedAt },
    editCount: words?.isEdit ? Math.max(known.editCount + 1, incoming.editCount) : known.editCount,
    folded: words ? fold(fullText({ title, text })) : known.folded,
  };
  const version = isChange && changedAt !== null ? versionOf(known, changedAt) : null;
  return { mention, version, isJudgedAnew: words !== null || isReadAnew(known, mention) };
}

/** The source whose word it is said otherwise before; that a better source knows more is no change. */
function isResolutionChanged(before: readonly Sighting[], after: readonly Sighting[]): boolean {
  const teller = after.toSorted(byRank).find(({ facts }) => facts.resolution !== null);
  const said = before.find(({ sourceId }) => sourceId === teller?.sourceId)?.facts.resolution ?? null;
  return said !== null && !isSame(said, teller?.facts.resolution);
}

/**
 * The same source shows an item twice in one run: with the whole text where one is an excerpt, and with what either says.
 * Of two whole ones the first stays: they may be two items at one address.
 */
export function joinInRun(first: Mention, second: Mention): Mention {
  const [a] = first.sightings;
  const [b] = second.sightings;
  if (!a || !b || (!a.isExcerpt && !b.isExcerpt)) return first;
  const words = a.isExcerpt && !b.isExcerpt ? second : first;
  const sighting = { ...(words === first ? a : b), facts: newerFacts(a.facts, b.facts), rank: a.rank ?? b.rank };
  return { ...words, ...putTogether([sighting], words), sightings: [sighting] };
}

/** When it was seen to be another; a mention that is moved from another store knows better. */
function changeTime(known: Mention, incoming: Mention): number {
  const at = Math.max(...incoming.sightings.map(({ lastSeenAt }) => lastSeenAt));
  return incoming.changedAt !== null && incoming.changedAt > (known.changedAt ?? 0) ? incoming.changedAt : at;
}

function versionOf(known: Mention, replacedAt: number): MentionVersion {
  const { id: mentionId, title, text, resolution, changedAt, seenAt } = known;
  return { mentionId, seenAt: changedAt ?? seenAt, replacedAt, title, text, resolution };
}

/** Whether analysis would see another mention, besides its text. Followers and numbers grow all the time and decide little. */
function isReadAnew(before: Mention, after: Mention): boolean {
  const { name, handle } = before.author;
  return (
    before.channel !== after.channel ||
    before.publishedAt !== after.publishedAt ||
    name !== after.author.name ||
    handle !== after.author.handle
  );
}

// ------------------------------------------------------------------ text

interface Words {
  sourceId: string;
  isEdit: boolean;
}

/** Null when the mention keeps the text it has. */
function wordsAfter(known: Mention, incoming: Mention): Words | null {
  const mine = known.sightings.find(({ isTextSource }) => isTextSource);
  const theirs = incoming.sightings.find(({ isTextSource }) => isTextSource);
  if (!mine || !theirs) return null;
  const { sourceId } = theirs;
  const before = known.sightings.find((sighting) => sighting.sourceId === sourceId);
  if (before && theirs.lastSeenAt <= before.lastSeenAt) return null;
  if (before !== mine) {
    const isAsked = before === undefined || theirs.isOriginal;
    const isKept = before !== undefined || known.sightings.length < MAX_SIGHTINGS;
    return isAsked && isKept && isBetterText(theirs, incoming, mine, known) ? { sourceId, isEdit: false } : null;
  }
  if (theirs.isExcerpt || isSameText(known, incoming)) return null;
  return { sourceId, isEdit: !mine.isExcerpt };
}

function isBetterText(a: Sighting, aText: Mention, b: Sighting, bText: Mention): boolean {
  if (a.isOriginal !== b.isOriginal) return a.isOriginal;
  if (a.isExcerpt !== b.isExcerpt) return b.isExcerpt;
  const [aLength, bLength] = [fullText(aText).length, fullText(bText).length];
  return aLength === bLength ? a.sourceId < b.sourceId : aLength > bLength;
}

function isSameText(a: Mention, b: Mention): boolean {
  if (a.text === b.text && a.title === b.title) return true;
  const plain = (mention: Mention) => fullText(mention).replace(/\s+/g, ' ');
  return plain(a) === plain(b);
}

/** Marks the one whose text it now is. */
function settleText(sighting: Sighting, textFrom: string, { sightings }: Mention): Sighting {
  const isTextSource = sighting.sourceId === textFrom;
  const given = sightings.find(({ sourceId }) => sourceId === sighting.sourceId);
  const isExcerpt = isTextSource && given ? given.isExcerpt : sighting.isExcerpt;
  if (isTextSource === sighting.isTextSource && isExcerpt === sighting.isExcerpt) return sighting;
  return { ...sighting, isTextSource, isExcerpt };
}

// ------------------------------------------------------------------ sightings

/** The same list when nothing in it is another. */
function joinSightings(known: Mention, incoming: Mention): Sighting[] {
  let joined = known.sightings;
  for (const seen of incoming.sightings) {
    const at = joined.findIndex(({ sourceId }) => sourceId === seen.sourceId);
    const before = joined[at];
    if (before) {
      const after = seenAgain(before, seen);
      if (after !== before) joined = joined.with(at, after);
    } else if (joined.length < MAX_SIGHTINGS) joined = [...joined, { ...seen, isTextSource: false }];
  }
  if (joined === known.sightings) return joined;
  return joined.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt || (a.sourceId < b.sourceId ? -1 : 1));
}

/** The same object when there is nothing new, or only that it is still there. */
function seenAgain(before: Sighting, seen: Sighting): Sighting {
  const firstSeenAt = Math.min(before.firstSeenAt, seen.firstSeenAt);
  if (seen.lastSeenAt <= before.lastSeenAt)
    return firstSeenAt === before.firstSeenAt ? before : { ...before, firstSeenAt };
  const { channel, isOriginal, lastSeenAt } = seen;
  const isSoon = firstSeenAt === before.firstSeenAt && lastSeenAt - before.lastSeenAt < SEEN_STEP_MS;
  const { url, title, rank } = seen;
  if (isSoon && bringsNothing({ channel, isOriginal, url, title, rank, facts: seen.facts }, before)) return before;
  const facts = newerFacts(before.facts, seen.facts);
  const shown = { url: url ?? before.url, title: title ?? before.title, rank: rank ?? before.rank };
  const after: Sighting = { ...before, channel, isOriginal, ...shown, firstSeenAt, lastSeenAt, facts };
  return isSoon && bringsNothing({ ...after, lastSeenAt: before.lastSeenAt }, before) ? before : after;
}

/** Everything that is said now was said before. */
function bringsNothing(now: object, before: object): boolean {
  const known = before as Record<string, unknown>;
  return Object.entries(now).every(([name, value]) => {
    const old = known[name];
    if (value === old || value === null || value === undefined) return true;
    return typeof value === 'object' && typeof old === 'object' && old !== null && bringsNothing(value, old);
  });
}

/** What a source says now; where it says nothing, what it said. It was published when it was published first. */
function newerFacts(before: SightingFacts, now: SightingFacts): SightingFacts {
  const isNamed = now.author.name !== null || now.author.handle !== null;
  return {
    ...fillGaps(now, before),
    author: isNamed ? fillGaps(now.author, before.author) : before.author,
    engagement: fillGaps(now.engagement, before.engagement),
    publishedAt: before.publishedAt ?? now.publishedAt,
    resolution:
      now.resolution && before.resolution
        ? fillGaps(now.resolution, before.resolution)
        : (now.resolution ?? before.resolution),
  };
}

/** `wanted` with what `spare` has where it has null. */
function fillGaps<T extends object>(wanted: T, spare: T): T {
  const filled = { ...spare, ...wanted };
  for (const name of Object.keys(spare) as (keyof T)[]) filled[name] ??= spare[name];
  return filled;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

// ------------------------------------------------------------------ putting together

type Together = SightingFacts & Pick<Mention, 'channel' | 'url'>;

function putTogether(sightings: readonly Sighting[], { channel }: Mention): Together {
  const order = sightings.toSorted(byRank);
  const all = order.map(({ facts }) => facts);
  const first = <K extends keyof SightingFacts>(name: K): SightingFacts[K] | null =>
    all.find((facts) => facts[name] !== null)?.[name] ?? null;
  return {
    channel: order[0]?.channel ?? channel,
    url: order.find(({ url }) => url !== null)?.url ?? null,
    author: authorOf(all),
    publishedAt: first('publishedAt'),
    language: first('language'),
    engagement: all.map(({ engagement }) => engagement).reduce<Engagement>(fillGaps, NO_ENGAGEMENT),
    parentId: first('parentId'),
    threadId: first('threadId'),
    siteName: first('siteName'),
    resolution: first('resolution'),
  };
}

function byRank(a: Sighting, b: Sighting): number {
  if (a.isOriginal !== b.isOriginal) return a.isOriginal ? -1 : 1;
  const byChannel = CHANNEL_ORDER.indexOf(a.channel) - CHANNEL_ORDER.indexOf(b.channel);
  return byChannel || (a.sourceId < b.sourceId ? -1 : 1);
}

const NO_AUTHOR: Author = { name: null, handle: null, url: null, followers: null };
const NO_ENGAGEMENT: Engagement = { likes: null, shares: null, comments: null, views: null, rating: null };

/** Of one source as a whole: a name from here and a handle from there may be two people. */
function authorOf(all: readonly SightingFacts[]): Author {
  const named = all.find(({ author }) => author.name !== null || author.handle !== null);
  return named?.author ?? NO_AUTHOR;
}

// ------------------------------------------------------------------ stored form

/** Facts of the only sighting are the mention's own. */
interface Trail extends Pick<Mention, 'editCount' | 'changedAt' | 'resolution'> {
  sightings: (Omit<Sighting, 'facts'> & { facts?: SightingFacts })[];
}

type Bare = Omit<Mention, keyof Trail>;

/** What a store keeps beside the mention's other fields; null for most: seen once, at an original, in one form. */
export function packTrail(mention: Mention): string | null {
  const { sightings, editCount, changedAt, resolution } = mention;
  const [only] = sightings;
  if (only && sightings.length === 1 && changedAt === null && resolution === null && isPlain(only, mention))
    return null;
  const kept = sightings.length > 1 ? sightings : sightings.map(({ facts: _, ...seen }) => seen);
  return JSON.stringify({ sightings: kept, editCount, changedAt, resolution } satisfies Trail);
}

/** Says nothing that the mention itself does not say. */
function isPlain(seen: Sighting, { sourceId, channel, url, title, seenAt }: Bare): boolean {
  const isOnce = seen.firstSeenAt === seenAt && seen.lastSeenAt === seenAt;
  const isWhole = seen.isOriginal && seen.isTextSource && !seen.isExcerpt && seen.rank === null;
  const isSamePlace = seen.sourceId === sourceId && seen.channel === channel;
  return isOnce && isWhole && isSamePlace && seen.url === url && seen.title === title;
}

/** The mention whole again: `bare`, completed in place, for every list is made of these. */
export function unpackTrail(bare: Bare, packed: string | null): Mention {
  const mention = bare as Mention;
  const trail = packed === null ? null : (JSON.parse(packed) as Trail);
  mention.resolution = trail?.resolution ?? null;
  mention.editCount = trail?.editCount ?? 0;
  mention.changedAt = trail?.changedAt ?? null;
  const own = ownFacts(mention);
  mention.sightings = trail
    ? trail.sightings.map((seen) => ({ ...seen, facts: seen.facts ?? own }))
    : [plainSighting(mention, own)];
  return mention;
}

function ownFacts(mention: Omit<Mention, 'sightings'>): SightingFacts {
  const { author, publishedAt, language, engagement, parentId, threadId, siteName, resolution } = mention;
  return { author, publishedAt, language, engagement, parentId, threadId, siteName, resolution };
}

function plainSighting({ sourceId, channel, url, title, seenAt }: Bare, facts: SightingFacts): Sighting {
  return {
    sourceId,
    channel,
    isOriginal: true,
    url,
    title,
    rank: null,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    isTextSource: true,
    isExcerpt: false,
    facts,
  };
}

/** Everybody whom a stored form names: erasing one of them takes the mention. */
export function authorsIn(packed: string): Author[] {
  return (JSON.parse(packed) as Trail).sightings.flatMap(({ facts }) => facts?.author ?? []);
}
