// What happens to incidents after they were opened, and what holds for all rules together.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../alerts/open.ts';
import { rule as follow } from '../../../alerts/rules/follow.ts';
import { rule as quiet } from '../../../alerts/rules/quiet.ts';
import { DAY, HOUR, MINUTE } from '../../../core/clock.ts';
import type { FindingType, SeverityLevel } from '../../../core/types.ts';
import { incident, input, mention, mentions, NOW, pass, story, updated } from '../support.ts';

describe('follow', () => {
  it('counts what the stories of an incident gained and keeps the newest as samples', () => {
    const found = mentions(3, { storyId: 'sto_a' });
    const open = incident({ storyIds: ['sto_a'], mentionIds: [found[2]?.id ?? ''], mentionCount: 1 });
    const seen = input({ mentions: found, incidents: [open], stories: [story('sto_a', { mentionCount: 12 })] });
    expect(follow.evaluate(seen)).toMatchObject([
      {
        kind: 'update',
        incidentId: open.id,
        severity: open.severity,
        mentionCount: 12,
        reason: 'İçerik sayısı 1 iken 12 oldu.',
      },
    ]);
    expect(updated(follow.evaluate(seen))[0]?.mentionIds).toEqual([2, 1, 0].map((index) => found[index]?.id));
    expect(follow.explain(seen)).toBe('İçerik sayısı 1 iken 12 oldu.');
  });

  it('writes no line for one more of many, and nothing at all when nothing came', () => {
    const open = incident({ storyIds: ['sto_a'], mentionIds: ['men_x'], mentionCount: 9 });
    const stories = [story('sto_a', { mentionCount: 10 })];
    expect(updated(follow.evaluate(input({ incidents: [open], stories })))).toMatchObject([
      { reason: null, mentionCount: 10 },
    ]);
    expect(follow.evaluate(input({ incidents: [{ ...open, mentionCount: 10 }], stories }))).toEqual([]);
    expect(follow.explain(input({ incidents: [{ ...open, mentionCount: 10 }], stories }))).toBe('');
  });

  it('leaves waves alone: they count for themselves', () => {
    const wave = incident({ ruleId: 'volume', storyIds: ['sto_a'] });
    expect(follow.evaluate(input({ incidents: [wave], stories: [story('sto_a', { mentionCount: 99 })] }))).toEqual([]);
  });
});

describe('quiet', () => {
  const lastSeen = (ms: number, change = {}) => {
    const open = incident({ storyIds: ['sto_a'], openedAt: NOW - 60 * DAY, severity: 3, ...change });
    return { open, seen: input({ incidents: [open], stories: [story('sto_a', { lastSeenAt: NOW - ms })] }) };
  };

  it('says nothing in the first day, then proposes to close', () => {
    expect(quiet.evaluate(lastSeen(DAY - 1).seen)).toEqual([]);
    expect(quiet.explain(lastSeen(DAY - 1).seen)).toContain('hareket var');
    const { open, seen } = lastSeen(DAY);
    expect(quiet.evaluate(seen)).toMatchObject([{ kind: 'propose-close', incidentId: open.id, since: NOW - DAY }]);
    expect(quiet.explain(seen)).toBe('24 saattir yeni içerik yok. Bitmiş görünüyorsa vakayı kapatabilirsiniz.');
  });

  it.each([
    ['closes an untouched SEV-3 after two weeks', { severity: 3 }, 'resolve'],
    ['closes an untouched SEV-4 after two weeks', { severity: 4 }, 'resolve'],
    ['never closes a SEV-2 by itself', { severity: 2 }, 'propose-close'],
    ['never closes what a person took over', { state: 'acknowledged' }, 'propose-close'],
  ])('%s', (_name, change, kind) => {
    expect(quiet.evaluate(lastSeen(14 * DAY, change).seen)).toMatchObject([{ kind }]);
  });

  it('takes a wave for quiet only when its hours are, and counts from the opening at least', () => {
    const wave = incident({ ruleId: 'volume', mentionCount: 20, severity: 3, openedAt: NOW - 3 * DAY });
    const hours = (negative: number) => [{ hourAt: NOW - 2 * HOUR, all: 30, negative }];
    expect(quiet.evaluate(input({ incidents: [wave], hours: hours(10) }))).toEqual([]);
    expect(quiet.evaluate(input({ incidents: [wave], hours: hours(9) }))).toMatchObject([{ kind: 'propose-close' }]);
    const fresh = incident({ storyIds: ['sto_gone'], openedAt: NOW - MINUTE });
    expect(quiet.evaluate(input({ incidents: [fresh] }))).toEqual([]);
  });
});

describe('all rules together', () => {
  it('make one incident of one trouble: a severe story, its wave and its growth', () => {
    const trouble = mentions(40, (index) => ({
      ...{ storyId: `sto_t${index % 4}`, type: 'fraud' as const },
      ...{ level: index % 10 === 0 ? 1 : 3, channel: index % 2 ? ('social' as const) : ('complaint' as const) },
    }));
    const { after, decisions } = pass(rules, input({ mentions: trouble }));
    expect(
      decisions.filter(({ kind }) => kind === 'open').map((decision) => 'ruleId' in decision && decision.ruleId),
    ).toEqual(['severe-mention', 'volume']);
    expect(pass(rules, after).decisions).toEqual([]);
  });

  it('come to rest when there are more severe mentions than samples and newer ones beside them', () => {
    const at = (minutes: number) => ({ storyId: 'sto_long', type: 'fraud' as const, seenAt: NOW - minutes * MINUTE });
    const list = [...mentions(60, at(5)), ...mentions(60, { ...at(50), level: 1 })];
    const { after } = pass(rules, input({ mentions: list }));
    expect(pass(rules, after).decisions).toEqual([]);
  });

  const anyMention = fc.record({
    story: fc.integer({ min: 0, max: 6 }),
    level: fc.constantFrom<SeverityLevel>(1, 2, 3, 4),
    type: fc.constantFrom<FindingType | null>('fraud', 'outage', 'complaint', 'praise', null),
    sure: fc.constantFrom(0.3, 0.9),
    minutesAgo: fc.integer({ min: 0, max: 26 * 60 }),
    isNegative: fc.boolean(),
  });

  it('never repeat a decision that was carried out, whatever there is', () => {
    fc.assert(
      fc.property(fc.array(anyMention, { maxLength: 160 }), (list) => {
        const found = list.map(({ story: of, minutesAgo, isNegative, ...wish }) =>
          mention({
            ...{ ...wish, storyId: `sto_${of}x`, seenAt: NOW - minutesAgo * MINUTE },
            sentiment: isNegative ? 'negative' : 'neutral',
          }),
        );
        const newestFirst = found.sort((a, b) => b.seenAt - a.seenAt);
        const first = pass(rules, input({ mentions: newestFirst }));
        const second = pass(rules, first.after);
        expect(second.decisions.filter(({ kind }) => kind !== 'propose-close')).toEqual([]);
        const fingerprints = first.after.incidents.map(({ fingerprint }) => fingerprint);
        expect(new Set(fingerprints).size).toBe(fingerprints.length);
        const holders = first.after.incidents
          .filter(({ ruleId }) => ruleId !== 'volume')
          .flatMap(({ storyIds }) => storyIds);
        expect(new Set(holders).size).toBe(holders.length);
      }),
      { numRuns: 60 },
    );
  });

  it('explain themselves in one sentence at least, in both languages, busy or calm', async () => {
    const { t } = await import('../support.ts');
    const busy = mentions(30, { level: 1, type: 'fraud', storyId: 'sto_b' });
    for (const locale of ['tr', 'en'] as const)
      for (const list of [[], busy])
        for (const rule of rules.filter(({ id }) => id !== 'follow')) {
          const seen = {
            ...input({ mentions: list, settings: { locale } }),
            say: (key: string, params = {}) => t(locale, key, params),
          };
          expect(rule.explain(seen), `${rule.id} ${locale}`).toMatch(/^\p{Lu}|^\d/u);
        }
  });
});
