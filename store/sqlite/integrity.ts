// Is the database file sound? For `itibar doctor`. Reads only; may take seconds on a large file.

import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { messageOf } from '../../core/errors.ts';

/** What SQLite finds wrong, at most ten sentences; none = sound, or not there yet. */
export function integrityProblems(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      const found = (db.pragma('quick_check(10)') as { quick_check: string }[]).map((row) => row.quick_check);
      return found.filter((text) => text !== 'ok');
    } finally {
      db.close();
    }
  } catch (error) {
    return [messageOf(error)];
  }
}
