// Google News' search feed, asked with the watch's own query: headlines, outlet and date. The link is Google's and opaque
// since 2024: what is behind it is not looked up (two requests a link, quickly refused), and no text is made up for it.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { type FeedItem, parseFeedReply } from '../parse/feed.ts';
import { toSearchQuery } from '../parse/search-query.ts';

const params = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(400)
    .optional()
    .meta({ title: 'Arama', description: 'Boşsa izlemenin sorgusu aranır · Empty = the watch’s own query' }),
  language: z
    .string()
    .regex(/^[a-z]{2}(?:-[A-Z0-9]{2,3})?$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Google News dili · Language of the edition (hl)' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('TR')
    .meta({ title: 'Ülke', description: 'İki harfli ülke kodu · Two-letter country of the edition (gl)' }),
  window: z
    .string()
    .regex(/^\d{1,2}[hdm]$/)
    .default('1d')
    .meta({ title: 'Süre', description: 'Ne kadar geriye bakılsın: 1h, 1d, 7d · How far to look back' }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'google-news',
    title: 'Google News',
    channel: 'news',
    homepage: 'https://news.google.com/',
    description: {
      tr: 'Google Haberler aramasının başlıklarını alır: başlık, yayın, tarih; haber metni yoktur.',
      en: 'Takes the headlines of a Google News search: title, outlet, date; no article text.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { language: 'tr', country: 'TR', window: '1d' },
    selection: 'trust',
    isAggregator: true,
    // See docs/adr/0006-feeds-and-robots.md.
    isOptIn: true,
    politeness: { minIntervalMs: 30_000, maxPages: 1, obeysRobots: true },
    legalNote:
      'Google offers the feed for personal reading and promises nothing. The robots.txt of news.google.com that we know shuts crawlers out of this address; while it does, itibar does not ask and the source says so.',
    expectedPerDay: 8,
    isVerifiedLive: true,
  },
  plan(options, _cursor, context) {
    const wanted = options.query ?? toSearchQuery(context.query) ?? context.terms.slice(0, 5).join(' OR ');
    if (wanted.trim() === '') {
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
    }
    // hl is the full tag, ceid its first part: "en-US" goes with "US:en".
    const { language, country, window } = options;
    const search = new URLSearchParams({
      q: `${wanted} when:${window}`,
      hl: language,
      gl: country,
      ceid: `${country}:${language.split('-')[0]}`,
    });
    return [{ url: `https://news.google.com/rss/search?${search}` }];
  },
  parse(reply, { timeZone, params: { language } }) {
    const feed = parseFeedReply(reply, { timeZone });
    return {
      mentions: feed.items.map((item) => headline(item, language)),
      isMeasuredEmpty: feed.items.length === 0,
    };
  },
};

function headline(item: FeedItem, language: string): RawMention {
  const { title, outlet } = splitOutlet(item.title ?? '', item.source?.title ?? null);
  return {
    nativeId: item.guid,
    url: item.link,
    title,
    // The description only repeats the headline as a link.
    text: '',
    publishedAt: item.publishedAt,
    language: language.slice(0, 2),
    siteName: outlet,
  };
}

/** "Headline - Outlet" -> both parts. Without a named source the last part counts when it is as short as a name. */
export function splitOutlet(title: string, known: string | null): { title: string; outlet: string | null } {
  if (known !== null) {
    const ending = ` - ${known}`;
    const isThere = title.length > ending.length && title.toLowerCase().endsWith(ending.toLowerCase());
    return { title: isThere ? title.slice(0, -ending.length).trimEnd() : title, outlet: known };
  }
  const match = /^(.{10,}\S) - ([^-].{1,59})$/s.exec(title);
  return match ? { title: match[1] ?? title, outlet: match[2] ?? null } : { title, outlet: null };
}
