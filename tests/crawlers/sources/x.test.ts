// X: what is asked, whose words are taken, and above all what it may cost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../core/clock.ts';
import type { AppError } from '../../../core/errors.ts';
import { leftThisMonth, pauseForPace, spentIn } from '../../../crawlers/parse/x-budget.ts';
import { source } from '../../../crawlers/sources/x.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

const URL_ASKED = 'https://api.x.com/2/tweets/search/recent?query=markam&max_results=100';
const plan = (params: object, cursor: unknown = null, query = 'markam') => {
  const [one] = source.plan(source.manifest.params.parse(params), cursor, {
    ...{ query, terms: ['markam'], now: NOW, keys: { x: 'AAAA-bearer' } },
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
    const { search } = plan({ language: '' }, null, 'markam (iade OR kargo) site:haber.example');
    expect(search.get('query')).toBe('(markam (iade OR kargo)) -is:retweet');
    expect(planned(source, { query: 'from:markam' })[0]).toContain('query=from:markam+lang:tr');
  });

  it('takes every field that is there, the long text before the short one, and no reposts', () => {
    const page = read(source, reply(URL_ASKED, fixture('x', 'recent.json')), { params: {} });
    expect(page.mentions).toHaveLength(2);
    expect(page.mentions[0]).toMatchObject({
      nativeId: '1993200000000000003',
      url: 'https://x.com/ayseornek/status/1993200000000000003',
      author: { handle: 'ayseornek', followers: 18200 },
      engagement: { likes: 120, shares: 17, comments: 6, views: 5400 },
    });
    expect(page.mentions[0]?.text).toContain('"bekleyin" diyor');
    expect(page.mentions[1]).toMatchObject({ parentId: '1993100000000000009', threadId: '1993100000000000001' });
    expect(page.mentions[1]?.text).toContain('kargo kodu geldi');
  });

  it('pages with the newest post of the first page and adds up what every page costs', () => {
    const body = fixture('x', 'recent.json');
    const first = read(source, reply(URL_ASKED, body), { params: {} });
    const cost = 3 * 5 + 3 * 10;
    expect(first.cursor).toMatchObject({ newestId: '1993200000000000003', month: '2026-11', spentMills: cost });
    expect(first.next?.[0]?.url).toContain('next_token=b26v89c19zqg8o3ornek');
    expect(first.next?.[0]?.headers).toEqual({ authorization: `Bearer ${keysOf(source)['x']}` });
    const older = body.replaceAll('1993200000000000003', '1993000000000000003');
    const second = read(source, reply(URL_ASKED, older), { params: {}, note: first.next?.[0]?.note });
    expect(second.cursor).toMatchObject({ newestId: '1993200000000000003', spentMills: 2 * cost });
  });

  it('measures nothing found and keeps its place', () => {
    const cursor = { newestId: '7', newestAt: NOW - DAY };
    const page = read(source, reply(URL_ASKED, { meta: { result_count: 0 } }), { params: {}, cursor });
    expect(page).toMatchObject({ mentions: [], isMeasuredEmpty: true, cursor: { newestId: '7', spentMills: 0 } });
  });
});

describe('x within its budget', () => {
  const month = '2026-11';

  it('asks for less as the month’s money runs out, and then not at all, with a sentence', () => {
    expect(plan({}, { month, spentMills: 20_000 - 450 }).search.get('max_results')).toBe('30');
    let code = '';
    try {
      plan({}, { month, spentMills: 19_900 });
    } catch (error) {
      code = (error as AppError).code;
      expect((error as AppError).message).toMatch(/raise monthlyBudget/);
    }
    expect(code).toBe('source.budget');
  });

  it('begins anew with the month', () => {
    expect(plan({}, { month: '2026-10', spentMills: 20_000 }).search.get('max_results')).toBe('100');
  });

  it('wants no further page that the rest of the money could not pay', () => {
    const cursor = { month, spentMills: 19_000 };
    const page = read(source, reply(URL_ASKED, fixture('x', 'recent.json')), { params: {}, cursor });
    expect(page.next).toEqual([]);
  });

  it('waits when the money is ahead of the days, at most a day', () => {
    const cursor = { month, spentMills: 19_000 };
    const page = read(source, reply(URL_ASKED, fixture('x', 'recent.json')), { params: {}, cursor });
    expect(page.nextRunInMs).toBe(DAY);
    expect(read(source, reply(URL_ASKED, fixture('x', 'recent.json')), { params: {} }).nextRunInMs).toBeUndefined();
  });

  it('never has more to spend than the budget, and never waits past the month’s end', () => {
    const months = fc.constantFrom('2026-11', '2026-10');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(1_000_000), months, (budget, spentMills, name) => {
        const spending = { month: name, spentMills };
        const left = leftThisMonth(budget, spending, NOW);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + Math.min(spentIn(spending, NOW), budget * 1000)).toBe(budget * 1000);
        if (spentIn(spending, NOW) <= budget * 1000)
          expect(NOW + pauseForPace(budget, spending, NOW)).toBeLessThanOrEqual(
            Math.max(NOW, Date.UTC(2026, 11, 1) - DAY),
          );
      }),
    );
  });
});
