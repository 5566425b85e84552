// X: what is asked, whose words are taken, and above all what it may cost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../core/clock.ts';
import type { Budget } from '../../../core/ports.ts';
import { source } from '../../../crawlers/sources/x.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

const URL_ASKED = 'https://api.x.com/2/tweets/search/recent?query=markam&max_results=100';
const plan = (params: object, cursor: unknown = null, more: { query?: string; budget?: Budget } = {}) => {
  const { query = 'markam', budget } = more;
  const [one] = source.plan(source.manifest.params.parse(params), cursor, {
    ...{ query, terms: ['markam'], now: NOW, keys: { x: 'AAAA-bearer' }, budget },
  });
  return { search: new URL(one?.url ?? '').searchParams, headers: one?.headers };
};

describe('x', () => {
  it('asks for the last day first and later for what is newer than the newest known', () => {
    const first = plan({});
    expect(first.search.get('query')).toBe('markam lang:tr -is:retweet');
    expect(first.search.get('start_time')).toBe('2026-11-23T09:00:30Z');
    expect(first.headers).toEqual({ authorization: 'Bearer AAAA-bearer' });
    const later = plan({}, { newestId: '77', newestAt: NOW - DAY });
    expect(later.search.get('since_id')).toBe('77');
    expect(later.search.get('start_time')).toBeNull();
  });

  it('asks by time when the newest known has left the seven days that are searched', () => {
    const late = plan({}, { newestId: '77', newestAt: NOW - 9 * DAY });
    expect(late.search.get('since_id')).toBeNull();
    expect(late.search.get('start_time')).toBe('2026-11-17T21:00:30Z');
  });

  it('leaves out what X has no word for', () => {
    const { search } = plan({ language: '' }, null, { query: 'markam (iade OR kargo) site:haber.example' });
    expect(search.get('query')).toBe('(markam (iade OR kargo)) -is:retweet');
    expect(planned(source, { query: 'from:markam' })[0]).toContain('query=from:markam+lang:tr');
  });

  it('takes every field that is there, the long text before the short one, and no reposts', () => {
    const page = read(source, reply(URL_ASKED, fixture('x', 'recent.json')), { params: {} });
    expect(page.mentions).toHaveLength(2);
    expect(page.mentions[0]).toMatchObject({
      nativeId: '1993200000000000003',
      url: 'https://x.com/ayseornek/status/1993200000000000003',
      author: { handle: 'ayseornek', followers: 18200, createdAt: Date.UTC(2015, 3, 3, 10) },
      engagement: { likes: 120, shares: 17, comments: 6, views: 5400 },
    });
    expect(page.mentions[0]?.text).toContain('"bekleyin" diyor');
    expect(page.mentions[1]).toMatchObject({ parentId: '1993100000000000009', threadId: '1993100000000000001' });
    expect(page.mentions[1]?.text).toContain('kargo kodu geldi');
  });

  it('pages with the newest post of the first page and adds up what every page costs', () => {
    const body = fixture('x', 'recent.json');
    const first = read(source, reply(URL_ASKED, body), { params: {} });
    const cost = 3 * 0.005 + 3 * 0.01;
    expect(first).toMatchObject({ cursor: { newestId: '1993200000000000003' }, costUsd: cost });
    expect(first.next?.[0]?.url).toContain('next_token=b26v89c19zqg8o3ornek');
    expect(first.next?.[0]?.headers).toEqual({ authorization: `Bearer ${keysOf(source)['x']}` });
    const older = body.replaceAll('1993200000000000003', '1993000000000000003');
    const second = read(source, reply(URL_ASKED, older), { params: {}, note: first.next?.[0]?.note });
    expect(second).toMatchObject({ cursor: { newestId: '1993200000000000003' }, costUsd: cost });
  });

  it('measures nothing found and keeps its place', () => {
    const cursor = { newestId: '7', newestAt: NOW - DAY };
    const page = read(source, reply(URL_ASKED, { meta: { result_count: 0 } }), { params: {}, cursor });
    expect(page).toMatchObject({ mentions: [], isMeasuredEmpty: true, cursor: { newestId: '7' }, costUsd: 0 });
  });
});

describe('x within its budget', () => {
  const answer = reply(URL_ASKED, fixture('x', 'recent.json'));
  const budget = (spentUsd: number) => ({ monthlyUsd: 20, spentUsd });
  const sizeAt = (spentUsd: number) => plan({}, null, { budget: budget(spentUsd) }).search.get('max_results');

  it('asks for less as the month’s money runs out, and then not at all, with a sentence', () => {
    expect([0, 14.9, 17.5, 19, 19.8].map(sizeAt)).toEqual(['100', '100', '50', '20', '10']);
    expect(() => sizeAt(19.9)).toThrowError(expect.objectContaining({ code: 'source.budget' }));
    expect(() => sizeAt(30)).toThrow(/raise budgets\.x/);
  });

  it('asks for all it can get where there is no budget', () => {
    expect(plan({}, null).search.get('max_results')).toBe('100');
  });

  it('wants no further page when little of the money is left', () => {
    const next = (spentUsd: number) => read(source, answer, { params: {}, budget: budget(spentUsd) }).next?.length;
    expect([next(0), next(15.5), next(19)]).toEqual([1, 0, 0]);
    const note = { spent: 15.5 };
    expect(read(source, answer, { params: {}, budget: budget(0), note }).next).toEqual([]);
  });

  it('never asks for more posts than it can pay', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(1000), fc.boolean(), (monthlyUsd, share, withAuthors) => {
        const spentUsd = (monthlyUsd * share) / 1000;
        let size = 0;
        try {
          size = Number(plan({ withAuthors }, null, { budget: { monthlyUsd, spentUsd } }).search.get('max_results'));
        } catch (error) {
          expect(error).toMatchObject({ code: 'source.budget' });
        }
        expect(size * (withAuthors ? 0.015 : 0.005)).toBeLessThanOrEqual(monthlyUsd - spentUsd + 1e-9);
      }),
    );
  });
});
