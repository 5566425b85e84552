// Watches: kept whole. A removed one takes its subscriptions along; its number stays known, because mentions and rollups
// speak of it.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { Watch } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

interface Row {
  body: string;
}

export function watches(c: Connection): Sync<Store['watches']> {
  const readAll = (rows: Row[]) => rows.map(({ body }) => JSON.parse(body) as Watch);
  return {
    put: (watch) => c.write(() => put(c, watch)),
    get: (id) => readAll(c.rows<Row>('SELECT body FROM watches WHERE id = ?', id))[0] ?? null,
    list: (brandId) =>
      readAll(
        brandId === undefined
          ? c.rows<Row>('SELECT body FROM watches ORDER BY created_at, n')
          : c.rows<Row>(
              'SELECT body FROM watches WHERE brand_n = ? ORDER BY created_at, n',
              c.names.find(brandId) ?? -1,
            ),
      ),
    remove: (id) =>
      c.write(() => {
        c.run('DELETE FROM withdrawn WHERE watch_n = ?', c.names.find(id) ?? -1);
        c.run('DELETE FROM watches WHERE id = ?', id);
        c.run('DELETE FROM positions WHERE watch_id = ?', id);
      }),
  };
}

function put(c: Connection, watch: Watch): void {
  const brandN = c.names.numberOf(watch.brandId);
  const nameKey = fold(watch.name);
  if (c.row('SELECT 1 FROM watches WHERE brand_n = ? AND name_key = ? AND id <> ?', brandN, nameKey, watch.id))
    throw new AppError('store.conflict', 'The brand has a watch with this name already; choose another name.');
  // What another query let go may be what this one means.
  const before = c.row<Row>('SELECT body FROM watches WHERE id = ?', watch.id);
  if (before && (JSON.parse(before.body) as Watch).query !== watch.query)
    c.run('DELETE FROM withdrawn WHERE watch_n = ?', c.names.numberOf(watch.id));
  c.run(
    `INSERT INTO watches (n, id, brand_n, name_key, is_paused, created_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET brand_n = excluded.brand_n, name_key = excluded.name_key,
       is_paused = excluded.is_paused, created_at = excluded.created_at, body = excluded.body`,
    ...[c.names.numberOf(watch.id), watch.id, brandN, nameKey, watch.isPaused ? 1 : 0, watch.createdAt],
    JSON.stringify(watch),
  );
}
