import { describe, expect, it } from 'vitest';
import { rule } from '../../../alerts/rules/search-page.ts';
import type { PageView } from '../../../core/alerting.ts';
import { DAY, HOUR } from '../../../core/clock.ts';
import type { Position } from '../../../core/types.ts';
import { carryOut, incident, input, NOW, opened, story } from '../support.ts';

const row = (change: Partial<Position> = {}): Position => ({
  ...{ brandId: 'brd_1', watchId: 'wat_1', sourceId: 'searxng', query: 'markam şikayet', title: 'Markam mağdurları' },
  ...{ url: 'https://sikayet.example/markam', at: NOW - HOUR, rank: 3, before: null, pageOneAt: null, topAt: null },
  firstAt: NOW - 30 * DAY,
  ...change,
});

const page = (change: Partial<PageView> & { rows?: Position[] } = {}): PageView => {
  const { rows = [row()], ...rest } = change;
  return {
    ...{ url: 'https://sikayet.example/markam', host: 'sikayet.example', title: 'Markam mağdurları' },
    ...{ mark: 'negative', leadType: 'complaint', isDangerous: false, mentionId: 'men_p', storyId: 'sto_p' },
    searches: [{ engine: 'SearXNG', rows }],
    ...rest,
  };
};
const stays = row({ rank: 5, before: 4, pageOneAt: NOW - HOUR });

describe('a negative page in a search', () => {
  it('opens a case when it comes to page one, with the query, the rank and what was before', () => {
    const [decision] = opened(rule.evaluate(input({ pages: [page()] })));
    expect(decision).toMatchObject({
      ...{ ruleId: 'search-page', severity: 3, leadType: 'complaint', mentionIds: ['men_p'], storyIds: ['sto_p'] },
      title: 'İlk sayfada olumsuz sayfa: Markam mağdurları',
      reason:
        '“markam şikayet” aramasında (SearXNG) 3. sıraya “Markam mağdurları” (sikayet.example) girdi; dün ilk sayfada değildi.',
    });
    const from12 = page({ rows: [row({ rank: 8, before: 12 })] });
    expect(opened(rule.evaluate(input({ pages: [from12] })))[0]?.reason).toContain('daha önce 12. sıradaydı');
  });

  it('opens none for a page that stands where it stood, has left again, or is neutral or our own', () => {
    const gone = row({ at: NOW, rank: null, before: 3, pageOneAt: NOW });
    for (const quiet of [
      page({ rows: [stays] }),
      page({ rows: [row({ at: NOW - 2 * DAY - 1 })] }),
      page({ rows: [row(), gone] }),
      page({ mark: 'neutral' }),
      page({ mark: 'own' }),
    ])
      expect(rule.evaluate(input({ pages: [quiet] }))).toEqual([]);
    expect(rule.explain(input({ pages: [] }))).toContain('girmedi');
  });

  it('is SEV-2 among the first three when it is about something dangerous, and only there', () => {
    const dangerous = { isDangerous: true, leadType: 'fraud' } as const;
    const severityAt = (rank: number) =>
      opened(rule.evaluate(input({ pages: [page({ ...dangerous, rows: [row({ rank })] })] })))[0]?.severity;
    expect([severityAt(3), severityAt(4)]).toEqual([2, 3]);
  });

  it('opens one case for all that came at once, and says nothing twice once it is carried out', () => {
    const second = page({
      ...{ url: 'https://forum.example/x', host: 'forum.example', title: 'Konu', mentionId: 'men_q', storyId: null },
      rows: [row({ url: 'https://forum.example/x', rank: 7 }), row({ query: 'markam', rank: 9 })],
    });
    const seen = input({ pages: [page(), second], stories: [story('sto_p')] });
    const decisions = rule.evaluate(seen);
    expect(opened(decisions)).toHaveLength(1);
    expect(opened(decisions)[0]?.reason).toContain('Aynı anda 1 olumsuz sayfa daha girdi: Konu (forum.example).');
    const first = { ...seen, pages: [page()] };
    const after = rule.evaluate(first).reduce(carryOut, first);
    expect(rule.evaluate(after)).toEqual([]);
    expect(rule.evaluate({ ...after, incidents: [], closed: after.incidents })).toEqual([]);
  });

  it('opens again for a page that comes back after the case was closed', () => {
    const closed = incident({
      ruleId: 'search-page',
      mentionIds: ['men_p'],
      openedAt: NOW - 3 * DAY,
      state: 'resolved',
    });
    expect(opened(rule.evaluate(input({ pages: [page()], closed: [closed] })))).toHaveLength(1);
  });

  it('takes no engine that changed as a whole for pages that came', () => {
    const pages = Array.from({ length: 6 }, (_, index) => {
      const url = `https://site${index}.example/`;
      return page({ url, mentionId: `men_${url}`, rows: [row({ url, rank: index + 1 })] });
    });
    expect(rule.evaluate(input({ pages }))).toEqual([]);
    expect(opened(rule.evaluate(input({ pages: pages.slice(1) })))).toHaveLength(1);
  });
});

describe('an open case about a page', () => {
  const open = incident({ ruleId: 'search-page', mentionIds: ['men_p'], severity: 3, openedAt: NOW - 2 * DAY });
  const risen = row({ rank: 2, before: 6, pageOneAt: NOW - HOUR });

  it('gets a line when the page rises among the first three, and gets worse when that is dangerous', () => {
    const [note] = rule.evaluate(input({ pages: [page({ rows: [risen] })], incidents: [open] }));
    expect(note).toMatchObject({ kind: 'note', incidentId: open.id });
    expect(note).toHaveProperty('reason', expect.stringContaining('ilk üçe çıktı, 2. sırada; daha önce 6. sıradaydı.'));
    const dangerous = page({ rows: [risen], isDangerous: true, leadType: 'fraud' });
    expect(rule.evaluate(input({ pages: [dangerous], incidents: [open] }))).toMatchObject([
      { kind: 'update', severity: 2 },
    ]);
  });

  it('ends when the page has been gone for a day; where a person has it, a line says so', () => {
    const left = (ago: number) => page({ rows: [row({ at: NOW - ago, rank: null, before: 9, pageOneAt: NOW - ago })] });
    const judged = (ago: number, change = {}) =>
      rule.evaluate(input({ pages: [left(ago)], incidents: [{ ...open, ...change }] })).map(({ kind }) => kind);
    expect(judged(DAY)).toEqual(['resolve']);
    expect(judged(DAY - 1)).toEqual([]);
    expect(judged(DAY, { state: 'acknowledged' })).toEqual(['note']);
    const elsewhere = { ...left(DAY), searches: [...left(DAY).searches, { engine: 'Brave', rows: [stays] }] };
    expect(rule.evaluate(input({ pages: [elsewhere], incidents: [open] }))).toEqual([]);
  });
});
