// Instagram and Facebook: what is asked, whose words come out, how paging keeps the token out of every address.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/errors.ts';
import type { Source } from '../../../core/ports.ts';
import { source as facebook } from '../../../crawlers/sources/facebook.ts';
import { source as instagram } from '../../../crawlers/sources/instagram.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, keysOf, NOW, read, reply } from './support.ts';

const GRAPH = 'https://graph.facebook.com/v23.0';
const userId = '17841400000000000';

function firstPlan<P>(source: Source<P>, params: unknown, cursor: unknown = null) {
  const context = { query: 'markam', terms: ['markam'], now: NOW, keys: keysOf(source) };
  const [plan] = source.plan(source.manifest.params.parse(params), cursor, context);
  if (!plan) throw new Error('nothing was planned');
  return plan;
}

function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'none';
}

describe('instagram', () => {
  it('keeps the token behind the address, and out of it when it pages', () => {
    const plan = firstPlan(instagram, { userId, reads: 'tagged' });
    expect(plan.url).toMatch(new RegExp(`^${GRAPH}/${userId}/tags\\?fields=`));
    expect(plan.secretQuery).toEqual({ access_token: keysOf(instagram)['instagram'] });
    const body = fixture('instagram', 'comments.json').replaceAll('"comments"', '"yorumlar"');
    const page = read(instagram, reply(plan.url, body), {
      params: { userId, reads: 'tagged' },
      note: plan.note,
      cursor: { newestAt: Date.UTC(2026, 10, 1) },
    });
    expect(page.next?.[0]?.url).toBe(`${plan.url}&after=QVFornek`);
    expect(JSON.stringify(page.next?.[0]?.url)).not.toContain('gizli');
    expect(page.next?.[0]?.secretQuery).toEqual(plan.secretQuery);
  });

  it('finds a hashtag’s number once and keeps it', () => {
    const params = { userId, reads: 'hashtag', hashtag: '#Markam' };
    const lookup = firstPlan(instagram, params);
    expect(lookup.url).toBe(`${GRAPH}/ig_hashtag_search?user_id=${userId}&q=Markam`);
    const found = read(instagram, reply(lookup.url, { data: [{ id: '1784' }] }), { params, note: lookup.note });
    expect(found.next?.[0]?.url).toContain(`${GRAPH}/1784/recent_media?user_id=${userId}`);
    const media = { id: '9', caption: '#markam kötü', timestamp: '2026-11-24T05:00:00+0000' };
    const page = read(instagram, reply('https://graph.facebook.com/', { data: [media] }), {
      ...{ params, note: found.next?.[0]?.note },
    });
    expect(page.cursor).toEqual({ newestAt: Date.UTC(2026, 10, 24, 5), hashtagId: '1784' });
    expect(firstPlan(instagram, params, page.cursor).url).toContain('/1784/recent_media');
  });

  it('takes comments and the answers to them with what they stand under, and not the own post', () => {
    const params = { userId, reads: 'comments' };
    const page = read(instagram, reply(GRAPH, fixture('instagram', 'comments.json')), {
      params,
      note: { step: 'comments' },
    });
    expect(page.mentions.map(({ text }) => text)).not.toContain('Yeni sezon geldi! #markam');
    expect(page.mentions[0]).toMatchObject({
      title: 'Yeni sezon geldi! #markam',
      url: 'https://www.instagram.com/p/Cornek00001/',
      author: { handle: 'ayse.ornek', url: 'https://www.instagram.com/ayse.ornek/' },
      threadId: '17900000000000001',
    });
    expect(page.mentions[1]).toMatchObject({ parentId: '17900000000000101', author: { handle: 'markam' } });
  });

  it('wants a hashtag exactly where it reads one', () => {
    const accepts = (params: object) => instagram.manifest.params.safeParse({ userId, ...params }).success;
    expect([accepts({}), accepts({ reads: 'hashtag' }), accepts({ hashtag: 'x' })]).toEqual([true, false, false]);
  });
});

describe('facebook', () => {
  const params = { pageId: 'markam' };
  const page = () => read(facebook, reply(GRAPH, fixture('facebook', 'feed.json')), { params });

  it('takes posts with their counts and does not say a link card’s words twice', () => {
    expect(page().mentions[0]).toMatchObject({
      nativeId: '10000_501',
      text: 'Kasım kampanyamız başladı!\n\nKampanya koşulları',
      engagement: { likes: 57, shares: 4, comments: 3 },
    });
  });

  it('hangs comments under their post and answers under their comment, and leaves wordless ones out', () => {
    const [, comment, answer] = page().mentions;
    expect(page().mentions).toHaveLength(3);
    expect(comment).toMatchObject({ parentId: '10000_501', threadId: '10000_501', author: { name: 'Ayşe Örnek' } });
    expect(answer).toMatchObject({ parentId: '501_2', author: { name: null, handle: null } });
  });

  it('goes back only while posts are missing, and never on a first run', () => {
    const plan = firstPlan(facebook, params);
    const from = (cursor: unknown) =>
      read(facebook, reply(plan.url, fixture('facebook', 'feed.json')), { params, note: plan.note, cursor }).next;
    expect(from(null)).toBeUndefined();
    expect(from({ newestAt: Date.UTC(2026, 10, 23) })).toBeUndefined();
    expect(from({ newestAt: Date.UTC(2026, 10, 20) })?.[0]?.url).toBe(`${plan.url}&after=QVFornek`);
  });

  it('says what Meta’s errors mean', () => {
    const answer = (code: number) => () => read(facebook, reply(GRAPH, { error: { code, message: 'x' } }), { params });
    expect([4, 190, 100].map((code) => codeOf(answer(code)))).toEqual([
      ...['source.throttled', 'source.blocked', 'source.refused'],
    ]);
  });
});

describeShared('Meta’s own answers', (at) => {
  const json = (name: string) => readFileSync(at('fixtures/meta-graph', name), 'utf8');

  it('gives posts of a page with reactions and comments', () => {
    const { mentions } = read(facebook, reply(GRAPH, json('facebook-posts-feeds_default_fields_p1.json')), {
      params: { pageId: 'sayfa' },
    });
    expect(mentions[0]).toMatchObject({
      nativeId: '19292868552_10158349356748553',
      url: 'https://www.facebook.com/19292868552/posts/10158349356748553/',
      engagement: { likes: 125, shares: 10, comments: 13 },
      publishedAt: Date.UTC(2021, 6, 9, 19, 9, 52),
    });
  });

  it('knows comments that come without an id by their address', () => {
    const comments = JSON.parse(json('facebook-comments-comments_p1.json')) as { data: unknown[] };
    const post = { id: 'p', message: 'gönderi', permalink_url: 'https://www.facebook.com/p', comments };
    const { mentions } = read(facebook, reply(GRAPH, { data: [post] }), { params: { pageId: 'sayfa' } });
    const ids = mentions.slice(1).map(({ nativeId }) => nativeId);
    expect(ids).toHaveLength(comments.data.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe('10158407835073553');
  });

  it('refuses an error answer with a sentence', () => {
    expect(
      codeOf(() => read(facebook, reply(GRAPH, json('base-error_data.json')), { params: { pageId: 'sayfa' } })),
    ).toBe('source.refused');
  });
});
