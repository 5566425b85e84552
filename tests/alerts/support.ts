// What the tests of the rules start from: one brand on a Tuesday at nine in Istanbul, mentions, stories and incidents made
// by hand, and a hand that carries decisions out as the evaluate job does. Must never decide anything itself.

import { loadTranslate } from '../../config/i18n.ts';
import type { Decision, HourCount, MentionView, Rule, RuleInput } from '../../core/alerting.ts';
import { DAY, HOUR } from '../../core/clock.ts';
import type { FindingType, Incident, SeverityLevel, Story } from '../../core/types.ts';

export const NOW = Date.UTC(2026, 10, 24, 6, 0);
export const t = loadTranslate();
export const say: RuleInput['say'] = (key, params) => t('tr', key, params);

export interface MentionWish extends Partial<Omit<MentionView, 'severity' | 'types'>> {
  level?: SeverityLevel;
  score?: number;
  type?: FindingType | null;
  sure?: number;
}

let counter = 0;

/** A negative complaint of SEV-3 seen now, in a story of its own, unless said otherwise. */
export function mention(wish: MentionWish = {}): MentionView {
  counter += 1;
  const { level = 3, score = 5, type = 'complaint', sure = 0.9, ...rest } = wish;
  const parts = { harm: 2, credibility: 2, velocity: 0, reach: 1, vulnerability: 0, trigger: null, cap: null };
  return {
    id: `men_${counter}`,
    storyId: `sto_${counter}`,
    seenAt: NOW,
    publishedAt: rest.seenAt ?? NOW,
    channel: 'social',
    sentiment: 'negative',
    severity: { level, score, parts },
    types: type ? [{ type, confidence: sure, start: 0, end: 5 }] : [],
    ...rest,
  };
}

export function mentions(count: number, wish: MentionWish | ((index: number) => MentionWish) = {}): MentionView[] {
  return Array.from({ length: count }, (_, index) => mention(typeof wish === 'function' ? wish(index) : wish));
}

export function story(id: string, change: Partial<Story> = {}): Story {
  return {
    id,
    brandId: 'brd_1',
    title: `Başlık ${id}`,
    firstMentionId: 'men_first',
    firstSeenAt: NOW - HOUR,
    lastSeenAt: NOW,
    mentionCount: 1,
    negativeCount: 1,
    channels: ['social'],
    sourceIds: ['sample'],
    authors: [],
    types: ['complaint'],
    severity: 3,
    state: 'open',
    wakeAtCount: null,
    assigneeId: null,
    ...change,
  };
}

export function incident(change: Partial<Incident> = {}): Incident {
  counter += 1;
  return {
    id: `inc_${counter}`,
    brandId: 'brd_1',
    fingerprint: `severe:sto_${counter}`,
    ruleId: 'severe-mention',
    title: 'Vaka',
    reason: 'Neden',
    severity: 2,
    leadType: 'complaint',
    state: 'open',
    ownerId: null,
    openedAt: NOW - HOUR,
    updatedAt: NOW - HOUR,
    acknowledgedAt: null,
    resolvedAt: null,
    storyIds: [],
    mentionIds: [],
    mentionCount: 1,
    revision: 1,
    ...change,
  };
}

/** Four weeks in which every hour looks the same. */
export function steadyHours(negative: number, all = negative * 2, days = 28, now = NOW): HourCount[] {
  const last = Math.floor(now / HOUR) * HOUR - 2 * HOUR;
  return Array.from({ length: days * 24 }, (_, index) => ({
    hourAt: last - (days * 24 - 1 - index) * HOUR,
    all,
    negative,
  }));
}

export type Wish = Partial<Omit<RuleInput, 'stories' | 'settings'>> & {
  stories?: Story[];
  settings?: Partial<RuleInput['settings']>;
};

/** Stories that are not given are made from the mentions: their count and types are what the mentions say. */
export function input(wish: Wish = {}): RuleInput {
  const { stories = [], settings, ...rest } = wish;
  const known = new Map(storiesOf(rest.mentions ?? []).map((made) => [made.id, made]));
  for (const given of stories) known.set(given.id, given);
  return {
    now: NOW,
    brand: { id: 'brd_1', name: 'Markam' },
    hours: steadyHours(0),
    mentions: [],
    pages: [],
    waves: [],
    incidents: [],
    closed: [],
    say,
    ...rest,
    stories: known,
    settings: {
      locale: 'tr',
      timeZone: 'Europe/Istanbul',
      sensitivity: 'balanced',
      severeAt: 2,
      storyGrowth: 5,
      storyWindowMs: 6 * HOUR,
      minVolume: 8,
      ...settings,
    },
  };
}

function storiesOf(list: readonly MentionView[]): Story[] {
  return [...new Set(list.map((one) => one.storyId))].map((id) => {
    const members = list.filter((one) => one.storyId === id);
    return story(id, {
      mentionCount: members.length,
      types: [...new Set(members.flatMap((one) => one.types.map(({ type }) => type)))],
      lastSeenAt: Math.max(...members.map(({ seenAt }) => seenAt)),
    });
  });
}

export function opened(decisions: readonly Decision[]): Extract<Decision, { kind: 'open' }>[] {
  return decisions.filter((decision) => decision.kind === 'open');
}

export function updated(decisions: readonly Decision[]): Extract<Decision, { kind: 'update' }>[] {
  return decisions.filter((decision) => decision.kind === 'update');
}

/** The rules' input after the decision was written, as pipeline/evaluate.ts writes it. */
export function carryOut(before: RuleInput, decision: Decision): RuleInput {
  if (decision.kind === 'open') {
    const { kind: _kind, ...facts } = decision;
    if (before.incidents.some(({ fingerprint }) => fingerprint === facts.fingerprint)) return before;
    return {
      ...before,
      incidents: [incident({ ...facts, openedAt: before.now, updatedAt: before.now }), ...before.incidents],
    };
  }
  if (decision.kind === 'propose-close' || decision.kind === 'note') return before;
  const target = before.incidents.find(({ id }) => id === decision.incidentId);
  const rest = before.incidents.filter(({ id }) => id !== decision.incidentId);
  if (!target) return before;
  if (decision.kind === 'resolve') {
    const over: Incident = { ...target, state: 'resolved', resolvedAt: before.now, updatedAt: before.now };
    return { ...before, incidents: rest, closed: [over, ...before.closed] };
  }
  const { severity, storyIds, mentionIds, mentionCount } = decision;
  const grown = { ...target, severity, storyIds, mentionIds, mentionCount, updatedAt: before.now };
  return { ...before, incidents: [grown, ...rest] };
}

/** One pass of the rules in their order, each seeing what the ones before it did. */
export function pass(rules: readonly Rule[], before: RuleInput): { after: RuleInput; decisions: Decision[] } {
  let after = before;
  const decisions: Decision[] = [];
  for (const rule of rules) {
    for (const decision of rule.evaluate(after)) {
      decisions.push(decision);
      after = carryOut(after, decision);
    }
  }
  return { after, decisions };
}

/** `count` days in ms, for readable tables. */
export const days = (count: number) => count * DAY;
