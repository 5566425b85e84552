// Brands: one document each, with the folded name beside it because it is unique.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { Brand } from '../../core/types.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import { isDuplicate } from './errors.ts';

export type BrandDoc = Omit<Brand, 'id'> & { nameKey: string; tie: string };

export function brands(c: Connection): Store['brands'] {
  const many = () => c.collection<BrandDoc>('brands');
  return {
    async put({ id, ...brand }) {
      const nameKey = fold(brand.name);
      if (await many().findOne({ nameKey, _id: { $ne: id } })) throw taken();
      const update = { $set: { ...brand, nameKey }, $setOnInsert: { tie: newTie() } };
      try {
        await many().updateOne({ _id: id }, update, { upsert: true });
      } catch (error) {
        throw isDuplicate(error) ? taken() : error;
      }
    },
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toBrand(doc);
    },
    list: async () => (await many().find().sort({ createdAt: 1, tie: 1 }).toArray()).map(toBrand),
  };
}

function taken(): AppError {
  return new AppError('store.conflict', 'There is a brand with this name already; choose another name.');
}

function toBrand({ _id, nameKey: _key, tie: _tie, ...brand }: Doc<BrandDoc>): Brand {
  return { id: _id, ...brand };
}
