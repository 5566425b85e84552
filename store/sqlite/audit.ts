// Who did what. Entries are added and never changed.

import type { Store } from '../../core/ports.ts';
import type { AuditEntry } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

export function audit(c: Connection): Sync<Store['audit']> {
  return {
    add: (entry) => c.write(() => addAudit(c, entry)),
    list: (limit) =>
      c
        .rows<Omit<AuditEntry, 'facts'> & { facts: string }>(
          `SELECT id, at, "by", action, subject, facts FROM audit ORDER BY at DESC, n DESC LIMIT ?`,
          limit,
        )
        .map((row) => ({ ...row, facts: JSON.parse(row.facts) })),
  };
}

/** For the parts of the store that leave an entry in the transaction they describe. */
export function addAudit(c: Connection, { id, at, by, action, subject, facts }: AuditEntry): void {
  c.run(
    'INSERT INTO audit (id, at, "by", action, subject, facts) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ...[id, at, by, action, subject, JSON.stringify(facts)],
  );
}
