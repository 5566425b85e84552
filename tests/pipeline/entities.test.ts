import { expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import type { Judgement } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { brandViewOf } from '../../pipeline/brand-view.ts';
import { updateBrand } from '../../pipeline/brands.ts';
import { addEntities, entityTable, removeEntity, standingOut } from '../../pipeline/entities.ts';
import { readEntityFile } from '../../pipeline/entity-file.ts';
import { addWatch, brandInput, judged, openWorld, store, type World } from './support.ts';

const SUBE = { kind: 'branch', name: 'Kadıköy Şubesi', aliases: ['Rıhtım'] } as const;
const named = (label: 'negative' | 'neutral', isBrand = true) => ({
  ...judged(label, 3, null),
  relevance: { isBrand, confidence: 0.9 },
  entities: [{ kind: 'branch', name: 'Kadıköy Şubesi', start: 0, end: 3 }] as Judgement['entities'] & object,
});

async function analyzed(world: World, count: number, prefix: string): Promise<void> {
  const raws = Array.from({ length: count }, (_, index) => ({
    nativeId: `${prefix}${index}`,
    text: `Markam ${prefix}${index}`,
  }));
  await analyzeJob(world.deps, { mentionIds: await store(world, raws) });
}

it('keeps each name once in its kind, with all its other names, and a change of the brand leaves the lists', async () => {
  const { deps, brand } = await openWorld();
  const first = await addEntities(deps, brand.id, [{ ...SUBE, aliases: ['Rıhtım'] }], 'test');
  const second = await addEntities(deps, brand.id, [{ ...SUBE, name: ' KADIKÖY ŞUBESİ ', aliases: ['Çarşı'] }], 'test');
  expect([first.addedCount, second.addedCount]).toEqual([1, 0]);
  await updateBrand(deps, brand.id, brandInput('Markam'), 'test');
  expect((await deps.store.brands.get(brand.id))?.entities).toEqual([{ ...SUBE, aliases: ['Rıhtım', 'Çarşı'] }]);
  expect(await removeEntity(deps, brand.id, { kind: 'product', name: SUBE.name }, 'test')).toEqual([]);
  expect(await removeEntity(deps, brand.id, { kind: null, name: 'kadıköy şubesi' }, 'test')).toHaveLength(1);
  const many = Array.from({ length: 1001 }, (_, index) => ({ ...SUBE, name: `Ad ${index}`, aliases: [] }));
  await expect(addEntities(deps, brand.id, many, 'test')).rejects.toMatchObject({ code: 'brand.entities.conflict' });
});

it('tells the analyzers of the lists, the competitors and what watches are about', async () => {
  const { deps, brand } = await openWorld();
  await addEntities(deps, brand.id, [{ ...SUBE, aliases: [] }], 'test');
  await deps.store.brands.put({ ...(await deps.store.brands.get(brand.id))!, competitors: ['Narteks'] });
  await addWatch(deps, brand.id, 'Karnova', { kind: 'product', query: 'karnova OR "karnova pro"' });
  await addWatch(deps, brand.id, 'Narteks', { kind: 'competitor', query: 'narteks kargo' });
  const view = await brandViewOf(deps, brand.id);
  expect(view?.entities).toEqual([
    { ...SUBE, aliases: [] },
    { kind: 'competitor', name: 'Narteks', aliases: [] },
    { kind: 'product', name: 'Karnova', aliases: ['karnova', 'karnova pro'] },
  ]);
});

it('counts a mention once however many watches found it, and not what is about something else', async () => {
  const world = await openWorld({ judge: ({ text }) => named(text.includes('k') ? 'negative' : 'neutral') });
  await addWatch(world.deps, world.brand.id, 'ikinci', { query: 'markam' });
  await analyzed(world, 2, 'n');
  await world.clock.advance(8 * DAY);
  await analyzed(world, 5, 'k');
  world.deps.parts.judge = () => named('negative', false);
  await analyzed(world, 1, 'o');
  const { items, others } = await entityTable(world.deps, { brandId: world.brand.id, kind: null });
  const counts = { count: 5, previous: 2, negative: 5, negativePrevious: 2 };
  expect(items).toEqual([{ kind: 'branch', name: 'Kadıköy Şubesi', ...counts }]);
  expect(others).toEqual({ nameCount: 0, count: 0, previous: 0 });
  expect((await entityTable(world.deps, { brandId: world.brand.id, kind: 'city' })).items).toEqual([]);
});

it('names what stands out against its usual, after a week of history', async () => {
  const world = await openWorld({ judge: () => named('negative') });
  const span = () => ({ since: world.clock.now() - DAY, now: world.clock.now() + 1 });
  await analyzed(world, 6, 'a');
  expect(await standingOut(world.deps, world.brand, span())).toBeNull();
  await world.clock.advance(10 * DAY);
  await analyzed(world, 6, 'b');
  const found = await standingOut(world.deps, world.brand, span());
  expect(found).toMatchObject({ kind: 'branch', name: 'Kadıköy Şubesi', count: 6 });
  expect(found?.usual).toBeLessThan(2);
  await world.clock.advance(2 * DAY);
  await analyzed(world, 4, 'c');
  expect(await standingOut(world.deps, world.brand, span())).toBeNull();
});

it('reads a file of names with Turkish kinds, quotes and semicolons, and tells what it cannot read', () => {
  const text =
    '\ufefftür;ad;diğer\r\nşube;"Kadıköy; Şubesi";Rıhtım|Çarşı\r\nürün;Karnova "Pro";\r\nyer;Ankara\r\n;\r\nrakip;Narteks;Nar Teks';
  expect(readEntityFile(text)).toEqual({
    entities: [
      { kind: 'branch', name: 'Kadıköy; Şubesi', aliases: ['Rıhtım', 'Çarşı'] },
      { kind: 'product', name: 'Karnova Pro', aliases: [] },
      { kind: 'competitor', name: 'Narteks', aliases: ['Nar Teks'] },
    ],
    unreadable: [4, 5],
  });
  expect(readEntityFile('branch,Forum\nseller,"Zelova, Ticaret",ZT').entities).toHaveLength(2);
});
