// Keeps open incidents in step with their stories: new mentions are counted and kept as samples.
// Must never change severity or open anything; a wave counts for itself (see volume.ts).

import type { Rule } from '../../core/alerting.ts';
import { growIncident } from './rule.ts';

export const rule: Rule = {
  id: 'follow',

  evaluate(input) {
    return input.incidents
      .filter((incident) => incident.ruleId !== 'volume')
      .map((incident) => {
        const mentions = input.mentions.filter((mention) => incident.storyIds.includes(mention.storyId));
        const count = incident.storyIds.reduce((sum, id) => sum + (input.stories.get(id)?.mentionCount ?? 0), 0);
        const more = {
          severity: incident.severity,
          storyIds: [],
          mentionIds: mentions
            .slice(0, 50)
            .map((mention) => mention.id)
            .reverse(),
          mentionCount: count,
        };
        return growIncident(incident, more, input.say);
      })
      .filter((decision) => decision !== null);
  },

  explain(input) {
    return this.evaluate(input)
      .map((decision) => (decision.kind === 'update' ? decision.reason : null))
      .filter((reason) => reason !== null)
      .join(' ');
  },
};
