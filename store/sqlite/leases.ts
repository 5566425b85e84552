// Leases: who does what only one process may do. One statement decides, so that of several callers one gets it.

import type { Store } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

export function leases(c: Connection): Sync<Store['leases']> {
  return {
    take: (name, holder, { now, until }) =>
      c.write(
        () =>
          c.run(
            `INSERT INTO leases (name, holder, until) VALUES (@name, @holder, @until) ON CONFLICT (name) DO UPDATE
               SET holder = excluded.holder, until = excluded.until WHERE holder = excluded.holder OR until <= @now`,
            { name, holder, until, now },
          ) > 0,
      ),
    release: (name, holder) =>
      void c.write(() => c.run('DELETE FROM leases WHERE name = ? AND holder = ?', name, holder)),
  };
}
