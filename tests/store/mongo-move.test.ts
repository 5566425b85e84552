// An embedded installation moves to MongoDB: everything is there and the same, whatever cut the move off.

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { FakeClock, HOUR } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import { moveStore, verifyMove } from '../../pipeline/move-store.ts';
import { openStore } from '../../store/open.ts';
import { brandOf, commitOf, mentionOf, seed, storyIdOf, T0 } from '../contracts/store-samples.ts';
import { fillStore } from '../contracts/store-whole.ts';
import { describeMongo, type MongoServer, startMongo } from '../support/mongo.ts';

const MANY = 620;

async function opened(options: { kind: 'sqlite' } | { kind: 'mongo'; url: string }): Promise<Store> {
  const clock = new FakeClock(T0);
  const store = openStore(options.kind === 'mongo' ? { ...options, clock } : { ...options, path: ':memory:', clock });
  await store.migrate();
  onTestFinished(() => store.close());
  return store;
}

async function filled(copies = 3): Promise<Store> {
  const store = await opened({ kind: 'sqlite' });
  await seed(store);
  await fillStore(store, copies);
  return store;
}

describeMongo('moving to MongoDB', () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo();
  }, 60_000);
  afterAll(() => server?.stop());
  const empty = () => opened({ kind: 'mongo', url: server.urlOf(`itibar_move_${randomBytes(6).toString('hex')}`) });

  it('brings everything over, and back again', { timeout: 60_000 }, async () => {
    const source = await filled();
    const target = await empty();
    const moved = await moveStore({ source, target });
    expect(moved.filter(({ isSame }) => !isSame)).toEqual([]);
    expect(moved.filter(({ target: { count } }) => count === 0).map(({ name }) => name)).toEqual([]);
    const back = await opened({ kind: 'sqlite' });
    expect((await moveStore({ source: target, target: back })).filter(({ isSame }) => !isSame)).toEqual([]);
    expect(await target.stories.get(storyIdOf('kargo'))).toEqual(await source.stories.get(storyIdOf('kargo')));
    const unjudged = async (store: Store) => (await store.mentions.listUnjudged(10)).sort();
    expect((await unjudged(source)).length).toBe(2);
    for (const store of [target, back]) expect(await unjudged(store)).toEqual(await unjudged(source));
    const search = async (store: Store) => (await store.mentions.list({ search: 'kargo' }, { limit: 50 })).items.length;
    expect(await search(target)).toBe(await search(source));
  });

  it('goes on where it was cut off, after any batch', { timeout: 300_000 }, async () => {
    const source = await filled(MANY);
    const target = await empty();
    const partNow = async () => ((await target.settings.get('move.progress')) as { part: string } | null)?.part;
    const places = new Set<string | undefined>();
    // Each try is cut off a little further on; without a memory it would never come to its end.
    while ((await partNow()) !== '') {
      let steps = 0;
      const cut = () => {
        steps += 1;
        if (steps > 6) throw new Error('power cut');
      };
      await expect(moveStore({ source, target, onProgress: cut })).rejects.toThrow('power cut');
      places.add(await partNow());
      expect(places.size).toBeLessThan(20);
    }
    expect(places.size).toBeGreaterThan(3);
    expect((await verifyMove({ source, target })).filter(({ isSame }) => !isSame)).toEqual([]);
  });

  it('says which part differs when the source was written to meanwhile, and mends it when it is run again', {
    timeout: 60_000,
  }, async () => {
    const source = await filled();
    const target = await empty();
    let isWritten = false;
    const late = mentionOf('sonradan', {}, { seenAt: T0 + 5 * HOUR });
    const moved = await moveStore({
      ...{ source, target },
      onProgress: (step) => {
        if (isWritten || step === 'copy') return;
        isWritten = true;
        void source.mentions.add([{ mention: late, watchIds: ['wat_a'] }]);
        void source.judgements.commit([commitOf(late)]);
      },
    });
    expect(moved.filter(({ isSame }) => !isSame).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['mentions', 'cases', 'stories', 'rollups']),
    );
    expect((await moveStore({ source, target })).filter(({ isSame }) => !isSame)).toEqual([]);
  });

  it('does not mix two installations', async () => {
    const target = await empty();
    await target.brands.put(brandOf('brd_x', 'Başkası'));
    await expect(moveStore({ source: await filled(), target })).rejects.toMatchObject({ code: 'move.occupied' });
    expect((await target.brands.list()).map(({ id }) => id)).toEqual(['brd_x']);
  });

  it('goes on working there: a judgement given anew counts once', { timeout: 60_000 }, async () => {
    const source = await filled();
    const target = await empty();
    await moveStore({ source, target });
    const again = commitOf(
      mentionOf('m1', { text: 'Kargo 1 gündür gelmedi', author: { handle: 'kisi1' } }, { sourceId: 'forum' }),
      {
        ...{ story: 'konu1', sentiment: 'neutral', aspects: [] },
      },
    );
    const count = async (store: Store, value: string) => {
      const rows = await store.rollups.read({ dimension: 'sentiment', from: 0, to: T0 + HOUR, groupBy: ['value'] });
      return rows.find((row) => row.value === value)?.count ?? 0;
    };
    const before = await count(target, 'negative');
    for (const store of [source, target]) await store.judgements.commit([again]);
    expect([await count(target, 'negative'), await count(target, 'neutral')]).toEqual([before - 1, 1]);
    expect((await verifyMove({ source, target })).filter(({ isSame }) => !isSame)).toEqual([]);
  });
});
