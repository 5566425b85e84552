// Şikayetvar, Trustpilot and Google's reviews: the complaint, the answers to it, what is asked next and with which key.

import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../crawlers/parse/sikayetvar.ts';
import { source as business } from '../../../crawlers/sources/google-business-reviews.ts';
import { source as play } from '../../../crawlers/sources/google-play-reviews.ts';
import { source as sikayetvar } from '../../../crawlers/sources/sikayetvar.ts';
import { source as trustpilot } from '../../../crawlers/sources/trustpilot.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

const DAY = 86_400_000;

describe('sikayetvar', () => {
  const SITE = 'https://www.sikayetvar.com/markam';
  const params = { brand: 'markam' };
  const list = (cursor?: unknown) =>
    read(sikayetvar, reply(SITE, fixture('sikayetvar', 'list.html')), {
      params,
      cursor,
      note: { kind: 'list', page: 1 },
    });

  it('opens each new complaint of the brand, and no member, category or other brand', () => {
    expect(planned(sikayetvar, params)).toEqual([SITE]);
    const first = list();
    expect(first.next).toEqual([
      { url: `${SITE}/markam-kargomu-kaybetti`, note: { kind: 'complaint', isSolved: false } },
      { url: `${SITE}/iade-yok`, note: { kind: 'complaint', isSolved: true } },
    ]);
    expect(first.cursor).toEqual({ seen: ['/markam/markam-kargomu-kaybetti', '/markam/iade-yok'], followedAt: NOW });
  });

  it('opens only what is new, turns the page when all of it is, and looks again once a day', () => {
    const seen = ['/markam/iade-yok'];
    expect(list({ seen, followedAt: NOW }).next?.map(({ url }) => url)).toEqual([`${SITE}/markam-kargomu-kaybetti`]);
    expect(list({ seen: ['/markam/eski'], followedAt: NOW }).next?.at(-1)?.url).toBe(`${SITE}?page=2`);
    const known = { seen: ['/markam/markam-kargomu-kaybetti', '/markam/iade-yok'], followedAt: NOW - DAY };
    expect(list(known)).toMatchObject({ next: [], isMeasuredEmpty: true });
    expect(list({ ...known, followedAt: NOW - DAY - 1 })).toMatchObject({
      next: [{}, {}],
      isMeasuredEmpty: false,
      cursor: { followedAt: NOW },
    });
  });

  it('reads the complaint with the brand’s answer, and the customer’s reply under it', () => {
    const url = `${SITE}/markam-kargomu-kaybetti`;
    const { mentions } = read(sikayetvar, reply(url, fixture('sikayetvar', 'complaint.html')), {
      params,
      note: { kind: 'complaint' },
    });
    expect(mentions).toMatchObject([
      {
        nativeId: '/markam/markam-kargomu-kaybetti',
        url,
        title: 'Markam kargomu kaybetti',
        text: '12 Kasım’da verdiğim sipariş kayboldu.\nMüşteri hizmetleri açmıyor.',
        author: { name: 'Ayşe' },
        publishedAt: Date.UTC(2026, 10, 23, 11, 5),
        engagement: { comments: 2, likes: 6, views: 1204 },
        siteName: 'markam',
        isOwnPage: true,
        resolution: {
          state: 'answered',
          answer: 'Merhaba Ayşe Hanım, inceliyoruz.',
          answeredAt: Date.UTC(2026, 10, 23, 14),
        },
      },
      { text: 'Hâlâ ses yok.', author: { name: 'Ayşe' }, parentId: '/markam/markam-kargomu-kaybetti' },
    ]);
  });

  it('reads the older page without JSON-LD, and the customer’s word that it is solved', () => {
    const { mentions } = read(sikayetvar, reply(`${SITE}/iade-yok`, fixture('sikayetvar', 'old.html')), {
      params,
      note: { kind: 'complaint', isSolved: true },
    });
    expect(mentions).toMatchObject([
      {
        ...{ title: 'Markam iade etmiyor', text: 'İki aydır iade bekliyorum.', publishedAt: Date.UTC(2026, 10, 22, 7) },
        resolution: { state: 'solved', answer: 'İadeniz yapılmıştır.' },
      },
      { nativeId: '/markam/iade-yok#solved', text: 'Teşekkürler, iade geldi.', parentId: '/markam/iade-yok' },
    ]);
  });

  it('says of a complaint that it does not open that its words are an excerpt, and whether it is solved', () => {
    const card = {
      path: '/markam/iade-yok',
      url: `${SITE}/iade-yok`,
      title: 'İade yok',
      text: 'İki ay…',
      publishedAt: 1,
    };
    expect(excerpt({ ...card, isSolved: true }, 'markam')).toMatchObject({
      ...{ isExcerpt: true, isOwnPage: true, resolution: { state: 'solved' } },
    });
    expect(excerpt({ ...card, isSolved: false }, 'markam').resolution).toBeNull();
  });

  it('tells a brand without complaints from a page that it no longer knows', () => {
    const page = (text: string) => reply(SITE, `<html><body><main>${text}</main></body></html>`);
    const facts = { params, note: { kind: 'list', page: 1 } };
    expect(read(sikayetvar, page('Bu marka için henüz şikayet yok.'), facts)).toEqual({
      mentions: [],
      isMeasuredEmpty: true,
    });
    expect(() => read(sikayetvar, page('Markalar'), facts)).toThrow(/documented shape/);
  });
});

describe('trustpilot', () => {
  const params = { domain: 'markam.example' };

  it('asks the official interface with a key in a header, and the public page without one', () => {
    const ask = (keys: Record<string, string>) =>
      trustpilot.plan(trustpilot.manifest.params.parse(params), null, { query: 'x', terms: ['x'], now: NOW, keys });
    expect(ask({ trustpilot: 'tp-key-0001' })).toMatchObject([
      {
        url: 'https://api.trustpilot.com/v1/business-units/find?name=markam.example',
        headers: { apikey: 'tp-key-0001' },
      },
    ]);
    expect(ask({}).map(({ url }) => url)).toEqual(['https://www.trustpilot.com/review/markam.example?sort=recency']);
    const found = read(trustpilot, reply('https://api.trustpilot.com/', { id: 'aa' }), {
      params,
      note: { step: 'find' },
    });
    expect(found.next?.[0]?.url).toMatch(/business-units\/aa\/reviews\?perPage=100&orderBy=createdat.desc&page=1$/);
  });

  it('reads the same review from both, with stars and the firm’s answer', () => {
    const api = read(trustpilot, reply('https://api.trustpilot.com/', fixture('trustpilot', 'list.json')), {
      params,
      note: { step: 'list', unit: 'aa', page: 1 },
      cursor: { newestAt: Date.UTC(2026, 10, 1) },
    });
    const page = read(trustpilot, reply('https://www.trustpilot.com/review/x', fixture('trustpilot', 'page.html')), {
      params,
      note: { page: 1 },
      cursor: { newestAt: Date.UTC(2026, 10, 1) },
    });
    for (const { mentions } of [api, page])
      expect(mentions).toMatchObject([
        {
          ...{ nativeId: '6741aa', title: 'Para iadesi yok', engagement: { rating: 1, likes: 4 }, language: 'tr' },
          resolution: { state: 'answered', answer: expect.any(String), answeredAt: Date.UTC(2026, 10, 23, 14) },
        },
        ...mentions.slice(1),
      ]);
    expect(api.mentions[1]?.resolution).toEqual({ state: 'open', answer: null, answeredAt: null });
    expect(api.next?.[0]).toMatchObject({
      note: { page: 2, unit: 'aa' },
      headers: { apikey: keysOf(trustpilot)['trustpilot'] },
    });
    expect(page.next?.[0]?.url).toBe('https://www.trustpilot.com/review/markam.example?page=2&sort=recency');
  });
});

describe.each([
  ['google-play', play, { packageName: 'com.example.shop' }] as const,
  ['google-business', business, { account: '1000', location: '2000', name: 'Markam Kadıköy' }] as const,
])('%s', (name, source, params) => {
  it('trades its key for a token and asks with that', () => {
    const context = { query: 'x', terms: ['x'], now: NOW };
    const [request] = source.plan(params as never, null, { ...context, keys: { [name]: 'cid-1:sec-1:ref-1' } });
    expect(request).toMatchObject({ url: 'https://oauth2.googleapis.com/token', method: 'POST' });
    expect(new URLSearchParams(request?.body).get('refresh_token')).toBe('ref-1');
    expect(() => source.plan(params as never, null, { ...context, keys: { [name]: 'half-a-key' } })).toThrow(
      new RegExp(`keys\\.${name} must have the form`),
    );
    const facts = { params, note: { step: 'token' } };
    const answer = read(
      source as never,
      reply('https://oauth2.googleapis.com/token', { access_token: 'ya29.x' }),
      facts,
    );
    expect(answer.next?.[0]?.headers).toMatchObject({ authorization: 'Bearer ya29.x' });
    expect(() => read(source as never, reply('https://oauth2.googleapis.com/token', { error: 'x' }), facts)).toThrow(
      /gave no access/,
    );
  });

  it('knows that an empty object is a shop without reviews', () => {
    const facts = { params, note: { token: 't' } };
    expect(read(source as never, reply('https://x.example/', {}), facts)).toMatchObject({ isMeasuredEmpty: true });
    expect(() => read(source as never, reply('https://x.example/', { other: 1 }), facts)).toThrow(/documented shape/);
  });
});

describe('reviews at Google', () => {
  it('of an app carry title, stars, language and the developer’s answer', () => {
    const { mentions, next } = read(play, reply('https://x.example/', fixture('google-play-reviews', 'reviews.json')), {
      params: { packageName: 'com.example.shop' },
      note: { token: 't' },
    });
    expect(mentions).toMatchObject([
      {
        title: 'Kötü güncelleme',
        text: 'Uygulama açılışta kapanıyor.',
        engagement: { rating: 1, likes: 9 },
        language: 'tr',
        publishedAt: 1_795_490_000_000,
        resolution: { state: 'answered', answer: 'Üzgünüz, 4.2.1 ile düzelttik.' },
      },
      { title: null, text: 'Gayet iyi', engagement: { rating: 5 } },
    ]);
    expect(next?.[0]?.url).toContain('token=CAIQAA');
  });

  it('of a place carry the original words, and stars without words are no mention', () => {
    const answer = reply('https://x.example/', fixture('google-business-reviews', 'reviews.json'));
    const params = { account: '1000', location: '2000', name: 'Markam Kadıköy' };
    const page = read(business, answer, { params, note: { token: 't' }, cursor: { newestAt: Date.UTC(2026, 10, 20) } });
    expect(page.mentions).toMatchObject([
      {
        text: 'Kasiyer bağırdı.',
        author: { name: 'Mehmet D.' },
        engagement: { rating: 1 },
        siteName: 'Markam Kadıköy',
        resolution: { state: 'answered', answer: 'Özür dileriz.' },
      },
    ]);
    expect(page.next).toHaveLength(1);
    expect(page.cursor).toEqual({ newestAt: Date.UTC(2026, 10, 23, 9, 5) });
  });
});
