// Contract of judgements and rollups: everything once, whatever is repeated or changed.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import { commitOf, judgementOf, mentionOf, type OpenedStore, put, storyIdOf, T0 } from './store-samples.ts';

export function judgementContract(current: () => OpenedStore): void {
  describe('judgements', () => {
    it('come back as they were committed', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'));
      expect(await store.judgements.get(mention.id, 'brd_a')).toEqual(judgementOf(mention));
      expect((await store.mentions.get(mention.id))?.judgement).toEqual(judgementOf(mention));
      expect(await store.judgements.get(mention.id, 'brd_b')).toBeNull();
      expect(await store.judgements.get('men_none', 'brd_a')).toBeNull();
    });

    it('pass over mentions that were deleted meanwhile', async () => {
      const { store } = current();
      const [gone, here] = [mentionOf('gone'), mentionOf('here')];
      await store.mentions.add([{ mention: here, watchIds: ['wat_a'] }]);
      await store.judgements.commit([commitOf(gone), commitOf(here)]);
      expect(await store.judgements.get(gone.id, 'brd_a')).toBeNull();
      expect(await store.judgements.get(here.id, 'brd_a')).not.toBeNull();
      expect((await store.stories.list({}, { limit: 10 })).items).toHaveLength(1);
    });

    it('committed again change nothing', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'), { story: 'S' });
      await put(store, mentionOf('b'), { story: 'S' });
      const before = await all(store);
      await store.judgements.commit([commitOf(mention, { story: 'S' })]);
      await store.judgements.commit([commitOf(mention, { story: 'S' }), commitOf(mention, { story: 'S' })]);
      expect(await all(store)).toEqual(before);
    });

    it('that changed take back what they counted before, in rollups and stories', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a', { author: { handle: 'ali' } }, { channel: 'news' }), {
        ...{ story: 'S', types: ['fraud'], severity: 1 },
      });
      await put(store, mentionOf('b', { author: { handle: 'veli' } }), { story: 'S', sentiment: 'neutral' });
      await store.judgements.commit([
        commitOf(mention, { story: 'S', sentiment: 'positive', types: ['praise'], severity: 4 }),
      ]);
      expect(await store.stories.get(storyIdOf('S'))).toMatchObject({
        ...{ mentionCount: 2, negativeCount: 0, severity: 3, channels: expect.arrayContaining(['news', 'community']) },
      });
      expect((await store.stories.get(storyIdOf('S')))?.types.toSorted()).toEqual(['complaint', 'praise']);
      expect(await counts(store, 'sentiment')).toEqual({ neutral: 1, positive: 1 });
      expect(await counts(store, 'type')).toEqual({ complaint: 1, praise: 1 });
      expect(await counts(store, 'all')).toEqual({ '': 2 });
    });

    it('that moved to another story leave the old one, which goes when it is empty', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a', { author: { handle: 'ali' } }), { story: 'S', bands: ['x'] });
      await put(store, mentionOf('b', { author: { handle: 'veli' } }), { story: 'S' });
      await store.judgements.commit([commitOf(mention, { story: 'T', bands: ['x'] })]);
      expect(await store.stories.get(storyIdOf('S'))).toMatchObject({ mentionCount: 1, authors: ['veli'] });
      expect(await store.stories.get(storyIdOf('T'))).toMatchObject({ mentionCount: 1, authors: ['ali'] });
      const found = await store.stories.candidates('brd_a', ['x'], 0, 10);
      expect(found.map(({ storyId }) => storyId)).toEqual([storyIdOf('T')]);
      await store.judgements.commit([commitOf(mentionOf('b'), { story: 'T' })]);
      expect(await store.stories.get(storyIdOf('S'))).toBeNull();
      expect(await store.stories.get(storyIdOf('T'))).toMatchObject({ mentionCount: 2 });
    });

    it('are all written or none', async () => {
      const { store } = current();
      const mention = mentionOf('a');
      await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
      const broken = { ...commitOf(mention), rollups: null } as unknown as ReturnType<typeof commitOf>;
      await expect(store.judgements.commit([commitOf(mention), broken])).rejects.toThrow();
      expect(await store.judgements.get(mention.id, 'brd_a')).toBeNull();
      expect((await store.stories.list({}, { limit: 10 })).items).toEqual([]);
      await store.judgements.commit([commitOf(mention)]);
      expect(await counts(store, 'all')).toEqual({ '': 1 });
    });

    it('of two brands stay apart', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'), { watchIds: ['wat_a', 'wat_b'] });
      await store.judgements.commit([
        commitOf(mention, { brandId: 'brd_b', watchIds: ['wat_b'], sentiment: 'neutral' }),
      ]);
      expect((await store.judgements.get(mention.id, 'brd_a'))?.sentiment.label).toBe('negative');
      expect((await store.judgements.get(mention.id, 'brd_b'))?.sentiment.label).toBe('neutral');
      expect(await store.mentions.listUnjudged(10)).toEqual([]);
    });
  });

  describe('rollups', () => {
    it('are summed by what is asked, with from <= hour < to', async () => {
      const { store } = current();
      await put(store, mentionOf('a', {}, { seenAt: T0 }), { watchIds: ['wat_a', 'wat_a2'] });
      await put(store, mentionOf('b', {}, { seenAt: T0 + HOUR, sourceId: 'news' }), { sentiment: 'neutral' });
      await put(store, mentionOf('c', {}, { seenAt: T0 + HOUR }), { brandId: 'brd_b', watchIds: ['wat_b'] });
      const read = (filter: Partial<Parameters<Store['rollups']['read']>[0]>) =>
        store.rollups.read({ dimension: 'all', from: T0, to: T0 + 2 * HOUR, groupBy: [], ...filter });
      const none = { hourAt: null, watchId: null, sourceId: null, value: null };
      expect(await read({})).toEqual([{ ...none, count: 4 }]);
      expect(await read({ brandId: 'brd_a' })).toEqual([{ ...none, count: 3 }]);
      expect(await read({ watchIds: ['wat_a2', 'wat_b'] })).toEqual([{ ...none, count: 2 }]);
      expect(await read({ sourceIds: ['news'] })).toEqual([{ ...none, count: 1 }]);
      expect(await read({ to: T0 + HOUR })).toEqual([{ ...none, count: 2 }]);
      expect(await read({ from: T0 + HOUR, brandId: 'brd_a', groupBy: ['hour', 'watch', 'source'] })).toEqual([
        { hourAt: T0 + HOUR, watchId: 'wat_a', sourceId: 'news', value: null, count: 1 },
      ]);
      const values = await read({ dimension: 'sentiment', brandId: 'brd_a', groupBy: ['hour', 'value'] });
      expect(values).toEqual([
        { ...none, hourAt: T0, value: 'negative', count: 2 },
        { ...none, hourAt: T0 + HOUR, value: 'neutral', count: 1 },
      ]);
      expect(await read({ watchIds: [] })).toEqual([]);
      expect(await read({ brandId: 'brd_none' })).toEqual([]);
    });

    it('of a removed watch still count for the brand', async () => {
      const { store } = current();
      await put(store, mentionOf('a'));
      await store.watches.remove('wat_a');
      expect(await counts(store, 'all')).toEqual({ '': 1 });
    });

    it('that stand twice in one contribution count once', async () => {
      const { store } = current();
      const mention = mentionOf('a');
      await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
      const commit = commitOf(mention);
      await store.judgements.commit([{ ...commit, rollups: [...commit.rollups, ...commit.rollups] }]);
      expect(await counts(store, 'all')).toEqual({ '': 1 });
    });
  });
}

async function counts(store: Store, dimension: 'all' | 'sentiment' | 'type'): Promise<Record<string, number>> {
  const rows = await store.rollups.read({ brandId: 'brd_a', dimension, from: 0, to: T0 * 2, groupBy: ['value'] });
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}

/** Everything that a repetition could disturb. */
async function all(store: Store) {
  const rollups = [];
  for (const dimension of ['all', 'sentiment', 'type'] as const)
    rollups.push(
      await store.rollups.read({ dimension, from: 0, to: T0 * 2, groupBy: ['hour', 'watch', 'source', 'value'] }),
    );
  const { items: stories } = await store.stories.list({}, { limit: 100 });
  const { items: mentions } = await store.mentions.list({}, { limit: 100 });
  return { rollups, stories, mentions };
}
