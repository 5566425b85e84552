// What people decided about two stories: merged (one is found under the other from then on) or kept apart (never joined,
// never suggested again). Pure rules that both stores and the pages share; nothing here reads or writes.

import { derivedId } from './id.ts';
import type { Story, StoryLink } from './types.ts';

/** So many mentions of a merged story are remembered; a larger merge cannot be undone. */
export const MAX_UNDO = 2000;
/** Merges of merges are followed so far. */
export const MAX_HOPS = 32;

/** A story is merged into one other at a time, so its id names the link. */
export function mergedLinkId(fromId: string): string {
  return derivedId('stl', 'merged', fromId);
}

/** The same whichever of the two is named first. */
export function apartLinkId(storyId: string, otherId: string): string {
  return derivedId('stl', 'apart', ...[storyId, otherId].sort());
}

export function apartLink(
  stories: { brandId: string; fromId: string; intoId: string },
  by: string,
  at: number,
): StoryLink {
  const id = apartLinkId(stories.fromId, stories.intoId);
  return { id, kind: 'apart', ...stories, mentionIds: null, before: null, by, at };
}

export type Decided = Pick<Story, 'state' | 'wakeAtCount' | 'assigneeId'>;

/**
 * What holds for a story that took in others. Its own decision stands, but it opens when one of the others was open: what
 * nobody has dealt with must not disappear. Whoever works on it stays; when nobody does, whoever worked on the first other.
 */
export function decidedAfterMerge(into: Decided, others: readonly Decided[]): Decided {
  const assigneeId = into.assigneeId ?? others.find((other) => other.assigneeId !== null)?.assigneeId ?? null;
  const isOpened = into.state !== 'open' && others.some(({ state }) => state === 'open');
  return isOpened ? { state: 'open', wakeAtCount: null, assigneeId } : { ...pick(into), assigneeId };
}

function pick({ state, wakeAtCount }: Decided): Omit<Decided, 'assigneeId'> {
  return { state, wakeAtCount };
}

/** Ids in their order, the old one replaced by the new, each once. */
export function withReplaced(ids: readonly string[], oldId: string, newId: string): string[] {
  return [...new Set(ids.map((id) => (id === oldId ? newId : id)))];
}
