// The same text or link from many accounts within minutes, speaking against the brand: may be coordinated. A case of its
// own, or a note in the case that holds the story already. Must never name anybody as the one behind it, and never take
// many customers with the same trouble for a wave: they write in their own words (see core/waves.ts, volume, growing-story).

import type { Decision, MentionView, Rule, RuleInput } from '../../core/alerting.ts';
import { MINUTE } from '../../core/clock.ts';
import type { Coordination } from '../../core/coordination.ts';
import type { SeverityLevel } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { incidentOfStory, isMuted, leadOf } from './rule.ts';

/** So many accounts are no prank any more. */
const LARGE = 30;
const MIN_DATED = 8;

export const rule: Rule = {
  id: 'coordinated-wave',

  evaluate(input) {
    return input.waves.filter((wave) => isAgainst(input, wave)).flatMap((wave) => decide(input, wave));
  },

  explain(input) {
    const [largest] = input.waves;
    return largest ? reasonOf(input, largest) : input.say('rule.wave.calm');
  },
};

function membersOf(input: RuleInput, { mentionIds }: Coordination): MentionView[] {
  const ids = new Set(mentionIds);
  return input.mentions.filter(({ id }) => ids.has(id));
}

/** At least half of it is negative, people have not put the story away, and no closed case has told of it. */
function isAgainst(input: RuleInput, wave: Coordination): boolean {
  const members = membersOf(input, wave);
  const negative = members.filter(({ sentiment }) => sentiment === 'negative').length;
  const isTold = input.closed.some(
    ({ storyIds, resolvedAt }) => storyIds.includes(wave.storyId) && wave.to <= (resolvedAt ?? 0),
  );
  return negative > 0 && negative * 2 >= members.length && !isTold && !isMuted(input, wave.storyId);
}

function decide(input: RuleInput, wave: Coordination): Decision[] {
  const incident = incidentOfStory(input.incidents, wave.storyId);
  if (incident?.ruleId === rule.id) return [];
  const reason = reasonOf(input, wave);
  // Told once, and again when it has doubled.
  const size = Math.floor(Math.log2(wave.accountCount));
  if (incident) return [{ kind: 'note', incidentId: incident.id, reason, key: `wave:${wave.storyId}:${size}` }];
  const members = membersOf(input, wave);
  const story = input.stories.get(wave.storyId);
  return [
    {
      kind: 'open',
      ruleId: rule.id,
      fingerprint: `wave:${wave.storyId}`,
      title: oneLine(story?.title ?? '', 140) || input.say('rule.wave.title'),
      reason,
      severity: severityOf(wave),
      leadType: leadOf(members.flatMap(({ types }) => types.map(({ type }) => type))),
      storyIds: [wave.storyId],
      mentionIds: wave.mentionIds,
      mentionCount: story?.mentionCount ?? members.length,
    },
  ];
}

function severityOf({ accountCount, datedCount, youngCount }: Coordination): SeverityLevel {
  return accountCount >= LARGE || (datedCount >= MIN_DATED && youngCount * 2 >= datedCount) ? 2 : 3;
}

function reasonOf({ say }: RuleInput, wave: Coordination): string {
  const { kind, accountCount, from, to, datedCount, youngCount, followedCount, smallCount } = wave;
  const minutes = Math.max(1, Math.ceil((to - from) / MINUTE));
  const parts = [
    say(`rule.wave.${kind}`, { count: accountCount, minutes }),
    youngCount > 0 && say('rule.wave.young', { count: youngCount, known: datedCount }),
    smallCount > 0 && say('rule.wave.small', { count: smallCount, known: followedCount }),
    say('rule.wave.careful'),
  ];
  return parts.filter((part) => typeof part === 'string').join(' ');
}
