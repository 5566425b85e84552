import { describe, expect, it } from 'vitest';
import { rule } from '../../../alerts/rules/volume.ts';
import { HOUR, MINUTE } from '../../../core/clock.ts';
import { carryOut, incident, input, mention, mentions, NOW, opened, steadyHours, story, updated } from '../support.ts';

const wave = (change = {}) =>
  incident({ ruleId: 'volume', fingerprint: 'volume:negative:brd_1', severity: 3, mentionCount: 10, ...change });

describe('the wave', () => {
  it('is what is clearly more than usual for the hour; the reason carries the numbers', () => {
    const hours = steadyHours(10);
    // usual 10, Poisson spread √11: the limit is the larger of 2 × 10 and 10 + 4 × 3.32
    const limit = 24;
    const at = (count: number) =>
      input({ hours, mentions: mentions(count, (i) => ({ channel: i % 2 ? 'social' : 'complaint' })) });
    expect(rule.evaluate(at(limit - 1))).toEqual([]);
    expect(rule.explain(at(limit - 1))).toBe('Son 60 dakikada 23 olumsuz; olağan 10, sınır 24: dalga yok.');
    expect(opened(rule.evaluate(at(limit)))).toMatchObject([
      {
        ...{
          ruleId: 'volume',
          fingerprint: 'volume:negative:brd_1',
          severity: 3,
          leadType: 'complaint',
          mentionCount: 24,
        },
        title: 'Olumsuz dalga: Şikâyet',
        reason:
          'Son 60 dakikada 24 olumsuz, bu saat için olağan 10 (sınır 24). Kanallar: Şikâyet ve değerlendirme, Sosyal medya.',
      },
    ]);
    expect(rule.explain(at(limit))).toBe(opened(rule.evaluate(at(limit)))[0]?.reason);
  });

  it('never is what is fewer than the least volume, even where nothing is usual', () => {
    expect(rule.evaluate(input({ mentions: mentions(7) }))).toEqual([]);
    expect(opened(rule.evaluate(input({ mentions: mentions(8) })))).toHaveLength(1);
  });

  it('has a higher limit while there is less than a week to compare with, and says so', () => {
    const hours = steadyHours(0, 0, 3);
    expect(rule.evaluate(input({ hours, mentions: mentions(11) }))).toEqual([]);
    const [decision] = opened(rule.evaluate(input({ hours, mentions: mentions(12) })));
    expect(decision?.reason).toContain('Geçmiş henüz 3 günlük');
  });

  it('knows the hour: what every working morning brings is usual in the morning and a wave at night', () => {
    const isMorning = (at: number) => [8, 9, 10].includes(new Date(at + 3 * HOUR).getUTCHours());
    const hours = steadyHours(1).map((hour) => (isMorning(hour.hourAt) ? { ...hour, negative: 40, all: 80 } : hour));
    expect(rule.evaluate(input({ hours, mentions: mentions(30) }))).toEqual([]);
    const night = NOW - 6 * HOUR;
    const found = mentions(30, { seenAt: night });
    expect(opened(rule.evaluate(input({ now: night, hours, mentions: found })))).toHaveLength(1);
  });

  it('is not blinded by one wild day four days ago', () => {
    const hours = steadyHours(2).map((hour) =>
      NOW - hour.hourAt < 4 * 24 * HOUR && NOW - hour.hourAt >= 3 * 24 * HOUR ? { ...hour, negative: 500 } : hour,
    );
    expect(opened(rule.evaluate(input({ hours, mentions: mentions(20) })))).toHaveLength(1);
  });

  it.each([
    ['seen over an hour ago', { seenAt: NOW - HOUR - 1, publishedAt: null }],
    ['published hours before they were found', { publishedAt: NOW - 3 * HOUR - MINUTE - 1 }],
    ['not negative', { sentiment: 'neutral' as const }],
  ])('does not count what is %s', (_what, wish) => {
    const negative = rule
      .evaluate(input({ mentions: mentions(40, wish) }))
      .filter((decision) => decision.kind === 'open' && decision.severity < 4);
    expect(negative).toEqual([]);
  });

  it('does not count what people called not ours, nor what a closed wave has covered', () => {
    const muted = mentions(20, { storyId: 'sto_x' });
    expect(rule.evaluate(input({ mentions: muted, stories: [story('sto_x', { state: 'irrelevant' })] }))).toEqual([]);
    const before = mentions(20, { seenAt: NOW - 20 * MINUTE });
    const closed = [wave({ state: 'resolved', resolvedAt: NOW - 10 * MINUTE })];
    expect(rule.evaluate(input({ mentions: before, closed }))).toEqual([]);
    expect(opened(rule.evaluate(input({ mentions: [...mentions(9), ...before], closed })))).toMatchObject([
      { mentionCount: 9 },
    ]);
  });
});

describe('how bad a wave is', () => {
  const spread = (count: number, late: number) =>
    mentions(count, (index) => ({
      seenAt: NOW - (index < late ? 5 : 45) * MINUTE,
      channel: index % 2 ? 'news' : 'social',
    }));

  it.each([
    ['SEV-3 below three times the limit', spread(23, 23), 3],
    ['SEV-2 from three times the limit', spread(24, 24), 2],
    ['SEV-1 when it is huge, on two channels and doubling within the half hour', spread(90, 60), 1],
    ['SEV-2 when it is huge but ebbing', spread(90, 30), 2],
    ['SEV-2 when it is huge but on one channel', mentions(90), 2],
  ])('is %s', (_name, found, severity) => {
    expect(opened(rule.evaluate(input({ mentions: found })))[0]?.severity).toBe(severity);
  });

  it('is only watched when nothing in it is negative', () => {
    const found = input({ mentions: mentions(30, { sentiment: 'positive', type: 'praise' }) });
    expect(opened(rule.evaluate(found))).toMatchObject([
      { severity: 4, leadType: null, fingerprint: 'volume:all:brd_1', title: 'Alışılmadık yoğunluk' },
    ]);
  });

  it('takes the type that makes up a fifth of it, of equals the more dangerous, and none when all is mixed', () => {
    const types = (list: readonly (Parameters<typeof mention>[0] & object)['type'][]) =>
      opened(rule.evaluate(input({ mentions: list.map((type) => mention({ type: type ?? null })) })))[0]?.leadType;
    expect(types([...Array(5).fill('complaint'), ...Array(5).fill('outage')])).toBe('outage');
    expect(types([...Array(6).fill('complaint'), ...Array(4).fill('outage')])).toBe('complaint');
    expect(types([...Array(19).fill(null), 'fraud'])).toBe(null);
    const unsure = mentions(10, { type: 'fraud', sure: 0.5 });
    expect(opened(rule.evaluate(input({ mentions: unsure })))[0]?.leadType).toBe(null);
  });
});

describe('an open wave', () => {
  it('grows, is told when it doubles, gets worse but never milder, and does not repeat itself', () => {
    const open = wave();
    const grown = input({ mentions: mentions(30), incidents: [open] });
    const decisions = rule.evaluate(grown);
    expect(updated(decisions)).toMatchObject([{ incidentId: open.id, severity: 2, mentionCount: 30 }]);
    expect(updated(decisions)[0]?.reason).toBe('Önem düzeyi VAKA iken YÜKSEK oldu. İçerik sayısı 10 iken 30 oldu.');
    const after = decisions.reduce(carryOut, grown);
    expect(rule.evaluate(after)).toEqual([]);
    expect(rule.evaluate({ ...after, mentions: grown.mentions.slice(0, 9) })).toEqual([]);
  });

  const watched = (change = {}) =>
    incident({ ruleId: 'volume', fingerprint: 'volume:all:brd_1', severity: 4, leadType: null, ...change });

  it('takes over from mere volume that has turned negative, unless a person has taken that', () => {
    const found = mentions(10, { storyId: 'sto_w' });
    const mere = watched({ storyIds: ['sto_w'] });
    const decisions = rule.evaluate(input({ mentions: found, incidents: [mere] }));
    expect(decisions).toMatchObject([
      { kind: 'open', storyIds: ['sto_w'], severity: 3 },
      { kind: 'resolve', incidentId: mere.id },
    ]);
    const owned = watched({ state: 'acknowledged' });
    expect(rule.evaluate(input({ mentions: found, incidents: [owned] }))).toMatchObject([{ kind: 'open' }]);
  });

  it('claims no story that has an incident of its own, and not the ordinary ones beside it', () => {
    const own = mentions(4, { storyId: 'sto_own', type: 'fraud' });
    const [pair, single] = [mentions(2, { storyId: 'sto_pair', type: null }), mention({ type: null })];
    const rest = mentions(10, { type: 'outage' });
    const holder = incident({ storyIds: ['sto_own'], leadType: 'fraud' });
    const [decision] = opened(
      rule.evaluate(input({ mentions: [...own, ...pair, single, ...rest], incidents: [holder] })),
    );
    expect(decision?.leadType).toBe('outage');
    expect(decision?.mentionCount).toBe(17);
    expect(decision?.storyIds).toContain('sto_pair');
    expect(decision?.storyIds).not.toContain('sto_own');
    expect(decision?.storyIds).not.toContain(single.storyId);
    expect(decision?.mentionIds).not.toContain(own[0]?.id);
  });
});
