// From what a source gave to a Mention: cleaned, bounded, keyed. The only place where mentions are made.
// Everything in a RawMention is hostile; nothing is invented: what cannot be believed becomes null.
//
// WHAT IS THE SAME ITEM. Each item has one key, and it follows from the item alone, never from what is stored:
//   1. An item with a page of its own is known by its canonical address (core/url.ts), whatever source led to it:
//      'url:https://gazete.example/haber/5'. The source says so (`isOwnPage`); where it says nothing, an item without a
//      native id has one, unless it is a review (it has a rating) or an answer (it has a parent).
//   2. Any other item is known by its source's own id: reviews of one app, comments of one page, posts of one topic,
//      tickets. Their address is the address of many.
//   3. An item with neither is known by its author and words.
// What two sources say of one item is put together in core/sightings.ts.

import { DAY } from './clock.ts';
import { derivedId, sha256 } from './id.ts';
import { fold } from './text/fold.ts';
import {
  type Author,
  type Channel,
  type Engagement,
  type Mention,
  type RawAuthor,
  type RawMention,
  RESOLUTION_STATES,
  type Resolution,
  type Sighting,
  type SightingFacts,
} from './types.ts';
import { canonicalUrl } from './url.ts';

export const MAX_TITLE = 500;
export const MAX_TEXT = 100_000;
const MAX_NAME = 200;
const MAX_ID = 300;
const MAX_URL = 4096;
const MAX_ANSWER = 5000;
const MAX_RANK = 1000;
const EARLIEST = Date.UTC(1995, 0, 1);

export interface MentionFacts {
  sourceId: string;
  channel: Channel;
  seenAt: number;
  isBackfill: boolean;
  /** The source only leads to what stands elsewhere, and shows a cut of it. */
  isAggregator?: boolean;
}

// Control characters but tab and line feed, and the marks that turn the reading direction around to disguise text.
const UNWANTED = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** NFC, no control characters, no lone surrogates, at most `max` UTF-16 units and never half a character. */
export function cleanText(text: string, max: number): string {
  // Bounded before the work too; composing can only shorten, and four units make at most one.
  const clean = text
    .slice(0, max * 4)
    .replace(/\r\n?/g, '\n')
    .replace(UNWANTED, '')
    .replace(/\p{Surrogate}/gu, '')
    .normalize('NFC')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (clean.length <= max) return clean;
  const isSplit = /[\ud800-\udbff]/.test(clean.charAt(max - 1));
  return clean.slice(0, isSplit ? max - 1 : max).trimEnd();
}

function cleanLine(text: unknown, max: number): string | null {
  if (typeof text !== 'string') return null;
  const line = cleanText(text.slice(0, max * 8).replace(/\s+/g, ' '), max);
  return line === '' ? null : line;
}

/** An http(s) address without credentials, or null. */
function cleanUrl(url: unknown): string | null {
  if (typeof url !== 'string' || url.length > MAX_URL) return null;
  const text = url.trim();
  const absolute = text.startsWith('//') ? `https:${text}` : text;
  if (!/^https?:\/\//i.test(absolute) || !URL.canParse(absolute)) return null;
  const parsed = new URL(absolute);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : null;
}

function cleanEngagement(raw: Partial<Engagement> | null | undefined): Engagement {
  const rating = raw?.rating;
  return {
    likes: count(raw?.likes),
    shares: count(raw?.shares),
    comments: count(raw?.comments),
    views: count(raw?.views),
    rating: typeof rating === 'number' && rating >= 1 && rating <= 5 ? rating : null,
  };
}

function cleanAuthor(raw: RawAuthor | null | undefined, seenAt: number): Author {
  const createdAt = cleanDate(raw?.createdAt, seenAt);
  return {
    name: cleanLine(raw?.name, MAX_NAME),
    handle: cleanLine(raw?.handle, MAX_NAME)?.replace(/^@+/, '') || null,
    url: cleanUrl(raw?.url),
    followers: count(raw?.followers),
    ...(createdAt === null ? {} : { createdAt }),
  };
}

function cleanLanguage(language: unknown): string | null {
  const code = typeof language === 'string' ? /^([a-z]{2,3})(?:$|[-_])/i.exec(language.trim())?.[1] : undefined;
  return code?.toLowerCase() ?? null;
}

/** The source's own id; an id that is an address is brought to its canonical form; a very long one is hashed. */
function cleanNativeId(id: unknown): string | null {
  const text = typeof id === 'string' ? cleanLine(id, MAX_TEXT) : null;
  if (text === null) return null;
  const known = (/^https?:\/\//i.test(text) ? canonicalUrl(text) : null) ?? text;
  return known.length <= MAX_ID ? known : sha256(known);
}

function cleanDate(at: unknown, seenAt: number): number | null {
  return typeof at === 'number' && at >= EARLIEST && at <= seenAt + DAY ? Math.floor(at) : null;
}

function cleanResolution(raw: Partial<Resolution> | null | undefined, seenAt: number): Resolution | null {
  if (!raw) return null;
  const state = RESOLUTION_STATES.find((known) => known === raw.state) ?? null;
  const answer = typeof raw.answer === 'string' ? cleanText(raw.answer, MAX_ANSWER) || null : null;
  return state === null && answer === null ? null : { state, answer, answeredAt: cleanDate(raw.answeredAt, seenAt) };
}

/** See the head of this file. */
function identityOf(raw: RawMention, sourceId: string, url: string | null, words: () => string): string {
  const nativeId = cleanNativeId(raw.nativeId);
  const isPart = nativeId !== null || (raw.engagement?.rating ?? null) !== null || (raw.parentId ?? null) !== null;
  const address = url !== null && (raw.isOwnPage ?? !isPart) ? canonicalUrl(url) : null;
  return address === null ? `${sourceId}:${nativeId ?? `text:${sha256(words())}`}` : `url:${address}`;
}

function factsOf(raw: RawMention, seenAt: number): SightingFacts {
  return {
    author: cleanAuthor(raw.author, seenAt),
    publishedAt: cleanDate(raw.publishedAt, seenAt),
    language: cleanLanguage(raw.language),
    engagement: cleanEngagement(raw.engagement),
    parentId: cleanNativeId(raw.parentId),
    threadId: cleanNativeId(raw.threadId),
    siteName: cleanLine(raw.siteName, MAX_NAME),
    resolution: cleanResolution(raw.resolution, seenAt),
  };
}

/**
 * A Mention with its first sighting, or null when there is nothing to read in it. The same item gets the same key and id
 * on every run and from every source that leads to it. publishedAt is kept between 1995 and a day from now.
 */
export function toMention(raw: RawMention, facts: MentionFacts): Mention | null {
  let title = cleanLine(raw.title, MAX_TITLE);
  let text = cleanText(typeof raw.text === 'string' ? raw.text : '', MAX_TEXT);
  if (title === null && text === '') return null;
  if (title === text) title = null;
  else if (text === '') [title, text] = [null, title ?? ''];
  const { sourceId, seenAt } = facts;
  const url = cleanUrl(raw.url);
  const said = factsOf(raw, seenAt);
  const { handle, name } = said.author;
  const key = identityOf(raw, sourceId, url, () => [handle ?? name ?? '', title ?? '', text].join('\u001f'));
  const seen = sightingOf(raw, facts, said, { url, title });
  return {
    id: derivedId('men', key),
    key,
    sourceId,
    channel: seen.channel,
    url,
    title,
    text,
    author: said.author,
    publishedAt: said.publishedAt,
    seenAt,
    language: said.language,
    engagement: said.engagement,
    parentId: said.parentId,
    threadId: said.threadId,
    siteName: said.siteName,
    isBackfill: facts.isBackfill,
    folded: fold(fullText({ title, text })),
    resolution: said.resolution,
    editCount: 0,
    changedAt: null,
    sightings: [seen],
  };
}

function sightingOf(
  raw: RawMention,
  { sourceId, channel, seenAt, isAggregator = false }: MentionFacts,
  facts: SightingFacts,
  { url, title }: { url: string | null; title: string | null },
): Sighting {
  const { rank = null } = raw;
  return {
    sourceId,
    channel: raw.channel ?? channel,
    isOriginal: !isAggregator,
    url,
    title,
    rank: typeof rank === 'number' && rank >= 1 && rank <= MAX_RANK ? Math.floor(rank) : null,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    isTextSource: true,
    isExcerpt: isAggregator || raw.isExcerpt === true,
    facts,
  };
}

/** What every span refers to: title, line feed, text; or the text alone when there is no title. */
export function fullText(mention: { title?: string | null; text: string }): string {
  return mention.title ? `${mention.title}\n${mention.text}` : mention.text;
}

/** When it happened: publishedAt, or seenAt where the source gave none or one that lies ahead of us. */
export function timeOf(mention: Pick<Mention, 'publishedAt' | 'seenAt'>): number {
  return Math.min(mention.publishedAt ?? mention.seenAt, mention.seenAt);
}

/** Its own address, where it is a page that others link to: an article, not a review among many on one page. */
export function linkedAddress({ channel, url }: Pick<Mention, 'channel' | 'url'>): string | null {
  return channel === 'news' ? url : null;
}
