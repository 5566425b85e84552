// Puts the findings of all analyzers together into one judgement of one text for one brand. Pure: no clock, no store.
// Takes any string: empty, a megabyte, lone surrogates. Only the first 20,000 characters are judged (text-view.ts).

import { fullText } from '../core/mention.ts';
import type { AnalysisContext, Analyzer, AnalyzerInput, BrandView } from '../core/ports.ts';
import type {
  Actor,
  Aspect,
  EntityKind,
  Finding,
  FindingType,
  Judgement,
  SentimentLabel,
  Severity,
} from '../core/types.ts';
import { severityOf } from './severity.ts';

/** A judgement before it belongs to a mention, a story and a time. */
export type Judged = Omit<Judgement, 'mentionId' | 'brandId' | 'storyId' | 'analyzedAt'>;

export type Judge = (
  input: AnalyzerInput,
  brand: BrandView | null,
  reach: Reach,
  /** What a person already said: later analyzers see it, what the analyzers found is kept as they found it. */
  told?: { isBrand?: boolean },
) => Judged;

interface Reach {
  followers: number | null;
  storySize: number;
}

/** Spans in the result refer to `title + "\n" + text`, or to the text alone when there is no title. */
export function createJudge(analyzers: readonly Analyzer[]): Judge {
  return (input, brand, reach, { isBrand } = {}) => {
    const full = fullText(input);
    const findings: Finding[] = [];
    const seen: Finding[] = [];
    const context: AnalysisContext = { brand, full, findings: seen };
    for (const analyzer of analyzers) {
      const found = analyzer.analyze(input, context);
      findings.push(...found);
      seen.push(...(isBrand === undefined ? found : found.map((one) => asTold(one, isBrand))));
    }
    return conclude(findings, input, reach);
  };
}

function asTold(finding: Finding, isBrand: boolean): Finding {
  return finding.kind === 'relevance' ? { ...finding, label: isBrand ? 'brand' : 'other', confidence: 1 } : finding;
}

/** The severity that follows from a judgement, whoever made it. */
export function weigh(judged: Omit<Judged, 'severity' | 'findings'>, input: AnalyzerInput, reach: Reach): Severity {
  return severityOf({
    types: judged.types.map((one) => one.type),
    confidences: judged.types.map((one) => one.confidence),
    spans: judged.types,
    sentiment: judged.sentiment.label,
    actor: judged.actor.label,
    channel: input.channel,
    full: fullText(input),
    reach,
    hasPii: judged.pii.length > 0,
  });
}

/** Findings put together; the same ones always make the same judgement. */
export function conclude(findings: readonly Finding[], input: AnalyzerInput, reach: Reach): Judged {
  const full = fullText(input);
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
  const entities = all('entity').map((finding) => ({
    kind: finding.label as EntityKind,
    name: finding.value ?? '',
    start: finding.start ?? 0,
    end: finding.end ?? 0,
  }));
  const judged = {
    language: {
      code: language && language.label !== 'und' ? language.label : null,
      confidence: language?.confidence ?? 0,
    },
    relevance: relevance ? { isBrand: relevance.label === 'brand', confidence: relevance.confidence } : null,
    sentiment: {
      label: (sentiment?.label ?? 'neutral') as SentimentLabel,
      score: sentiment?.score ?? 0,
      confidence: sentiment?.confidence ?? 0,
    },
    actor: { label: (actor?.label ?? 'unknown') as Actor, confidence: actor?.confidence ?? 0 },
    aspects: all('aspect').map((finding) => ({ id: finding.label as Aspect, confidence: finding.confidence })),
    types,
    pii,
    ...(entities.length > 0 ? { entities } : {}),
  };
  return { ...judged, severity: weigh(judged, input, reach), findings: [...findings] };
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
