// X: recent search of the official interface, seven days back, with a bearer key. Every post and every author that is read
// costs. All watches share the month's budget: as it goes, fewer posts are asked for at a time, and none when it is gone.
// Must never ask for more posts than are left to pay, nor count a repost as a post.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { leftOf } from '../../core/cost.ts';
import { AppError } from '../../core/errors.ts';
import type { Budget, ParseContext, ParsedPage, PlanContext, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { budgetIsGone } from '../budget.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { toSearchQuery } from '../parse/search-query.ts';

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
});
type Params = z.infer<typeof params>;

/** docs.x.com/x-api/getting-started/pricing as of November 2026. A post read twice in a day is charged once, so this is the most. */
const USD_PER_POST = 0.005;
const USD_PER_AUTHOR = 0.01;
/** From here on fewer posts are asked for, and no second page. */
const LOW_SHARE = 0.25;

const costOf = (postCount: number, authorCount: number) => postCount * USD_PER_POST + authorCount * USD_PER_AUTHOR;

/** `newestId` is the highest post read and `newestAt` when that was. */
interface Cursor {
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
    example: { language: 'tr', withAuthors: true },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 5, obeysRobots: false },
    legalNote:
      'Contracted interface with your own bearer token, so robots.txt does not apply. A thousand posts with authors cost up to 15 dollars. Posts that are deleted on X must be deleted here too; the developer agreement limits passing them on.',
    expectedPerDay: 20,
    isVerifiedLive: false,
    cost: {
      perItemUsd: USD_PER_POST + USD_PER_AUTHOR,
      note: {
        tr: 'Gönderi başına 0,005, yazar başına 0,010 dolar. Bütçe ayarı: budgets.x.',
        en: '0.005 dollars for each post and 0.010 for each author. The budget is set with budgets.x.',
      },
      checkedOn: '2026-11',
    },
  },
  plan(options, cursor, context) {
    const stored = objectOf(cursor) as Cursor;
    const pageSize = pageSizeFor(options, context.budget);
    if (pageSize < MIN_PAGE) throw budgetIsGone({ id: 'x', title: 'X' });
    return [searchRequest(searchOf(options, stored, context, pageSize), context.keys, { spent: 0 })];
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    const meta = objectOf(body.meta);
    if (!Array.isArray(body.data) && numberOf(meta.result_count) !== 0) throw shapeChanged('data or meta.result_count');
    return pageOf(listOf(body.data).map(objectOf), body, reply.url, context);
  },
};

/** Posts that one question may bring: as many as can be paid, and fewer when little is left of the month's money. */
function pageSizeFor({ withAuthors }: Params, budget: Budget | undefined): number {
  if (!budget) return MAX_PAGE;
  const left = leftOf(budget);
  const gentle = Math.max(MIN_PAGE, Math.floor((MAX_PAGE * left) / (budget.monthlyUsd * LOW_SHARE)));
  return Math.min(MAX_PAGE, gentle, Math.floor(left / costOf(1, withAuthors ? 1 : 0)));
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
    search.set('user.fields', 'public_metrics,username,name,created_at');
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

/** What the pages before have cost in dollars, and the newest post of the first. */
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
  const note = objectOf(context.note) as unknown as Partial<Note>;
  const users = listOf(objectOf(body.includes).users).map(objectOf);
  const authors = new Map(users.map((user) => [textOf(user.id), user]));
  const mentions = posts.map((post) => toMention(post, authors)).filter((found) => found !== null);
  if (posts.length > 0 && mentions.length === 0 && !posts.every(isRepost))
    throw shapeChanged('id and text of the posts');
  const costUsd = costOf(posts.length, users.length);
  const spent = (note.spent ?? 0) + costUsd;
  // Newest first: only the first page holds the newest post.
  const newestId = note.newestId ?? textOf(objectOf(body.meta).newest_id) ?? textOf(posts[0]?.id) ?? stored.newestId;
  const newestAt = note.newestAt ?? parseDate(posts[0]?.created_at, 'UTC') ?? stored.newestAt;
  const newest = { ...(newestId ? { newestId } : {}), ...(newestAt ? { newestAt } : {}) };
  const token = textOf(objectOf(body.meta).next_token);
  const next: RequestPlan[] = [];
  if (token !== null && hasPlenty(context, spent)) {
    const search = new URL(url).searchParams;
    search.set('next_token', token);
    next.push(searchRequest(search, context.keys, { spent, ...newest }));
  }
  return {
    mentions,
    isMeasuredEmpty: posts.length === 0,
    next,
    cursor: newest satisfies Cursor,
    costUsd,
  };
}

/** Enough for another whole page and for the rest of the month. */
function hasPlenty({ params, budget }: ParseContext<Params>, spent: number): boolean {
  if (!budget) return true;
  const left = leftOf({ ...budget, spentUsd: budget.spentUsd + spent });
  return left > budget.monthlyUsd * LOW_SHARE && left >= costOf(MAX_PAGE, params.withAuthors ? MAX_PAGE : 0);
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
    isOwnPage: true,
    text,
    author: {
      name: inlineText(textOf(author.name)),
      handle: username,
      url: username === null ? null : `https://x.com/${username}`,
      followers: numberOf(objectOf(author.public_metrics).followers_count),
      createdAt: parseDate(author.created_at, 'UTC'),
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
