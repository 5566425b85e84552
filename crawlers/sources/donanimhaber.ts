// DonanımHaber's forum: its JSON search for a word of the query, or one topic read from its end. The search gives whole
// messages but no writers; the link of a message leads through the forum, which knows its topic's address.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, Reply, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { all, attribute, countIn, type Element, first, lineOf, type Page, parsePage, readable } from '../parse/dom.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { type ThreadLinks, type ThreadPost, threadPage } from '../parse/thread.ts';

const SEARCH = 'https://search.donanimhaber.com/api';
const FORUM = 'https://forum.donanimhaber.com';
const MAX_TERMS = 3;

const params = z.strictObject({
  topic: webAddress('Konu', 'Arama yerine tek bir konu okunur · Read this topic instead of searching').optional(),
});
type Params = z.infer<typeof params>;

/** Number of the newest message of the search, or of the topic. */
interface Cursor {
  newestId?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'donanimhaber',
    title: 'DonanımHaber Forum',
    channel: 'community',
    homepage: 'https://forum.donanimhaber.com/',
    description: {
      tr: 'DonanımHaber forumunda sorgunuzun kelimelerini arar ya da tek bir konuyu okur.',
      en: 'Searches the forum of DonanımHaber for the words of your query, or reads one topic.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: {},
    selection: 'match',
    politeness: { minIntervalMs: 3000, maxPages: 4, obeysRobots: true },
    legalNote:
      'The search that the forum’s own page uses, without a promise; read slowly and as robots.txt allows. Texts stay the property of their writers.',
    expectedPerDay: 3,
    isVerifiedLive: false,
  },
  plan({ topic }, _cursor, { terms }) {
    if (topic !== undefined) return [{ url: new URL(topic).href, note: { kind: 'topic' } }];
    const words = terms.filter((term) => term.length >= 3).slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError('source.invalid', 'The search needs a word of three letters or more: add one to the query.');
    return words.map((word) => searchRequest(word, 1));
  },
  parse(reply, context) {
    if (objectOf(context.note).kind === 'search') return results(objectOf(parseJsonReply(reply)), context);
    const page = parsePage(reply);
    return threadPage(postsOf(page, reply, context), linksOf(page, reply.url), context);
  },
};

function searchRequest(word: string, page: number): RequestPlan {
  const asked = new URLSearchParams({ p: String(page), order: 'rank', in: 'all', type: 'both', scope: 'all' });
  return {
    url: `${SEARCH}/search/messages/?${asked}&daterange=all`,
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8', accept: 'application/json' },
    body: word.includes(' ') ? `"${word.replaceAll('"', '')}"` : word,
    note: { kind: 'search', word, page },
  };
}

function results(body: Json, context: ParseContext<Params>): ParsedPage {
  if (!Array.isArray(body.messages)) throw shapeChanged('messages');
  const messages = body.messages.map(objectOf);
  const mentions = messages.map((message) => found(message, textOf(body.hash), context)).filter((one) => one !== null);
  if (messages.length > 0 && mentions.length === 0) throw shapeChanged('id and body of the messages');
  const { newestId: known } = objectOf(context.cursor) as Cursor;
  const ids = messages.map((message) => numberOf(message.id) ?? 0);
  const { word, page } = objectOf(context.note);
  // Results come by rank, not by date: further pages are worth it only while they bring something new.
  const hasMore = known !== undefined && ids.some((id) => id > known) && typeof word === 'string';
  return {
    mentions,
    isMeasuredEmpty: messages.length === 0,
    ...(hasMore ? { next: [searchRequest(word, (numberOf(page) ?? 1) + 1)] } : {}),
    ...(ids.length > 0 ? { cursor: { newestId: Math.max(known ?? 0, ...ids) } satisfies Cursor } : {}),
  };
}

function found(message: Json, hash: string | null, { timeZone, now }: ParseContext<Params>): RawMention | null {
  const id = textOf(message.id);
  const text = htmlToText(textOf(message.body) ?? '');
  const title = inlineText(textOf(message.subject));
  if (id === null || (text === '' && title === null)) return null;
  const topicId = textOf(message.topicId);
  return {
    nativeId: id,
    url: hash === null ? null : `${SEARCH}/redirect/${encodeURIComponent(id)}/?hash=${encodeURIComponent(hash)}&type=0`,
    title,
    text,
    publishedAt: parseDate(message.dateString, timeZone, now),
    threadId: topicId === null ? null : `topic:${topicId}`,
  };
}

function postsOf(page: Page, reply: Reply, { timeZone, now }: ParseContext<Params>): ThreadPost[] {
  const title = lineOf(first(page, 'h1'));
  const topicId = /--(\d+)/.exec(new URL(reply.url).pathname)?.[1] ?? null;
  return all(page, 'li[id^="mess_"]').flatMap((post) => {
    const id = numberOf(attribute(post, 'data-id') ?? attribute(post, 'id')?.replace('mess_', ''));
    if (id === null) return [];
    const text = readable(first(post, '.icerik .msg, span.msg, .icerik'), { isDropped: isForeign });
    const user = first(post, '.ki-kullaniciadi a') ?? first(post, '.ki-kullaniciadi');
    const mention: RawMention = {
      nativeId: String(id),
      url: new URL(`#${id}`, reply.url).href,
      title,
      text,
      author: { name: lineOf(user), url: resolveLink(attribute(user, 'href'), [FORUM]) },
      publishedAt: dateOf(post, timeZone, now),
      engagement: { likes: countIn(lineOf(first(post, 'a[class*="begeni"]'))) },
      threadId: topicId === null ? null : `topic:${topicId}`,
    };
    return [{ id, mention: text === '' ? null : mention }];
  });
}

function dateOf(post: Element, timeZone: string, now: number): number | null {
  const time = first(post, 'time');
  return parseDate(attribute(time, 'datetime') ?? lineOf(time), timeZone, now);
}

/** …/slug--123-4 is page 4 of topic 123. */
function linksOf(page: Page, url: string): ThreadLinks {
  const topic = /^(.*--\d+)(?:-(\d+))?$/.exec(url.replace(/[?#].*$/s, ''));
  const base = topic?.[1];
  if (base === undefined) return { url, last: null, previous: null };
  const current = Number(topic?.[2] ?? 1);
  const numbers = all(page, `a[href*="--"]`).map((link) => {
    const target = resolveLink(attribute(link, 'href'), [url])?.replace(/[?#].*$/s, '') ?? '';
    return target.startsWith(`${base}-`) ? Number(/^\d+$/.exec(target.slice(base.length + 1))?.[0] ?? 0) : 0;
  });
  const last = Math.max(current, ...numbers);
  return {
    url,
    last: last > current ? `${base}-${last}` : null,
    previous: current > 1 ? (current === 2 ? base : `${base}-${current - 1}`) : null,
  };
}

function isForeign(name: string, attributes: Record<string, string>): boolean {
  return name === 'blockquote' || /\b(?:quote|alinti|imza)/i.test(attributes.class ?? '');
}
