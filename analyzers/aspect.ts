// What a text is about (delivery, refund, price …): the aspect heads of the trained labels model, several at once.
// Says nothing about whether it is good or bad.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import { ASPECTS, type Finding } from '../core/types.ts';
import type { EvidenceReader } from './evidence.ts';
import { isScored } from './language.ts';
import type { Scorer } from './learned/scorer.ts';
import type { TextReader } from './text-view.ts';
import { againstThreshold, GIVEN_FROM } from './threats.ts';

const AT_MOST = 4;

export function createAspect(reader: TextReader, evidence: EvidenceReader, model: Scorer): Analyzer {
  return {
    id: 'aspect',
    version: model.meta.version,
    kinds: ['aspect'],
    languages: ['tr'],
    analyze(input: AnalyzerInput, context: AnalysisContext): Finding[] {
      if (!isScored(context.findings)) return [];
      const view = reader.read(context);
      if (view.tokens.length === 0) return [];
      const { features, facts } = evidence.read(view, input);
      const shares = model.probabilities(features, facts);
      return ASPECTS.map((aspect): Finding => {
        const at = model.meta.labels.indexOf(`aspect:${aspect}`);
        const confidence = at < 0 ? 0 : againstThreshold(shares[at] ?? 0, model.meta.thresholds[at] ?? 0.5);
        return { analyzer: 'aspect', version: model.meta.version, kind: 'aspect', label: aspect, confidence };
      })
        .filter((finding) => finding.confidence >= GIVEN_FROM)
        .sort((a, b) => b.confidence - a.confidence)
        .slice(0, AT_MOST);
    },
  };
}
