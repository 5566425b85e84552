// A WordPress site through its own REST interface: new posts that hold a word of the query, or the new readers' comments.
// Sites that switched the interface off for guests are read through the source "feed".

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, Reply, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { hostOf } from '../../core/url.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { linkRelation, resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 50;
const MAX_TERMS = 3;

const params = z.strictObject({
  site: webAddress('Site', 'WordPress sitesinin adresi · Address of the WordPress site'),
  kind: z.enum(['posts', 'comments']).default('posts').meta({
    title: 'Ne okunacak',
    description: 'posts: yazılar; comments: okur yorumları · Posts, or the readers’ comments',
  }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'wordpress',
    title: 'WordPress siteleri',
    channel: 'community',
    homepage: 'https://developer.wordpress.org/rest-api/',
    description: {
      tr: 'Bir WordPress sitesinin yeni yazılarında ya da okur yorumlarında sorgunuzun kelimelerini arar.',
      en: 'Searches the new posts or the readers’ comments of a WordPress site for the words of your query.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { site: 'https://wordpress.org/news', kind: 'posts' },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 4, obeysRobots: true },
    legalNote: 'Public interface of the site itself; its texts stay the property of their writers.',
    expectedPerDay: 0.5,
    isVerifiedLive: false,
  },
  plan({ site, kind }, cursor, { terms }) {
    const words = terms.slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
    return words.map((word) => searchRequest(site, kind, word, (objectOf(cursor) as Cursor).newestAt));
  },
  parse(reply, context) {
    const body = parseJsonReply(reply);
    if (!Array.isArray(body)) throw shapeChanged('the list of posts');
    return pageOf(body.map(objectOf), reply, context);
  },
};

function searchRequest(site: string, kind: Params['kind'], word: string, newestAt: number | undefined): RequestPlan {
  const asked = new URLSearchParams({ search: word, order: 'desc', per_page: String(PAGE_SIZE) });
  asked.set('orderby', kind === 'posts' ? 'date' : 'date_gmt');
  if (kind === 'posts') asked.set('_embed', 'author');
  // The site compares with its own wall clock: a day more than needed is read.
  if (newestAt !== undefined) asked.set('after', new Date(newestAt - DAY).toISOString());
  return { url: `${siteRoot(site)}/wp-json/wp/v2/${kind}?${asked}`, headers: { accept: 'application/json' } };
}

function pageOf(items: Json[], reply: Reply, context: ParseContext<Params>): ParsedPage {
  const { site, kind } = context.params;
  const host = hostOf(site) ?? 'site';
  const mentions = items
    .map((item) => (kind === 'posts' ? post(item, host) : comment(item, host)))
    .filter((mention) => mention !== null);
  if (items.length > 0 && mentions.length === 0) throw shapeChanged('id, link and content of the items');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = mentions.map(({ publishedAt }) => publishedAt ?? 0);
  const nextUrl = resolveLink(linkRelation(reply.headers.link, 'next'), [reply.url]);
  const isSameSite = nextUrl !== null && new URL(nextUrl).origin === new URL(reply.url).origin;
  const hasMore = isSameSite && knownAt !== undefined && Math.min(...times) > knownAt;
  return {
    mentions,
    isMeasuredEmpty: items.length === 0,
    ...(hasMore ? { next: [{ url: nextUrl, headers: { accept: 'application/json' } }] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

const rendered = (value: unknown): string => textOf(objectOf(value).rendered) ?? '';

function post(item: Json, host: string): RawMention | null {
  const id = textOf(item.id);
  const url = resolveLink(item.link, []);
  const text = htmlToText(rendered(item.content) || rendered(item.excerpt));
  const title = inlineText(rendered(item.title));
  if (id === null || url === null || (text === '' && title === null)) return null;
  const author = objectOf(listOf(objectOf(item._embedded).author)[0]);
  return {
    nativeId: `${host}:post:${id}`,
    url,
    isOwnPage: true,
    title,
    text,
    author: { name: inlineText(textOf(author.name)), url: resolveLink(author.link, [url]) },
    publishedAt: parseDate(item.date_gmt, 'UTC'),
    threadId: `${host}:post:${id}`,
    siteName: host,
  };
}

function comment(item: Json, host: string): RawMention | null {
  const id = textOf(item.id);
  const url = resolveLink(item.link, []);
  const text = htmlToText(rendered(item.content));
  if (id === null || url === null || text === '') return null;
  const thread = `${host}:post:${textOf(item.post)}`;
  const parent = textOf(item.parent);
  return {
    nativeId: `${host}:comment:${id}`,
    url,
    text,
    author: { name: inlineText(textOf(item.author_name)), url: resolveLink(item.author_url, [url]) },
    publishedAt: parseDate(item.date_gmt, 'UTC'),
    parentId: parent === null || parent === '0' ? thread : `${host}:comment:${parent}`,
    threadId: thread,
    siteName: host,
  };
}
