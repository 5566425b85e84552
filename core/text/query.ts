// The query language of watches: words, "phrases", AND OR NOT (VE VEYA DEĞİL), -word, brackets, near/5 (yakın/5), fields
// such as site:markam.com, beginnings (mark*) and exact spelling (=Getir). Words side by side mean AND. Parsing only;
// see match.ts for what a query finds and query-words.ts for the names of fields and operators.

import type { FindingType } from '../types.ts';
import { fold } from './fold.ts';
import { FIELD_NAMES, fail, failUnknownField, fieldValue, operatorOf, type QueryField } from './query-words.ts';
import { type Token, tokenize } from './tokenize.ts';
import { compileWord, type WordPattern } from './word.ts';

/** Words that stand next to each other; one word is a phrase of one. */
export interface PhraseNode {
  kind: 'phrase';
  /** As typed, without operator characters. */
  term: string;
  words: WordPattern[];
  /** Only the title counts. */
  isTitle: boolean;
}

export type QueryNode =
  | PhraseNode
  | { kind: 'field'; field: QueryField; value: string }
  /** One of the left phrases and one of the right ones at most `distance` words apart, in any order. */
  | { kind: 'near'; left: PhraseNode[]; right: PhraseNode[]; distance: number }
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode };

const MAX_QUERY = 4000;
const MAX_TERMS = 300;
const MAX_DEPTH = 20;

interface Piece {
  kind: 'and' | 'or' | 'not' | 'near' | '(' | ')' | 'term';
  position: number;
  text: string;
  isQuoted: boolean;
  isExact: boolean;
  field: QueryField | 'title' | null;
}

const PLAIN_PIECE = { isQuoted: false, isExact: false, field: null };

/**
 * Reads a query. Throws AppError 'query.invalid' with a sentence that names the place and a way out;
 * facts: position (0-based), problem (an id), tr (the same sentence in Turkish).
 */
export function parseQuery(query: string): QueryNode {
  if (query.length > MAX_QUERY) {
    fail(
      MAX_QUERY,
      'too-long',
      `Shorten the query to ${MAX_QUERY} characters.`,
      `Sorguyu ${MAX_QUERY} karaktere indirin.`,
    );
  }
  const pieces = split(query);
  if (pieces.length === 0) fail(0, 'empty', 'Type at least one word to look for.', 'Aranacak en az bir sözcük yazın.');
  if (pieces.filter((piece) => piece.kind === 'term').length > MAX_TERMS) {
    fail(0, 'too-many', `Use at most ${MAX_TERMS} words.`, `En çok ${MAX_TERMS} sözcük kullanın.`);
  }
  const parser = new Parser(pieces, query.length);
  const node = parser.read();
  if (!canFind(node)) {
    fail(
      0,
      'only-negative',
      'Add a word to look for; this query only excludes.',
      'Aranacak bir sözcük ekleyin; bu sorgu yalnızca dışlıyor.',
    );
  }
  return node;
}

/** True when the node asks for something, so that it cannot match everything. */
function canFind(node: QueryNode): boolean {
  if (node.kind === 'not') return false;
  if (node.kind === 'and') return node.nodes.some(canFind);
  if (node.kind === 'or') return node.nodes.every(canFind);
  return true;
}

const QUOTES = /["“”„«»]/;

function split(query: string): Piece[] {
  const pieces: Piece[] = [];
  let i = 0;
  while (i < query.length) {
    const character = query.charAt(i);
    if (/\s/.test(character)) {
      i += 1;
    } else if (character === '(' || character === ')') {
      pieces.push({ ...PLAIN_PIECE, kind: character, position: i, text: character });
      i += 1;
    } else if ((character === '-' || character === '−' || character === '–') && /[^\s)-]/.test(query.charAt(i + 1))) {
      pieces.push({ ...PLAIN_PIECE, kind: 'not', position: i, text: '-' });
      i += 1;
    } else {
      i = readTerm(query, i, pieces);
    }
  }
  return pieces;
}

function readTerm(query: string, from: number, pieces: Piece[]): number {
  const { field, length } = readField(query, from);
  let start = from + length;
  const isExact = query.charAt(start) === '=' && QUOTES.test(query.charAt(start + 1));
  if (isExact) start += 1;
  if (QUOTES.test(query.charAt(start))) {
    const size = query.slice(start + 1).search(QUOTES);
    if (size < 0) fail(start, 'open-quote', 'Close the quotation mark.', 'Tırnağı kapatın.');
    const text = query.slice(start + 1, start + 1 + size);
    pieces.push({ kind: 'term', position: from, text, isQuoted: true, isExact, field });
    return start + size + 2;
  }
  const text = /^[^\s()"“”„«»]*/.exec(query.slice(start))?.[0] ?? '';
  if (text === '') {
    const name = query.slice(from, start);
    fail(
      from,
      'empty-field',
      `Write a value directly after "${name}", without a space or bracket.`,
      `“${name}” sonrasına boşluk ve ayraç koymadan bir değer yazın.`,
    );
  }
  const operator = field === null ? operatorOf(text, from) : null;
  pieces.push({ ...PLAIN_PIECE, kind: operator ?? 'term', position: from, text, field });
  return start + text.length;
}

/** The field a term begins with, and how many characters its name and colon take; 0 without one. */
function readField(query: string, from: number): { field: Piece['field']; length: number } {
  const named = /^(\p{L}+):(?!\/\/)/u.exec(query.slice(from, from + 20));
  if (!named) return { field: null, length: 0 };
  const field = FIELD_NAMES[fold(named[1] as string)];
  if (field === undefined) {
    failUnknownField(named[1] as string, from);
  }
  return { field, length: named[0].length };
}

/** Recursive descent: or > and > not > near > term. */
class Parser {
  readonly #pieces: Piece[];
  readonly #end: number;
  #next = 0;

  constructor(pieces: Piece[], end: number) {
    this.#pieces = pieces;
    this.#end = end;
  }

  read(): QueryNode {
    const node = this.#or(0);
    const rest = this.#pieces[this.#next];
    if (rest)
      fail(
        rest.position,
        'extra-bracket',
        'Remove this closing bracket or open one before it.',
        'Bu kapanan ayracı silin ya da öncesinde bir ayraç açın.',
      );
    return node;
  }

  #peek(): Piece | undefined {
    return this.#pieces[this.#next];
  }

  #or(depth: number): QueryNode {
    if (depth > MAX_DEPTH)
      fail(
        this.#peek()?.position ?? 0,
        'too-deep',
        'Use fewer brackets inside brackets.',
        'İç içe daha az ayraç kullanın.',
      );
    const nodes = [this.#and(depth)];
    while (this.#peek()?.kind === 'or') {
      this.#next += 1;
      nodes.push(this.#and(depth));
    }
    return nodes.length === 1 ? (nodes[0] as QueryNode) : { kind: 'or', nodes };
  }

  #and(depth: number): QueryNode {
    const nodes = [this.#not(depth)];
    for (let piece = this.#peek(); piece && piece.kind !== 'or' && piece.kind !== ')'; piece = this.#peek()) {
      if (piece.kind === 'and') this.#next += 1;
      nodes.push(this.#not(depth));
    }
    return nodes.length === 1 ? (nodes[0] as QueryNode) : { kind: 'and', nodes };
  }

  #not(depth: number): QueryNode {
    let isNegative = false;
    while (this.#peek()?.kind === 'not') {
      isNegative = !isNegative;
      this.#next += 1;
    }
    const node = this.#near(depth);
    return isNegative ? { kind: 'not', node } : node;
  }

  #near(depth: number): QueryNode {
    const start = this.#peek()?.position ?? this.#end;
    const left = this.#primary(depth);
    const piece = this.#peek();
    if (piece?.kind !== 'near') return left;
    this.#next += 1;
    const rightStart = this.#peek()?.position ?? this.#end;
    const right = this.#primary(depth);
    const next = this.#peek();
    if (next?.kind === 'near') {
      const en = 'near/ joins two things. Join the next ones with AND: "a near/5 b AND b near/5 c".';
      const tr = 'yakın/ iki şeyi birleştirir. Sonrakileri VE ile bağlayın: “a yakın/5 b VE b yakın/5 c”.';
      fail(next.position, 'near-chain', en, tr);
    }
    const distance = Number(piece.text.split('/')[1]);
    return { kind: 'near', left: nearSide(left, start), right: nearSide(right, rightStart), distance };
  }

  #primary(depth: number): QueryNode {
    const piece = this.#peek();
    if (piece?.kind !== 'term' && piece?.kind !== '(') {
      const position = piece?.position ?? this.#end;
      fail(position, 'word-missing', 'A word is missing here.', 'Burada bir sözcük eksik.');
    }
    this.#next += 1;
    if (piece.kind === 'term') return termNode(piece);
    const node = this.#or(depth + 1);
    if (this.#peek()?.kind !== ')') fail(piece.position, 'open-bracket', 'Close this bracket.', 'Bu ayracı kapatın.');
    this.#next += 1;
    return node;
  }
}

/** What may stand beside near/: a word, a phrase, or several with OR between them. */
function nearSide(node: QueryNode, position: number): PhraseNode[] {
  if (node.kind === 'phrase') return [node];
  if (node.kind === 'or') return node.nodes.flatMap((child) => nearSide(child, position));
  const en = 'Beside near/ put a word, a "phrase", or words in brackets with OR.';
  const tr = 'yakın/ işaretinin yanına bir sözcük, “öbek” ya da ayraç içinde VEYA ile bağlı sözcükler yazın.';
  return fail(position, 'near-side', en, tr);
}

function termNode(piece: Piece): QueryNode {
  const { field, position, text } = piece;
  if (field !== null && field !== 'title') return { kind: 'field', field, value: fieldValue(field, text, position) };
  let isExact = piece.isExact;
  let term = text.normalize('NFC').trim();
  if (!piece.isQuoted && term.startsWith('=')) {
    isExact = true;
    term = term.slice(1);
  }
  if (/\*(?=[^\s*])/.test(term)) {
    fail(position, 'wildcard', 'Put * only at the end of a word.', '* işaretini yalnızca sözcüğün sonuna koyun.');
  }
  const tokens = tokenize(term).filter((token) => token.kind !== 'emoji');
  if (tokens.length === 0)
    fail(position, 'no-letters', `"${text}" has no letters to look for.`, `“${text}” içinde aranacak harf yok.`);
  const words = tokens.map((token) => {
    const isPrefix = term.charAt(token.end) === '*';
    if (isPrefix && fold(token.raw).length < 2) {
      fail(
        position,
        'short-prefix',
        'Write at least two letters before *.',
        '* işaretinden önce en az iki harf yazın.',
      );
    }
    return compileWord(bareWord(token), isPrefix ? 'prefix' : isExact ? 'exact' : 'suffixed', tokens.length === 1);
  });
  return { kind: 'phrase', term: term.replace(/\*+$/, ''), words, isTitle: field === 'title' };
}

/** A hashtag or handle is looked for with and without its sign; an address by its host. */
function bareWord(token: Token): string {
  if (token.kind === 'hashtag' || token.kind === 'mention') return token.raw.slice(1);
  if (token.kind !== 'url') return token.raw;
  return token.folded
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/s, '');
}

/** All phrases of a query that are wanted, not excluded. */
export function positivePhrases(node: QueryNode): PhraseNode[] {
  if (node.kind === 'phrase') return [node];
  if (node.kind === 'near') return [...node.left, ...node.right];
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.flatMap(positivePhrases);
  return [];
}

/** The finding types that a query asks for and those it shuts out. */
export function typesAsked(node: QueryNode, isNegated = false): { wanted: FindingType[]; refused: FindingType[] } {
  if (node.kind === 'not') return typesAsked(node.node, !isNegated);
  if (node.kind === 'field' && node.field === 'type') {
    const type = node.value as FindingType;
    return isNegated ? { wanted: [], refused: [type] } : { wanted: [type], refused: [] };
  }
  if (node.kind !== 'and' && node.kind !== 'or') return { wanted: [], refused: [] };
  const parts = node.nodes.map((child) => typesAsked(child, isNegated));
  return { wanted: parts.flatMap(({ wanted }) => wanted), refused: parts.flatMap(({ refused }) => refused) };
}

/** Plain words for search boxes, most telling first: phrases, then names, then long words. Throws like parseQuery. */
export function queryTerms(query: string): string[] {
  const terms = new Map<string, string>();
  for (const { term } of positivePhrases(parseQuery(query))) {
    const plain = term.replace(/^[#@]/, '');
    if (!terms.has(fold(plain))) terms.set(fold(plain), plain);
  }
  return [...terms.values()].sort((a, b) => telling(b) - telling(a));
}

function telling(term: string): number {
  const isName = /[\p{Lu}\d.]/u.test(term);
  return (term.includes(' ') ? 100 : 0) + (isName ? 50 : 0) + Math.min(term.length, 40);
}
