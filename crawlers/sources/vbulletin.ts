// A vBulletin forum (3 and 4): its RSS feed of new topics, or one topic read from its end. Numbers of posts are the
// forum's own, so every id carries the forum's host. Must not take quoted text for the writer's own.

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
  site: webAddress('Forum', 'Forumun ana sayfası · Main page of the forum'),
  forumIds: z
    .string()
    .regex(/^\d+(?:,\d+)*$/, { error: 'must be numbers with commas between them, such as 4,17' })
    .optional()
    .meta({ title: 'Bölümler', description: 'Bölüm numaraları; boşsa hepsi · Numbers of forums; empty = all of them' }),
  topic: webAddress('Konu', 'Akış yerine tek bir konu okunur · Read this topic instead of the feed').optional(),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'vbulletin',
    title: 'vBulletin forumları',
    channel: 'community',
    homepage: 'https://www.vbulletin.com/',
    description: {
      tr: 'vBulletin ile kurulmuş bir forumun yeni konularını ya da tek bir konusunun iletilerini okur.',
      en: 'Reads the new topics of a vBulletin forum, or the posts of one topic.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { site: 'https://forum.vbulletin.com' },
    selection: 'match',
    politeness: { minIntervalMs: 2500, maxPages: 5, obeysRobots: true },
    legalNote: 'The feed is made for reading by programs; topic pages are public. Each forum has terms of its own.',
    expectedPerDay: 2,
    // Topic pages were tried on a real page of version 4; the feed is vBulletin's documented RSS.
    isVerifiedLive: true,
  },
  plan: (options) => [planOf(options)],
  parse(reply, context) {
    if (objectOf(context.note).kind === 'feed') {
      const feed = parseFeedReply(reply, { timeZone: context.timeZone, now: context.now });
      const mentions = feed.items.map((item) => {
        const mention = feedMention(item, feed, reply.url);
        return { ...mention, url: withoutSession(mention.url ?? null) };
      });
      return { mentions, isMeasuredEmpty: feed.items.length === 0 };
    }
    const page = parsePage(reply);
    return threadPage(postsOf(page, reply.url, context), linksOf(page, reply.url), context);
  },
};

function planOf({ site, forumIds, topic }: Params): RequestPlan {
  if (topic !== undefined) return { url: withoutSession(new URL(topic).href) ?? topic };
  const tail = forumIds === undefined ? '' : `&forumids=${forumIds}`;
  return { url: `${siteRoot(site)}/external.php?type=RSS2${tail}`, note: { kind: 'feed' } };
}

function postsOf(page: Page, url: string, { timeZone, now }: { timeZone: string; now: number }): ThreadPost[] {
  const host = new URL(url).host;
  const title = titleOf(page);
  const canonical = attribute(first(page, 'link[rel="canonical"]'), 'href') ?? url;
  const topicId = /(?:[?&]t=|\/)(\d+)(?=[-&?]|$)/.exec(canonical)?.[1] ?? null;
  return all(page, 'li.postcontainer[id^="post_"], table[id^="post"]').flatMap((post) => {
    const id = Number(/^post_?(\d+)$/.exec(attribute(post, 'id') ?? '')?.[1]);
    if (!Number.isSafeInteger(id)) return [];
    const text = readable(first(post, '.postcontent, [id^="post_message_"]'), { isDropped: isForeign });
    const user = first(post, 'a.username, .username, a.bigusername');
    const permalink = resolveLink(attribute(first(post, 'a.postcounter, a[id^="postcount"]'), 'href'), [url]);
    const mention: RawMention = {
      nativeId: `${host}:post:${id}`,
      url: withoutSession(permalink ?? new URL(`#post${id}`, url).href),
      title,
      text,
      author: { name: lineOf(user), url: withoutSession(resolveLink(attribute(user, 'href'), [url])) },
      publishedAt: dateOf(post, timeZone, now),
      language: attribute(first(page, 'html'), 'lang'),
      parentId: answeredOf(post, host),
      siteName: host,
      threadId: topicId === null ? null : `${host}:thread:${topicId}`,
    };
    return [{ id, mention: text === '' ? null : mention }];
  });
}

/** Themes have no common place for it; the page's title ends in the number of the page. */
function titleOf(page: Page): string | null {
  const heading = lineOf(first(page, '.threadtitle, #pagetitle h1, td.navbar strong'));
  return heading ?? lineOf(first(page, 'title'))?.replace(/\s+-\s+(?:Seite|Page|Sayfa)\s+\d+.*$/i, '') ?? null;
}

const DATES = '.postdate .date, .posthead .date, .postdate, .userstats dd, td.thead';

function dateOf(post: Element, timeZone: string, now: number): number | null {
  for (const element of all(post, DATES)) {
    const at = parseDate((lineOf(element, 100) ?? '').replace(/#\d+.*$/, '').trim(), timeZone, now);
    if (at !== null) return at;
  }
  return null;
}

/** The first post that is quoted, by the link of the quote's heading. */
function answeredOf(post: Element, host: string): string | null {
  const href = attribute(first(post, '.bbcode_postedby a, .quote a[href*="post"]'), 'href');
  const id = /#post(\d+)/.exec(href ?? '')?.[1];
  return id === undefined ? null : `${host}:post:${id}`;
}

function linksOf(page: Page, url: string): ThreadLinks {
  const link = (selector: string) => withoutSession(resolveLink(attribute(first(page, selector), 'href'), [url]));
  const isLast = first(page, '.pagination a[rel="next"], .pagenav a[rel="next"], link[rel="next"]') === null;
  const numbered = all(page, '.pagination a, .pagenav a').filter((one) => /^\d+$/.test(lineOf(one) ?? ''));
  const highest = numbered.sort((a, b) => Number(lineOf(b)) - Number(lineOf(a)))[0];
  const jump = link('.pagination .first_last a:not([rel="start"])');
  const last = jump ?? withoutSession(resolveLink(attribute(highest, 'href'), [url]));
  return { url, last: isLast ? null : last, previous: link('a[rel="prev"], link[rel="prev"]') };
}

function isForeign(_name: string, attributes: Record<string, string>): boolean {
  return /\bbbcode_quote\b|\bquotetitle\b|signatur/i.test(attributes.class ?? '');
}
