// Merging and splitting stories by the operations of operation.ts: cases change their story and nothing else, and facts and
// bands follow from them. The decision is written before the first case moves, so that a call that broke off can be repeated
// and what is judged meanwhile goes to the right story.

import {
  apartLink,
  apartLinkId,
  decidedAfterMerge,
  MAX_UNDO,
  mergedLinkId,
  withReplaced,
} from '../../core/story-links.ts';
import type { Story } from '../../core/types.ts';
import { putBands } from './bands.ts';
import { findByIds } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import type { EvidenceDoc } from './evidence.ts';
import type { IncidentDoc } from './incidents.ts';
import { type CaseDoc, caseId, casesIn } from './mention-rows.ts';
import { changeCases, finishPending } from './operation.ts';
import { type StoryDoc, settleStory, storiesIn, toStory } from './story-facts.ts';
import { findStory, linksIn, putLinks } from './story-links.ts';

const AT_ONCE = 500;
const MAX_TRIES = 10_000;
/** After a split so many of the newest that stay are made to be found again. */
const MAX_REFOUND = 200;

const decidedOf = ({ state, wakeAtCount, assigneeId }: StoryDoc) => ({ state, wakeAtCount, assigneeId });

export async function mergeStories(
  c: Connection,
  id: string,
  otherIds: readonly string[],
  by: string,
  at: number,
): Promise<Story | null> {
  const into = await findStory(c, id);
  if (!into) return null;
  const others = new Map<string, Doc<StoryDoc>>();
  for (const otherId of otherIds) {
    const other = await findStory(c, otherId);
    if (other && other._id !== into._id && other.brandId === into.brandId) others.set(other._id, other);
  }
  const docs = [...others.values()];
  if (docs.length > 0) {
    const waves = [into, ...docs].flatMap(({ wave }) => wave ?? []);
    const wave = waves.sort((a, b) => b.accountCount - a.accountCount)[0];
    // Before anything moves: a call that is repeated does not find the others any more.
    const decided = decidedAfterMerge(decidedOf(into), docs.map(decidedOf));
    await storiesIn(c).updateOne({ _id: into._id }, { $set: { ...decided, ...(wave ? { wave } : {}) } });
  }
  // What a call that broke off has moved already.
  await finishPending(c, await casesIn(c).find({ storyId: into._id, isPending: true }).toArray());
  for (const from of docs) await takeIn(c, into, from, by, at);
  await wakeWhenGrown(c, into._id);
  const merged = await findStory(c, into._id);
  return merged && toStory(merged);
}

async function wakeWhenGrown(c: Connection, id: string): Promise<void> {
  const story = await storiesIn(c).findOne({ _id: id });
  if (story?.state !== 'snoozed' || story.wakeAtCount === null || story.mentionCount < story.wakeAtCount) return;
  await storiesIn(c).updateOne({ _id: id }, { $set: { state: 'open', wakeAtCount: null } });
}

async function takeIn(c: Connection, into: Doc<StoryDoc>, from: Doc<StoryDoc>, by: string, at: number): Promise<void> {
  const id = mergedLinkId(from._id);
  const known = await linksIn(c).findOne({ _id: id });
  // A call that is repeated finds fewer: what the first one found stands.
  if (known?.intoId !== into._id) {
    const ids = (
      await casesIn(c)
        .find({ storyId: from._id }, { projection: { mentionId: 1 } })
        .limit(MAX_UNDO + 1)
        .toArray()
    ).map(({ mentionId }) => mentionId);
    const mentionIds = ids.length > MAX_UNDO ? null : ids;
    const named = { fromId: from._id, intoId: into._id, brandId: into.brandId };
    await putLinks(c, [{ id, kind: 'merged', ...named, mentionIds, before: decidedOf(from), by, at }]);
  }
  await linksIn(c).deleteOne({ _id: apartLinkId(from._id, into._id) });
  await moveCases(c, { storyId: from._id }, into._id);
  await settleStory(c, from._id);
  await replaceInIncidents(c, from._id, into._id);
  await fileEvidence(c, from._id, into._id);
}

/** Until there are none; somebody else may be changing the same ones. */
async function moveCases(c: Connection, filter: object, storyId: string): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const cases = await casesIn(c).find(filter).limit(AT_ONCE).toArray();
    if (cases.length === 0) return;
    if (await finishPending(c, cases)) continue;
    await changeCases(
      c,
      cases.map((before) => ({ before, after: { storyId } })),
    );
  }
}

async function replaceInIncidents(c: Connection, oldId: string, newId: string): Promise<void> {
  const many = c.collection<IncidentDoc>('incidents');
  const named = await many.find({ storyIds: oldId }, { projection: { storyIds: 1 } }).toArray();
  for (const { _id, storyIds } of named)
    await many.updateOne({ _id }, { $set: { storyIds: withReplaced(storyIds, oldId, newId) } });
}

/** Packs of the old story are also packs of the new one. */
async function fileEvidence(c: Connection, oldId: string, newId: string): Promise<void> {
  const many = c.collection<EvidenceDoc>('evidence');
  for (const { _id, storyIds, body } of await many.find({ storyIds: oldId }).toArray()) {
    const filed = [...new Set([...storyIds, newId])];
    const changed = JSON.stringify({ ...(JSON.parse(body) as object), storyIds: filed });
    await many.updateOne({ _id }, { $set: { storyIds: filed, body: changed } });
  }
}

export async function splitStory(
  c: Connection,
  id: string,
  mentionIds: readonly string[],
  newId: string,
  by: string,
  at: number,
): Promise<Story | null> {
  const story = await findStory(c, id);
  if (!story || mentionIds.length === 0) return null;
  const cases = await casesOf(c, story.brandId, mentionIds);
  const target = await storiesIn(c).findOne({ _id: newId });
  if (target && (target._id === story._id || target.brandId !== story.brandId)) return null;
  const count = cases.filter(({ storyId }) => storyId === story._id).length;
  if (count >= story.mentionCount) return null;
  // A repeated call finds them there, and writes what the one before it had no time to write.
  if (count === 0 && !cases.some(({ storyId }) => storyId === newId)) return null;
  await moveCases(c, { storyId: story._id, mentionId: { $in: [...mentionIds] } }, newId);
  await settleStory(c, story._id);
  const merged = await linksIn(c).findOne({ _id: mergedLinkId(newId) });
  if (merged?.before) await storiesIn(c).updateOne({ _id: newId }, { $set: merged.before });
  const isNew = !target || !(await linksIn(c).findOne({ _id: apartLinkId(newId, story._id) }));
  if (isNew) await nameStory(c, newId);
  await refind(c, story._id);
  await putLinks(c, [apartLink({ brandId: story.brandId, fromId: newId, intoId: story._id }, by, at)]);
  if (merged) await linksIn(c).deleteOne({ _id: merged._id });
  const made = await storiesIn(c).findOne({ _id: newId });
  return made && toStory(made);
}

/** None of them pending, so that stories and counts say what the cases say. */
async function casesOf(c: Connection, brandId: string, mentionIds: readonly string[]): Promise<Doc<CaseDoc>[]> {
  const ids = mentionIds.map((mentionId) => caseId(mentionId, brandId));
  const found = await findByIds(c, casesIn(c), ids);
  if (!(await finishPending(c, found.values()))) return [...found.values()];
  return [...(await findByIds(c, casesIn(c), ids)).values()];
}

/** It was made with the headline that its first case brought, which is that of the old story. */
async function nameStory(c: Connection, id: string): Promise<void> {
  await settleStory(c, id, { isRenamed: true });
}

/** Bands in which one stood that left for others that stay. */
async function refind(c: Connection, storyId: string): Promise<void> {
  const left: Doc<CaseDoc>[] = await casesIn(c)
    .find({ storyId })
    .sort({ seenAt: -1, tie: -1 })
    .limit(MAX_REFOUND)
    .toArray();
  await putBands(c, left.toReversed());
}
