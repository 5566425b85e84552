// Whether the database can be written and how large it is.

import type { Connection } from './connection.ts';
import type { SettingDoc } from './settings.ts';

/** Writes one document, because only that shows whether writing works. */
export async function checkHealth(
  c: Connection,
): Promise<{ kind: string; sizeBytes: number; freeBytes: number | null }> {
  const value = String(c.clock.now());
  await c
    .collection<SettingDoc>('settings')
    .updateOne({ _id: 'store.checked-at' }, { $set: { value } }, { upsert: true });
  const { storageSize, indexSize, fsTotalSize, fsUsedSize } = await c.db.command({ dbStats: 1 });
  const isDiskKnown = typeof fsTotalSize === 'number' && typeof fsUsedSize === 'number';
  return {
    kind: 'mongo',
    sizeBytes: Number(storageSize ?? 0) + Number(indexSize ?? 0),
    freeBytes: isDiskKnown ? fsTotalSize - fsUsedSize : null,
  };
}
