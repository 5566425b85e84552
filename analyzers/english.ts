// English at a simpler level: sentiment by weighted stems with negation and "but", finding types and aspects by patterns over
// stems. No trained model, so confidences stay modest; what is denied or only asked is not found. Other languages are not
// scored at all.

import { newStemmer } from 'snowball-stemmers';
import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import type { Aspect, Finding, FindingType, SentimentLabel } from '../core/types.ts';
import { ENGLISH_ASPECTS, ENGLISH_TYPES, NEGATIVE_STEMS, POSITIVE_STEMS } from './english-words.ts';
import type { TextReader, TextView, ViewToken } from './text-view.ts';

const stemmer = newStemmer('english');
const MAX_CACHED = 20_000;
const MAX_WORD = 30;
let stems = new Map<string, string>();

function stemOf(token: ViewToken): string {
  const word = token.folded + (token.suffix ?? '');
  if (word.length > MAX_WORD) return word;
  let stem = stems.get(word);
  if (stem === undefined) {
    if (stems.size >= MAX_CACHED) stems = new Map();
    stem = stemmer.stem(word);
    stems.set(word, stem);
  }
  return stem;
}

const NOT = new Set(
  'not no never without dont doesnt didnt isnt wasnt arent werent cant cannot couldnt wont wouldnt hasnt havent noth nobodi hard neither nor deni'.split(
    ' ',
  ),
);
/** How far a negation reaches. */
const REACH = 4;
/** Questions that may be answered with no: "is it a scam?" says nothing, "why is it so slow?" does. */
const OPEN = /^(?:is|are|was|doe|do|did|has|have|can|could|should|anyon|anybodi)$/;
const ASKS = /^(?:is|are|was|doe|do|did|has|have|can|could|should|anyon|anybodi|who|what|when|where|how|whi|which)$/;

interface Sentence {
  from: number;
  to: number;
  isQuestion: boolean;
}

/** A text read once: stems with spaces around each, and where each begins. */
interface Read {
  view: TextView;
  words: string[];
  joined: string;
  starts: number[];
  sentences: Sentence[];
  /** For each word the first one of its clause. */
  clauses: number[];
}

let last: Read | null = null;

function read(view: TextView): Read {
  if (last?.view === view) return last;
  const words = view.tokens.map(stemOf);
  const starts: number[] = [];
  let joined = ' ';
  for (const word of words) {
    starts.push(joined.length);
    joined += `${word} `;
  }
  last = { view, words, joined, starts, sentences: sentencesOf(view, words), clauses: clausesOf(view) };
  return last;
}

function clausesOf({ tokens, full }: TextView): number[] {
  let from = 0;
  return tokens.map((token, at) => {
    const before = tokens[at - 1];
    if (before && /[,;:.!?\n]/.test(full.slice(before.end, token.start))) from = at;
    return from;
  });
}

function sentencesOf({ tokens, full }: TextView, words: readonly string[]): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    const between = full.slice(token.end, next ? next.start : full.length);
    if (next && !/[.!?\n]/.test(between)) return;
    sentences.push({ from, to: at + 1, isQuestion: between.includes('?') && ASKS.test(words[from] ?? '') });
    from = at + 1;
  });
  return sentences;
}

/** Is the word at `at` turned around by a negation before it, in the same clause? */
function isNegated({ words, clauses }: Read, at: number): boolean {
  for (let i = at - 1; i >= Math.max(clauses[at] ?? 0, at - REACH); i--) if (NOT.has(words[i] as string)) return true;
  return false;
}

const SORE: ReadonlySet<FindingType> = new Set(['complaint', 'negative-review']);

/** Weighted stems; what stands behind "but" counts double. Confidence is at most 0.7. */
export function englishSentiment(view: TextView): { label: SentimentLabel; score: number; confidence: number } {
  const text = read(view);
  const { words, sentences, joined } = text;
  let sum = 0;
  for (const { from, to, isQuestion } of sentences) {
    let weight = isQuestion && OPEN.test(words[from] ?? '') ? 0.2 : 1;
    for (let at = from; at < to; at++) {
      const word = words[at] as string;
      if (word === 'but' || word === 'howev') weight *= 2;
      const worth = POSITIVE_STEMS.get(word) ?? -(NEGATIVE_STEMS.get(word) ?? 0);
      if (worth !== 0) sum += (isNegated(text, at) ? (worth > 0 ? -0.8 : -0.4) * worth : worth) * weight;
    }
  }
  if (/ no (?:problem|issu|complaint)/.test(joined)) sum += 1;
  for (const { type, isDanger } of typesIn(view)) sum -= isDanger ? 1.5 : SORE.has(type) ? 0.8 : 0;
  const label = sum > 0.4 ? 'positive' : sum < -0.4 ? 'negative' : 'neutral';
  return {
    label,
    score: Math.max(-1, Math.min(1, sum / 4)),
    confidence: label === 'neutral' ? 0.45 : Math.min(0.7, 0.5 + Math.abs(sum) * 0.06),
  };
}

interface Found {
  type: FindingType;
  confidence: number;
  isDanger: boolean;
  first: number;
  last: number;
}

let lastTypes: { view: TextView; found: Found[] } | null = null;

/** Each type once, with the first words that say so. */
function typesIn(view: TextView): Found[] {
  if (lastTypes?.view === view) return lastTypes.found;
  const text = read(view);
  const found = new Map<FindingType, Found>();
  for (const { type, form, confidence, isDanger } of ENGLISH_TYPES) {
    for (const match of text.joined.matchAll(form)) {
      const first = wordAt(text.starts, match.index + 1);
      const end = wordAt(text.starts, match.index + match[0].length - 1);
      if (isDanger && (isDenied(text, first, end) || isAsked(text, first))) continue;
      const known = found.get(type);
      if (!known || known.confidence < confidence) found.set(type, { type, confidence, isDanger, first, last: end });
      break;
    }
  }
  const asked = text.sentences.find(({ isQuestion }) => isQuestion);
  const isLoud = [...found.values()].some(({ isDanger }) => isDanger) || found.has('complaint');
  if (asked && !isLoud && !found.has('question'))
    found.set('question', {
      type: 'question',
      confidence: 0.65,
      isDanger: false,
      first: asked.from,
      last: asked.to - 1,
    });
  lastTypes = { view, found: [...found.values()].sort((a, b) => b.confidence - a.confidence) };
  return lastTypes.found;
}

/** The last word that begins at or before the place. */
function wordAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isDenied(text: Read, first: number, end: number): boolean {
  for (let at = first; at <= end; at++) if (NOT.has(text.words[at] as string)) return true;
  return isNegated(text, first);
}

function isAsked({ sentences }: Read, first: number): boolean {
  return sentences.some(({ from, to, isQuestion }) => isQuestion && from <= first && first < to);
}

const isEnglish = (findings: readonly Finding[]) =>
  findings.some(({ kind, label }) => kind === 'language' && label === 'en');
const MAX_TYPES = 5;

/** Findings 'type' and 'aspect' of English texts; nothing for any other. */
export function createEnglish(reader: TextReader): Analyzer {
  const version = '1';
  return {
    id: 'english',
    version,
    kinds: ['type', 'aspect'],
    languages: ['en'],
    analyze(_input: AnalyzerInput, context: AnalysisContext): Finding[] {
      if (!isEnglish(context.findings)) return [];
      const view = reader.read(context);
      const types = typesIn(view).slice(0, MAX_TYPES);
      const { joined } = read(view);
      const aspects = (Object.entries(ENGLISH_ASPECTS) as [Aspect, RegExp][]).filter(([, form]) => form.test(joined));
      return [
        ...types.map(({ type, confidence, first, last: end }): Finding => {
          const start = view.tokens[first]?.start ?? 0;
          const to = view.tokens[end]?.end ?? view.full.length;
          return { analyzer: 'english', version, kind: 'type', label: type, confidence, start, end: to };
        }),
        ...aspects
          .slice(0, 4)
          .map(([label]): Finding => ({ analyzer: 'english', version, kind: 'aspect', label, confidence: 0.6 })),
      ];
    },
  };
}
