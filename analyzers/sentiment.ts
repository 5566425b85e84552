// Sentiment towards the watched brand: a calibrated three-class linear model for Turkish, weighted stems for English.
// Texts in other languages are "not scored": neutral with confidence 0. Never calls anything a crisis by itself.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import type { Finding } from '../core/types.ts';
import { englishSentiment } from './english.ts';
import type { EvidenceReader } from './evidence.ts';
import { isScored } from './language.ts';
import type { Scorer } from './learned/scorer.ts';
import type { TextReader } from './text-view.ts';

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
