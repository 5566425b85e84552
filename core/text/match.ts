// Does a mention match a watch's query, where, and why. compileQuery() for one query, compileQueries() for all watches
// in one pass over the text. Pure; spans refer to `title + "\n" + text`.

import { AppError } from '../errors.ts';
import type { Locale } from '../ports.ts';
import type { Channel, FindingType } from '../types.ts';
import { hostOf } from '../url.ts';
import { explainMatch } from './explain.ts';
import { fold } from './fold.ts';
import { type PhraseNode, parseQuery, type QueryNode } from './query.ts';
import type { QueryField } from './query-words.ts';
import { createScanner, type Hit, type Scanner, type Span } from './scan.ts';

export type { Span } from './scan.ts';

export interface MatchInput {
  title?: string | null;
  text: string;
  url?: string | null;
  authorHandle?: string | null;
  language?: string | null;
  channel?: Channel | null;
  /** Finding types, once the mention has been analysed. */
  types?: readonly FindingType[] | null;
}

export interface MatchResult {
  matched: boolean;
  /** Wanted terms that occur, in order; empty when not matched. */
  spans: Span[];
}

export interface ExplainedMatch extends MatchResult {
  /** One sentence; Turkish unless another language was asked for. */
  why: string;
}

export interface Matcher {
  match(input: MatchInput, locale?: Locale): ExplainedMatch;
}

/** What was found for the leaves of a query in one mention. */
export interface Evidence {
  full: string;
  /** Length of the title, 0 without one. */
  titleEnd: number;
  hitsOf(phrase: PhraseNode): readonly Hit[];
  /** Null when the mention does not say (yet). */
  hasField(field: QueryField, value: string): boolean | null;
}

/** Throws AppError 'query.invalid' (see parseQuery). */
export function compileQuery(query: string): Matcher {
  const node = parseQuery(query);
  const scanner = createScanner(phrasesOf(node));
  return {
    match: (input, locale = 'tr') => {
      const evidence = evidenceOf(input, scanner).evidence;
      const matched = holds(node, evidence);
      return {
        matched,
        spans: matched ? spansOf(node, evidence) : [],
        why: explainMatch(node, evidence, locale),
      };
    },
  };
}

export interface MultiMatcher {
  /** Only the queries that match, in the order in which they were given. */
  match(input: MatchInput): { id: string; spans: Span[] }[];
  /** Queries that cannot be read; they match nothing and the others go on. */
  errors: { id: string; error: AppError }[];
}

interface Compiled {
  id: string;
  order: number;
  node: QueryNode;
}

/** Many queries over the same text: one pass over the text, and only queries whose rarest words occur are looked at. */
export function compileQueries(queries: readonly { id: string; query: string }[]): MultiMatcher {
  const { parsed, errors } = parseAll(queries);
  const scanner = createScanner(parsed.flatMap(({ node }) => phrasesOf(node)));
  const askedFor = new Map<number, number>(); // how many queries have the phrase
  for (const { node } of parsed) {
    for (const number of new Set(phrasesOf(node).map(scanner.numberOf)))
      askedFor.set(number, (askedFor.get(number) ?? 0) + 1);
  }
  const anchored = new Map<number, Compiled[]>();
  const always: Compiled[] = [];
  for (const entry of parsed) {
    const anchors = anchorsOf(entry.node, (phrase) => askedFor.get(scanner.numberOf(phrase)) ?? 1);
    if (anchors === null) always.push(entry);
    for (const number of new Set(anchors?.phrases.map(scanner.numberOf)))
      anchored.set(number, [...(anchored.get(number) ?? []), entry]);
  }
  return {
    errors,
    match: (input) => {
      const { evidence, found } = evidenceOf(input, scanner);
      const touched = new Set(always);
      for (const number of found.keys()) for (const entry of anchored.get(number) ?? []) touched.add(entry);
      return [...touched]
        .filter((entry) => holds(entry.node, evidence))
        .sort((a, b) => a.order - b.order)
        .map(({ id, node }) => ({ id, spans: spansOf(node, evidence) }));
    },
  };
}

function parseAll(queries: readonly { id: string; query: string }[]): {
  parsed: Compiled[];
  errors: MultiMatcher['errors'];
} {
  const errors: MultiMatcher['errors'] = [];
  const parsed: Compiled[] = [];
  for (const [order, { id, query }] of queries.entries()) {
    try {
      parsed.push({ id, order, node: parseQuery(query) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push({ id, error });
    }
  }
  return { parsed, errors };
}

export function phrasesOf(node: QueryNode): PhraseNode[] {
  if (node.kind === 'phrase') return [node];
  if (node.kind === 'field') return [];
  if (node.kind === 'near') return [...node.left, ...node.right];
  return node.kind === 'not' ? phrasesOf(node.node) : node.nodes.flatMap(phrasesOf);
}

interface Anchors {
  phrases: PhraseNode[];
  cost: number;
}

/**
 * Phrases of which at least one must occur for the query to hold, the fewer other queries ask for them the better.
 * Null when it can hold without any of its words, such as site:markam.com.
 */
function anchorsOf(node: QueryNode, costOf: (phrase: PhraseNode) => number): Anchors | null {
  const anyOf = (phrases: PhraseNode[]) => ({
    phrases,
    cost: phrases.reduce((sum, phrase) => sum + costOf(phrase), 0),
  });
  const cheapest = (choices: (Anchors | null)[]) =>
    choices.reduce((best, one) => (one !== null && (best === null || one.cost < best.cost) ? one : best), null);
  switch (node.kind) {
    case 'phrase':
      return anyOf([node]);
    case 'near':
      return cheapest([anyOf(node.left), anyOf(node.right)]);
    case 'and':
      return cheapest(node.nodes.map((child) => anchorsOf(child, costOf)));
    case 'or': {
      const all = node.nodes.map((child) => anchorsOf(child, costOf));
      return all.includes(null) ? null : anyOf(all.flatMap((anchors) => anchors?.phrases ?? []));
    }
    default:
      return null;
  }
}

const NONE: Hit[] = [];
/** Of each side of near/ only so many hits are compared. */
const MAX_NEAR = 300;

export function evidenceOf(input: MatchInput, scanner: Scanner): { evidence: Evidence; found: Map<number, Hit[]> } {
  const full = input.title ? `${input.title}\n${input.text}` : input.text;
  const titleEnd = input.title?.length ?? 0;
  const found = scanner.scan(full, titleEnd);
  const evidence: Evidence = {
    ...{ full, titleEnd },
    hitsOf: (phrase) => found.get(scanner.numberOf(phrase)) ?? NONE,
    hasField: (field, value) => hasField(input, field, value),
  };
  return { evidence, found };
}

function hasField(input: MatchInput, field: QueryField, value: string): boolean | null {
  if (field === 'type') return input.types ? input.types.includes(value as FindingType) : null;
  if (field === 'site') {
    const host = input.url ? hostOf(input.url) : null;
    if (host === null) return false;
    return value.includes('.') ? host === value || host.endsWith(`.${value}`) : host.split('.').includes(value);
  }
  if (field === 'author') {
    const handle = fold(input.authorHandle ?? '').replace(/^@/, '');
    return value.endsWith('*') ? handle !== '' && handle.startsWith(value.slice(0, -1)) : handle === value;
  }
  if (field === 'lang') return fold(input.language ?? '').split(/[-_]/)[0] === value;
  return input.channel === value;
}

/**
 * Truth of a node; shared with explain.ts so that the sentence can never contradict the decision. A condition that the
 * mention does not answer yet (its type before the analysis) counts in favour of the query, also under NOT.
 */
export function holds(node: QueryNode, evidence: Evidence, isNegated = false): boolean {
  switch (node.kind) {
    case 'phrase':
      return evidence.hitsOf(node).length > 0;
    case 'near':
      return nearPairs(node, evidence).length > 0;
    case 'field':
      return evidence.hasField(node.field, node.value) ?? !isNegated;
    case 'not':
      return !holds(node.node, evidence, !isNegated);
    case 'and':
      return node.nodes.every((child) => holds(child, evidence, isNegated));
    case 'or':
      return node.nodes.some((child) => holds(child, evidence, isNegated));
  }
}

/** Pairs of hits at most so many words apart; neighbours are 1 apart, overlapping hits and title and text are no pair. */
export function nearPairs(node: QueryNode & { kind: 'near' }, evidence: Evidence): [Hit, Hit][] {
  const left = node.left.flatMap((phrase) => evidence.hitsOf(phrase)).slice(0, MAX_NEAR);
  const right = node.right.flatMap((phrase) => evidence.hitsOf(phrase)).slice(0, MAX_NEAR);
  const pairs: [Hit, Hit][] = [];
  for (const a of left) {
    for (const b of right) {
      const apart = a.from < b.from ? b.from - a.to : a.from - b.to;
      const isSameSide = a.start < evidence.titleEnd === b.start < evidence.titleEnd;
      if (isSameSide && apart >= 1 && apart <= node.distance) pairs.push([a, b]);
    }
  }
  return pairs;
}

export function spansOf(node: QueryNode, evidence: Evidence): Span[] {
  const hits = new Set<Hit>();
  const visit = (at: QueryNode) => {
    if (at.kind === 'phrase') for (const hit of evidence.hitsOf(at)) hits.add(hit);
    if (at.kind === 'near') for (const hit of nearPairs(at, evidence).flat()) hits.add(hit);
    if (at.kind === 'or') at.nodes.filter((child) => holds(child, evidence)).forEach(visit);
    if (at.kind === 'and') at.nodes.forEach(visit);
  };
  visit(node);
  const spans = [...hits].map(({ start, end, term }) => ({ start, end, term }));
  return spans.sort((a, b) => a.start - b.start || a.end - b.end);
}
