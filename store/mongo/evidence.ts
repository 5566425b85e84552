// Records of evidence packs. Facts of a capture are written once; only what concerns later looks at the page changes.
// The files themselves are not here (see store/vault.ts); which of them are still needed is.

import type { Store } from '../../core/ports.ts';
import type { Evidence, EvidenceChecks } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { after, newTie, pageOf, pageSize, readCursor } from './cursor.ts';
import { authorKey } from './mention-rows.ts';

/** `body` is JSON of everything but the checks; the other fields are what is searched by. */
export interface EvidenceDoc extends EvidenceChecks {
  mentionId: string;
  storyIds: string[];
  capturedAt: number;
  hashes: string[];
  authorKeys: string[];
  body: string;
  tie: string;
}

const many = (c: Connection) => c.collection<EvidenceDoc>('evidence');

export function evidence(c: Connection): Store['evidence'] {
  return {
    add: (record) => add(c, record),
    async get(id) {
      const doc = await many(c).findOne({ _id: id });
      return doc && toEvidence(doc);
    },
    async list({ mentionIds, storyIds }, page) {
      const size = pageSize(page.limit);
      const wanted = [
        ...(mentionIds === undefined ? [] : [{ mentionId: { $in: mentionIds } }]),
        ...(storyIds === undefined ? [] : [{ storyIds: { $in: storyIds } }]),
      ];
      const where = [...(wanted.length > 0 ? [{ $or: wanted }] : []), ...after(readCursor(page.cursor), 'capturedAt')];
      const docs = await many(c)
        .find(where.length > 0 ? { $and: where } : {})
        .sort({ capturedAt: -1, tie: -1 })
        .limit(size + 1)
        .toArray();
      const found = pageOf(docs, size, ({ capturedAt, tie }) => [capturedAt, tie]);
      return { ...found, items: found.items.map(toEvidence) };
    },
    async listDue(now, limit) {
      const due = { nextAt: { $ne: null, $lte: now } };
      return (await many(c).find(due).sort({ nextAt: 1, tie: 1 }).limit(limit).toArray()).map(toEvidence);
    },
    noteChecks: async (id, checks) => void (await many(c).updateOne({ _id: id }, { $set: checks })),
    async findUnheld(hashes) {
      const held = await many(c)
        .find({ hashes: { $in: hashes } }, { projection: { hashes: 1 } })
        .toArray();
      const known = new Set(held.flatMap((doc) => doc.hashes));
      return hashes.filter((hash) => !known.has(hash));
    },
    async removeCapturedBefore(time, { mentionIds, storyIds }) {
      const isKept = { mentionId: { $nin: mentionIds }, storyIds: { $nin: storyIds } };
      return (await many(c).deleteMany({ capturedAt: { $lt: time }, ...isKept })).deletedCount;
    },
  };
}

async function add(c: Connection, record: Evidence): Promise<void> {
  const { id, checks, ...facts } = record;
  const { mentionId, storyIds, capturedAt, files } = facts;
  const names = [record.author.handle, record.author.name].filter((name) => name !== null);
  const doc: Doc<EvidenceDoc> = {
    ...{ _id: id, mentionId, storyIds, capturedAt, ...checks, body: JSON.stringify(facts), tie: newTie() },
    ...{ hashes: files.map(({ sha256 }) => sha256), authorKeys: [...new Set(names.map(authorKey))] },
  };
  await insertNew(many(c), [doc]);
  // Also when the record was there: the call that added it may have broken off here.
  const earlier = { mentionId, _id: { $ne: id }, capturedAt: { $lte: capturedAt }, nextAt: { $ne: null } };
  await many(c).updateMany(earlier, { $set: { nextAt: null } });
}

export function toEvidence({ _id, body, count, lastAt, nextAt, isGoneOnce }: Doc<EvidenceDoc>): Evidence {
  return { id: _id, ...JSON.parse(body), checks: { count, lastAt, nextAt, isGoneOnce } };
}

/** Every pack with the author's words; also of mentions that went by age. `key` as authorKey() makes it. */
export async function removeEvidenceOf(c: Connection, key: string, mentionIds: readonly string[]): Promise<number> {
  if (key === '') return 0;
  const isTheirs = { $or: [{ authorKeys: key }, { mentionId: { $in: [...mentionIds] } }] };
  return (await many(c).deleteMany(isTheirs)).deletedCount;
}
