// Reviews of a firm at Trustpilot: through the official interface with a key, else from the public page, which Trustpilot's
// robots.txt closes to programs (the run then ends as refused, and says so). Both have the same reviews in other words.

import { z } from 'zod';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { first, parsePage, readScript } from '../parse/dom.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { answeredBy } from '../parse/resolution.ts';

const API = 'https://api.trustpilot.com/v1/business-units';
const SITE = 'https://www.trustpilot.com';

const params = z.strictObject({
  domain: z
    .string()
    .regex(/^(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}$/u, { error: 'must be the firm’s domain, such as markam.example' })
    .max(200)
    .meta({ title: 'Alan adı', description: 'Trustpilot’taki adresin sonu · The end of the address at Trustpilot' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'trustpilot',
    title: 'Trustpilot',
    channel: 'complaint',
    homepage: 'https://www.trustpilot.com/',
    description: {
      tr: 'Bir firmanın Trustpilot değerlendirmelerini yıldızları ve firma yanıtlarıyla alır; anahtar ister.',
      en: 'Takes the Trustpilot reviews of a firm with stars and the firm’s answers; wants a key.',
    },
    isOfficial: true,
    needs: [],
    uses: ['trustpilot'],
    params,
    example: { domain: 'markam.example' },
    selection: 'trust',
    politeness: { minIntervalMs: 3000, maxPages: 5, obeysRobots: true },
    legalNote:
      'With a key of your Trustpilot business account: official. Without one the public page is closed to programs by robots.txt and a bot check, and itibar keeps to that.',
    expectedPerDay: 2,
    isVerifiedLive: false,
  },
  plan({ domain }, _cursor, { keys }) {
    const { trustpilot: apikey } = keys;
    if (apikey === undefined)
      return [{ url: new URL(`${SITE}/review/${encodeURIComponent(domain)}?sort=recency`).href, note: { page: 1 } }];
    const url = `${API}/find?name=${encodeURIComponent(domain)}`;
    return [{ url, headers: { apikey, accept: 'application/json' }, note: { step: 'find' } }];
  },
  parse(reply, context) {
    const note = objectOf(context.note);
    if (note.step === 'find') {
      const unit = textOf(objectOf(parseJsonReply(reply)).id);
      if (unit === null) throw shapeChanged('id of the business unit');
      return { mentions: [], next: [listRequest(unit, 1, context)], isMeasuredEmpty: true };
    }
    if (note.step === 'list') return listed(objectOf(parseJsonReply(reply)), context);
    return shown(pageProps(readScript(first(parsePage(reply), 'script#__NEXT_DATA__'))), context);
  },
};

function listRequest(unit: string, page: number, { keys }: Pick<ParseContext<Params>, 'keys'>): RequestPlan {
  const asked = new URLSearchParams({ perPage: '100', orderBy: 'createdat.desc', page: String(page) });
  const headers = { apikey: keys.trustpilot ?? '', accept: 'application/json' };
  return { url: `${API}/${encodeURIComponent(unit)}/reviews?${asked}`, headers, note: { step: 'list', unit, page } };
}

function listed(body: Json, context: ParseContext<Params>): ParsedPage {
  if (!Array.isArray(body.reviews)) throw shapeChanged('reviews');
  const { unit, page } = objectOf(context.note);
  const links = listOf(body.links).map(objectOf);
  const hasNext = links.some(({ rel }) => rel === 'next-page' || rel === 'next');
  const reviews = body.reviews.map(objectOf).map((review) => ({
    ...review,
    rating: review.stars,
    likes: review.numberOfLikes,
    dates: { publishedDate: review.createdAt },
    reply: objectOf(review.companyReply).text === undefined ? null : replyOf(objectOf(review.companyReply)),
  }));
  const next = hasNext ? listRequest(String(unit), (numberOf(page) ?? 1) + 1, context) : null;
  return pageOf(reviews, next, context);
}

const replyOf = (reply: Json): Json => ({ message: reply.text, publishedDate: reply.createdAt });

function pageProps(script: unknown): Json {
  const props = objectOf(objectOf(objectOf(script).props).pageProps);
  if (!Array.isArray(props.reviews)) throw shapeChanged('__NEXT_DATA__ with reviews');
  return props;
}

function shown(props: Json, context: ParseContext<Params>): ParsedPage {
  const pagination = objectOf(objectOf(props.filters).pagination);
  const page = (numberOf(objectOf(context.note).page) ?? 1) + 1;
  const url = `${SITE}/review/${encodeURIComponent(context.params.domain)}?page=${page}&sort=recency`;
  const hasNext = page <= (numberOf(pagination.totalPages) ?? 0);
  return pageOf(listOf(props.reviews).map(objectOf), hasNext ? { url, note: { page } } : null, context);
}

function pageOf(reviews: Json[], next: RequestPlan | null, context: ParseContext<Params>): ParsedPage {
  const mentions = reviews.map((review) => toMention(review, context.params.domain)).filter((found) => found !== null);
  if (reviews.length > 0 && mentions.length === 0) throw shapeChanged('id and text of the reviews');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = reviews.map((review) => parseDate(objectOf(review.dates).publishedDate, 'UTC') ?? 0);
  const hasMore = next !== null && knownAt !== undefined && Math.min(...times) > knownAt;
  return {
    mentions,
    isMeasuredEmpty: reviews.length === 0,
    ...(hasMore ? { next: [next] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

/** The review with the firm's answer; null when there is nothing to read. */
function toMention(review: Json, domain: string): RawMention | null {
  const id = textOf(review.id);
  const text = textOf(review.text)?.trim() ?? '';
  const title = inlineText(textOf(review.title));
  if (id === null || (text === '' && title === null)) return null;
  const consumer = objectOf(review.consumer);
  const consumerId = textOf(consumer.id);
  const reply = objectOf(review.reply);
  return {
    nativeId: id,
    url: `${SITE}/reviews/${encodeURIComponent(id)}`,
    isOwnPage: true,
    threadId: id,
    siteName: domain,
    title,
    text,
    author: {
      name: inlineText(textOf(consumer.displayName)),
      url: consumerId === null ? null : `${SITE}/users/${encodeURIComponent(consumerId)}`,
    },
    publishedAt: parseDate(objectOf(review.dates).publishedDate, 'UTC'),
    language: textOf(review.language),
    engagement: { rating: numberOf(review.rating), likes: numberOf(review.likes) },
    resolution: answeredBy(textOf(reply.message)?.trim() || null, parseDate(reply.publishedDate, 'UTC')),
  };
}
