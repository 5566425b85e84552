// Reviews of your own verified place in Google Maps, through the Business Profile interface, last changed first, with the
// owner's answer. Places of other firms are shown through no interface that gives more than five reviews.

import { z } from 'zod';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { accessToken, bearer, googleToken } from '../parse/oauth.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { answeredBy } from '../parse/resolution.ts';

const API = 'https://mybusiness.googleapis.com/v4';
const STARS: Record<string, number> = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 };
/** Google translates foreign reviews and puts both texts into one. */
const TRANSLATED = /^\(Translated by Google\)[\s\S]*?\(Original\)\s*/;

const numeric = (title: string, description: string) =>
  z
    .string()
    .regex(/^\d{4,30}$/, { error: 'must be the number alone' })
    .meta({ title, description });

const params = z.strictObject({
  account: numeric('Hesap numarası', 'accounts/ sonrasındaki sayı · The number behind accounts/'),
  location: numeric('Konum numarası', 'locations/ sonrasındaki sayı · The number behind locations/'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ title: 'Mağaza adı', description: 'Bildirimlerde görünür · Shown with the mentions' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'google-business-reviews',
    title: 'Google işletme yorumları',
    channel: 'complaint',
    homepage: 'https://business.google.com/',
    description: {
      tr: 'Kendi doğrulanmış işletmenizin Google Haritalar yorumlarını ve verdiğiniz yanıtları alır.',
      en: 'Takes the Google Maps reviews of your own verified place, with your answers.',
    },
    isOfficial: true,
    needs: ['google-business'],
    params,
    example: { account: '100000000000000000001', location: '1234567890123456789' },
    selection: 'trust',
    // The interface is used with a key under its own terms; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 2000, maxPages: 6, obeysRobots: false },
    legalNote:
      'Official interface for the place’s owner (key clientId:clientSecret:refreshToken with business.manage); Google has to admit the project first.',
    expectedPerDay: 2,
    isVerifiedLive: false,
  },
  plan: (_params, _cursor, { keys }) => [googleToken('google-business', keys['google-business'] ?? '')],
  parse(reply, context) {
    const note = objectOf(context.note);
    if (note.step === 'token') {
      const token = accessToken(reply, 'google-business');
      return { mentions: [], next: [listRequest(context.params, token, null)], isMeasuredEmpty: true };
    }
    return pageOf(objectOf(parseJsonReply(reply)), textOf(note.token) ?? '', context);
  },
};

function listRequest({ account, location }: Params, token: string, page: string | null): RequestPlan {
  const asked = new URLSearchParams({ pageSize: '50', orderBy: 'updateTime desc' });
  if (page !== null) asked.set('pageToken', page);
  const url = `${API}/accounts/${account}/locations/${location}/reviews?${asked}`;
  return { url, headers: bearer(token), note: { token } };
}

/** Protocol buffers leave out what is empty: a place without reviews answers {}. */
function pageOf(body: Json, token: string, context: ParseContext<Params>): ParsedPage {
  if (Object.keys(body).length > 0 && !Array.isArray(body.reviews) && body.totalReviewCount === undefined)
    throw shapeChanged('reviews');
  const reviews = listOf(body.reviews).map(objectOf);
  const mentions = reviews.map((review) => toMention(review, context.params)).filter((found) => found !== null);
  if (reviews.length > 0 && reviews.every((review) => textOf(review.reviewId) === null))
    throw shapeChanged('reviewId of the reviews');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = reviews.map((review) => parseDate(review.updateTime, 'UTC') ?? 0);
  const nextPage = textOf(body.nextPageToken);
  const hasMore = nextPage !== null && knownAt !== undefined && Math.min(...times) > knownAt;
  return {
    mentions,
    // Stars without a word are no mentions.
    isMeasuredEmpty: mentions.length === 0,
    ...(hasMore ? { next: [listRequest(context.params, token, nextPage)] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

/** The review with the owner's answer; null when there is nothing to read. */
function toMention(review: Json, { location, name }: Params): RawMention | null {
  const id = textOf(review.reviewId);
  const text = (textOf(review.comment) ?? '').replace(TRANSLATED, '').trim();
  if (id === null || text === '') return null;
  const reviewer = objectOf(review.reviewer);
  const reply = objectOf(review.reviewReply);
  return {
    nativeId: id,
    threadId: id,
    siteName: name ?? `Google ${location}`,
    text,
    author: { name: reviewer.isAnonymous === true ? null : inlineText(textOf(reviewer.displayName)) },
    publishedAt: parseDate(review.updateTime ?? review.createTime, 'UTC'),
    engagement: { rating: STARS[textOf(review.starRating) ?? ''] ?? null },
    resolution: answeredBy(textOf(reply.comment)?.trim() || null, parseDate(reply.updateTime, 'UTC')),
  };
}
