// Addresses inside documents: relative ones are resolved, and only http(s) ones come out. Nothing here throws.

const MAX_URL = 4096;

/** The candidate as absolute http(s) address, tried against each base in turn; null when there is none. */
export function resolveLink(candidate: unknown, bases: readonly (string | null | undefined)[]): string | null {
  if (typeof candidate !== 'string') return null;
  const text = candidate.trim().replace(/[\n\r\t]/g, '');
  if (text === '' || text.length > MAX_URL || text.startsWith('#')) return null;
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? new URL(text).href : null;
  if (/^[a-z][a-z\d+.-]*:/i.test(text)) return null; // tag:, urn:, javascript:, mailto: …
  for (const base of bases) {
    if (!base || !/^https?:\/\//i.test(base) || !URL.canParse(text, base)) continue;
    return new URL(text, base).href;
  }
  return null;
}

/** A chain of xml:base values, outermost first, brought to one absolute base. */
export function joinBases(bases: readonly (string | null | undefined)[]): string | null {
  let base: string | null = null;
  for (const next of bases) {
    if (next) base = resolveLink(next, [base]) ?? base;
  }
  return base;
}

/** Target of an HTTP Link header's relation, as Mastodon and WordPress page with; null when it is not there. */
export function linkRelation(header: string | undefined, relation: string): string | null {
  for (const part of (header ?? '').slice(0, 10_000).split(/,(?=\s*<)/)) {
    const match = /^\s*<([^>]*)>(.*)$/s.exec(part);
    if (match && new RegExp(`;\\s*rel="?(?:[^"]*\\s)?${relation}(?:\\s[^"]*)?"?\\s*(?:;|$)`, 'i').test(match[2] ?? ''))
      return match[1] ?? null;
  }
  return null;
}
