// A Facebook page through Meta's own interface: what is posted on it, who tags it, and the comments below. There is no
// search for words on Facebook, and other people's pages need Page Public Content Access. Must never follow `next` as sent.

import { z } from 'zod';
import type { ParseContext, ParsedPage, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate, parseEpoch } from '../parse/dates.ts';
import { graphNext, graphRequest, readGraph } from '../parse/graph.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { graphId, type MetaChange, type MetaFound, metaSigned, readChanges } from '../parse/meta-hook.ts';
import { shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 25;
const COMMENT = 'id,message,created_time,from,like_count,comment_count,permalink_url,parent{id}';
const COMMENTS = `comments.order(reverse_chronological).filter(stream).limit(50).summary(true){${COMMENT}}`;
const POST = `id,message,story,created_time,permalink_url,from,shares,attachments{title,description},reactions.limit(0).summary(true),${COMMENTS}`;

const params = z.strictObject({
  pageId: z
    .string()
    .regex(/^[\w.-]{3,80}$/)
    .meta({ title: 'Sayfa', description: 'Sayfanın adı ya da numarası · Name or number of the page' }),
  reads: z.enum(['feed', 'tagged']).default('feed').meta({
    title: 'Okunan',
    description:
      'feed: sayfadaki gönderiler ve yorumları; tagged: sayfayı etiketleyenler · Posts on the page with their comments, or posts that tag it',
  }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'facebook',
    title: 'Facebook sayfası',
    channel: 'social',
    homepage: 'https://developers.facebook.com/docs/graph-api/reference/page/feed/',
    description: {
      tr: 'Bir Facebook sayfasının gönderilerini ve altındaki yorumları okur, ya da sayfayı etiketleyenleri.',
      en: 'Reads the posts of a Facebook page with their comments, or the posts that tag it.',
    },
    isOfficial: true,
    needs: ['facebook'],
    params,
    example: { pageId: 'markam', reads: 'feed' },
    // Whoever writes on the brand's own page means the brand, named or not.
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: 3, obeysRobots: false },
    legalNote:
      'Official interface, free, with a page token (pages_read_engagement, pages_read_user_content; other pages need Page Public Content Access after review). Names of commenters come only with the token of the page itself. What its author deletes must be deleted here too.',
    expectedPerDay: 8,
    isVerifiedLive: false,
  },
  plan({ pageId, reads }, _cursor, { keys }) {
    const search = { fields: POST, limit: String(PAGE_SIZE) };
    return [graphRequest(`${pageId}/${reads}`, search, keys['facebook'] ?? '', {})];
  },
  parse(reply, context) {
    const body = readGraph(reply);
    const { step, isComment } = objectOf(context.note);
    if (step === 'named') return namedItem(body, isComment === true);
    if (!Array.isArray(body['data'])) throw shapeChanged('data');
    const rows = body['data'].map(objectOf);
    const mentions = rows.flatMap((row) => [postMention(row), ...commentsOf(row)]).filter((found) => found !== null);
    if (rows.length > 0 && rows.every((row) => textOf(row['id']) === null && textOf(row['permalink_url']) === null))
      throw shapeChanged('id and permalink_url of the posts');
    return pageOf(rows, mentions, body, context);
  },
  webhook: {
    ...metaSigned,
    setup: {
      tr: 'developers.facebook.com › uygulamanız › Webhooks › Page: adresi ve kendi seçtiğiniz verifyToken’ı girin, feed ve mention alanlarına abone olun, sonra uygulamayı sayfaya bağlayın (/{sayfa}/subscribed_apps). secret, App settings › Basic altındaki App secret’tır.',
      en: 'developers.facebook.com › your app › Webhooks › Page: enter the address and a verifyToken of your choice, subscribe to feed and mention, then connect the app with the page (/{page}/subscribed_apps). The secret is the App secret under App settings › Basic.',
    },
    parse: (body) => readChanges(body, 'page', changeOf),
    ask(named, { keys }) {
      const { id, isComment } = objectOf(named) as { id?: string; isComment?: boolean };
      return graphRequest(id ?? '', { fields: isComment ? COMMENT : POST }, keys['facebook'] ?? '', {
        step: 'named',
        isComment,
      });
    },
  },
};

const POSTS = new Set(['post', 'status', 'photo', 'video', 'share', 'link', 'album']);

/** What was written comes with its words; one without them is asked for. Likes and removals say nothing to read. */
function changeOf({ field, value }: MetaChange): MetaFound {
  const item = textOf(value['item']) ?? '';
  const isComment = item === 'comment';
  const isNew = ['add', 'edited', 'edit'].includes(textOf(value['verb']) ?? '');
  if ((field !== 'feed' && field !== 'mention') || !isNew || !(isComment || POSTS.has(item))) return null;
  const id = graphId(isComment ? value['comment_id'] : value['post_id']);
  if (id === null) return { error: `${isComment ? 'comment_id' : 'post_id'} is missing` };
  const text = textOf(value['message']);
  if (text === null) return { named: { id, isComment } };
  const postId = textOf(value['post_id']);
  const raw: RawMention = {
    ...{ nativeId: id, url: addressOf(value, postId), text, threadId: postId },
    author: authorOf({ from: { ...objectOf(value['from']), ...senderOf(value) } }),
    publishedAt: parseEpoch(value['created_time']),
    parentId: isComment ? (textOf(value['parent_id']) ?? postId) : null,
  };
  return { raw };
}

/** Mentions name who wrote them in another way than the feed does. */
function senderOf(value: Json): Json {
  const [id, name] = [textOf(value['sender_id']), textOf(value['sender_name'])];
  return { ...(id === null ? {} : { id }), ...(name === null ? {} : { name }) };
}

function addressOf(value: Json, postId: string | null): string | null {
  const given = resolveLink(value['permalink_url'] ?? objectOf(value['post'])['permalink_url'], []);
  return given ?? (graphId(postId) === null ? null : `https://www.facebook.com/${postId}`);
}

/** The post or comment that a webhook named. */
function namedItem(item: Json, isComment: boolean): ParsedPage {
  if (textOf(item['id']) === null) throw shapeChanged('id');
  const mention = isComment ? commentMention(item, {}) : postMention(item);
  return { mentions: mention === null ? [] : [mention], isMeasuredEmpty: mention === null };
}

function pageOf(
  rows: Json[],
  mentions: RawMention[],
  body: Json,
  { cursor, note, keys }: ParseContext<Params>,
): ParsedPage {
  const { newestAt: knownAt } = objectOf(cursor) as Cursor;
  const times = rows.map((row) => parseDate(row['created_time'], 'UTC') ?? 0);
  const newestAt = Math.max(knownAt ?? 0, ...times);
  const following = graphNext(body, objectOf(note), keys['facebook'] ?? '');
  const hasGap = knownAt !== undefined && rows.length > 0 && Math.min(...times) > knownAt;
  return {
    mentions,
    // Photos without a word have nothing to read and are no new shape.
    isMeasuredEmpty: mentions.length === 0,
    ...(following !== null && hasGap ? { next: [following] } : {}),
    ...(newestAt > 0 ? { cursor: { newestAt } satisfies Cursor } : {}),
  };
}

function postMention(post: Json): RawMention | null {
  const card = objectOf(listOf(objectOf(post['attachments'])['data'])[0]);
  const message = textOf(post['message']);
  // A link card repeats the message when there is nothing else to say.
  const shared = [textOf(card['title']), textOf(card['description'])].filter(
    (line) => line !== null && line !== message,
  );
  const text = [message, ...shared].filter(Boolean).join('\n\n');
  if (text === '') return null;
  return {
    nativeId: textOf(post['id']),
    url: resolveLink(post['permalink_url'], []),
    text,
    author: authorOf(post),
    publishedAt: parseDate(post['created_time'], 'UTC'),
    engagement: {
      likes: totalOf(post['reactions']),
      shares: numberOf(objectOf(post['shares'])['count']),
      comments: totalOf(post['comments']),
    },
    threadId: textOf(post['id']),
  };
}

function commentsOf(post: Json): (RawMention | null)[] {
  return listOf(objectOf(post['comments'])['data']).map((value) => commentMention(objectOf(value), post));
}

/** A comment as mention; null when it is only a picture. Comments that come without an id are known by their address. */
function commentMention(comment: Json, post: Json): RawMention | null {
  const text = textOf(comment['message']);
  const url = resolveLink(comment['permalink_url'], []);
  const id = textOf(comment['id']) ?? commentIdIn(url);
  if (text === null || id === null) return null;
  const postId = textOf(post['id']);
  return {
    nativeId: id,
    url,
    title: textOf(post['message'])?.slice(0, 120) ?? null,
    text,
    author: authorOf(comment),
    publishedAt: parseDate(comment['created_time'], 'UTC'),
    engagement: { likes: numberOf(comment['like_count']), comments: numberOf(comment['comment_count']) },
    parentId: textOf(objectOf(comment['parent'])['id']) ?? postId,
    threadId: postId,
  };
}

function commentIdIn(url: string | null): string | null {
  const search = url === null ? null : new URL(url).searchParams;
  return search?.get('reply_comment_id') ?? search?.get('comment_id') ?? null;
}

function authorOf(item: Json) {
  const from = objectOf(item['from']);
  const id = textOf(from['id']);
  return {
    name: inlineText(textOf(from['name'])),
    handle: textOf(from['username']) ?? id,
    url: id === null ? null : `https://www.facebook.com/${encodeURIComponent(id)}`,
  };
}

const totalOf = (edge: unknown): number | null => numberOf(objectOf(objectOf(edge)['summary'])['total_count']);
