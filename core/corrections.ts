// What people may say instead of the machine: the words of each field, and how a correction is made. Pure.
// A correction is of one field of one mention for one brand; the newest word of people stands until it is taken back.

import { derivedId } from './id.ts';
import {
  ACTORS,
  ASPECTS,
  CLAIMS,
  type Correction,
  type CorrectionField,
  FINDING_TYPES,
  type Judgement,
  SENTIMENTS,
} from './types.ts';

const YES_NO: readonly string[] = ['yes', 'no'];

/** What `to` may be. */
export const CORRECTION_WORDS: Readonly<Record<CorrectionField, readonly string[]>> = {
  sentiment: SENTIMENTS,
  type: YES_NO,
  aspect: YES_NO,
  actor: ACTORS,
  relevance: ['brand', 'other'],
  severity: ['1', '2', '3', '4'],
  claim: CLAIMS,
};

/** What `label` may be; fields that are not here have none. */
export const CORRECTION_LABELS: Readonly<Partial<Record<CorrectionField, readonly string[]>>> = {
  type: FINDING_TYPES,
  aspect: ASPECTS,
};

/** What a person asks for. */
export interface CorrectionWish {
  field: CorrectionField;
  label?: string | undefined;
  to: string;
}

/** Null when the wish is one that can be kept, else what may stand there. */
export function wrongIn({
  field,
  label = '',
  to,
}: CorrectionWish): { path: 'label' | 'to'; words: readonly string[] } | null {
  const labels = CORRECTION_LABELS[field] ?? [''];
  if (!labels.includes(label)) return { path: 'label', words: labels };
  return CORRECTION_WORDS[field].includes(to) ? null : { path: 'to', words: CORRECTION_WORDS[field] };
}

/** The word of a judgement for a field, in the form that corrections have. */
export function wordOf(
  judged: Omit<Judgement, 'mentionId' | 'brandId' | 'storyId' | 'analyzedAt'>,
  { field, label }: Pick<Correction, 'field' | 'label'>,
): string {
  switch (field) {
    case 'sentiment':
      return judged.sentiment.label;
    case 'actor':
      return judged.actor.label;
    case 'severity':
      return String(judged.severity.level);
    case 'claim':
      return judged.claim ?? 'unverified';
    case 'relevance':
      return judged.relevance === null ? '' : judged.relevance.isBrand ? 'brand' : 'other';
    case 'type':
      return judged.types.some(({ type }) => type === label) ? 'yes' : 'no';
    case 'aspect':
      return judged.aspects.some(({ id }) => id === label) ? 'yes' : 'no';
  }
}

/** The same mention, brand, field and label give the same id: a new word replaces the one before. */
export function toCorrection(
  wish: CorrectionWish,
  facts: { mentionId: string; brandId: string; from: string; by: string; at: number },
): Correction {
  const { mentionId, brandId, from, by, at } = facts;
  const { field, label = '', to } = wish;
  return { id: correctionId(mentionId, brandId, field, label), mentionId, brandId, field, label, from, to, by, at };
}

export function correctionId(mentionId: string, brandId: string, field: CorrectionField, label = ''): string {
  return derivedId('cor', mentionId, brandId, field, label);
}
