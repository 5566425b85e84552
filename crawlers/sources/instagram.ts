// Instagram through Meta's own interface, for a business account: recent posts under a hashtag, posts that tag the account,
// and the comments under its own posts. There is no search for words. Thirty hashtags may be asked in seven days.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { graphNext, graphRequest, readGraph } from '../parse/graph.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { graphId, type MetaChange, type MetaFound, metaSigned, readChanges } from '../parse/meta-hook.ts';
import { shapeChanged } from '../parse/refuse.ts';

const MEDIA = 'id,caption,media_type,permalink,timestamp,like_count,comments_count';
const REPLIES = 'replies.limit(50){id,text,timestamp,username,like_count}';
const COMMENTS = `comments.limit(50){id,text,timestamp,username,like_count,${REPLIES}}`;
/** Comments come under posts of weeks ago; older posts are quiet. */
const OWN_POSTS = 25;

const params = z
  .strictObject({
    userId: z
      .string()
      .regex(/^\d{5,20}$/)
      .meta({
        title: 'Hesap numarası',
        description: 'Instagram işletme hesabınızın sayısal kimliği · Numeric id of your Instagram business account',
      }),
    reads: z.enum(['hashtag', 'tagged', 'comments']).default('tagged').meta({
      title: 'Okunan',
      description:
        'hashtag: etiketin son gönderileri; tagged: hesabı etiketleyenler; comments: kendi gönderilerinizin yorumları · Posts of a hashtag, posts that tag you, or comments under your posts',
    }),
    hashtag: z
      .string()
      .regex(/^#?[\p{L}\p{N}_]+$/u, { error: 'must be one hashtag, letters and digits only' })
      .max(100)
      .optional()
      .meta({ title: 'Etiket', description: '# olmadan, yalnızca hashtag için · Without #, for hashtag only' }),
  })
  .refine(({ reads, hashtag }) => (reads === 'hashtag') === (hashtag !== undefined), {
    error: 'give a hashtag exactly when reads is "hashtag"',
  });
type Params = z.infer<typeof params>;

interface Cursor {
  hashtagId?: string;
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'instagram',
    title: 'Instagram',
    channel: 'social',
    homepage: 'https://developers.facebook.com/docs/instagram-platform',
    description: {
      tr: 'İşletme hesabınızın etiketlendiği gönderileri, kendi gönderilerinizin yorumlarını ya da bir etiketi okur.',
      en: 'Reads posts that tag your business account, comments under your own posts, or a hashtag.',
    },
    isOfficial: true,
    needs: ['instagram'],
    params,
    example: { userId: '17841400000000000', reads: 'tagged' },
    // Whoever tags the account or writes under its posts means the brand, named or not; a hashtag is chosen by hand.
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: 4, obeysRobots: false },
    legalNote:
      'Official interface, free, with a page token (instagram_basic, instagram_manage_comments, pages_read_engagement; hashtags also need Instagram Public Content Access after review). Hashtag posts come without their author and from the last day only; 30 hashtags in 7 days. Mentions in captions and comments of others come by webhook only.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan({ userId, reads, hashtag }, cursor, { keys }) {
    const token = keys['instagram'] ?? '';
    const limit = String(reads === 'comments' ? OWN_POSTS : 50);
    if (reads === 'tagged')
      return [graphRequest(`${userId}/tags`, { fields: `${MEDIA},username`, limit }, token, { step: 'media' })];
    if (reads === 'comments')
      return [graphRequest(`${userId}/media`, { fields: `${MEDIA},${COMMENTS}`, limit }, token, { step: 'comments' })];
    const { hashtagId } = objectOf(cursor) as Cursor;
    if (hashtagId) return [recentMedia(hashtagId, userId, token)];
    const q = (hashtag ?? '').replace(/^#/, '');
    return [graphRequest('ig_hashtag_search', { user_id: userId, q }, token, { step: 'hashtag' })];
  },
  parse(reply, context) {
    const body = readGraph(reply);
    const note = objectOf(context.note);
    if (note['step'] === 'mentioned') return mentioned(body);
    if (!Array.isArray(body['data'])) throw shapeChanged('data');
    const rows = body['data'].map(objectOf);
    if (note['step'] === 'hashtag') return hashtagFound(rows, context);
    if (rows.some((row) => textOf(row['id']) === null)) throw shapeChanged('id of the posts');
    const mentions = note['step'] === 'comments' ? rows.flatMap(commentsOf) : rows.map(mediaMention);
    return pageOf(rows, mentions, body, context);
  },
  webhook: {
    ...metaSigned,
    setup: {
      tr: 'developers.facebook.com › uygulamanız › Webhooks › Instagram: adresi ve kendi seçtiğiniz verifyToken’ı girin, comments ve mentions alanlarına abone olun. secret, App settings › Basic altındaki App secret’tır.',
      en: 'developers.facebook.com › your app › Webhooks › Instagram: enter the address and a verifyToken of your choice, subscribe to comments and mentions. The secret is the App secret under App settings › Basic.',
    },
    parse: (body) => readChanges(body, 'instagram', changeOf),
    ask(named, { keys }) {
      const { userId, mediaId, commentId } = objectOf(named) as Record<string, string>;
      const fields = commentId
        ? `mentioned_comment.comment_id(${commentId}){id,text,timestamp,username,like_count,media{id,permalink,caption}}`
        : `mentioned_media.media_id(${mediaId}){${MEDIA},username}`;
      return graphRequest(userId ?? '', { fields }, keys['instagram'] ?? '', { step: 'mentioned' });
    },
  },
};

/** A comment under the account's own post comes whole; a mention under somebody else's is only named. */
function changeOf({ accountId, field, value }: MetaChange): MetaFound {
  if (field === 'comments' || field === 'live_comments') {
    const [id, text] = [textOf(value['id']), textOf(value['text'])];
    if (id === null || text === null) return { error: 'id or text is missing' };
    const mediaId = textOf(objectOf(value['media'])['id']);
    const author = authorOf(textOf(objectOf(value['from'])['username']));
    const raw = { nativeId: id, text, author, parentId: textOf(value['parent_id']) ?? mediaId, threadId: mediaId };
    return { raw };
  }
  if (field !== 'mentions') return null;
  const [userId, mediaId, commentId] = [graphId(accountId), graphId(value['media_id']), graphId(value['comment_id'])];
  if (userId === null || (mediaId === null && commentId === null)) return { error: 'media_id is missing' };
  return { named: { userId, ...(commentId === null ? { mediaId } : { commentId }) } };
}

/** The comment or post that a webhook named. */
function mentioned(body: Json): ParsedPage {
  const comment = objectOf(body['mentioned_comment']);
  const media = objectOf(body['mentioned_media']);
  if (textOf(comment['id']) === null && textOf(media['id']) === null)
    throw shapeChanged('mentioned_comment or mentioned_media');
  const place = objectOf(comment['media']);
  const mention = textOf(comment['id']) ? commentMention(comment, place, textOf(place['id'])) : mediaMention(media);
  return { mentions: mention === null ? [] : [mention], isMeasuredEmpty: mention === null };
}

function recentMedia(hashtagId: string, userId: string, token: string): RequestPlan {
  const search = { user_id: userId, fields: MEDIA, limit: '50' };
  return graphRequest(`${hashtagId}/recent_media`, search, token, { step: 'media', hashtagId });
}

function hashtagFound(rows: Json[], { params: { userId }, keys }: ParseContext<Params>): ParsedPage {
  const hashtagId = textOf(rows[0]?.['id']);
  if (hashtagId === null) throw shapeChanged('id of the hashtag');
  return { mentions: [], next: [recentMedia(hashtagId, userId, keys['instagram'] ?? '')], isMeasuredEmpty: true };
}

function pageOf(
  rows: Json[],
  found: (RawMention | null)[],
  body: Json,
  { cursor, note, keys, params: { reads } }: ParseContext<Params>,
): ParsedPage {
  const mentions = found.filter((mention) => mention !== null);
  const { newestAt: knownAt } = objectOf(cursor) as Cursor;
  const times = rows.map((row) => parseDate(row['timestamp'], 'UTC') ?? 0);
  const following = graphNext(body, objectOf(note), keys['instagram'] ?? '');
  // A first run takes one page; comments are looked for under the newest posts only, whatever is known.
  const isWanted = reads !== 'comments' && knownAt !== undefined && Math.min(...times) > knownAt - DAY / 24;
  const newestAt = Math.max(knownAt ?? 0, ...times);
  const hashtagId = textOf(objectOf(note)['hashtagId']);
  return {
    mentions,
    // Pictures without a caption have nothing to read and are no new shape.
    isMeasuredEmpty: mentions.length === 0,
    ...(following !== null && isWanted ? { next: [following] } : {}),
    cursor: { ...(newestAt > 0 ? { newestAt } : {}), ...(hashtagId ? { hashtagId } : {}) } satisfies Cursor,
  };
}

function mediaMention(media: Json): RawMention | null {
  const text = textOf(media['caption']);
  if (text === null) return null;
  const username = textOf(media['username']);
  return {
    nativeId: textOf(media['id']),
    url: resolveLink(media['permalink'], []),
    text,
    author: authorOf(username),
    publishedAt: parseDate(media['timestamp'], 'UTC'),
    engagement: { likes: numberOf(media['like_count']), comments: numberOf(media['comments_count']) },
  };
}

const authorOf = (username: string | null) => ({
  handle: username,
  url: username === null ? null : `https://www.instagram.com/${username}/`,
});

/** The comments under one of the account's own posts, and the answers to them. */
function commentsOf(media: Json): RawMention[] {
  const comments = listOf(objectOf(media['comments'])['data']).map(objectOf);
  return comments.flatMap((comment) => {
    const answers = listOf(objectOf(comment['replies'])['data']).map(objectOf);
    const own = commentMention(comment, media, textOf(media['id']));
    return [own, ...answers.map((answer) => commentMention(answer, media, textOf(comment['id'])))].filter(
      (found) => found !== null,
    );
  });
}

function commentMention(comment: Json, media: Json, parentId: string | null): RawMention | null {
  const [id, text] = [textOf(comment['id']), textOf(comment['text'])];
  if (id === null || text === null) return null;
  return {
    nativeId: id,
    url: resolveLink(media['permalink'], []),
    title: textOf(media['caption'])?.slice(0, 120) ?? null,
    text,
    author: authorOf(textOf(comment['username'])),
    publishedAt: parseDate(comment['timestamp'], 'UTC'),
    engagement: { likes: numberOf(comment['like_count']) },
    parentId,
    threadId: textOf(media['id']),
  };
}
