// Mentions: stored once by key, linked to watches, and the case of each brand they concern opened. Reading lists is in
// mention-list.ts, deleting in remove.ts.

import type { Store } from '../../core/ports.ts';
import { mergeMention, packTrail } from '../../core/sightings.ts';
import type { Mention, MentionHit } from '../../core/types.ts';
import { CHANNEL_BITS } from './codes.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';
import { listMentions } from './mention-list.ts';
import {
  insertMention,
  MENTION_ROWS,
  type MentionRow,
  toHit,
  toJudged,
  toMention,
  updateMention,
} from './mention-rows.ts';
import { addVersion, keepTrail, listVersions } from './mention-trails.ts';
import { eraseAuthor, removeSeenBefore } from './remove.ts';
import { indexText, unindexText } from './search.ts';

export function mentions(c: Connection): Sync<Store['mentions']> {
  return {
    add: (hits) => c.write(() => add(c, hits)),
    getMany: (ids) =>
      c.read(() =>
        ids.flatMap((id) => {
          const row = c.row<MentionRow>(`${MENTION_ROWS} WHERE m.id = ?`, id);
          return row ? [toHit(c, row)] : [];
        }),
      ),
    get: (id) =>
      c.read(() => {
        const row = c.row<MentionRow>(`${MENTION_ROWS} WHERE m.id = ?`, id);
        return row && toJudged(c, row, mostSevere(c, row));
      }),
    list: (filter, page) => c.read(() => listMentions(c, filter, page)),
    listUnjudged: (limit) =>
      c
        .rows<{ id: string }>(
          `SELECT id FROM (
             SELECT DISTINCT m.id, 0 AS is_stale, k.seen_at, k.mention_n FROM cases k INDEXED BY cases_waiting
               JOIN links l ON l.mention_n = k.mention_n JOIN watches w ON w.n = l.watch_n AND w.brand_n = k.brand_n
               JOIN mentions m ON m.n = k.mention_n
             WHERE k.judgement_n IS NULL AND k.brand_n > 0
             UNION
             SELECT DISTINCT m.id, 1 AS is_stale, k.seen_at, k.mention_n FROM cases k INDEXED BY cases_stale
               JOIN links l ON l.mention_n = k.mention_n JOIN watches w ON w.n = l.watch_n AND w.brand_n = k.brand_n
               JOIN mentions m ON m.n = k.mention_n
             WHERE k.is_stale = 1
           ) GROUP BY id ORDER BY min(is_stale), seen_at, mention_n LIMIT ?`,
          limit,
        )
        .map(({ id }) => id),
    versions: (id) => c.read(() => listVersions(c, id)),
    count: () => c.row<{ n: number }>('SELECT count(*) AS n FROM mentions')?.n ?? 0,
    removeSeenBefore: (time, limit) => c.write(() => removeSeenBefore(c, time, limit)),
    eraseAuthor: (handleOrName, by, at) => c.write(() => eraseAuthor(c, handleOrName, by, at)),
  };
}

/** Of several brands' judgements the most severe one, then that of the brand that was known first. */
function mostSevere(c: Connection, { n, seen_at }: MentionRow): number | null {
  const text = `SELECT judgement_n FROM cases WHERE seen_at = ? AND mention_n = ? AND judgement_n IS NOT NULL
    ORDER BY severity, brand_n LIMIT 1`;
  return c.row<{ judgement_n: number }>(text, seen_at, n)?.judgement_n ?? null;
}

interface KnownWatch {
  n: number;
  brand_n: number;
}

/** What a case needs to know of its mention. */
interface Place {
  n: number;
  seen_at: number;
  source_n: number;
  channel: number;
  /** There may be a case without a brand. */
  isKnown: boolean;
  /** Sources of this batch that have shown it. */
  sourceIds: string[];
}

function add(
  c: Connection,
  hits: readonly MentionHit[],
): { addedIds: string[]; changedIds: string[]; knownCount: number } {
  const watches = new Map<string, KnownWatch | null>();
  const places = new Map<string, Place>();
  const addedIds: string[] = [];
  const changedIds = new Set<string>();
  for (const { mention, watchIds } of hits) {
    let place = places.get(mention.id);
    if (!place) {
      const n = insertMention(c, mention);
      if (n !== null) {
        addedIds.push(mention.id);
        indexText(c, n, mention.folded);
        keepTrail(c, n, packTrail(mention));
      }
      place = newPlace(c, mention, n);
      places.set(mention.id, place);
    }
    // Of one source only the first: two items at one address would take turns as its text.
    if (!place.sourceIds.includes(mention.sourceId)) {
      place.sourceIds.push(mention.sourceId);
      if (mergeKnown(c, place, mention)) changedIds.add(mention.id);
    }
    link(c, place, linkable(c, watchIds, watches));
    place.isKnown = true;
  }
  for (const id of addedIds) changedIds.delete(id);
  return { addedIds, changedIds: [...changedIds], knownCount: places.size - addedIds.length };
}

/** `n` null: it is known, and mergeKnown() tells the rest. */
function newPlace(c: Connection, { seenAt, sourceId, channel }: Mention, n: number | null): Place {
  return {
    n: n ?? 0,
    seen_at: seenAt,
    source_n: c.names.numberOf(sourceId),
    channel: CHANNEL_BITS[channel],
    isKnown: false,
    sourceIds: n === null ? [] : [sourceId],
  };
}

/** Brings the place up to what is stored. Returns whether the mention is to be judged anew. */
function mergeKnown(c: Connection, place: Place, incoming: Mention): boolean {
  const row = c.row<MentionRow>(`${MENTION_ROWS} WHERE m.id = ?`, incoming.id);
  if (!row) throw new Error('a mention that is known cannot be read');
  const known = toMention(c, row);
  const merged = mergeMention(known, incoming);
  const channel = CHANNEL_BITS[merged?.mention.channel ?? row.channel];
  Object.assign(place, { n: row.n, seen_at: row.seen_at, source_n: row.source_n, channel, isKnown: true });
  if (!merged) return false;
  const { mention, version, isJudgedAnew } = merged;
  updateMention(c, row.n, mention);
  keepTrail(c, row.n, packTrail(mention));
  if (version) addVersion(c, row.n, version);
  if (mention.folded !== known.folded) {
    unindexText(c, row.n);
    indexText(c, row.n, mention.folded);
  }
  if (mention.channel !== known.channel)
    c.run('UPDATE cases SET channel = ? WHERE seen_at = ? AND mention_n = ?', channel, row.seen_at, row.n);
  if (isJudgedAnew) c.run(MARK_STALE, row.seen_at, row.n);
  return isJudgedAnew;
}

const MARK_STALE = `UPDATE cases SET is_stale = 1
  WHERE seen_at = ? AND mention_n = ? AND judgement_n IS NOT NULL`;

/** A watch that was removed meanwhile is passed over: its mentions must not hold up the others. */
function linkable(c: Connection, ids: readonly string[], known: Map<string, KnownWatch | null>): KnownWatch[] {
  return ids.flatMap((id) => {
    let watch = known.get(id);
    if (watch === undefined) {
      watch = c.row<KnownWatch>('SELECT n, brand_n FROM watches WHERE id = ?', id);
      known.set(id, watch);
    }
    return watch ? [watch] : [];
  });
}

const INSERT_CASE = `INSERT INTO cases (seen_at, mention_n, brand_n, source_n, channel) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

const INSERT_LINK = `INSERT INTO links (mention_n, watch_n, seen_at) SELECT @mention, @watch, @seenAt
  WHERE NOT EXISTS (SELECT 1 FROM withdrawn WHERE mention_n = @mention AND watch_n = @watch) ON CONFLICT DO NOTHING`;

function link(c: Connection, place: Place, watches: readonly KnownWatch[]): void {
  const { n, seen_at, source_n, channel, isKnown } = place;
  let isLinked = false;
  for (const watch of watches) {
    if (c.run(INSERT_LINK, { mention: n, watch: watch.n, seenAt: seen_at }) === 0) continue;
    c.run(INSERT_CASE, seen_at, n, watch.brand_n, source_n, channel);
    isLinked = true;
  }
  if (isLinked && isKnown) c.run('DELETE FROM cases WHERE seen_at = ? AND mention_n = ? AND brand_n = 0', seen_at, n);
  if (!isLinked && !isKnown) c.run(INSERT_CASE, seen_at, n, 0, source_n, channel);
}
