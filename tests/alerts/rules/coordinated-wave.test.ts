import { describe, expect, it } from 'vitest';
import { rule } from '../../../alerts/rules/coordinated-wave.ts';
import { rule as growing } from '../../../alerts/rules/growing-story.ts';
import { MINUTE } from '../../../core/clock.ts';
import type { Coordination } from '../../../core/coordination.ts';
import { incident, input, mentions, NOW, story } from '../support.ts';

const members = mentions(14, { storyId: 'sto_w', channel: 'social' });

function wave(change: Partial<Coordination> = {}): Coordination {
  return {
    ...{ storyId: 'sto_w', kind: 'text', mentionIds: members.map(({ id }) => id), accountCount: 14 },
    ...{ from: NOW - 11 * MINUTE, to: NOW, datedCount: 12, youngCount: 9, followedCount: 0, smallCount: 0 },
    ...change,
  };
}

describe('coordinated-wave', () => {
  it('opens a case with what is known in numbers, and accuses nobody', () => {
    const [decision, ...others] = rule.evaluate(input({ mentions: members, waves: [wave()] }));
    expect(decision).toMatchObject({
      ...{ kind: 'open', ruleId: 'coordinated-wave', fingerprint: 'wave:sto_w', severity: 2, leadType: 'complaint' },
      ...{ title: 'Başlık sto_w', storyIds: ['sto_w'], mentionCount: 14 },
      reason:
        '14 hesap 11 dakikada aynı metni yazdı. Açılış tarihi bilinen 12 hesabın 9 tanesi son 30 günde açılmış. ' +
        'Eşgüdümlü olabilir; arkasında kimin olduğu bilinmiyor.',
    });
    expect(others).toEqual([]);
  });

  it('says nothing of ages and followers that are not known, and then is milder', () => {
    const bare = wave({ kind: 'link', datedCount: 0, youngCount: 0, followedCount: 10, smallCount: 8 });
    const [decision] = rule.evaluate(input({ mentions: members, waves: [bare] }));
    expect(decision).toMatchObject({ severity: 3 });
    expect(decision?.reason).toContain('aynı bağlantıyı paylaştı. Takipçi sayısı bilinen 10 hesabın 8 tanesinin');
    expect(decision?.reason).not.toContain('Açılış tarihi');
  });

  it('is a note in the case that holds the story already, once until it has doubled', () => {
    const open = incident({ ruleId: 'volume', storyIds: ['sto_w'] });
    const noted = (accountCount: number) =>
      rule.evaluate(input({ mentions: members, waves: [wave({ accountCount })], incidents: [open] }));
    expect(noted(14)).toMatchObject([{ kind: 'note', incidentId: open.id, key: 'wave:sto_w:3' }]);
    expect(noted(15)[0]).toHaveProperty('key', 'wave:sto_w:3');
    expect(noted(31)[0]).toHaveProperty('key', 'wave:sto_w:4');
  });

  it('does not open twice, nor for what people put away or have closed', () => {
    const own = incident({ ruleId: 'coordinated-wave', storyIds: ['sto_w'] });
    const decide = (wish: Parameters<typeof input>[0]) =>
      rule.evaluate(input({ mentions: members, waves: [wave()], ...wish }));
    expect(decide({ incidents: [own] })).toEqual([]);
    expect(decide({ stories: [story('sto_w', { state: 'irrelevant' })] })).toEqual([]);
    const closed = incident({ storyIds: ['sto_w'], state: 'resolved', resolvedAt: NOW });
    expect(decide({ closed: [closed] })).toEqual([]);
    expect(decide({ closed: [{ ...closed, resolvedAt: NOW - MINUTE }] })).toHaveLength(1);
  });

  it('opens nothing for praise', () => {
    const happy = members.map((one) => ({ ...one, sentiment: 'positive' as const }));
    expect(rule.evaluate(input({ mentions: happy, waves: [wave()] }))).toEqual([]);
  });

  it('leaves customers with the same trouble to the rule of growing stories', () => {
    const calm = input({ mentions: members });
    expect(rule.evaluate(calm)).toEqual([]);
    expect(rule.explain(calm)).toContain('aynı metin ya da bağlantı yok');
    expect(growing.evaluate(calm)).toMatchObject([{ ruleId: 'growing-story' }]);
  });
});
