// Reviews of your own app in Google Play, through the Android Publisher interface: what was written or changed in the last
// week, newest first, with the developer's answer. Play shows reviews of other people's apps through no interface.

import { z } from 'zod';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseEpoch } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { accessToken, bearer, googleToken } from '../parse/oauth.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { answeredBy } from '../parse/resolution.ts';

const API = 'https://androidpublisher.googleapis.com/androidpublisher/v3/applications';

const params = z.strictObject({
  packageName: z
    .string()
    .regex(/^[A-Za-z]\w*(?:\.\w+)+$/, { error: 'must be the app’s package, such as com.example.shop' })
    .max(200)
    .meta({
      title: 'Paket adı',
      description: 'Mağaza adresindeki id= değeri · The value of id= in the shop’s address',
    }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'google-play-reviews',
    title: 'Google Play yorumları',
    channel: 'complaint',
    homepage: 'https://play.google.com/',
    description: {
      tr: 'Kendi uygulamanızın Google Play yorumlarını, yıldızlarını ve verdiğiniz yanıtları alır.',
      en: 'Takes the Google Play reviews of your own app, with stars and your answers.',
    },
    isOfficial: true,
    needs: ['google-play'],
    params,
    example: { packageName: 'com.example.shop' },
    selection: 'trust',
    // The interface is used with a key under its own terms; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 2000, maxPages: 6, obeysRobots: false },
    legalNote:
      'Official interface for the app’s owner (key clientId:clientSecret:refreshToken); reviews with text of the last week only. The shop’s pages ask programs to stay away and are not read.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan: (_params, _cursor, { keys }) => [googleToken('google-play', keys['google-play'] ?? '')],
  parse(reply, context) {
    const note = objectOf(context.note);
    if (note.step === 'token') {
      const token = accessToken(reply, 'google-play');
      return { mentions: [], next: [listRequest(context.params, token, null)], isMeasuredEmpty: true };
    }
    return pageOf(objectOf(parseJsonReply(reply)), textOf(note.token) ?? '', context);
  },
};

function listRequest({ packageName }: Params, token: string, page: string | null): RequestPlan {
  const asked = new URLSearchParams({ maxResults: '100', ...(page === null ? {} : { token: page }) });
  return { url: `${API}/${packageName}/reviews?${asked}`, headers: bearer(token), note: { token } };
}

/** Protocol buffers leave out what is empty: without reviews the whole answer is {}. */
function pageOf(body: Json, token: string, context: ParseContext<Params>): ParsedPage {
  if (Object.keys(body).length > 0 && !Array.isArray(body.reviews) && body.pageInfo === undefined)
    throw shapeChanged('reviews');
  const reviews = listOf(body.reviews).map(objectOf);
  const mentions = reviews
    .map((review) => toMention(review, context.params.packageName))
    .filter((found) => found !== null);
  if (reviews.length > 0 && mentions.length === 0) throw shapeChanged('reviewId and userComment of the reviews');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = mentions.map(({ publishedAt }) => publishedAt ?? 0);
  const nextPage = textOf(objectOf(body.tokenPagination).nextPageToken);
  const hasMore = nextPage !== null && (knownAt === undefined || Math.min(...times) > knownAt);
  return {
    mentions,
    isMeasuredEmpty: reviews.length === 0,
    ...(hasMore ? { next: [listRequest(context.params, token, nextPage)] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

/** The review with the developer's answer; null when there is nothing to read. */
function toMention(review: Json, packageName: string): RawMention | null {
  const id = textOf(review.reviewId);
  const comments = listOf(review.comments).map(objectOf);
  const user = objectOf(comments.find((comment) => comment.userComment !== undefined)?.userComment);
  const developer = objectOf(comments.find((comment) => comment.developerComment !== undefined)?.developerComment);
  // A title, where the writer gave one, stands before a tab.
  const [head = '', ...rest] = (textOf(user.text) ?? '').split('\t');
  const text = (rest.length > 0 ? rest.join(' ') : head).trim();
  const title = rest.length > 0 ? inlineText(head) : null;
  if (id === null || (text === '' && title === null)) return null;
  const url = `https://play.google.com/store/apps/details?id=${packageName}&reviewId=${encodeURIComponent(id)}`;
  const answer = textOf(developer.text)?.trim() || null;
  return {
    nativeId: id,
    url,
    threadId: id,
    siteName: 'Google Play',
    title,
    text,
    author: { name: inlineText(textOf(review.authorName)) },
    publishedAt: parseEpoch(objectOf(user.lastModified).seconds),
    language: textOf(user.reviewerLanguage),
    engagement: { rating: numberOf(user.starRating), likes: numberOf(user.thumbsUpCount) },
    resolution: answeredBy(answer, parseEpoch(objectOf(developer.lastModified).seconds)),
  };
}
