// A XenForo forum: its search, newest first, with the topics behind the results, or one topic. Numbers of posts are the
// forum's own, so every id carries the forum's host. Must not take quoted text for the writer's own.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, Reply, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { all, attribute, first, lineOf, type Page, parsePage } from '../parse/dom.ts';
import { objectOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { shapeChanged } from '../parse/refuse.ts';
import { threadMentions, threadPage } from '../parse/thread.ts';
import { postIdOf, type SearchRow, searchRows, threadLinks, threadPosts } from '../parse/xenforo.ts';

/** Address and, where it was translated, the path of the search. */
const FORUMS = {
  technopat: { site: 'https://www.technopat.net/sosyal', search: 'ara/search' },
  shiftdelete: { site: 'https://forum.shiftdelete.net', search: 'search/search' },
  donanimarsivi: { site: 'https://forum.donanimarsivi.com', search: 'search/search' },
  kadinlarkulubu: { site: 'https://www.kadinlarkulubu.com/forum', search: 'search/search' },
} as const;
const MAX_TERMS = 2;
/** Topics that one page of results may lead to. */
const MAX_TOPICS = 10;
const NOTHING = /sonuç bulunamad|hiçbir sonuç|no results|keine ergebnisse|aucun résultat/i;

const params = z
  .strictObject({
    forum: z.enum(['technopat', 'shiftdelete', 'donanimarsivi', 'kadinlarkulubu', 'other']).meta({
      title: 'Forum',
      description: 'Bilinen bir forum; başka bir forum için other · A known forum, or other for any XenForo forum',
    }),
    site: webAddress(
      'Forum adresi',
      'Yalnızca other için: forumun ana sayfası · Only with other: its main page',
    ).optional(),
    thread: webAddress('Konu', 'Arama yerine tek bir konu okunur · Read this topic instead of searching').optional(),
  })
  .refine(({ forum, site, thread }) => forum !== 'other' || site !== undefined || thread !== undefined, {
    error: 'is needed when forum is "other"',
    path: ['site'],
  });
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'xenforo',
    title: 'XenForo forumları',
    channel: 'community',
    homepage: 'https://xenforo.com/',
    description: {
      tr: 'Technopat, ShiftDelete, Donanım Arşivi, Kadınlar Kulübü ya da başka bir XenForo forumunda arar; bulduğu konuların iletilerini alır.',
      en: 'Searches Technopat, ShiftDelete, Donanım Arşivi, Kadınlar Kulübü or any XenForo forum and takes the posts of the topics it finds.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { forum: 'technopat' },
    selection: 'match',
    politeness: { minIntervalMs: 3000, maxPages: 4, obeysRobots: true },
    legalNote:
      'Public pages, read slowly and as robots.txt allows; forums that close their search to programs are left alone. Each forum has terms of its own.',
    expectedPerDay: 3,
    // Topics were tried on real pages of three forums; the list of results and the known forums were not at hand.
    isVerifiedLive: false,
  },
  plan({ forum, site, thread }, _cursor, context) {
    if (thread !== undefined) return [{ url: new URL(thread).href, note: { kind: 'thread' } }];
    const known = forum === 'other' ? { site: siteRoot(site ?? ''), search: 'search/search' } : FORUMS[forum];
    const words = context.terms.filter((term) => term.length >= 3).slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError(
        'source.invalid',
        'The forum’s search needs a word of three letters or more: add one to the query.',
      );
    return words.map((word) => {
      const keywords = word.includes(' ') ? `"${word.replaceAll('"', '')}"` : word;
      const query = new URLSearchParams({ keywords, search_type: 'post', o: 'date' });
      return { url: `${known.site}/${known.search}?${query}`, note: { kind: 'search' } };
    });
  },
  parse(reply, context) {
    const page = parsePage(reply);
    const kind = objectOf(context.note)['kind'];
    if (kind === 'search') return results(page, reply, context);
    const posts = threadPosts(page, reply.url, context.timeZone);
    if (kind === 'topic') {
      if (posts.length === 0) throw shapeChanged('the posts of the topic');
      return { mentions: threadMentions(posts), isMeasuredEmpty: true };
    }
    return threadPage(posts, threadLinks(page, reply.url), context);
  },
};

function results(page: Page, reply: Reply, context: ParseContext<Params>): ParsedPage {
  const rows = searchRows(page, reply.url, context.timeZone, context.now);
  if (rows.length === 0) return noResults(page);
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const isNew = (row: SearchRow) => knownAt === undefined || row.publishedAt === null || row.publishedAt > knownAt;
  const fresh = rows.filter(isNew);
  const followed = new Map<string, RequestPlan>();
  for (const row of fresh) {
    const topic = row.topic ?? row.url;
    if (followed.size < MAX_TOPICS && !followed.has(topic))
      followed.set(topic, { url: row.url.replace(/#.*$/s, ''), note: { kind: 'topic' } });
  }
  const isFollowed = (row: SearchRow) => followed.get(row.topic ?? row.url)?.url === row.url.replace(/#.*$/s, '');
  const more = knownAt !== undefined && fresh.length === rows.length ? nextResults(page, reply.url) : [];
  const times = rows.map((row) => row.publishedAt ?? 0);
  return {
    mentions: rows.filter((row) => !isFollowed(row)).map((row) => excerpt(row, reply.url)),
    next: [...followed.values(), ...more],
    isMeasuredEmpty: fresh.length === 0,
    cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor,
  };
}

function noResults(page: Page): ParsedPage {
  const said = all(page, '.blockMessage, .p-body-pageContent').map((block) => lineOf(block, 2000) ?? '');
  if (said.some((text) => NOTHING.test(text))) return { mentions: [], isMeasuredEmpty: true };
  if (first(page, 'form[action*="search"] input[name="keywords"]') === null) throw shapeChanged('li.block-row');
  throw new AppError(
    'source.changed',
    'This forum does not search for visitors who come by an address: it shows the empty form. Read single topics with "thread", or its feed with the source "feed".',
    { retry: 'later', facts: { problem: 'search-form' } },
  );
}

function nextResults(page: Page, url: string): RequestPlan[] {
  const next = resolveLink(attribute(first(page, 'a.pageNav-jump--next, link[rel="next"]'), 'href'), [url]);
  return next === null ? [] : [{ url: next, note: { kind: 'search' } }];
}

/** A result whose topic is not read: the words around the hit. */
function excerpt(row: SearchRow, url: string): RawMention {
  const host = new URL(url).host;
  const id = postIdOf(row.url);
  return {
    nativeId: id === null ? row.url : `${host}:post:${id}`,
    url: row.url,
    title: row.title,
    text: row.snippet,
    isExcerpt: true,
    author: { name: row.author },
    publishedAt: row.publishedAt,
    siteName: host,
    threadId: row.topicId === null ? null : `${host}:thread:${row.topicId}`,
  };
}
