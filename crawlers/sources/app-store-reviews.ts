// Reviews of one app in one country's App Store, from Apple's customer review feed: Atom written as JSON, ten pages of
// fifty, newest first. Its oddities: the first entry can be the app itself, one review is an object, none leaves `entry` out.

import { z } from 'zod';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 50;
const LAST_PAGE = 10;

const params = z.strictObject({
  appId: z
    .string()
    .regex(/^\d{5,12}$/, { error: 'must be the number in the app’s address: …/id123456789' })
    .meta({
      title: 'Uygulama numarası',
      description: 'Mağaza adresindeki “id”den sonraki sayı · The number after “id”',
    }),
  country: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('tr')
    .meta({ title: 'Ülke', description: 'Mağazanın iki harfli ülkesi · Two-letter country of the store' }),
  base: webAddress('Sunucu', 'Yalnızca deneme için · Only for trying things out').default('https://itunes.apple.com'),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'app-store-reviews',
    title: 'App Store yorumları',
    channel: 'complaint',
    homepage: 'https://apps.apple.com/',
    description: {
      tr: 'Bir uygulamanın App Store’daki yeni yorumlarını yıldızlarıyla alır.',
      en: 'Takes the new App Store reviews of an app, with their stars.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { appId: '310633997', country: 'tr', base: 'https://itunes.apple.com' },
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: LAST_PAGE, obeysRobots: true },
    legalNote: 'Apple offers this feed publicly and may end it; 500 reviews of a country are all it ever shows.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan: (options) => [pageRequest(options, 1)],
  parse(reply, context) {
    const feed = objectOf(objectOf(parseJsonReply(reply)).feed);
    if (Object.keys(feed).length === 0) throw shapeChanged('feed');
    const entries = (Array.isArray(feed.entry) ? feed.entry : [feed.entry]).filter(Boolean).map(objectOf);
    const reviews = entries.filter((entry) => entry['im:rating'] !== undefined);
    // The app's own entry has no stars, and an "im:name"; anything else without stars is a new shape.
    if (reviews.length === 0 && entries.some((entry) => entry['im:name'] === undefined))
      throw shapeChanged('im:rating');
    return pageOf(reviews, context);
  },
};

function pageRequest({ base, country, appId }: Params, page: number): RequestPlan {
  const url = `${siteRoot(base)}/${country}/rss/customerreviews/page=${page}/id=${appId}/sortby=mostrecent/json`;
  return { url, note: { page } };
}

function pageOf(reviews: Json[], context: ParseContext<Params>): ParsedPage {
  const mentions = reviews.map((entry) => toMention(entry, context.params)).filter((found) => found !== null);
  if (reviews.length > 0 && mentions.length === 0) throw shapeChanged('id or content of the reviews');
  const { newestAt: knownAt = 0 } = objectOf(context.cursor) as Partial<Cursor>;
  const times = mentions.map((mention) => mention.publishedAt ?? 0);
  const page = numberOf(objectOf(context.note).page) ?? 1;
  const hasMore = reviews.length >= PAGE_SIZE && page < LAST_PAGE && Math.min(...times) > knownAt;
  return {
    mentions,
    isMeasuredEmpty: reviews.length === 0,
    ...(hasMore ? { next: [pageRequest(context.params, page + 1)] } : {}),
    // Deeper pages are older and may not move the mark back.
    ...(mentions.length > 0 && page === 1
      ? { cursor: { newestAt: Math.max(knownAt, ...times) } satisfies Cursor }
      : {}),
  };
}

const label = (value: unknown): string | null => textOf(objectOf(value).label);

function toMention(entry: Json, { country, base }: Params): RawMention | null {
  const id = label(entry.id);
  const text = htmlToText(label(entry.content) ?? '');
  const title = inlineText(label(entry.title));
  if (id === null || (text === '' && title === null)) return null;
  const author = objectOf(entry.author);
  const link = Array.isArray(entry.link) ? entry.link[0] : entry.link;
  const votes = numberOf(label(entry['im:voteSum']));
  return {
    nativeId: id,
    url: resolveLink(objectOf(objectOf(link).attributes).href, [base]),
    title,
    text,
    author: { name: inlineText(label(author.name)), url: resolveLink(label(author.uri), [base]) },
    publishedAt: parseDate(label(entry.updated), 'UTC'),
    engagement: { rating: numberOf(label(entry['im:rating'])), likes: votes !== null && votes >= 0 ? votes : null },
    siteName: `App Store ${country.toUpperCase()}`,
  };
}
