// Which routes an incident takes: those that want its severity, and for a closing those that were told of its opening.

import type { Stage } from './stage.ts';

export const stage: Stage = {
  name: 'route',
  pass(plan, { incident }) {
    if (plan.told || incident.severity <= plan.route.minSeverity) return plan;
    return `severity ${incident.severity} is milder than the ${plan.route.minSeverity} that the route wants`;
  },
};
