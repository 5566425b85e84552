// The Store port's promises about positions in searches and about what reading has cost. Part of storeContract.

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import type { Position, Run } from '../../core/types.ts';
import { mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

export function positionOf(change: Partial<Position> = {}): Position {
  return {
    ...{ brandId: 'brd_a', watchId: 'wat_a', sourceId: 'arama', query: 'markam şikayet' },
    ...{ url: 'https://sikayet.example/markam', title: 'Markam şikayetleri', at: T0, rank: 4, before: null },
    ...{ pageOneAt: null, topAt: null, firstAt: T0 - DAY },
    ...change,
  };
}

const month = (run: string, startedAt: number, spent?: Run['spent']): Run => ({
  ...{ id: run, subscriptionId: 'sub_a', sourceId: 'arama', startedAt, durationMs: 5, outcome: 'ok', itemCount: 1 },
  ...{ addedCount: 1, sizeBytes: 10, error: null },
  ...(spent ? { spent } : {}),
});

export function positionContract(current: () => OpenedStore): void {
  describe('positions', () => {
    it('come back as they were added, oldest first, each once', async () => {
      const { store } = current();
      const later = positionOf({ at: T0 + HOUR, rank: null, before: 4, pageOneAt: T0 + HOUR, topAt: T0 });
      await store.positions.add([later, positionOf()]);
      await store.positions.add([positionOf({ rank: 9 }), positionOf({ at: T0 + 2 * HOUR, title: null })]);
      const found = await store.positions.list({ since: 0 });
      expect(found).toEqual([positionOf(), later, positionOf({ at: T0 + 2 * HOUR, title: null })]);
      expect(await store.positions.list({ since: T0 + 1 })).toHaveLength(2);
    });

    it('are found by brand, watch, source and query', async () => {
      const { store } = current();
      await store.positions.add([
        positionOf(),
        positionOf({ query: 'markam iade' }),
        positionOf({ sourceId: 'baska' }),
        positionOf({ watchId: 'wat_b', brandId: 'brd_b' }),
      ]);
      const count = async (filter: object) => (await store.positions.list({ since: 0, ...filter })).length;
      expect(await count({ brandId: 'brd_a' })).toBe(3);
      expect(await count({ brandId: 'brd_b', watchId: 'wat_b' })).toBe(1);
      expect(await count({ watchId: 'wat_a', sourceId: 'arama', query: 'markam şikayet' })).toBe(1);
      expect(await count({ query: 'markam' })).toBe(0);
    });

    it('go when they are old, with their watch, and with a page whose author is erased', async () => {
      const { store } = current();
      await store.positions.add([positionOf({ at: T0 - 2 }), positionOf({ at: T0 - 1 }), positionOf()]);
      expect(await store.positions.removeBefore(T0, 1)).toBe(1);
      expect(await store.positions.removeBefore(T0, 9)).toBe(1);
      expect(await store.positions.removeBefore(T0, 9)).toBe(0);
      const url = 'https://www.blog.example/yazi?utm_source=x';
      await put(store, mentionOf('yazi', { url, author: { handle: 'ayse' } }));
      await store.positions.add([positionOf({ url: 'https://blog.example/yazi', watchId: 'wat_a2' })]);
      await store.mentions.eraseAuthor('@ayse', 'usr_a', T0);
      expect((await store.positions.list({ since: 0 })).map(({ url }) => url)).toEqual([positionOf().url]);
      await store.watches.remove('wat_a');
      expect(await store.positions.list({ since: 0 })).toEqual([]);
    });
  });

  describe('costs', () => {
    it('are counted by month over all runs, a run that is recorded twice once', async () => {
      const { store } = current();
      const december = Date.UTC(2026, 11, 1);
      const one = month('run_1', T0, { callCount: 4, itemCount: 40, usd: 0.1 });
      for (const _ of [1, 2]) await store.sources.recordRun(one, null);
      await store.sources.recordRun(month('run_2', T0 + 1, { callCount: 1, itemCount: 2, usd: 0.2 }), null);
      await store.sources.recordRun(month('run_3', december, { callCount: 1, itemCount: 0, usd: 0.005 }), null);
      await store.sources.recordRun(month('run_4', december + 1), null);
      const health = await store.sources.health('arama');
      expect(health?.costs).toEqual([
        { month: '2026-11', callCount: 5, itemCount: 42, usd: 0.3 },
        { month: '2026-12', callCount: 1, itemCount: 0, usd: 0.005 },
      ]);
      expect((await store.sources.runs({ sourceId: 'arama', limit: 9 })).at(-1)).toEqual(one);
      await store.sources.recordRun({ ...month('run_5', T0), sourceId: 'bedava' }, null);
      expect((await store.sources.health('bedava'))?.costs).toEqual([]);
    });
  });
}
