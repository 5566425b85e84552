// What the sources' tests share: a fixed now, replies, contexts. Nothing here is asked from the network.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Budget, ParsedPage, Reply, Source } from '../../../core/ports.ts';

export const NOW = Date.UTC(2026, 10, 24, 9, 0, 30, 123);

export function fixture(...parts: string[]): string {
  return readFileSync(join(import.meta.dirname, '../../fixtures', ...parts), 'utf8');
}

export function reply(url: string, body: unknown, headers: Record<string, string> = {}): Reply {
  return { url, status: 200, headers, body: typeof body === 'string' ? body : JSON.stringify(body), receivedAt: NOW };
}

/** An invented key for every name of the manifest, in the form its service wants. */
export function keysOf<P>({ manifest }: Source<P>): Record<string, string> {
  const names = [...manifest.needs, ...(manifest.uses ?? [])];
  return Object.fromEntries(
    names.map((name) => [
      name,
      `${name}-id-0001:${name}-secret-0001${name.startsWith('google-') ? ':refresh-0001' : ''}`,
    ]),
  );
}

/** parse() as the crawler calls it. */
export function read<P>(
  source: Source<P>,
  answer: Reply,
  facts: { params: unknown; cursor?: unknown; note?: unknown; keys?: Record<string, string>; budget?: Budget },
): ParsedPage {
  const params = source.manifest.params.parse(facts.params);
  return source.parse(answer, {
    params,
    cursor: facts.cursor ?? null,
    now: NOW,
    timeZone: 'Europe/Istanbul',
    note: facts.note,
    keys: facts.keys ?? keysOf(source),
    budget: facts.budget,
  });
}

/** The addresses of plan(), percent signs taken out for reading. */
export function planned<P>(
  source: Source<P>,
  params: unknown,
  facts: { cursor?: unknown; query?: string; terms?: string[] } = {},
): string[] {
  const { query = 'markam', terms = ['markam'] } = facts;
  const context = { query, terms, now: NOW, keys: keysOf(source) };
  return source
    .plan(source.manifest.params.parse(params), facts.cursor ?? null, context)
    .map(({ url }) => decodeURIComponent(url));
}
