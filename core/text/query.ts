// The query language of watches: words, "phrases", AND OR NOT (VE VEYA DEĞİL), -word, brackets, fields such as
// site:markam.com, beginnings (mark*) and exact spelling (=Getir). Words side by side mean AND. Parsing only; see match.ts.

import { AppError } from '../errors.ts';
import { fold } from './fold.ts';
import { type Token, tokenize } from './tokenize.ts';
import { compileWord, type WordMode, type WordPattern } from './word.ts';

export const QUERY_FIELDS = ['site', 'author', 'lang', 'channel'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

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
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode };

const MAX_QUERY = 4000;
const MAX_TERMS = 300;
const MAX_DEPTH = 20;

/** Turkish names of the fields and of the operators stand beside the English ones. */
const FIELD_NAMES: Record<string, QueryField | 'title'> = {
  title: 'title',
  baslik: 'title',
  site: 'site',
  author: 'author',
  yazar: 'author',
  lang: 'lang',
  dil: 'lang',
  channel: 'channel',
  kanal: 'channel',
};
const CHANNEL_NAMES: Record<string, string> = {
  destek: 'support',
  arama: 'search',
  sosyal: 'social',
  haber: 'news',
  topluluk: 'community',
  sikayet: 'complaint',
};
const OPERATORS: Record<string, 'and' | 'or' | 'not'> = {
  AND: 'and',
  VE: 'and',
  OR: 'or',
  VEYA: 'or',
  '|': 'or',
  NOT: 'not',
  DEĞİL: 'not',
  DEGIL: 'not',
};

interface Piece {
  kind: 'and' | 'or' | 'not' | '(' | ')' | 'term';
  position: number;
  text: string;
  isQuoted: boolean;
  field: QueryField | 'title' | null;
}

function fail(position: number, problem: string, en: string, tr: string): never {
  throw new AppError('query.invalid', `${en} (position ${position + 1})`, {
    facts: { position, problem, tr: `${tr} (${position + 1}. karakter)` },
  });
}

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
      pieces.push({ kind: character, position: i, text: character, isQuoted: false, field: null });
      i += 1;
    } else if ((character === '-' || character === '−' || character === '–') && /[^\s)-]/.test(query.charAt(i + 1))) {
      pieces.push({ kind: 'not', position: i, text: '-', isQuoted: false, field: null });
      i += 1;
    } else {
      i = readTerm(query, i, pieces);
    }
  }
  return pieces;
}

function readTerm(query: string, from: number, pieces: Piece[]): number {
  let start = from;
  const named = /^(\p{L}+):(?!\/\/)/u.exec(query.slice(from, from + 20));
  let field: Piece['field'] = null;
  if (named) {
    field = FIELD_NAMES[fold(named[1] as string)] ?? null;
    if (field === null) {
      const known = 'title: site: author: lang: channel:';
      fail(
        from,
        'unknown-field',
        `"${named[1]}:" is not a field. Use ${known}, or put the words in quotes.`,
        `“${named[1]}:” diye bir alan yok. ${known} kullanın ya da sözcükleri tırnak içine alın.`,
      );
    }
    start += named[0].length;
  }
  if (QUOTES.test(query.charAt(start))) {
    const length = query.slice(start + 1).search(QUOTES);
    if (length < 0) fail(start, 'open-quote', 'Close the quotation mark.', 'Tırnağı kapatın.');
    pieces.push({
      kind: 'term',
      position: from,
      text: query.slice(start + 1, start + 1 + length),
      isQuoted: true,
      field,
    });
    return start + length + 2;
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
  const operator = field === null ? OPERATORS[text] : undefined;
  pieces.push({ kind: operator ?? 'term', position: from, text, isQuoted: false, field });
  return start + text.length;
}

/** Recursive descent: or > and > not > term. */
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
    const node = this.#primary(depth);
    return isNegative ? { kind: 'not', node } : node;
  }

  #primary(depth: number): QueryNode {
    const piece = this.#peek();
    if (!piece || piece.kind === ')' || piece.kind === 'and' || piece.kind === 'or') {
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

function termNode(piece: Piece): QueryNode {
  const { field, position, text } = piece;
  if (field !== null && field !== 'title') return { kind: 'field', field, value: fieldValue(field, text, position) };
  let mode: WordMode = 'suffixed';
  let term = text.normalize('NFC').trim();
  if (!piece.isQuoted && term.startsWith('=')) {
    mode = 'exact';
    term = term.slice(1);
  }
  if (term.endsWith('*') && mode === 'suffixed') {
    mode = 'prefix';
    term = term.slice(0, -1);
  }
  if (/\*/.test(term)) {
    fail(position, 'wildcard', 'Put * only at the end of a word.', '* işaretini yalnızca sözcüğün sonuna koyun.');
  }
  const tokens = tokenize(term).filter((token) => token.kind !== 'emoji');
  if (tokens.length === 0)
    fail(position, 'no-letters', `"${text}" has no letters to look for.`, `“${text}” içinde aranacak harf yok.`);
  if (mode === 'prefix' && fold(term).length < 2) {
    fail(position, 'short-prefix', 'Write at least two letters before *.', '* işaretinden önce en az iki harf yazın.');
  }
  const last = tokens.length - 1;
  const words = tokens.map((token, i) =>
    compileWord(bareWord(token), mode === 'prefix' && i < last ? 'suffixed' : mode),
  );
  return { kind: 'phrase', term, words, isTitle: field === 'title' };
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

function fieldValue(field: QueryField, text: string, position: number): string {
  const value = fold(text);
  if (value === '')
    fail(position, 'empty-field', `Write a value after "${field}:".`, `“${field}:” sonrasına bir değer yazın.`);
  if (field === 'author') return value.replace(/^@/, '');
  if (field === 'site')
    return value
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/.*$/, '');
  if (field !== 'channel') return value;
  const channel = CHANNEL_NAMES[value] ?? value;
  const known = Object.values(CHANNEL_NAMES);
  if (!known.includes(channel)) {
    fail(
      position,
      'unknown-channel',
      `"${text}" is not a channel. Use one of: ${known.join(', ')}.`,
      `“${text}” diye bir kanal yok. Şunlardan birini yazın: ${Object.keys(CHANNEL_NAMES).join(', ')}.`,
    );
  }
  return channel;
}

/** All phrases of a query that are wanted, not excluded. */
export function positivePhrases(node: QueryNode): PhraseNode[] {
  if (node.kind === 'phrase') return [node];
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.flatMap(positivePhrases);
  return [];
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
