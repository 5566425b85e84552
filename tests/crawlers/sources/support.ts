// What the sources' tests share: a fixed now, replies, contexts. Nothing here is asked from the network.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedPage, Reply, Source } from '../../../core/ports.ts';

export const NOW = Date.UTC(2026, 10, 24, 9, 0, 30, 123);

export function fixture(...parts: string[]): string {
  return readFileSync(join(import.meta.dirname, '../../fixtures', ...parts), 'utf8');
}

export function reply(url: string, body: unknown, headers: Record<string, string> = {}): Reply {
  return { url, status: 200, headers, body: typeof body === 'string' ? body : JSON.stringify(body), receivedAt: NOW };
}

/** parse() as the crawler calls it. */
export function read<P>(
  source: Source<P>,
  answer: Reply,
  facts: { params: unknown; cursor?: unknown; note?: unknown },
): ParsedPage {
  const params = source.manifest.params.parse(facts.params);
  return source.parse(answer, {
    params,
    cursor: facts.cursor ?? null,
    now: NOW,
    timeZone: 'Europe/Istanbul',
    note: facts.note,
  });
}

/** The addresses of plan(), percent signs taken out for reading. */
export function planned<P>(
  source: Source<P>,
  params: unknown,
  facts: { cursor?: unknown; query?: string; terms?: string[] } = {},
): string[] {
  const context = { query: facts.query ?? 'markam', terms: facts.terms ?? ['markam'], now: NOW };
  return source
    .plan(source.manifest.params.parse(params), facts.cursor ?? null, context)
    .map(({ url }) => decodeURIComponent(url));
}
