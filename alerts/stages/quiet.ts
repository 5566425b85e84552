// Keeps still where words would only disturb: somebody owns the incident and it merely grows, or the route is new and
// the incident is old. Must never hold back a worsening.

import { DAY } from '../../core/clock.ts';
import type { Stage } from './stage.ts';

export const stage: Stage = {
  name: 'quiet',
  pass(plan, { incident, now }) {
    if (plan.reason === 'grown' && incident.state !== 'open') return 'it grew, but somebody has taken it over';
    if (plan.reason === 'opened' && now - incident.openedAt > DAY && incident.severity > 2)
      return 'it was opened more than a day ago; a new route does not repeat old cases';
    return plan;
  },
};
