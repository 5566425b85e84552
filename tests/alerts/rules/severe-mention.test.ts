import { describe, expect, it } from 'vitest';
import { rule } from '../../../alerts/rules/severe-mention.ts';
import { DAY, HOUR, MINUTE } from '../../../core/clock.ts';
import { carryOut, incident, input, mention, mentions, NOW, opened, story, updated } from '../support.ts';

const fraud = { level: 1, type: 'fraud' } as const;

describe('one severe mention', () => {
  it('opens one incident with its words, type, numbers and reason', () => {
    const severe = mention({ ...fraud, sure: 0.83, score: 14 });
    const found = input({
      mentions: [severe, ...mentions(3)],
      stories: [story(severe.storyId, { title: 'Paramı çaldılar' })],
    });
    expect(rule.evaluate(found)).toEqual([
      {
        kind: 'open',
        ruleId: 'severe-mention',
        fingerprint: `severe:${severe.storyId}`,
        title: 'Dolandırıcılık / oltalama: Paramı çaldılar',
        reason: 'Bir içerik KRİZ düzeyinde: Dolandırıcılık / oltalama (güven %83, puan 14).',
        severity: 1,
        leadType: 'fraud',
        storyIds: [severe.storyId],
        mentionIds: [severe.id],
        mentionCount: 1,
      },
    ]);
    expect(rule.explain(found)).toBe('Bir içerik KRİZ düzeyinde: Dolandırıcılık / oltalama (güven %83, puan 14).');
  });

  it('is what the settings call severe, and no less', () => {
    const found = mentions(3, (index) => ({ level: ([2, 3, 4] as const)[index] ?? 4 }));
    const openedAt = (severeAt: 1 | 2 | 3) =>
      opened(rule.evaluate(input({ mentions: found, settings: { severeAt } }))).flatMap(({ mentionIds }) => mentionIds);
    expect(openedAt(1)).toEqual([]);
    expect(openedAt(2)).toEqual([found[0]?.id]);
    expect(openedAt(3).sort()).toEqual([found[0]?.id, found[1]?.id].sort());
    expect(rule.explain(input({ mentions: found, settings: { severeAt: 1 } }))).toBe(
      'Son 24 saatte KRİZ ya da daha ağır yeni içerik yok.',
    );
  });

  it('waits for a person while its type is uncertain; three of a kind page at SEV-3 and say so', () => {
    const guessed = (count: number) => input({ mentions: mentions(count, () => ({ ...fraud, sure: 0.4 })) });
    expect(rule.evaluate(guessed(2))).toEqual([]);
    const decisions = opened(rule.evaluate(guessed(3)));
    expect(decisions).toMatchObject([{ severity: 3, leadType: 'fraud', mentionCount: 3 }]);
    expect(decisions[0]?.reason).toContain('önce bir kişi baksın');
    expect(rule.evaluate(input({ mentions: [mention({ level: 1, type: null })] }))).toEqual([]);
  });

  it.each([
    ['low', 0.84, 0.86],
    ['balanced', 0.74, 0.76],
    ['high', 0.59, 0.61],
  ] as const)('opens by itself at sensitivity %s only from a certain confidence on', (sensitivity, below, above) => {
    const casesAt = (sure: number) =>
      opened(rule.evaluate(input({ mentions: [mention({ ...fraud, sure })], settings: { sensitivity } }))).length;
    expect([casesAt(below), casesAt(above)]).toEqual([0, 1]);
  });

  it('opens whatever the confidence when a hard trigger holds', () => {
    const posted = mention({ ...fraud, sure: 0.62 });
    const severity = { ...posted.severity, parts: { ...posted.severity.parts, trigger: 'personal-data-posted' } };
    expect(opened(rule.evaluate(input({ mentions: [{ ...posted, severity }] })))).toHaveLength(1);
  });

  it.each([
    ['was seen more than a day ago', { seenAt: NOW - DAY - MINUTE, publishedAt: null }, {}],
    ['was published more than a week ago', { publishedAt: NOW - 8 * DAY }, {}],
    ['is in a story that people called not ours', {}, { state: 'irrelevant' as const }],
    ['is in a story that sleeps', {}, { state: 'snoozed' as const, wakeAtCount: 5 }],
  ])('wakes nobody when it %s', (_why, wish, of) => {
    const severe = mention({ ...fraud, ...wish });
    expect(rule.evaluate(input({ mentions: [severe], stories: [story(severe.storyId, of)] }))).toEqual([]);
  });

  it('wakes again when a sleeping story has grown to what was asked for', () => {
    const severe = mention(fraud);
    const woken = story(severe.storyId, { state: 'snoozed', wakeAtCount: 5, mentionCount: 5 });
    expect(opened(rule.evaluate(input({ mentions: [severe], stories: [woken] })))).toHaveLength(1);
  });

  it('does not open again what a closed incident covered, but does for what came afterwards', () => {
    const before = mention({ ...fraud, seenAt: NOW - HOUR });
    const closed = [incident({ state: 'resolved', resolvedAt: NOW - MINUTE, storyIds: [before.storyId] })];
    expect(rule.evaluate(input({ mentions: [before], closed }))).toEqual([]);
    const after = mention({ ...fraud, storyId: before.storyId });
    expect(opened(rule.evaluate(input({ mentions: [after, before], closed })))).toMatchObject([
      { mentionIds: [after.id] },
    ]);
  });
});

describe('severe mentions of one kind', () => {
  it('make one incident when two stories of a type come in one pass, led by the worst', () => {
    const [mild, worst] = [mention({ level: 2, type: 'fraud' }), mention(fraud)];
    const stories = [
      story(mild.storyId, { mentionCount: 3 }),
      story(worst.storyId, { mentionCount: 4, title: 'En ağırı' }),
    ];
    const decisions = rule.evaluate(input({ mentions: [mild, worst], stories }));
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({
      ...{
        kind: 'open',
        title: 'Dolandırıcılık / oltalama: En ağırı',
        severity: 1,
        leadType: 'fraud',
        mentionCount: 7,
      },
      fingerprint: `severe:${worst.storyId}`,
    });
    expect(opened(decisions)[0]?.storyIds.sort()).toEqual([mild.storyId, worst.storyId].sort());
  });

  it('make two incidents when their types differ, and none where there is no type', () => {
    const types = ['fraud', 'data-leak', null, null] as const;
    const found = mentions(4, (index) => ({ level: 1, type: types[index] ?? null }));
    expect(opened(rule.evaluate(input({ mentions: found }))).map(({ leadType }) => leadType)).toEqual([
      'fraud',
      'data-leak',
    ]);
  });

  it('join the open incident of their type, with the title in its timeline', () => {
    const open = incident({
      leadType: 'fraud',
      severity: 2,
      storyIds: ['sto_old'],
      mentionIds: ['men_old'],
      mentionCount: 3,
    });
    const severe = mention(fraud);
    const stories = [story('sto_old'), story(severe.storyId, { title: 'Bir kişi daha yazdı' })];
    const decisions = rule.evaluate(input({ mentions: [severe], incidents: [open], stories }));
    expect(decisions).toMatchObject([
      {
        ...{ kind: 'update', incidentId: open.id, severity: 1 },
        ...{ storyIds: ['sto_old', severe.storyId], mentionIds: ['men_old', severe.id] },
      },
    ]);
    expect(updated(decisions)[0]?.reason).toBe(
      'Önem düzeyi YÜKSEK iken KRİZ oldu. Aynı türden bir içerik katıldı: Bir kişi daha yazdı',
    );
  });

  it('join the open wave of their type as well', () => {
    const wave = incident({ ruleId: 'volume', fingerprint: 'volume:negative:brd_1', leadType: 'fraud', severity: 3 });
    const decisions = rule.evaluate(input({ mentions: [mention(fraud)], incidents: [wave] }));
    expect(decisions).toMatchObject([{ kind: 'update', incidentId: wave.id, severity: 1 }]);
  });

  it.each([
    ['is of another type', { leadType: 'data-leak' as const }],
    ['has not moved for a day', { updatedAt: NOW - DAY }],
    ['is only watched', { severity: 4 as const }],
  ])('open their own when the open incident %s', (_why, change) => {
    const other = incident({ leadType: 'fraud', ...change });
    expect(rule.evaluate(input({ mentions: [mention(fraud)], incidents: [other] }))).toMatchObject([{ kind: 'open' }]);
  });

  it('never make an incident milder', () => {
    const open = incident({ leadType: 'fraud', severity: 1 });
    const decisions = rule.evaluate(input({ mentions: [mention({ level: 2, type: 'fraud' })], incidents: [open] }));
    expect(updated(decisions)[0]?.severity).toBe(1);
  });

  it('stay with the incident that holds their story, whatever their type', () => {
    const severe = mention(fraud);
    const holder = incident({ leadType: 'outage', storyIds: [severe.storyId] });
    const kin = incident({ leadType: 'fraud' });
    const decisions = rule.evaluate(input({ mentions: [severe], incidents: [kin, holder] }));
    expect(decisions).toMatchObject([{ kind: 'update', incidentId: holder.id }]);
  });

  it('never hide in a wave that is only watched, open or closed', () => {
    const severe = mention(fraud);
    const held = { storyIds: [severe.storyId], mentionIds: [severe.id] };
    const watched = incident({ ruleId: 'volume', fingerprint: 'volume:all:brd_1', severity: 4, ...held });
    expect(rule.evaluate(input({ mentions: [severe], incidents: [watched] }))).toMatchObject([{ kind: 'open' }]);
    const closed = [{ ...watched, state: 'resolved' as const, resolvedAt: NOW }];
    expect(rule.evaluate(input({ mentions: [severe], closed }))).toMatchObject([{ kind: 'open' }]);
  });

  it('say nothing again once carried out, however many there are', () => {
    const found = input({ mentions: mentions(120, { ...fraud, storyId: 'sto_same' }) });
    const decisions = rule.evaluate(found);
    expect(opened(decisions)[0]?.mentionIds).toHaveLength(50);
    const after = decisions.reduce(carryOut, found);
    expect(rule.evaluate(after)).toEqual([]);
  });
});
