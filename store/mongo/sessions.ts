// Sessions of the dashboard. Only the hash of a cookie ever comes here.

import type { Store } from '../../core/ports.ts';
import type { Session } from '../../core/types.ts';
import type { Connection } from './connection.ts';

export type SessionDoc = Omit<Session, 'idHash'>;

export function sessions(c: Connection): Store['sessions'] {
  const many = () => c.collection<SessionDoc>('sessions');
  return {
    async put({ idHash, ...session }) {
      await many().updateOne({ _id: idHash }, { $set: session }, { upsert: true });
    },
    async get(idHash) {
      const doc = await many().findOne({ _id: idHash });
      if (!doc) return null;
      const { _id, ...session } = doc;
      return { idHash: _id, ...session };
    },
    remove: async (idHash) => void (await many().deleteOne({ _id: idHash })),
    removeExpired: async (now) => (await many().deleteMany({ expiresAt: { $lte: now } })).deletedCount,
    removeOfUser: async (userId) => void (await many().deleteMany({ userId })),
  };
}
