// API tokens. Only their hashes are stored.

import type { Store } from '../../core/ports.ts';
import type { ApiToken } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';

export type TokenDoc = Omit<ApiToken, 'id'>;

export function tokens(c: Connection): Store['tokens'] {
  const many = () => c.collection<TokenDoc>('tokens');
  return {
    async put({ id, ...token }) {
      await many().updateOne({ _id: id }, { $set: token }, { upsert: true });
    },
    async findByHash(hash) {
      const doc = await many().findOne({ hash });
      return doc && toToken(doc);
    },
    list: async () => (await many().find().sort({ createdAt: 1, _id: 1 }).toArray()).map(toToken),
    remove: async (id) => void (await many().deleteOne({ _id: id })),
  };
}

function toToken({ _id, ...token }: Doc<TokenDoc>): ApiToken {
  return { id: _id, ...token };
}
