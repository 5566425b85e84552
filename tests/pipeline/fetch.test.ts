import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { Collected } from '../../core/ports.ts';
import { fetchJob } from '../../pipeline/fetch.ts';
import { pauseWatch } from '../../pipeline/watches.ts';
import { asked, collectedOf, hitsOf, openWorld, store, talk, type World } from './support.ts';

/** A world whose source gives what `found` makes. */
async function collecting(found: (world: World) => Partial<Collected> & { hits: Collected['hits'] }) {
  const calls: string[] = [];
  const world: World = await openWorld({
    collect: async (subscription) => {
      calls.push(subscription.id);
      const { hits, ...change } = found(world);
      const collected = collectedOf(world, hits, change);
      return { ...collected, run: { ...collected.run, subscriptionId: subscription.id } };
    },
  });
  const [subscription] = await world.deps.store.subscriptions.list();
  return { world, subscriptionId: subscription?.id ?? '', calls };
}

it('stores what is new, sends it to analysis in portions, and remembers the run', async () => {
  const { world, subscriptionId } = await collecting((made) => ({
    hits: hitsOf(made, talk(250)),
    cursor: { seen: 'n249' },
  }));
  const fetched = await fetchJob(world.deps, { subscriptionId });
  expect(fetched).toEqual({ outcome: 'ok', itemCount: 250, addedCount: 250, error: null });
  const portions = asked(world, 'analyze') as { mentionIds: string[] }[];
  expect(portions.map(({ mentionIds }) => mentionIds.length)).toEqual([100, 100, 50]);
  expect(new Set(portions.flatMap(({ mentionIds }) => mentionIds)).size).toBe(250);
  const now = world.clock.now();
  expect(await world.deps.store.subscriptions.get(subscriptionId)).toMatchObject({
    ...{ cursor: { seen: 'n249' }, lastRunAt: now, nextRunAt: now + 15 * MINUTE },
  });
  expect(await world.deps.store.sources.health('forum')).toMatchObject({ lastSuccessAt: now, consecutiveFailures: 0 });
  expect(world.events).toContainEqual({ kind: 'mentions', brandId: world.brand.id, count: 250 });
});

it('stores and announces nothing twice when the same comes again', async () => {
  const { world, subscriptionId } = await collecting((made) => ({ hits: hitsOf(made, talk(3)) }));
  await fetchJob(world.deps, { subscriptionId });
  expect(await fetchJob(world.deps, { subscriptionId })).toMatchObject({ itemCount: 3, addedCount: 0 });
  expect(asked(world, 'analyze').length).toBe(1);
  expect(await world.deps.store.mentions.count()).toBe(3);
});

it('keeps the cursor that there is when the source gives none', async () => {
  let isFirst = true;
  const { world, subscriptionId } = await collecting(() => {
    const cursor = isFirst ? 'page 7' : undefined;
    isFirst = false;
    return { hits: [], cursor };
  });
  await fetchJob(world.deps, { subscriptionId });
  await fetchJob(world.deps, { subscriptionId });
  expect((await world.deps.store.subscriptions.get(subscriptionId))?.cursor).toBe('page 7');
});

it('does not ask the source for a watch that is paused or gone', async () => {
  const { world, subscriptionId, calls } = await collecting(() => ({ hits: [] }));
  expect(await fetchJob(world.deps, { subscriptionId: 'sub_gone' })).toBe(null);
  await pauseWatch(world.deps, world.watch.id, 'test');
  expect(await fetchJob(world.deps, { subscriptionId })).toBe(null);
  await world.deps.store.watches.remove(world.watch.id);
  expect(await fetchJob(world.deps, { subscriptionId })).toBe(null);
  expect(calls).toEqual([]);
});

it('suspends a source that refuses, says so once in the log, and keeps the reason', async () => {
  const error = 'The site answers with a captcha.';
  const { world, subscriptionId } = await collecting((made) => {
    const until = made.clock.now() + DAY;
    const { run } = collectedOf(made, []);
    return { hits: [], run: { ...run, outcome: 'blocked', error }, suspension: { until, reason: error } };
  });
  expect(await fetchJob(world.deps, { subscriptionId })).toMatchObject({ outcome: 'blocked', error });
  const health = await world.deps.store.sources.health('forum');
  expect(health).toMatchObject({ suspendedUntil: world.clock.now() + DAY, suspendedReason: error });
  expect(world.lines.filter(({ level }) => level === 'warn').map(({ facts }) => facts)).toMatchObject([
    { problem: error },
  ]);
  await world.clock.advance(15 * MINUTE);
  expect(await world.deps.store.subscriptions.claimDue(world.clock.now(), 10, MINUTE)).toEqual([]);
});

it('loses nothing when it dies after storing: the next run keeps the old cursor and finds all known', async () => {
  const { world, subscriptionId } = await collecting((made) => ({ hits: hitsOf(made, talk(5)), cursor: 'new' }));
  const { sources } = world.deps.store;
  const recordRun = () => Promise.reject(new Error('killed'));
  const dying = { ...world.deps, store: { ...world.deps.store, sources: { ...sources, recordRun } } };
  await expect(fetchJob(dying, { subscriptionId })).rejects.toThrow('killed');
  expect((await world.deps.store.subscriptions.get(subscriptionId))?.cursor).toBe(null);
  expect(await fetchJob(world.deps, { subscriptionId })).toMatchObject({ itemCount: 5, addedCount: 0 });
  expect(await world.deps.store.mentions.count()).toBe(5);
  expect((await world.deps.store.mentions.listUnjudged(10)).length).toBe(5);
});

it('analyses everything again after a run that was cut off between storing and asking for analysis', async () => {
  const { world, subscriptionId } = await collecting((made) => ({ hits: hitsOf(made, talk(3)) }));
  await store(world, talk(3));
  await fetchJob(world.deps, { subscriptionId }, { isRepeated: true });
  expect(asked(world, 'analyze')).toEqual([{ mentionIds: hitsOf(world, talk(3)).map(({ mention }) => mention.id) }]);
  expect(await world.deps.store.mentions.count()).toBe(3);
});
