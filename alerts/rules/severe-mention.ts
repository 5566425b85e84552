// One mention that is bad enough by itself: at config.rules.severeAt or worse. What is of the same kind as an incident that
// is open joins it, so that one trouble told by twenty people is one case and not twenty.
// Must never page above SEV-3 on an uncertain label, and never reopen what people have closed.

import { type Decision, type MentionView, OPENS_FROM, type Rule, type RuleInput } from '../../core/alerting.ts';
import { DAY } from '../../core/clock.ts';
import type { FindingType, Incident } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import {
  growIncident,
  incidentOfStory,
  isFresh,
  isMuted,
  isOnlyWatched,
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
    const joining = new Map<string, Group & { incident: Incident }>();
    const opening = new Map<string, Group>();
    for (const [storyId, mentions] of candidates(input)) {
      const type = leadOfMention(worstOf(mentions))?.type ?? null;
      const incident = incidentOfStory(input.incidents, storyId) ?? holderOf(input, mentions) ?? kinOf(input, type);
      if (incident) joining.set(incident.id, { incident, ...merged(joining.get(incident.id), storyId, mentions) });
      else opening.set(type ?? storyId, merged(opening.get(type ?? storyId), storyId, mentions));
    }
    const joined = [...joining.values()].map((group) => join(input, group.incident, group));
    const opened = [...opening.values()]
      .filter((group) => isSureEnough(input, group))
      .map((group) => openOf(input, group));
    return [...joined, ...opened].filter((decision) => decision !== null);
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
  const isHolder = (incident: Incident) => !isOnlyWatched(incident) && incident.mentionIds.some((id) => ids.has(id));
  return input.incidents.find(isHolder) ?? null;
}

/** An open incident of the same lead type that moved within a day: one owner and one playbook for one kind of trouble. */
function kinOf(input: RuleInput, type: FindingType | null): Incident | null {
  if (type === null) return null;
  const isKin = (incident: Incident) =>
    incident.leadType === type && incident.severity < 4 && input.now - incident.updatedAt < DAY;
  return input.incidents.find(isKin) ?? null;
}

/** Stories of one kind of trouble and their severe mentions, newest first. */
interface Group {
  storyIds: string[];
  mentions: MentionView[];
}

function merged(group: Group | undefined, storyId: string, mentions: readonly MentionView[]): Group {
  return { storyIds: [...(group?.storyIds ?? []), storyId], mentions: [...(group?.mentions ?? []), ...mentions] };
}

function partOf(input: RuleInput, { storyIds, mentions }: Group) {
  const newestFirst = [...mentions].sort((a, b) => b.seenAt - a.seenAt).slice(0, 50);
  const countOf = (storyId: string) =>
    input.stories.get(storyId)?.mentionCount ?? mentions.filter((mention) => mention.storyId === storyId).length;
  return {
    severity: pagingLevel(worstOf(mentions)),
    storyIds,
    mentionIds: newestFirst.map((mention) => mention.id).reverse(),
    mentionCount: storyIds.reduce((sum, storyId) => sum + countOf(storyId), 0),
  };
}

/** Three severe texts of one kind speak for each other; one or two must be sure. Hard triggers never wait. */
function isSureEnough(input: RuleInput, { mentions }: Group): boolean {
  const limit = OPENS_FROM[input.settings.sensitivity];
  const isSure = (mention: MentionView) =>
    mention.severity.parts.trigger !== null || (leadOfMention(mention)?.confidence ?? 0) >= limit;
  return mentions.length > 2 || mentions.some(isSure);
}

function join(input: RuleInput, incident: Incident, group: Group): Decision | null {
  const added = group.storyIds.find((storyId) => !incident.storyIds.includes(storyId));
  const note = added ? input.say('rule.severe.joined', { title: titleOf(input, added) }) : null;
  return growIncident(incident, partOf(input, group), input.say, note);
}

function openOf(input: RuleInput, group: Group): Decision {
  const worst = worstOf(group.mentions);
  return {
    kind: 'open',
    ruleId: rule.id,
    fingerprint: `severe:${worst.storyId}`,
    title: nameOf(input, worst),
    reason: reasonOf(input, worst),
    leadType: leadOfMention(worst)?.type ?? null,
    ...partOf(input, group),
  };
}

/** The type first: more of the same kind will join, and the first text is then only one of many. */
function nameOf(input: RuleInput, worst: MentionView): string {
  const type = typeLabel(input, worst);
  const title = titleOf(input, worst.storyId);
  return title ? input.say('rule.severe.named', { type, title }) : input.say('rule.severe.title', { type });
}

function titleOf(input: RuleInput, storyId: string): string {
  return oneLine(input.stories.get(storyId)?.title ?? '', 110);
}

function typeLabel(input: RuleInput, mention: MentionView): string {
  const lead = leadOfMention(mention);
  return input.say(lead ? `type.${lead.type}` : 'rule.severe.no-type');
}

function reasonOf(input: RuleInput, mention: MentionView): string {
  const { say } = input;
  const confidence = leadOfMention(mention)?.confidence ?? 0;
  const shown = {
    severity: say(`severity.${mention.severity.level}`),
    confidence: Math.min(99, Math.round(confidence * 100)),
  };
  const count = input.stories.get(mention.storyId)?.mentionCount ?? 1;
  const first =
    confidence >= SURE
      ? say('rule.severe.reason', { ...shown, type: typeLabel(input, mention), score: mention.severity.score })
      : say('rule.severe.unsure', shown);
  return count > 1 ? `${first} ${say('rule.severe.more', { count })}` : first;
}
