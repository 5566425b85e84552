import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import { OPERATOR_ID, type RunOutcome } from '../../core/types.ts';
import { evaluateJob } from '../../pipeline/evaluate.ts';
import { watchedSources, yieldOfFeed } from '../../pipeline/source-yield.ts';
import { pauseWatch } from '../../pipeline/watches.ts';
import { openWorld, type World } from './support.ts';

async function subscribe({ deps, watch, clock }: World, id: string, params: Record<string, unknown>): Promise<void> {
  const facts = { sourceId: 'forum', cursor: null, nextRunAt: clock.now(), lastRunAt: null };
  await deps.store.subscriptions.put({ id, watchId: watch.id, params, ...facts });
}

async function run(world: World, subscriptionId: string, outcome: RunOutcome, addedCount = 0): Promise<void> {
  const error =
    outcome === 'ok' ? null : 'haber.example says that this page does not exist (404). Check the address or name.';
  await world.deps.store.sources.recordRun(
    {
      ...{ id: newId('run'), subscriptionId, sourceId: 'forum', startedAt: world.clock.now(), durationMs: 5 },
      ...{ outcome, itemCount: addedCount, addedCount, sizeBytes: 100, error },
    },
    null,
  );
}

async function threeFeeds(): Promise<World> {
  const world = await openWorld();
  for (const { id } of await world.deps.store.subscriptions.list()) await world.deps.store.subscriptions.remove(id);
  await subscribe(world, 'sub_1', { url: 'https://www.haber.example/ekonomi/rss.xml' });
  await subscribe(world, 'sub_2', { tag: 'markam', url: 'https://olu.example/' });
  await subscribe(world, 'sub_3', { tag: 'markam', place: 'izmir' });
  return world;
}

const feedsOf = async (world: World) => (await watchedSources(world.deps))[0]?.feeds ?? [];

it('tells a dead feed among healthy ones by its own runs, and the source is well all the while', async () => {
  const world = await threeFeeds();
  await run(world, 'sub_2', 'ok');
  for (let hour = 0; hour < 30; hour += 1) {
    await world.clock.advance(HOUR);
    await run(world, 'sub_1', 'ok', 1);
    if (hour % 6 === 0) await run(world, 'sub_2', 'gone');
    if (hour >= 27) await run(world, 'sub_3', 'gone');
  }
  const feeds = await feedsOf(world);
  expect(feeds.map(({ label, state, failureCount }) => [label, state, failureCount])).toEqual([
    ['haber.example/ekonomi/rss.xml', 'ok', 0],
    ['olu.example', 'dead', 5],
    ['markam, izmir', 'failing', 3],
  ]);
  const [, dead] = feeds;
  expect(world.clock.now() - (dead?.failingSince ?? 0)).toBe(29 * HOUR);
  expect(world.clock.now() - (dead?.lastSuccessAt ?? 0)).toBe(30 * HOUR);
  expect((await watchedSources(world.deps))[0]?.state).toBe('ok');
});

it('opens one case of the operator for a feed that is dead for a day, and closes it when it is read again', async () => {
  const world = await threeFeeds();
  await run(world, 'sub_1', 'ok');
  await run(world, 'sub_2', 'gone');
  await world.clock.advance(DAY);
  for (const id of ['sub_2', 'sub_3']) await run(world, id, 'gone');
  await run(world, 'sub_1', 'ok');
  for (let time = 0; time < 2; time += 1) await evaluateJob(world.deps, { brandId: OPERATOR_ID });
  const cases = async () => (await world.deps.store.incidents.list({ brandId: OPERATOR_ID }, { limit: 9 })).items;
  expect(await cases()).toMatchObject([{ ruleId: 'source-parts', state: 'open' }]);
  expect((await cases())[0]?.reason).toContain(
    'olu.example. Son hata: haber.example böyle bir sayfa olmadığını söylüyor',
  );
  await run(world, 'sub_2', 'ok');
  await evaluateJob(world.deps, { brandId: OPERATOR_ID });
  expect((await cases()).map(({ state }) => state)).toEqual(['resolved']);
});

it('looks at nothing of a paused watch, and at nothing that was never read', async () => {
  const world = await threeFeeds();
  expect((await feedsOf(world)).map(({ state, lastRunAt }) => [state, lastRunAt])).toEqual(
    Array(3).fill(['new', null]),
  );
  await pauseWatch(world.deps, world.watch.id, 'test');
  expect(await feedsOf(world)).toEqual([]);
});

it('knows what one feed usually brings from its own runs', async () => {
  const world = await threeFeeds();
  for (let hour = 0; hour < 10 * 24; hour += 1) {
    await world.clock.advance(HOUR);
    await run(world, 'sub_1', 'ok', hour % 6 === 0 && hour < 8 * 24 ? 3 : 0);
  }
  const found = await yieldOfFeed(world.deps, 'sub_1');
  expect(found).toMatchObject({ usualPerDay: 12, lastDayCount: 0 });
  expect(found?.silentSince).not.toBeNull();
  expect(await yieldOfFeed(world.deps, 'sub_2')).toBeNull();
});
