// A phpBB forum: its Atom feed (all posts, or one forum), or one topic read from its end. Numbers of posts are the
// forum's own, so every id carries the forum's host; session ids, which phpBB hands to guests, are cut out of addresses.

import { z } from 'zod';
import type { RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { all, attribute, type Element, first, lineOf, type Page, parsePage, readable } from '../parse/dom.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { feedMention } from '../parse/feed-mentions.ts';
import { objectOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { type ThreadLinks, type ThreadPost, threadPage, withoutSession } from '../parse/thread.ts';

const params = z.strictObject({
  site: webAddress('Forum', 'Forumun ana sayfası, örneğin https://forum.example/ · Main page of the forum'),
  forumId: z.number().int().positive().optional().meta({
    title: 'Bölüm numarası',
    description: 'Adresteki f= sayısı; boşsa bütün forum · Number behind f= in the address; empty = the whole forum',
  }),
  isOld: z.boolean().optional().meta({
    title: 'Eski sürüm',
    description: 'Akış app.php/feed yerine feed.php adresindeyse · When the feed is at feed.php',
  }),
  topic: webAddress('Konu', 'Akış yerine tek bir konu okunur · Read this topic instead of the feed').optional(),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'phpbb',
    title: 'phpBB forumları',
    channel: 'community',
    homepage: 'https://www.phpbb.com/',
    description: {
      tr: 'phpBB ile kurulmuş bir forumun yeni iletilerini ya da tek bir konusunu okur.',
      en: 'Reads the new posts of a phpBB forum, or one topic of it.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { site: 'https://www.phpbb.com/community' },
    selection: 'match',
    politeness: { minIntervalMs: 2500, maxPages: 5, obeysRobots: true },
    legalNote: 'The feed is made for reading by programs; topic pages are public. Each forum has terms of its own.',
    expectedPerDay: 2,
    // Topic pages were tried on a real page; the feed is phpBB's documented Atom.
    isVerifiedLive: true,
  },
  plan: (options) => [planOf(options)],
  parse(reply, context) {
    if (objectOf(context.note).kind === 'feed') {
      const feed = parseFeedReply(reply, { timeZone: context.timeZone, now: context.now });
      const mentions = feed.items.map((item) => withPostId(feedMention(item, feed, reply.url)));
      return { mentions, isMeasuredEmpty: feed.items.length === 0 };
    }
    const page = parsePage(reply);
    return threadPage(postsOf(page, reply.url, context), linksOf(page, reply.url), context);
  },
};

function planOf({ site, forumId, isOld, topic }: Params): RequestPlan {
  if (topic !== undefined) return { url: withoutSession(new URL(topic).href) ?? topic };
  const root = siteRoot(site);
  const accept = 'application/atom+xml, application/xml;q=0.9, */*;q=0.5';
  const tail = isOld
    ? `feed.php${forumId ? `?f=${forumId}` : ''}`
    : `app.php/feed${forumId ? `/forum/${forumId}` : ''}`;
  return { url: `${root}/${tail}`, headers: { accept }, note: { kind: 'feed' } };
}

/** The same post through feed and topic is one mention. */
function withPostId(mention: RawMention): RawMention {
  const url = withoutSession(mention.url ?? null);
  const id = url === null ? null : (/[?&]p=(\d+)/.exec(url)?.[1] ?? null);
  return {
    ...mention,
    url,
    ...(url !== null && id !== null ? { nativeId: `${new URL(url).host}:post:${id}`, isOwnPage: false } : {}),
  };
}

function postsOf(page: Page, url: string, { timeZone, now }: { timeZone: string; now: number }): ThreadPost[] {
  const host = new URL(url).host;
  const heading = first(page, '.topic-title, h1 a, h1');
  const topicUrl = resolveLink(attribute(first(page, 'link[rel="canonical"]'), 'href'), [url]) ?? url;
  const topicId = /[?&]t=(\d+)/.exec(topicUrl)?.[1] ?? null;
  return all(page, 'div.post[id^="p"]').flatMap((post) => {
    const id = Number(/^p(\d+)$/.exec(attribute(post, 'id') ?? '')?.[1]);
    if (!Number.isSafeInteger(id)) return [];
    const text = readable(first(post, '.content'), { isDropped: isForeign });
    const user = first(post, '.author .username, .author .username-coloured, .postprofile .username');
    const permalink = resolveLink(attribute(first(post, '.author a[href*="viewtopic"]'), 'href'), [url]);
    const mention: RawMention = {
      nativeId: `${host}:post:${id}`,
      url: withoutSession(permalink ?? new URL(`#p${id}`, url).href),
      title: lineOf(heading),
      text,
      author: { name: lineOf(user), url: withoutSession(resolveLink(attribute(user, 'href'), [url])) },
      publishedAt: dateOf(post, timeZone, now),
      language: attribute(first(page, 'html'), 'lang'),
      siteName: host,
      threadId: topicId === null ? null : `${host}:thread:${topicId}`,
    };
    return [{ id, mention: text === '' ? null : mention }];
  });
}

/** phpBB 3.3 has a time element; before, the date stands behind "»" in the board's own format. */
function dateOf(post: Element, timeZone: string, now: number): number | null {
  const machine = parseDate(attribute(first(post, '.author time[datetime]'), 'datetime'), timeZone);
  if (machine !== null) return machine;
  return parseDate((lineOf(first(post, '.author')) ?? '').replace(/^.*»/s, '').trim(), timeZone, now);
}

function linksOf(page: Page, url: string): ThreadLinks {
  const links = all(page, '.pagination a[href*="start="]').map((link) => resolveLink(attribute(link, 'href'), [url]));
  const startOf = (link: string | null) => Number(/[?&]start=(\d+)/.exec(link ?? '')?.[1] ?? 0);
  const last = links.sort((a, b) => startOf(b) - startOf(a))[0] ?? null;
  const previous = first(page, '.pagination .previous a, .pagination a[rel="prev"], link[rel="prev"]');
  return {
    url,
    last: startOf(last) > startOf(url) ? withoutSession(last) : null,
    previous: withoutSession(resolveLink(attribute(previous, 'href'), [url])),
  };
}

function isForeign(name: string, attributes: Record<string, string>): boolean {
  return name === 'blockquote' || /\bsignature\b|\bnotice\b/.test(attributes.class ?? '');
}
