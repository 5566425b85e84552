// Feeds to plain items: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. feedsmith reads the XML (docs/adr/0003),
// this file decides what is what. Everything that comes out is plain text or an absolute http(s) address; a date that
// cannot be read is null, never invented.

import { parseFeed as readFeed } from 'feedsmith';
import { AppError, messageOf } from '../../core/errors.ts';
import type { Reply } from '../../core/ports.ts';
import { decodeText } from '../fetch/charset.ts';
import { parseDate } from './dates.ts';
import { type AnyFeed, toFeed } from './feed-items.ts';
import { htmlInsteadOf, looksLikeHtml, refuseEmptyOrChallenge, truncated } from './refuse.ts';

export interface FeedItem {
  /** Unique within the feed: the sender's guid, else the link, else made of title and date. */
  id: string;
  /** The guid as sent, when it belongs to this item alone. */
  guid: string | null;
  title: string | null;
  link: string | null;
  author: string | null;
  authorUrl: string | null;
  publishedAt: number | null;
  summary: string | null;
  content: string | null;
  language: string | null;
  /** Title and address of the outlet an item was taken from (RSS `source`, Atom `source`). */
  source: { title: string | null; url: string | null } | null;
  comments: number | null;
  views: number | null;
  likes: number | null;
}

export interface Feed {
  format: 'rss' | 'rdf' | 'atom' | 'json';
  title: string | null;
  /** The site's page, not the feed's own address. */
  link: string | null;
  language: string | null;
  /** The sender's wish for the pause between two reads (RSS ttl), ms. */
  ttlMs: number | null;
  items: FeedItem[];
}

export interface FeedOptions {
  /** Address the feed was read from; the last base for relative links. */
  url?: string | null;
  /** Zone for dates that name none. */
  timeZone?: string;
  /** With it, dates in words ("28 Eylül 16:55") are read too. */
  now?: number;
}

/** What closes a feed of the format that broke off after a whole item. */
const CLOSERS: Record<AnyFeed['format'], string> = {
  rss: '</channel></rss>',
  rdf: '</rdf:RDF>',
  atom: '</feed>',
  json: '',
};

/** True when the text stops inside an item or before the feed's end. A missing last tag alone is forgiven. */
export function isTruncatedFeed(text: string): boolean {
  const body = text.trimEnd();
  if (/^[\s\ufeff]*[{[]/.test(body)) return !/[\]}]$/.test(body);
  const opened = lastIndex(body, /<(?:[\w-]+:)?(?:item|entry)[\s>]/gi);
  const closed = lastIndex(body, /<\/(?:[\w-]+:)?(?:item|entry)\s*>/gi);
  if (opened > closed && !/\/>\s*$/.test(body.slice(opened, body.indexOf('>', opened) + 1))) return true;
  return !/<\/(?:[\w-]+:)?(?:rss|channel|feed|rdf)\s*>/i.test(body.slice(Math.max(0, closed)));
}

function lastIndex(text: string, pattern: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(pattern)) last = match.index;
  return last;
}

/**
 * Reads a feed's text. Lenient: a feed that breaks off gives its whole items. Throws 'source.changed' when it is no feed.
 */
export function parseFeed(text: string, options: FeedOptions = {}): Feed {
  const { url = null, timeZone = 'UTC', now } = options;
  const readDate = (value: unknown) => parseDate(value, timeZone, now);
  return toFeed(read(text), { url, readDate });
}

function read(text: string): AnyFeed {
  // feedsmith looks for ">" from every "<" on: without one at the end that is quadratic work on a hostile document.
  const isJson = /^[\s\ufeff]*[{[]/.test(text);
  const whole = isJson ? text : text.slice(0, text.lastIndexOf('>') + 1);
  try {
    return readFeed(whole) as AnyFeed;
  } catch (cause) {
    const mended = isJson ? null : mend(whole);
    if (mended !== null) {
      try {
        return readFeed(mended) as AnyFeed;
      } catch {
        // The first error says more about the document as it came.
      }
    }
    if (looksLikeHtml(text)) throw htmlInsteadOf('a feed');
    throw new AppError(
      'source.changed',
      'The address does not hold a feed that can be read. Check it in a browser, or look for the site’s feed address.',
      { retry: 'later', cause, facts: { problem: 'not-a-feed', detail: messageOf(cause).slice(0, 200) } },
    );
  }
}

/** The document up to its last whole item, with the root closed; null when there is none. */
function mend(text: string): string | null {
  const end = lastIndex(text, /<\/(?:item|entry)\s*>/gi);
  if (end < 0) return null;
  const root = /<(rss|rdf:RDF|feed)[\s>]/i.exec(text.slice(0, 20_000))?.[1]?.toLowerCase();
  const format = root === 'rss' ? 'rss' : root === 'feed' ? 'atom' : root ? 'rdf' : null;
  return format === null ? null : text.slice(0, text.indexOf('>', end) + 1) + CLOSERS[format];
}

/**
 * A feed as a source reads it: strict about what came. Throws 'source.blocked' for a challenge page and
 * 'source.changed' for an empty body, a web page, a document that breaks off and what is no feed.
 */
export function parseFeedReply(reply: Reply, options: Omit<FeedOptions, 'url'>): Feed {
  refuseEmptyOrChallenge(reply);
  if (looksLikeHtml(reply.body)) throw htmlInsteadOf('a feed');
  if (isTruncatedFeed(reply.body) && /<(?:rss|feed|rdf:RDF|channel)[\s>]|^\s*\{/i.test(reply.body.slice(0, 20_000)))
    throw truncated();
  return parseFeed(reply.body, { ...options, url: reply.url });
}

export interface FeedContract {
  title: string | null;
  link: string | null;
  items: Pick<FeedItem, 'id' | 'title' | 'link' | 'author' | 'publishedAt' | 'summary' | 'content'>[];
}

/**
 * What `itibar lab feed` prints, from bytes (any charset) or text. Dates without a zone are read as UTC.
 * Throws AppError 'source.changed' when it is no feed.
 */
export function feedContract(input: Uint8Array | string, url?: string): FeedContract {
  const text = typeof input === 'string' ? input : decodeText(Buffer.from(input), null).text;
  if (text.trim() === '') refuseEmptyOrChallenge({ url: 'about:blank', headers: {}, body: '' });
  const { title, link, items } = parseFeed(text, { url: url ?? null });
  return {
    title,
    link,
    items: items.map(({ id, title, link, author, publishedAt, summary, content }) => ({
      id,
      title,
      link,
      author,
      publishedAt,
      summary,
      content,
    })),
  };
}
