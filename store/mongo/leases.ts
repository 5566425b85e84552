// Leases: who does what only one process may do. One update with its condition decides; a lease that is another's is not
// found by it, and then the _id keeps a second one from being made.

import type { Filter } from 'mongodb';
import type { Store } from '../../core/ports.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';

export interface LeaseDoc {
  holder: string;
  until: number;
}

export function leases(c: Connection): Store['leases'] {
  const many = () => c.collection<LeaseDoc>('leases');
  return {
    async take(name, holder, { now, until }) {
      const mine: Filter<Doc<LeaseDoc>> = { _id: name, $or: [{ holder }, { until: { $lte: now } }] };
      if ((await many().updateOne(mine, { $set: { holder, until } })).matchedCount > 0) return true;
      return (await insertNew(many(), [{ _id: name, holder, until }])).size === 0;
    },
    release: async (name, holder) => void (await many().deleteOne({ _id: name, holder })),
  };
}
