// Mentions: stored once by key, linked to watches, and the case of each brand they concern opened. Reading lists is in
// mention-list.ts, deleting in remove.ts.
//
// There are no transactions, so the mention itself is written last: whoever repeats an add() that broke off half-way adds
// the mention then, and gets its id back as new. Cases without a mention are shown by nothing. How known ones are merged
// is in mention-merge.ts.

import { timeOf } from '../../core/mention.ts';
import type { Store } from '../../core/ports.ts';
import { mergeMention } from '../../core/sightings.ts';
import type { Mention, MentionHit } from '../../core/types.ts';
import { findByIds, insertNew, updateEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import { listMentions } from './mention-list.ts';
import { mergeKnown } from './mention-merge.ts';
import {
  type CaseDoc,
  caseId,
  casesIn,
  type MentionDoc,
  mentionsByIds,
  mentionsIn,
  toFields,
  toHit,
  toJudged,
  UNJUDGED_SEVERITY,
} from './mention-rows.ts';
import { eraseAuthor, removeSeenBefore } from './remove.ts';
import { wordsOf } from './search.ts';
import { listVersions } from './versions.ts';
import { type KnownWatch, knownWatches } from './watches.ts';

export function mentions(c: Connection): Store['mentions'] {
  return {
    add: (hits) => add(c, hits),
    async getMany(ids) {
      const watches = await knownWatches(c);
      return (await mentionsByIds(c, ids)).map((doc) => toHit(doc, watches));
    },
    get: (id) => get(c, id),
    versions: (id) => listVersions(c, id),
    list: (filter, page) => listMentions(c, filter, page),
    listUnjudged: (limit) => listUnjudged(c, limit),
    count: () => mentionsIn(c).countDocuments(),
    removeSeenBefore: (time, limit) => removeSeenBefore(c, time, limit),
    eraseAuthor: (handleOrName, by, at) => eraseAuthor(c, handleOrName, by, at),
  };
}

/** Of several brands' judgements the most severe one, then that of the brand whose watches were made first. */
async function get(c: Connection, id: string): ReturnType<Store['mentions']['get']> {
  const doc = await mentionsIn(c).findOne({ _id: id });
  if (!doc) return null;
  const watches = await knownWatches(c);
  const order = watches.map(({ brandId }) => brandId);
  const cases = (await casesIn(c).find({ mentionId: id }).toArray()).filter(({ judgement }) => judgement !== null);
  cases.sort((a, b) => a.severity - b.severity || order.indexOf(a.brandId) - order.indexOf(b.brandId));
  return toJudged(doc, watches, cases[0] ?? null);
}

/** Cases of mentions that are there and linked to a watch that is there. */
async function listUnjudged(c: Connection, limit: number): Promise<string[]> {
  const watches = new Set((await knownWatches(c)).map(({ id }) => id));
  const found = new Set<string>();
  for (let skip = 0; found.size < limit; skip += limit) {
    const page = await casesIn(c)
      .find({ waitingAt: { $gte: 0 } }, { projection: { mentionId: 1, watchIds: 1 } })
      .sort({ waitingAt: 1, tie: 1 })
      .skip(skip)
      .limit(limit)
      .toArray();
    const linked = page.filter(({ watchIds }) => watchIds.some((id) => watches.has(id)));
    const ids = [...new Set(linked.map(({ mentionId }) => mentionId))];
    const known = new Set((await mentionsByIds(c, ids)).map(({ _id }) => _id));
    for (const id of ids) if (known.has(id)) found.add(id);
    if (page.length < limit) break;
  }
  return [...found].slice(0, limit);
}

// ------------------------------------------------------------------ adding

interface Item {
  /** What each source of the batch shows, each once. */
  shown: [Mention, ...Mention[]];
  watches: KnownWatch[];
}

interface Added {
  addedIds: string[];
  changedIds: string[];
  knownCount: number;
}

async function add(c: Connection, hits: readonly MentionHit[]): Promise<Added> {
  const items = await mergeByKey(c, hits);
  const known = await findKnown(c, items);
  const fresh = items.filter(({ shown }) => !known.has(shown[0].key));
  const docs = fresh.map(toDoc);
  const cases = docs.flatMap((doc, index) => newCases(doc, fresh[index]?.watches ?? []));
  const stale = await insertNew(casesIn(c), cases);
  const raced = await insertNew(mentionsIn(c), docs);
  // Cases that an add() left behind that never ended: they take the time of the mention that now is stored.
  const left = [...stale].flatMap((index) => cases[index] ?? []);
  await updateEach(
    c,
    casesIn(c),
    left.map(({ _id, seenAt, tie, at, waitingAt, watchIds }) => ({
      filter: { _id },
      update: {
        $set: { seenAt, tie, at, ...(waitingAt === undefined ? {} : { waitingAt }) },
        $addToSet: { watchIds: { $each: watchIds } },
      },
    })),
  );
  for (const [key, doc] of await findRaced(
    c,
    docs.filter((_, index) => raced.has(index)),
  ))
    known.set(key, doc);
  const there = items.filter(({ shown }) => known.has(shown[0].key));
  await linkKnown(c, there, known);
  const changedIds: string[] = [];
  for (const { shown } of there) {
    const doc = known.get(shown[0].key);
    if (doc && (await mergeKnown(c, doc, shown))) changedIds.push(doc._id);
  }
  const addedIds = docs.filter((_, index) => !raced.has(index)).map(({ _id }) => _id);
  return { addedIds, changedIds, knownCount: items.length - addedIds.length };
}

/** An item twice in one batch is one item with the watches of both. Watches that were removed meanwhile are passed over. */
async function mergeByKey(c: Connection, hits: readonly MentionHit[]): Promise<Item[]> {
  const watchOf = new Map((await knownWatches(c)).map((watch) => [watch.id, watch]));
  const items = new Map<string, Item>();
  for (const { mention, watchIds } of hits) {
    const item: Item = items.get(mention.key) ?? { shown: [mention], watches: [] };
    // Of one source only the first: two items at one address would take turns as its text.
    if (!item.shown.some(({ sourceId }) => sourceId === mention.sourceId)) item.shown.push(mention);
    for (const id of watchIds) {
      const watch = watchOf.get(id);
      if (watch && !item.watches.includes(watch)) item.watches.push(watch);
    }
    items.set(mention.key, item);
  }
  return [...items.values()];
}

/** By key. The id is derived from the key, so where it is known nothing else is asked. */
async function findKnown(c: Connection, items: readonly Item[]): Promise<Map<string, Doc<MentionDoc>>> {
  const ids = items.map(({ shown }) => shown[0].id);
  const byId = await findByIds(c, mentionsIn(c), ids);
  return new Map([...byId.values()].map((doc) => [doc.key, doc]));
}

/** What stands where somebody else was faster; a key that is there under another id leaves a case to be cleared away. */
async function findRaced(c: Connection, docs: readonly Doc<MentionDoc>[]): Promise<Map<string, Doc<MentionDoc>>> {
  if (docs.length === 0) return new Map();
  const found = await mentionsIn(c)
    .find({ key: { $in: docs.map(({ key }) => key) } })
    .toArray();
  const known = new Map(found.map((doc) => [doc.key, doc]));
  const lost = docs.filter(({ _id, key }) => known.get(key)?._id !== _id).map(({ _id }) => _id);
  if (lost.length > 0) await casesIn(c).deleteMany({ mentionId: { $in: lost } });
  return known;
}

function toDoc({ shown: [first, ...others], watches }: Item): Doc<MentionDoc> {
  const mention = others.reduce((whole, other) => mergeMention(whole, other)?.mention ?? whole, first);
  return { _id: mention.id, ...toFields(mention), watchIds: watches.map((watch) => watch.id), tie: newTie() };
}

function newCases(doc: Doc<MentionDoc>, watches: readonly KnownWatch[]): Doc<CaseDoc>[] {
  const brandIds = watches.length === 0 ? [''] : [...new Set(watches.map(({ brandId }) => brandId))];
  return brandIds.map((brandId) => newCase(doc, brandId, watches));
}

/** A case that waits for its judgement. */
export function newCase(doc: Doc<MentionDoc>, brandId: string, watches: readonly KnownWatch[]): Doc<CaseDoc> {
  const { _id, seenAt, tie, sourceId, channel, author, folded } = doc;
  return {
    _id: caseId(_id, brandId),
    ...{ mentionId: _id, brandId, seenAt, tie, sourceId, channel },
    watchIds: watches.filter((watch) => watch.brandId === brandId).map(({ id }) => id),
    words: wordsOf(folded),
    ...(brandId === '' ? {} : { waitingAt: seenAt }),
    ...{ sentiment: null, severity: UNJUDGED_SEVERITY, types: [], storyId: null, judgement: null, rollups: '[]' },
    ...{ signature: '', bands: [], storyTitle: '', at: timeOf(doc), author: author.handle ?? author.name },
    ...{ op: null, isPending: false },
  };
}

/** Links mentions that were there to watches that are new to them. */
async function linkKnown(
  c: Connection,
  items: readonly Item[],
  known: ReadonlyMap<string, Doc<MentionDoc>>,
): Promise<void> {
  const news = items.flatMap(({ shown, watches }) => {
    const doc = known.get(shown[0].key);
    const added = doc ? watches.filter(({ id }) => !doc.watchIds.includes(id) && !doc.withdrawnIds?.includes(id)) : [];
    return doc && added.length > 0 ? [{ doc, added }] : [];
  });
  if (news.length === 0) return;
  const cases = news.flatMap(({ doc, added }) => newCases(doc, added));
  const there = await insertNew(casesIn(c), cases);
  const links = (watchIds: string[]) => ({ $addToSet: { watchIds: { $each: watchIds } } });
  await updateEach(
    c,
    casesIn(c),
    [...there].flatMap((index) => {
      const each = cases[index];
      return each ? [{ filter: { _id: each._id }, update: links(each.watchIds) }] : [];
    }),
  );
  await casesIn(c).deleteMany({ _id: { $in: news.map(({ doc }) => caseId(doc._id, '')) } });
  await updateEach(
    c,
    mentionsIn(c),
    news.map(({ doc, added }) => ({ filter: { _id: doc._id }, update: links(added.map(({ id }) => id)) })),
  );
}
