// A Discourse forum: its search, newest first, or simply its latest posts. Search gives an excerpt around the words, not
// the whole post. Numbers of posts are the forum's own, so every id carries the forum's host.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, Reply, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

/** Words under three letters are refused by the forum's search. */
const MIN_WORD = 3;
const MAX_TERMS = 3;

const params = z.strictObject({
  site: webAddress('Forum', 'Forumun adresi, örneğin https://meta.discourse.org · Address of the forum'),
  mode: z.enum(['search', 'latest']).default('search').meta({
    title: 'Okuma',
    description:
      'search: izlemenin kelimelerini ara; latest: son iletiler · Search for the words, or read the latest posts',
  }),
});
type Params = z.infer<typeof params>;

/** Time of the newest post read; `newestId` for the latest posts. */
interface Cursor {
  newestAt?: number;
  newestId?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'discourse',
    title: 'Discourse',
    channel: 'community',
    homepage: 'https://docs.discourse.org/',
    description: {
      tr: 'Discourse ile kurulmuş bir forumda sorgunuzun kelimelerini arar ya da son iletileri okur.',
      en: 'Searches a Discourse forum for the words of your query, or reads its latest posts.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { site: 'https://meta.discourse.org', mode: 'search' },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 5, obeysRobots: true },
    legalNote: 'Public posts through the forum’s documented interface; each forum has terms of its own.',
    expectedPerDay: 2,
    isVerifiedLive: false,
  },
  plan({ site, mode }, cursor, context) {
    const root = siteRoot(site);
    const headers = { accept: 'application/json' };
    if (mode === 'latest') return [{ url: `${root}/posts.json`, headers, note: { mode } }];
    const { newestAt } = objectOf(cursor) as Cursor;
    // The search knows days only, and days of the forum's zone: one more than needed is read.
    const since = newestAt === undefined ? '' : ` after:${new Date(newestAt - DAY).toISOString().slice(0, 10)}`;
    const words = context.terms.filter((term) => term.length >= MIN_WORD).slice(0, MAX_TERMS);
    if (words.length === 0) {
      throw new AppError(
        'source.invalid',
        'The forum’s search needs a word of three letters or more: add one to the query, or set mode to "latest".',
      );
    }
    return words.map((word) => {
      const phrase = word.includes(' ') ? `"${word.replaceAll('"', '')}"` : word;
      const query = `${phrase} order:latest${since}`;
      return { url: `${root}/search.json?q=${encodeURIComponent(query)}`, headers, note: { mode, query, page: 1 } };
    });
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    return Array.isArray(body.latest_posts) ? latest(body, context) : searched(body, reply, context);
  },
};

function searched(body: Json, reply: Reply, context: ParseContext<Params>): ParsedPage {
  const frame = objectOf(body.grouped_search_result);
  if (!Array.isArray(body.posts) && body.grouped_search_result === undefined)
    throw shapeChanged('posts or grouped_search_result');
  const refusal = textOf(frame.error) ?? textOf(body.error);
  if (refusal !== null) {
    throw new AppError('source.changed', 'The forum refused the search. Try other words, or set mode to "latest".', {
      retry: 'later',
      facts: { problem: 'refused', detail: refusal.slice(0, 200) },
    });
  }
  const topics = new Map(listOf(body.topics).map((topic) => [numberOf(objectOf(topic).id), objectOf(topic)]));
  const posts = listOf(body.posts).map(objectOf);
  const mentions = posts
    .map((post) => toMention(post, topics.get(numberOf(post.topic_id)) ?? {}, context.params.site))
    .filter((mention) => mention !== null);
  if (posts.length > 0 && mentions.length === 0) throw shapeChanged('id, username or blurb of the posts');
  const { newestAt: knownAt = 0 } = objectOf(context.cursor) as Cursor;
  const times = mentions.map((mention) => mention.publishedAt ?? 0);
  const oldestAt = Math.min(...times);
  const note = objectOf(context.note);
  const page = (numberOf(note.page) ?? 1) + 1;
  const hasMore = frame.more_full_page_results === true && oldestAt > knownAt;
  const query = textOf(note.query) ?? new URL(reply.url).searchParams.get('q') ?? '';
  const url = `${siteRoot(context.params.site)}/search.json?q=${encodeURIComponent(query)}&page=${page}`;
  return {
    mentions,
    isMeasuredEmpty: posts.length === 0,
    ...(hasMore ? { next: [{ url, headers: { accept: 'application/json' }, note: { ...note, query, page } }] } : {}),
    ...(mentions.length > 0 ? { cursor: { newestAt: Math.max(knownAt, ...times) } satisfies Cursor } : {}),
  };
}

function latest(body: Json, context: ParseContext<Params>): ParsedPage {
  const posts = listOf(body.latest_posts).map(objectOf);
  const mentions = posts.map((post) => toMention(post, {}, context.params.site)).filter((mention) => mention !== null);
  if (posts.length > 0 && mentions.length === 0) throw shapeChanged('id, username or cooked of the posts');
  const ids = posts.map((post) => numberOf(post.id)).filter((id) => id !== null);
  const { newestId: knownId } = objectOf(context.cursor) as Cursor;
  const newestId = Math.max(knownId ?? 0, ...ids);
  const oldestId = Math.min(...ids);
  // A first run takes one page: the forum's past is not what was asked for.
  const hasGap = knownId !== undefined && ids.length > 0 && oldestId > knownId + 1;
  return {
    mentions,
    isMeasuredEmpty: posts.length === 0,
    ...(hasGap
      ? { next: [{ url: `${siteRoot(context.params.site)}/posts.json?before=${oldestId}`, note: context.note }] }
      : {}),
    ...(newestId > 0 ? { cursor: { newestId } satisfies Cursor } : {}),
  };
}

/** A post of the search (blurb) or of the latest posts (cooked, raw). Small actions and hidden posts have no text. */
function toMention(post: Json, topic: Json, site: string): RawMention | null {
  const id = textOf(post.id);
  const topicId = textOf(post.topic_id);
  if (id === null || topicId === null) return null;
  const cooked = textOf(post.cooked) ?? textOf(post.blurb);
  const text = htmlToText(cooked ?? textOf(post.raw) ?? '', { isDropped: isForeign });
  if (text === '' || post.hidden === true) return null;
  const root = siteRoot(site);
  const host = new URL(site).host;
  const slug = textOf(topic.slug) ?? textOf(post.topic_slug) ?? '-';
  const username = textOf(post.username);
  const likes = numberOf(post.like_count) ?? likesOf(post);
  const answered = numberOf(post.reply_to_post_number);
  return {
    nativeId: `${host}:${id}`,
    url: `${root}/t/${encodeURIComponent(slug)}/${topicId}/${numberOf(post.post_number) ?? 1}`,
    title: inlineText(textOf(topic.title) ?? textOf(post.topic_title) ?? textOf(post.topic_title_headline)),
    text,
    author: {
      name: inlineText(textOf(post.name)),
      handle: username,
      url: username === null ? null : `${root}/u/${encodeURIComponent(username)}`,
    },
    publishedAt: parseDate(post.created_at, 'UTC'),
    engagement: { likes, comments: numberOf(post.reply_count), views: numberOf(post.reads) },
    parentId: answered === null ? null : `${host}:topic:${topicId}:${answered}`,
    threadId: `${host}:topic:${topicId}`,
    siteName: host,
  };
}

/** Quoted posts and previews of linked pages are somebody else's words. */
function isForeign(name: string, attributes: Record<string, string>): boolean {
  return name === 'aside' && /\b(?:quote|onebox)\b/.test(attributes.class ?? '');
}

/** Action 2 is the like. */
function likesOf(post: Json): number | null {
  const actions = listOf(post.actions_summary).map(objectOf);
  return actions.length === 0 ? null : numberOf(actions.find((action) => action.id === 2)?.count);
}
