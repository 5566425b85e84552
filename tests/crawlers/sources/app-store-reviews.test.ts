// Apple's review feed with its oddities: the app among the reviews, one review as an object, none at all.

import { describe, expect, it } from 'vitest';
import { source } from '../../../crawlers/sources/app-store-reviews.ts';
import { fixture, planned, read, reply } from './support.ts';

const params = { appId: '310633997' };
const URL = 'https://itunes.apple.com/tr/rss/customerreviews/page=1/id=310633997/sortby=mostrecent/json';

function many(count: number): object {
  const entry = Array.from({ length: count }, (_, index) => ({
    id: { label: String(index) },
    updated: { label: `2026-11-20T${String(23 - (index % 24)).padStart(2, '0')}:00:00-07:00` },
    'im:rating': { label: '2' },
    content: { label: 'Kötü' },
  }));
  return { feed: { entry } };
}

describe('app-store-reviews', () => {
  it('asks the newest page of the country', () => {
    expect(planned(source, params)).toEqual([URL]);
  });

  it('takes stars, votes, author and Apple’s time, and leaves the app’s own entry out', () => {
    const page = read(source, reply(URL, fixture('app-store-reviews', 'reviews.json')), { params });
    expect(page.mentions).toHaveLength(2);
    expect(page.mentions[0]).toMatchObject({
      nativeId: '11000000001',
      title: 'Açılmıyor',
      text: 'Güncellemeden sonra açılmıyor.\nParam da gitti < 100 TL',
      author: { name: 'kizgin_kedi' },
      publishedAt: Date.UTC(2026, 10, 24, 4, 5, 9),
      engagement: { rating: 1, likes: 4 },
      siteName: 'App Store TR',
    });
    expect(page.mentions[1]?.engagement).toEqual({ rating: 5, likes: null });
  });

  it('reads one review, and calls none empty', () => {
    expect(read(source, reply(URL, fixture('app-store-reviews', 'one.json')), { params }).mentions).toHaveLength(1);
    expect(read(source, reply(URL, { feed: { title: { label: 'x' } } }), { params })).toMatchObject({
      mentions: [],
      isMeasuredEmpty: true,
    });
  });

  it('goes on to page ten at most, and only for what is new', () => {
    const next = (page: number, cursor?: unknown) =>
      read(source, reply(URL, many(50)), { params, note: { page }, cursor }).next?.[0]?.url;
    expect(next(1)).toContain('/page=2/');
    expect(next(10)).toBeUndefined();
    expect(next(1, { newestAt: Date.UTC(2026, 10, 22) })).toBeUndefined();
    expect(read(source, reply(URL, many(49)), { params, note: { page: 1 } }).next).toBeUndefined();
  });

  it.each([[{}], [{ feed: {} }], [{ feed: { entry: [{ id: { label: '1' } }] } }]])(
    'says that %j is not what it should be',
    (body) => {
      expect(() => read(source, reply(URL, body), { params })).toThrow(/documented shape/);
    },
  );
});
