// What kind an incident is. Must stay in step with alerts/rules/sources.ts, which names the rules.

import type { Incident } from '../api.gen.ts';

/** About itibar itself (a source that cannot be read), for whoever runs it: no mentions, no stories. */
export function isOperators(incident: Pick<Incident, 'ruleId'>): boolean {
  return incident.ruleId.startsWith('source-');
}
