// Puts the findings of all analyzers together into one judgement of one text for one brand. Pure: no clock, no store.
// Takes any string: empty, a megabyte, lone surrogates. Only the first 20,000 characters are judged (text-view.ts).

import type { AnalysisContext, Analyzer, AnalyzerInput, BrandView } from '../core/ports.ts';
import type { Actor, Aspect, Finding, FindingType, Judgement, SentimentLabel } from '../core/types.ts';
import { severityOf } from './severity.ts';

/** A judgement before it belongs to a mention, a story and a time. */
export type Judged = Omit<Judgement, 'mentionId' | 'brandId' | 'storyId' | 'analyzedAt'>;

export type Judge = (
  input: AnalyzerInput,
  brand: BrandView | null,
  reach: { followers: number | null; storySize: number },
) => Judged;

/** Spans in the result refer to `title + "\n" + text`, or to the text alone when there is no title. */
export function createJudge(analyzers: readonly Analyzer[]): Judge {
  return (input, brand, reach) => {
    const full = input.title ? `${input.title}\n${input.text}` : input.text;
    const findings: Finding[] = [];
    const context: AnalysisContext = { brand, full, findings };
    for (const analyzer of analyzers) findings.push(...analyzer.analyze(input, context));
    return gather(findings, input, full, reach);
  };
}

function gather(
  findings: Finding[],
  input: AnalyzerInput,
  full: string,
  reach: { followers: number | null; storySize: number },
): Judged {
  const first = (kind: Finding['kind']): Finding | undefined => findings.find((finding) => finding.kind === kind);
  const all = (kind: Finding['kind']): Finding[] => findings.filter((finding) => finding.kind === kind);
  const language = first('language');
  const relevance = first('relevance');
  const sentiment = first('sentiment');
  const actor = first('actor');
  const types = all('type').map((finding) => ({
    type: finding.label as FindingType,
    confidence: finding.confidence,
    start: finding.start ?? 0,
    end: finding.end ?? full.length,
  }));
  const pii = all('pii').map((finding) => ({ kind: finding.label, start: finding.start ?? 0, end: finding.end ?? 0 }));
  const judgedSentiment = {
    label: (sentiment?.label ?? 'neutral') as SentimentLabel,
    score: sentiment?.score ?? 0,
    confidence: sentiment?.confidence ?? 0,
  };
  const judgedActor = { label: (actor?.label ?? 'unknown') as Actor, confidence: actor?.confidence ?? 0 };
  return {
    language: {
      code: language && language.label !== 'und' ? language.label : null,
      confidence: language?.confidence ?? 0,
    },
    relevance: relevance ? { isBrand: relevance.label === 'brand', confidence: relevance.confidence } : null,
    sentiment: judgedSentiment,
    actor: judgedActor,
    aspects: all('aspect').map((finding) => ({ id: finding.label as Aspect, confidence: finding.confidence })),
    types,
    pii,
    severity: severityOf({
      types: types.map((one) => one.type),
      confidences: types.map((one) => one.confidence),
      sentiment: judgedSentiment.label,
      actor: judgedActor.label,
      channel: input.channel,
      full,
      reach,
      hasPii: pii.length > 0,
    }),
    findings,
  };
}

/** One line of `itibar analyze`: the contract's field names and nothing else. */
export interface ContractLine {
  id: string;
  language: Judged['language'];
  relevance: Judged['relevance'];
  sentiment: Judged['sentiment'];
  aspects: Judged['aspects'];
  findings: Judged['types'];
  actor: Judged['actor'];
  pii: Judged['pii'];
  severity: Judged['severity'];
}

/** Figures are rounded to four digits, so that the lines can be read and compared. */
export function toContractLine(id: string, judged: Judged): ContractLine {
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  const sure = <T extends { confidence: number }>(one: T): T => ({ ...one, confidence: round(one.confidence) });
  return {
    id,
    language: sure(judged.language),
    relevance: judged.relevance ? sure(judged.relevance) : null,
    sentiment: { ...sure(judged.sentiment), score: round(judged.sentiment.score) },
    aspects: judged.aspects.map(sure),
    findings: judged.types.map(sure),
    actor: sure(judged.actor),
    pii: judged.pii,
    severity: judged.severity,
  };
}
