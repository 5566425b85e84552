// The Store port's promises about moving: everything can be read out, in batches that can be taken up again, and what was
// read out of one store and written into another is the same. Part of storeContract.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import type { DumpPart } from '../../core/transfer.ts';
import type { Rollup } from '../../core/types.ts';
import { moveStore } from '../../pipeline/move-store.ts';
import { openStore } from '../../store/open.ts';
import { commitOf, mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';
import { fillStore } from './store-whole.ts';

async function dumpAll(opened: OpenedStore, part: DumpPart, after: string | null = null): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { documents } of opened.store.transfer.dump(part, after)) found.push(...documents);
  return found;
}

async function inMemory(opened: OpenedStore): Promise<OpenedStore['store']> {
  const store = openStore({ kind: 'sqlite', path: ':memory:', clock: opened.clock as never });
  await store.migrate();
  return store;
}

export function transferContract(current: () => OpenedStore): void {
  describe('moving', () => {
    it('reads every part out once, also when it is taken up in the middle', async () => {
      const opened = current();
      await fillStore(opened.store);
      const parts = [
        'mentions',
        'cases',
        'rollups',
        'runs',
        'deliveries',
        'evidence',
        'corrections',
        'sessions',
        'validators',
      ] as const;
      for (const part of parts) {
        const all = await dumpAll(opened, part);
        expect([part, all.length > 0]).toEqual([part, true]);
        expect(new Set(all.map((document) => JSON.stringify(document))).size).toBe(all.length);
        for await (const { documents, cursor } of opened.store.transfer.dump(part, null)) {
          expect([...documents, ...(await dumpAll(opened, part, cursor))].length).toBe(all.length);
          break;
        }
      }
    });

    it('reads out mentions with the watches that are there, and settings but its own', async () => {
      const opened = current();
      await put(opened.store, mentionOf('yeni', {}, { seenAt: T0 + 2 }), { watchIds: ['wat_a', 'wat_a2'] });
      await opened.store.mentions.add([{ mention: mentionOf('eski', {}, { seenAt: T0 }), watchIds: [] }]);
      await opened.store.watches.remove('wat_a2');
      await opened.store.settings.set('kendi', { a: 1 });
      await opened.store.settings.set('move.progress', { part: 'x' });
      await opened.store.checkHealth();
      const mentions = (await dumpAll(opened, 'mentions')) as { mention: { key: string }; watchIds: string[] }[];
      expect(mentions.map(({ mention, watchIds }) => [mention.key, watchIds]).sort()).toEqual([
        ['forum:eski', []],
        ['forum:yeni', ['wat_a']],
      ]);
      expect(await dumpAll(opened, 'settings')).toEqual([{ key: 'kendi', value: { a: 1 } }]);
    });

    it('keeps what is to be judged anew and what a judgement unlinked', async () => {
      const opened = current();
      const { store } = opened;
      const mention = mentionOf('a');
      const hit = { mention, watchIds: ['wat_a', 'wat_a2'] };
      await store.mentions.add([hit]);
      await store.judgements.commit([{ ...commitOf(mention), links: { add: [], remove: ['wat_a2'] } }]);
      await store.mentions.add([
        { mention: mentionOf('a', { text: 'Kargo geldi' }, { seenAt: T0 + HOUR }), watchIds: [] },
      ]);
      expect(await dumpAll(opened, 'withdrawn')).toEqual([{ mentionId: mention.id, watchId: 'wat_a2' }]);
      expect(await dumpAll(opened, 'stale')).toEqual([{ mentionId: mention.id, brandId: 'brd_a' }]);
      const there = await inMemory(opened);
      for (const _ of ['once', 'again'])
        expect((await moveStore({ source: store, target: there })).filter(({ isSame }) => !isSame)).toEqual([]);
      expect(await there.mentions.listUnjudged(9)).toEqual([mention.id]);
      await there.mentions.add([hit]);
      expect((await there.mentions.getMany([mention.id]))[0]?.watchIds).toEqual(['wat_a']);
      await there.close();
    });

    it('writes both marks, as often as it likes, and passes over what is not there', async () => {
      const opened = current();
      const { store } = opened;
      const { id } = await put(store, mentionOf('a'));
      for (const _ of [1, 2]) {
        await store.transfer.putWithdrawn([
          { mentionId: id, watchId: 'wat_a2' },
          { mentionId: 'men_yok', watchId: 'wat_a' },
        ]);
        await store.transfer.putStale([
          { mentionId: id, brandId: 'brd_a' },
          { mentionId: id, brandId: 'brd_b' },
        ]);
      }
      expect(await dumpAll(opened, 'withdrawn')).toEqual([{ mentionId: id, watchId: 'wat_a2' }]);
      expect(await dumpAll(opened, 'stale')).toEqual([{ mentionId: id, brandId: 'brd_a' }]);
      expect(await store.mentions.listUnjudged(9)).toEqual([id]);
      await store.judgements.commit([commitOf(mentionOf('a'))]);
      expect(await dumpAll(opened, 'stale')).toEqual([]);
    });

    it('sets counts and health to what is given', async () => {
      const { store } = current();
      await put(store, mentionOf('a'));
      const place = { watchId: 'wat_a', brandId: 'brd_a', hourAt: T0 - 100 * HOUR, sourceId: 'forum' };
      const old: Rollup[] = [
        { ...place, dimension: 'all', value: '', count: 7 },
        { ...place, dimension: 'sentiment', value: 'negative', count: 4 },
      ];
      for (const _ of [1, 2]) await store.transfer.putRollups(old);
      const read = (dimension: 'all' | 'sentiment', to: number) =>
        store.rollups.read({ dimension, from: 0, to, groupBy: [] }).then((rows) => rows[0]?.count ?? 0);
      expect([await read('all', T0), await read('sentiment', T0)]).toEqual([7, 4]);
      expect(await read('all', T0 + HOUR)).toBe(8);
      const health = {
        ...{ sourceId: 'forum', lastRunAt: T0, lastSuccessAt: null, lastItemAt: null, consecutiveFailures: 3 },
        ...{ suspendedUntil: T0 + HOUR, suspendedReason: 'Engellendi.', lastError: '403', recentRuns: [] },
        costs: [{ month: '2026-11', callCount: 2, itemCount: 5, usd: 0.03 }],
      };
      for (const _ of [1, 2]) await store.transfer.putHealth(health);
      expect(await store.sources.health('forum')).toEqual(health);
    });

    it('moves to another store without a difference', async () => {
      const opened = current();
      await fillStore(opened.store);
      const away = await inMemory(opened);
      const there = await moveStore({ source: opened.store, target: away });
      expect(there.filter(({ isSame }) => !isSame)).toEqual([]);
      expect(there.filter(({ source }) => source.count === 0).map(({ name }) => name)).toEqual([]);
      await away.close();
    });
  });
}
