// API tokens. Only their hashes are stored.

import type { Store } from '../../core/ports.ts';
import type { ApiToken } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

const FIELDS = 'id, name, hash, scope, created_at AS createdAt, last_used_at AS lastUsedAt';

export function tokens(c: Connection): Sync<Store['tokens']> {
  return {
    put: ({ id, hash, name, scope, createdAt, lastUsedAt }) =>
      void c.write(() =>
        c.run(
          `INSERT INTO tokens (id, hash, name, scope, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, name = excluded.name, scope = excluded.scope,
             created_at = excluded.created_at, last_used_at = excluded.last_used_at`,
          ...[id, hash, name, scope, createdAt, lastUsedAt],
        ),
      ),
    findByHash: (hash) => c.row<ApiToken>(`SELECT ${FIELDS} FROM tokens WHERE hash = ?`, hash),
    list: () => c.rows<ApiToken>(`SELECT ${FIELDS} FROM tokens ORDER BY created_at, id`),
    remove: (id) => void c.write(() => c.run('DELETE FROM tokens WHERE id = ?', id)),
  };
}
