// People who sign in: kept whole, found by e-mail address without regard to case.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { User } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

interface Row {
  body: string;
}

export function users(c: Connection): Sync<Store['users']> {
  const readAll = (rows: Row[]) => rows.map(({ body }) => JSON.parse(body) as User);
  return {
    put: (user) =>
      c.write(() => {
        const key = keyOf(user.email);
        if (c.row('SELECT 1 FROM users WHERE email_key = ? AND id <> ?', key, user.id))
          throw new AppError('store.conflict', 'There is a user with this e-mail address already.');
        c.run(
          `INSERT INTO users (id, email_key, created_at, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
             email_key = excluded.email_key, created_at = excluded.created_at, body = excluded.body`,
          ...[user.id, key, user.createdAt, JSON.stringify(user)],
        );
      }),
    get: (id) => readAll(c.rows<Row>('SELECT body FROM users WHERE id = ?', id))[0] ?? null,
    findByEmail: (email) => readAll(c.rows<Row>('SELECT body FROM users WHERE email_key = ?', keyOf(email)))[0] ?? null,
    list: () => readAll(c.rows<Row>('SELECT body FROM users ORDER BY created_at, id')),
  };
}

/** Addresses are no Turkish words: I becomes i, not ı. */
function keyOf(email: string): string {
  return email.trim().toLowerCase();
}
