// Mastodon: what is asked first and next, whose words are taken, and the server's own recorded answers.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { source } from '../../../crawlers/sources/mastodon.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, planned, read, reply } from './support.ts';

const params = { server: 'https://sosyal.example/', tag: '#markam' };
const TIMELINE = 'https://sosyal.example/api/v1/timelines/tag/markam';

function status(id: number, more: object = {}): object {
  const uri = `https://sosyal.example/users/a/statuses/${id}`;
  return {
    id: String(id),
    uri,
    url: uri,
    content: '<p>markam</p>',
    created_at: '2026-11-24T05:00:00Z',
    reblog: null,
    account: { acct: 'a' },
    ...more,
  };
}

describe('mastodon', () => {
  it('asks for the newest first, and later for what lies above the newest known', () => {
    expect(planned(source, params)).toEqual([`${TIMELINE}?limit=40`]);
    expect(planned(source, params, { cursor: { newestId: '77' } })).toEqual([`${TIMELINE}?min_id=77&limit=40`]);
  });

  it('finds an account’s number once and keeps it', () => {
    const account = { server: 'https://sosyal.example', account: '@markam' };
    expect(planned(source, account)).toEqual(['https://sosyal.example/api/v1/accounts/lookup?acct=markam']);
    const lookup = read(source, reply('https://sosyal.example/', { id: '5' }), {
      params: account,
      note: { step: 'lookup' },
    });
    const url = 'https://sosyal.example/api/v1/accounts/5/statuses?exclude_reblogs=true&limit=40';
    expect(lookup.next).toEqual([{ url, note: { accountId: '5' } }]);
    const page = read(source, reply(url, [status(9)]), { params: account, note: lookup.next?.[0]?.note });
    expect(page.cursor).toEqual({ newestId: '9', accountId: '5' });
    expect(planned(source, account, { cursor: page.cursor })[0]).toContain(
      '/accounts/5/statuses?exclude_reblogs=true&min_id=9',
    );
  });

  it('follows Link headers down on the first run and up afterwards, and only on the same server', () => {
    const full = Array.from({ length: 40 }, (_, index) => status(100 - index));
    const link = `<${TIMELINE}?max_id=61>; rel="next", <${TIMELINE}?min_id=100>; rel="prev"`;
    const first = read(source, reply(`${TIMELINE}?limit=40`, full, { link }), { params });
    expect(first.next?.[0]).toMatchObject({ url: `${TIMELINE}?max_id=61`, note: { newestId: '100' } });
    const deeper = read(source, reply(`${TIMELINE}?max_id=61`, [status(60)], { link }), {
      params,
      note: first.next?.[0]?.note,
    });
    expect(deeper).toMatchObject({ cursor: { newestId: '100' } });
    expect(deeper.next).toBeUndefined();
    const later = read(source, reply(TIMELINE, full, { link }), { params, cursor: { newestId: '60' } });
    expect(later).toMatchObject({ next: [{ url: `${TIMELINE}?min_id=100` }], cursor: { newestId: '100' } });
    const foreign = read(source, reply(TIMELINE, full, { link: '<https://evil.example/>; rel="next"' }), { params });
    expect(foreign.next).toBeUndefined();
  });

  it('takes hidden words, the whole of a shortened link, and the author with the server’s name', () => {
    const { mentions } = read(source, reply(TIMELINE, fixture('mastodon', 'tag.json')), { params });
    expect(mentions[0]).toMatchObject({
      nativeId: 'https://baska.example/users/ali/statuses/9',
      text: 'Uzun şikâyet\n\n#Markam kargom kayıp.\nKimse bakmıyor: https://markam.example/kargo/takip\n\nÜç gündür & hâlâ yok',
      author: { name: 'Ali Deneme', handle: 'ali@baska.example', followers: 120, createdAt: null },
      engagement: { likes: 11, shares: 5, comments: 2 },
    });
    const createdAt = Date.UTC(2026, 10, 1);
    expect(mentions[1]?.author).toMatchObject({ name: 'veli', handle: 'veli@sosyal.example', createdAt });
  });

  it('counts no boost, and calls an empty timeline empty', () => {
    expect(read(source, reply(TIMELINE, [status(2, { reblog: status(1) })]), { params }).mentions).toEqual([]);
    expect(read(source, reply(TIMELINE, []), { params })).toMatchObject({ mentions: [], isMeasuredEmpty: true });
  });

  it.each([[{ error: 'This method requires an authenticated user' }], [{ statuses: 5 }], [[{ id: 1 }]]])(
    'says that %j is not what it should be',
    (body) => {
      expect(() => read(source, reply(TIMELINE, body), { params })).toThrow(/documented shape/);
    },
  );

  it('wants exactly one of tag, account and search', () => {
    const check = (more: object) =>
      source.manifest.params.safeParse({ server: 'https://sosyal.example', ...more }).success;
    expect([
      check({}),
      check({ tag: 'a', account: 'b' }),
      check({ search: true }),
      check({ tag: 'iki kelime' }),
    ]).toEqual([false, false, true, false]);
  });
});

interface Cassette {
  interactions: { request: { uri: string; method: string }; response: { body: { string: string } } }[];
}

describeShared('mastodon’s recorded answers', (at) => {
  it.each([
    ['test_hashtag_tl.yaml', /timelines\/tag/, 1],
    ['test_entity_searchv2.yaml', /v2\/search/, 2],
  ])('%s gives its posts', (file, wanted, count) => {
    const cassette = parseYaml(readFileSync(at('fixtures', 'mastodon', file), 'utf8')) as Cassette;
    const found = cassette.interactions.filter(({ request }) => request.method === 'GET' && wanted.test(request.uri));
    expect(found.length).toBeGreaterThan(0);
    for (const { request, response } of found) {
      const { mentions } = read(source, reply(request.uri, response.body.string), { params });
      expect(mentions).toHaveLength(count);
      for (const mention of mentions) {
        expect(mention.text.length).toBeGreaterThan(0);
        expect(mention.text).not.toMatch(/<\w+/);
        expect(mention.publishedAt).toBeGreaterThan(Date.UTC(2016, 0));
      }
    }
  });
});
