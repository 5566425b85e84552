// The difference between judgements before and after, counted: for the preview of judging anew and for what training would
// change. Keeps counts and a few examples with personal data masked, never the texts of all.

import type { Aspect, FindingType, Incident, Judgement, SeverityLevel } from '../core/types.ts';
import { maskSpans } from './mask.ts';
import type { Rejudged } from './rejudge.ts';

/** Fields with one word: from -> to -> how many. */
export type Matrix = Record<string, Record<string, number>>;
/** Fields with several words: how many got it and how many lost it. */
export type GainLoss = Record<string, { added: number; removed: number }>;

export interface ChangeExample {
  mentionId: string;
  text: string;
  /** 'sentiment', 'severity', 'actor', 'relevance', 'type' or 'aspect'; from '' = was not there, to '' = no longer. */
  changes: { field: string; from: string; to: string }[];
}

export interface Changes {
  judgedCount: number;
  changedCount: number;
  /** False when only the newest were looked at. */
  isWhole: boolean;
  sentiment: Matrix;
  severity: Matrix;
  actor: Matrix;
  relevance: Matrix;
  types: GainLoss;
  aspects: GainLoss;
  examples: ChangeExample[];
  /** Open incidents with mentions whose severity would be another, and the worst of those before and after. */
  incidents: { id: string; title: string; count: number; before: SeverityLevel; after: SeverityLevel }[];
}

const MAX_EXAMPLES = 20;
const MAX_TEXT = 240;

export function noChanges(): Changes {
  return {
    ...{ judgedCount: 0, changedCount: 0, isWhole: true, sentiment: {}, severity: {}, actor: {}, relevance: {} },
    ...{ types: {}, aspects: {}, examples: [], incidents: [] },
  };
}

type Words = Pick<Judgement, 'sentiment' | 'severity' | 'actor' | 'relevance' | 'types' | 'aspects'>;

/** What is different, word by word; confidences do not count. */
export function differences(before: Words, after: Words): ChangeExample['changes'] {
  const relevanceOf = ({ relevance }: Words) => (relevance ? (relevance.isBrand ? 'brand' : 'other') : '');
  const single: [string, string, string][] = [
    ['sentiment', before.sentiment.label, after.sentiment.label],
    ['severity', String(before.severity.level), String(after.severity.level)],
    ['actor', before.actor.label, after.actor.label],
    ['relevance', relevanceOf(before), relevanceOf(after)],
  ];
  const typesOf = ({ types }: Words) => [...new Set(types.map(({ type }) => type))];
  const aspectsOf = ({ aspects }: Words) => aspects.map(({ id }) => id);
  return [
    ...single.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to })),
    ...gained<FindingType>('type', typesOf(before), typesOf(after)),
    ...gained<Aspect>('aspect', aspectsOf(before), aspectsOf(after)),
  ];
}

function gained<T extends string>(field: string, before: readonly T[], after: readonly T[]): ChangeExample['changes'] {
  const lost = before.filter((one) => !after.includes(one)).map((from) => ({ field, from, to: '' }));
  const added = after.filter((one) => !before.includes(one)).map((to) => ({ field, from: '', to }));
  return [...lost, ...added];
}

export class ChangeCounter {
  readonly changes = noChanges();
  readonly #incidentOf: ReadonlyMap<string, Incident>;

  constructor(incidents: readonly Incident[]) {
    this.#incidentOf = new Map(incidents.flatMap((one) => one.storyIds.map((id) => [id, one] as const)));
  }

  add(rejudged: readonly Rejudged[]): void {
    for (const one of rejudged) this.#addOne(one);
  }

  #addOne({ mention, before, commit }: Rejudged): void {
    const { changes } = this;
    changes.judgedCount += 1;
    const found = differences(before, commit.judgement);
    if (found.length === 0) return;
    changes.changedCount += 1;
    for (const change of found) this.#count(change);
    if (before.severity.level !== commit.judgement.severity.level) this.#touchIncident(before, commit.judgement);
    if (changes.examples.length >= MAX_EXAMPLES) return;
    const offset = mention.title ? mention.title.length + 1 : 0;
    const masked = maskSpans(mention.text, before.pii, offset).replace(/\s+/g, ' ');
    const text = masked.length > MAX_TEXT ? `${masked.slice(0, MAX_TEXT - 1)}…` : masked;
    changes.examples.push({ mentionId: mention.id, text, changes: found });
  }

  #count({ field, from, to }: ChangeExample['changes'][number]): void {
    if (field === 'type' || field === 'aspect') {
      const all = field === 'type' ? this.changes.types : this.changes.aspects;
      const one = all[from || to] ?? { added: 0, removed: 0 };
      one[from === '' ? 'added' : 'removed'] += 1;
      all[from || to] = one;
      return;
    }
    const matrix = this.changes[field as 'sentiment' | 'severity' | 'actor' | 'relevance'];
    const row = matrix[from || '-'] ?? {};
    row[to || '-'] = (row[to || '-'] ?? 0) + 1;
    matrix[from || '-'] = row;
  }

  #touchIncident(before: Judgement, after: Judgement): void {
    const incident = this.#incidentOf.get(before.storyId);
    if (!incident) return;
    const { incidents } = this.changes;
    const known = incidents.find(({ id }) => id === incident.id);
    const worst = (a: SeverityLevel, b: SeverityLevel) => Math.min(a, b) as SeverityLevel;
    if (known) {
      known.count += 1;
      known.before = worst(known.before, before.severity.level);
      known.after = worst(known.after, after.severity.level);
    } else {
      const { id, title } = incident;
      incidents.push({ id, title, count: 1, before: before.severity.level, after: after.severity.level });
    }
  }
}
