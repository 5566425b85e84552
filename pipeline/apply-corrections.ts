// People's word above the machine's: the one place where corrections change a judgement. Pure; whatever stands in the
// judgement that is handed in (the machine's, never a corrected one), the same corrections give the same result.

import type {
  Actor,
  Aspect,
  ClaimStatus,
  Correction,
  FindingType,
  SentimentLabel,
  Severity,
  SeverityLevel,
} from '../core/types.ts';
import type { Judged } from './deps.ts';

/** A person is sure. */
const SURE = 1;
const SCORES: Readonly<Record<SentimentLabel, number>> = { negative: -1, neutral: 0, positive: 1 };

/**
 * `weigh` gives the severity that follows from what is corrected; a corrected level stands above that. What is not the
 * brand's concern is neutral towards it, of the type 'unrelated' and about nothing, unless a person says otherwise.
 */
export function applyCorrections(
  machine: Judged,
  corrections: readonly Correction[],
  weigh: (judged: Judged) => Severity,
): Judged {
  if (corrections.length === 0) return machine;
  const told = (field: Correction['field']) => corrections.find((one) => one.field === field)?.to;
  const all = (field: Correction['field']) => corrections.filter((one) => one.field === field);
  const relevance = told('relevance');
  let judged: Judged = { ...machine, corrected: [...new Set(corrections.map(({ field }) => field))] };
  if (relevance !== undefined) judged.relevance = { isBrand: relevance === 'brand', confidence: SURE };
  if (relevance === 'other') judged = { ...judged, ...NOT_MEANT };
  const sentiment = told('sentiment') as SentimentLabel | undefined;
  if (sentiment) judged.sentiment = { label: sentiment, score: SCORES[sentiment], confidence: SURE };
  const actor = told('actor') as Actor | undefined;
  if (actor) judged.actor = { label: actor, confidence: SURE };
  const claim = told('claim') as ClaimStatus | undefined;
  if (claim) judged.claim = claim;
  for (const { label, to } of all('type')) judged.types = withType(judged.types, label as FindingType, to === 'yes');
  for (const { label, to } of all('aspect')) judged.aspects = withAspect(judged.aspects, label as Aspect, to === 'yes');
  judged.severity = weigh(judged);
  const level = told('severity');
  if (level !== undefined) judged.severity = { ...judged.severity, level: Number(level) as SeverityLevel };
  return judged;
}

const NOT_MEANT: Pick<Judged, 'sentiment' | 'types' | 'aspects'> = {
  sentiment: { label: 'neutral', score: 0, confidence: SURE },
  types: [{ type: 'unrelated', confidence: SURE, start: 0, end: 0 }],
  aspects: [],
};

/** An added type has no words that caused it: its span is empty. */
function withType(types: Judged['types'], type: FindingType, isGiven: boolean): Judged['types'] {
  const known = types.find((one) => one.type === type);
  const others = types.filter((one) => one.type !== type);
  return isGiven ? [{ ...(known ?? { type, start: 0, end: 0 }), confidence: SURE }, ...others] : others;
}

function withAspect(aspects: Judged['aspects'], id: Aspect, isGiven: boolean): Judged['aspects'] {
  const others = aspects.filter((one) => one.id !== id);
  return isGiven ? [{ id, confidence: SURE }, ...others] : others;
}
