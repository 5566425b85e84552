// Sentiment towards the watched brand: a calibrated three-class linear model for Turkish, a small word list for English.
// Texts in other languages are "not scored": neutral with confidence 0. Never calls anything a crisis by itself.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import type { Finding, SentimentLabel } from '../core/types.ts';
import type { EvidenceReader } from './evidence.ts';
import { isScored } from './language.ts';
import type { Scorer } from './learned/scorer.ts';
import { foldedSet, type TextReader, type TextView } from './text-view.ts';

const GOOD = foldedSet(
  'good great excellent amazing love loved perfect awesome recommend thanks thank helpful fast best happy satisfied nice friendly',
);
const BAD = foldedSet(
  'bad terrible awful worst scam fraud hate broken refund never disappointed disappointing rude late useless horrible avoid stolen leak down fails failed poor angry unacceptable complaint',
);
const NOT = foldedSet("not no never don't doesn't didn't isn't wasn't can't cannot without");

/** Counts plain words, turned around by a negation up to two words before; confidence stays modest. */
export function englishSentiment(view: TextView): { label: SentimentLabel; score: number; confidence: number } {
  let sum = 0;
  view.tokens.forEach((token, at) => {
    const worth = GOOD.has(token.folded) ? 1 : BAD.has(token.folded) ? -1 : 0;
    if (worth === 0) return;
    const isTurned = [at - 1, at - 2].some((i) => NOT.has(view.tokens[i]?.folded ?? ''));
    sum += isTurned ? -worth : worth;
  });
  const label = sum > 0 ? 'positive' : sum < 0 ? 'negative' : 'neutral';
  return {
    label,
    score: Math.max(-1, Math.min(1, sum / 3)),
    confidence: sum === 0 ? 0.4 : Math.min(0.7, 0.5 + Math.abs(sum) * 0.07),
  };
}

/** Over this a finding "another thing of that name is meant" makes the text neutral: it says nothing about the brand. */
const SURELY_OTHER = 0.75;

export function createSentiment(reader: TextReader, evidence: EvidenceReader, model: Scorer): Analyzer {
  const finding = (label: string, confidence: number, score: number): Finding[] => [
    { analyzer: 'sentiment', version: model.meta.version, kind: 'sentiment', label, confidence, score },
  ];
  return {
    id: 'sentiment',
    version: model.meta.version,
    kinds: ['sentiment'],
    languages: ['tr', 'en'],
    analyze(input: AnalyzerInput, context: AnalysisContext): Finding[] {
      const view = reader.read(context);
      if (view.tokens.length === 0) return finding('neutral', 0, 0);
      if (context.findings.some((found) => found.kind === 'language' && found.label === 'en')) {
        const english = englishSentiment(view);
        return finding(english.label, english.confidence, english.score);
      }
      if (!isScored(context.findings)) return finding('neutral', 0, 0);
      const other = context.findings.find((found) => found.kind === 'relevance' && found.label === 'other');
      if (other && other.confidence >= SURELY_OTHER && view.named.length > 0)
        return finding('neutral', other.confidence, 0);
      const { features, facts } = evidence.read(view, input);
      const shares = model.probabilities(features, facts);
      let best = 0;
      shares.forEach((share, i) => {
        if (share > (shares[best] ?? 0)) best = i;
      });
      const of = (label: string): number => shares[model.meta.labels.indexOf(label)] ?? 0;
      return finding(model.meta.labels[best] ?? 'neutral', shares[best] ?? 0, of('positive') - of('negative'));
    },
  };
}
