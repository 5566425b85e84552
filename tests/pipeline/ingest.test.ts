import { expect, it } from 'vitest';
import type { RawMention } from '../../core/types.ts';
import { createBrand } from '../../pipeline/brands.ts';
import { type IngestInput, ingest } from '../../pipeline/ingest.ts';
import { addWatch, asked, brandInput, openWorld, talk, type World } from './support.ts';

function bring(world: World, raws: RawMention[], change: Partial<IngestInput> = {}) {
  const input = { sourceId: 'import', channel: 'support' as const, raws, brandId: world.brand.id, isBackfill: false };
  return ingest(world.deps, { ...input, ...change });
}

async function watchesOf(world: World, id: string | undefined): Promise<string[]> {
  return (await world.deps.store.mentions.get(id ?? ''))?.watchIds ?? [];
}

it('links every item to the watches it matches, and one that matches none to the brand', async () => {
  const world = await openWorld();
  const cargo = await addWatch(world.deps, world.brand.id, 'Kargo', { kind: 'weak-point', query: 'kargo' });
  const { addedIds } = await bring(world, [
    { nativeId: '1', text: 'Markam kargosu gelmedi' },
    { nativeId: '2', text: "Markam'dan memnunum" },
    { nativeId: '3', text: 'Üç gündür bekliyorum' },
  ]);
  expect((await watchesOf(world, addedIds[0])).sort()).toEqual([world.watch.id, cargo.id].sort());
  expect(await watchesOf(world, addedIds[1])).toEqual([world.watch.id]);
  expect(await watchesOf(world, addedIds[2])).toEqual([world.watch.id]);
});

it('stores and announces what is new and counts what is known, however often it is brought', async () => {
  const world = await openWorld();
  expect(await bring(world, talk(1200))).toMatchObject({ knownCount: 0, unreadable: [] });
  const portions = asked(world, 'analyze') as { mentionIds: string[] }[];
  expect(new Set(portions.flatMap(({ mentionIds }) => mentionIds)).size).toBe(1200);
  expect(Math.max(...portions.map(({ mentionIds }) => mentionIds.length))).toBe(100);
  const again = await bring(world, talk(1201));
  expect([again.addedIds.length, again.knownCount]).toEqual([1, 1200]);
  expect(asked(world, 'analyze').length).toBe(portions.length + 1);
});

it('names the places of items in which there is nothing to read, across batches', async () => {
  const world = await openWorld();
  const raws = talk(620);
  for (const index of [3, 499, 500, 611]) raws[index] = { nativeId: `empty${index}`, text: ' \u0000\n ' };
  const { addedIds, unreadable } = await bring(world, raws);
  expect(unreadable).toEqual([3, 499, 500, 611]);
  expect(addedIds.length).toBe(616);
});

it('lets old material wait behind what comes in now', async () => {
  const world = await openWorld();
  await bring(world, talk(1), { isBackfill: true });
  await bring(world, talk(1, 100));
  const analyze = world.jobs.filter(({ name }) => name === 'analyze').map(({ options }) => options);
  expect(analyze).toEqual([{ priority: -5 }, { priority: 0 }]);
  const stored = await world.deps.store.mentions.list({}, { limit: 5 });
  expect(stored.items.map(({ mention }) => mention.isBackfill).sort()).toEqual([false, true]);
});

it('refuses items for a brand that nobody watches', async () => {
  const world = await openWorld();
  const { id } = await createBrand(world.deps, brandInput('Yalnız'), 'test');
  await expect(bring(world, talk(1), { brandId: id })).rejects.toMatchObject({ code: 'ingest.invalid' });
  expect(await world.deps.store.mentions.count()).toBe(0);
});
