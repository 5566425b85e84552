// Lists of stories. Facts are filtered in the stories; watch and words are asked of their cases: where few cases fit,
// their stories are collected first, else stories are walked and each handful is asked. Both ways give the same list.

import type { Page, StoryFilter } from '../../core/ports.ts';
import type { Story } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';
import { after, type Position, pageOf, pageSize, readCursor } from './cursor.ts';
import { casesIn } from './mention-rows.ts';
import { searchConditions } from './search.ts';
import { type StoryDoc, storiesIn, toStory } from './story-facts.ts';
import { knownWatches } from './watches.ts';

type Condition = Record<string, unknown>;

/** With more cases than this stories are walked instead of collected. */
const MAX_COLLECTED = 5_000;
const WALKED_AT_ONCE = 200;

export async function listStories(
  c: Connection,
  filter: StoryFilter,
  page: { limit: number; cursor?: string | null },
): Promise<Page<Story>> {
  const size = pageSize(page.limit);
  const field = filter.sort === 'size' ? 'mentionCount' : 'lastSeenAt';
  const position = readCursor(page.cursor);
  const asked = await memberConditions(c, filter);
  if (asked === null) return { items: [], nextCursor: null };
  const where = factConditions(filter);
  const unsettled: Condition[] = [];
  for (const condition of asked) {
    const ids = await collect(c, condition);
    if (ids === null) unsettled.push(condition);
    else where.push({ _id: { $in: ids } });
  }
  const docs = await walk(c, { where, field, position, unsettled, count: size + 1 });
  const { items, nextCursor } = pageOf(docs, size, (doc) => [doc[field], doc.tie]);
  return { items: items.map(toStory), nextCursor };
}

function factConditions(filter: StoryFilter): Condition[] {
  const { brandId, states, channel, type, sentiment, maxSeverity, sourceId, since } = filter;
  const all: Condition[] = [{ mentionCount: { $gt: 0 } }];
  const add = (value: unknown, condition: Condition) => {
    if (value !== undefined) all.push(condition);
  };
  add(brandId, { brandId });
  add(states, { state: { $in: states } });
  add(channel, { channels: channel });
  add(type, { types: type });
  add(sentiment, { sentiments: sentiment });
  add(maxSeverity, { severity: { $lte: maxSeverity } });
  add(sourceId, { sourceIds: sourceId });
  add(since, { lastSeenAt: { $gte: since } });
  return all;
}

/** What one case of the story must be, for each question apart. Null when nothing can be found. */
async function memberConditions(c: Connection, { watchId, search, claim }: StoryFilter): Promise<Condition[] | null> {
  const words = searchConditions(search);
  if (words === 'nothing') return null;
  const all: Condition[] = words ? [{ $and: words }] : [];
  if (claim !== undefined) all.push({ claim });
  if (watchId === undefined) return all;
  const watch = (await knownWatches(c)).find(({ id }) => id === watchId);
  return watch ? [...all, { brandId: watch.brandId, watchIds: watchId }] : null;
}

/** Ids of the stories of the cases that fit; null when there are too many. */
async function collect(c: Connection, condition: Condition): Promise<string[] | null> {
  const rows = await casesIn(c)
    .find({ ...condition, storyId: { $ne: null } }, { projection: { storyId: 1 } })
    .limit(MAX_COLLECTED + 1)
    .toArray();
  if (rows.length > MAX_COLLECTED) return null;
  return [...new Set(rows.flatMap(({ storyId }) => storyId ?? []))];
}

interface Walk {
  where: Condition[];
  field: 'mentionCount' | 'lastSeenAt';
  position: Position | null;
  unsettled: Condition[];
  count: number;
}

async function walk(c: Connection, { where, field, position, unsettled, count }: Walk): Promise<Doc<StoryDoc>[]> {
  const found: Doc<StoryDoc>[] = [];
  const step = unsettled.length === 0 ? count : Math.max(count, WALKED_AT_ONCE);
  let from = position;
  while (found.length < count) {
    const docs = await storiesIn(c)
      .find({ $and: [...where, ...after(from, field)] })
      .sort({ [field]: -1, tie: -1 })
      .limit(step)
      .toArray();
    found.push(...(await fitting(c, docs, unsettled)));
    const last = docs.at(-1);
    if (docs.length < step || !last) break;
    from = [last[field], last.tie];
  }
  return found.slice(0, count);
}

async function fitting(
  c: Connection,
  docs: readonly Doc<StoryDoc>[],
  conditions: readonly Condition[],
): Promise<Doc<StoryDoc>[]> {
  let left = [...docs];
  for (const condition of conditions) {
    if (left.length === 0) break;
    const ids = left.map(({ _id }) => _id);
    const good = new Set(await casesIn(c).distinct('storyId', { ...condition, storyId: { $in: ids } }));
    left = left.filter(({ _id }) => good.has(_id));
  }
  return left;
}
