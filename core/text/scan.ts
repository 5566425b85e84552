// Finds the phrases of many queries in one pass over a text. Words are looked up by their first letters, so the cost
// grows with the text and hardly with the number of queries.

import type { PhraseNode } from './query.ts';
import { type Unit, unitsOf } from './units.ts';
import { compileWord, equalsWord, matchesWord, type WordPattern } from './word.ts';

export interface Span {
  /** UTF-16 offsets in `title + "\n" + text` (or `text` alone when there is no title), end exclusive. */
  start: number;
  end: number;
  /** The term of the query as typed. */
  term: string;
}

interface Sequence {
  phrase: PhraseNode;
  words: WordPattern[];
}

export interface Scanner {
  /** Spans of every phrase that occurs. `titleEnd` is the length of the title, 0 without one. */
  scan(full: string, titleEnd: number): Map<PhraseNode, Span[]>;
}

const KEY = 3;
const MAX_SPANS = 100;
const MIN_GLUED = 6;

/** Prepares phrases for scanning. A phrase of several words is also found glued together: "#SüratKargo", "suratkargo'dan". */
export function createScanner(phrases: readonly PhraseNode[]): Scanner {
  const index = new Map<string, Sequence[]>();
  const add = (beginning: string, sequence: Sequence) => {
    const key = beginning.slice(0, KEY);
    const known = index.get(key);
    if (known === undefined) index.set(key, [sequence]);
    else if (known.at(-1) !== sequence) known.push(sequence);
  };
  for (const phrase of phrases) {
    for (const words of variants(phrase)) {
      const first = words[0] as WordPattern;
      const sequence = { phrase, words };
      for (const beginning of new Set([first.folded, ...first.softened])) add(beginning, sequence);
    }
  }
  return {
    scan: (full, titleEnd) => {
      const found = new Map<PhraseNode, Span[]>();
      const known = new Map<string, Sequence[]>();
      for (const run of unitsOf(full)) scanRun(run, index, known, titleEnd, found);
      for (const spans of found.values()) spans.sort((a, b) => a.start - b.start);
      return found;
    },
  };
}

function variants(phrase: PhraseNode): WordPattern[][] {
  const { words } = phrase;
  if (words.length === 1) return [words];
  const last = words.at(-1) as WordPattern;
  const glued = words.map((word) => word.raw).join('');
  if (glued.length < MIN_GLUED || last.mode === 'exact') return [words];
  return [words, [compileWord(glued, last.mode)]];
}

/** Sequences that may begin with a word: their first letters are those of the word. */
function candidates(word: string, index: Map<string, Sequence[]>, known: Map<string, Sequence[]>): Sequence[] {
  const cached = known.get(word);
  if (cached !== undefined) return cached;
  const found: Sequence[] = [];
  for (let length = 1; length <= KEY && length <= word.length; length++) {
    for (const sequence of index.get(word.slice(0, length)) ?? []) {
      const first = sequence.words[0] as WordPattern;
      if (word.startsWith(first.folded) || first.softened.some((stem) => word.startsWith(stem))) found.push(sequence);
    }
  }
  known.set(word, found);
  return found;
}

function scanRun(
  run: Unit[],
  index: Map<string, Sequence[]>,
  known: Map<string, Sequence[]>,
  titleEnd: number,
  found: Map<PhraseNode, Span[]>,
): void {
  for (let i = 0; i < run.length; i++) {
    const unit = run[i] as Unit;
    for (const { phrase, words } of candidates(unit.folded, index, known)) {
      if (phrase.isTitle && unit.start >= titleEnd) continue;
      const last = run[i + words.length - 1];
      if (last === undefined || unit.start < titleEnd !== last.start < titleEnd) continue;
      if (!words.every((word, k) => fits(word, run[i + k] as Unit, k === words.length - 1))) continue;
      addSpan(found, phrase, { start: unit.start, end: last.end, term: phrase.term });
    }
  }
}

function fits(word: WordPattern, unit: Unit, isLast: boolean): boolean {
  return isLast ? matchesWord(word, unit) : equalsWord(word, unit);
}

function addSpan(found: Map<PhraseNode, Span[]>, phrase: PhraseNode, span: Span): void {
  const spans = found.get(phrase);
  if (spans === undefined) found.set(phrase, [span]);
  else if (spans.length < MAX_SPANS && !spans.some((other) => other.start === span.start)) spans.push(span);
}
