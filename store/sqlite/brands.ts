// Brands: kept whole, with the folded name beside them because it is unique.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { Brand } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

interface Row {
  body: string;
}

export function brands(c: Connection): Sync<Store['brands']> {
  const read = (row: Row | null) => (row ? (JSON.parse(row.body) as Brand) : null);
  return {
    put: (brand) =>
      c.write(() => {
        const nameKey = fold(brand.name);
        if (c.row('SELECT 1 FROM brands WHERE name_key = ? AND id <> ?', nameKey, brand.id))
          throw new AppError('store.conflict', 'There is a brand with this name already; choose another name.');
        const n = c.names.numberOf(brand.id);
        c.run(
          `INSERT INTO brands (n, id, name_key, created_at, body) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, created_at = excluded.created_at, body = excluded.body`,
          ...[n, brand.id, nameKey, brand.createdAt, JSON.stringify(brand)],
        );
      }),
    get: (id) => read(c.row<Row>('SELECT body FROM brands WHERE id = ?', id)),
    list: () =>
      c.rows<Row>('SELECT body FROM brands ORDER BY created_at, n').map(({ body }) => JSON.parse(body) as Brand),
  };
}
