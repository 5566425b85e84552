// Ekşi Sözlük, DonanımHaber, Reddit, Hacker News, Stack Exchange and blogs: what is asked, what is followed, whose words.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { source as blogger } from '../../../crawlers/sources/blogger.ts';
import { source as donanimhaber } from '../../../crawlers/sources/donanimhaber.ts';
import { source as eksi } from '../../../crawlers/sources/eksi-sozluk.ts';
import { source as hackernews } from '../../../crawlers/sources/hackernews.ts';
import { source as medium } from '../../../crawlers/sources/medium.ts';
import { source as reddit } from '../../../crawlers/sources/reddit.ts';
import { source as stackexchange } from '../../../crawlers/sources/stackexchange.ts';
import { source as wordpress } from '../../../crawlers/sources/wordpress.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

describe('eksi-sozluk', () => {
  const search = (body: string, kind = 'search', terms = ['markam']) =>
    read(eksi, reply('https://eksisozluk.com/basliklar/ara', body), { params: {}, note: { kind, terms } });

  it('asks the title search and the agenda, and follows the topics that name the brand', () => {
    expect(planned(eksi, {}, { terms: ['markam express'] })).toEqual([
      'https://eksisozluk.com/basliklar/ara?SearchForm.Keywords=markam+express&SearchForm.SortOrder=Date',
      'https://eksisozluk.com/basliklar/gundem',
    ]);
    const { next, isMeasuredEmpty } = search(fixture('eksi-sozluk', 'search.html'));
    expect(next?.map(({ url }) => url)).toEqual([
      'https://eksisozluk.com/markam--31872',
      'https://eksisozluk.com/markam-express-rezaleti--7700001',
    ]);
    expect(isMeasuredEmpty).toBe(true);
    expect(search(fixture('eksi-sozluk', 'search.html'), 'agenda', ['yokböyle']).next).toEqual([]);
  });

  it('believes a heading that counts nothing, and no page that counts something and shows none', () => {
    const page = (count: string) => `<html><body><h2 title="${count} başlık">arama</h2></body></html>`;
    expect(search(page('0'))).toMatchObject({ mentions: [], next: [], isMeasuredEmpty: true });
    expect(() => search(page('12'))).toThrow(/documented shape/);
    expect(() => search('<html><body>merhaba</body></html>')).toThrow(/documented shape/);
  });

  it('reads entries with their favourites, back to the entry that is known', () => {
    const url = 'https://eksisozluk.com/markam--31872?p=4';
    const page = (newestId?: number) =>
      read(eksi, reply(url, fixture('eksi-sozluk', 'topic.html')), {
        params: {},
        note: { turn: 'back' },
        cursor: newestId === undefined ? null : { newestId },
      });
    expect(page().mentions[0]).toMatchObject({
      nativeId: '170000011',
      url: 'https://eksisozluk.com/entry/170000011',
      title: 'markam',
      text: 'iade talebimi dayı gibi karşılayan firma.\nkargo hâlâ yok.',
      author: { handle: 'uykulu kedi', url: 'https://eksisozluk.com/biri/uykulu-kedi' },
      publishedAt: Date.UTC(2026, 10, 23, 16, 2),
      engagement: { likes: 18, comments: 2 },
      threadId: 'topic:31872',
    });
    expect(page(169000000).next?.map((next) => next.url)).toEqual(['https://eksisozluk.com/markam--31872?p=3']);
    expect(page(170000011)).toMatchObject({ next: [], cursor: { newestId: 170000015 } });
  });
});

describe('donanimhaber', () => {
  it('posts the word to the JSON search and reads on while results are new', () => {
    const [plan] = donanimhaber.plan({}, null, { query: 'x', terms: ['şikâyet markam'], now: NOW, keys: {} });
    expect(plan).toMatchObject({ method: 'POST', body: '"şikâyet markam"' });
    const note = { kind: 'search', word: 'markam', page: 1 };
    const answer = () => reply('https://search.donanimhaber.com/', fixture('donanimhaber', 'search.json'));
    const { mentions } = read(donanimhaber, answer(), { params: {}, note });
    expect(mentions[0]).toMatchObject({
      nativeId: '160000002',
      title: 'Markam garanti reddi',
      text: 'Markam servisi cihazı "kullanıcı hatası" diye geri yolladı.\nHakem heyetine gidiyorum.',
      publishedAt: Date.UTC(2026, 10, 23, 18, 10),
      threadId: 'topic:15500001',
    });
    const next = (newestId: number) => read(donanimhaber, answer(), { params: {}, note, cursor: { newestId } }).next;
    expect(next(160000001)).toMatchObject([{ url: expect.stringContaining('p=2'), note: { page: 2 } }]);
    expect(next(160000002)).toBeUndefined();
  });

  it('gives a message the same identity through its topic, and reads the topic backwards', () => {
    const params = { topic: 'https://forum.donanimhaber.com/markam-garanti-reddi--15500001' };
    const body = fixture('donanimhaber', 'topic.html');
    const last = read(donanimhaber, reply(`${params.topic}-3`, body), {
      params,
      note: { turn: 'back' },
      cursor: { newestId: 5 },
    });
    expect(last.mentions[0]).toMatchObject({
      nativeId: '160000002',
      text: 'Verdiler, "kullanıcı hatası" yazmışlar.',
      author: { name: 'bakir', url: 'https://forum.donanimhaber.com/uye/bakir' },
      engagement: { likes: 7 },
      publishedAt: Date.UTC(2026, 10, 23, 18, 10),
    });
    expect(last.next?.map(({ url }) => url)).toEqual([`${params.topic}-2`]);
    const first = read(
      donanimhaber,
      reply(params.topic, body.replace('<b>3</b>', `<a href="${params.topic}-3">3</a>`)),
      {
        params,
        note: { kind: 'topic' },
      },
    );
    expect(first.next).toEqual([{ url: `${params.topic}-3`, note: { turn: 'back' } }]);
  });
});

describe('reddit', () => {
  it('trades its key for a token, and puts neither into an address', () => {
    const keys = { reddit: 'client-1:secret-1' };
    const context = { query: '"markam express" OR markam', terms: ['markam'], now: NOW, keys };
    const [request] = reddit.plan({ mode: 'search' }, null, context);
    expect(request).toMatchObject({
      url: 'https://www.reddit.com/api/v1/access_token',
      headers: { authorization: `Basic ${Buffer.from(keys.reddit).toString('base64')}` },
      body: 'grant_type=client_credentials',
    });
    const facts = { params: {}, note: request?.note };
    const answer = read(reddit, reply(request?.url ?? '', { access_token: 'tok', token_type: 'bearer' }), facts);
    expect(answer.next?.[0]).toMatchObject({
      url: expect.stringMatching(/^https:\/\/oauth\.reddit\.com\/search\?q=%22markam\+express%22\+OR\+markam&sort=new/),
      headers: { authorization: 'Bearer tok' },
    });
    expect(answer.next?.[0]?.url).not.toContain('tok');
    expect(() => reddit.plan({ mode: 'comments' }, null, context)).toThrow(/subreddit/);
  });

  it('takes posts with score and comments, and nothing that was taken away', () => {
    const url = 'https://oauth.reddit.com/search?q=markam';
    const note = { path: '/search?q=markam', token: 't' };
    const page = (cursor?: object) =>
      read(reddit, reply(url, fixture('reddit', 'search.json')), { params: {}, note, cursor });
    expect(page().mentions).toMatchObject([
      {
        nativeId: 't3_aaa',
        url: 'https://www.reddit.com/r/OrnekTurkiye/comments/aaa/baslik/',
        author: { handle: 'ornek_kisi' },
        engagement: { likes: 42, comments: 7, shares: 1, views: null },
        siteName: 'r/OrnekTurkiye',
      },
      { nativeId: 't3_bbb', author: null },
    ]);
    expect(page().next).toBeUndefined();
    expect(page({ newestAt: 1_795_000_000_000 }).next).toMatchObject([
      { url: `${url}&after=t3_bbb`, headers: { authorization: 'Bearer t' } },
    ]);
    const params = { mode: 'comments', subreddit: 'OrnekTurkiye' };
    expect(read(reddit, reply(url, fixture('reddit', 'comments.json')), { params, note }).mentions).toMatchObject([
      { nativeId: 't1_ddd', parentId: 't1_zzz', threadId: 't3_aaa', title: 'Markam kargosu kayboldu' },
    ]);
  });
});

describeShared('reddit’s recorded answers', (at) => {
  it.each([
    ['TestSubreddit.test_search.json', 't3_'],
    ['TestSubredditListings.test_new.json', 't3_'],
    ['TestSubredditListings.test_comments.json', 't1_'],
  ])('%s: the token, then posts or comments', (file, kind) => {
    const cassette = JSON.parse(readFileSync(at('fixtures', 'reddit', 'oauth-cassettes', file), 'utf8'));
    const [token, list] = cassette.interactions.map(
      ({ response }: { response: { url: string; body: { string: string } } }) =>
        reply(response.url, response.body.string),
    );
    const begun = read(reddit, token, { params: {}, note: { step: 'token', path: '/x' } });
    expect(begun.next?.[0]?.headers).toMatchObject({ authorization: 'Bearer <ACCESS_TOKEN>' });
    const { mentions, cursor } = read(reddit, list, { params: {}, note: begun.next?.[0]?.note });
    const { children } = JSON.parse(list.body).data;
    expect(mentions.length).toBeGreaterThan(children.length * 0.9);
    expect(cursor).toEqual({ newestAt: expect.any(Number) });
    for (const mention of mentions) {
      expect(mention.nativeId?.startsWith(kind)).toBe(true);
      expect(mention).toMatchObject({
        title: expect.any(String),
        publishedAt: expect.any(Number),
        siteName: /^r\//.test(mention.siteName ?? '') ? mention.siteName : 'r/…',
      });
      expect(mention.engagement?.likes).toEqual(expect.any(Number));
    }
  });
});

describe('hackernews and stackexchange', () => {
  it('ask for what is newer than the newest known', () => {
    expect(planned(hackernews, {}, { cursor: { newest: 1795496400 } })[0]).toContain(
      'numericFilters=created_at_i>1795496400',
    );
    expect(planned(stackexchange, { site: 'superuser' }, { cursor: { newest: 10 } })[0]).toContain('site=superuser');
    expect(planned(stackexchange, { site: 'superuser' }, { cursor: { newest: 10 } })[0]).toContain('fromdate=11');
  });

  it('give stories and comments of Hacker News with their thread', () => {
    const facts = { params: {}, note: { word: 'markam' } };
    const answer = () => reply('https://hn.algolia.com/', fixture('hackernews', 'search.json'));
    const { mentions, cursor, next } = read(hackernews, answer(), facts);
    expect(mentions).toMatchObject([
      { nativeId: '41000001', engagement: { likes: 31, comments: 12 }, threadId: '41000001', parentId: null },
      { text: 'Markam lost my parcel twice.\n\nNever again & ever.', parentId: '41000001', threadId: '41000001' },
    ]);
    expect([cursor, next]).toEqual([{ newest: 1795500000 }, undefined]);
    expect(read(hackernews, answer(), { ...facts, cursor: { newest: 5 } }).next?.[0]?.url).toContain('page=1');
  });

  it('keep the pause that Stack Exchange asks for, and send its key outside of the address', () => {
    const body = JSON.parse(fixture('stackexchange', 'search.json'));
    const facts = { params: { site: 'stackoverflow' }, note: { word: 'markam', page: 1 }, cursor: { newest: 5 } };
    const page = read(stackexchange, reply('https://api.stackexchange.com/', body), facts);
    expect(page.mentions).toMatchObject([
      {
        nativeId: 'stackoverflow:790001',
        title: "Markam 'API' returns 500",
        author: { name: 'Ayşe' },
        engagement: { likes: -1, comments: 2, views: 48 },
      },
    ]);
    expect(page.next).toMatchObject([
      { note: { page: 2 }, secretQuery: { key: keysOf(stackexchange)['stackexchange'] } },
    ]);
    const slow = read(stackexchange, reply('https://api.stackexchange.com/', { ...body, backoff: 30 }), facts);
    expect([slow.next, slow.nextRunInMs]).toEqual([undefined, 30_000]);
  });
});

describe('blogs', () => {
  it('of WordPress are searched through their own interface, and followed by its Link header', () => {
    const params = { site: 'https://blog.example/tr/' };
    expect(planned(wordpress, params, { cursor: { newestAt: Date.UTC(2026, 10, 20) } })).toEqual([
      'https://blog.example/tr/wp-json/wp/v2/posts?search=markam&order=desc&per_page=50&orderby=date&_embed=author&after=2026-11-19T00:00:00.000Z',
    ]);
    const link = '<https://blog.example/wp-json/wp/v2/posts?page=2>; rel="next"';
    const page = (cursor: object | null, header = link) =>
      read(
        wordpress,
        reply('https://blog.example/wp-json/wp/v2/posts', fixture('wordpress', 'posts.json'), { link: header }),
        {
          params: { site: 'https://blog.example' },
          cursor,
        },
      );
    expect(page(null).mentions).toMatchObject([
      {
        nativeId: 'blog.example:post:812',
        title: 'Markam “express” incelemesi',
        text: 'Markam ile alışveriş yaptım.',
        author: { name: 'Deniz', url: 'https://blog.example/author/deniz/' },
        publishedAt: Date.UTC(2026, 10, 24, 5),
      },
    ]);
    expect(page(null).next).toBeUndefined();
    expect(page({ newestAt: 5 }).next).toMatchObject([{ url: 'https://blog.example/wp-json/wp/v2/posts?page=2' }]);
    expect(page({ newestAt: 5 }, '<https://other.example/x>; rel="next"').next).toBeUndefined();
    const comments = reply('https://blog.example/', fixture('wordpress', 'comments.json'));
    expect(
      read(wordpress, comments, { params: { site: 'https://blog.example', kind: 'comments' } }).mentions,
    ).toMatchObject([
      {
        nativeId: 'blog.example:comment:5521',
        parentId: 'blog.example:comment:5520',
        threadId: 'blog.example:post:812',
      },
    ]);
    expect(() => read(wordpress, reply('https://blog.example/', { code: 'rest_disabled' }), { params })).toThrow(
      /shape/,
    );
  });

  it('of Blogger and Medium are read through their feeds', () => {
    expect(planned(blogger, { blog: 'https://ornek.blogspot.example/', kind: 'comments' })).toEqual([
      'https://ornek.blogspot.example/feeds/comments/default?orderby=published&max-results=50',
    ]);
    const posts = read(blogger, reply('https://ornek.blogspot.example/', fixture('blogger', 'posts.xml')), {
      params: { blog: 'https://ornek.blogspot.example' },
    });
    expect(posts.mentions[0]).toMatchObject({
      title: 'Markam çekilişi sahte çıktı',
      text: 'Markam adına sahte çekiliş.',
      author: { name: 'Günlükçü' },
      engagement: { comments: 4 },
    });
    expect(planned(medium, { user: '@yazar' })).toEqual(['https://medium.com/feed/@yazar']);
    expect(medium.manifest.params.safeParse({}).success).toBe(false);
    const tag = read(medium, reply('https://medium.com/feed/tag/kargo', fixture('medium', 'tag.xml')), {
      params: { tag: 'kargo' },
    });
    expect(tag.mentions[0]).toMatchObject({
      url: 'https://medium.com/@yazar/markam-iade-1a2b3c4d5e6f',
      author: { name: 'Yazar Bir' },
    });
  });
});
