// Where pages stood in searches: documents that are added and, when they are old, deleted; never changed.

import { derivedId } from '../../core/id.ts';
import type { Store } from '../../core/ports.ts';
import type { Position } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';

export const positionsIn = (c: Connection) => c.collection<Position>('positions');

export function positions(c: Connection): Store['positions'] {
  return {
    async add(rows) {
      const docs = new Map(rows.map((row) => [positionId(row), { ...row, _id: positionId(row) }]));
      await insertNew(positionsIn(c), [...docs.values()]);
    },
    async list({ since, ...filter }) {
      const found = positionsIn(c).find({ ...filter, at: { $gte: since } });
      return (await found.sort({ at: 1, _id: 1 }).toArray()).map(toPosition);
    },
    async removeBefore(time, limit) {
      const old = await positionsIn(c)
        .find({ at: { $lt: time } }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      if (old.length > 0) await positionsIn(c).deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
      return old.length;
    },
  };
}

export function toPosition({ _id, ...position }: Doc<Position>): Position {
  return position;
}

/** The same row twice is one. */
function positionId({ watchId, sourceId, query, url, at }: Position): string {
  return derivedId('pos', watchId, sourceId, query, url, String(at));
}
