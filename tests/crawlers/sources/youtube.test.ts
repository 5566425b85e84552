// YouTube: a search in three steps with the key in a header, a channel's free feed, comments with their answers; all of
// it over real answers of the Data API.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { source as videos } from '../../../crawlers/sources/youtube.ts';
import { source as comments } from '../../../crawlers/sources/youtube-comments.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

const API = 'https://youtube.googleapis.com/youtube/v3';
const CHANNEL = 'UCK8sQmJBp8GCxrOtXWBpyEA';

describe('youtube', () => {
  it('searches in the words of the watch, for the last day again, with the key in a header only', () => {
    const context = { query: 'markam OR "markam express"', terms: ['markam'], now: NOW, keys: keysOf(videos) };
    const [plan] = videos.plan({ language: 'tr', region: 'TR' }, { newestAt: Date.UTC(2026, 10, 24) }, context);
    const asked = new URL(plan?.url ?? '').searchParams;
    expect(asked.get('q')).toBe('markam|"markam express"');
    expect(asked.get('publishedAfter')).toBe('2026-11-23T00:00:00.000Z');
    expect(plan?.headers).toMatchObject({ 'x-goog-api-key': keysOf(videos)['youtube'] });
    expect(plan?.url).not.toMatch(/key=/);
    const [feed] = videos.plan({ channelId: CHANNEL, language: 'tr', region: 'TR' }, null, context);
    expect(feed?.obeysRobots).toBe(true);
    expect(planned(videos, { channelId: CHANNEL })).toEqual([
      `https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`,
    ]);
  });

  it('goes from the search over the channels to the videos with their numbers', () => {
    const search = read(videos, reply(`${API}/search`, fixture('youtube', 'search.json')), {
      params: {},
      note: { step: 'search' },
    });
    expect(search).toMatchObject({ mentions: [], isMeasuredEmpty: true, nextRunInMs: 3_600_000 });
    const [channels] = search.next ?? [];
    expect(channels?.url).toContain('/channels?part=statistics&maxResults=50&id=UCaaaaaaaaaaaaaaaaaaaaaa');
    const statistics = { items: [{ id: 'UCaaaaaaaaaaaaaaaaaaaaaa', statistics: { subscriberCount: '54000' } }] };
    const [list] = read(videos, reply(`${API}/channels`, statistics), { params: {}, note: channels?.note }).next ?? [];
    expect(list?.url).toContain('/videos?part=snippet%2Cstatistics&id=abcdefghijk');
    const page = read(videos, reply(`${API}/videos`, fixture('youtube', 'videos.json')), {
      params: {},
      note: list?.note,
    });
    expect(page.mentions).toMatchObject([
      {
        nativeId: 'abcdefghijk',
        url: 'https://www.youtube.com/watch?v=abcdefghijk',
        title: 'Markam kutu açılımı & rezalet',
        text: 'Markam bana kırık ürün yolladı.\nSonuna kadar izleyin.',
        author: { name: 'Kutu Kanalı', followers: 54000 },
        engagement: { views: 15230, likes: 812, comments: 96 },
        language: 'tr',
      },
    ]);
    expect(page.cursor).toEqual({ newestAt: Date.UTC(2026, 10, 23, 19) });
  });

  it('asks nothing further when the search found nothing', () => {
    const none = read(videos, reply(`${API}/search`, { items: [] }), { params: {}, note: { step: 'search' } });
    expect(none).toMatchObject({ mentions: [], next: [], isMeasuredEmpty: true });
  });
});

describe('youtube-comments', () => {
  it('asks for a video or a channel, and for nothing without one', () => {
    expect(planned(comments, { videoId: 'abcdefghijk', words: 'markam' })).toEqual([
      `${API}/commentThreads?part=snippet,replies&order=time&maxResults=100&textFormat=plainText&videoId=abcdefghijk&searchTerms=markam`,
    ]);
    expect(planned(comments, { channelId: CHANNEL })[0]).toContain(`allThreadsRelatedToChannelId=${CHANNEL}`);
    expect(() => planned(comments, {})).toThrow(/name a video or a channel/);
  });

  it('gives comments with their answers, and reads on until the known one', () => {
    const params = { videoId: 'abcdefghijk' };
    const page = (cursor?: object) =>
      read(comments, reply(`${API}/commentThreads`, fixture('youtube-comments', 'threads.json')), { params, cursor });
    expect(page().mentions).toMatchObject([
      {
        nativeId: 'UgA',
        author: { handle: '@izleyici' },
        engagement: { likes: 5, comments: 1 },
        parentId: 'abcdefghijk',
      },
      { nativeId: 'UgA.1', parentId: 'UgA', threadId: 'abcdefghijk' },
      { nativeId: 'UgB', url: 'https://www.youtube.com/watch?v=abcdefghijk&lc=UgB' },
    ]);
    expect(page().next).toBeUndefined();
    expect(page({ newestAt: Date.UTC(2026, 10, 20) }).next?.[0]?.url).toContain('pageToken=QURTSl9p');
    expect(page({ newestAt: Date.UTC(2026, 10, 23) }).next).toBeUndefined();
  });
});

describeShared('real answers of YouTube', (at) => {
  const real = (file: string) => readFileSync(at('fixtures', 'youtube', file), 'utf8');

  it('lead from a search to its videos', () => {
    const search = read(videos, reply(`${API}/search`, real('data-api/search_by_keywords_p1.json')), {
      params: {},
      note: { step: 'search' },
    });
    const [channels] = search.next ?? [];
    const ids = (channels as { note: { ids: string[] } }).note.ids;
    expect(ids).toHaveLength(25);
    expect(ids).toContain('gQ_1zX-F_No');
    const answer = reply(`${API}/channels`, real('data-api/info_multiple.json'));
    const [list] = read(videos, answer, { params: {}, note: channels?.note }).next ?? [];
    expect((list as { note: { followers: object } }).note.followers).toMatchObject({ [CHANNEL]: 10_700_000 });
    const page = read(videos, reply(`${API}/videos`, real('data-api/videos_info_multi.json')), {
      params: {},
      note: list?.note,
    });
    expect(page.mentions).toHaveLength(2);
    // Recorded without part=statistics: what is not there stays unknown.
    expect(page.mentions[0]).toMatchObject({
      nativeId: 'D-lhorsDlUQ',
      author: { handle: 'UC_x5XG1OV2P6uZZ5FSM9Ttw' },
      engagement: { views: null },
    });
  });

  it('lead from a channel’s feed to the videos that are new', () => {
    const feed = (newestAt?: number) =>
      read(videos, reply('https://www.youtube.com/feeds/videos.xml', real('channel_feed_atom.xml')), {
        params: { channelId: CHANNEL },
        note: { step: 'feed' },
        cursor: newestAt === undefined ? null : { newestAt },
      });
    const ids = (page: ReturnType<typeof feed>) => (page.next?.[0]?.note as { ids: string[] } | undefined)?.ids ?? [];
    expect(ids(feed())).toContain('5shykyfmb28');
    expect(ids(feed()).length).toBeGreaterThan(5);
    expect(ids(feed(Date.UTC(2015, 4, 3)))).toEqual(['5shykyfmb28']);
  });

  it('give comments with writers and dates', () => {
    const params = { videoId: 'F1UP7wRCPH8' };
    const page = read(
      comments,
      reply(`${API}/commentThreads`, real('data-api/comment_threads_by_video_paged_1.json')),
      {
        params,
        cursor: { newestAt: 5 },
      },
    );
    expect(page.mentions).toHaveLength(5);
    for (const mention of page.mentions)
      expect(mention).toMatchObject({
        text: expect.stringMatching(/\S/),
        author: { name: expect.any(String) },
        publishedAt: expect.any(Number),
        threadId: 'F1UP7wRCPH8',
      });
    expect(page.next?.[0]?.url).toContain('pageToken=QURTSl9p');
  });
});
