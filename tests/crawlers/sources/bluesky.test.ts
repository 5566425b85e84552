// Bluesky: sign-in, search and paging; and the stream's events, replayed from what the network really sent.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postUrl } from '../../../crawlers/parse/bluesky.ts';
import { readJetstream, resumeCursor } from '../../../crawlers/parse/jetstream.ts';
import { source } from '../../../crawlers/sources/bluesky.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, NOW, read, reply } from './support.ts';

const SEARCH = 'https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=markam';

describe('bluesky', () => {
  it('opens a session with the app password and asks each word with its token', () => {
    const [session] = source.plan(source.manifest.params.parse({}), null, {
      ...{ query: 'markam', terms: ['markam express', 'markam'], now: NOW },
      keys: { bluesky: '@ayse.example:abcd-efgh' },
    });
    expect(JSON.parse(session?.body ?? '')).toEqual({ identifier: 'ayse.example', password: 'abcd-efgh' });
    const page = read(source, reply(session?.url ?? '', { accessJwt: 'jwt', did: 'did:plc:x' }), {
      params: {},
      note: session?.note,
      cursor: { newestAt: Date.UTC(2026, 10, 24, 8) },
    });
    expect(page.next).toHaveLength(2);
    expect(page.next?.[0]?.headers).toEqual({ authorization: 'Bearer jwt' });
    const asked = new URL(page.next?.[0]?.url ?? '').searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      ...{ q: '"markam express"', sort: 'latest', limit: '100', lang: 'tr', since: '2026-11-24T07:45:00.000Z' },
    });
  });

  it('takes author, counts, thread, link card, and the network’s time for a date that lies ahead', () => {
    const page = read(source, reply(SEARCH, fixture('bluesky', 'search.json')), {
      params: {},
      note: { step: 'search' },
    });
    expect(page.mentions[0]).toMatchObject({
      url: 'https://bsky.app/profile/did:plc:ornekornekornekornekorn1/post/3lbornek0001a',
      author: { name: 'Ayşe Örnek', handle: 'ayse.example', createdAt: Date.UTC(2024, 10, 1) },
      engagement: { likes: 11, shares: 3, comments: 3 },
      language: 'tr',
    });
    expect(page.mentions[1]).toMatchObject({
      publishedAt: Date.UTC(2026, 10, 24, 7, 55),
      author: { handle: 'did:plc:ornekornekornekornekorn2' },
      parentId: 'at://did:plc:ornekornekornekornekorn3/app.bsky.feed.post/3lbust',
      threadId: 'at://did:plc:ornekornekornekornekorn3/app.bsky.feed.post/3lbkok',
    });
    expect(page.mentions[1]?.text).toContain('Yeni depo Eskişehir’de.');
    expect(page.cursor).toEqual({ newestAt: Date.UTC(2026, 10, 24, 8, 12, 2) });
  });

  it('goes on to older posts until it meets what it knows', () => {
    const posts = Array.from({ length: 100 }, (_, index) => ({
      uri: `at://did:plc:ornek/app.bsky.feed.post/3l${index}`,
      record: { text: 'markam', createdAt: '2026-11-24T08:00:00Z' },
      indexedAt: '2026-11-24T08:00:00Z',
    }));
    const note = { step: 'search', token: 'jwt', search: 'q=markam&limit=100' };
    const facts = { params: {}, note };
    const first = read(source, reply(SEARCH, { posts, cursor: '100' }), facts);
    expect(first.next?.[0]?.url).toContain('q=markam&limit=100&cursor=100');
    const known = read(source, reply(SEARCH, { posts, cursor: '100' }), {
      ...facts,
      cursor: { newestAt: Date.UTC(2026, 10, 24, 8, 30) },
    });
    expect(known.next).toEqual([]);
  });

  it('makes an address only for posts', () => {
    expect(postUrl('at://did:web:a.example/app.bsky.feed.post/3k')).toBe(
      'https://bsky.app/profile/did:web:a.example/post/3k',
    );
    for (const uri of [
      'at://did:plc:a/app.bsky.feed.like/3k',
      'https://bsky.app/',
      'at://a/app.bsky.feed.post/../x',
      null,
    ])
      expect(postUrl(uri)).toBeNull();
  });
});

describe('jetstream', () => {
  const event = (time: number, more: object = {}) =>
    JSON.stringify({
      ...{ did: 'did:plc:ornek', time_us: time, kind: 'commit' },
      commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: `k${time}`, record: { text: 'markam' } },
      ...more,
    });

  it('counts what it cannot read, and stands on the highest event, never lower than before', () => {
    const result = readJetstream(['', event(5), 'kırık {', event(7), event(6)], 4);
    expect(result.mentions).toHaveLength(3);
    expect(result).toMatchObject({ cursor: 7, unreadableCount: 1 });
    expect(readJetstream([event(5)], 42).cursor).toBe(42);
  });

  it('keeps its place when nothing comes', () => {
    expect(readJetstream([], 42).cursor).toBe(42);
    expect(readJetstream([]).cursor).toBeNull();
  });

  it('reads the new wire, its deletions, its notices and accounts that are gone', () => {
    const frame = (payload: object) => JSON.stringify({ $type: 'message', payload });
    const type = (name: string) => `network.bsky.jetstream.subscribeEvents#${name}`;
    const commit = { $type: type('commit'), did: 'did:plc:ornek', collection: 'app.bsky.feed.post', rkey: 'k1' };
    const result = readJetstream([
      frame({ $type: type('info'), name: 'OutdatedCursor' }),
      frame({
        ...commit,
        seq: 1,
        time: '2026-11-24T08:00:00.123456Z',
        operation: 'create',
        record: { text: 'markam' },
      }),
      frame({ ...commit, seq: 2, time: '2026-11-24T08:01:00.123456Z', operation: 'delete' }),
      frame({ $type: type('account'), seq: 3, did: 'did:plc:giden', time: 'x', account: { active: false } }),
    ]);
    expect(result).toMatchObject({
      cursor: 3,
      deleted: ['at://did:plc:ornek/app.bsky.feed.post/k1'],
      goneAccounts: ['did:plc:giden'],
      unreadableCount: 0,
    });
    expect(result.mentions).toHaveLength(1);
  });

  it('loses no post wherever the stream was cut, though events are told out of order', () => {
    const start = 1_783_175_888_000_000;
    fc.assert(
      fc.property(fc.array(fc.nat(3_000_000), { minLength: 1, maxLength: 40 }), fc.nat(40), (steps, cut) => {
        const times = [...new Set(steps)].map((step, index) => start + index * 1_000_000 + step);
        const lines = times.map((time) => event(time));
        const first = readJetstream(lines.slice(0, cut));
        const from = first.cursor === null ? 0 : resumeCursor(first.cursor);
        // The server sends again what stands at or after the cursor, and then what is new.
        const resent = lines.filter((_, index) => index >= cut || (times[index] ?? 0) >= from);
        const ids = [...first.mentions, ...readJetstream(resent, first.cursor).mentions].map(
          ({ nativeId }) => nativeId,
        );
        expect(new Set(ids).size).toBe(lines.length);
      }),
    );
    expect(resumeCursor(31_527_015_471)).toBe(31_527_015_471);
  });
});

describeShared('jetstream on what the network really sent on 4 July 2026', (at) => {
  const lines = () => readFileSync(at('fixtures/bluesky/jetstream/expected_v1.jsonl'), 'utf8').split('\n');

  it('reads all events and finds the posts among them, three of them Turkish', () => {
    const result = readJetstream(lines());
    expect(result.unreadableCount).toBe(0);
    expect(result.mentions).toHaveLength(17);
    expect(result.mentions.filter(({ language }) => language === 'tr')).toHaveLength(3);
    for (const { url, publishedAt } of result.mentions) {
      expect(url).toMatch(/^https:\/\/bsky\.app\/profile\/did:plc:[a-z2-7]{24}\/post\/[a-z2-7]{13}$/);
      expect(publishedAt).toBeGreaterThan(Date.UTC(2026, 6, 4, 14, 0));
      expect(publishedAt).toBeLessThan(Date.UTC(2026, 6, 4, 14, 39, 14));
    }
  });

  it('stands on the highest time, which is not that of the last line', () => {
    const { cursor } = readJetstream(lines());
    const times = [
      ...lines()
        .join('\n')
        .matchAll(/"time_us":(\d+)/g),
    ].map(([, time]) => Number(time));
    expect(cursor).toBe(Math.max(...times));
    expect(cursor).toBeGreaterThan(times.at(-1) ?? 0);
    expect(readJetstream(lines(), cursor).cursor).toBe(cursor);
  });
});
