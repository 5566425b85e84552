// Bing News' search as a feed: headline, summary, outlet and the article's own address, taken out of Bing's redirect.
// Asked with the watch's own query. Must never follow the redirect: what is in its `url` is the address.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { hostOf } from '../../core/url.ts';
import { type FeedItem, parseFeedReply } from '../parse/feed.ts';
import { inlineText } from '../parse/html-text.ts';
import { resolveLink } from '../parse/links.ts';
import { toSearchQuery } from '../parse/search-query.ts';

const params = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(400)
    .optional()
    .meta({ title: 'Arama', description: 'Boşsa izlemenin sorgusu aranır · Empty = the watch’s own query' }),
  market: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/)
    .default('tr-TR')
    .meta({ title: 'Pazar', description: 'Dil ve ülke, örneğin tr-TR · Language and country of the edition' }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'bing-news',
    title: 'Bing News',
    channel: 'news',
    homepage: 'https://www.bing.com/news',
    description: {
      tr: 'Bing Haberler aramasının sonuçlarını alır: başlık, özet, yayın, tarih ve haberin kendi adresi.',
      en: 'Takes the results of a Bing News search: title, summary, outlet, date and the article’s own address.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { market: 'tr-TR' },
    selection: 'trust',
    isAggregator: true,
    politeness: { minIntervalMs: 5000, maxPages: 1, obeysRobots: true },
    legalNote:
      'Microsoft offers the feed for personal reading and promises nothing; its paid news interface ended in August 2025. Where robots.txt forbids the address, it is not read.',
    expectedPerDay: 6,
    isVerifiedLive: false,
  },
  plan({ query, market }, _cursor, context) {
    const wanted = query ?? toSearchQuery(context.query) ?? context.terms.slice(0, 5).join(' OR ');
    if (wanted.trim() === '')
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
    const search = new URLSearchParams({ q: wanted, format: 'rss', mkt: market });
    return [{ url: `https://www.bing.com/news/search?${search}` }];
  },
  parse(reply, { timeZone, params: { market } }) {
    const feed = parseFeedReply(reply, { timeZone });
    const outlets = outletsOf(reply.body);
    const isAligned = outlets.length === feed.items.length;
    return {
      mentions: feed.items.map((item, index) => found(item, isAligned ? (outlets[index] ?? null) : null, market)),
      isMeasuredEmpty: feed.items.length === 0,
    };
  },
};

function found(item: FeedItem, outlet: string | null, market: string): RawMention {
  const url = unwrapBing(item.link);
  return {
    // The guid is Bing's redirect and changes with every answer; the article's address does not.
    url,
    title: item.title,
    text: item.content ?? item.summary ?? '',
    publishedAt: item.publishedAt,
    language: market.slice(0, 2),
    siteName: outlet ?? (url === null ? null : hostOf(url)),
  };
}

/** The address inside …/news/apiclick.aspx?…&url=…; any other address stays. */
export function unwrapBing(link: string | null): string | null {
  if (link === null) return null;
  const url = new URL(link);
  if (!/(^|\.)bing\.com$/.test(url.hostname) || !/\/apiclick\.aspx$/i.test(url.pathname)) return link;
  return resolveLink(url.searchParams.get('url'), []) ?? link;
}

/** `News:Source` of every item, in order; no feed reader knows the element. */
function outletsOf(xml: string): (string | null)[] {
  return [...xml.matchAll(/<item[\s>][\s\S]*?<\/item>/gi)].map(([item]) => {
    const [, name] = /<News:Source>([\s\S]{0,300}?)<\/News:Source>/i.exec(item) ?? [];
    return inlineText(name?.replace(/^<!\[CDATA\[|\]\]>$/g, ''));
  });
}
