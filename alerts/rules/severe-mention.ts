// One mention that is bad enough by itself: at config.rules.severeAt or worse, one incident a story.
// Must never page above SEV-3 on an uncertain label, and never reopen what people have closed.

import type { Decision, MentionView, Rule, RuleInput } from '../../core/alerting.ts';
import { DAY } from '../../core/clock.ts';
import type { Incident } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import {
  growIncident,
  incidentOfStory,
  isFresh,
  isMuted,
  isSettled,
  leadOfMention,
  pagingLevel,
  SURE,
} from './rule.ts';

/** Something that was published longer ago is old news: it is in the inbox, nobody is woken. */
const OLD_MS = 7 * DAY;

export const rule: Rule = {
  id: 'severe-mention',

  evaluate(input) {
    const decisions: (Decision | null)[] = [];
    for (const [storyId, mentions] of candidates(input)) {
      const open = incidentOfStory(input.incidents, storyId) ?? holderOf(input, mentions);
      decisions.push(
        open ? growIncident(open, growthOf(input, storyId, mentions), input.say) : openOf(input, storyId, mentions),
      );
    }
    return decisions.filter((decision) => decision !== null);
  },

  explain(input) {
    const worst = [...candidates(input).values()].map(worstOf).sort((a, b) => a.severity.level - b.severity.level)[0];
    if (worst) return reasonOf(input, worst);
    return input.say('rule.severe.calm', { hours: 24, severity: input.say(`severity.${input.settings.severeAt}`) });
  },
};

function candidates(input: RuleInput): Map<string, MentionView[]> {
  const byStory = new Map<string, MentionView[]>();
  for (const mention of input.mentions) {
    if (mention.severity.level > input.settings.severeAt || mention.seenAt < input.now - DAY) continue;
    if (!isFresh(mention, input.now, OLD_MS) || isMuted(input, mention.storyId) || isSettled(input, mention)) continue;
    byStory.set(mention.storyId, [...(byStory.get(mention.storyId) ?? []), mention]);
  }
  return byStory;
}

/** What pages worst; the earliest of equals, so that the wording stays the same while more come in. */
function worstOf(mentions: readonly MentionView[]): MentionView {
  return mentions.reduce((worst, mention) => {
    const difference = pagingLevel(mention) - pagingLevel(worst) || worst.severity.score - mention.severity.score;
    return difference < 0 || (difference === 0 && mention.seenAt < worst.seenAt) ? mention : worst;
  });
}

/** An open incident that already shows one of the mentions. */
function holderOf(input: RuleInput, mentions: readonly MentionView[]): Incident | null {
  const ids = new Set(mentions.map((mention) => mention.id));
  return input.incidents.find((incident) => incident.mentionIds.some((id) => ids.has(id))) ?? null;
}

function growthOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]) {
  const worst = worstOf(mentions);
  return {
    severity: pagingLevel(worst),
    storyIds: [storyId],
    mentionIds: mentions.map((mention) => mention.id).reverse(),
    mentionCount: input.stories.get(storyId)?.mentionCount ?? mentions.length,
  };
}

function openOf(input: RuleInput, storyId: string, mentions: readonly MentionView[]): Decision {
  const worst = worstOf(mentions);
  const lead = leadOfMention(worst);
  const title = oneLine(input.stories.get(storyId)?.title ?? '', 140);
  return {
    kind: 'open',
    ruleId: rule.id,
    fingerprint: `severe:${storyId}`,
    title: title || input.say('rule.severe.title', { type: typeLabel(input, worst) }),
    reason: reasonOf(input, worst),
    leadType: lead?.type ?? null,
    ...growthOf(input, storyId, mentions),
  };
}

function typeLabel(input: RuleInput, mention: MentionView): string {
  const lead = leadOfMention(mention);
  return input.say(lead ? `type.${lead.type}` : 'rule.severe.no-type');
}

function reasonOf(input: RuleInput, mention: MentionView): string {
  const { say } = input;
  const confidence = leadOfMention(mention)?.confidence ?? 0;
  const shown = { severity: say(`severity.${mention.severity.level}`), confidence: Math.round(confidence * 100) };
  const count = input.stories.get(mention.storyId)?.mentionCount ?? 1;
  const first =
    confidence >= SURE
      ? say('rule.severe.reason', { ...shown, type: typeLabel(input, mention), score: mention.severity.score })
      : say('rule.severe.unsure', shown);
  return count > 1 ? `${first} ${say('rule.severe.more', { count })}` : first;
}
