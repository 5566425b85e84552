// Stories: read in lists, found by bands, changed by people. Their facts are written by
// judgements.ts and story-merge.ts alone.

import type { Store, StoryCandidate } from '../../core/ports.ts';
import { bandKeys } from './bands.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';
import { type StoryRow, toStory } from './story-facts.ts';
import { findStory, keepApart, linksOf } from './story-links.ts';
import { listStories } from './story-list.ts';
import { mergeStories, splitStory } from './story-merge.ts';

export function stories(c: Connection): Sync<Store['stories']> {
  return {
    get: (id) => {
      const row = findStory(c, id);
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
    merge: (id, otherIds, by, at) => c.write(() => mergeStories(c, id, otherIds, by, at)),
    split: (id, mentionIds, newId, by, at) => c.write(() => splitStory(c, id, mentionIds, newId, by, at)),
    keepApart: (id, otherId, by, at) => c.write(() => keepApart(c, id, otherId, by, at)),
    links: (id) => linksOf(c, id),
    placesOf: (brandId, mentionIds) => c.read(() => placesOf(c, brandId, mentionIds)),
    setWave: (id, wave) =>
      c.write(() => {
        const row = findStory(c, id);
        if (row) c.run('UPDATE stories SET wave = ? WHERE n = ?', JSON.stringify(wave), row.n);
      }),
  };
}

function placesOf(c: Connection, brandId: string, mentionIds: readonly string[]): Map<string, string> {
  const rows = c.rows<{ id: string; story: string }>(
    `SELECT m.id, s.id AS story FROM json_each(?) j CROSS JOIN mentions m ON m.id = j.value
       CROSS JOIN cases k ON k.seen_at = m.seen_at AND k.mention_n = m.n AND k.brand_n = ?
       CROSS JOIN stories s ON s.n = k.story_n`,
    ...[JSON.stringify(mentionIds), c.names.find(brandId) ?? -1],
  );
  return new Map(rows.map(({ id, story }) => [id, story]));
}

function candidates(c: Connection, brandId: string, bands: string[], since: number, limit: number): StoryCandidate[] {
  const brandN = c.names.find(brandId);
  if (brandN === null) return [];
  const found: StoryCandidate[] = [];
  // The story a band was put in for may have been merged since, or its member split off: the judgement knows.
  for (const [, judgementN] of c.bands.find(bandKeys(brandN, bands), since)) {
    const row = c.row<StoryCandidate>(
      `SELECT s.id AS storyId, j.signature, s.last_at AS lastSeenAt FROM judgements j JOIN stories s ON s.n = j.story_n
       WHERE j.n = ? AND s.last_at >= ?`,
      ...[judgementN, since],
    );
    if (row) found.push(row);
  }
  return found.sort((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, limit);
}
