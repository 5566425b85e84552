import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { RawMention } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { evaluateJob } from '../../pipeline/evaluate.ts';
import { actOnIncident } from '../../pipeline/incidents.ts';
import { addWatch, asked, openWorld, store, talk, type World } from './support.ts';

const LEAK: RawMention = {
  nativeId: 'leak',
  title: 'Markam verileri satılıyor',
  text: 'Markam müşteri verileri sızıntı yaşadı, binlerce kişi etkilendi diyorlar',
};

/** Stores and judges, as the jobs before would. */
async function judge(world: World, raws: RawMention[], options: Parameters<typeof store>[2] = {}): Promise<string[]> {
  const mentionIds = await store(world, raws, options);
  await analyzeJob(world.deps, { mentionIds });
  return mentionIds;
}

async function incidentsOf({ deps, brand }: World) {
  return (await deps.store.incidents.list({ brandId: brand.id }, { limit: 50 })).items;
}

it('opens an incident for one severe mention, once, and queues a word on every route', async () => {
  const world = await openWorld();
  const [mentionId] = await judge(world, [LEAK]);
  for (let run = 0; run < 3; run++) await evaluateJob(world.deps, { brandId: world.brand.id });
  const incidents = await incidentsOf(world);
  expect(incidents).toMatchObject([
    {
      ruleId: 'severe-mention',
      state: 'open',
      leadType: 'data-leak',
      title: `Bilgi sızıntısı: ${LEAK.title}`,
      mentionIds: [mentionId],
    },
  ]);
  const timeline = await world.deps.store.incidents.timeline(incidents[0]?.id ?? '');
  expect(timeline.map(({ kind, by }) => [kind, by])).toEqual([['opened', 'system']]);
  const deliveries = await world.deps.store.deliveries.list({ subjectId: incidents[0]?.id ?? '' }, 10);
  expect(deliveries.map(({ routeId, state, reason }) => [routeId, state, reason]).sort()).toEqual([
    ['log', 'pending', 'opened'],
    ['phone', 'pending', 'opened'],
  ]);
  expect((await world.deps.queue.stats()).notify.pending).toBe(2);
  expect(world.events.filter(({ kind }) => kind === 'incident').length).toBe(1);
});

it('opens none for small talk, for old material, and for what is said about others', async () => {
  const world = await openWorld();
  const rival = await addWatch(world.deps, world.brand.id, 'Rakip', { kind: 'competitor', query: 'Rakip' });
  await judge(world, talk(5));
  await judge(world, [{ ...LEAK, nativeId: 'old' }], { isBackfill: true });
  await judge(world, [{ ...LEAK, nativeId: 'theirs' }], { watchIds: [rival.id] });
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect(await incidentsOf(world)).toEqual([]);
  expect(asked(world, 'notify')).toEqual([]);
});

it('does not open again what people have resolved', async () => {
  const world = await openWorld();
  await judge(world, [LEAK]);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  const [incident] = await incidentsOf(world);
  await world.clock.advance(10 * MINUTE);
  await actOnIncident(world.deps, incident?.id ?? '', { action: 'resolve', text: 'Asılsız.' }, 'cli');
  await world.clock.advance(MINUTE);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect((await incidentsOf(world)).map(({ state }) => state)).toEqual(['resolved']);
});

it('writes the words that are missing when it died between the incident and its deliveries', async () => {
  const world = await openWorld();
  await judge(world, [LEAK]);
  const { deliveries } = world.deps.store;
  const add = () => Promise.reject(new Error('killed'));
  const dying: Deps = { ...world.deps, store: { ...world.deps.store, deliveries: { ...deliveries, add } } };
  await expect(evaluateJob(dying, { brandId: world.brand.id })).rejects.toThrow('killed');
  expect((await incidentsOf(world)).length).toBe(1);
  expect(asked(world, 'notify')).toEqual([]);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect((await incidentsOf(world)).length).toBe(1);
  expect(asked(world, 'notify').length).toBe(2);
});

it('opens one incident when two workers decide at once', async () => {
  const world = await openWorld();
  await judge(world, [LEAK]);
  const payload = { brandId: world.brand.id };
  await Promise.all([evaluateJob(world.deps, payload), evaluateJob(world.deps, payload)]);
  const [incident, ...others] = await incidentsOf(world);
  expect(others).toEqual([]);
  expect((await world.deps.store.deliveries.list({ subjectId: incident?.id ?? '' }, 10)).length).toBe(2);
});

it('calls a wave of complaints what it is against the usual of four weeks', async () => {
  const world = await openWorld();
  for (let day = 28; day > 0; day--)
    await judge(world, talk(2, day * 10), { seenAt: world.clock.now() - day * DAY, isBackfill: true });
  const wave = talk(30, 1000).map((raw) => ({ ...raw, text: `${raw.text} kargo gelmedi` }));
  await judge(world, wave);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect((await incidentsOf(world)).map(({ ruleId, mentionCount }) => [ruleId, mentionCount])).toEqual([
    ['volume', 30],
  ]);
});

it('has nothing to do for a brand that is gone', async () => {
  const world = await openWorld();
  await evaluateJob(world.deps, { brandId: 'brd_gone' });
  expect(world.jobs).toEqual([]);
});
