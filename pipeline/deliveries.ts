// Makes sure that every word due is in the delivery log and has a job. Safe to call any number of times: a delivery is
// unique by (subject, route, contentHash), and a job by its key. Must never send anything itself.

import { DAY } from '../core/clock.ts';
import { derivedId, sha256 } from '../core/id.ts';
import type { AlertMessage, Delivery, Incident, NotifyReason } from '../core/types.ts';
import { alertMessage, viewIncident } from './alert-message.ts';
import type { Deps } from './deps.ts';
import { routesOf } from './routes.ts';

/**
 * Adds the deliveries that the incident's present state calls for and that are not yet there. The content hash holds
 * the number of the alert on its route, so two workers that decide at once write the same row. Returns how many are new.
 */
export async function ensureDeliveries(deps: Deps, incident: Incident): Promise<number> {
  const deliveries = await deps.store.deliveries.list({ subjectId: incident.id }, 500);
  for (const delivery of deliveries) if (delivery.state === 'pending') await enqueueNotify(deps, delivery);
  const input = { now: deps.clock.now(), incident, routes: routesOf(deps.config), deliveries };
  const plans = deps.parts.alerting.planAlerts(input).filter((plan) => plan.reason !== null);
  if (plans.length === 0) return 0;
  const view = await viewIncident(deps, incident);
  let count = 0;
  for (const plan of plans) {
    const message = alertMessage(deps, incident, plan, view);
    const key = `${plan.sequence}`;
    const reason = plan.reason ?? 'opened';
    if (await addDelivery(deps, { subjectId: incident.id, route: plan.route, key, reason, message })) count += 1;
  }
  return count;
}

/** Open incidents and those closed within a day: the ones that may still have something to tell. */
export async function ensureBrandDeliveries(deps: Deps, brandId: string): Promise<void> {
  const open = await deps.store.incidents.list(
    { brandId, states: ['open', 'acknowledged', 'contained'] },
    { limit: 100 },
  );
  const closed = await deps.store.incidents.list({ brandId, states: ['resolved'] }, { limit: 50 });
  const since = deps.clock.now() - DAY;
  const recent = closed.items.filter((incident) => (incident.resolvedAt ?? 0) >= since);
  for (const incident of [...open.items, ...recent]) await ensureDeliveries(deps, incident);
}

/** Writes the delivery unless it is there and gives it a job. True when it was new. */
export async function addDelivery(
  deps: Deps,
  wanted: {
    subjectId: string;
    route: { id: string; notifierId: string };
    key: string;
    reason: NotifyReason;
    message: AlertMessage;
  },
): Promise<boolean> {
  const contentHash = sha256(`${wanted.subjectId}\u001f${wanted.key}`);
  const { delivery, isNew } = await deps.store.deliveries.add({
    id: derivedId('del', wanted.subjectId, wanted.route.id, contentHash),
    subjectId: wanted.subjectId,
    routeId: wanted.route.id,
    notifierId: wanted.route.notifierId,
    contentHash,
    reason: wanted.reason,
    message: wanted.message,
    state: 'pending',
    attemptCount: 0,
    lastError: null,
    createdAt: deps.clock.now(),
    sentAt: null,
  });
  if (delivery.state === 'pending') await enqueueNotify(deps, delivery);
  return isNew;
}

export async function enqueueNotify(deps: Deps, delivery: Pick<Delivery, 'id'>): Promise<void> {
  await deps.queue.enqueue('notify', { deliveryId: delivery.id }, { key: delivery.id, priority: 10 });
}
