// Sends one delivery: claim, render, send, finish. `pending` = still to be sent (also between two tries), `failed` = given
// up for good. Must never send what another worker has claimed, nor lose a mail because a server was away.

import type { Route } from '../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import { AppError, DeliveryError, messageOf, RetryLater } from '../core/errors.ts';
import { derivedId } from '../core/id.ts';
import type { JobContext, Notifier } from '../core/ports.ts';
import type { Delivery } from '../core/types.ts';
import { enqueueNotify } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { routesOf } from './routes.ts';

const GIVE_UP_MS = 3 * DAY;
/** How long to wait for another worker's claim: until it ends or its lease does. */
const CLAIMED_MS = 2 * MINUTE;

/**
 * Sends the delivery unless it was sent, given up, or is being sent elsewhere.
 * Throws RetryLater with a pause of 1 min, 2 min … 1 h (or the receiver's Retry-After) for three days.
 */
export async function notifyJob(
  deps: Deps,
  payload: { deliveryId: string },
  context: Pick<JobContext, 'log'>,
): Promise<void> {
  const known = await deps.store.deliveries.get(payload.deliveryId);
  if (!known || known.state === 'sent' || known.state === 'failed') return;
  const delivery = await deps.store.deliveries.claim(payload.deliveryId);
  if (!delivery) return waitForOther(deps, payload.deliveryId);
  try {
    await send(deps, delivery);
  } catch (error) {
    await fail(deps, delivery, error);
    return;
  }
  const sentAt = deps.clock.now();
  await deps.store.deliveries.finish(delivery.id, { state: 'sent', error: null, sentAt });
  context.log.info({ deliveryId: delivery.id, routeId: delivery.routeId, reason: delivery.reason }, 'alert sent');
  await note(
    deps,
    delivery,
    'alert-sent',
    deps.t(deps.config.locale, 'alert.timeline.sent', { route: delivery.routeId }),
  );
}

async function waitForOther(deps: Deps, id: string): Promise<void> {
  const now = await deps.store.deliveries.get(id);
  if (now?.state === 'sending' || now?.state === 'pending')
    throw new RetryLater(CLAIMED_MS, 'Another worker is sending this alert.');
}

async function send(deps: Deps, delivery: Delivery): Promise<void> {
  const { notifier, settings } = target(deps, delivery);
  const payload = notifier.render(delivery.message, settings);
  await notifier.send(payload, settings, { io: deps.notifierIo, idempotencyKey: delivery.id });
}

/** The notifier and its checked settings; throws DeliveryError (never) with what to correct. */
function target(deps: Deps, delivery: Delivery): { notifier: Notifier; settings: Record<string, unknown> } {
  const { locale } = deps.config;
  const never = (key: string, params: Record<string, string>) =>
    new DeliveryError(deps.t(locale, key, params), { retry: 'never' });
  const route = routesOf(deps.config).find((candidate) => candidate.id === delivery.routeId);
  if (!route) throw never('alert.error.no-route', { route: delivery.routeId });
  const notifier = deps.notifiers.get(route.notifierId);
  if (!notifier) throw never('alert.error.no-notifier', { notifier: route.notifierId });
  return {
    notifier,
    settings: checkSettings(notifier, route, (error) => never('alert.error.settings', { route: route.id, error })),
  };
}

function checkSettings(notifier: Notifier, route: Route, complain: (error: string) => Error): Record<string, unknown> {
  const parsed = notifier.manifest.settings.safeParse(route.settings);
  if (parsed.success) return parsed.data;
  throw complain(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

async function fail(deps: Deps, delivery: Delivery, error: unknown): Promise<void> {
  const { locale } = deps.config;
  const message = messageOf(error);
  const isHopeless = error instanceof DeliveryError && error.retry === 'never';
  const isTooOld = deps.clock.now() - delivery.createdAt >= GIVE_UP_MS;
  if (!isHopeless && !isTooOld) {
    await deps.store.deliveries.finish(delivery.id, { state: 'pending', error: message, sentAt: null });
    const asked = error instanceof AppError ? error.retryAfterMs : null;
    throw new RetryLater(Math.max(pauseMs(delivery.attemptCount), asked ?? 0), message, { cause: error });
  }
  const text = isHopeless ? message : deps.t(locale, 'alert.error.gave-up', { error: message });
  await deps.store.deliveries.finish(delivery.id, { state: 'failed', error: text, sentAt: null });
  deps.log.error({ deliveryId: delivery.id, routeId: delivery.routeId, error: text }, 'alert failed');
  const entry = deps.t(locale, 'alert.timeline.failed', { route: delivery.routeId, error: text });
  await note(deps, delivery, 'alert-failed', entry);
}

/** 1 min after the first try, doubling, at most an hour. */
export function pauseMs(attemptCount: number): number {
  return Math.min(HOUR, MINUTE * 2 ** Math.max(0, Math.min(attemptCount, 20) - 1));
}

/** Only incidents have a timeline; the entry's id is derived, so it is written once. */
async function note(deps: Deps, delivery: Delivery, kind: string, text: string): Promise<void> {
  if (!delivery.subjectId.startsWith('inc_')) return;
  await deps.store.incidents.addEntry({
    id: derivedId('tim', delivery.id, kind),
    incidentId: delivery.subjectId,
    at: deps.clock.now(),
    kind,
    by: 'system',
    text,
  });
  deps.events.emit({ kind: 'incident', incidentId: delivery.subjectId });
}

/** Gives every delivery that is still to be sent a job again (one that has one keeps it). Returns how many. */
export async function requeueLostDeliveries(deps: Deps): Promise<number> {
  const waiting = await deps.store.deliveries.list({ states: ['pending', 'sending'] }, 1000);
  for (const delivery of waiting) await enqueueNotify(deps, delivery);
  return waiting.length;
}
