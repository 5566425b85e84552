// A watch's query in the words of a search engine: side by side is AND, OR in capitals, a minus for NOT, quotes for
// phrases, site: and intitle:. What an engine has no word for is left out, so the answer is never narrower than wanted.

import { parseQuery, type QueryNode } from '../../core/text/query.ts';

/** The query, at most `maxChars` long; null when nothing of it can be asked. Throws 'query.*' like parseQuery. */
export function toSearchQuery(query: string, maxChars = 400): string | null {
  const node = parseQuery(query);
  const whole = render(node, true);
  if (whole === null || whole.length <= maxChars) return whole;
  // Too long: as many alternatives as fit, in the order in which the person wrote them.
  if (node.kind !== 'or') return null;
  const parts: string[] = [];
  for (const part of node.nodes.map((child) => render(child, false))) {
    if (part !== null && [...parts, part].join(' OR ').length <= maxChars) parts.push(part);
  }
  return parts.length === 0 ? null : parts.join(' OR ');
}

function render(node: QueryNode, isTop: boolean): string | null {
  if (node.kind === 'phrase') {
    const term = node.term.replace(/["*]/g, '').trim();
    if (term === '') return null;
    return `${node.isTitle ? 'intitle:' : ''}${/[\s'’.-]/.test(term) ? `"${term}"` : term}`;
  }
  if (node.kind === 'field') return node.field === 'site' ? `site:${node.value}` : null;
  if (node.kind === 'not') {
    const inner = render(node.node, false);
    // "-(a OR b)" is understood nowhere; only single words and sites can be excluded.
    return inner !== null && (node.node.kind === 'phrase' || node.node.kind === 'field') ? `-${inner}` : null;
  }
  // Nearness is more than an engine promises: one of each side must be there, and the distance is left out.
  const nodes = node.kind === 'near' ? [node.left, node.right].map(anyOf) : node.nodes;
  const parts = nodes.map((child) => render(child, false));
  const known = parts.filter((part) => part !== null);
  // An alternative that cannot be asked makes the whole OR wider than any engine can answer.
  if (known.length === 0 || (node.kind === 'or' && known.length < parts.length)) return null;
  const text = known.join(node.kind === 'or' ? ' OR ' : ' ');
  return known.length > 1 && !isTop && node.kind === 'or' ? `(${text})` : text;
}

function anyOf(nodes: QueryNode[]): QueryNode {
  const [first] = nodes;
  return nodes.length === 1 && first ? first : { kind: 'or', nodes };
}
