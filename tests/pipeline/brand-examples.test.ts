// Examples of a watch and people's clicks reach the relevance judgement of their brand, and the preview tells what they do.

import { beforeAll, expect, it } from 'vitest';
import { createJudge, type Judge } from '../../analyzers/judge.ts';
import { openAnalyzers } from '../../analyzers/open.ts';
import type { BrandView } from '../../core/ports.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { brandViewOf } from '../../pipeline/brand-view.ts';
import { correct } from '../../pipeline/corrections.ts';
import { previewQuery } from '../../pipeline/preview.ts';
import { updateWatch } from '../../pipeline/watches.ts';
import { openWorld, store } from './support.ts';

let real: Judge;
beforeAll(async () => {
  real = createJudge(await openAnalyzers());
});

/** A name that is also a word, and a sentence in which the shipped model takes it for the brand. */
const BRAND = 'Deniz';
const SHOP = 'Deniz mağazasından aldığım ürün bozuk çıktı, para iadesi yapmıyorlar';
const AWAY = [
  'Deniz bugün çok dalgalı, feribot seferleri iptal edildi',
  'Deniz dalgalıydı, feribot seferleri durdu',
  'Deniz dalgalı diye feribot seferleri iptal',
  'Deniz yine dalgalı, feribot kalkmadı',
];

async function worldOf(judge: Judge = real) {
  const world = await openWorld({ judge });
  await world.deps.store.brands.put({ ...world.brand, name: BRAND });
  await updateWatch(world.deps, world.watch.id, { query: 'deniz' }, 'test');
  return world;
}

it('hands the examples of its watches to the judgement of new mentions, the same object as long as they are the same', async () => {
  const seen: (BrandView | null)[] = [];
  const world = await worldOf((input, brand, reach, told) => {
    seen.push(brand);
    return real(input, brand, reach, told);
  });
  const examples = { positiveExamples: [SHOP], negativeExamples: AWAY };
  await updateWatch(world.deps, world.watch.id, examples, 'test');
  const ids = await store(world, [{ nativeId: '1', text: `${AWAY[0]} yine` }]);
  await analyzeJob(world.deps, { mentionIds: ids });
  expect(seen.at(-1)?.examples).toEqual({ positive: [SHOP], negative: AWAY });
  const again = await brandViewOf(world.deps, world.brand.id);
  expect(again?.examples).toBe(seen.at(-1)?.examples);
  const [id = ''] = ids;
  expect((await world.deps.store.judgements.get(id, world.brand.id))?.relevance?.isBrand).toBe(false);
});

it('counts a person’s word about one mention as an example', async () => {
  const world = await worldOf();
  const ids = await store(world, [{ nativeId: '1', text: AWAY[0] ?? '' }]);
  await analyzeJob(world.deps, { mentionIds: ids });
  expect((await brandViewOf(world.deps, world.brand.id))?.examples).toBeUndefined();
  const wishes = [{ field: 'relevance' as const, to: 'other' }];
  await correct(world.deps, { mentionIds: ids, brandId: world.brand.id, wishes, by: 'usr_a' });
  expect((await brandViewOf(world.deps, world.brand.id))?.examples).toEqual({ positive: [], negative: [AWAY[0]] });
});

it('shows in the preview what the examples would hide, and stores nothing', async () => {
  const world = await worldOf((input, brand, reach, told) => {
    const judged = real(input, brand, reach, told);
    const isAway = brand?.examples?.negative.some((text) => input.text.includes(text)) ?? false;
    return { ...judged, relevance: { isBrand: !isAway, confidence: 0.9 } };
  });
  const ids = await store(world, [
    { nativeId: '1', text: SHOP },
    { nativeId: '2', text: 'Deniz dalgalı' },
    { nativeId: '3', text: 'Deniz dalgalıdır' },
  ]);
  await analyzeJob(world.deps, { mentionIds: ids });
  const { id: brandId } = world.brand;
  const draft = { brandId, watchId: world.watch.id, positiveExamples: [], negativeExamples: ['dalgalı'] };
  const preview = await previewQuery(world.deps, 'deniz', 'tr', draft);
  expect(preview).toMatchObject({ matchedCount: 3, byExamples: { count: 2, meantCount: 0 } });
  expect(preview.byExamples.samples[0]?.found.mention.text).toContain('dalgalı');
  expect((await previewQuery(world.deps, 'deniz', 'tr')).byExamples.count).toBe(0);
  expect((await brandViewOf(world.deps, brandId))?.examples).toBeUndefined();
});

it('counts in the preview what means the brand again, in place of what the watch has now', async () => {
  const world = await worldOf();
  await updateWatch(world.deps, world.watch.id, { negativeExamples: AWAY, positiveExamples: [SHOP] }, 'test');
  const ids = await store(world, [{ nativeId: '1', text: `${AWAY[1]} yine` }]);
  await analyzeJob(world.deps, { mentionIds: ids });
  const { id: brandId } = world.brand;
  const draft = { brandId, watchId: world.watch.id, positiveExamples: AWAY, negativeExamples: [] };
  const { byExamples } = await previewQuery(world.deps, 'deniz', 'tr', draft);
  expect(byExamples).toMatchObject({ count: 0, meantCount: 1 });
});
