// Whether the database can be written, how large it is and how much room is left.

import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Connection } from './connection.ts';

/** Writes one row, because only that shows whether writing works. Throws what c.write() throws. */
export function checkHealth(c: Connection): { kind: string; sizeBytes: number; freeBytes: number | null } {
  c.write(() => {
    c.run(`INSERT OR REPLACE INTO settings (key, value) VALUES ('store.checked-at', ?)`, String(c.clock.now()));
  });
  if (c.path === ':memory:') return { kind: 'sqlite', sizeBytes: memorySize(c), freeBytes: null };
  const { bavail, bsize } = statfsSync(dirname(c.path));
  return { kind: 'sqlite', sizeBytes: fileSize(c.path) + fileSize(`${c.path}-wal`), freeBytes: bavail * bsize };
}

function memorySize(c: Connection): number {
  const pages = c.db.pragma('page_count', { simple: true }) as number;
  return pages * (c.db.pragma('page_size', { simple: true }) as number);
}

/** 0 when it is not there: the log is removed with the last connection. */
function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
