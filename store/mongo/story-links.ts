// Decisions about two stories: which is found as which since a merge, and which are kept apart. A document for each; old
// ones go with the mentions of their time.

import { apartLink, apartLinkId, MAX_HOPS, mergedLinkId } from '../../core/story-links.ts';
import type { StoryLink } from '../../core/types.ts';
import { findByIds, putEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import { type StoryDoc, storiesIn } from './story-facts.ts';

export type StoryLinkDoc = Omit<StoryLink, 'id'> & { tie: string };

export const linksIn = (c: Connection) => c.collection<StoryLinkDoc>('story_links');

export function toLink(doc: Doc<StoryLinkDoc>): StoryLink {
  const { _id, kind, brandId, fromId, intoId, mentionIds, before, by, at } = doc;
  return { id: _id, kind, brandId, fromId, intoId, mentionIds, before, by, at };
}

export async function putLinks(c: Connection, links: readonly StoryLink[]): Promise<void> {
  await putEach(
    c,
    linksIn(c),
    links.map(({ id, ...rest }) => ({ _id: id, ...rest, tie: newTie() })),
  );
}

export async function linksOf(c: Connection, storyId: string): Promise<StoryLink[]> {
  const docs = await linksIn(c)
    .find({ $or: [{ fromId: storyId }, { intoId: storyId }] })
    .toArray();
  return docs.sort((a, b) => b.at - a.at || (a.tie < b.tie ? 1 : -1)).map(toLink);
}

/** The story's document, or that of the one it was merged into. */
export async function findStory(c: Connection, id: string): Promise<Doc<StoryDoc> | null> {
  let at: string | undefined = id;
  for (let hops = 0; at !== undefined && hops <= MAX_HOPS; hops++) {
    const doc: Doc<StoryDoc> | null = await storiesIn(c).findOne({ _id: at });
    if (doc && doc.mentionCount > 0) return doc;
    at = (await linksIn(c).findOne({ _id: mergedLinkId(at) }))?.intoId;
  }
  return null;
}

/** Where a merged story's id leads now, for those of the ids that were merged. */
export async function mergedInto(c: Connection, ids: readonly string[]): Promise<Map<string, string>> {
  const linkIds = new Map([...new Set(ids)].map((id) => [mergedLinkId(id), id]));
  const found = await findByIds(c, linksIn(c), [...linkIds.keys()]);
  const into = new Map<string, string>();
  for (const { fromId } of found.values()) {
    const story = await findStory(c, fromId);
    if (story && story._id !== fromId) into.set(fromId, story._id);
  }
  return into;
}

export async function keepApart(c: Connection, id: string, otherId: string, by: string, at: number): Promise<boolean> {
  const [story, other] = [await findStory(c, id), await findStory(c, otherId)];
  if (!story || !other || story._id === other._id || story.brandId !== other.brandId) return false;
  if (await linksIn(c).findOne({ _id: apartLinkId(story._id, other._id) })) return true;
  await putLinks(c, [apartLink({ brandId: story.brandId, fromId: other._id, intoId: story._id }, by, at)]);
  return true;
}

/** Merges remember which mentions came; the erased ones leave them. */
export async function scrubLinks(c: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const { _id } of await linksIn(c)
    .find({ mentionIds: { $in: [...ids] } }, { projection: { _id: 1 } })
    .toArray())
    await linksIn(c).updateOne({ _id }, { $pullAll: { mentionIds: [...ids] } });
}
