// The log of what is to be sent and was sent. A claim is a lease: when its holder is killed, another may send after it
// ends. What was sent stays sent, whoever comes later.

import { MINUTE } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import type { Delivery } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';

/** Longer than any notifier may take. */
const LEASE_MS = 2 * MINUTE;

/** `message` is JSON. */
export type DeliveryDoc = Omit<Delivery, 'id' | 'message'> & { message: string; claimedAt: number | null; tie: string };

export function deliveries(c: Connection): Store['deliveries'] {
  const many = () => c.collection<DeliveryDoc>('deliveries');
  return {
    async add(delivery) {
      const { id, message, subjectId, routeId, contentHash, ...facts } = delivery;
      const key = { subjectId, routeId, contentHash };
      const doc = { _id: id, ...key, ...facts, message: JSON.stringify(message), claimedAt: null, tie: newTie() };
      if ((await insertNew(many(), [doc])).size === 0) return { delivery, isNew: true };
      const stored = (await many().findOne(key)) ?? (await many().findOne({ _id: id }));
      return { delivery: stored ? toDelivery(stored) : delivery, isNew: false };
    },
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toDelivery(doc);
    },
    async claim(id) {
      const now = c.clock.now();
      const isFree = [
        { state: { $in: ['pending', 'failed'] as Delivery['state'][] } },
        { state: 'sending' as const, claimedAt: { $lte: now - LEASE_MS } },
        { state: 'sending' as const, claimedAt: null },
      ];
      const update = { $set: { state: 'sending' as const, claimedAt: now }, $inc: { attemptCount: 1 } };
      const doc = await many().findOneAndUpdate({ _id: id, $or: isFree }, update, { returnDocument: 'after' });
      return doc && toDelivery(doc);
    },
    async finish(id, { state, error, sentAt }) {
      const update = { $set: { state, lastError: error, sentAt, claimedAt: null } };
      await many().updateOne({ _id: id, state: { $ne: 'sent' } }, update);
    },
    async list({ subjectId, states }, limit) {
      const filter = {
        ...(subjectId === undefined ? {} : { subjectId }),
        ...(states === undefined ? {} : { state: { $in: states } }),
      };
      return (await many().find(filter).sort({ createdAt: -1, tie: -1 }).limit(limit).toArray()).map(toDelivery);
    },
    async lastSent(subjectId, routeId) {
      const filter = { subjectId, routeId, state: 'sent' as const };
      const [doc] = await many().find(filter).sort({ sentAt: -1, tie: -1 }).limit(1).toArray();
      return doc ? toDelivery(doc) : null;
    },
  };
}

export function toDelivery({ _id, message, claimedAt: _at, tie: _tie, ...delivery }: Doc<DeliveryDoc>): Delivery {
  return { id: _id, ...delivery, message: JSON.parse(message) };
}
