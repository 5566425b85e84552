// Sessions of the dashboard. Only the hash of a cookie ever comes here.

import type { Store } from '../../core/ports.ts';
import type { Session } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

export function sessions(c: Connection): Sync<Store['sessions']> {
  return {
    put: ({ idHash, userId, createdAt, expiresAt }) =>
      void c.write(() =>
        c.run('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)', idHash, userId, createdAt, expiresAt),
      ),
    get: (idHash) =>
      c.row<Session>(
        `SELECT id_hash AS idHash, user_id AS userId, created_at AS createdAt, expires_at AS expiresAt
         FROM sessions WHERE id_hash = ?`,
        idHash,
      ),
    remove: (idHash) => void c.write(() => c.run('DELETE FROM sessions WHERE id_hash = ?', idHash)),
    removeExpired: (now) => c.write(() => c.run('DELETE FROM sessions WHERE expires_at <= ?', now)),
    removeOfUser: (userId) => void c.write(() => c.run('DELETE FROM sessions WHERE user_id = ?', userId)),
  };
}
