// One story that gathers negative mentions quickly: config.rules.storyGrowth of them within storyWindow.
// Inhibition lives here: a story of the same lead type as an open wave joins that wave and does not page again.

import type { Decision, MentionView, Rule, RuleInput } from '../../core/alerting.ts';
import { HOUR } from '../../core/clock.ts';
import { FINDING_TYPES, type FindingType, type SeverityLevel, THREAT_TYPES } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { growIncident, incidentOfStory, isFresh, isMuted, isSettled, leadOf, pagingLevel } from './rule.ts';

export const rule: Rule = {
  id: 'growing-story',

  evaluate(input) {
    const decisions: (Decision | null)[] = [];
    for (const [storyId, mentions] of growth(input)) {
      if (mentions.length < input.settings.storyGrowth || incidentOfStory(input.incidents, storyId)) continue;
      decisions.push(joinWave(input, storyId, mentions) ?? openOf(input, storyId, mentions));
    }
    return decisions.filter((decision) => decision !== null);
  },

  explain(input) {
    const largest = [...growth(input)].sort((a, b) => b[1].length - a[1].length)[0];
    if (largest && largest[1].length >= input.settings.storyGrowth) return reasonOf(input, largest[0], largest[1]);
    return input.say('rule.growing.calm', { ...limits(input), count: largest?.[1].length ?? 0 });
  },
};

/** Negative mentions of the window by story, without what is muted, settled or was published before. */
function growth(input: RuleInput): Map<string, MentionView[]> {
  const byStory = new Map<string, MentionView[]>();
  const { storyWindowMs } = input.settings;
  for (const mention of input.mentions) {
    if (mention.sentiment !== 'negative' || mention.seenAt < input.now - storyWindowMs) continue;
    if (!isFresh(mention, input.now, 2 * storyWindowMs) || isMuted(input, mention.storyId)) continue;
    if (isSettled(input, mention)) continue;
    byStory.set(mention.storyId, [...(byStory.get(mention.storyId) ?? []), mention]);
  }
  return byStory;
}

function leadTypeOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]): FindingType | null {
  const known =
    input.stories.get(storyId)?.types ?? mentions.flatMap((mention) => mention.types.map((entry) => entry.type));
  const types = known.filter((type) => FINDING_TYPES.includes(type));
  return leadOf(types.filter((type) => THREAT_TYPES.includes(type))) ?? leadOf(types);
}

function severityOf(mentions: readonly MentionView[]): SeverityLevel {
  return Math.min(3, ...mentions.map(pagingLevel)) as SeverityLevel;
}

function partOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]) {
  return {
    severity: severityOf(mentions),
    storyIds: [storyId],
    mentionIds: mentions
      .slice(0, 50)
      .map((mention) => mention.id)
      .reverse(),
    mentionCount: input.stories.get(storyId)?.mentionCount ?? mentions.length,
  };
}

function joinWave(input: RuleInput, storyId: string, mentions: readonly MentionView[]): Decision | null {
  const leadType = leadTypeOf(input, storyId, mentions);
  const wave = input.incidents.find((incident) => incident.ruleId === 'volume' && incident.severity < 4);
  if (!wave || wave.leadType !== leadType) return null;
  const title = oneLine(input.stories.get(storyId)?.title ?? '', 140);
  return growIncident(wave, partOf(input, storyId, mentions), input.say, input.say('rule.growing.joined', { title }));
}

function openOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]): Decision {
  const leadType = leadTypeOf(input, storyId, mentions);
  const title = oneLine(input.stories.get(storyId)?.title ?? '', 140);
  const fallback = input.say(leadType ? `type.${leadType}` : 'rule.volume.title');
  return {
    kind: 'open',
    ruleId: rule.id,
    fingerprint: `story:${storyId}`,
    title: title || fallback,
    reason: reasonOf(input, storyId, mentions),
    leadType,
    ...partOf(input, storyId, mentions),
  };
}

function limits(input: RuleInput): { hours: number; limit: number } {
  return { hours: Math.round((input.settings.storyWindowMs / HOUR) * 10) / 10, limit: input.settings.storyGrowth };
}

function reasonOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]): string {
  const total = input.stories.get(storyId)?.mentionCount ?? mentions.length;
  return input.say('rule.growing.reason', { ...limits(input), count: mentions.length, total });
}
