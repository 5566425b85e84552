// Stories: read in lists, found by bands, changed by people. Their facts are written by judgements.ts alone.

import type { Store, StoryCandidate } from '../../core/ports.ts';
import { bandKeys } from './bands.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';
import { type StoryRow, toStory } from './story-facts.ts';
import { listStories } from './story-list.ts';

export function stories(c: Connection): Sync<Store['stories']> {
  return {
    get: (id) => {
      const row = c.row<StoryRow>('SELECT * FROM stories WHERE id = ?', id);
      return row && toStory(c, row);
    },
    list: (filter, page) => c.read(() => listStories(c, filter, page)),
    candidates: (brandId, bands, since, limit) => c.read(() => candidates(c, brandId, bands, since, limit)),
    setState: (id, change) =>
      c.write(() => {
        const row = c.row<StoryRow>('SELECT * FROM stories WHERE id = ?', id);
        if (!row) return null;
        const state = change.state ?? row.state;
        const wakeAtCount = change.wakeAtCount === undefined ? row.wake_at_count : change.wakeAtCount;
        const changed: StoryRow = {
          ...row,
          state,
          wake_at_count: state === 'snoozed' ? wakeAtCount : null,
          assignee_id: change.assigneeId === undefined ? row.assignee_id : change.assigneeId,
        };
        c.run(
          'UPDATE stories SET state = ?, wake_at_count = ?, assignee_id = ? WHERE n = ?',
          ...[changed.state, changed.wake_at_count, changed.assignee_id, row.n],
        );
        return toStory(c, changed);
      }),
  };
}

function candidates(c: Connection, brandId: string, bands: string[], since: number, limit: number): StoryCandidate[] {
  const brandN = c.names.find(brandId);
  if (brandN === null) return [];
  const found: StoryCandidate[] = [];
  for (const [storyN, judgementN] of c.bands.find(bandKeys(brandN, bands), since)) {
    const row = c.row<StoryCandidate>(
      `SELECT s.id AS storyId, j.signature, s.last_at AS lastSeenAt FROM stories s JOIN judgements j ON j.n = ? AND j.story_n = s.n
       WHERE s.n = ? AND s.last_at >= ?`,
      ...[judgementN, storyN, since],
    );
    if (row) found.push(row);
  }
  return found.sort((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, limit);
}
