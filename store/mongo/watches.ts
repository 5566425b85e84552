// Watches: one document each. A removed one takes its subscriptions along; mentions and rollups go on speaking of it.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { Watch } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import { isDuplicate } from './errors.ts';
import { positionsIn } from './positions.ts';

export type WatchDoc = Omit<Watch, 'id'> & { nameKey: string; tie: string };

export function watches(c: Connection): Store['watches'] {
  const many = () => c.collection<WatchDoc>('watches');
  return {
    put: (watch) => put(c, watch),
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toWatch(doc);
    },
    async list(brandId) {
      const filter = brandId === undefined ? {} : { brandId };
      return (await many().find(filter).sort({ createdAt: 1, tie: 1 }).toArray()).map(toWatch);
    },
    async remove(id) {
      await many().deleteOne({ _id: id });
      await c.collection<{ watchId: string }>('subscriptions').deleteMany({ watchId: id });
      await positionsIn(c).deleteMany({ watchId: id });
    },
  };
}

async function put(c: Connection, { id, ...watch }: Watch): Promise<void> {
  const many = c.collection<WatchDoc>('watches');
  const nameKey = fold(watch.name);
  if (!(await c.collection('brands').findOne({ _id: watch.brandId })))
    throw new AppError('store.missing', 'What this belongs to is not there (any more).');
  if (await many.findOne({ brandId: watch.brandId, nameKey, _id: { $ne: id } })) throw taken();
  // What another query let go may be what this one means.
  const before = await many.findOne({ _id: id }, { projection: { query: 1 } });
  if (before && before.query !== watch.query)
    await c
      .collection<{ withdrawnIds?: string[] }>('mentions')
      .updateMany({ withdrawnIds: id }, { $pull: { withdrawnIds: id } });
  try {
    await many.updateOne(
      { _id: id },
      { $set: { ...watch, nameKey }, $setOnInsert: { tie: newTie() } },
      { upsert: true },
    );
  } catch (error) {
    throw isDuplicate(error) ? taken() : error;
  }
}

function taken(): AppError {
  return new AppError('store.conflict', 'The brand has a watch with this name already; choose another name.');
}

function toWatch({ _id, nameKey: _key, tie: _tie, ...watch }: Doc<WatchDoc>): Watch {
  return { id: _id, ...watch };
}

/** What lists need to know of the watches that are there, in the order in which they were made. */
export interface KnownWatch {
  id: string;
  brandId: string;
}

export async function knownWatches(c: Connection): Promise<KnownWatch[]> {
  const docs = await c
    .collection<WatchDoc>('watches')
    .find({}, { projection: { brandId: 1, tie: 1 } })
    .sort({ tie: 1 })
    .toArray();
  return docs.map(({ _id, brandId }) => ({ id: _id, brandId }));
}
