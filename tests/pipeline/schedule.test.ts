import { expect, it } from 'vitest';
import { HOUR, SECOND } from '../../core/clock.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { LEASE_MS, type OpenClaims, scheduleDue, startSchedule } from '../../pipeline/schedule.ts';
import { pauseWatch } from '../../pipeline/watches.ts';
import { addWatch, asked, openWorld } from './support.ts';

it('hands out what is due once, and again when nobody finished it within the lease', async () => {
  const world = await openWorld();
  const [subscription] = await world.deps.store.subscriptions.list();
  expect(await scheduleDue(world.deps)).toBe(1);
  expect(await scheduleDue(world.deps)).toBe(0);
  expect(world.jobs.filter(({ name }) => name === 'fetch')).toEqual([
    { name: 'fetch', payload: { subscriptionId: subscription?.id }, options: { key: subscription?.id } },
  ]);
  await world.clock.advance(LEASE_MS);
  expect(await scheduleDue(world.deps)).toBe(1);
  // The first job still waits: the key keeps it from being two.
  expect((await world.deps.queue.stats()).fetch.pending).toBe(1);
});

it('hands out again what it had claimed when the queue or the answer of the store was lost', async () => {
  const world = await openWorld();
  await addWatch(world.deps, world.brand.id, 'Kargo');
  const { queue, store } = world.deps;
  const open: OpenClaims = new Set();
  const noQueue: Deps = { ...world.deps, queue: { ...queue, enqueue: () => Promise.reject(new Error('away')) } };
  await expect(scheduleDue(noQueue, open)).rejects.toThrow('away');
  expect(await scheduleDue(world.deps, open)).toBe(2);
  expect(open.size).toBe(0);

  await world.clock.advance(LEASE_MS);
  const claimDue: typeof store.subscriptions.claimDue = async (...args) => {
    await store.subscriptions.claimDue(...args);
    throw new Error('the connection was lost');
  };
  const noAnswer: Deps = { ...world.deps, store: { ...store, subscriptions: { ...store.subscriptions, claimDue } } };
  await expect(scheduleDue(noAnswer, open)).rejects.toThrow('lost');
  await world.clock.advance(SECOND);
  expect(await scheduleDue(world.deps, open)).toBe(2);
  expect(await scheduleDue(world.deps, open)).toBe(0);
});

it('leaves paused watches alone', async () => {
  const world = await openWorld();
  await pauseWatch(world.deps, world.watch.id, 'test');
  expect(await scheduleDue(world.deps)).toBe(0);
});

it('hands out all that is due, however many', async () => {
  const world = await openWorld();
  for (let index = 0; index < 230; index++) await addWatch(world.deps, world.brand.id, `Konu ${index}`);
  expect(await scheduleDue(world.deps)).toBe(231);
  expect(new Set(asked(world, 'fetch').map((payload) => JSON.stringify(payload))).size).toBe(231);
});

it('looks again every second, also after an error of the store, which it reports once', async () => {
  const world = await openWorld();
  let isBroken = true;
  const { subscriptions } = world.deps.store;
  const claimDue: typeof subscriptions.claimDue = (...args) =>
    isBroken ? Promise.reject(new Error('disk full')) : subscriptions.claimDue(...args);
  const deps: Deps = { ...world.deps, store: { ...world.deps.store, subscriptions: { ...subscriptions, claimDue } } };
  const stop = startSchedule(deps);
  await world.clock.advance(5 * SECOND);
  expect(world.lines.filter(({ level }) => level === 'error').length).toBe(1);
  isBroken = false;
  await world.clock.advance(SECOND);
  expect(asked(world, 'fetch').length).toBe(1);
  stop();
  await world.clock.advance(HOUR);
  expect(asked(world, 'fetch').length).toBe(1);
});
