// Bounds how often one incident speaks on one route: growth once an hour at most, eight alerts in all but for
// worsening and closing. What is held back is told later, when the hour is over.

import { HOUR } from '../../core/clock.ts';
import type { Stage } from './stage.ts';

const MOST = 8;

export const stage: Stage = {
  name: 'limit',
  pass(plan, { deliveries, now }) {
    if (plan.reason !== 'grown') return plan;
    const times = deliveries
      .filter((delivery) => delivery.routeId === plan.route.id)
      .map((delivery) => delivery.createdAt);
    if (times.length >= MOST) return `${MOST} alerts of this incident went this way already`;
    if (now - Math.max(0, ...times) < HOUR) return 'the last alert of this incident is less than an hour old';
    return plan;
  },
};
