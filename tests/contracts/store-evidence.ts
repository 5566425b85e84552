// Contract of the records of evidence: written once, checked later, gone with their author, kept while a case is open.

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { evidenceOf, mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id.slice(4)).join('');
const hash = (letter: string) => letter.repeat(64);
const fileOf = (sha256: string) => ({ name: 'screenshot.png', sha256, sizeBytes: 5 });

export function evidenceContract(current: () => OpenedStore): void {
  describe('evidence', () => {
    it('is written once: the same id again changes nothing', async () => {
      const { store } = current();
      await store.evidence.add(evidenceOf('evd_1'));
      await store.evidence.add(evidenceOf('evd_1', { outcome: 'blocked', error: 'Sonradan.' }));
      expect(await store.evidence.get('evd_1')).toEqual(evidenceOf('evd_1'));
      expect(await store.evidence.get('evd_none')).toBeNull();
    });

    it('is listed newest first, of mentions or stories, page by page', async () => {
      const { store } = current();
      const change = { kind: 'changed' as const, similarity: 0.5, removed: ['Eski.'], added: ['Yeni.'] };
      await store.evidence.add(evidenceOf('evd_1', { mentionId: 'men_1', storyIds: ['sto_1'], capturedAt: T0 + 1 }));
      await store.evidence.add(evidenceOf('evd_2', { mentionId: 'men_2', storyIds: [], capturedAt: T0 + 2 }));
      const third = evidenceOf('evd_3', { mentionId: 'men_3', storyIds: ['sto_2', 'sto_1'], capturedAt: T0, change });
      await store.evidence.add(third);
      const list = async (filter: object) => ids((await store.evidence.list(filter, { limit: 9 })).items);
      expect(await list({})).toBe('213');
      expect(await list({ mentionIds: ['men_2', 'men_3'] })).toBe('23');
      expect(await list({ storyIds: ['sto_1'] })).toBe('13');
      expect(await list({ mentionIds: ['men_2'], storyIds: ['sto_2'] })).toBe('23');
      expect(await list({ mentionIds: [] })).toBe('');
      const first = await store.evidence.list({}, { limit: 2 });
      const second = await store.evidence.list({}, { limit: 2, cursor: first.nextCursor });
      expect(second).toEqual({ items: [third], nextCursor: null });
    });

    it('is due by its newest record alone, the longest due first, until its checks end', async () => {
      const { store } = current();
      const at = (nextAt: number | null) => ({ count: 0, lastAt: null, nextAt, isGoneOnce: false });
      await store.evidence.add(evidenceOf('evd_1', { checks: at(T0 + 2) }));
      await store.evidence.add(evidenceOf('evd_2', { mentionId: 'men_2', checks: at(T0 + 1) }));
      await store.evidence.add(evidenceOf('evd_3', { mentionId: 'men_3', checks: at(null) }));
      expect(ids(await store.evidence.listDue(T0, 9))).toBe('');
      expect(ids(await store.evidence.listDue(T0 + 2, 9))).toBe('21');
      expect(ids(await store.evidence.listDue(T0 + 2, 1))).toBe('2');
      const checks = { count: 1, lastAt: T0 + 2, nextAt: T0 + 9, isGoneOnce: true };
      await store.evidence.noteChecks('evd_2', checks);
      await store.evidence.noteChecks('evd_none', checks);
      expect(await store.evidence.get('evd_2')).toEqual(evidenceOf('evd_2', { mentionId: 'men_2', checks }));
      await store.evidence.add(evidenceOf('evd_4', { capturedAt: T0 + HOUR, checks: at(T0 + 3), previousId: 'evd_1' }));
      expect(ids(await store.evidence.listDue(T0 + DAY, 9))).toBe('42');
      expect((await store.evidence.get('evd_1'))?.checks.nextAt).toBeNull();
    });

    it('knows which files nobody holds', async () => {
      const { store } = current();
      await store.evidence.add(evidenceOf('evd_1', { files: [fileOf(hash('a')), fileOf(hash('b'))] }));
      await store.evidence.add(evidenceOf('evd_2', { mentionId: 'men_2', files: [fileOf(hash('b'))] }));
      expect(await store.evidence.findUnheld([hash('a'), hash('b'), hash('c')])).toEqual([hash('c')]);
      expect(await store.evidence.findUnheld([])).toEqual([]);
    });

    it('goes by age, but for what an open case holds', async () => {
      const { store } = current();
      await store.evidence.add(evidenceOf('evd_1', { storyIds: [], capturedAt: T0, files: [fileOf(hash('a'))] }));
      await store.evidence.add(evidenceOf('evd_2', { mentionId: 'men_2', storyIds: [], capturedAt: T0 }));
      await store.evidence.add(evidenceOf('evd_3', { mentionId: 'men_3', storyIds: ['sto_3'], capturedAt: T0 }));
      await store.evidence.add(evidenceOf('evd_4', { mentionId: 'men_4', storyIds: ['sto_4'], capturedAt: T0 + 1 }));
      const kept = { mentionIds: ['men_2'], storyIds: ['sto_3', 'sto_9'] };
      expect(await store.evidence.removeCapturedBefore(T0 + 1, kept)).toBe(1);
      expect(ids((await store.evidence.list({}, { limit: 9 })).items)).toBe('432');
      expect(await store.evidence.findUnheld([hash('a')])).toEqual([hash('a')]);
      expect(await store.evidence.removeCapturedBefore(T0 + 1, { mentionIds: [], storyIds: [] })).toBe(2);
    });

    it('outlives its mention, and goes with an author who is erased', async () => {
      const { store } = current();
      const author = { handle: '@AliVeli', name: 'Ali Veli' };
      const mention = await put(store, mentionOf('a', { author: { handle: 'aliveli' } }));
      await store.evidence.add(evidenceOf('evd_1', { mentionId: mention.id, author: { name: null, handle: null } }));
      await store.evidence.add(evidenceOf('evd_2', { mentionId: 'men_gone', author }));
      await store.evidence.add(evidenceOf('evd_3', { mentionId: 'men_3', author: { name: 'Başkası', handle: null } }));
      expect(await store.mentions.eraseAuthor('@ALİVELİ', 'usr_1', T0)).toBe(1);
      expect(ids((await store.evidence.list({}, { limit: 9 })).items)).toBe('3');
      const [entry] = await store.audit.list(1);
      expect(entry).toMatchObject({ action: 'author.erased', facts: { count: 1, evidenceCount: 2 } });
      expect(await store.mentions.eraseAuthor(' ', 'usr_1', T0)).toBe(0);
      expect(ids((await store.evidence.list({}, { limit: 9 })).items)).toBe('3');
    });
  });
}
