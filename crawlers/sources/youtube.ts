// Videos on YouTube: a search through the Data API, or the newest of one channel. A search is dear (100 a day for a key),
// what follows it is not: numbers and full descriptions of the found videos, and how many follow their channels.

import { z } from 'zod';
import { HOUR } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, Reply, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { shapeChanged } from '../parse/refuse.ts';
import { toSearchQuery } from '../parse/search-query.ts';
import { apiItems, apiRequest } from '../parse/youtube.ts';

const params = z.strictObject({
  channelId: z
    .string()
    .regex(/^UC[\w-]{22}$/, { error: 'must be the channel’s id, 24 letters that begin with UC' })
    .optional()
    .meta({
      title: 'Kanal',
      description: 'Arama yerine bu kanalın yeni videoları · New videos of this channel instead of a search',
    }),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Öncelikli dil · Language that is preferred' }),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('TR')
    .meta({ title: 'Ülke', description: 'İki harfli ülke kodu · Two-letter country' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'youtube',
    title: 'YouTube videoları',
    channel: 'social',
    homepage: 'https://www.youtube.com/',
    description: {
      tr: 'YouTube’da yeni videoları arar ya da bir kanalın yeni videolarını alır; izlenme, beğeni ve abone sayılarıyla.',
      en: 'Searches YouTube for new videos, or takes those of one channel, with views, likes and subscribers.',
    },
    isOfficial: true,
    needs: ['youtube'],
    params,
    example: { language: 'tr', region: 'TR' },
    selection: 'match',
    // The interface is used with a key under its own terms; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 1000, maxPages: 5, obeysRobots: false },
    legalNote: 'Official YouTube Data API with a key of yours; 100 searches a day, the rest counts from 10,000 units.',
    expectedPerDay: 2,
    // Search, channels, videos and the feed were tried on real answers; those of videos held no statistics.
    isVerifiedLive: true,
  },
  plan({ channelId, language, region }, cursor, { query, keys }) {
    if (channelId !== undefined) {
      const url = `https://www.youtube.com/feeds/videos.xml?channel_id=${channelId}`;
      return [{ url, obeysRobots: true, note: { step: 'feed' } }];
    }
    const q = toSearchQuery(query, 300)?.replace(/ OR /g, '|');
    if (!q)
      throw new AppError('source.invalid', 'Nothing of the query can be searched for: give it a name to look for.');
    const { newestAt } = objectOf(cursor) as Cursor;
    const asked: Record<string, string> = { part: 'snippet', type: 'video', order: 'date', maxResults: '50', q };
    Object.assign(asked, { relevanceLanguage: language, regionCode: region });
    // Search finds a video hours after it was published: the last day is always asked again.
    if (newestAt !== undefined) asked.publishedAfter = new Date(newestAt - 24 * HOUR).toISOString();
    return [apiRequest('search', asked, keys, { step: 'search' })];
  },
  parse(reply, context) {
    const { step } = objectOf(context.note);
    if (step === 'feed') return feedPage(reply, context);
    const { items } = apiItems(reply);
    if (step === 'videos') return videosPage(items, context);
    if (step === 'channels') return channelsPage(items, context);
    return searchPage(items, context);
  },
};

function searchPage(items: Json[], { keys }: ParseContext<Params>): ParsedPage {
  const found = items.filter((item) => textOf(objectOf(item.id).videoId) !== null);
  if (items.length > 0 && found.length === 0) throw shapeChanged('id.videoId of the results');
  const ids = found.map((item) => textOf(objectOf(item.id).videoId) ?? '');
  const channels = found.map((item) => textOf(objectOf(item.snippet).channelId) ?? '').filter(Boolean);
  return { ...details(ids, channels, keys), nextRunInMs: HOUR };
}

/** The channels' followers first, then the videos, which become mentions. */
function details(ids: string[], channels: string[], keys: ParseContext<Params>['keys']): ParsedPage {
  const asked = { part: 'statistics', maxResults: '50', id: [...new Set(channels)].slice(0, 50).join(',') };
  const next = ids.length === 0 ? [] : [apiRequest('channels', asked, keys, { step: 'channels', ids })];
  return { mentions: [], next, isMeasuredEmpty: true };
}

function channelsPage(items: Json[], { note, keys }: ParseContext<Params>): ParsedPage {
  const followers = Object.fromEntries(
    items.flatMap((item) => {
      const statistics = objectOf(item.statistics);
      const count = statistics.hiddenSubscriberCount === true ? null : numberOf(statistics.subscriberCount);
      return count === null ? [] : [[textOf(item.id) ?? '', count]];
    }),
  );
  const ids = listOf(objectOf(note).ids).map(String).slice(0, 50);
  const asked = { part: 'snippet,statistics', id: ids.join(','), maxResults: '50' };
  return {
    mentions: [],
    next: [apiRequest('videos', asked, keys, { step: 'videos', followers })],
    isMeasuredEmpty: true,
  };
}

function videosPage(items: Json[], { note, cursor }: ParseContext<Params>): ParsedPage {
  const followers = objectOf(objectOf(note).followers);
  const mentions = items.map((item) => toMention(item, followers)).filter((mention) => mention !== null);
  if (items.length > 0 && mentions.length === 0) throw shapeChanged('id and title of the videos');
  const { newestAt = 0 } = objectOf(cursor) as Cursor;
  const times = mentions.map(({ publishedAt }) => publishedAt ?? 0);
  return {
    mentions,
    isMeasuredEmpty: items.length === 0,
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(newestAt, ...times) } satisfies Cursor } : {}),
  };
}

/** The channel's own feed costs nothing; what it lacks (likes, comments, followers) is asked for the new ones. */
function feedPage(reply: Reply, context: ParseContext<Params>): ParsedPage {
  const feed = parseFeedReply(reply, { timeZone: context.timeZone });
  const { newestAt = 0 } = objectOf(context.cursor) as Cursor;
  const ids = feed.items
    .filter((item) => (item.publishedAt ?? context.now) > newestAt)
    .map((item) => /^yt:video:([\w-]{11})$/.exec(item.guid ?? '')?.[1] ?? null);
  if (ids.length > 0 && ids.every((id) => id === null)) throw shapeChanged('yt:videoId of the feed');
  return details(
    ids.filter((id) => id !== null),
    [context.params.channelId ?? ''],
    context.keys,
  );
}

function toMention(video: Json, followers: Json): RawMention | null {
  const id = textOf(video.id);
  const snippet = objectOf(video.snippet);
  const title = inlineText(textOf(snippet.title));
  if (id === null || title === null) return null;
  const statistics = objectOf(video.statistics);
  const channelId = textOf(snippet.channelId);
  return {
    nativeId: id,
    url: `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`,
    isOwnPage: true,
    title,
    text: textOf(snippet.description) ?? '',
    author: {
      name: inlineText(textOf(snippet.channelTitle)),
      handle: channelId,
      url: channelId === null ? null : `https://www.youtube.com/channel/${encodeURIComponent(channelId)}`,
      followers: channelId === null ? null : numberOf(followers[channelId]),
    },
    publishedAt: parseDate(snippet.publishedAt, 'UTC'),
    language: textOf(snippet.defaultAudioLanguage) ?? textOf(snippet.defaultLanguage),
    engagement: {
      views: numberOf(statistics.viewCount),
      likes: numberOf(statistics.likeCount),
      comments: numberOf(statistics.commentCount),
    },
    threadId: id,
  };
}
