// Finds the phrases of many queries in one pass over a text: one automaton (a trie of word beginnings) for all of them,
// so the cost grows with the text and with what is found in it, and not with the number of queries.

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

/** A span with the places of its first and last word among the words of the text. */
export interface Hit extends Span {
  from: number;
  to: number;
}

export interface Scanner {
  /** Number of a phrase; the same phrase in many queries has one number and is looked for once. */
  numberOf(phrase: PhraseNode): number;
  /** Hits of every phrase that occurs, by its number. `titleEnd` is the length of the title, 0 without one. */
  scan(full: string, titleEnd: number): Map<number, Hit[]>;
}

/** Words that must stand next to each other, for the phrase with this number. */
interface Sequence {
  number: number;
  phrase: PhraseNode;
  words: WordPattern[];
  /** Only inside hashtags, handles and host names. */
  isCompoundOnly?: boolean;
}

interface TrieNode {
  next: Map<number, TrieNode>;
  /** Sequences whose first word begins with the letters up to here. */
  begun: Sequence[];
  /** Sequences whose first word is exactly these letters. */
  whole: Sequence[];
}

const MAX_SPANS = 100;
/** In a hashtag, handle or host name words stand together anyway; in running text "gonderi" is not the shop Gön Deri. */
const MIN_GLUED = 6;
const MIN_GLUED_IN_TEXT = 8;
/** "bir fatura" is an invoice and not the company BirFatura. */
const FUNCTION_WORD = /^(?:bir|bu|o|her|en|iyi|cok|tek|yeni|ilk|son|ne|hep)$/;
/** "yemek sepeti" for Yemeksepeti, but not "bir gün" for Birgün. */
const MIN_SPLIT = 9;
const MIN_PART = 4;

/** Prepares phrases for scanning. */
export function createScanner(phrases: readonly PhraseNode[]): Scanner {
  const numbers = new Map<string, number>();
  const numberByPhrase = new Map<PhraseNode, number>();
  const root = newNode();
  for (const phrase of phrases) {
    const key = keyOf(phrase);
    const known = numbers.get(key);
    const number = known ?? numbers.size;
    numberByPhrase.set(phrase, number);
    if (known !== undefined) continue;
    numbers.set(key, number);
    addPhrase(root, number, phrase);
  }
  return {
    numberOf: (phrase) => numberByPhrase.get(phrase) ?? -1,
    scan: (full, titleEnd) => {
      const found = new Map<number, Hit[]>();
      for (const run of unitsOf(full)) scanRun(run, root, titleEnd, found);
      for (const hits of found.values()) hits.sort((a, b) => a.start - b.start);
      return found;
    },
  };
}

function keyOf({ words, isTitle }: PhraseNode): string {
  return [isTitle ? 't' : '', ...words.flatMap(({ mode, raw }) => [mode, raw])].join('\u001f');
}

function newNode(): TrieNode {
  return { next: new Map(), begun: [], whole: [] };
}

function nodeAt(root: TrieNode, letters: string): TrieNode {
  let node = root;
  for (let i = 0; i < letters.length; i++) {
    const unit = letters.charCodeAt(i);
    let next = node.next.get(unit);
    if (next === undefined) {
      next = newNode();
      node.next.set(unit, next);
    }
    node = next;
  }
  return node;
}

/** A phrase as typed, glued together ("#SüratKargo"), and a long single word written as two ("yemek sepeti"). */
function addPhrase(root: TrieNode, number: number, phrase: PhraseNode): void {
  const { words } = phrase;
  const begin = (sequence: Sequence) => {
    const [first] = sequence.words;
    // all words of a phrase but the last must stand there whole
    if (first?.mode === 'suffixed' && sequence.words.length > 1) nodeAt(root, first.folded).whole.push(sequence);
    else
      for (const letters of new Set(first ? [first.folded, ...first.softened] : []))
        nodeAt(root, letters).begun.push(sequence);
  };
  begin({ number, phrase, words });
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || last.mode === 'exact') return;
  if (words.length > 1) {
    const glued = words.map((word) => word.raw).join('');
    const isCompoundOnly = glued.length < MIN_GLUED_IN_TEXT;
    if (glued.length >= MIN_GLUED) begin({ number, phrase, words: [compileWord(glued, last.mode)], isCompoundOnly });
    return;
  }
  for (const at of splitsOf(first)) {
    const parts = [compileWord(first.raw.slice(0, at), 'suffixed'), compileWord(first.raw.slice(at), first.mode)];
    if (FUNCTION_WORD.test((parts[0] as WordPattern).folded)) continue;
    nodeAt(root, (parts[0] as WordPattern).folded).whole.push({ number, phrase, words: parts });
  }
}

/** Where a single word may be written as two: at a capital inside it, or anywhere in a long one. */
function splitsOf({ raw, folded, cut }: WordPattern): number[] {
  if (raw.length !== folded.length || cut >= 0 || /[^\p{L}]/u.test(raw)) return [];
  const capitals = [...raw.matchAll(/(?<=\p{Ll})\p{Lu}/gu)]
    .map(({ index }) => index)
    .filter((at) => at >= 2 && raw.length - at >= 2);
  if (capitals.length > 0 || raw.length < MIN_SPLIT) return capitals;
  return Array.from({ length: raw.length - 2 * MIN_PART + 1 }, (_, i) => MIN_PART + i);
}

function scanRun(run: Unit[], root: TrieNode, titleEnd: number, found: Map<number, Hit[]>): void {
  for (let i = 0; i < run.length; i++) {
    const { folded } = run[i] as Unit;
    let node: TrieNode | undefined = root;
    let depth = 0;
    for (; node !== undefined; depth++) {
      for (const sequence of node.begun) tryAt(run, i, sequence, titleEnd, found);
      if (depth === folded.length) break;
      node = node.next.get(folded.charCodeAt(depth));
    }
    if (node !== undefined) for (const sequence of node.whole) tryAt(run, i, sequence, titleEnd, found);
  }
}

function tryAt(run: Unit[], i: number, sequence: Sequence, titleEnd: number, found: Map<number, Hit[]>): void {
  const { phrase, words, number } = sequence;
  const unit = run[i] as Unit;
  if (phrase.isTitle && unit.start >= titleEnd) return;
  if (sequence.isCompoundOnly && !unit.isCompound) return;
  const last = run[i + words.length - 1];
  if (last === undefined || unit.start < titleEnd !== last.start < titleEnd) return;
  for (let k = 0; k < words.length; k++) {
    const word = words[k] as WordPattern;
    const isFit = k === words.length - 1 ? matchesWord(word, run[i + k] as Unit) : equalsWord(word, run[i + k] as Unit);
    if (!isFit) return;
  }
  const hit = { start: unit.start, end: last.end, term: phrase.term, from: unit.place, to: last.place };
  const hits = found.get(number);
  if (hits === undefined) found.set(number, [hit]);
  else if (hits.length < MAX_SPANS && !hits.some((other) => other.start === hit.start)) hits.push(hit);
}
