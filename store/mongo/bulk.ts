// Many documents at once, in the ways that MongoDB and FerretDB 1 both do well. FerretDB looks up by _id alone and reads
// the whole collection for anything else, so there documents are fetched one by one and updated without a further
// condition, which is safe because the caller holds the writer's lock.

import type { AnyBulkWriteOperation, Collection, Filter, UpdateFilter } from 'mongodb';
import { systemClock } from '../../core/clock.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie, tieTime } from './cursor.ts';
import { isDuplicate } from './errors.ts';

type Many<T> = Collection<Doc<T>>;

const LOOKUPS_AT_ONCE = 16;

/** Documents by _id; those that are not there are left out. */
export async function findByIds<T>(c: Connection, many: Many<T>, ids: readonly string[]): Promise<Map<string, Doc<T>>> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Doc<T>>();
  if (wanted.length === 0) return found;
  if (c.isAtomic) {
    const filter = { _id: { $in: wanted } } as Filter<Doc<T>>;
    for (const doc of (await many.find(filter).toArray()) as Doc<T>[]) found.set(doc._id, doc);
    return found;
  }
  for (let i = 0; i < wanted.length; i += LOOKUPS_AT_ONCE) {
    const part = wanted.slice(i, i + LOOKUPS_AT_ONCE);
    const docs = await Promise.all(part.map((_id) => many.findOne({ _id } as Filter<Doc<T>>)));
    for (const doc of docs as (Doc<T> | null)[]) if (doc) found.set(doc._id, doc);
  }
  return found;
}

/** Inserts what is not there. Returns the indexes of those that a unique index refused. */
export async function insertNew<T>(many: Many<T>, docs: readonly Doc<T>[]): Promise<Set<number>> {
  if (docs.length === 0) return new Set();
  try {
    await many.insertMany(docs as Parameters<Many<T>['insertMany']>[0][number][], { ordered: false });
    return new Set();
  } catch (error) {
    return new Set(refusedBy(error).map(({ index }) => index));
  }
}

/** The writes that a unique index refused; throws when anything else went wrong. */
function refusedBy(error: unknown): { index: number }[] {
  const { writeErrors } = error as {
    writeErrors?: { index: number; code: number } | { index: number; code: number }[];
  };
  const all = writeErrors === undefined ? [] : [writeErrors].flat();
  if (all.length === 0 || !all.every((each) => isDuplicate(each))) throw error;
  return all;
}

/** A condition besides the _id. Left out where it would cost a walk over everything and the lock makes it true. */
export function at<T>(c: Connection, id: string, condition: object): Filter<Doc<T>> {
  return (c.isAtomic ? { _id: id, ...condition } : { _id: id }) as Filter<Doc<T>>;
}

/** Updates in as few commands as the server allows. None of them may break a unique index. */
export async function updateEach<T>(
  c: Connection,
  many: Many<T>,
  updates: readonly { filter: Filter<Doc<T>>; update: UpdateFilter<Doc<T>> }[],
): Promise<void> {
  for (let i = 0; i < updates.length; i += c.maxBulk) {
    const part = updates.slice(i, i + c.maxBulk);
    await many.bulkWrite(part.map((updateOne) => ({ updateOne })) as AnyBulkWriteOperation<Doc<T>>[], {
      ordered: false,
    });
  }
}

/** Inserts the new ones and sets the fields of those that are there. */
export async function putEach<T>(c: Connection, many: Many<T>, docs: readonly Doc<T>[]): Promise<void> {
  const known = await insertNew(many, docs);
  const updates = [...known].flatMap((index) => {
    const doc = docs[index];
    if (!doc) return [];
    const { _id, ...fields } = doc;
    return [{ filter: { _id } as Filter<Doc<T>>, update: { $set: fields } as unknown as UpdateFilter<Doc<T>> }];
  });
  await updateEach(c, many, updates);
}

// ---------------------------------------------------------------- changes that must count once

/** A document that remembers which operations changed it. */
export interface Applied {
  applied: string[];
}

export interface Change<T> {
  id: string;
  /** Of a document that is not there yet; says nothing that is counted. */
  seed: Omit<T, 'applied'>;
  /** Without $push of `applied`: that is added here. */
  update: UpdateFilter<Doc<T>>;
}

/** Nobody repeats an operation after this long: what is older may be forgotten. */
const REMEMBERED_MS = 5 * 60_000;
const MANY_APPLIED = 50;

/** The name of an operation; tells when it began. */
export const newOperation = newTie;

/**
 * Applies the changes of one operation, each at most once however often and by however many this is called: the
 * document itself keeps the names of the operations it has seen. Documents that are not there are made.
 */
export async function applyOnce<T extends Applied>(
  c: Connection,
  many: Many<T>,
  operation: string,
  changes: readonly Change<T>[],
): Promise<void> {
  const ids = changes.map(({ id }) => id);
  const known = await findByIds(c, many, ids);
  const missing = changes.filter(({ id }) => !known.has(id));
  await insertNew(
    many,
    missing.map(({ id, seed }) => ({ ...seed, applied: [], _id: id }) as unknown as Doc<T>),
  );
  const open = changes.filter(({ id }) => !known.get(id)?.applied.includes(operation));
  await updateEach(
    c,
    many,
    open.map(({ id, update }) => ({
      filter: at<T>(c, id, { applied: { $ne: operation } }),
      update: { ...update, $push: { applied: operation } } as unknown as UpdateFilter<Doc<T>>,
    })),
  );
  for (const { _id, applied } of known.values()) if (applied.length > MANY_APPLIED) await forget(many, _id, applied);
}

async function forget<T extends Applied>(many: Many<T>, id: string, applied: readonly string[]): Promise<void> {
  const over = systemClock.now() - REMEMBERED_MS;
  const old = applied.filter((operation) => tieTime(operation) < over);
  if (old.length === 0) return;
  await many.updateOne(
    { _id: id } as Filter<Doc<T>>,
    { $pullAll: { applied: old } } as unknown as UpdateFilter<Doc<T>>,
  );
}
