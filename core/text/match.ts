// Does a mention match a watch's query, where, and why. compileQuery() for one query, compileQueries() for all watches
// in one pass over the text. Pure; spans refer to `title + "\n" + text`.

import { AppError } from '../errors.ts';
import type { Locale } from '../ports.ts';
import type { Channel } from '../types.ts';
import { hostOf } from '../url.ts';
import { explainMatch } from './explain.ts';
import { fold } from './fold.ts';
import { type PhraseNode, parseQuery, type QueryField, type QueryNode } from './query.ts';
import { createScanner, type Span } from './scan.ts';

export type { Span } from './scan.ts';

export interface MatchInput {
  title?: string | null;
  text: string;
  url?: string | null;
  authorHandle?: string | null;
  language?: string | null;
  channel?: Channel | null;
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
  spansOf(phrase: PhraseNode): Span[];
  hasField(field: QueryField, value: string): boolean;
}

/** Throws AppError 'query.invalid' (see parseQuery). */
export function compileQuery(query: string): Matcher {
  const node = parseQuery(query);
  const scanner = createScanner(phrasesOf(node));
  return {
    match: (input, locale = 'tr') => {
      const full = input.title ? `${input.title}\n${input.text}` : input.text;
      const evidence = evidenceOf(input, full, scanner.scan(full, input.title?.length ?? 0));
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

/** Many queries over the same text; the text is read once. */
export function compileQueries(queries: readonly { id: string; query: string }[]): MultiMatcher {
  const errors: MultiMatcher['errors'] = [];
  const parsed: { id: string; order: number; node: QueryNode }[] = [];
  for (const [order, { id, query }] of queries.entries()) {
    try {
      parsed.push({ id, order, node: parseQuery(query) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push({ id, error });
    }
  }
  const owner = new Map<PhraseNode, (typeof parsed)[number]>();
  for (const entry of parsed) for (const phrase of phrasesOf(entry.node)) owner.set(phrase, entry);
  const wordless = parsed.filter((entry) => canMatchWithoutWords(entry.node));
  const scanner = createScanner([...owner.keys()]);
  return {
    errors,
    match: (input) => {
      const full = input.title ? `${input.title}\n${input.text}` : input.text;
      const found = scanner.scan(full, input.title?.length ?? 0);
      const evidence = evidenceOf(input, full, found);
      const touched = new Set(wordless);
      for (const phrase of found.keys()) touched.add(owner.get(phrase) as (typeof parsed)[number]);
      return [...touched]
        .filter((entry) => holds(entry.node, evidence))
        .sort((a, b) => a.order - b.order)
        .map(({ id, node }) => ({ id, spans: spansOf(node, evidence) }));
    },
  };
}

function phrasesOf(node: QueryNode): PhraseNode[] {
  if (node.kind === 'phrase') return [node];
  if (node.kind === 'field') return [];
  return node.kind === 'not' ? phrasesOf(node.node) : node.nodes.flatMap(phrasesOf);
}

/** True when the query can hold for a text that has none of its words, such as site:markam.com. */
function canMatchWithoutWords(node: QueryNode): boolean {
  if (node.kind === 'phrase') return false;
  if (node.kind === 'and') return node.nodes.every(canMatchWithoutWords);
  if (node.kind === 'or') return node.nodes.some(canMatchWithoutWords);
  return true;
}

const NONE: Span[] = [];

function evidenceOf(input: MatchInput, full: string, found: Map<PhraseNode, Span[]>): Evidence {
  return {
    full,
    spansOf: (phrase) => found.get(phrase) ?? NONE,
    hasField: (field, value) => hasField(input, field, value),
  };
}

function hasField(input: MatchInput, field: QueryField, value: string): boolean {
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

/** Truth of a node; shared with explain.ts so that the sentence can never contradict the decision. */
export function holds(node: QueryNode, evidence: Evidence): boolean {
  switch (node.kind) {
    case 'phrase':
      return evidence.spansOf(node).length > 0;
    case 'field':
      return evidence.hasField(node.field, node.value);
    case 'not':
      return !holds(node.node, evidence);
    case 'and':
      return node.nodes.every((child) => holds(child, evidence));
    case 'or':
      return node.nodes.some((child) => holds(child, evidence));
  }
}

function spansOf(node: QueryNode, evidence: Evidence): Span[] {
  const spans: Span[] = [];
  const visit = (at: QueryNode) => {
    if (at.kind === 'phrase') spans.push(...evidence.spansOf(at));
    else if (at.kind === 'or') at.nodes.filter((child) => holds(child, evidence)).forEach(visit);
    else if (at.kind === 'and') at.nodes.forEach(visit);
  };
  visit(node);
  return spans.sort((a, b) => a.start - b.start || a.end - b.end);
}
