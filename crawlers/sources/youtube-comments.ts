// Comments under one video, or under all videos of a channel, through YouTube's Data API: newest first, with the answers
// that come along. One unit a page, of 10,000 a day.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { shapeChanged } from '../parse/refuse.ts';
import { apiItems, apiRequest } from '../parse/youtube.ts';

const params = z.strictObject({
  videoId: z
    .string()
    .regex(/^[\w-]{11}$/, { error: 'must be the 11 letters behind v= in the video’s address' })
    .optional()
    .meta({ title: 'Video', description: 'Adresteki v= sonrasındaki 11 karakter · The 11 letters behind v=' }),
  channelId: z
    .string()
    .regex(/^UC[\w-]{22}$/, { error: 'must be the channel’s id, 24 letters that begin with UC' })
    .optional()
    .meta({ title: 'Kanal', description: 'Kanalın bütün videoları · All videos of this channel' }),
  words: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .optional()
    .meta({ title: 'Kelimeler', description: 'Yalnızca bunları içerenler · Only comments with these words' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'youtube-comments',
    title: 'YouTube yorumları',
    channel: 'social',
    homepage: 'https://www.youtube.com/',
    description: {
      tr: 'Bir videonun ya da bir kanalın bütün videolarının yeni yorumlarını alır.',
      en: 'Takes the new comments under a video, or under all videos of a channel.',
    },
    isOfficial: true,
    needs: ['youtube'],
    params,
    example: { channelId: 'UCK8sQmJBp8GCxrOtXWBpyEA' },
    // The video or channel was chosen because it is about the brand; few comments under it say the name.
    selection: 'trust',
    // The interface is used with a key under its own terms; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 1000, maxPages: 5, obeysRobots: false },
    legalNote:
      'Official YouTube Data API with a key of yours; videos with comments switched off answer with a refusal.',
    expectedPerDay: 5,
    isVerifiedLive: true,
  },
  plan: (options, _cursor, { keys }) => [listRequest(options, keys, null)],
  parse(reply, context) {
    const { frame, items } = apiItems(reply);
    return pageOf(items, textOf(frame.nextPageToken), context);
  },
};

function listRequest(
  { videoId, channelId, words }: Params,
  keys: Record<string, string>,
  page: string | null,
): RequestPlan {
  if (videoId === undefined && channelId === undefined)
    throw new AppError('source.invalid', 'Comments are read under something: name a video or a channel.');
  const asked: Record<string, string> = { part: 'snippet,replies', order: 'time', maxResults: '100' };
  asked.textFormat = 'plainText';
  if (videoId !== undefined) asked.videoId = videoId;
  else asked.allThreadsRelatedToChannelId = channelId ?? '';
  if (words !== undefined) asked.searchTerms = words;
  if (page !== null) asked.pageToken = page;
  return apiRequest('commentThreads', asked, keys, {});
}

function pageOf(items: Json[], nextPage: string | null, context: ParseContext<Params>): ParsedPage {
  const tops = items.map((item) => objectOf(item.snippet));
  const mentions = items.flatMap((item, index) => [
    toMention(objectOf(tops[index]?.topLevelComment), numberOf(tops[index]?.totalReplyCount)),
    ...listOf(objectOf(item.replies).comments).map((reply) => toMention(objectOf(reply), null)),
  ]);
  const read = mentions.filter((mention) => mention !== null);
  if (items.length > 0 && read.length === 0) throw shapeChanged('topLevelComment of the comments');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = tops.map((top) => parseDate(objectOf(objectOf(top.topLevelComment).snippet).publishedAt, 'UTC') ?? 0);
  const hasMore = nextPage !== null && knownAt !== undefined && Math.min(...times) > knownAt;
  return {
    mentions: read,
    isMeasuredEmpty: items.length === 0,
    ...(hasMore ? { next: [listRequest(context.params, context.keys, nextPage)] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

function toMention(comment: Json, replies: number | null): RawMention | null {
  const id = textOf(comment.id);
  const snippet = objectOf(comment.snippet);
  const text = textOf(snippet.textOriginal) ?? htmlToText(textOf(snippet.textDisplay) ?? '');
  if (id === null || text === '') return null;
  const videoId = textOf(snippet.videoId);
  const name = inlineText(textOf(snippet.authorDisplayName));
  return {
    nativeId: id,
    url:
      videoId === null
        ? `https://www.youtube.com/channel/${textOf(snippet.channelId)}/discussion?lc=${encodeURIComponent(id)}`
        : `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}&lc=${encodeURIComponent(id)}`,
    text,
    author: {
      name: name?.startsWith('@') ? null : name,
      handle: name?.startsWith('@') ? name : textOf(objectOf(snippet.authorChannelId).value),
      url: resolveLink(snippet.authorChannelUrl, []),
    },
    publishedAt: parseDate(snippet.publishedAt, 'UTC'),
    engagement: { likes: numberOf(snippet.likeCount), comments: replies },
    parentId: textOf(snippet.parentId) ?? videoId,
    threadId: videoId ?? textOf(snippet.parentId) ?? id,
  };
}
