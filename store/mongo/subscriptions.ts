// Subscriptions and who reads them next. Claiming moves the next run in the same step that finds it unmoved, so that two
// processes never get the same one. Parameters and cursors are anything, so they are kept as JSON.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { Subscription } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import type { HealthDoc } from './sources.ts';
import type { WatchDoc } from './watches.ts';

export interface SubscriptionDoc {
  watchId: string;
  sourceId: string;
  params: string;
  cursor: string;
  nextRunAt: number;
  lastRunAt: number | null;
  tie: string;
}

const collectionOf = (c: Connection) => c.collection<SubscriptionDoc>('subscriptions');

export function subscriptions(c: Connection): Store['subscriptions'] {
  const many = () => collectionOf(c);
  return {
    put: (subscription) => put(c, subscription),
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toSubscription(doc);
    },
    list: async (filter = {}) => (await many().find(filter).sort({ tie: 1 }).toArray()).map(toSubscription),
    remove: async (id) => void (await many().deleteOne({ _id: id })),
    claimDue: (now, limit, leaseMs) => claimDue(c, now, limit, leaseMs),
    async finishRun(id, { cursor, lastRunAt, nextRunAt }) {
      const kept = cursor === undefined ? {} : { cursor: JSON.stringify(cursor) };
      await many().updateOne({ _id: id }, { $set: { ...kept, lastRunAt, nextRunAt } });
    },
    async wake(watchId, now) {
      const result = await many().updateMany(watchId === null ? {} : { watchId }, { $set: { nextRunAt: now } });
      return result.matchedCount;
    },
  };
}

async function put(c: Connection, { id, params, cursor, ...subscription }: Subscription): Promise<void> {
  if (!(await c.collection('watches').findOne({ _id: subscription.watchId })))
    throw new AppError('store.missing', 'What this belongs to is not there (any more).');
  const fields = { ...subscription, params: JSON.stringify(params), cursor: JSON.stringify(cursor ?? null) };
  await collectionOf(c).updateOne({ _id: id }, { $set: fields, $setOnInsert: { tie: newTie() } }, { upsert: true });
}

async function claimDue(c: Connection, now: number, limit: number, leaseMs: number): Promise<Subscription[]> {
  const many = collectionOf(c);
  const isDue = { nextRunAt: { $lte: now } };
  if (!(await many.findOne(isDue))) return [];
  const active = await c.collection<WatchDoc>('watches').find({ isPaused: false }).project({ _id: 1 }).toArray();
  const suspended = await c
    .collection<HealthDoc>('sources')
    .find({ suspendedUntil: { $gt: now } })
    .toArray();
  const due = await many
    .find({
      ...isDue,
      watchId: { $in: active.map(({ _id }) => String(_id)) },
      sourceId: { $nin: suspended.map(({ _id }) => _id) },
    })
    .sort({ nextRunAt: 1, tie: 1 })
    .limit(limit)
    .toArray();
  const claimed: Subscription[] = [];
  for (const { _id, nextRunAt } of due) {
    const update = { $set: { nextRunAt: now + leaseMs } };
    const doc = await many.findOneAndUpdate({ _id, nextRunAt }, update, { returnDocument: 'after' });
    if (doc) claimed.push(toSubscription(doc));
  }
  return claimed;
}

function toSubscription(doc: Doc<SubscriptionDoc>): Subscription {
  return {
    id: doc._id,
    watchId: doc.watchId,
    sourceId: doc.sourceId,
    params: JSON.parse(doc.params),
    cursor: JSON.parse(doc.cursor),
    nextRunAt: doc.nextRunAt,
    lastRunAt: doc.lastRunAt,
  };
}
