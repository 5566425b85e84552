// A judgement as the short text that is stored: the same values by position, without the names of their fields, which
// would be three quarters of it. Analyzers and their labels are few and stand as numbers.

import type {
  Actor,
  Aspect,
  FindingKind,
  FindingType,
  Judgement,
  SentimentLabel,
  SeverityLevel,
} from '../../core/types.ts';
import type { Names } from './names.ts';

/** The parts of a judgement that its case does not hold. */
export type JudgementBody = Omit<Judgement, 'mentionId' | 'brandId' | 'storyId'>;

type Value = string | number | null;
type PackedFinding = [
  name: number,
  confidence: number,
  score?: number | null,
  start?: number | null,
  end?: number | null,
  value?: string | null,
];
type PackedSeverity = [SeverityLevel, number, number, number, number, number, number, string | null, string | null];
interface Packed extends Array<unknown> {
  0: number; // analyzedAt
  1: [code: string | null, confidence: number];
  2: [isBrand: number, confidence: number] | null;
  3: [label: SentimentLabel, score: number, confidence: number];
  4: [label: Actor, confidence: number];
  5: PackedSeverity;
  6: [type: FindingType, confidence: number, start: number, end: number][];
  7: [id: Aspect, confidence: number][];
  8: [kind: string, start: number, end: number][];
  9: PackedFinding[];
  /** Absent for most: what people said, and what is named. */
  10?: Pick<Judgement, 'claim' | 'corrected' | 'isQuiet' | 'entities'>;
}

const BETWEEN = '\u001f';

/** Inside a write transaction: names that are new are given a number. */
export function packJudgement(names: Names, body: JudgementBody): string {
  const { language, relevance, sentiment, actor, severity, aspects, types, pii, findings, analyzedAt } = body;
  const { harm, credibility, velocity, reach, vulnerability, trigger, cap } = severity.parts;
  const packed: Packed = [
    analyzedAt,
    [language.code, language.confidence],
    relevance && [relevance.isBrand ? 1 : 0, relevance.confidence],
    [sentiment.label, sentiment.score, sentiment.confidence],
    [actor.label, actor.confidence],
    [severity.level, severity.score, harm, credibility, velocity, reach, vulnerability, trigger, cap],
    types.map(({ type, confidence, start, end }) => [type, confidence, start, end]),
    aspects.map(({ id, confidence }) => [id, confidence]),
    pii.map(({ kind, start, end }) => [kind, start, end]),
    findings.map((finding) => packFinding(names, finding)),
  ];
  const { claim, corrected, isQuiet, entities } = body;
  const more = { ...(claim && { claim }), ...(corrected && { corrected }), ...(isQuiet && { isQuiet }) };
  if (Object.keys(more).length > 0 || entities) packed[10] = { ...more, ...(entities && { entities }) };
  return JSON.stringify(packed);
}

function packFinding(names: Names, finding: Judgement['findings'][number]): PackedFinding {
  const { analyzer, version, kind, label, confidence, score, value, start, end } = finding;
  const name = names.numberOf([analyzer, version, kind, label].join(BETWEEN));
  const values: Value[] = [name, confidence, score ?? null, start ?? null, end ?? null, value ?? null];
  while (values.at(-1) === null) values.pop();
  return values as PackedFinding;
}

export function unpackJudgement(names: Names, text: string): JudgementBody {
  const packed = JSON.parse(text) as Packed;
  const [code, languageConfidence] = packed[1];
  const [level, score, harm, credibility, velocity, reach, vulnerability, trigger, cap] = packed[5];
  return {
    language: { code, confidence: languageConfidence },
    relevance: packed[2] && { isBrand: packed[2][0] === 1, confidence: packed[2][1] },
    sentiment: { label: packed[3][0], score: packed[3][1], confidence: packed[3][2] },
    actor: { label: packed[4][0], confidence: packed[4][1] },
    aspects: packed[7].map(([id, confidence]) => ({ id, confidence })),
    types: packed[6].map(([type, confidence, start, end]) => ({ type, confidence, start, end })),
    pii: packed[8].map(([kind, start, end]) => ({ kind, start, end })),
    severity: { level, score, parts: { harm, credibility, velocity, reach, vulnerability, trigger, cap } },
    findings: packed[9].map((finding) => unpackFinding(names, finding)),
    analyzedAt: packed[0],
    ...packed[10],
  };
}

function unpackFinding(
  names: Names,
  [name, confidence, score, start, end, value]: PackedFinding,
): Judgement['findings'][number] {
  const [analyzer = '', version = '', kind = '', label = ''] = names.idOf(name).split(BETWEEN);
  return {
    ...{ analyzer, version, kind: kind as FindingKind, label, confidence },
    ...(typeof score === 'number' ? { score } : {}),
    ...(typeof value === 'string' ? { value } : {}),
    ...(typeof start === 'number' ? { start } : {}),
    ...(typeof end === 'number' ? { end } : {}),
  };
}
