// The Store port's promises about what people said instead of the machine. Part of storeContract.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import { derivedId } from '../../core/id.ts';
import type { Correction, Judgement } from '../../core/types.ts';
import { commitOf, mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

export function correctionOf(mentionId: string, change: Partial<Correction> = {}): Correction {
  const one = {
    ...{ mentionId, brandId: 'brd_a', field: 'sentiment' as const, label: '', from: 'negative', to: 'positive' },
    ...{ by: 'usr_a', at: T0 },
    ...change,
  };
  return { id: derivedId('cor', mentionId, one.brandId, one.field, one.label), ...one };
}

export function correctionContract(current: () => OpenedStore): void {
  describe('corrections', () => {
    it('are kept once for each field, and the newest word replaces the one before', async () => {
      const { store } = current();
      const { id } = await put(store, mentionOf('a'));
      const first = correctionOf(id);
      const type = correctionOf(id, { field: 'type', label: 'fraud', from: 'no', to: 'yes', at: T0 + 1 });
      await store.corrections.put([first, type]);
      await store.corrections.put([first]);
      const newer = { ...first, to: 'neutral', by: 'usr_b', at: T0 + 2 };
      await store.corrections.put([newer]);
      expect(await store.corrections.ofMentions([id, 'men_none'])).toEqual([type, newer]);
      expect(await store.corrections.get(first.id)).toEqual(newer);
      expect(await store.corrections.counts()).toEqual({ sentiment: 1, type: 1 });
      expect(await store.corrections.counts('brd_b')).toEqual({});
    });

    it('are taken back, and what was there is told', async () => {
      const { store } = current();
      const { id } = await put(store, mentionOf('a'));
      const one = correctionOf(id);
      await store.corrections.put([one]);
      expect(await store.corrections.remove([one.id, 'cor_none'])).toEqual([one]);
      expect(await store.corrections.remove([one.id])).toEqual([]);
      expect(await store.corrections.get(one.id)).toBeNull();
      expect(await store.corrections.ofMentions([])).toEqual([]);
    });

    it('are listed newest first in pages, by brand and field', async () => {
      const { store } = current();
      const mentions = await Promise.all(['a', 'b', 'c'].map((name) => put(store, mentionOf(name))));
      const all = mentions.map(({ id }, i) => correctionOf(id, { at: T0 + i }));
      const other = correctionOf(mentions[0]?.id ?? '', {
        brandId: 'brd_b',
        field: 'claim',
        from: 'unverified',
        to: 'false',
      });
      await store.corrections.put([...all, other]);
      const first = await store.corrections.list({ brandId: 'brd_a' }, { limit: 2 });
      expect(first.items).toEqual([all[2], all[1]]);
      const second = await store.corrections.list({ brandId: 'brd_a' }, { limit: 2, cursor: first.nextCursor });
      expect(second).toEqual({ items: [all[0]], nextCursor: null });
      expect((await store.corrections.list({ field: 'claim' }, { limit: 9 })).items).toEqual([other]);
      expect((await store.corrections.list({}, { limit: 9 })).items).toHaveLength(4);
    });

    it('go with their mention, by age and when its author is erased', async () => {
      const { store } = current();
      const old = await put(store, mentionOf('old', {}, { seenAt: T0 - 9 * HOUR }));
      const named = await put(store, mentionOf('b', { author: { handle: 'AliVeli' } }));
      await store.corrections.put([correctionOf(old.id), correctionOf(named.id)]);
      await store.mentions.removeSeenBefore(T0 - HOUR, 9);
      expect(await store.corrections.ofMentions([old.id])).toEqual([]);
      await store.mentions.eraseAuthor('aliveli', 'usr_a', T0);
      expect((await store.corrections.list({}, { limit: 9 })).items).toEqual([]);
      await store.corrections.put([correctionOf(old.id)]);
      expect(await store.corrections.counts()).toEqual({});
    });

    it('leave their mark in a judgement, which is stored as it is given', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'));
      const plain = await store.judgements.get(mention.id, 'brd_a');
      expect(plain).not.toHaveProperty('claim');
      const { judgement, ...rest } = commitOf(mention);
      const marked: Judgement = { ...judgement, claim: 'false', corrected: ['sentiment', 'claim'], isQuiet: true };
      await store.judgements.commit([{ judgement: marked, ...rest }]);
      expect(await store.judgements.get(mention.id, 'brd_a')).toEqual(marked);
      await store.judgements.commit([{ judgement, ...rest }]);
      expect(await store.judgements.get(mention.id, 'brd_a')).toEqual(judgement);
    });
  });
}
