// People who sign in, found by e-mail address without regard to case.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { User } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';
import { isDuplicate } from './errors.ts';

export type UserDoc = Omit<User, 'id'> & { emailKey: string };

export function users(c: Connection): Store['users'] {
  const many = () => c.collection<UserDoc>('users');
  return {
    async put({ id, ...user }) {
      const emailKey = keyOf(user.email);
      if (await many().findOne({ emailKey, _id: { $ne: id } })) throw taken();
      try {
        await many().updateOne({ _id: id }, { $set: { ...user, emailKey } }, { upsert: true });
      } catch (error) {
        throw isDuplicate(error) ? taken() : error;
      }
    },
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toUser(doc);
    },
    async findByEmail(email) {
      const doc = await many().findOne({ emailKey: keyOf(email) });
      return doc && toUser(doc);
    },
    list: async () => (await many().find().sort({ createdAt: 1, _id: 1 }).toArray()).map(toUser),
  };
}

function taken(): AppError {
  return new AppError('store.conflict', 'There is a user with this e-mail address already.');
}

/** Addresses are no Turkish words: I becomes i, not ı. */
function keyOf(email: string): string {
  return email.trim().toLowerCase();
}

function toUser({ _id, emailKey: _key, ...user }: Doc<UserDoc>): User {
  return { id: _id, ...user };
}
