// Mentions as rows and back, and what hangs on one when it is shown: its judgement and its watches.

import type { JudgedMention } from '../../core/ports.ts';
import { unpackTrail } from '../../core/sightings.ts';
import { fold } from '../../core/text/fold.ts';
import type { Engagement, Judgement, Mention, MentionHit } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import { unpackJudgement } from './judgement-body.ts';
import { trailOf } from './mention-trails.ts';

export interface MentionRow {
  n: number;
  id: string;
  key: string;
  source_n: number;
  channel: Mention['channel'];
  seen_at: number;
  published_at: number | null;
  is_backfill: number;
  url: string | null;
  title: string | null;
  text: string;
  author_name: string | null;
  author_handle: string | null;
  author_url: string | null;
  author_followers: number | null;
  author_created_at: number | null;
  language: string | null;
  engagement: string | null;
  parent_id: string | null;
  thread_id: string | null;
  site_name: string | null;
  folded: string;
  /** As packed by core/sightings.ts; missing in a row that was not read by MENTION_ROWS. */
  trail?: string | null;
}

/** Before a condition on `m`: the row with its trail, which costs less here than a question of its own. */
export const MENTION_ROWS = 'SELECT m.*, t.body AS trail FROM mentions m LEFT JOIN trails t ON t.mention_n = m.n';

const NO_ENGAGEMENT: Engagement = { likes: null, shares: null, comments: null, views: null, rating: null };

/** Null when it is known: the id is derived from the key. Returns the number of the new row. */
export function insertMention(c: Connection, m: Mention): number | null {
  const { author } = m;
  const { handle, name } = authorKeys(author);
  const result = c
    .sql(
      `INSERT INTO mentions (id, key, source_n, channel, seen_at, published_at, is_backfill, url, title, text, author_name,
         author_handle, author_url, author_followers, handle_key, name_key, language, engagement, parent_id, thread_id,
         site_name, folded, author_created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    )
    .run(
      ...[m.id, m.key, c.names.numberOf(m.sourceId), m.channel, m.seenAt, m.publishedAt, m.isBackfill ? 1 : 0, m.url],
      ...[m.title, m.text, author.name, author.handle, author.url, author.followers, handle, name, m.language],
      ...[engagementText(m.engagement), m.parentId, m.threadId, m.siteName, m.folded],
      author.createdAt ?? null,
    );
  return result.changes === 0 ? null : Number(result.lastInsertRowid);
}

/** Writes what a merge may have changed. */
export function updateMention(c: Connection, n: number, m: Mention): void {
  const { author } = m;
  const { handle, name } = authorKeys(author);
  c.run(
    `UPDATE mentions SET channel = ?, published_at = ?, url = ?, title = ?, text = ?, author_name = ?, author_handle = ?,
       author_url = ?, author_followers = ?, handle_key = ?, name_key = ?, language = ?, engagement = ?, parent_id = ?,
       thread_id = ?, site_name = ?, folded = ?, author_created_at = ? WHERE n = ?`,
    ...[m.channel, m.publishedAt, m.url, m.title, m.text, author.name, author.handle, author.url, author.followers],
    ...[handle, name, m.language, engagementText(m.engagement), m.parentId, m.threadId, m.siteName, m.folded],
    ...[author.createdAt ?? null, n],
  );
}

/** What an author is found by; the name only when it says more than the handle. */
export function authorKeys(author: { name: string | null; handle: string | null }): {
  handle: string | null;
  name: string | null;
} {
  const handle = author.handle === null ? null : authorKey(author.handle);
  const name = author.name === null ? null : authorKey(author.name);
  return { handle, name: name === handle ? null : name };
}

export function authorKey(handleOrName: string): string {
  return fold(handleOrName.trim().replace(/^@+/, ''));
}

export function engagementText(engagement: Engagement): string | null {
  const { likes, shares, comments, views, rating } = engagement;
  const values = [likes, shares, comments, views, rating];
  return values.every((value) => value === null) ? null : JSON.stringify(values);
}

function readEngagement(text: string | null): Engagement {
  if (text === null) return { ...NO_ENGAGEMENT };
  const [likes, shares, comments, views, rating] = JSON.parse(text) as (number | null)[];
  return {
    likes: likes ?? null,
    shares: shares ?? null,
    comments: comments ?? null,
    views: views ?? null,
    rating: rating ?? null,
  };
}

export function toMention(c: Connection, row: MentionRow): Mention {
  const bare = {
    id: row.id,
    key: row.key,
    sourceId: c.names.idOf(row.source_n),
    channel: row.channel,
    url: row.url,
    title: row.title,
    text: row.text,
    author: {
      name: row.author_name,
      handle: row.author_handle,
      url: row.author_url,
      followers: row.author_followers,
      ...(row.author_created_at === null ? {} : { createdAt: row.author_created_at }),
    },
    publishedAt: row.published_at,
    seenAt: row.seen_at,
    language: row.language,
    engagement: readEngagement(row.engagement),
    parentId: row.parent_id,
    threadId: row.thread_id,
    siteName: row.site_name,
    isBackfill: row.is_backfill === 1,
    folded: row.folded,
  };
  return unpackTrail(bare, row.trail === undefined ? trailOf(c, row.n) : row.trail);
}

/** Watches that are still there, in the order in which they were made. */
export function watchIdsOf(c: Connection, mentionN: number): string[] {
  const text = `SELECT w.id FROM links l JOIN watches w ON w.n = l.watch_n WHERE l.mention_n = ? ORDER BY w.n`;
  return c.rows<{ id: string }>(text, mentionN).map(({ id }) => id);
}

export function toHit(c: Connection, row: MentionRow): MentionHit {
  return { mention: toMention(c, row), watchIds: watchIdsOf(c, row.n) };
}

/** `judgementN` null: not judged. */
export function toJudged(c: Connection, row: MentionRow, judgementN: number | null): JudgedMention {
  return { ...toHit(c, row), judgement: judgementN === null ? null : readJudgement(c, row.id, judgementN) };
}

export function readJudgement(c: Connection, mentionId: string, judgementN: number): Judgement | null {
  const row = c.row<{ body: string; brand_n: number; story_id: string }>(
    `SELECT j.body, k.brand_n, s.id AS story_id FROM judgements j JOIN mentions m ON m.id = ?
       JOIN cases k ON k.seen_at = m.seen_at AND k.mention_n = m.n AND k.judgement_n = j.n JOIN stories s ON s.n = k.story_n
     WHERE j.n = ?`,
    ...[mentionId, judgementN],
  );
  if (!row) return null;
  const judgement = unpackJudgement(c.names, row.body);
  return { mentionId, brandId: c.names.idOf(row.brand_n), storyId: row.story_id, ...judgement };
}
