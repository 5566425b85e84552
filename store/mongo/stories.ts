// Stories: read in lists, found by bands, changed by people. Their facts are written by
// story-facts.ts alone.

import type { Store } from '../../core/ports.ts';
import { candidates } from './bands.ts';
import { findByIds } from './bulk.ts';
import type { Connection } from './connection.ts';
import { caseId, casesIn } from './mention-rows.ts';
import { storiesIn, toStory } from './story-facts.ts';
import { findStory, keepApart, linksOf } from './story-links.ts';
import { listStories } from './story-list.ts';
import { mergeStories, splitStory } from './story-merge.ts';

export function stories(c: Connection): Store['stories'] {
  return {
    async get(id) {
      const doc = await findStory(c, id);
      return doc && toStory(doc);
    },
    list: (filter, page) => listStories(c, filter, page),
    candidates: candidates(c),
    setState: (id, change) => setState(c, id, change),
    merge: (id, otherIds, by, at) => mergeStories(c, id, otherIds, by, at),
    split: (id, mentionIds, newId, by, at) => splitStory(c, id, mentionIds, newId, by, at),
    keepApart: (id, otherId, by, at) => keepApart(c, id, otherId, by, at),
    links: (id) => linksOf(c, id),
    placesOf: (brandId, mentionIds) => placesOf(c, brandId, mentionIds),
    async setWave(id, wave) {
      const doc = await findStory(c, id);
      if (doc) await storiesIn(c).updateOne({ _id: doc._id }, { $set: { wave } });
    },
  };
}

async function placesOf(c: Connection, brandId: string, mentionIds: readonly string[]): Promise<Map<string, string>> {
  const ids = mentionIds.map((id) => caseId(id, brandId));
  const found = await findByIds(c, casesIn(c), ids);
  return new Map(
    [...found.values()].flatMap(({ mentionId, storyId }) => (storyId === null ? [] : [[mentionId, storyId] as const])),
  );
}

async function setState(
  c: Connection,
  id: string,
  { state, wakeAtCount, assigneeId }: Parameters<Store['stories']['setState']>[1],
): ReturnType<Store['stories']['setState']> {
  const before = await storiesIn(c).findOne({ _id: id });
  if (!before || before.mentionCount < 1) return null;
  const next = state ?? before.state;
  const wakes = wakeAtCount === undefined ? before.wakeAtCount : wakeAtCount;
  const fields = {
    state: next,
    wakeAtCount: next === 'snoozed' ? wakes : null,
    ...(assigneeId === undefined ? {} : { assigneeId }),
  };
  const doc = await storiesIn(c).findOneAndUpdate({ _id: id }, { $set: fields }, { returnDocument: 'after' });
  return doc && toStory(doc);
}
