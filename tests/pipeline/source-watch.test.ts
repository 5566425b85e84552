import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import { OPERATOR_ID, type RunOutcome } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { evaluateJob } from '../../pipeline/evaluate.ts';
import { actOnIncident } from '../../pipeline/incidents.ts';
import { notifyJob } from '../../pipeline/notify.ts';
import { watchedSources } from '../../pipeline/source-yield.ts';
import { tidyJob } from '../../pipeline/tidy.ts';
import { buildToday } from '../../pipeline/today.ts';
import { asked, openWorld, store, talk, type World } from './support.ts';

/** The watch reads the forum from now on. */
async function readForum({ deps, watch, clock }: World): Promise<void> {
  const id = newId('sub');
  const facts = { sourceId: 'forum', params: {}, cursor: null, nextRunAt: clock.now(), lastRunAt: null };
  await deps.store.subscriptions.put({ id, watchId: watch.id, ...facts });
}

async function run(world: World, outcome: RunOutcome, error: string | null = null): Promise<void> {
  await world.deps.store.sources.recordRun(
    {
      ...{ id: newId('run'), subscriptionId: 'sub_x', sourceId: 'forum', startedAt: world.clock.now(), durationMs: 5 },
      ...{ outcome, itemCount: 0, addedCount: 0, sizeBytes: 100, error },
    },
    null,
  );
}

async function fail(world: World): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await world.clock.advance(20 * MINUTE);
    await run(world, 'blocked', 'Forum bizi geri çevirdi (403).');
  }
}

const judge = (world: World) => evaluateJob(world.deps, { brandId: OPERATOR_ID });

async function operatorCases({ deps }: World) {
  return (await deps.store.incidents.list({ brandId: OPERATOR_ID }, { limit: 20 })).items;
}

async function deliver(world: World): Promise<void> {
  for (const payload of asked(world, 'notify'))
    await notifyJob(world.deps, payload as { deliveryId: string }, { log: world.deps.log });
}

it('tells once on every route that a source cannot be read, and once that it can again', async () => {
  const world = await openWorld();
  await readForum(world);
  await run(world, 'ok');
  await judge(world);
  expect(await operatorCases(world)).toEqual([]);
  await fail(world);
  for (let time = 0; time < 3; time++) await judge(world);
  const [open, ...others] = await operatorCases(world);
  expect(others).toEqual([]);
  expect(open).toMatchObject({ ruleId: 'source-broken', fingerprint: 'source:forum', severity: 3, state: 'open' });
  await deliver(world);
  expect(world.sent.map(({ title }) => title)).toEqual(['Örnek Forum okunamıyor']);
  await world.clock.advance(MINUTE);
  await run(world, 'empty');
  await judge(world);
  await deliver(world);
  expect((await operatorCases(world)).map(({ state }) => state)).toEqual(['resolved']);
  const deliveries = await world.deps.store.deliveries.list({ subjectId: open?.id ?? '' }, 20);
  expect(deliveries.map(({ routeId, reason }) => `${routeId} ${reason}`).sort()).toEqual([
    ...['log opened', 'log resolved', 'phone opened', 'phone resolved'],
  ]);
  const [opened, closed] = ['opened', 'resolved'].map(
    (why) => deliveries.find(({ reason }) => reason === why)?.message,
  );
  expect(opened).toMatchObject({ brandName: 'itibar', severity: 3, samples: [] });
  expect(opened?.reason).toContain('Son hata: Forum bizi geri çevirdi (403). Ne yapmalı:');
  expect(opened?.facts.map(({ label }) => label)).toEqual(['Açılış', 'Sahibi']);
  expect(opened?.links).toContainEqual({ label: 'Kaynakları aç', url: 'http://127.0.0.1:4280/sources#forum' });
  expect(closed?.reason).toBe('Örnek Forum yeniden okunuyor.');
});

it('keeps it out of the affairs of the brand: its cases, its rules, the state of the day', async () => {
  const world = await openWorld();
  await readForum(world);
  await run(world, 'ok');
  await fail(world);
  await judge(world);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect((await world.deps.store.incidents.list({ brandId: world.brand.id }, { limit: 5 })).items).toEqual([]);
  const today = await buildToday(world.deps, { locale: 'tr' });
  expect(today).toMatchObject({
    statusLevel: 0,
    openIncidents: [],
    status: 'Sakin · açık vaka yok · Örnek Forum okunamıyor',
  });
  expect(today.waiting.map(({ text }) => text)).toEqual(['Henüz kimse üstlenmedi: Örnek Forum okunamıyor (VAKA)']);
});

it('lets people take and close the case, and does not open it again while nothing has changed', async () => {
  const world = await openWorld();
  await readForum(world);
  await run(world, 'ok');
  await fail(world);
  await judge(world);
  const [open] = await operatorCases(world);
  await actOnIncident(world.deps, open?.id ?? '', { action: 'resolve', text: 'Biliyoruz.' }, 'cli');
  expect(asked(world, 'evaluate')).toContainEqual({ brandId: OPERATOR_ID });
  await world.clock.advance(2 * DAY);
  await run(world, 'blocked', 'Yine 403.');
  await judge(world);
  expect((await operatorCases(world)).map(({ state }) => state)).toEqual(['resolved']);
});

/** Three weeks of eight mentions a day, the forum asked every six hours, then nothing new for `quietHours`. */
async function talkThenQuiet(world: World, quietHours: number): Promise<void> {
  await readForum(world);
  const start = world.clock.now() - 22 * DAY;
  const quietFrom = world.clock.now() - quietHours * HOUR;
  const raws = talk(22 * 8).map((raw, index) => ({ ...raw, publishedAt: start + index * 3 * HOUR }));
  const seen = raws.filter(({ publishedAt }) => publishedAt < quietFrom);
  for (const raw of seen)
    await analyzeJob(world.deps, { mentionIds: await store(world, [raw], { seenAt: raw.publishedAt }) });
}

it('tells that a source has gone silent against its usual, and that it speaks again', async () => {
  const world = await openWorld();
  await talkThenQuiet(world, 30);
  for (let time = 0; time < 20; time++) {
    await run(world, 'empty');
    await world.clock.advance(10 * MINUTE);
  }
  expect((await watchedSources(world.deps))[0]).toMatchObject({
    state: 'quiet',
    yield: { usualPerDay: 8, lastDayCount: 0 },
  });
  await judge(world);
  expect(await operatorCases(world)).toMatchObject([{ ruleId: 'source-silent', title: 'Örnek Forum sessizleşti' }]);
  await world.clock.advance(10 * MINUTE);
  await analyzeJob(world.deps, { mentionIds: await store(world, talk(1, 9000)) });
  await world.clock.advance(MINUTE);
  await run(world, 'ok');
  await judge(world);
  expect(await operatorCases(world)).toMatchObject([{ state: 'resolved' }]);
});

it('calls nothing silent after a time in which itibar itself did not run', async () => {
  const world = await openWorld();
  await talkThenQuiet(world, 2);
  await run(world, 'empty');
  await world.clock.advance(2 * DAY);
  await run(world, 'empty');
  await judge(world);
  expect(await operatorCases(world)).toEqual([]);
});

it('is asked for by the housekeeping, once however often that runs', async () => {
  const world = await openWorld();
  await tidyJob(world.deps);
  await tidyJob(world.deps);
  expect((await world.deps.queue.stats()).evaluate.pending).toBe(1);
});
