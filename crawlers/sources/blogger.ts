// A blog at Blogger (blogspot.com or a domain of its own) through its documented feeds: posts that hold a word of the
// query, or the newest comments. Atom is read like every other feed; the pages behind are never asked.

import { z } from 'zod';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { feedMention } from '../parse/feed-mentions.ts';
import { numberOf, objectOf } from '../parse/json.ts';
import { siteRoot, webAddress } from '../parse/params.ts';

const PAGE_SIZE = 50;

const params = z.strictObject({
  blog: webAddress('Blog', 'Örneğin https://ornek.blogspot.com · Address of the blog'),
  kind: z.enum(['posts', 'comments']).default('posts').meta({
    title: 'Ne okunacak',
    description: 'posts: yazılar; comments: yorumlar · Posts, or comments',
  }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'blogger',
    title: 'Blogger',
    channel: 'community',
    homepage: 'https://www.blogger.com/',
    description: {
      tr: 'Blogger’daki bir blogun yeni yazılarını ya da yorumlarını okur.',
      en: 'Reads the new posts or comments of a blog at Blogger.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { blog: 'https://blogger.googleblog.com', kind: 'posts' },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 4, obeysRobots: true },
    legalNote: 'Feeds that Blogger offers for reading by programs; texts stay the property of their writers.',
    expectedPerDay: 0.3,
    isVerifiedLive: false,
  },
  plan: ({ blog, kind }) => [listRequest(blog, kind, 1)],
  parse(reply, context) {
    const feed = parseFeedReply(reply, { timeZone: context.timeZone, now: context.now });
    const mentions = feed.items.map((item) => feedMention(item, feed, reply.url));
    return { mentions, isMeasuredEmpty: feed.items.length === 0, ...following(mentions, context) };
  },
};

function listRequest(blog: string, kind: Params['kind'], start: number): RequestPlan {
  const asked = new URLSearchParams({ orderby: 'published', 'max-results': String(PAGE_SIZE) });
  if (start > 1) asked.set('start-index', String(start));
  const accept = 'application/atom+xml, application/xml;q=0.9, */*;q=0.5';
  return { url: `${siteRoot(blog)}/feeds/${kind}/default?${asked}`, headers: { accept }, note: { start } };
}

function following(mentions: ParsedPage['mentions'], context: ParseContext<Params>): Partial<ParsedPage> {
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = mentions.map(({ publishedAt }) => publishedAt ?? 0);
  if (times.length === 0) return {};
  const start = numberOf(objectOf(context.note).start) ?? 1;
  const hasMore = mentions.length >= PAGE_SIZE && knownAt !== undefined && Math.min(...times) > knownAt;
  const { blog, kind } = context.params;
  return {
    cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor,
    ...(hasMore ? { next: [listRequest(blog, kind, start + PAGE_SIZE)] } : {}),
  };
}
