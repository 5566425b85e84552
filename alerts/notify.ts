// The way of an alert, stage by stage. Reading STAGES tells what happens between an incident and a delivery;
// after it pipeline/notify.ts claims, renders, sends and writes the log. Pure; every "no" carries its reason.

import type { PlanInput, Route, RoutePlan } from '../core/alerting.ts';
import type { SeverityLevel } from '../core/types.ts';
import { stage as dedup } from './stages/dedup.ts';
import { stage as limit } from './stages/limit.ts';
import { stage as quiet } from './stages/quiet.ts';
import { stage as route } from './stages/route.ts';
import type { Stage } from './stages/stage.ts';

export const STAGES: readonly Stage[] = [
  route, // who wants this severity
  dedup, // what is new since the last word on this route
  quiet, // would it only disturb
  limit, // not too often
];

/** One plan a route: what to say there now, or why nothing. */
export function planAlerts(input: PlanInput): RoutePlan[] {
  return input.routes.map((target) => {
    let plan = startPlan(target, input);
    for (const stage of STAGES) {
      const next = stage.pass(plan, input);
      if (typeof next === 'string') return { ...plan, reason: null, why: `${stage.name}: ${next}` };
      plan = next;
    }
    return plan;
  });
}

function startPlan(route: Route, input: PlanInput): RoutePlan {
  const before = input.deliveries.filter((delivery) => delivery.routeId === route.id);
  const told =
    before.length === 0
      ? null
      : {
          severity: Math.min(...before.map((delivery) => delivery.message.severity ?? 4)) as SeverityLevel,
          mentionCount: Math.max(...before.map((delivery) => delivery.message.mentionCount ?? 1)),
        };
  return { route, reason: null, why: '', told, sequence: before.length };
}
