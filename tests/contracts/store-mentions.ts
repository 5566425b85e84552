// Contract of mentions: stored once, linked, listed page by page under every filter.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import type { MentionFilter } from '../../core/ports.ts';
import { mentionOf, type OpenedStore, put, storyIdOf, T0, watchOf } from './store-samples.ts';

export function mentionContract(current: () => OpenedStore): void {
  describe('mentions', () => {
    it('are stored once: known ones are counted, twice in a batch counts once', async () => {
      const { store } = current();
      const [a, b, c] = [mentionOf('a'), mentionOf('b'), mentionOf('c')];
      const first = await store.mentions.add([b, a, b].map((mention) => ({ mention, watchIds: ['wat_a'] })));
      expect(first).toEqual({ addedIds: [b.id, a.id], changedIds: [], knownCount: 0 });
      const changed = { ...a, text: 'değişti' };
      const second = await store.mentions.add([changed, c, c].map((mention) => ({ mention, watchIds: ['wat_a'] })));
      expect(second).toEqual({ addedIds: [c.id], changedIds: [], knownCount: 1 });
      expect((await store.mentions.get(a.id))?.mention).toEqual(a);
      expect(await store.mentions.count()).toBe(3);
    });

    it('come back exactly as they were, in the order they are asked for', async () => {
      const { store } = current();
      const full = mentionOf(
        'full',
        {
          ...{
            title: 'ŞİKÂYET',
            text: 'Çok uzun…\nikinci satır 😡',
            url: 'https://ornek.example/a?b=1',
            language: 'tr',
          },
          ...{ author: { name: 'Ali Veli', handle: 'aliveli', url: 'https://ornek.example/u', followers: 12 } },
          ...{ engagement: { likes: 1, shares: 0, rating: 4.5 }, publishedAt: T0 - HOUR, siteName: 'Örnek' },
          ...{ parentId: 'p', threadId: 't' },
        },
        { isBackfill: true, channel: 'news', sourceId: 'news' },
      );
      const bare = mentionOf('bare');
      await store.mentions.add([bare, full].map((mention) => ({ mention, watchIds: [] })));
      const hits = await store.mentions.getMany([full.id, 'men_none', bare.id]);
      expect(hits.map(({ mention }) => mention)).toEqual([full, bare]);
    });

    it('are linked to every watch they matched, also when that comes later', async () => {
      const { store } = current();
      const mention = mentionOf('a');
      await store.mentions.add([
        { mention, watchIds: ['wat_a'] },
        { mention, watchIds: ['wat_b'] },
      ]);
      await store.mentions.add([{ mention, watchIds: ['wat_a', 'wat_a2'] }]);
      const [hit] = await store.mentions.getMany([mention.id]);
      expect(hit?.watchIds.toSorted()).toEqual(['wat_a', 'wat_a2', 'wat_b']);
    });

    it('are stored although their watch was removed meanwhile', async () => {
      const { store } = current();
      const mention = mentionOf('a');
      expect(await store.mentions.add([{ mention, watchIds: ['wat_gone'] }])).toMatchObject({ addedIds: [mention.id] });
      expect(await store.mentions.get(mention.id)).toEqual({ mention, judgement: null, watchIds: [] });
      await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
      const { items } = await store.mentions.list({}, { limit: 10 });
      expect(items.map(({ watchIds }) => watchIds)).toEqual([['wat_a']]);
    });

    it('wait for a judgement for every brand whose watch found them, oldest first', async () => {
      const { store } = current();
      const [old, fresh, both] = [
        mentionOf('old', {}, { seenAt: T0 - 2 }),
        mentionOf('fresh'),
        mentionOf('both', {}, { seenAt: T0 - 1 }),
      ];
      await store.mentions.add([
        { mention: fresh, watchIds: ['wat_a'] },
        { mention: old, watchIds: ['wat_a'] },
        { mention: both, watchIds: ['wat_a', 'wat_b'] },
        { mention: mentionOf('nobody'), watchIds: [] },
      ]);
      expect(await store.mentions.listUnjudged(10)).toEqual([old.id, both.id, fresh.id]);
      expect(await store.mentions.listUnjudged(1)).toEqual([old.id]);
      await put(store, both);
      await put(store, old);
      expect(await store.mentions.listUnjudged(10)).toEqual([both.id, fresh.id]);
      await store.watches.remove('wat_b');
      expect(await store.mentions.listUnjudged(10)).toEqual([fresh.id]);
    });

    it('are listed newest seen first, each once, with a marker that stays good while others come', async () => {
      const { store } = current();
      const times = [5, 1, 3, 3, 3, 2, 4].map((hours) => T0 - hours * HOUR);
      for (const [index, seenAt] of times.entries()) await put(store, mentionOf(`m${index}`, {}, { seenAt }));
      const seen: number[] = [];
      const ids = new Set<string>();
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof store.mentions.list>> = await store.mentions.list(
          {},
          { limit: 2, cursor },
        );
        for (const { mention } of page.items) {
          seen.push(mention.seenAt);
          ids.add(mention.id);
        }
        cursor = page.nextCursor;
        await put(store, mentionOf(`new${ids.size}`, {}, { seenAt: T0 }));
      } while (cursor);
      expect(seen).toEqual(times.toSorted((a, b) => b - a));
      expect(ids.size).toBe(7);
    });

    it('refuse a marker that is none', async () => {
      const { store } = current();
      for (const cursor of ['olmaz', '', 'e30=', '-1'])
        await expect(store.mentions.list({}, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'store.cursor.invalid',
        });
    });

    it('are filtered by brand, watch, story, source, channel, sentiment, type, severity and time, alone and together', async () => {
      const { store } = current();
      const at = (hours: number) => ({ seenAt: T0 - hours * HOUR });
      await put(store, mentionOf('plain', {}, at(1)), { types: ['praise'], sentiment: 'positive', severity: 4 });
      await put(store, mentionOf('fraud', {}, { ...at(2), sourceId: 'news', channel: 'news' }), {
        ...{ types: ['fraud', 'complaint'], severity: 1, story: 'S', watchIds: ['wat_a2'] },
      });
      await put(store, mentionOf('other', {}, at(3)), { brandId: 'brd_b', watchIds: ['wat_b'], severity: 2 });
      await store.mentions.add([{ mention: mentionOf('unjudged', {}, at(4)), watchIds: ['wat_a'] }]);
      await store.mentions.add([{ mention: mentionOf('nobody', {}, at(5)), watchIds: [] }]);
      const found = async (filter: MentionFilter) =>
        (await store.mentions.list(filter, { limit: 10 })).items.map(({ mention }) => mention.key.split(':')[1]);
      expect(await found({})).toEqual(['plain', 'fraud', 'other', 'unjudged', 'nobody']);
      expect(await found({ brandId: 'brd_a' })).toEqual(['plain', 'fraud', 'unjudged']);
      expect(await found({ watchId: 'wat_a' })).toEqual(['plain', 'unjudged']);
      expect(await found({ storyId: storyIdOf('S') })).toEqual(['fraud']);
      expect(await found({ sourceId: 'news' })).toEqual(['fraud']);
      expect(await found({ channel: 'community' })).toEqual(['plain', 'other', 'unjudged', 'nobody']);
      expect(await found({ sentiment: 'negative' })).toEqual(['fraud', 'other']);
      expect(await found({ type: 'complaint' })).toEqual(['fraud', 'other']);
      expect(await found({ maxSeverity: 1 })).toEqual(['fraud']);
      expect(await found({ maxSeverity: 2 })).toEqual(['fraud', 'other']);
      expect(await found({ maxSeverity: 4 })).toEqual(['plain', 'fraud', 'other']);
      expect(await found({ since: T0 - 2 * HOUR })).toEqual(['plain', 'fraud']);
      expect(await found({ until: T0 - 2 * HOUR, brandId: 'brd_a' })).toEqual(['unjudged']);
      expect(await found({ brandId: 'brd_a', watchId: 'wat_b' })).toEqual([]);
      expect(
        await found({ brandId: 'brd_a', type: 'fraud', sentiment: 'negative', channel: 'news', maxSeverity: 2 }),
      ).toEqual(['fraud']);
      expect(await found({ brandId: 'brd_none' })).toEqual([]);
      expect(await found({ storyId: 'sto_none' })).toEqual([]);
    });

    it('that two brands share are listed once, with the judgement that was asked for, or the most severe', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'), { watchIds: ['wat_a', 'wat_b'], severity: 3 });
      await put(store, mention, { brandId: 'brd_b', watchIds: ['wat_b'], severity: 2 });
      const brands = async (filter: MentionFilter) =>
        (await store.mentions.list(filter, { limit: 10 })).items.map(({ judgement }) => judgement?.brandId);
      expect(await brands({})).toEqual(['brd_b']);
      expect(await brands({ brandId: 'brd_a' })).toEqual(['brd_a']);
      expect(await brands({ watchId: 'wat_b' })).toEqual(['brd_b']);
      expect((await store.mentions.get(mention.id))?.judgement?.brandId).toBe('brd_b');
    });

    it('keep their pages whole when two brands share many', async () => {
      const { store } = current();
      for (let i = 0; i < 5; i += 1) {
        const mention = await put(store, mentionOf(`m${i}`, {}, { seenAt: T0 + i }), { watchIds: ['wat_a', 'wat_b'] });
        await put(store, mention, { brandId: 'brd_b', watchIds: ['wat_b'] });
      }
      const first = await store.mentions.list({}, { limit: 3 });
      const second = await store.mentions.list({}, { limit: 3, cursor: first.nextCursor });
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null]);
    });

    it('of a watch that is new are found by it at once', async () => {
      const { store } = current();
      const mention = await put(store, mentionOf('a'));
      await store.watches.put(watchOf('wat_new'));
      await store.mentions.add([{ mention, watchIds: ['wat_new'] }]);
      const { items } = await store.mentions.list({ watchId: 'wat_new' }, { limit: 10 });
      expect(items.map(({ judgement }) => judgement?.brandId)).toEqual(['brd_a']);
    });
  });
}
