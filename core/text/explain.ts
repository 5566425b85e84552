// One sentence that says why a mention matched a query or did not, in the words of the text itself.

import type { Locale } from '../ports.ts';
import { type Evidence, holds, nearPairs } from './match.ts';
import type { PhraseNode, QueryNode } from './query.ts';
import type { Span } from './scan.ts';

const MAX_REASONS = 6;

/** 'Eşleşti: “Markam'dan” geçiyor, “çekiliş” geçmiyor.' */
export function explainMatch(node: QueryNode, evidence: Evidence, locale: Locale): string {
  const matched = holds(node, evidence);
  const reasons = [...new Set(reasonsFor(node, evidence, locale))];
  const shown = reasons.slice(0, MAX_REASONS).join(', ');
  const more = reasons.length - MAX_REASONS;
  if (locale === 'en') {
    return `${matched ? 'Matched' : 'Did not match'}: ${shown}${more > 0 ? ` and ${more} more reasons` : ''}.`;
  }
  return `${matched ? 'Eşleşti' : 'Eşleşmedi'}: ${shown}${more > 0 ? ` ve ${more} neden daha` : ''}.`;
}

/** The leaves that made the node true or false. */
function reasonsFor(node: QueryNode, evidence: Evidence, locale: Locale): string[] {
  switch (node.kind) {
    case 'not':
      return reasonsFor(node.node, evidence, locale);
    case 'and':
    case 'or': {
      const truth = holds(node, evidence);
      const deciding = node.nodes.filter((child) => holds(child, evidence) === truth);
      return deciding.flatMap((child) => reasonsFor(child, evidence, locale));
    }
    case 'field':
      return [fieldReason(`${node.field}:${node.value}`, evidence.hasField(node.field, node.value), locale)];
    case 'near':
      return nearReasons(node, evidence, locale);
    case 'phrase':
      return [phraseReason(node, evidence, locale)];
  }
}

function fieldReason(condition: string, isSo: boolean | null, locale: Locale): string {
  if (locale === 'en') {
    return isSo === null ? `${condition} is not known yet` : `${condition} ${isSo ? 'is so' : 'is not so'}`;
  }
  if (isSo === null) return `${condition} koşulu henüz bilinmiyor`;
  return `${condition} koşulu ${isSo ? 'sağlanıyor' : 'sağlanmıyor'}`;
}

function phraseReason(node: PhraseNode, evidence: Evidence, locale: Locale): string {
  const [first] = evidence.hitsOf(node);
  const seen = first ? excerpt(evidence.full, first) : node.term;
  const place = node.isTitle ? (locale === 'en' ? ' in the title' : ' başlıkta') : '';
  if (locale === 'en') return `“${seen}” ${first ? 'occurs' : 'does not occur'}${place}`;
  return `“${seen}”${place} ${first ? 'geçiyor' : 'geçmiyor'}`;
}

function excerpt(full: string, { start, end }: Span): string {
  return full.slice(start, end).replace(/\s+/g, ' ').slice(0, 80);
}

function nearReasons(node: QueryNode & { kind: 'near' }, evidence: Evidence, locale: Locale): string[] {
  const [pair] = nearPairs(node, evidence);
  if (pair) {
    const [a, b] = pair.map((hit) => excerpt(evidence.full, hit));
    if (locale === 'en') return [`“${a}” and “${b}” are at most ${node.distance} words apart`];
    return [`“${a}” ile “${b}” en çok ${node.distance} sözcük arayla geçiyor`];
  }
  const missing = [node.left, node.right].filter((side) =>
    side.every((phrase) => evidence.hitsOf(phrase).length === 0),
  );
  if (missing.length > 0) return missing.flat().map((phrase) => phraseReason(phrase, evidence, locale));
  const [a, b] = [node.left, node.right].map((side) => side.map(({ term }) => term).join(' / '));
  if (locale === 'en') return [`“${a}” and “${b}” are more than ${node.distance} words apart`];
  return [`“${a}” ile “${b}” ${node.distance} sözcükten daha uzak`];
}
