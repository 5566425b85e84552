// Stories: read in lists, found by bands, changed by people. Their facts are written by story-facts.ts alone.

import type { Store } from '../../core/ports.ts';
import { candidates } from './bands.ts';
import type { Connection } from './connection.ts';
import { storiesIn, toStory } from './story-facts.ts';
import { listStories } from './story-list.ts';

export function stories(c: Connection): Store['stories'] {
  return {
    async get(id) {
      const doc = await storiesIn(c).findOne({ _id: id });
      return doc && doc.mentionCount > 0 ? toStory(doc) : null;
    },
    list: (filter, page) => listStories(c, filter, page),
    candidates: candidates(c),
    setState: (id, change) => setState(c, id, change),
  };
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
