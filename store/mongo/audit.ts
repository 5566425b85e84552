// Who did what. Entries are added and never changed.

import type { Store } from '../../core/ports.ts';
import type { AuditEntry } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection } from './connection.ts';
import { newTie } from './cursor.ts';

/** `facts` is JSON. */
export type AuditDoc = Omit<AuditEntry, 'id' | 'facts'> & { facts: string; tie: string };

export function audit(c: Connection): Store['audit'] {
  return {
    add: (entry) => addAudit(c, entry),
    async list(limit) {
      const docs = await c.collection<AuditDoc>('audit').find().sort({ at: -1, tie: -1 }).limit(limit).toArray();
      return docs.map(({ _id, tie: _tie, facts, ...entry }) => ({ id: _id, ...entry, facts: JSON.parse(facts) }));
    },
  };
}

export async function addAudit(c: Connection, { id, facts, ...entry }: AuditEntry): Promise<void> {
  await insertNew(c.collection<AuditDoc>('audit'), [
    { _id: id, ...entry, facts: JSON.stringify(facts), tie: newTie() },
  ]);
}
