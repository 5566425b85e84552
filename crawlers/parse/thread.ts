// What all forums' topic pages share: they are read from the last page backwards until what is known. Pure.

import type { ParseContext, ParsedPage, RequestPlan } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { numberOf, objectOf } from './json.ts';
import { shapeChanged } from './refuse.ts';

export interface ThreadPost {
  /** The forum's own number, rising with time. */
  id: number;
  /** null for a post without words, such as a picture. */
  mention: RawMention | null;
}

export interface ThreadLinks {
  /** Address of this page. */
  url: string;
  last: string | null;
  previous: string | null;
}

export interface ThreadCursor {
  newestId: number;
}

/**
 * One page of a topic as parse() returns it. The planned page leads to the last one, that one back to what is known; a
 * first run takes the first and the last page only. Throws 'source.changed' when there is no post at all.
 */
export function threadPage(
  posts: readonly ThreadPost[],
  links: ThreadLinks,
  context: ParseContext<unknown>,
): ParsedPage {
  if (posts.length === 0) throw shapeChanged('the posts of the topic');
  const ids = posts.map(({ id }) => id);
  const knownId = numberOf(objectOf(context.cursor)['newestId']);
  const isPlanned = objectOf(context.note)['turn'] !== 'back';
  const hasLater = isPlanned && links.last !== null && withoutFragment(links.last) !== withoutFragment(links.url);
  const wanted = hasLater ? links.last : knownId !== null && Math.min(...ids) > knownId ? links.previous : null;
  const next: RequestPlan[] = wanted === null ? [] : [{ url: withoutFragment(wanted), note: { turn: 'back' } }];
  return {
    mentions: threadMentions(posts),
    // A page of pictures holds nothing to read, and says so.
    isMeasuredEmpty: true,
    next,
    cursor: { newestId: Math.max(knownId ?? 0, ...ids) } satisfies ThreadCursor,
  };
}

/** What there is to read in the posts; a post that a theme shows twice counts once. */
export function threadMentions(posts: readonly ThreadPost[]): RawMention[] {
  return [...new Map(posts.map((post) => [post.id, post.mention])).values()].filter((mention) => mention !== null);
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}

/** The address without session ids, which forums hand to guests. */
export function withoutSession(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return url;
  const clean = new URL(url);
  for (const name of ['sid', 's', 'PHPSESSID', 'styleid']) clean.searchParams.delete(name);
  return clean.href;
}
