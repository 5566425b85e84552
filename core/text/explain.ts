// One sentence that says why a mention matched a query or did not, in the words of the text itself.

import type { Locale } from '../ports.ts';
import { type Evidence, holds } from './match.ts';
import type { QueryNode } from './query.ts';

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
  if (node.kind === 'not') return reasonsFor(node.node, evidence, locale);
  if ('nodes' in node) {
    const truth = holds(node, evidence);
    const deciding = node.nodes.filter((child) => holds(child, evidence) === truth);
    return deciding.flatMap((child) => reasonsFor(child, evidence, locale));
  }
  const isThere = holds(node, evidence);
  if (node.kind === 'field') {
    const condition = `${node.field}:${node.value}`;
    if (locale === 'en') return [`${condition} ${isThere ? 'is so' : 'is not so'}`];
    return [`${condition} koşulu ${isThere ? 'sağlanıyor' : 'sağlanmıyor'}`];
  }
  const [first] = evidence.spansOf(node);
  const seen = first ? evidence.full.slice(first.start, first.end).replace(/\s+/g, ' ').slice(0, 80) : node.term;
  const place = node.isTitle ? (locale === 'en' ? ' in the title' : ' başlıkta') : '';
  if (locale === 'en') return [`“${seen}” ${isThere ? 'occurs' : 'does not occur'}${place}`];
  return [`“${seen}”${place} ${isThere ? 'geçiyor' : 'geçmiyor'}`];
}
