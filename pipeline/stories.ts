// What people decide about stories that belong together or do not: merge, split, undo, keep apart. Every decision is in the
// audit log, asks the rules anew and is told to open pages. Also the one merge that itibar does by itself.

import { derivedId } from '../core/id.ts';
import { apartLinkId } from '../core/story-links.ts';
import type { Story } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { pauseBefore } from './pace.ts';

/** Throws 'story.not-found'. An old id gives the story it went into. */
export async function readStory(deps: Deps, id: string): Promise<Story> {
  const story = await deps.store.stories.get(id);
  if (!story) throw fault(deps, 'story.not-found');
  return story;
}

/** The story `id` takes in the others. Throws 'story.not-found', 'story.other-brand.invalid', 'story.merge.invalid'. */
export async function mergeStories(deps: Deps, id: string, otherIds: readonly string[], by: string): Promise<Story> {
  const story = await readStory(deps, id);
  const others: Story[] = [];
  for (const otherId of otherIds) {
    const other = await readStory(deps, otherId);
    if (other.brandId !== story.brandId) throw fault(deps, 'story.other-brand.invalid');
    if (other.id !== story.id) others.push(other);
  }
  if (others.length === 0) throw fault(deps, 'story.merge.invalid');
  const ids = [...new Set(others.map((other) => other.id))];
  const merged = await deps.store.stories.merge(story.id, ids, by, deps.clock.now());
  if (!merged) throw fault(deps, 'story.not-found');
  await audit(deps, by, 'story.merged', merged.id, { from: ids });
  await tell(deps, merged.brandId, [merged.id, ...ids]);
  return merged;
}

/** The mentions leave for a story of their own. Throws 'story.not-found', 'story.split.invalid' when none would stay or go. */
export async function splitStory(
  deps: Deps,
  id: string,
  mentionIds: readonly string[],
  by: string,
): Promise<{ story: Story; made: Story }> {
  const before = await readStory(deps, id);
  const unique = [...new Set(mentionIds)].sort();
  const newId = derivedId('sto', before.brandId, 'split', ...unique);
  const made = await deps.store.stories.split(before.id, unique, newId, by, deps.clock.now());
  if (!made) throw fault(deps, 'story.split.invalid');
  await audit(deps, by, 'story.split', before.id, { into: made.id, count: unique.length });
  await tell(deps, before.brandId, [before.id, made.id]);
  return { story: await readStory(deps, before.id), made };
}

/** `id`: the story that was merged away. Throws 'story.undo.invalid' when nothing (any more) says what it brought. */
export async function undoMerge(deps: Deps, id: string, by: string): Promise<{ story: Story; made: Story }> {
  const links = await deps.store.stories.links(id);
  const link = links.find(({ kind, fromId }) => kind === 'merged' && fromId === id);
  if (!link?.mentionIds) throw fault(deps, 'story.undo.invalid');
  const story = await readStory(deps, id);
  const made = await deps.store.stories.split(story.id, link.mentionIds, id, by, deps.clock.now());
  if (!made) throw fault(deps, 'story.undo.invalid');
  await audit(deps, by, 'story.merge-undone', story.id, { into: made.id });
  await tell(deps, story.brandId, [story.id, made.id]);
  return { story: await readStory(deps, story.id), made };
}

/** These are two, whatever they look like. Throws 'story.not-found', 'story.other-brand.invalid'. */
export async function keepStoriesApart(deps: Deps, id: string, otherId: string, by: string): Promise<void> {
  const [story, other] = [await readStory(deps, id), await readStory(deps, otherId)];
  if (!(await deps.store.stories.keepApart(story.id, other.id, by, deps.clock.now())))
    throw fault(deps, 'story.other-brand.invalid');
  await audit(deps, by, 'story.kept-apart', story.id, { from: other.id });
  await tell(deps, story.brandId, [story.id, other.id]);
}

/**
 * Two stories of which one mention is all but a copy are one, without asking: unless people said otherwise, or decided
 * differently about the two. The older one stays.
 */
export async function mergeTwins(
  deps: Deps,
  assigned: readonly { storyId: string; twinId: string | null }[],
): Promise<void> {
  const pairs = new Map(
    assigned.flatMap(({ storyId, twinId }) => (twinId ? [[apartLinkId(storyId, twinId), [storyId, twinId]]] : [])),
  );
  for (const [linkId, ids] of pairs as Map<string, [string, string]>) {
    const [one, two] = [await deps.store.stories.get(ids[0]), await deps.store.stories.get(ids[1])];
    if (!one || !two || one.id === two.id || one.state !== two.state) continue;
    const known = new Set((await deps.store.stories.links(one.id)).map(({ id }) => id));
    if (known.has(linkId) || known.has(apartLinkId(one.id, two.id))) continue;
    const [stays, goes] = one.firstSeenAt <= two.firstSeenAt ? [one, two] : [two, one];
    await mergeStories(deps, stays.id, [goes.id], 'system');
  }
}

async function tell(deps: Deps, brandId: string, storyIds: readonly string[]): Promise<void> {
  for (const storyId of storyIds) deps.events.emit({ kind: 'story', storyId });
  await deps.queue.enqueue('evaluate', { brandId }, { key: brandId, delayMs: pauseBefore(deps, brandId) });
}
