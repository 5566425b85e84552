// A consistent copy while everything runs: a connection of its own holds one state of the database and copies it in small
// steps, so that neither reading nor writing waits. The copy gets its name only when it is whole.

import { existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/errors.ts';
import { BUSY_TIMEOUT_MS, type Connection } from './connection.ts';
import { storeError } from './errors.ts';

/** Replaces the target when it is there. Throws AppError 'store.*'; what stood at the target then is as it was. */
export async function backupTo(c: Connection, targetPath: string): Promise<void> {
  const target = resolve(targetPath);
  if (isSameFile(target, c.path))
    throw new AppError('store.same-file', 'This is the database itself: name another file for the backup.', {
      facts: { path: target },
    });
  const partial = `${target}.partial`;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    if (c.path === ':memory:') await c.db.backup(partial);
    else await copyState(c.path, partial);
    renameSync(partial, target);
  } catch (error) {
    if (existsSync(partial)) rmSync(partial);
    throw storeError(error, target);
  }
}

/** Copies the state at this moment, whatever is written meanwhile. */
export async function copyState(from: string, to: string): Promise<void> {
  const source = new Database(from, { timeout: BUSY_TIMEOUT_MS, readonly: true, fileMustExist: true });
  try {
    // In a read transaction a writer cannot make the copy begin again.
    source.prepare('BEGIN').run();
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to);
  } finally {
    source.close();
  }
}

export function isSameFile(a: string, b: string): boolean {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);
}
