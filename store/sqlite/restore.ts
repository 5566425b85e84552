// Puts a backup in the place of the database, for `itibar restore`: looked at first, and the old file is kept aside.
// Must never touch the old file before the backup was found whole.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/errors.ts';
import { copyState, isSameFile } from './backup.ts';
import { APPLICATION_ID } from './connection.ts';
import { storeError } from './errors.ts';
import { checkVersion } from './migrate.ts';

/**
 * Copies `from` to `to`. A database that stands at `to` is kept beside it; `keptAs` says where (null: there was none).
 * Throws 'store.missing', 'store.corrupt', 'store.foreign', 'store.newer', 'store.busy' (itibar is still running).
 */
export async function restoreSqlite(from: string, to: string): Promise<{ keptAs: string | null }> {
  const [source, target] = [resolve(from), resolve(to)];
  if (!existsSync(source))
    throw new AppError('store.missing', 'There is no backup at this path.', { facts: { path: source } });
  if (isSameFile(source, target))
    throw new AppError('store.same-file', 'This is the database itself: name the backup.', { facts: { path: source } });
  const partial = `${target}.partial`;
  try {
    checkWhole(source);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    await copyState(source, partial);
    const keptAs = existsSync(target) ? setAside(target) : null;
    renameSync(partial, target);
    return { keptAs };
  } catch (error) {
    if (existsSync(partial)) rmSync(partial);
    throw storeError(error, source);
  }
}

function checkWhole(path: string): void {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      throw new AppError('store.foreign', 'This file is no backup of itibar.', { facts: { path } });
    checkVersion(db.pragma('user_version', { simple: true }) as number, path);
    const found = db.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok')
      throw new AppError('store.corrupt', 'This backup is damaged: take an older one.', { facts: { path, found } });
  } finally {
    db.close();
  }
}

/** Empties the log into the file, makes sure that nobody has it open, and renames it. A damaged one is renamed as it is. */
function setAside(path: string): string {
  try {
    const db = new Database(path, { timeout: 0 });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('BEGIN IMMEDIATE; COMMIT');
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  } catch (error) {
    const known = storeError(error, path);
    if (known.code === 'store.busy')
      throw new AppError('store.busy', 'The database is in use: stop itibar first, then restore.', {
        retry: 'later',
        facts: { path },
      });
    if (known.code !== 'store.corrupt') throw known;
  }
  const keptAs = freeName(path);
  renameSync(path, keptAs);
  for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  return keptAs;
}

function freeName(path: string): string {
  for (let count = 1; ; count += 1) {
    const name = `${path}.before-restore-${count}`;
    if (!existsSync(name)) return name;
  }
}
