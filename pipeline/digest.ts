// The morning job: one digest a brand and day, handed to every route as a delivery. Safe to run twice: the delivery is
// unique by (brand, day, route). Must never let one brand's trouble keep the others waiting.

import { messageOf } from '../core/errors.ts';
import type { Brand } from '../core/types.ts';
import { addDelivery } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { gatherDigestInput } from './digest-input.ts';
import { digestPeriod } from './digest-schedule.ts';
import { routesOf } from './routes.ts';

/**
 * Makes the digest of `day` ('2026-11-24', local) for every brand. `isTest`: made now, marked as a test, and repeatable.
 * Throws the last brand's error after all were tried, so that the queue tries again.
 */
export async function digestJob(deps: Deps, payload: { day: string; isTest?: boolean }): Promise<void> {
  let trouble: unknown = null;
  for (const brand of await deps.store.brands.list()) {
    try {
      await digestOf(deps, brand, payload.day, payload.isTest ?? false);
    } catch (error) {
      trouble = error;
      deps.log.error({ brandId: brand.id, error: messageOf(error) }, 'digest failed');
    }
  }
  if (trouble) throw trouble;
}

async function digestOf(deps: Deps, brand: Brand, day: string, isTest: boolean): Promise<void> {
  const subjectId = isTest ? `digest-test:${brand.id}:${deps.clock.now()}` : `digest:${brand.id}:${day}`;
  const made = await deps.store.deliveries.list({ subjectId }, 100);
  const routes = routesOf(deps.config).filter((route) => !made.some((delivery) => delivery.routeId === route.id));
  if (routes.length === 0) return;
  const { since, isLate } = digestPeriod(deps.config, deps.clock.now());
  const input = await gatherDigestInput(deps, brand, { day, since, isTest, isLate: isLate && !isTest });
  const message = deps.parts.alerting.buildDigest(input);
  const reason = isTest ? 'test' : 'digest';
  for (const route of routes) await addDelivery(deps, { subjectId, route, key: day, reason, message });
  deps.log.info({ brandId: brand.id, day, routeCount: routes.length }, 'digest made');
}
