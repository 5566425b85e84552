// What a stage of the alert plan is: it looks at one route's plan and either hands it on, changed or not, or stops it.

import type { PlanInput, RoutePlan } from '../../core/alerting.ts';

export interface Stage {
  name: string;
  /** Hands on the plan, or a sentence that says why nothing is sent. Pure. */
  pass(plan: RoutePlan, input: PlanInput): RoutePlan | string;
}
