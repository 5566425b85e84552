// What people said instead of the machine: one document for each field of a mention that a brand's people corrected.
// Judgements are not changed here: whoever writes a correction commits the corrected judgement as well.

import type { Store } from '../../core/ports.ts';
import { CORRECTION_FIELDS, type Correction } from '../../core/types.ts';
import { findByIds, putEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { after, newTie, pageOf, pageSize, readCursor } from './cursor.ts';
import { mentionsIn } from './mention-rows.ts';

export type CorrectionDoc = Omit<Correction, 'id'> & { tie: string };

export const correctionsIn = (c: Connection) => c.collection<CorrectionDoc>('corrections');

export function corrections(c: Connection): Store['corrections'] {
  const many = () => correctionsIn(c);
  return {
    async put(all) {
      const ids = all.map(({ mentionId }) => mentionId);
      const mentions = await findByIds(c, mentionsIn(c), ids);
      const docs = all
        .filter(({ mentionId }) => mentions.has(mentionId))
        .map(({ id, ...rest }): [string, Doc<CorrectionDoc>] => [id, { _id: id, ...rest, tie: newTie() }]);
      await putEach(c, many(), [...new Map(docs).values()]);
    },
    async remove(ids) {
      const there = await findByIds(c, many(), ids);
      if (there.size > 0) await many().deleteMany({ _id: { $in: [...there.keys()] } });
      return [...there.values()].map(toCorrection);
    },
    async get(id) {
      const doc = await many().findOne({ _id: id });
      return doc && toCorrection(doc);
    },
    async ofMentions(mentionIds) {
      if (mentionIds.length === 0) return [];
      const docs = await many()
        .find({ mentionId: { $in: [...mentionIds] } })
        .toArray();
      return docs.sort((a, b) => a.at - b.at || (a.tie < b.tie ? -1 : 1)).map(toCorrection);
    },
    async list({ brandId, field }, page) {
      const size = pageSize(page.limit);
      const where = [
        ...(brandId === undefined ? [] : [{ brandId }]),
        ...(field === undefined ? [] : [{ field }]),
        ...after(readCursor(page.cursor), 'at'),
      ];
      const docs = await many()
        .find(where.length > 0 ? { $and: where } : {})
        .sort({ at: -1, tie: -1 })
        .limit(size + 1)
        .toArray();
      const found = pageOf(docs, size, ({ at, tie }) => [at, tie]);
      return { ...found, items: found.items.map(toCorrection) };
    },
    async counts(brandId) {
      const counted = CORRECTION_FIELDS.map(async (field) => {
        const n = await many().countDocuments({ field, ...(brandId === undefined ? {} : { brandId }) });
        return [field, n] as const;
      });
      return Object.fromEntries((await Promise.all(counted)).filter(([, n]) => n > 0));
    },
  };
}

export function toCorrection({ _id, ...doc }: Doc<CorrectionDoc>): Correction {
  const { mentionId, brandId, field, label, from, to, by, at } = doc;
  return { id: _id, mentionId, brandId, field, label, from, to, by, at };
}
