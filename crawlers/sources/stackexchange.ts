// Questions on one site of Stack Exchange, through its official interface, newest first. A key only raises the daily
// allowance. Must keep the pause ("backoff") that the service asks for.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseEpoch } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const API = 'https://api.stackexchange.com/2.3/search/advanced';
const MAX_TERMS = 2;

const params = z.strictObject({
  site: z
    .string()
    .regex(/^[a-z][a-z\d.]{1,60}$/, { error: 'must be a short name such as stackoverflow or superuser' })
    .meta({ title: 'Site', description: 'stackoverflow, superuser, travel … · Short name of the site' }),
});
type Params = z.infer<typeof params>;

/** In seconds, as the service counts. */
interface Cursor {
  newest?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'stackexchange',
    title: 'Stack Exchange',
    channel: 'community',
    homepage: 'https://stackexchange.com/',
    description: {
      tr: 'Stack Overflow ya da başka bir Stack Exchange sitesinde yeni soruları arar.',
      en: 'Searches Stack Overflow or another Stack Exchange site for new questions.',
    },
    isOfficial: true,
    needs: [],
    uses: ['stackexchange'],
    params,
    example: { site: 'stackoverflow' },
    selection: 'match',
    // The interface has a quota of its own; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 2000, maxPages: 3, obeysRobots: false },
    legalNote:
      'Official interface; texts are under CC BY-SA with the name of their writer. 300 requests a day without a key.',
    expectedPerDay: 0.2,
    isVerifiedLive: false,
  },
  plan({ site }, cursor, { terms, keys }) {
    const words = terms.slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
    return words.map((word) => searchRequest({ site, word, page: 1, newest: newestOf(cursor) }, keys));
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    if (!Array.isArray(body.items)) throw shapeChanged('items');
    return pageOf(body, context);
  },
};

function newestOf(cursor: unknown): number | undefined {
  return (objectOf(cursor) as Cursor).newest;
}

function searchRequest(
  { site, word, page, newest }: { site: string; word: string; page: number; newest: number | undefined },
  keys: Readonly<Record<string, string>>,
): RequestPlan {
  const q = word.includes(' ') ? `"${word.replaceAll('"', '')}"` : word;
  const asked = new URLSearchParams({ q, site, sort: 'creation', order: 'desc', pagesize: '50', filter: 'withbody' });
  if (newest !== undefined) asked.set('fromdate', String(newest + 1));
  if (page > 1) asked.set('page', String(page));
  const key = keys.stackexchange;
  return { url: `${API}?${asked}`, note: { word, page }, ...(key === undefined ? {} : { secretQuery: { key } }) };
}

function pageOf(body: Json, context: ParseContext<Params>): ParsedPage {
  const items = listOf(body.items).map(objectOf);
  const mentions = items.map((item) => toMention(item, context.params.site)).filter((mention) => mention !== null);
  if (items.length > 0 && mentions.length === 0) throw shapeChanged('link and title of the questions');
  const newest = newestOf(context.cursor);
  const { word, page } = objectOf(context.note);
  const hasMore = body.has_more === true && newest !== undefined && typeof word === 'string';
  const step = { site: context.params.site, word: String(word), page: (numberOf(page) ?? 1) + 1, newest };
  const times = mentions.map(({ publishedAt }) => Math.floor((publishedAt ?? 0) / 1000));
  const backoff = numberOf(body.backoff);
  return {
    mentions,
    isMeasuredEmpty: items.length === 0,
    ...(hasMore && backoff === null ? { next: [searchRequest(step, context.keys)] } : {}),
    ...(times.length > 0 ? { cursor: { newest: Math.max(newest ?? 0, ...times) } satisfies Cursor } : {}),
    ...(numberOf(body.quota_remaining) === 0
      ? { nextRunInMs: DAY }
      : backoff === null
        ? {}
        : { nextRunInMs: backoff * 1000 }),
  };
}

function toMention(item: Json, site: string): RawMention | null {
  const url = resolveLink(item.link, []);
  const title = inlineText(textOf(item.title));
  if (url === null || title === null) return null;
  const owner = objectOf(item.owner);
  const id = textOf(item.question_id) ?? /\/questions\/(\d+)/.exec(url)?.[1] ?? null;
  return {
    nativeId: id === null ? url : `${site}:${id}`,
    url,
    isOwnPage: true,
    title,
    text: htmlToText(textOf(item.body) ?? ''),
    author: { name: inlineText(textOf(owner.display_name)), url: resolveLink(owner.link, []) },
    publishedAt: parseEpoch(item.creation_date),
    engagement: {
      likes: numberOf(item.score),
      comments: numberOf(item.answer_count),
      views: numberOf(item.view_count),
    },
    threadId: id === null ? null : `${site}:${id}`,
    siteName: site,
  };
}
