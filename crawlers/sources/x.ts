// X: recent search of the official interface, seven days back, with a bearer key. Every post and every author that is read
// costs; what was spent this month is kept in the cursor, reading slows down as the budget goes, and stops when it is gone.
// Must never spend more than the budget, nor count a repost as a post.

import { z } from 'zod';
import { DAY, HOUR } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, PlanContext, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { toSearchQuery } from '../parse/search-query.ts';
import { leftThisMonth, monthOf, pauseForPace, priceOf, type Spending, spentIn } from '../parse/x-budget.ts';

/** since_id must lie within the seven days that are searched. */
const REACH_MS = 6.5 * DAY;
const MAX_QUERY = 512;
const MIN_PAGE = 10;
const MAX_PAGE = 100;

const params = z.strictObject({
  query: z.string().trim().min(1).max(400).optional().meta({
    title: 'Arama',
    description: 'X’in kendi arama diliyle; boşsa izlemenin sorgusu · In X’s own syntax; empty = the watch’s own query',
  }),
  language: z.enum(['tr', 'en', '']).default('tr').meta({
    title: 'Dil',
    description: 'Gönderilerin dili; boşsa hepsi · Language of the posts; empty = all of them',
  }),
  withAuthors: z.boolean().default(true).meta({
    title: 'Yazarlar',
    description:
      'Ad ve takipçi sayısı; gönderi başına 0,010 dolar ekler · Name and followers; adds 0.010 dollars for each author',
  }),
  monthlyBudget: z.number().min(1).max(10_000).default(20).meta({
    title: 'Aylık bütçe (dolar)',
    description:
      'Bu izleme için; azaldıkça seyrek okunur, bitince ay başı beklenir · For this watch; reading slows down as it goes and waits for the next month when it is gone',
  }),
});
type Params = z.infer<typeof params>;

/** `newestId` is the highest post read and `newestAt` when that was. */
interface Cursor extends Spending {
  newestId?: string;
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'x',
    title: 'X (Twitter)',
    channel: 'social',
    homepage: 'https://docs.x.com/x-api/posts/search/introduction',
    description: {
      tr: 'X’te son yedi günün gönderilerini arar. Ücretlidir: gönderi başına 0,005, yazar başına 0,010 dolar.',
      en: 'Searches the last seven days of X. Costs 0.005 dollars for each post and 0.010 for each author read.',
    },
    isOfficial: true,
    needs: ['x'],
    params,
    example: { language: 'tr', withAuthors: true, monthlyBudget: 20 },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 5, obeysRobots: false },
    legalNote:
      'Contracted interface with your own bearer token, so robots.txt does not apply. A thousand posts with authors cost up to 15 dollars. Posts that are deleted on X must be deleted here too; the developer agreement limits passing them on.',
    expectedPerDay: 20,
    isVerifiedLive: false,
  },
  plan(options, cursor, context) {
    const stored = objectOf(cursor) as Cursor;
    const left = leftThisMonth(options.monthlyBudget, stored, context.now);
    const pageSize = Math.min(MAX_PAGE, Math.floor(left / priceOf(1, options.withAuthors ? 1 : 0)));
    if (pageSize < MIN_PAGE) throw budgetIsGone();
    return [searchRequest(searchOf(options, stored, context, pageSize), context.keys, { spent: 0 })];
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    const meta = objectOf(body.meta);
    if (!Array.isArray(body.data) && numberOf(meta.result_count) !== 0) throw shapeChanged('data or meta.result_count');
    return pageOf(listOf(body.data).map(objectOf), body, reply.url, context);
  },
};

function budgetIsGone(): AppError {
  return new AppError(
    'source.budget',
    'The month’s budget for X is spent. Reading goes on when the next month (UTC) begins; to go on now, raise monthlyBudget on the watch.',
  );
}

function searchOf(options: Params, stored: Cursor, context: PlanContext, pageSize: number): URLSearchParams {
  const search = new URLSearchParams({
    query: `${queryOf(options, context)}${options.language ? ` lang:${options.language}` : ''} -is:retweet`,
    max_results: String(pageSize),
    sort_order: 'recency',
    'tweet.fields': 'created_at,public_metrics,lang,conversation_id,referenced_tweets,author_id,note_tweet',
  });
  if (options.withAuthors) {
    search.set('expansions', 'author_id');
    search.set('user.fields', 'public_metrics,username,name');
  }
  const { newestId, newestAt } = stored;
  if (newestId && (newestAt ?? 0) > context.now - REACH_MS) search.set('since_id', newestId);
  else {
    // A first run reads one day: the week before would be paid for as well.
    const from = Math.max(newestAt ?? context.now - DAY, context.now - REACH_MS);
    search.set('start_time', `${new Date(from).toISOString().slice(0, 19)}Z`);
  }
  return search;
}

/** The watch's query without what X has no word for. */
function queryOf({ query }: Params, context: PlanContext): string {
  const asked = query ?? toSearchQuery(context.query, MAX_QUERY - 40) ?? context.terms.slice(0, 10).join(' OR ');
  const wanted =
    query === undefined
      ? asked
          .replace(/(?:^|\s)-?site:\S+/g, ' ')
          .replaceAll('intitle:', '')
          .trim()
      : asked;
  if (wanted === '')
    throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
  return / OR /.test(wanted) ? `(${wanted})` : wanted;
}

/** What the pages before have cost, and the newest post of the first. */
interface Note {
  spent: number;
  newestId?: string;
  newestAt?: number;
}

function searchRequest(search: URLSearchParams, keys: PlanContext['keys'], note: Note): RequestPlan {
  const headers = { authorization: `Bearer ${keys['x'] ?? ''}` };
  return { url: `https://api.x.com/2/tweets/search/recent?${search}`, headers, note };
}

function pageOf(posts: Json[], body: Json, url: string, context: ParseContext<Params>): ParsedPage {
  const stored = objectOf(context.cursor) as Cursor;
  const { monthlyBudget, withAuthors } = context.params;
  const note = objectOf(context.note) as unknown as Partial<Note>;
  const users = listOf(objectOf(body.includes).users).map(objectOf);
  const authors = new Map(users.map((user) => [textOf(user.id), user]));
  const mentions = posts.map((post) => toMention(post, authors)).filter((found) => found !== null);
  if (posts.length > 0 && mentions.length === 0 && !posts.every(isRepost))
    throw shapeChanged('id and text of the posts');
  const spent = (note.spent ?? 0) + priceOf(posts.length, users.length);
  const total: Spending = { month: monthOf(context.now), spentMills: spentIn(stored, context.now) + spent };
  // Newest first: only the first page holds the newest post.
  const newestId = note.newestId ?? textOf(objectOf(body.meta).newest_id) ?? textOf(posts[0]?.id) ?? stored.newestId;
  const newestAt = note.newestAt ?? parseDate(posts[0]?.created_at, 'UTC') ?? stored.newestAt;
  const newest = { ...(newestId ? { newestId } : {}), ...(newestAt ? { newestAt } : {}) };
  const token = textOf(objectOf(body.meta).next_token);
  const left = leftThisMonth(monthlyBudget, total, context.now);
  const next: RequestPlan[] = [];
  if (token !== null && left >= priceOf(MAX_PAGE, withAuthors ? MAX_PAGE : 0)) {
    const search = new URL(url).searchParams;
    search.set('next_token', token);
    next.push(searchRequest(search, context.keys, { spent, ...newest }));
  }
  const pause = pauseForPace(monthlyBudget, total, context.now);
  return {
    mentions,
    isMeasuredEmpty: posts.length === 0,
    next,
    cursor: { ...newest, ...total } satisfies Cursor,
    ...(pause > HOUR / 4 ? { nextRunInMs: Math.min(pause, DAY) } : {}),
  };
}

const referenceOf = (post: Json, type: string): string | null =>
  textOf(
    listOf(post.referenced_tweets)
      .map(objectOf)
      .find((reference) => reference.type === type)?.id,
  );

const isRepost = (post: Json): boolean => referenceOf(post, 'retweeted') !== null;

function toMention(post: Json, authors: ReadonlyMap<string | null, Json>): RawMention | null {
  const id = textOf(post.id);
  const text = htmlToText(textOf(objectOf(post.note_tweet).text) ?? textOf(post.text) ?? '');
  if (id === null || text === '' || isRepost(post)) return null;
  const author = authors.get(textOf(post.author_id)) ?? {};
  const username = textOf(author.username);
  const counts = objectOf(post.public_metrics);
  const [reposts, quotes] = [numberOf(counts.retweet_count), numberOf(counts.quote_count)];
  return {
    nativeId: id,
    url: `https://x.com/${username ?? 'i'}/status/${id}`,
    text,
    author: {
      name: inlineText(textOf(author.name)),
      handle: username,
      url: username === null ? null : `https://x.com/${username}`,
      followers: numberOf(objectOf(author.public_metrics).followers_count),
    },
    publishedAt: parseDate(post.created_at, 'UTC'),
    language: /^(?:und|q..|zxx|art)$/.test(textOf(post.lang) ?? '') ? null : textOf(post.lang),
    engagement: {
      likes: numberOf(counts.like_count),
      shares: reposts === null && quotes === null ? null : (reposts ?? 0) + (quotes ?? 0),
      comments: numberOf(counts.reply_count),
      views: numberOf(counts.impression_count),
    },
    parentId: referenceOf(post, 'replied_to') ?? referenceOf(post, 'quoted'),
    threadId: textOf(post.conversation_id),
  };
}
