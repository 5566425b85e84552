// Records of evidence packs. Facts of a capture are written once; only what concerns later looks at the page changes.
// The files themselves are not here (see store/vault.ts); which of them are still needed is.

import type { Store } from '../../core/ports.ts';
import type { Evidence, EvidenceChecks } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import { END, pageOf, pageSize, readCursor } from './cursor.ts';
import type { Sync } from './group.ts';
import { authorKeys } from './mention-rows.ts';

export interface EvidenceRow {
  n: number;
  captured_at: number;
  body: string;
}

export function evidence(c: Connection): Sync<Store['evidence']> {
  return {
    add: (record) => c.write(() => add(c, record)),
    get: (id) => get(c, id),
    list: (filter, page) => list(c, filter, page),
    listDue: (now, limit) =>
      c
        .rows<EvidenceRow>('SELECT * FROM evidence WHERE next_at <= ? ORDER BY next_at, n LIMIT ?', now, limit)
        .map(toEvidence),
    noteChecks: (id, checks) => c.write(() => noteChecks(c, id, checks)),
    findUnheld: (hashes) =>
      c
        .rows<{ value: string }>(
          'SELECT value FROM json_each(?) WHERE value NOT IN (SELECT sha256 FROM evidence_files)',
          JSON.stringify(hashes),
        )
        .map(({ value }) => value),
    removeCapturedBefore: (time, kept) => c.write(() => removeCapturedBefore(c, time, kept)),
  };
}

export function toEvidence(row: Pick<EvidenceRow, 'body'>): Evidence {
  return JSON.parse(row.body) as Evidence;
}

function get(c: Connection, id: string): Evidence | null {
  const row = c.row<EvidenceRow>('SELECT * FROM evidence WHERE id = ?', id);
  return row && toEvidence(row);
}

function add(c: Connection, record: Evidence): void {
  const { handle, name } = authorKeys(record.author);
  const added = c.run(
    `INSERT INTO evidence (id, mention_id, captured_at, next_at, handle_key, name_key, story_ids, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ...[record.id, record.mentionId, record.capturedAt, record.checks.nextAt, handle, name],
    ...[JSON.stringify(record.storyIds), JSON.stringify(record)],
  );
  if (added === 0) return;
  const n = c.row<{ n: number }>('SELECT n FROM evidence WHERE id = ?', record.id)?.n ?? 0;
  for (const { sha256 } of record.files)
    c.run('INSERT INTO evidence_files (sha256, evidence_n) VALUES (?, ?) ON CONFLICT DO NOTHING', sha256, n);
  const earlier = c.rows<EvidenceRow>(
    'SELECT * FROM evidence WHERE mention_id = ? AND next_at IS NOT NULL AND id <> ? AND captured_at <= ?',
    ...[record.mentionId, record.id, record.capturedAt],
  );
  for (const row of earlier) {
    const { id, checks } = toEvidence(row);
    noteChecks(c, id, { ...checks, nextAt: null });
  }
}

function noteChecks(c: Connection, id: string, checks: EvidenceChecks): void {
  const record = get(c, id);
  if (!record) return;
  const body = JSON.stringify({ ...record, checks });
  c.run('UPDATE evidence SET next_at = ?, body = ? WHERE id = ?', checks.nextAt, body, id);
}

function list(
  c: Connection,
  { mentionIds, storyIds }: { mentionIds?: string[]; storyIds?: string[] },
  page: { limit: number; cursor?: string | null },
): ReturnType<Sync<Store['evidence']>['list']> {
  const size = pageSize(page.limit);
  const from = readCursor(page.cursor);
  const rows = c.rows<EvidenceRow>(
    `SELECT n, captured_at, body FROM evidence
     WHERE ((@isAll) OR mention_id IN (SELECT value FROM json_each(@mentionIds))
         OR EXISTS (SELECT 1 FROM json_each(story_ids) s WHERE s.value IN (SELECT value FROM json_each(@storyIds))))
       AND (captured_at, n) < (@at, @n)
     ORDER BY captured_at DESC, n DESC LIMIT @limit`,
    {
      isAll: mentionIds === undefined && storyIds === undefined ? 1 : 0,
      ...{ mentionIds: JSON.stringify(mentionIds ?? []), storyIds: JSON.stringify(storyIds ?? []) },
      ...{ at: from?.[0] ?? END, n: from?.[1] ?? 0, limit: size + 1 },
    },
  );
  return pageOf(
    rows,
    size,
    (row) => [row.captured_at, row.n],
    (shown) => shown.map(toEvidence),
  );
}

function removeCapturedBefore(c: Connection, time: number, kept: { mentionIds: string[]; storyIds: string[] }): number {
  return removeRows(
    c,
    c.rows<{ n: number }>(
      `SELECT n FROM evidence WHERE captured_at < @time AND mention_id NOT IN (SELECT value FROM json_each(@mentionIds))
         AND NOT EXISTS (SELECT 1 FROM json_each(story_ids) s WHERE s.value IN (SELECT value FROM json_each(@storyIds)))`,
      { time, mentionIds: JSON.stringify(kept.mentionIds), storyIds: JSON.stringify(kept.storyIds) },
    ),
  );
}

/** Every pack with the author's words; also of mentions that went by age. `key` as authorKey() makes it. */
export function removeEvidenceOf(c: Connection, key: string, mentionIds: readonly string[]): number {
  if (key === '') return 0;
  return removeRows(
    c,
    c.rows<{ n: number }>(
      `SELECT n FROM evidence WHERE handle_key = @key OR name_key = @key
         OR mention_id IN (SELECT value FROM json_each(@ids))`,
      { key, ids: JSON.stringify(mentionIds) },
    ),
  );
}

function removeRows(c: Connection, rows: readonly { n: number }[]): number {
  for (const { n } of rows) {
    c.run('DELETE FROM evidence_files WHERE evidence_n = ?', n);
    c.run('DELETE FROM evidence WHERE n = ?', n);
  }
  return rows.length;
}
