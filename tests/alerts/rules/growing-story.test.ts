import { describe, expect, it } from 'vitest';
import { rule } from '../../../alerts/rules/growing-story.ts';
import { HOUR, MINUTE } from '../../../core/clock.ts';
import { carryOut, incident, input, mentions, NOW, opened, story, updated } from '../support.ts';

const growing = (count: number, wish = {}) => mentions(count, { storyId: 'sto_g', type: 'outage', ...wish });

describe('a growing story', () => {
  it('opens an incident at the limit and not before; the reason carries window, limit and total', () => {
    const stories = [
      story('sto_g', { title: 'Ödeme ekranı açılmıyor', mentionCount: 9, types: ['complaint', 'outage'] }),
    ];
    expect(rule.evaluate(input({ mentions: growing(4), stories }))).toEqual([]);
    expect(rule.explain(input({ mentions: growing(4), stories }))).toBe(
      'Son 6 saatte 5 olumsuz içeriğe ulaşan olay yok; en büyüğü 4.',
    );
    const found = growing(5);
    expect(rule.evaluate(input({ mentions: found, stories }))).toEqual([
      {
        kind: 'open',
        ruleId: 'growing-story',
        fingerprint: 'story:sto_g',
        title: 'Ödeme ekranı açılmıyor',
        reason: 'Bu olayda son 6 saatte 5 olumsuz içerik (eşik 5), toplam 9.',
        severity: 3,
        leadType: 'outage',
        storyIds: ['sto_g'],
        mentionIds: found.map(({ id }) => id).reverse(),
        mentionCount: 9,
      },
    ]);
  });

  it('is as severe as its worst mention', () => {
    const found = [...growing(4), ...growing(1, { level: 1 })];
    expect(opened(rule.evaluate(input({ mentions: found })))[0]?.severity).toBe(1);
    const unsure = [...growing(4), ...growing(1, { level: 1, sure: 0.3 })];
    expect(opened(rule.evaluate(input({ mentions: unsure })))[0]?.severity).toBe(3);
  });

  it.each([
    ['friendly', { sentiment: 'positive' as const }],
    ['older than the window', { seenAt: NOW - 6 * HOUR - 1, publishedAt: null }],
    ['old news that was found today', { publishedAt: NOW - 12 * HOUR - MINUTE }],
  ])('is not made of what is %s', (_what, wish) => {
    expect(rule.evaluate(input({ mentions: growing(9, wish) }))).toEqual([]);
  });

  it('takes a bare date for a whole day, not for midnight', () => {
    const midnight = Date.UTC(2026, 10, 23, 21, 0); // 24 November, 00:00 in Istanbul
    expect(
      opened(rule.evaluate(input({ mentions: growing(5, { publishedAt: midnight }), now: NOW + 12 * HOUR }))),
    ).toEqual([]);
    const noon = midnight + 15 * HOUR;
    const found = growing(5, { publishedAt: midnight, seenAt: noon });
    expect(opened(rule.evaluate(input({ mentions: found, now: noon })))).toHaveLength(1);
  });

  it('stays quiet for a story that has an incident, or that people put away', () => {
    const found = growing(9);
    const held = input({ mentions: found, incidents: [incident({ storyIds: ['sto_g'] })] });
    expect(rule.evaluate(held)).toEqual([]);
    const watched = incident({ ruleId: 'volume', severity: 4, storyIds: ['sto_g'] });
    expect(rule.evaluate(input({ mentions: found, incidents: [watched] }))).toMatchObject([{ kind: 'open' }]);
    const muted = input({ mentions: found, stories: [story('sto_g', { state: 'irrelevant' })] });
    expect(rule.evaluate(muted)).toEqual([]);
  });

  it('joins an open wave of its type without paging again, and opens beside a wave of another', () => {
    const of = (leadType: 'outage' | 'fraud') =>
      incident({ ruleId: 'volume', fingerprint: 'volume:negative:brd_1', leadType, severity: 3, mentionCount: 20 });
    const wave = of('outage');
    const stories = [story('sto_g', { title: 'Uygulama kapalı', types: ['outage'], mentionCount: 5 })];
    const found = input({ mentions: growing(5), incidents: [wave], stories });
    const decisions = rule.evaluate(found);
    expect(updated(decisions)).toMatchObject([{ incidentId: wave.id, storyIds: ['sto_g'], mentionCount: 20 }]);
    expect(updated(decisions)[0]?.reason).toBe('Açık dalgayla aynı konuda bir olay katıldı: Uygulama kapalı');
    expect(rule.evaluate(decisions.reduce(carryOut, found))).toEqual([]);
    expect(rule.evaluate({ ...found, incidents: [of('fraud')] })).toMatchObject([{ kind: 'open' }]);
  });
});
