// Contract of stories: facts from their mentions, lists, candidates by bands, and what people change.

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import type { StoryFilter } from '../../core/ports.ts';
import { commitOf, mentionOf, type OpenedStore, put, storyIdOf, T0 } from './store-samples.ts';

export function storyContract(current: () => OpenedStore): void {
  describe('stories', () => {
    it('know what their mentions say, by the time it happened', async () => {
      const { store } = current();
      const first = mentionOf('a', { author: { name: 'Ali Veli' }, publishedAt: T0 - DAY });
      await put(
        store,
        mentionOf('b', { author: { handle: 'veli', name: 'Veli' } }, { channel: 'news', sourceId: 'news' }),
        {
          ...{ story: 'S', title: 'Başlık', types: ['fraud'], severity: 2 },
        },
      );
      await put(store, first, { story: 'S', sentiment: 'positive', title: 'başka' });
      await put(store, mentionOf('c', { author: { handle: 'veli' }, publishedAt: T0 + HOUR }), { story: 'S' });
      expect(await store.stories.get(storyIdOf('S'))).toEqual({
        ...{ id: storyIdOf('S'), brandId: 'brd_a', title: 'Başlık', firstMentionId: first.id },
        ...{ firstSeenAt: T0 - DAY, lastSeenAt: T0, mentionCount: 3, negativeCount: 2 },
        ...{ channels: expect.toSatisfy((value: string[]) => value.toSorted().join() === 'community,news') },
        ...{ sourceIds: expect.toSatisfy((value: string[]) => value.toSorted().join() === 'forum,news') },
        ...{ authors: expect.toSatisfy((value: string[]) => value.toSorted().join() === 'Ali Veli,veli') },
        ...{ types: expect.toSatisfy((value: string[]) => value.toSorted().join() === 'complaint,fraud') },
        ...{ severity: 2, state: 'open', wakeAtCount: null, assigneeId: null },
      });
      expect(await store.stories.get('sto_none')).toBeNull();
    });

    it('remember at most twenty authors and count all', async () => {
      const { store } = current();
      const mentions = Array.from({ length: 25 }, (_, i) => mentionOf(`m${i}`, { author: { handle: `h${i}` } }));
      await store.mentions.add(mentions.map((mention) => ({ mention, watchIds: ['wat_a'] })));
      await store.judgements.commit(mentions.map((mention) => commitOf(mention, { story: 'S' })));
      const story = await store.stories.get(storyIdOf('S'));
      expect(story?.authors).toHaveLength(20);
      expect(story?.mentionCount).toBe(25);
    });

    it('are listed by time or size, page by page', async () => {
      const { store } = current();
      for (const [index, name] of ['P', 'Q', 'R', 'S'].entries()) {
        await put(store, mentionOf(name, {}, { seenAt: T0 + index }), { story: name });
        for (let i = 0; i < (name === 'Q' ? 3 : 0); i += 1)
          await put(store, mentionOf(`${name}${i}`, {}, { seenAt: T0 - 1 }), { story: name });
      }
      const pages = async (filter: StoryFilter) => {
        const ids: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof store.stories.list>> = await store.stories.list(filter, {
            limit: 3,
            cursor,
          });
          ids.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor);
        return ids;
      };
      expect(await pages({})).toEqual(['S', 'R', 'Q', 'P'].map((name) => storyIdOf(name)));
      const bySize = await pages({ sort: 'size' });
      expect(bySize[0]).toBe(storyIdOf('Q'));
      expect(new Set(bySize).size).toBe(4);
      expect(await pages({ sort: 'size', since: T0 + 1 })).toHaveLength(3);
      await expect(store.stories.list({}, { limit: 1, cursor: 'olmaz' })).rejects.toMatchObject({
        code: 'store.cursor.invalid',
      });
    });

    it('are filtered by brand, state, channel, type, sentiment, severity, watch, source and time', async () => {
      const { store } = current();
      await put(store, mentionOf('p', {}, { seenAt: T0 + 3 }), {
        story: 'P',
        sentiment: 'positive',
        types: ['praise'],
        severity: 4,
      });
      await put(store, mentionOf('q', {}, { seenAt: T0 + 2, channel: 'news', sourceId: 'news' }), {
        ...{ story: 'Q', types: ['fraud'], severity: 1, watchIds: ['wat_a2'] },
      });
      await put(store, mentionOf('q2', {}, { seenAt: T0 + 2 }), {
        story: 'Q',
        sentiment: 'neutral',
        watchIds: ['wat_a2'],
      });
      await put(store, mentionOf('r', {}, { seenAt: T0 + 1 }), { brandId: 'brd_b', story: 'R', watchIds: ['wat_b'] });
      await store.stories.setState(storyIdOf('P'), { state: 'closed' });
      const names = new Map([
        [storyIdOf('P'), 'P'],
        [storyIdOf('Q'), 'Q'],
        [storyIdOf('R', 'brd_b'), 'R'],
      ]);
      const found = async (filter: StoryFilter) =>
        (await store.stories.list(filter, { limit: 10 })).items.map(({ id }) => names.get(id)).join('');
      expect(await found({})).toBe('PQR');
      expect(await found({ brandId: 'brd_a' })).toBe('PQ');
      expect(await found({ brandId: 'brd_none' })).toBe('');
      expect(await found({ states: ['open'] })).toBe('QR');
      expect(await found({ states: ['open', 'closed'] })).toBe('PQR');
      expect(await found({ states: [] })).toBe('');
      expect(await found({ channel: 'news' })).toBe('Q');
      expect(await found({ type: 'complaint' })).toBe('QR');
      expect(await found({ sentiment: 'negative' })).toBe('QR');
      expect(await found({ sentiment: 'neutral' })).toBe('Q');
      expect(await found({ maxSeverity: 2 })).toBe('Q');
      expect(await found({ maxSeverity: 3 })).toBe('QR');
      expect(await found({ watchId: 'wat_a2' })).toBe('Q');
      expect(await found({ watchId: 'wat_none' })).toBe('');
      expect(await found({ sourceId: 'news' })).toBe('Q');
      expect(await found({ since: T0 + 2 })).toBe('PQ');
      expect(
        await found({ brandId: 'brd_a', channel: 'news', type: 'fraud', sentiment: 'negative', states: ['open'] }),
      ).toBe('Q');
      await store.watches.remove('wat_a2');
      expect(await found({ watchId: 'wat_a2' })).toBe('');
    });

    it('are candidates when they share a band and were alive, newest first, each once', async () => {
      const { store } = current();
      await put(store, mentionOf('p', {}, { seenAt: T0 }), { story: 'P', bands: ['x', 'y'], signature: 'sp' });
      await put(store, mentionOf('q', {}, { seenAt: T0 + 1 }), { story: 'Q', bands: ['y', 'z'], signature: 'sq' });
      await put(store, mentionOf('r'), { brandId: 'brd_b', story: 'R', watchIds: ['wat_b'], bands: ['x'] });
      const found = async (bands: string[], since = 0, limit = 9) =>
        (await store.stories.candidates('brd_a', bands, since, limit)).map(({ signature }) => signature);
      expect(await store.stories.candidates('brd_a', ['x'], 0, 9)).toEqual([
        { storyId: storyIdOf('P'), signature: 'sp', lastSeenAt: T0 },
      ]);
      expect(await found(['x', 'y', 'y', 'z'])).toEqual(['sq', 'sp']);
      expect(await found(['y'], T0 + 1)).toEqual(['sq']);
      expect(await found(['y'], 0, 1)).toEqual(['sq']);
      expect(await found(['none'])).toEqual([]);
      expect(await found([])).toEqual([]);
    });

    it('are found by the bands of every member, with a signature that shares them', async () => {
      const { store } = current();
      await put(store, mentionOf('p'), { story: 'P', bands: ['x'], signature: 's1' });
      await put(store, mentionOf('q'), { story: 'P', bands: ['y'], signature: 's2' });
      const found = async (bands: string[]) => (await store.stories.candidates('brd_a', bands, 0, 9))[0]?.signature;
      expect(await found(['x'])).toBe('s1');
      expect(await found(['y'])).toBe('s2');
    });

    it('are changed by people, and what is not named stays', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      const id = storyIdOf('S');
      expect(await store.stories.setState(id, { assigneeId: 'usr_1' })).toMatchObject({
        state: 'open',
        assigneeId: 'usr_1',
      });
      const snoozed = await store.stories.setState(id, { state: 'snoozed', wakeAtCount: 3 });
      expect(snoozed).toMatchObject({ state: 'snoozed', wakeAtCount: 3, assigneeId: 'usr_1' });
      expect(await store.stories.get(id)).toEqual(snoozed);
      expect(await store.stories.setState(id, { state: 'closed', assigneeId: null })).toMatchObject({
        ...{ state: 'closed', wakeAtCount: null, assigneeId: null },
      });
      expect(await store.stories.setState('sto_none', { state: 'closed' })).toBeNull();
    });

    it('that sleep wake when they have grown to the size that was asked for', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      await store.stories.setState(storyIdOf('S'), { state: 'snoozed', wakeAtCount: 3 });
      await put(store, mentionOf('b'), { story: 'S' });
      expect((await store.stories.get(storyIdOf('S')))?.state).toBe('snoozed');
      await put(store, mentionOf('c'), { story: 'S' });
      expect(await store.stories.get(storyIdOf('S'))).toMatchObject({ state: 'open', wakeAtCount: null });
    });

    it('that are closed stay closed however they grow', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      await store.stories.setState(storyIdOf('S'), { state: 'irrelevant' });
      await put(store, mentionOf('b'), { story: 'S' });
      expect(await store.stories.get(storyIdOf('S'))).toMatchObject({ state: 'irrelevant', mentionCount: 2 });
    });
  });
}
