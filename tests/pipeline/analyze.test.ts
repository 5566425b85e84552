import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import type { RollupDimension } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { createBrand } from '../../pipeline/brands.ts';
import { addWatch, asked, brandInput, judgeByWords, openWorld, store, talk, type World } from './support.ts';

async function countsOf(world: World, dimension: RollupDimension): Promise<Record<string, number>> {
  const span = { from: 0, to: world.clock.now() + 2 * DAY, brandId: world.brand.id };
  const rows = await world.deps.store.rollups.read({ ...span, dimension, groupBy: ['value'] });
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}

it('judges, joins into stories, counts, and asks the rules', async () => {
  const world = await openWorld();
  const ids = await store(world, [
    ...talk(3),
    { nativeId: 'k', text: 'Markam yine kargo gecikti, üç gündür bekliyorum' },
  ]);
  expect(await analyzeJob(world.deps, { mentionIds: ids })).toEqual({ judgedCount: 4, brandIds: [world.brand.id] });
  expect(await countsOf(world, 'all')).toEqual({ '': 4 });
  expect(await countsOf(world, 'sentiment')).toEqual({ neutral: 3, negative: 1 });
  expect(await countsOf(world, 'type')).toEqual({ complaint: 1 });
  expect(await countsOf(world, 'severity')).toEqual({ 3: 1, 4: 3 });
  expect(await countsOf(world, 'channel')).toEqual({ community: 4 });
  const stories = await world.deps.store.stories.list({ brandId: world.brand.id }, { limit: 10 });
  expect(stories.items.length).toBe(4);
  expect(asked(world, 'evaluate')).toEqual([{ brandId: world.brand.id }]);
  expect(await world.deps.store.mentions.listUnjudged(10)).toEqual([]);
});

it('counts nothing twice when it runs again', async () => {
  const world = await openWorld();
  const ids = await store(world, talk(5));
  await analyzeJob(world.deps, { mentionIds: ids });
  const before = await world.deps.store.stories.list({}, { limit: 10 });
  await analyzeJob(world.deps, { mentionIds: ids.slice(0, 3) });
  expect(await countsOf(world, 'all')).toEqual({ '': 5 });
  expect(await world.deps.store.stories.list({}, { limit: 10 })).toEqual(before);
});

it('makes one story of copies, within a batch and after it, and tells the judge how large it is', async () => {
  const sizes: number[] = [];
  const world = await openWorld({
    judge: (input, brand, reach) => {
      sizes.push(reach.storySize);
      return judgeByWords(input, brand, reach);
    },
  });
  const text =
    'Markam mağazasından aldığım telefon bozuk çıktı, iade etmek istiyorum ama kimse ilgilenmiyor, yardım edin';
  const copies = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ nativeId: `c${from + index}`, text }));
  await analyzeJob(world.deps, { mentionIds: await store(world, copies(0, 3)) });
  await analyzeJob(world.deps, { mentionIds: await store(world, copies(3, 5)) });
  const { items } = await world.deps.store.stories.list({}, { limit: 10 });
  expect(items.map(({ mentionCount }) => mentionCount)).toEqual([5]);
  expect(sizes).toEqual([1, 2, 3, 4, 5]);
});

it('judges a mention once for every brand whose watch found it', async () => {
  const world = await openWorld();
  const other = await createBrand(world.deps, brandInput('Rakibim'), 'test');
  const theirs = await addWatch(world.deps, other.id, 'Rakibim');
  const mentionIds = await store(world, talk(1), { watchIds: [world.watch.id, theirs.id] });
  const analyzed = await analyzeJob(world.deps, { mentionIds });
  expect(analyzed.judgedCount).toBe(2);
  expect(analyzed.brandIds.sort()).toEqual([world.brand.id, other.id].sort());
  const ours = await world.deps.store.judgements.get(mentionIds[0] ?? '', world.brand.id);
  const their = await world.deps.store.judgements.get(mentionIds[0] ?? '', other.id);
  expect(ours?.storyId).not.toBe(their?.storyId);
});

it('goes on with the others when a text cannot be judged', async () => {
  const world = await openWorld({
    judge: (input, brand, reach) => {
      if (input.text.includes('zehir')) throw new Error('cannot read this');
      return judgeByWords(input, brand, reach);
    },
  });
  const ids = await store(world, [...talk(2), { nativeId: 'z', text: 'Markam zehir' }]);
  expect((await analyzeJob(world.deps, { mentionIds: ids })).judgedCount).toBe(2);
  expect(world.lines.filter(({ level }) => level === 'error').map(({ facts }) => facts)).toMatchObject([
    { mentionId: ids[2] },
  ]);
});

it('counts old material but asks no rules for it', async () => {
  const world = await openWorld();
  const ids = await store(world, talk(2), { isBackfill: true });
  expect(await analyzeJob(world.deps, { mentionIds: ids })).toEqual({ judgedCount: 2, brandIds: [] });
  expect(await countsOf(world, 'all')).toEqual({ '': 2 });
  expect(asked(world, 'evaluate')).toEqual([]);
});

it('counts in the hour it was published, and does not believe a date that lies ahead', async () => {
  const world = await openWorld();
  const now = world.clock.now();
  const [past, future] = [now - 5 * HOUR, now + 20 * HOUR];
  const raws = talk(3).map((raw, index) => ({ ...raw, publishedAt: [past, future, null][index] ?? null }));
  await analyzeJob(world.deps, { mentionIds: await store(world, raws) });
  const span = { from: 0, to: now + 9 * DAY, brandId: world.brand.id };
  const rows = await world.deps.store.rollups.read({ ...span, dimension: 'all', groupBy: ['hour'] });
  const hour = (at: number) => Math.floor(at / HOUR) * HOUR;
  expect(rows.map(({ hourAt, count }) => [hourAt, count]).sort()).toEqual([
    [hour(past), 1],
    [hour(now), 2],
  ]);
});

it('has nothing to do for mentions that are gone', async () => {
  const world = await openWorld();
  expect(await analyzeJob(world.deps, { mentionIds: ['men_gone'] })).toEqual({ judgedCount: 0, brandIds: [] });
});
