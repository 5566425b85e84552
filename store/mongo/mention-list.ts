// Lists of mentions, newest seen first: cases are filtered and ordered, then the mentions they belong to are fetched.

import { entityKeys } from '../../core/entities.ts';
import type { JudgedMention, MentionFilter, Page } from '../../core/ports.ts';
import type { Connection, Doc } from './connection.ts';
import { after, pageOf, pageSize, readCursor } from './cursor.ts';
import { type CaseDoc, casesIn, mentionsByIds, toJudged } from './mention-rows.ts';
import { searchConditions } from './search.ts';
import { type KnownWatch, knownWatches } from './watches.ts';

type Condition = Record<string, unknown>;
type Row = Pick<
  Doc<CaseDoc>,
  '_id' | 'mentionId' | 'brandId' | 'seenAt' | 'tie' | 'severity' | 'storyId' | 'judgement'
>;

const FIELDS = { mentionId: 1, brandId: 1, seenAt: 1, tie: 1, severity: 1, storyId: 1, judgement: 1 } as const;

/** Newest seen first; of a mention that several brands' judgements would show, the most severe one. */
export async function listMentions(
  c: Connection,
  filter: MentionFilter,
  page: { limit: number; cursor?: string | null },
): Promise<Page<JudgedMention>> {
  const size = pageSize(page.limit);
  const position = readCursor(page.cursor);
  const watches = await knownWatches(c);
  const conditions = conditionsOf(filter, watches);
  if (conditions === null) return { items: [], nextCursor: null };
  const isOneBrand = [filter.brandId, filter.watchId, filter.storyId].some((value) => value !== undefined);
  const order = [...new Set(watches.map(({ brandId }) => brandId))];
  const count = (size + 1) * (isOneBrand ? 1 : Math.max(1, order.length));
  const rows = (await casesIn(c)
    .find({ $and: [...conditions, ...after(position, 'seenAt')] }, { projection: FIELDS })
    .sort({ seenAt: -1, tie: -1, severity: 1 })
    .limit(count)
    .toArray()) as Row[];
  const { items, nextCursor } = pageOf(oncePerMention(rows, order), size, (row) => [row.seenAt, row.tie]);
  const chosen = new Map(items.map((row) => [row.mentionId, row as Doc<CaseDoc>]));
  const docs = await mentionsByIds(c, [...chosen.keys()]);
  return { items: docs.map((doc) => toJudged(doc, watches, chosen.get(doc._id) ?? null)), nextCursor };
}

/** Null when nothing can be found. */
function conditionsOf(filter: MentionFilter, watches: readonly KnownWatch[]): Condition[] | null {
  const { brandId, watchId, storyId, sourceId, channel, sentiment, type, maxSeverity, search, since, until } = filter;
  const { entity, claim } = filter;
  const watch = watches.find(({ id }) => id === watchId);
  const words = searchConditions(search);
  if (words === 'nothing' || (watchId !== undefined && !watch)) return null;
  const all: Condition[] = [{ seenAt: { $gte: since ?? 0, ...(until === undefined ? {} : { $lt: until }) } }];
  const add = (value: unknown, condition: Condition) => {
    if (value !== undefined) all.push(condition);
  };
  add(brandId, { brandId });
  add(watchId, { brandId: watch?.brandId, watchIds: watchId });
  add(storyId, { storyId });
  add(sourceId, { sourceId });
  add(channel, { channel });
  add(sentiment, { sentiment });
  add(type, { types: type });
  add(entity, { entities: { $in: entityKeys(entity ?? '') } });
  add(maxSeverity, { severity: { $lte: maxSeverity } });
  if (claim === 'unverified') all.push({ claim: { $nin: ['true', 'partly', 'false'] }, judgement: { $ne: null } });
  else add(claim, { claim });
  return [...all, ...(words ?? [])];
}

/** Rows of one mention stand together: the most severe one stays, then that of the brand that was there first. */
function oncePerMention(rows: readonly Row[], order: readonly string[]): Row[] {
  const best: Row[] = [];
  for (const row of rows) {
    const last = best.at(-1);
    if (last?.mentionId !== row.mentionId) best.push(row);
    else if (row.severity === last.severity && order.indexOf(row.brandId) < order.indexOf(last.brandId))
      best[best.length - 1] = row;
  }
  return best;
}
