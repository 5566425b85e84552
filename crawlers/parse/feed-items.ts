// The three families of feeds brought to one shape. Knows which of many elements is the title, the link, the date.
// Pure; the sender's order of items is kept.

import type { parseFeed as readFeed } from 'feedsmith';
import type { Feed, FeedItem } from './feed.ts';
import { htmlToText, inlineText } from './html-text.ts';
import { joinBases, resolveLink } from './links.ts';

/** What feedsmith gives, every part of it optional. */
export type AnyFeed = ReturnType<typeof readFeed>;
type RssFeed = Extract<AnyFeed, { format: 'rss' }>['feed'];
type RdfFeed = Extract<AnyFeed, { format: 'rdf' }>['feed'];
type AtomFeed = Extract<AnyFeed, { format: 'atom' }>['feed'];
type JsonFeed = Extract<AnyFeed, { format: 'json' }>['feed'];
type RssItem = NonNullable<RssFeed['items']>[number];
type RdfItem = NonNullable<RdfFeed['items']>[number];
type AtomEntry = NonNullable<AtomFeed['entries']>[number];
type JsonItem = NonNullable<JsonFeed['items']>[number];
type Media = NonNullable<RssItem['media']>;

interface Context {
  url: string | null;
  readDate(value: unknown): number | null;
}

type Draft = Omit<FeedItem, 'id'>;

const EMPTY: Draft = {
  guid: null,
  title: null,
  link: null,
  author: null,
  authorUrl: null,
  publishedAt: null,
  summary: null,
  content: null,
  language: null,
  source: null,
  comments: null,
  views: null,
  likes: null,
};

/** One shape of a parsed feed, with ids that are unique within it. */
export function toFeed(parsed: AnyFeed, context: Context): Feed {
  if (parsed.format === 'rss') return rss(parsed.feed, context);
  if (parsed.format === 'rdf') return rdf(parsed.feed, context);
  if (parsed.format === 'atom') return atom(parsed.feed, context);
  return json(parsed.feed, context);
}

function text(value: string | null | undefined): string | null {
  const plain = value ? htmlToText(value) : '';
  return plain === '' ? null : plain;
}

/** The first value that can be read as a date. */
function firstDate(context: Context, values: readonly unknown[]): number | null {
  for (const value of values) {
    const at = context.readDate(value);
    if (at !== null) return at;
  }
  return null;
}

function count(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Descriptions and numbers that only the media namespace carries (YouTube, Flickr, podcasts). */
function mediaOf(
  media: Partial<Media> | undefined,
): Pick<Draft, 'summary' | 'views' | 'likes'> & { title: string | null } {
  const parts = [media, ...(media?.groups ?? []), ...(media?.contents ?? [])];
  const description = parts.map((part) => part?.description?.value).find((value) => value);
  const title = parts.map((part) => part?.title?.value).find((value) => value);
  const community = parts.map((part) => part?.community).find((value) => value);
  return {
    summary: text(description),
    title: inlineText(title),
    views: count(community?.statistics?.views),
    likes: count(community?.starRating?.count),
  };
}

/** "mail@host (Name)" and bare addresses: the name is wanted, a mail address is not kept. */
function personName(
  person: { name?: string | undefined; email?: string | undefined } | string | undefined,
): string | null {
  const raw = typeof person === 'string' ? person : (person?.name ?? '');
  const named = /^\s*\S+@\S+\s*\(([^)]+)\)\s*$/.exec(raw)?.[1] ?? raw.replace(/<[^<>\s]+@[^<>\s]+>/, '');
  return /^\s*\S+@\S+\s*$/.test(named) ? null : inlineText(named, 200);
}

function firstName(people: readonly Parameters<typeof personName>[0][]): string | null {
  const names = people.map(personName).filter((name) => name !== null);
  return names.length === 0 ? null : [...new Set(names)].slice(0, 5).join(', ');
}

function rss(feed: Partial<RssFeed>, context: Context): Feed {
  const feedBase = joinBases([feed.xml?.base]);
  const link = resolveLink(feed.link, [feedBase, context.url]) ?? alternate(feed.atom?.links, [feedBase, context.url]);
  const items = (feed.items ?? []).map((item) => rssItem(item ?? {}, [feedBase, link, context.url], context));
  return {
    format: 'rss',
    title: inlineText(feed.title),
    link,
    language: feed.language ?? feed.dc?.languages?.[0] ?? null,
    ttlMs: typeof feed.ttl === 'number' && feed.ttl > 0 ? feed.ttl * 60_000 : null,
    items: withIds(items),
  };
}

function rssItem(item: Partial<RssItem>, feedBases: (string | null)[], context: Context): Draft {
  const bases = [joinBases([feedBases[0], item.xml?.base]), ...feedBases];
  const media = mediaOf(item.media);
  const guid = item.guid?.value?.trim() || null;
  const permalink = item.guid?.isPermaLink === false ? null : resolveLink(guid, []);
  const published = [item.pubDate, ...(item.dc?.dates ?? []), item.atom?.published];
  return {
    ...EMPTY,
    guid,
    title: inlineText(item.title) ?? inlineText(item.dc?.titles?.[0]) ?? media.title,
    link: resolveLink(item.link, bases) ?? permalink ?? alternate(item.atom?.links, bases),
    author: firstName([...(item.dc?.creators ?? [])]) ?? firstName([...(item.authors ?? []), item.itunes?.author]),
    publishedAt: firstDate(context, [...published, item.dcterms?.created, item.dcterms?.issued, item.atom?.updated]),
    summary: text(item.description) ?? text(item.itunes?.summary) ?? media.summary,
    content: text(item.content?.encoded),
    language: item.dc?.languages?.[0] ?? null,
    source: item.source
      ? { title: inlineText(item.source.title, 200), url: resolveLink(item.source.url, bases) }
      : null,
    comments: count(item.slash?.comments) ?? count(item.thr?.total),
    views: media.views,
    likes: media.likes,
  };
}

function rdf(feed: Partial<RdfFeed>, context: Context): Feed {
  const feedBase = joinBases([feed.xml?.base]);
  const link = resolveLink(feed.link, [feedBase, context.url]);
  const items = (feed.items ?? []).map((item) => rdfItem(item ?? {}, [feedBase, link, context.url], context));
  return {
    format: 'rdf',
    title: inlineText(feed.title),
    link,
    language: feed.dc?.languages?.[0] ?? null,
    ttlMs: null,
    items: withIds(items),
  };
}

function rdfItem(item: Partial<RdfItem>, feedBases: (string | null)[], context: Context): Draft {
  const bases = [joinBases([feedBases[0], item.xml?.base]), ...feedBases];
  const guid = item.rdf?.about?.trim() || null;
  return {
    ...EMPTY,
    guid,
    title: inlineText(item.title) ?? inlineText(item.dc?.titles?.[0]),
    link: resolveLink(item.link, bases) ?? resolveLink(guid, []),
    author: firstName([...(item.dc?.creators ?? [])]),
    publishedAt: firstDate(context, [...(item.dc?.dates ?? []), item.dcterms?.created, item.dcterms?.issued]),
    summary: text(item.description) ?? text(item.dc?.descriptions?.[0]),
    content: text(item.content?.encoded),
    language: item.dc?.languages?.[0] ?? null,
    comments: count(item.slash?.comments),
  };
}

type AtomLink = { href?: string; rel?: string; type?: string };

/** The page behind an entry: alternate first, HTML before other types, then anything that is no machine's link. */
function alternate(links: readonly (AtomLink | undefined)[] | undefined, bases: (string | null)[]): string | null {
  const rank = (link: AtomLink) => {
    if (link.rel && link.rel !== 'alternate') return 2;
    return !link.type || /html/i.test(link.type) ? 0 : 1;
  };
  const usable = (links ?? [])
    .filter(
      (link): link is AtomLink =>
        Boolean(link?.href) &&
        !/^(?:self|edit|edit-media|enclosure|replies|hub|license|next|prev|previous|first|last|search|shorturl|via)$/i.test(
          link?.rel ?? '',
        ) &&
        !/#edit$/.test(link?.rel ?? ''),
    )
    .filter((link) => !/#(?:feed|post|batch|thumbnail)$/.test(link.rel ?? ''))
    .sort((a, b) => rank(a) - rank(b));
  for (const link of usable) {
    const resolved = resolveLink(link.href, bases);
    if (resolved !== null) return resolved;
  }
  return null;
}

function atom(feed: Partial<AtomFeed>, context: Context): Feed {
  const feedBase = joinBases([feed.xml?.base]);
  const link = alternate(feed.links, [feedBase, context.url]);
  const owner = firstName([...(feed.authors ?? [])]);
  const items = (feed.entries ?? []).map((entry) => ({
    ...atomEntry(entry ?? {}, [feedBase, link, context.url], context, owner),
  }));
  return {
    format: 'atom',
    title: inlineText(feed.title?.value),
    link,
    language: feed.dc?.languages?.[0] ?? null,
    ttlMs: null,
    items: withIds(items),
  };
}

function atomEntry(
  entry: Partial<AtomEntry>,
  feedBases: (string | null)[],
  context: Context,
  owner: string | null,
): Draft {
  const bases = [joinBases([feedBases[0], entry.xml?.base]), ...feedBases];
  const media = mediaOf(entry.media);
  const guid = entry.id?.trim() || null;
  const authors = entry.authors ?? [];
  const source = entry.source;
  return {
    ...EMPTY,
    guid,
    title: inlineText(entry.title?.value) ?? media.title,
    link: alternate(entry.links, bases) ?? resolveLink(guid, []) ?? resolveLink(entry.content?.src, bases),
    author: firstName([...authors]) ?? firstName([...(entry.dc?.creators ?? [])]) ?? owner,
    authorUrl: resolveLink(authors[0]?.uri, bases),
    publishedAt: firstDate(context, [entry.published, ...(entry.dc?.dates ?? []), entry.updated]),
    summary: text(entry.summary?.value) ?? media.summary,
    content: text(entry.content?.value),
    source: source ? { title: inlineText(source.title?.value, 200), url: alternate(source.links, bases) } : null,
    comments: count(entry.thr?.total) ?? count(entry.slash?.comments),
    views: media.views,
    likes: media.likes,
  };
}

function json(feed: Partial<JsonFeed>, context: Context): Feed {
  const link = resolveLink(feed.home_page_url, [feed.feed_url, context.url]);
  const bases = [link, resolveLink(feed.feed_url, []), context.url];
  const owner = firstName((feed.authors ?? []).map((author) => author?.name));
  return {
    format: 'json',
    title: inlineText(feed.title),
    link,
    language: feed.language ?? null,
    ttlMs: null,
    items: withIds((feed.items ?? []).map((item) => jsonItem(item ?? {}, bases, context, owner))),
  };
}

function jsonItem(item: Partial<JsonItem>, bases: (string | null)[], context: Context, owner: string | null): Draft {
  const guid = item.id === undefined ? null : String(item.id).trim() || null;
  return {
    ...EMPTY,
    guid,
    title: inlineText(item.title),
    link: resolveLink(item.url, bases) ?? resolveLink(item.external_url, bases) ?? resolveLink(guid, []),
    author: firstName((item.authors ?? []).map((author) => author?.name)) ?? owner,
    authorUrl: resolveLink(item.authors?.[0]?.url, bases),
    publishedAt: firstDate(context, [item.date_published, item.date_modified]),
    summary: item.summary?.trim() || null,
    content: item.content_text?.trim() || text(item.content_html),
    language: item.language ?? null,
  };
}

/**
 * Gives every item its id. A guid that several different items carry names none of them; the same item twice stays once;
 * items in which there is nothing to read are left out.
 */
function withIds(drafts: Draft[]): FeedItem[] {
  const guids = new Map<string, Set<string>>();
  for (const draft of drafts) {
    if (draft.guid === null) continue;
    const carriers = guids.get(draft.guid) ?? new Set();
    guids.set(draft.guid, carriers.add(draft.link ?? draft.title ?? ''));
  }
  const items = new Map<string, FeedItem>();
  for (const draft of drafts) {
    if (draft.title === null && draft.summary === null && draft.content === null) continue;
    const guid = draft.guid !== null && guids.get(draft.guid)?.size === 1 ? draft.guid : null;
    const made = [draft.title, draft.publishedAt, draft.summary?.slice(0, 80)].filter(Boolean).join('|');
    const ids = [guid ?? draft.link ?? draft.guid ?? made, draft.link ?? made, `${draft.link ?? ''}|${made}`];
    const isSame = (other: FeedItem | undefined) =>
      other?.title === draft.title && other?.link === draft.link && other?.publishedAt === draft.publishedAt;
    const id = ids.find((candidate) => !items.has(candidate) || isSame(items.get(candidate)));
    if (id !== undefined && !items.has(id)) items.set(id, { id, ...draft, guid });
  }
  return [...items.values()];
}
