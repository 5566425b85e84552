import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { DeliveryError, RetryLater } from '../../core/errors.ts';
import { newId } from '../../core/id.ts';
import type { Delivery } from '../../core/types.ts';
import { addDelivery } from '../../pipeline/deliveries.ts';
import { notifyJob, pauseMs } from '../../pipeline/notify.ts';
import { addIncident } from '../api/support.ts';
import { openWorld, PHONE_ROUTE, type World } from './support.ts';

/** One delivery on the route, for a new incident. */
async function prepare(world: World, routeId = 'phone'): Promise<{ deliveryId: string; incidentId: string }> {
  const incidentId = await addIncident(world);
  const route = { id: routeId, notifierId: 'phone' };
  const message = {
    ...{ kind: 'opened', locale: 'tr', brandName: 'Markam', title: 'Olumsuz dalga', severity: 2, reason: 'Çok.' },
    ...{ facts: [], samples: [], sections: [], links: [], at: world.clock.now() },
  } as Delivery['message'];
  await addDelivery(world.deps, { subjectId: incidentId, route, key: newId('key'), reason: 'opened', message });
  const [delivery] = await world.deps.store.deliveries.list({ subjectId: incidentId }, 1);
  return { deliveryId: delivery?.id ?? '', incidentId };
}

const later = (options: { retryAfterMs?: number } = {}) =>
  new DeliveryError('Sunucu yanıt vermiyor.', { retry: 'later', ...options });

/** The job's answer: null when it ended, else how long it wants to wait. */
async function run(world: World, deliveryId: string): Promise<number | null> {
  try {
    await notifyJob(world.deps, { deliveryId }, { log: world.deps.log });
    return null;
  } catch (error) {
    if (error instanceof RetryLater) return error.retryAfterMs;
    throw error;
  }
}

async function kindsOf(world: World, incidentId: string): Promise<string[]> {
  return (await world.deps.store.incidents.timeline(incidentId))
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'opened');
}

it('sends once, with a key that is stable, and writes it into the timeline', async () => {
  const world = await openWorld();
  const { deliveryId, incidentId } = await prepare(world);
  for (let count = 0; count < 3; count++) expect(await run(world, deliveryId)).toBe(null);
  expect(world.sent).toEqual([{ key: deliveryId, title: 'Olumsuz dalga' }]);
  expect(await world.deps.store.deliveries.get(deliveryId)).toMatchObject({ state: 'sent', sentAt: world.clock.now() });
  expect(await kindsOf(world, incidentId)).toEqual(['alert-sent']);
});

it('sends once when two workers have the same job', async () => {
  const world = await openWorld();
  const { deliveryId } = await prepare(world);
  const answers = await Promise.all([run(world, deliveryId), run(world, deliveryId)]);
  expect(world.sent.length).toBe(1);
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThanOrEqual(1);
});

it('keeps what cannot be sent and asks for longer and longer pauses', async () => {
  const world = await openWorld({ send: () => Promise.reject(later()) });
  const { deliveryId, incidentId } = await prepare(world);
  const pauses: (number | null)[] = [];
  for (let count = 0; count < 8; count++) pauses.push(await run(world, deliveryId));
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * MINUTE));
  expect(await world.deps.store.deliveries.get(deliveryId)).toMatchObject({
    ...{ state: 'pending', attemptCount: 8, lastError: 'Sunucu yanıt vermiyor.' },
  });
  expect(await kindsOf(world, incidentId)).toEqual([]);
});

it('waits at least as long as the receiver asks', async () => {
  const world = await openWorld({ send: () => Promise.reject(later({ retryAfterMs: 3 * HOUR })) });
  const { deliveryId } = await prepare(world);
  expect(await run(world, deliveryId)).toBe(3 * HOUR);
});

it('gives up after three days and says so in the timeline', async () => {
  const world = await openWorld({ send: () => Promise.reject(later()) });
  const { deliveryId, incidentId } = await prepare(world);
  await run(world, deliveryId);
  await world.clock.advance(3 * DAY);
  expect(await run(world, deliveryId)).toBe(null);
  expect((await world.deps.store.deliveries.get(deliveryId))?.state).toBe('failed');
  expect(await kindsOf(world, incidentId)).toEqual(['alert-failed']);
  expect(await run(world, deliveryId)).toBe(null);
  expect(await kindsOf(world, incidentId)).toEqual(['alert-failed']);
});

it('gives up at once where another try cannot help, and where the route is gone', async () => {
  const send = () => Promise.reject(new DeliveryError('Adres yok.', { retry: 'never' }));
  const world = await openWorld({ send });
  const hopeless = await prepare(world);
  expect(await run(world, hopeless.deliveryId)).toBe(null);
  expect(await world.deps.store.deliveries.get(hopeless.deliveryId)).toMatchObject({
    state: 'failed',
    lastError: 'Adres yok.',
  });
  const gone = await prepare(world, 'pager');
  expect(await run(world, gone.deliveryId)).toBe(null);
  const failed = await world.deps.store.deliveries.get(gone.deliveryId);
  expect(failed?.state).toBe('failed');
  expect(failed?.lastError).toContain('pager');
});

it('comes through the queue exactly once after a long night without a server', async () => {
  let tries = 0;
  const world = await openWorld({ send: () => (++tries < 12 ? Promise.reject(later()) : Promise.resolve()) });
  const { deliveryId } = await prepare(world);
  world.deps.queue.work('notify', (payload, context) => notifyJob(world.deps, payload, context));
  for (let half = 0; half < 24; half++) {
    await world.deps.queue.drain();
    await world.clock.advance(30 * MINUTE);
  }
  await world.deps.queue.drain();
  expect(world.sent).toEqual([{ key: deliveryId, title: 'Olumsuz dalga' }]);
  expect(await world.deps.queue.deadLetters(10)).toEqual([]);
});

it('checks the settings of the route before it sends', async () => {
  const world = await openWorld({ config: { routes: [{ ...PHONE_ROUTE, notifier: 'pigeon' }] } });
  const { deliveryId } = await prepare(world);
  await run(world, deliveryId);
  const failed = await world.deps.store.deliveries.get(deliveryId);
  expect(failed?.lastError).toContain('pigeon');
});

it('never waits longer than an hour between two tries', () => {
  for (const count of [0, 1, 7, 50, 5000]) expect(pauseMs(count)).toBeLessThanOrEqual(HOUR);
  expect(pauseMs(1)).toBe(MINUTE);
});
