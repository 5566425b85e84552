// Compiles patterns once and finds them in a token list in one pass. Knows nothing about what the patterns mean.
// Bounded: a text of n tokens costs about n dictionary look-ups, however many patterns there are.

import type { TokenKind } from '../../core/text/tokenize.ts';
import type { FindingType } from '../../core/types.ts';
import { LISTS, type Pattern } from './form.ts';
import { ROLES, type Role } from './roles.ts';
import { isFirstPerson } from './words.ts';

export interface PatternToken {
  kind: TokenKind;
  folded: string;
  start: number;
  end: number;
  isBrand: boolean;
  /** Of the last word of a name of the brand: what follows the name in it. */
  ending?: string;
}

export interface PatternHit {
  pattern: Pattern;
  type: FindingType;
  /** Token positions, both included. */
  first: number;
  last: number;
  /** Where the words of its terms end: behind `last` where that is one of several words in a row. */
  end: number;
  /** The words of the act themselves say that it was not done: "sızdırmadı". */
  isNegated: boolean;
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

export type Matcher = (tokens: readonly PatternToken[], roles: readonly { role: Role; at: number }[]) => PatternHit[];

/** What has been seen in one text: where each group occurs, where terms of several words end, and which words are negated. */
interface Seen {
  places: (number[] | undefined)[];
  ends: Map<number, number>;
  negated: Set<number>;
}

const KEY = 3;
const SPECIAL = ['#brand', '#domain', '#handle', '#number', '#link', '#me', ...ROLES];

/** A verb's negation behind its stem, not in the first person: sızdır-madı, çal-ın-mamış; "vermedim" denies no theft. */
const NEGATION =
  /^\w{0,4}?m(?:[ae](?:d[iu](?![mk])|m[iu]s(?![iu][mz])|z|y[ae]c[ae][kg](?![iu][mz])|kt[ae])|[iu]yor(?!u))/;

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
  const firstPerson = special.get('#me') ?? [];
  /** Only where the rest of one of these is there, the words are looked at for persons. */
  const personal = compiled.filter(({ groups, guard }) =>
    [...groups, guard].some((id) => id !== null && firstPerson.includes(id)),
  );
  return (tokens, roles) => {
    const seen: Seen = { places: new Array(groupIds.size), ends: new Map(), negated: new Set() };
    tokens.forEach((token, at) => {
      markToken(tokens, token, at, byStart, special, seen);
    });
    for (const { role, at } of roles) for (const group of special.get(role) ?? []) mark(seen, group, at);
    if (personal.some(({ groups }) => groups.every((id) => firstPerson.includes(id) || seen.places[id]))) {
      tokens.forEach(({ folded }, at) => {
        if (isFirstPerson(folded)) for (const group of firstPerson) mark(seen, group, at);
      });
    }
    const found: PatternHit[] = [];
    for (const one of compiled) {
      const hit = place(one, seen);
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
  if (SPECIAL.includes(term)) {
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

function mark({ places }: Seen, group: number, at: number): void {
  const list = places[group];
  if (list === undefined) places[group] = [at];
  else if (list[list.length - 1] !== at) list.push(at);
}

function markToken(
  tokens: readonly PatternToken[],
  token: PatternToken,
  at: number,
  byStart: Map<string, Term[]>,
  special: Map<string, number[]>,
  seen: Seen,
): void {
  const word = token.folded;
  if (token.isBrand) for (const group of special.get('#brand') ?? []) mark(seen, group, at);
  const kind = specialOf(token);
  if (kind !== null) for (const group of special.get(kind) ?? []) mark(seen, group, at);
  if (token.kind === 'hashtag') {
    for (const term of byStart.get('*') ?? []) if (word.includes(term.words[0]?.text ?? '')) mark(seen, term.group, at);
  }
  for (let length = 1; length <= KEY && length <= word.length; length++) {
    const terms = byStart.get(word.slice(0, length));
    if (!terms) continue;
    for (const term of terms) {
      if (!matches(term, word, tokens, at)) continue;
      mark(seen, term.group, at);
      if (term.words.length > 1) seen.ends.set(at, at + term.words.length - 1);
      if (isNegated(term, tokens, at)) seen.negated.add(at);
    }
  }
}

/** A term that is negative itself ("gelmedi") is no denial: only what stands behind the stem it names. */
function isNegated({ words }: Term, tokens: readonly PatternToken[], at: number): boolean {
  const wanted = words[words.length - 1];
  if (!wanted?.isPrefix) return false;
  const given = tokens[at + words.length - 1]?.folded ?? '';
  return given.length > wanted.text.length + 2 && NEGATION.test(given.slice(wanted.text.length));
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
function place({ pattern, groups, guard }: Compiled, { places, ends, negated }: Seen): PatternHit | null {
  const within = pattern.within ?? 8;
  const anchor = groups[0] === undefined ? undefined : places[groups[0]];
  if (!anchor) return null;
  for (const start of anchor) {
    let first = start;
    let last = start;
    let isNegated = negated.has(start);
    let isWhole = true;
    for (let g = 1; g < groups.length && isWhole; g++) {
      const near = nearest(places[groups[g] as number], start, within);
      if (near === null) isWhole = false;
      else {
        first = Math.min(first, near);
        last = Math.max(last, near);
        isNegated ||= negated.has(near);
      }
    }
    if (!isWhole || last - first > within) continue;
    if (guard !== null && places[guard]?.some((at) => at >= first - 5 && at <= last + 5)) continue;
    const end = ends.get(last) ?? last;
    return { pattern, type: pattern.type, first, last, end, isNegated, confidence: pattern.confidence };
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
