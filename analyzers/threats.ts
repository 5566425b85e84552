// What kind of mention it is: the finding types of the taxonomy, several at once, each with the words that caused it.
// Readable patterns give evidence, a one-vs-rest linear model weighs it. Text in an unscored language gets no types.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import { FINDING_TYPES, type Finding, type FindingType, THREAT_TYPES } from '../core/types.ts';
import type { Evidence, EvidenceReader } from './evidence.ts';
import { isScored } from './language.ts';
import type { Scorer } from './learned/scorer.ts';
import type { TextReader, TextView } from './text-view.ts';

/** From this on a type is given. The model's own thresholds are mapped onto it. */
export const GIVEN_FROM = 0.5;

/** A pattern this sure is given even where the model, which saw few such texts, is silent. */
export const PATTERN_ALONE = 0.6;
/** But only where the model comes at least this near to its own limit. */
export const NEAR_LIMIT = 0.5;

/** A text that is kind to the brand carries a threat only when that is sure as well. */
const KIND_FROM = 0.5;
const SURE_THREAT = 0.8;

/** Bad news is news with an unfavourable frame (taxonomy): where the mood is not negative, it needs the same sureness. */
const BY_MOOD = 'negative-news';

/**
 * Words without which nobody tells of a look-alike site: what it imitates, or where it stands. A page that fails, asked for a
 * card, looks much the same to a model of words.
 */
const LOOKALIKE =
  /\b(sahte|taklit|kopya|klon|uydurma|benze|birebir|oltalama|phishing|fake|alan ad|uzanti|harf|link|gercek|resmi|adres|domain|usom)|https?:|\b[a-z0-9-]+\.[a-z]{2,}/;

/** From here on a text is about something else even beside other types, and an unsure threat in it is none. */
const OTHER_MATTER = 0.7;

const LONGEST_SPAN = 400;

/**
 * Confidence in which the label's own threshold stands at 0.5 and certainty at 1, straight lines between: a share just over
 * a low threshold stays an unsure label, which severity.ts keeps from paging anyone.
 */
export function againstThreshold(probability: number, threshold: number): number {
  if (probability < threshold) return (0.5 * probability) / threshold;
  return 0.5 + (0.5 * (probability - threshold)) / Math.max(1e-9, 1 - threshold);
}

interface Given {
  type: FindingType;
  confidence: number;
}

/** Types with a confidence of at least GIVEN_FROM, surest first. */
export function typesOf(model: Scorer, evidence: Evidence): Given[] {
  const shares = model.probabilities(evidence.features, evidence.facts);
  const given: Given[] = [];
  for (const type of FINDING_TYPES) {
    const at = model.meta.labels.indexOf(`type:${type}`);
    const share = shares[at] ?? 0;
    const limit = model.meta.thresholds[at] ?? 0.5;
    const byModel = at < 0 ? 0 : againstThreshold(share, limit);
    const byPattern = evidence.hits.reduce((top, hit) => (hit.type === type ? Math.max(top, hit.confidence) : top), 0);
    const isPatternEnough = byPattern >= PATTERN_ALONE && share >= limit * NEAR_LIMIT;
    const confidence = isPatternEnough ? Math.max(byModel, byPattern) : byModel;
    if (confidence >= GIVEN_FROM) given.push({ type, confidence });
  }
  const isAlone = given.length === 1;
  const sureness = (type: FindingType): number => given.find((one) => one.type === type)?.confidence ?? 0;
  // Neutral company news and news with an unfavourable frame exclude each other; so do "about something else" and a threat.
  const lesser = sureness('announcement') >= sureness('negative-news') ? 'negative-news' : 'announcement';
  const isElsewhere = sureness('unrelated') > OTHER_MATTER;
  return given
    .filter((one) => one.type !== lesser)
    .filter((one) => !isElsewhere || one.confidence >= SURE_THREAT || !THREAT_TYPES.includes(one.type))
    .filter((one) => one.type !== 'unrelated' || isAlone || one.confidence > OTHER_MATTER)
    .sort((a, b) => b.confidence - a.confidence);
}

/** Sentences as token ranges. */
function sentencesOf(view: TextView): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let from = 0;
  view.tokens.forEach((token, i) => {
    const next = view.tokens[i + 1];
    const between = next ? view.full.slice(token.end, next.start) : '\n';
    if (!/[.!?…\n]/.test(between)) return;
    ranges.push({ from, to: i + 1 });
    from = i + 1;
  });
  return ranges.slice(0, 12);
}

/** The part of the text a type comes from: its surest pattern, else the sentence that the model finds strongest. */
function spanOf(
  type: FindingType,
  model: Scorer,
  reader: EvidenceReader,
  view: TextView,
  evidence: Evidence,
): { start: number; end: number } {
  let best: Evidence['hits'][number] | null = null;
  for (const hit of evidence.hits)
    if (hit.type === type && (best === null || hit.confidence > best.confidence)) best = hit;
  if (best) return bounded(view, best.first, best.last);
  const sentences = sentencesOf(view);
  const at = model.meta.labels.indexOf(`type:${type}`);
  let strongest = sentences[0] ?? { from: 0, to: view.tokens.length };
  let top = Number.NEGATIVE_INFINITY;
  if (sentences.length > 1) {
    for (const sentence of sentences) {
      const score = model.scores(reader.part(view, sentence.from, sentence.to), [])[at] ?? 0;
      if (score > top) {
        top = score;
        strongest = sentence;
      }
    }
  }
  return bounded(view, strongest.from, strongest.to - 1);
}

function bounded(view: TextView, first: number, last: number): { start: number; end: number } {
  const start = view.tokens[first]?.start ?? 0;
  const end = view.tokens[last]?.end ?? view.full.length;
  return { start, end: Math.max(start, Math.min(end, start + LONGEST_SPAN)) };
}

export function createThreats(reader: TextReader, evidenceReader: EvidenceReader, model: Scorer): Analyzer {
  return {
    id: 'threats',
    version: model.meta.version,
    kinds: ['type'],
    languages: ['tr'],
    analyze(input: AnalyzerInput, context: AnalysisContext): Finding[] {
      if (!isScored(context.findings)) return [];
      const view = reader.read(context);
      if (view.tokens.length === 0) return [];
      const evidence = evidenceReader.read(view, input);
      const isKind = context.findings.some(
        (found) => found.kind === 'sentiment' && found.label === 'positive' && found.confidence >= KIND_FROM,
      );
      const isNegative = context.findings.some((found) => found.kind === 'sentiment' && found.label === 'negative');
      const given = typesOf(model, evidence)
        .filter(({ type, confidence }) => isNegative || confidence >= SURE_THREAT || type !== BY_MOOD)
        .filter(({ type, confidence }) => !isKind || confidence >= SURE_THREAT || !THREAT_TYPES.includes(type))
        .filter(({ type }) => type !== 'fake-domain' || LOOKALIKE.test(view.folded));
      return given.map(({ type, confidence }) => ({
        analyzer: 'threats',
        version: model.meta.version,
        kind: 'type',
        label: type,
        confidence,
        ...spanOf(type, model, evidenceReader, view, evidence),
      }));
    },
  };
}
