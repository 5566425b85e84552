import { expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { createBrand } from '../../pipeline/brands.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { digestJob } from '../../pipeline/digest.ts';
import { gatherDigestInput } from '../../pipeline/digest-input.ts';
import { addWatch, asked, brandInput, openWorld, store, talk } from './support.ts';

it('makes one digest a brand, day and route, however often it runs', async () => {
  const world = await openWorld();
  await analyzeJob(world.deps, { mentionIds: await store(world, talk(3)) });
  for (let run = 0; run < 3; run++) await digestJob(world.deps, { day: '2026-11-24' });
  const made = await world.deps.store.deliveries.list({ subjectId: `digest:${world.brand.id}:2026-11-24` }, 10);
  expect(made.map(({ routeId, reason, state }) => [routeId, reason, state]).sort()).toEqual([
    ['log', 'digest', 'pending'],
    ['phone', 'digest', 'pending'],
  ]);
  expect(made[0]?.message).toMatchObject({ kind: 'digest', brandName: 'Markam', locale: 'tr' });
  expect(new Set(asked(world, 'notify').map((payload) => JSON.stringify(payload))).size).toBe(2);
  await digestJob(world.deps, { day: '2026-11-25' });
  expect((await world.deps.store.deliveries.list({}, 10)).length).toBe(4);
});

it('makes a test digest again and again', async () => {
  const world = await openWorld();
  for (let run = 0; run < 2; run++) {
    await digestJob(world.deps, { day: '2026-11-24', isTest: true });
    await world.clock.advance(1000);
  }
  const made = await world.deps.store.deliveries.list({}, 10);
  expect(made.map(({ reason }) => reason)).toEqual(['test', 'test', 'test', 'test']);
});

it('makes the digests of the other brands when one fails, and tries that one again', async () => {
  const world = await openWorld();
  const other = await createBrand(world.deps, brandInput('Kahvecim'), 'test');
  const { watches } = world.deps.store;
  const list: typeof watches.list = (brandId) =>
    brandId === world.brand.id ? Promise.reject(new Error('disk error')) : watches.list(brandId);
  const broken: Deps = { ...world.deps, store: { ...world.deps.store, watches: { ...watches, list } } };
  await expect(digestJob(broken, { day: '2026-11-24' })).rejects.toThrow('disk error');
  const subjects = async () => [
    ...new Set((await world.deps.store.deliveries.list({}, 10)).map((one) => one.subjectId)),
  ];
  expect(await subjects()).toEqual([`digest:${other.id}:2026-11-24`]);
  await digestJob(world.deps, { day: '2026-11-24' });
  expect((await subjects()).sort()).toEqual([other.id, world.brand.id].map((id) => `digest:${id}:2026-11-24`).sort());
});

it('counts a mention that two watches found once, as Today does', async () => {
  const world = await openWorld();
  const second = await addWatch(world.deps, world.brand.id, 'Meyve');
  const ids = await store(world, talk(4), { watchIds: [world.watch.id, second.id] });
  await analyzeJob(world.deps, { mentionIds: ids });
  await world.clock.advance(60_000);
  const since = world.clock.now() - DAY;
  const input = await gatherDigestInput(world.deps, world.brand, {
    day: '2026-11-24',
    since,
    isTest: false,
    isLate: false,
  });
  expect(input.all.count).toBe(4);
});
