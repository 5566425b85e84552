// What hangs on a mention besides its row: where else it was seen, and how it stood before it was changed.

import { MAX_VERSIONS } from '../../core/sightings.ts';
import type { MentionVersion } from '../../core/types.ts';
import type { Connection } from './connection.ts';

/** As packed by core/sightings.ts; null for a mention that was seen once. */
export function trailOf(c: Connection, mentionN: number): string | null {
  return c.row<{ body: string }>('SELECT body FROM trails WHERE mention_n = ?', mentionN)?.body ?? null;
}

export function keepTrail(c: Connection, mentionN: number, packed: string | null): void {
  if (packed === null) return;
  const text = `INSERT INTO trails (mention_n, body) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET body = excluded.body`;
  c.run(text, mentionN, packed);
}

/** Keeps the newest MAX_VERSIONS. One of the same time is replaced. */
export function addVersion(c: Connection, mentionN: number, { mentionId: _, ...version }: MentionVersion): void {
  c.run(
    `INSERT INTO versions (mention_n, replaced_at, body) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET body = excluded.body`,
    ...[mentionN, version.replacedAt, JSON.stringify(version)],
  );
  c.run(
    `DELETE FROM versions WHERE mention_n = ? AND replaced_at <= (
       SELECT replaced_at FROM versions WHERE mention_n = ? ORDER BY replaced_at DESC LIMIT 1 OFFSET ${MAX_VERSIONS}
     )`,
    ...[mentionN, mentionN],
  );
}

/** Newest first. */
export function listVersions(c: Connection, mentionId: string): MentionVersion[] {
  const text = `SELECT m.id, v.body FROM mentions m JOIN versions v ON v.mention_n = m.n WHERE m.id = ?
    ORDER BY v.replaced_at DESC`;
  return c.rows<VersionRow>(text, mentionId).map(toVersion);
}

export interface VersionRow {
  id: string;
  body: string;
}

export function toVersion({ id, body }: VersionRow): MentionVersion {
  return { mentionId: id, ...(JSON.parse(body) as Omit<MentionVersion, 'mentionId'>) };
}

/** Versions of a mention that is not there (any more) are passed over. */
export function putVersions(c: Connection, versions: readonly MentionVersion[]): void {
  for (const version of versions) {
    const mention = c.row<{ n: number }>('SELECT n FROM mentions WHERE id = ?', version.mentionId);
    if (mention) addVersion(c, mention.n, version);
  }
}

export function removeTrail(c: Connection, mentionN: number): void {
  c.run('DELETE FROM trails WHERE mention_n = ?', mentionN);
  c.run('DELETE FROM versions WHERE mention_n = ?', mentionN);
}
