// Contract of deleting: by age, and every trace of one author.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import { deliveryOf, entryOf, incidentOf, mentionOf, type OpenedStore, put, storyIdOf, T0 } from './store-samples.ts';

export function removalContract(current: () => OpenedStore): void {
  describe('mentions that are too old', () => {
    it('go with everything that hangs on them, the oldest first, at most as many as asked', async () => {
      const { store } = current();
      const [a, b, c] = [3, 2, 1].map((hours) => mentionOf(`kargo${hours}`, {}, { seenAt: T0 - hours * HOUR }));
      if (!a || !b || !c) throw new Error('three samples');
      await put(store, a, { story: 'S', bands: ['x'] });
      await put(store, b, { story: 'S', sentiment: 'neutral', bands: ['y'] });
      await store.mentions.add([{ mention: mentionOf('nobody', {}, { seenAt: T0 - 4 * HOUR }), watchIds: [] }]);
      await put(store, c, { story: 'T' });
      expect(await store.mentions.removeSeenBefore(T0 - HOUR, 2)).toBe(2);
      expect(await store.mentions.get(a.id)).toBeNull();
      expect(await store.judgements.get(a.id, 'brd_a')).toBeNull();
      expect(await store.stories.get(storyIdOf('S'))).toMatchObject({
        ...{ mentionCount: 1, negativeCount: 0, firstMentionId: b.id, title: b.text },
      });
      expect(await store.stories.candidates('brd_a', ['x'], 0, 9)).toEqual([]);
      expect(await store.mentions.removeSeenBefore(T0 - HOUR, 9)).toBe(1);
      expect(await store.mentions.removeSeenBefore(T0 - HOUR, 9)).toBe(0);
      expect(await store.stories.get(storyIdOf('S'))).toBeNull();
      expect(
        (await store.mentions.list({ search: 'kargo' }, { limit: 9 })).items.map(({ mention }) => mention.id),
      ).toEqual([c.id]);
      expect(await store.mentions.count()).toBe(1);
    });

    it('stay counted by hour, and come back as new when they are found again', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'));
      await store.mentions.removeSeenBefore(T0 + 1, 9);
      const [sum] = await store.rollups.read({ dimension: 'all', from: 0, to: T0 * 2, groupBy: [] });
      expect(sum?.count).toBe(1);
      expect((await store.mentions.add([{ mention, watchIds: ['wat_a'] }])).addedIds).toEqual([mention.id]);
    });
  });

  describe('an author who is erased', () => {
    it('leaves no trace but the entry in the audit log', async () => {
      const { store } = current();
      const author = { handle: 'AliVeli', name: 'Ali Veli' };
      const gone = mentionOf('a', { author, text: 'çok gizli bir söz', url: 'https://ornek.example/1' });
      const stays = mentionOf('b', { author: { handle: 'baskasi' }, text: 'başka bir söz' });
      await put(store, gone, { story: 'S' });
      await put(store, stays, { story: 'S', sentiment: 'neutral' });
      await store.incidents.open(incidentOf('inc_1', { mentionIds: [gone.id, stays.id] }), entryOf('tim_1', 'inc_1'));
      const sample = (text: string, name: string, url: string) => ({
        text,
        author: name,
        sourceTitle: 'Forum',
        url,
        at: T0,
      });
      const { message } = deliveryOf('del_1');
      const samples = [
        sample('çok gizli bir söz', 'Ali Veli', 'https://ornek.example/1'),
        sample('başka bir söz', 'baskasi', 'https://ornek.example/2'),
      ];
      await store.deliveries.add(deliveryOf('del_1', { message: { ...message, samples } }));
      expect(await store.mentions.eraseAuthor('@ALİVELİ', 'usr_1', T0)).toBe(1);
      expect(await store.mentions.get(gone.id)).toBeNull();
      expect(await store.mentions.listUnjudged(9)).toEqual([]);
      const story = await store.stories.get(storyIdOf('S'));
      expect(story).toMatchObject({ mentionCount: 1, negativeCount: 0, authors: ['baskasi'], title: 'başka bir söz' });
      expect((await store.incidents.get('inc_1'))?.mentionIds).toEqual([stays.id]);
      expect((await store.deliveries.get('del_1'))?.message.samples).toEqual([samples[1]]);
      const [sum] = await store.rollups.read({ dimension: 'all', from: 0, to: T0 * 2, groupBy: [] });
      expect(sum?.count).toBe(1);
      const [entry] = await store.audit.list(9);
      expect(entry).toMatchObject({ by: 'usr_1', at: T0, action: 'author.erased', facts: { count: 1 } });
      expect(JSON.stringify(entry).toLowerCase()).not.toContain('ali');
    });

    it('is found by name as well, and by nothing else', async () => {
      const { store } = current();
      await put(store, mentionOf('a', { author: { name: 'Ayşe Gül' } }));
      await put(store, mentionOf('b', { author: { name: 'Ayşe' } }));
      await put(store, mentionOf('c'));
      expect(await store.mentions.eraseAuthor('  ', 'usr_1', T0)).toBe(0);
      expect(await store.mentions.eraseAuthor('ayse gul', 'usr_1', T0)).toBe(1);
      expect(await store.mentions.count()).toBe(2);
    });
  });
}
