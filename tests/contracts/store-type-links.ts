// Contract of links that a judgement decides (watches such as type:fraud): made and undone with it, and what was undone is
// not brought back by a source that shows the mention again.

import { describe, expect, it } from 'vitest';
import { commitOf, mentionOf, type OpenedStore, watchOf } from './store-samples.ts';

export function typeLinkContract(current: () => OpenedStore): void {
  describe('links decided by a judgement', () => {
    const mention = mentionOf('one');
    const linked = async () => (await current().store.mentions.getMany([mention.id]))[0]?.watchIds;
    const listed = async (watchId: string) =>
      (await current().store.mentions.list({ watchId }, { limit: 10 })).items.length;
    const decide = (links: { add: string[]; remove: string[] }) =>
      current().store.judgements.commit([{ ...commitOf(mention), links }]);

    it('are undone and stay undone when the mention is seen again', async () => {
      const { store } = current();
      const hit = { mention, watchIds: ['wat_a', 'wat_a2'] };
      await store.mentions.add([hit]);
      await decide({ add: [], remove: ['wat_a2'] });
      expect([await linked(), await listed('wat_a2'), await listed('wat_a')]).toEqual([['wat_a'], 0, 1]);
      await store.mentions.add([hit]);
      expect([await linked(), await listed('wat_a2')]).toEqual([['wat_a'], 0]);
    });

    it('come back when a later judgement wants them', async () => {
      const { store } = current();
      await store.mentions.add([{ mention, watchIds: ['wat_a', 'wat_a2'] }]);
      await decide({ add: [], remove: ['wat_a2'] });
      await decide({ add: ['wat_a2'], remove: [] });
      await decide({ add: ['wat_a2'], remove: [] });
      expect([await linked(), await listed('wat_a2')]).toEqual([['wat_a', 'wat_a2'], 1]);
      await store.mentions.add([{ mention, watchIds: ['wat_a2'] }]);
      expect(await linked()).toEqual(['wat_a', 'wat_a2']);
    });

    it('may be brought again when the watch has another query, and not for a new name', async () => {
      const { store } = current();
      const hit = { mention, watchIds: ['wat_a', 'wat_a2'] };
      await store.mentions.add([hit]);
      await decide({ add: [], remove: ['wat_a2'] });
      await store.watches.put(watchOf('wat_a2', { name: 'başka ad' }));
      await store.mentions.add([hit]);
      expect(await linked()).toEqual(['wat_a']);
      await store.watches.put(watchOf('wat_a2', { query: 'başka' }));
      await store.mentions.add([hit]);
      expect(await linked()).toEqual(['wat_a', 'wat_a2']);
    });

    it('pass over a watch that is gone', async () => {
      const { store } = current();
      await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
      await decide({ add: ['wat_gone'], remove: ['wat_lost'] });
      expect(await linked()).toEqual(['wat_a']);
    });
  });
}
