// Where pages stood in searches: rows that are added and, when they are old, deleted; never changed.

import { derivedId } from '../../core/id.ts';
import type { Store } from '../../core/ports.ts';
import type { Position } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

export const POSITION_FIELDS = `brand_id AS brandId, watch_id AS watchId, source_id AS sourceId, query, url, title, at, rank, before,
  page_one_at AS pageOneAt, top_at AS topAt, first_at AS firstAt`;

export function positions(c: Connection): Sync<Store['positions']> {
  return {
    add: (rows) => c.write(() => rows.forEach((row) => void addPosition(c, row))),
    list: ({ since, ...filter }) => {
      const { brandId, watchId, sourceId, query } = filter;
      const where = [
        brandId === undefined ? '' : ' AND brand_id = @brandId',
        watchId === undefined ? '' : ' AND watch_id = @watchId',
        sourceId === undefined ? '' : ' AND source_id = @sourceId',
        query === undefined ? '' : ' AND query = @query',
      ].join('');
      const text = `SELECT ${POSITION_FIELDS} FROM positions WHERE at >= @since${where} ORDER BY at, id`;
      return c.rows<Position>(text, { since, brandId, watchId, sourceId, query });
    },
    removeBefore: (time, limit) =>
      c.write(() =>
        c.run('DELETE FROM positions WHERE n IN (SELECT n FROM positions WHERE at < ? LIMIT ?)', time, limit),
      ),
  };
}

/** The same row twice is one. */
export function positionId({ watchId, sourceId, query, url, at }: Position): string {
  return derivedId('pos', watchId, sourceId, query, url, String(at));
}

function addPosition(c: Connection, row: Position): void {
  c.run(
    `INSERT INTO positions (id, brand_id, watch_id, source_id, query, url, title, at, rank, before, page_one_at, top_at,
       first_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ...[positionId(row), row.brandId, row.watchId, row.sourceId, row.query, row.url, row.title, row.at],
    ...[row.rank, row.before, row.pageOneAt, row.topAt, row.firstAt],
  );
}
