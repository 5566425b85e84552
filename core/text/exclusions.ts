// What the NOT parts of a query keep out: texts that would match without them, and which part it is. For showing before a
// watch is saved. Pure.

import { evidenceOf, holds, type MatchInput, phrasesOf, type Span, spansOf } from './match.ts';
import { type PhraseNode, parseQuery, type QueryNode } from './query.ts';
import { createScanner } from './scan.ts';

export interface Hidden {
  /** The excluded part as it may be typed: 'çekiliş', '"öğrenci indirimi"', 'type:spam'. */
  by: string;
  /** What of the text it was, and what matched otherwise. */
  spans: Span[];
}

export interface ExclusionFinder {
  /** Null for a query that excludes nothing. */
  find(input: MatchInput): Hidden | null;
}

/** Throws AppError 'query.invalid'. Null when the query has no NOT part. */
export function compileExclusions(query: string): ExclusionFinder | null {
  const node = parseQuery(query);
  const wide = withoutExclusions(node);
  const excluded = exclusionsOf(node);
  if (excluded.length === 0 || wide === null) return null;
  const scanner = createScanner(phrasesOf(node));
  return {
    find: (input) => {
      const { evidence } = evidenceOf(input, scanner);
      if (holds(node, evidence) || !holds(wide, evidence)) return null;
      const cause = excluded.find((part) => holds(part, evidence, true));
      if (!cause) return null;
      const spans = [...spansOf(wide, evidence), ...spansOf(cause, evidence)].sort((a, b) => a.start - b.start);
      return { by: nodeText(cause), spans };
    },
  };
}

/** What is asked for, with every NOT part left out; null when nothing remains. */
function withoutExclusions(node: QueryNode): QueryNode | null {
  if (node.kind === 'not') return null;
  if (node.kind !== 'and' && node.kind !== 'or') return node;
  const nodes = node.nodes.flatMap((child) => withoutExclusions(child) ?? []);
  return nodes.length === 0 ? null : { kind: node.kind, nodes };
}

function exclusionsOf(node: QueryNode): QueryNode[] {
  if (node.kind === 'not') return node.node.kind === 'or' ? node.node.nodes : [node.node];
  return node.kind === 'and' || node.kind === 'or' ? node.nodes.flatMap(exclusionsOf) : [];
}

/** As it may be typed. */
export function nodeText(node: QueryNode): string {
  const join = (nodes: readonly QueryNode[], between: string) => nodes.map(nodeText).join(between);
  switch (node.kind) {
    case 'phrase':
      return phraseText(node);
    case 'field':
      return `${node.field}:${node.value}`;
    case 'near':
      return `${join(node.left, ' OR ')} near/${node.distance} ${join(node.right, ' OR ')}`;
    case 'not':
      return `-${nodeText(node.node)}`;
    case 'and':
      return `(${join(node.nodes, ' ')})`;
    case 'or':
      return `(${join(node.nodes, ' OR ')})`;
  }
}

function phraseText({ term, words, isTitle }: PhraseNode): string {
  const mode = words.at(-1)?.mode;
  const quoted = words.length > 1 ? `"${term}"` : term;
  return `${isTitle ? 'title:' : ''}${mode === 'exact' ? '=' : ''}${quoted}${mode === 'prefix' ? '*' : ''}`;
}

/** Single words that alone make a text match, in any case: those that an ordinary word must not be. */
export function aloneWords(query: string): string[] {
  const read = (node: QueryNode): string[] => {
    if (node.kind === 'or') return node.nodes.flatMap(read);
    if (node.kind === 'and') {
      const wanted = node.nodes.filter((child) => child.kind !== 'not');
      return wanted.length === 1 && wanted[0] ? read(wanted[0]) : [];
    }
    return node.kind === 'phrase' && node.words.length === 1 && node.words[0]?.mode === 'suffixed' ? [node.term] : [];
  };
  return [...new Set(read(parseQuery(query)))];
}
