// Incidents that have gone quiet: after a day a note proposes to close (people close), after two weeks an untouched
// SEV-3 or SEV-4 closes by itself. Must never close what a person has taken over.

import type { Decision, Rule, RuleInput } from '../../core/alerting.ts';
import { DAY } from '../../core/clock.ts';
import type { Incident } from '../../core/types.ts';

const PROPOSE_MS = DAY;
const CLOSE_MS = 14 * DAY;

export const rule: Rule = {
  id: 'quiet',

  evaluate(input) {
    const decisions: Decision[] = [];
    for (const incident of input.incidents) {
      const since = lastActivity(input, incident);
      const quietMs = input.now - since;
      if (quietMs >= CLOSE_MS && incident.severity >= 3 && incident.state === 'open')
        decisions.push({ kind: 'resolve', incidentId: incident.id, reason: input.say('rule.quiet.closed') });
      else if (quietMs >= PROPOSE_MS)
        decisions.push({
          kind: 'propose-close',
          incidentId: incident.id,
          reason: input.say('rule.quiet.propose'),
          since,
        });
    }
    return decisions;
  },

  explain(input) {
    const said = new Set(this.evaluate(input).map((decision) => decision.reason));
    return [...said].join(' ') || input.say('rule.quiet.calm');
  },
};

/** When its stories last saw a mention; a wave without stories counts from the last negative hour at its half. */
function lastActivity(input: RuleInput, incident: Incident): number {
  const seen = incident.storyIds.map((id) => input.stories.get(id)?.lastSeenAt ?? 0);
  const busy = input.hours.filter(
    (hour) =>
      incident.ruleId === 'volume' && hour.hourAt > incident.openedAt && hour.negative * 2 >= incident.mentionCount,
  );
  return Math.max(incident.openedAt, ...seen, ...busy.map((hour) => hour.hourAt));
}
