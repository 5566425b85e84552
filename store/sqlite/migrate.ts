// Brings a database to the version this program knows. Two processes that start at once do it once.

import { AppError } from '../../core/errors.ts';
import { APPLICATION_ID, type Connection } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Throws 'store.newer' when a newer itibar made the file: nothing is changed then. */
export function migrate(connection: Connection): void {
  const { db } = connection;
  const versionOf = () => db.pragma('user_version', { simple: true }) as number;
  checkVersion(versionOf(), connection.path);
  for (let version = versionOf(); version < SCHEMA_VERSION; version = versionOf())
    connection.write(() => {
      if (versionOf() !== version) return; // another process was faster
      db.exec(MIGRATIONS[version] ?? '');
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version + 1}`);
    });
}

/** Throws 'store.newer'. */
export function checkVersion(version: number, path: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new AppError(
    'store.newer',
    'A newer version of itibar made this database: update itibar, or restore a backup from before the update.',
    { facts: { path, version, known: SCHEMA_VERSION } },
  );
}
