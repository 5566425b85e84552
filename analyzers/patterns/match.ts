// Compiles patterns once and finds them in a token list in one pass. Knows nothing about what the patterns mean.
// Bounded: a text of n tokens costs about n dictionary look-ups, however many patterns there are.

import type { TokenKind } from '../../core/text/tokenize.ts';
import type { FindingType } from '../../core/types.ts';
import { LISTS, type Pattern } from './form.ts';

export interface PatternToken {
  kind: TokenKind;
  folded: string;
  start: number;
  end: number;
  isBrand: boolean;
}

export interface PatternHit {
  pattern: Pattern;
  type: FindingType;
  /** Token positions, both included. */
  first: number;
  last: number;
  confidence: number;
}

interface Term {
  words: { text: string; isPrefix: boolean }[];
  group: number;
}

interface Compiled {
  pattern: Pattern;
  groups: number[];
  guard: number | null;
}

export type Matcher = (tokens: readonly PatternToken[]) => PatternHit[];

const DENIAL = /^(degil\w*|yok\w*|yalanla\w*|asilsiz\w*|olmadi\w*|yasanmadi\w*|bulunma(mak|di)\w*|yalan|olmamis\w*)$/;
const KEY = 3;

/** Words after a hit in which a denial still belongs to it. */
const DENIAL_REACH = 3;

/** Throws on a pattern that names an unknown list: the tables are code, and wrong code should not start. */
export function compilePatterns(patterns: readonly Pattern[]): Matcher {
  const groupIds = new Map<string, number>();
  const byStart = new Map<string, Term[]>();
  const special = new Map<string, number[]>();
  const idOf = (group: string): number => {
    const known = groupIds.get(group);
    if (known !== undefined) return known;
    const id = groupIds.size;
    groupIds.set(group, id);
    for (const term of expand(group)) addTerm(term, id, byStart, special);
    return id;
  };
  const compiled: Compiled[] = patterns.map((pattern) => ({
    pattern,
    groups: pattern.all.map(idOf),
    guard: pattern.unless ? idOf(pattern.unless) : null,
  }));
  return (tokens) => {
    const hits: (number[] | undefined)[] = new Array(groupIds.size);
    tokens.forEach((token, at) => {
      markToken(tokens, token, at, byStart, special, hits);
    });
    const found: PatternHit[] = [];
    for (const one of compiled) {
      const hit = place(one, hits, tokens);
      if (hit) found.push(hit);
    }
    return found;
  };
}

function expand(group: string): string[] {
  return group.split(' ').flatMap((term) => {
    if (!term.startsWith('$')) return term === '' ? [] : [term];
    const list = LISTS[term.slice(1)];
    if (list === undefined) throw new Error(`No word list ${term}: add it to analyzers/patterns/form.ts.`);
    return list.split(' ');
  });
}

function addTerm(term: string, group: number, byStart: Map<string, Term[]>, special: Map<string, number[]>): void {
  if (['#brand', '#domain', '#handle', '#number', '#link'].includes(term)) {
    special.set(term, [...(special.get(term) ?? []), group]);
    return;
  }
  const bare = term.replace(/^\*/, '');
  const words = bare.split('_').map((word) => ({ text: word.replace(/\*$/, ''), isPrefix: word.endsWith('*') }));
  const first = words[0]?.text ?? '';
  if (first === '') return;
  const key = term.startsWith('*') ? '*' : first.slice(0, KEY);
  const list = byStart.get(key) ?? [];
  list.push({ words, group });
  byStart.set(key, list);
}

function markToken(
  tokens: readonly PatternToken[],
  token: PatternToken,
  at: number,
  byStart: Map<string, Term[]>,
  special: Map<string, number[]>,
  hits: (number[] | undefined)[],
): void {
  const word = token.folded;
  const mark = (group: number): void => {
    const list = hits[group];
    if (list === undefined) hits[group] = [at];
    else if (list[list.length - 1] !== at) list.push(at);
  };
  if (token.isBrand) special.get('#brand')?.forEach(mark);
  const kind = specialOf(token);
  if (kind !== null) special.get(kind)?.forEach(mark);
  if (token.kind === 'hashtag') {
    for (const term of byStart.get('*') ?? []) if (word.includes(term.words[0]?.text ?? '')) mark(term.group);
  }
  for (let length = 1; length <= KEY && length <= word.length; length++) {
    const terms = byStart.get(word.slice(0, length));
    if (!terms) continue;
    for (const term of terms) if (matches(term, word, tokens, at)) mark(term.group);
  }
}

function specialOf(token: PatternToken): string | null {
  if (token.kind === 'number') return '#number';
  if (token.kind === 'mention') return '#handle';
  if (token.kind !== 'url') return null;
  return token.folded.includes('/') ? '#link' : '#domain';
}

function matches(term: Term, word: string, tokens: readonly PatternToken[], at: number): boolean {
  for (let i = 0; i < term.words.length; i++) {
    const wanted = term.words[i];
    const given = i === 0 ? word : tokens[at + i]?.folded;
    if (!wanted || given === undefined) return false;
    if (wanted.isPrefix ? !given.startsWith(wanted.text) : given !== wanted.text) return false;
  }
  return true;
}

/** The closest place where every group occurs; null when there is none or a guard stands beside it. */
function place(one: Compiled, hits: (number[] | undefined)[], tokens: readonly PatternToken[]): PatternHit | null {
  const within = one.pattern.within ?? 8;
  const anchor = one.groups[0] === undefined ? undefined : hits[one.groups[0]];
  if (!anchor) return null;
  for (const start of anchor) {
    let first = start;
    let last = start;
    let isWhole = true;
    for (let g = 1; g < one.groups.length && isWhole; g++) {
      const near = nearest(hits[one.groups[g] as number], start, within);
      if (near === null) isWhole = false;
      else {
        first = Math.min(first, near);
        last = Math.max(last, near);
      }
    }
    if (!isWhole || last - first > within) continue;
    if (one.guard !== null && hits[one.guard]?.some((at) => at >= first - 5 && at <= last + 5)) continue;
    const isDenied = !one.pattern.openly && denies(tokens, last);
    return {
      pattern: one.pattern,
      type: one.pattern.type,
      first,
      last,
      confidence: one.pattern.confidence * (isDenied ? 0.4 : 1),
    };
  }
  return null;
}

function nearest(places: number[] | undefined, to: number, within: number): number | null {
  let best: number | null = null;
  for (const at of places ?? []) {
    const distance = Math.abs(at - to);
    if (distance > within || at === to) continue;
    if (best === null || distance < Math.abs(best - to)) best = at;
  }
  return best;
}

function denies(tokens: readonly PatternToken[], last: number): boolean {
  for (let i = last + 1; i <= last + DENIAL_REACH; i++) {
    const word = tokens[i]?.folded;
    if (word !== undefined && DENIAL.test(word)) return true;
  }
  return false;
}
