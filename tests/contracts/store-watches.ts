// Contract of brands, watches, subscriptions and sources.

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import type { Run, RunOutcome } from '../../core/types.ts';
import { brandOf, mentionOf, type OpenedStore, subscriptionOf, T0, watchOf } from './store-samples.ts';

export function watchContract(current: () => OpenedStore): void {
  describe('brands', () => {
    it('come back as they were put, oldest first, and are replaced by id', async () => {
      const { store } = current();
      expect(await store.brands.get('brd_a')).toEqual(brandOf());
      await store.brands.put({ ...brandOf(), name: 'Yeni Ad' });
      await store.brands.put({ ...brandOf('brd_c', 'Eski'), createdAt: T0 - 1 });
      expect((await store.brands.list()).map(({ name }) => name)).toEqual(['Eski', 'Yeni Ad', 'Öteki']);
      expect(await store.brands.get('brd_none')).toBeNull();
    });

    it('have names of their own, whatever the spelling', async () => {
      const { store } = current();
      await expect(store.brands.put(brandOf('brd_c', 'MARKAM'))).rejects.toMatchObject({ code: 'store.conflict' });
      await expect(store.brands.put(brandOf('brd_c', 'OTEKI'))).rejects.toMatchObject({ code: 'store.conflict' });
      expect(await store.brands.list()).toHaveLength(2);
    });
  });

  describe('watches', () => {
    it('come back as they were put, of one brand or of all', async () => {
      const { store } = current();
      expect(await store.watches.get('wat_a')).toEqual(watchOf());
      expect((await store.watches.list('brd_a')).map(({ id }) => id)).toEqual(['wat_a', 'wat_a2']);
      expect(await store.watches.list()).toHaveLength(3);
      expect(await store.watches.list('brd_none')).toEqual([]);
      await store.watches.put(watchOf('wat_a', { isPaused: true }));
      expect((await store.watches.get('wat_a'))?.isPaused).toBe(true);
    });

    it('have a name of their own within the brand', async () => {
      const { store } = current();
      await expect(store.watches.put(watchOf('wat_x', { name: 'WAT_A' }))).rejects.toMatchObject({
        code: 'store.conflict',
      });
      await store.watches.put(watchOf('wat_x', { name: 'WAT_A', brandId: 'brd_b' }));
    });

    it('take their subscriptions along when they are removed, and leave their mentions', async () => {
      const { store } = current();
      await store.subscriptions.put(subscriptionOf());
      const mention = mentionOf('a');
      await store.mentions.add([{ mention, watchIds: ['wat_a', 'wat_a2'] }]);
      await store.watches.remove('wat_a');
      await store.watches.remove('wat_a');
      expect(await store.watches.get('wat_a')).toBeNull();
      expect(await store.subscriptions.get('sub_a')).toBeNull();
      expect((await store.mentions.get(mention.id))?.watchIds).toEqual(['wat_a2']);
      expect((await store.mentions.list({ watchId: 'wat_a' }, { limit: 10 })).items).toEqual([]);
      await store.watches.put(watchOf('wat_c', { name: 'wat_a' }));
    });
  });

  describe('subscriptions', () => {
    it('come back as they were put, by watch, by source or all', async () => {
      const { store } = current();
      const cursor = { page: 3, seen: ['x'] };
      await store.subscriptions.put(subscriptionOf());
      await store.subscriptions.put(subscriptionOf('sub_b', { watchId: 'wat_b', cursor, lastRunAt: T0 }));
      expect(await store.subscriptions.get('sub_a')).toEqual(subscriptionOf());
      expect((await store.subscriptions.get('sub_b'))?.cursor).toEqual(cursor);
      expect(await store.subscriptions.list()).toHaveLength(2);
      expect((await store.subscriptions.list({ watchId: 'wat_b' })).map(({ id }) => id)).toEqual(['sub_b']);
      expect(await store.subscriptions.list({ sourceId: 'forum', watchId: 'wat_a' })).toHaveLength(1);
      expect(await store.subscriptions.list({ sourceId: 'news' })).toEqual([]);
      await store.subscriptions.remove('sub_a');
      expect(await store.subscriptions.list()).toHaveLength(1);
    });

    it('that are due are handed out once, oldest first, and come back when the lease is over', async () => {
      const { store } = current();
      await store.subscriptions.put(subscriptionOf('sub_late', { nextRunAt: T0 - 1 }));
      await store.subscriptions.put(subscriptionOf('sub_first', { nextRunAt: T0 - 2 }));
      await store.subscriptions.put(subscriptionOf('sub_now', { nextRunAt: T0 }));
      await store.subscriptions.put(subscriptionOf('sub_future', { nextRunAt: T0 + 1 }));
      const claims = await Promise.all([1, 2].map(() => store.subscriptions.claimDue(T0, 2, MINUTE)));
      expect(claims[0]?.map(({ id }) => id)).toEqual(['sub_first', 'sub_late']);
      expect(claims[0]?.[0]?.nextRunAt).toBe(T0 + MINUTE);
      expect(claims[1]?.map(({ id }) => id)).toEqual(['sub_now']);
      const later = await store.subscriptions.claimDue(T0 + MINUTE, 10, MINUTE);
      expect(later.map(({ id }) => id).sort()).toEqual(['sub_first', 'sub_future', 'sub_late', 'sub_now']);
    });

    it('are passed over while the watch is paused or the source suspended', async () => {
      const { store } = current();
      await store.watches.put(watchOf('wat_a2', { isPaused: true }));
      await store.subscriptions.put(subscriptionOf('sub_paused', { watchId: 'wat_a2' }));
      await store.subscriptions.put(subscriptionOf('sub_blocked', { sourceId: 'news' }));
      await store.sources.recordRun(runOf('run_1', 'blocked', { sourceId: 'news' }), {
        until: T0 + HOUR,
        reason: 'Engel.',
      });
      expect(await store.subscriptions.claimDue(T0, 10, MINUTE)).toEqual([]);
      expect(await store.subscriptions.claimDue(T0 + HOUR, 10, MINUTE)).toHaveLength(1);
      await store.watches.put(watchOf('wat_a2'));
      expect(await store.subscriptions.claimDue(T0 + HOUR, 10, MINUTE)).toHaveLength(1);
    });

    it('keep their cursor unless a run brings a new one, also when that is null', async () => {
      const { store } = current();
      await store.subscriptions.put(subscriptionOf('sub_a', { cursor: 'old' }));
      await store.subscriptions.finishRun('sub_a', { lastRunAt: T0, nextRunAt: T0 + HOUR });
      expect(await store.subscriptions.get('sub_a')).toMatchObject({
        cursor: 'old',
        lastRunAt: T0,
        nextRunAt: T0 + HOUR,
      });
      await store.subscriptions.finishRun('sub_a', { cursor: { page: 2 }, lastRunAt: T0, nextRunAt: T0 });
      expect((await store.subscriptions.get('sub_a'))?.cursor).toEqual({ page: 2 });
      await store.subscriptions.finishRun('sub_a', { cursor: null, lastRunAt: T0, nextRunAt: T0 });
      expect((await store.subscriptions.get('sub_a'))?.cursor).toBeNull();
    });

    it('that were removed are not brought back by a run that ends', async () => {
      const { store } = current();
      await store.subscriptions.finishRun('sub_gone', { cursor: 1, lastRunAt: T0, nextRunAt: T0 });
      expect(await store.subscriptions.get('sub_gone')).toBeNull();
    });

    it('are woken by watch or all together', async () => {
      const { store } = current();
      await store.subscriptions.put(subscriptionOf('sub_a', { nextRunAt: T0 + DAY }));
      await store.subscriptions.put(subscriptionOf('sub_b', { watchId: 'wat_b', nextRunAt: T0 + DAY }));
      expect(await store.subscriptions.wake('wat_a', T0)).toBe(1);
      expect((await store.subscriptions.get('sub_a'))?.nextRunAt).toBe(T0);
      expect((await store.subscriptions.get('sub_b'))?.nextRunAt).toBe(T0 + DAY);
      expect(await store.subscriptions.wake(null, T0 + 1)).toBe(2);
    });
  });

  describe('sources', () => {
    it('are unknown until they ran', async () => {
      const { store } = current();
      expect(await store.sources.health('forum')).toBeNull();
      expect(await store.sources.listHealth()).toEqual([]);
    });

    it('count failures in a row, and a success ends them and a suspension', async () => {
      const { store } = current();
      await store.sources.recordRun(runOf('run_1', 'ok', { itemCount: 3, addedCount: 1 }), null);
      await store.sources.recordRun(runOf('run_2', 'network', { startedAt: T0 + 1 }), null);
      await store.sources.recordRun(runOf('run_3', 'blocked', { startedAt: T0 + 2 }), {
        until: T0 + DAY,
        reason: 'Engel.',
      });
      expect(await store.sources.health('forum')).toEqual({
        ...{ sourceId: 'forum', lastRunAt: T0 + 2, lastSuccessAt: T0, lastItemAt: T0, consecutiveFailures: 2 },
        ...{ suspendedUntil: T0 + DAY, suspendedReason: 'Engel.', lastError: 'Olmadı.' },
        recentRuns: [
          { startedAt: T0, outcome: 'ok', itemCount: 3, addedCount: 1, error: null },
          { startedAt: T0 + 1, outcome: 'network', itemCount: 0, addedCount: 0, error: 'Olmadı.' },
          { startedAt: T0 + 2, outcome: 'blocked', itemCount: 0, addedCount: 0, error: 'Olmadı.' },
        ],
        costs: [],
      });
      await store.sources.recordRun(runOf('run_4', 'timeout', { startedAt: T0 + 3 }), null);
      expect((await store.sources.health('forum'))?.suspendedUntil).toBe(T0 + DAY);
      await store.sources.recordRun(runOf('run_5', 'empty', { startedAt: T0 + 4 }), null);
      expect(await store.sources.health('forum')).toMatchObject({
        ...{ consecutiveFailures: 0, suspendedUntil: null, suspendedReason: null, lastError: null },
        ...{ lastSuccessAt: T0 + 4, lastItemAt: T0, costs: [] },
      });
    });

    it('count a run that is recorded twice once, and remember the last 48', async () => {
      const { store } = current();
      await store.sources.recordRun(runOf('run_x', 'network'), null);
      await store.sources.recordRun(runOf('run_x', 'network'), null);
      expect((await store.sources.health('forum'))?.consecutiveFailures).toBe(1);
      for (let i = 0; i < 50; i += 1)
        await store.sources.recordRun(runOf(`run_${i}`, 'ok', { startedAt: T0 + i }), null);
      const health = await store.sources.health('forum');
      expect(health?.recentRuns).toHaveLength(48);
      expect(health?.recentRuns.at(-1)?.startedAt).toBe(T0 + 49);
    });

    it('are resumed by hand', async () => {
      const { store } = current();
      await store.sources.recordRun(runOf('run_1', 'blocked'), { until: T0 + DAY, reason: 'Engel.' });
      await store.sources.resume('forum');
      expect(await store.sources.health('forum')).toMatchObject({ suspendedUntil: null, suspendedReason: null });
    });

    it('list their runs newest first, by subscription or source', async () => {
      const { store } = current();
      await store.sources.recordRun(runOf('run_1', 'ok'), null);
      await store.sources.recordRun(runOf('run_2', 'empty', { startedAt: T0 + 1, subscriptionId: 'sub_b' }), null);
      await store.sources.recordRun(runOf('run_3', 'ok', { startedAt: T0 + 2, sourceId: 'news' }), null);
      const ids = async (filter: { subscriptionId?: string; sourceId?: string; limit: number }) =>
        (await store.sources.runs(filter)).map(({ id }) => id);
      expect(await ids({ limit: 2 })).toEqual(['run_3', 'run_2']);
      expect(await ids({ sourceId: 'forum', limit: 9 })).toEqual(['run_2', 'run_1']);
      expect(await ids({ subscriptionId: 'sub_a', limit: 9 })).toEqual(['run_3', 'run_1']);
      expect((await store.sources.runs({ limit: 9 }))[2]).toEqual(runOf('run_1', 'ok'));
    });

    it('remember the validators of an address', async () => {
      const { store } = current();
      expect(await store.sources.getValidators('https://a.example/')).toBeNull();
      await store.sources.putValidators('https://a.example/', { etag: '"1"', lastModified: null }, T0);
      await store.sources.putValidators('https://a.example/', { etag: null, lastModified: 'dün' }, T0);
      expect(await store.sources.getValidators('https://a.example/')).toEqual({ etag: null, lastModified: 'dün' });
    });
  });
}

function runOf(id: string, outcome: RunOutcome, change: Partial<Run> = {}): Run {
  const error = outcome === 'ok' || outcome === 'empty' ? null : 'Olmadı.';
  return {
    ...{ id, subscriptionId: 'sub_a', sourceId: 'forum', startedAt: T0, durationMs: 5, outcome, itemCount: 0 },
    ...{ addedCount: 0, sizeBytes: 10, error },
    ...change,
  };
}
