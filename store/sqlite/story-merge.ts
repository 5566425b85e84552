// Merging and splitting stories. Mentions change their story and nothing else: judgements and counts by hour stay, and the
// bands follow, because a band leads to a judgement and that to the story it is in now.

import { linkedAddress, timeOf } from '../../core/mention.ts';
import {
  apartLink,
  apartLinkId,
  decidedAfterMerge,
  MAX_UNDO,
  mergedLinkId,
  withReplaced,
} from '../../core/story-links.ts';
import { fingerprint } from '../../core/text/similarity.ts';
import type { Evidence, Incident, Story } from '../../core/types.ts';
import { bandKeys } from './bands.ts';
import type { Connection } from './connection.ts';
import { type MentionRow, toMention } from './mention-rows.ts';
import { insertStory, newDraft, recount, type StoryRow, settleStories, toStory } from './story-facts.ts';
import { findStory, putLink, readLink, removeLink } from './story-links.ts';

/** After a split so many of the newest that stay are made to be found again. */
const MAX_REFOUND = 200;

const decidedOf = ({ state, wake_at_count, assignee_id }: StoryRow) => ({
  ...{ state, wakeAtCount: wake_at_count, assigneeId: assignee_id },
});

export function mergeStories(
  c: Connection,
  id: string,
  otherIds: readonly string[],
  by: string,
  at: number,
): Story | null {
  const into = findStory(c, id);
  if (!into) return null;
  const others = new Map(otherIds.flatMap((otherId) => findStory(c, otherId) ?? []).map((row) => [row.n, row]));
  others.delete(into.n);
  const rows = [...others.values()].filter(({ brand_n }) => brand_n === into.brand_n);
  for (const from of rows) takeIn(c, into, from, by, at);
  if (rows.length > 0) {
    const { state, wakeAtCount, assigneeId } = decidedAfterMerge(decidedOf(into), rows.map(decidedOf));
    const wave = largestWave([into, ...rows]);
    c.run(
      'UPDATE stories SET state = ?, wake_at_count = ?, assignee_id = ?, wave = ? WHERE n = ?',
      ...[state, wakeAtCount, assigneeId, wave, into.n],
    );
    settleStories(c, [into.n]);
  }
  const merged = findStory(c, into.id);
  return merged && toStory(c, merged);
}

function takeIn(c: Connection, into: StoryRow, from: StoryRow, by: string, at: number): void {
  const ids = c
    .rows<{ id: string }>(
      'SELECT m.id FROM cases k JOIN mentions m ON m.n = k.mention_n WHERE k.story_n = ? LIMIT ?',
      ...[from.n, MAX_UNDO + 1],
    )
    .map((row) => row.id);
  putLink(c, {
    ...{
      id: mergedLinkId(from.id),
      kind: 'merged',
      brandId: c.names.idOf(from.brand_n),
      fromId: from.id,
      intoId: into.id,
    },
    ...{ mentionIds: ids.length > MAX_UNDO ? null : ids, before: decidedOf(from), by, at },
  });
  removeLink(c, apartLinkId(from.id, into.id));
  c.run(
    'UPDATE judgements SET story_n = ? WHERE story_n = ? AND n IN (SELECT judgement_n FROM cases WHERE story_n = ?)',
    into.n,
    from.n,
    from.n,
  );
  c.run('UPDATE cases SET story_n = ? WHERE story_n = ?', into.n, from.n);
  c.run('DELETE FROM stories WHERE n = ?', from.n);
  replaceInIncidents(c, from.id, into.id);
  fileEvidence(c, from.id, into.id);
}

function largestWave(rows: readonly StoryRow[]): string | null {
  const size = (wave: string | null) =>
    wave === null ? 0 : (JSON.parse(wave) as { accountCount: number }).accountCount;
  return rows.map(({ wave }) => wave).reduce((most, wave) => (size(wave) > size(most) ? wave : most));
}

function replaceInIncidents(c: Connection, oldId: string, newId: string): void {
  const named = 'SELECT n, body FROM incidents WHERE instr(body, ?) > 0';
  for (const { n, body } of c.rows<{ n: number; body: string }>(named, JSON.stringify(oldId))) {
    const incident = JSON.parse(body) as Incident;
    const storyIds = withReplaced(incident.storyIds, oldId, newId);
    c.run('UPDATE incidents SET body = ? WHERE n = ?', JSON.stringify({ ...incident, storyIds }), n);
  }
}

/** Packs of the old story are also packs of the new one. */
function fileEvidence(c: Connection, oldId: string, newId: string): void {
  const filed = 'SELECT n, body FROM evidence WHERE instr(story_ids, ?) > 0';
  for (const { n, body } of c.rows<{ n: number; body: string }>(filed, JSON.stringify(oldId))) {
    const record = JSON.parse(body) as Evidence;
    const storyIds = [...new Set([...record.storyIds, newId])];
    const changed = [JSON.stringify(storyIds), JSON.stringify({ ...record, storyIds })];
    c.run('UPDATE evidence SET story_ids = ?, body = ? WHERE n = ?', ...changed, n);
  }
}

type Member = MentionRow & { judgement_n: number };

export function splitStory(
  c: Connection,
  id: string,
  mentionIds: readonly string[],
  newId: string,
  by: string,
  at: number,
): Story | null {
  const story = findStory(c, id);
  if (!story) return null;
  const target = c.row<StoryRow>('SELECT * FROM stories WHERE id = ?', newId);
  if (target && (target.n === story.n || target.brand_n !== story.brand_n)) return null;
  const members = c.rows<Member>(
    `SELECT m.*, k.judgement_n FROM mentions m JOIN cases k ON k.mention_n = m.n AND k.story_n = ?
     WHERE m.id IN (SELECT value FROM json_each(?))`,
    ...[story.n, JSON.stringify(mentionIds)],
  );
  // Repeated: they are there already.
  if (members.length === 0) return target && mentionIds.length > 0 ? toStory(c, target) : null;
  if (members.length >= story.mention_count) return null;
  const targetN = target?.n ?? (c.row<{ n: number }>('SELECT max(n) AS n FROM stories')?.n ?? 0) + 1;
  for (const { n, seen_at, judgement_n } of members) {
    c.run(
      'UPDATE cases SET story_n = ? WHERE seen_at = ? AND mention_n = ? AND brand_n = ?',
      ...[targetN, seen_at, n, story.brand_n],
    );
    c.run('UPDATE judgements SET story_n = ? WHERE n = ?', targetN, judgement_n);
  }
  if (target) settleStories(c, [targetN]);
  else makeStory(c, story, targetN, newId);
  settleStories(c, [story.n]);
  refind(c, story, targetN, members);
  putLink(c, apartLink({ brandId: c.names.idOf(story.brand_n), fromId: newId, intoId: story.id }, by, at));
  const made = c.row<StoryRow>('SELECT * FROM stories WHERE id = ?', newId);
  return made && toStory(c, made);
}

/** A merged one that comes back is as it was; any other is open, as something new is. */
function makeStory(c: Connection, { brand_n }: StoryRow, n: number, newId: string): void {
  const merged = readLink(c, mergedLinkId(newId));
  if (merged) removeLink(c, merged.id);
  const { state, wakeAtCount, assigneeId } = merged?.before ?? { state: 'open', wakeAtCount: null, assigneeId: null };
  const counted = recount(c, {
    ...newDraft(n, newId, brand_n, ''),
    state,
    wake_at_count: wakeAtCount,
    assignee_id: assigneeId,
  });
  if (counted) insertStory(c, counted);
}

/**
 * In a band only the newest member of a story is known: those that left may have stood there for those that stay, and the
 * other way round. All are put in again, the newest last.
 */
function refind(c: Connection, story: StoryRow, targetN: number, moved: readonly Member[]): void {
  const left = c.rows<Member>(
    `SELECT m.*, k.judgement_n FROM cases k JOIN mentions m ON m.n = k.mention_n WHERE k.story_n = ?
     ORDER BY k.seen_at DESC, k.mention_n DESC LIMIT ?`,
    ...[story.n, MAX_REFOUND],
  );
  const put = (storyN: number) => (row: Member) => {
    const mention = toMention(c, row);
    const { bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
    c.bands.add(bandKeys(story.brand_n, bands), storyN, row.judgement_n, timeOf(mention));
  };
  left.toReversed().forEach(put(story.n));
  moved.toSorted((a, b) => a.seen_at - b.seen_at).forEach(put(targetN));
  c.bands.settle();
}
