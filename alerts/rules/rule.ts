// What the rules share: the lead type, what is muted or already dealt with, and how an open incident takes in more.
// Pure. Must never decide on its own; it only answers questions that several rules ask.

import type { Decision, MentionView, RuleInput, Say } from '../../core/alerting.ts';
import { DAY, HOUR } from '../../core/clock.ts';
import { FINDING_TYPES, type FindingType, type Incident, LEAD_ORDER, type SeverityLevel } from '../../core/types.ts';

/** Labels under this confidence may not page anyone above SEV-3 before a person looked (product taxonomy). */
export const SURE = 0.6;
const MAX_IDS = 50;

/** The type that chooses the playbook: first of LEAD_ORDER that is present, then of FINDING_TYPES. */
export function leadOf(types: Iterable<FindingType>): FindingType | null {
  const present = new Set(types);
  return [...LEAD_ORDER, ...FINDING_TYPES].find((type) => present.has(type)) ?? null;
}

/** The mention's lead type and how sure it is; null when it has no type at all. */
export function leadOfMention(mention: MentionView): { type: FindingType; confidence: number } | null {
  const sure = mention.types.filter((entry) => entry.confidence >= SURE);
  const pool = sure.length > 0 ? sure : mention.types;
  const lead = leadOf(pool.map((entry) => entry.type));
  const found = pool.find((entry) => entry.type === lead);
  return found ? { type: found.type, confidence: found.confidence } : null;
}

/** The level that a mention may page at: its own, but SEV-3 at most while its type is uncertain. */
export function pagingLevel(mention: MentionView): SeverityLevel {
  const isSure = (leadOfMention(mention)?.confidence ?? 0) >= SURE;
  return isSure || mention.severity.level > 3 ? mention.severity.level : 3;
}

/** People said of this story: not ours, or later. */
export function isMuted(input: RuleInput, storyId: string): boolean {
  const story = input.stories.get(storyId);
  if (!story) return false;
  if (story.state === 'irrelevant') return true;
  return story.state === 'snoozed' && (story.wakeAtCount === null || story.mentionCount < story.wakeAtCount);
}

/** A closed incident already covered this mention: it came before the closing, in a story of that incident. */
export function isSettled(input: RuleInput, mention: MentionView): boolean {
  return input.closed.some(
    (incident) =>
      !isOnlyWatched(incident) &&
      (incident.mentionIds.includes(mention.id) ||
        (incident.storyIds.includes(mention.storyId) && mention.seenAt <= (incident.resolvedAt ?? 0))),
  );
}

/**
 * Published within `ms`, as far as is known. A time on the full hour is taken for a bare date (sites that give days
 * only come out as local midnight) and gets a day and a half.
 */
export function isFresh(mention: MentionView, now: number, ms: number): boolean {
  if (mention.publishedAt === null) return true;
  const age = now - mention.publishedAt;
  return age <= ms || (mention.publishedAt % HOUR === 0 && age <= 1.5 * DAY);
}

/** A wave in which nothing is negative is only watched: it holds no story, or real trouble would hide in it. */
export function isOnlyWatched(incident: Incident): boolean {
  return incident.ruleId === 'volume' && incident.severity === 4;
}

export function incidentOfStory(incidents: readonly Incident[], storyId: string): Incident | null {
  return incidents.find((incident) => !isOnlyWatched(incident) && incident.storyIds.includes(storyId)) ?? null;
}

/** Takes more into an open incident: counts never fall, severity never gets milder. Null when nothing is new. */
export function growIncident(
  incident: Incident,
  more: { severity: SeverityLevel; storyIds: string[]; mentionIds: string[]; mentionCount: number },
  say: Say,
  note: string | null = null,
): Decision | null {
  const severity = Math.min(incident.severity, more.severity) as SeverityLevel;
  const storyIds = [...new Set([...incident.storyIds, ...more.storyIds])].slice(0, MAX_IDS);
  const known = new Set(incident.mentionIds);
  const mentionIds = [...incident.mentionIds, ...more.mentionIds.filter((id) => !known.has(id))].slice(-MAX_IDS);
  const mentionCount = Math.max(incident.mentionCount, more.mentionCount, mentionIds.length);
  const isWorse = severity < incident.severity;
  const isGrown = Math.floor(Math.log2(mentionCount)) > Math.floor(Math.log2(Math.max(1, incident.mentionCount)));
  // Once the samples are full only numbers count: two rules that prefer different ones would swap them for ever.
  const hasRoom = incident.mentionIds.length < MAX_IDS;
  const isMore =
    mentionCount > incident.mentionCount ||
    storyIds.length > incident.storyIds.length ||
    (hasRoom && !sameIds(mentionIds, incident));
  if (!isWorse && !isMore) return null;
  const reasons = [
    isWorse &&
      say('rule.update.worse', { from: say(`severity.${incident.severity}`), to: say(`severity.${severity}`) }),
    isGrown && say('rule.update.grown', { from: incident.mentionCount, to: mentionCount }),
    storyIds.length > incident.storyIds.length && note,
  ].filter((text) => typeof text === 'string');
  const reason = reasons.length > 0 ? reasons.join(' ') : null;
  return { kind: 'update', incidentId: incident.id, reason, severity, storyIds, mentionIds, mentionCount };
}

function sameIds(ids: string[], incident: Incident): boolean {
  return ids.length === incident.mentionIds.length && ids.every((id, index) => id === incident.mentionIds[index]);
}
