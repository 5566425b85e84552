// What server an address leads to, for `itibar doctor`: one connection of its own, closed again.

import type { Clock } from '../../core/ports.ts';
import { Connection } from './connection.ts';
import { storeError } from './errors.ts';

export interface MongoServerFacts {
  /** 'MongoDB' or 'FerretDB'. */
  name: string;
  /** '7.0.14', '1.24.1'. */
  version: string;
}

/** Throws AppError 'store.unavailable', 'store.refused' or 'store.url' with what to do. */
export async function mongoServer(options: { url: string; clock: Clock }): Promise<MongoServerFacts> {
  const connection = new Connection(options);
  try {
    await connection.ready();
    const info = await connection.db.command({ buildInfo: 1 });
    const ferret = typeof info.ferretdbVersion === 'string' ? info.ferretdbVersion.replace(/^v/, '') : null;
    return ferret === null ? { name: 'MongoDB', version: String(info.version) } : { name: 'FerretDB', version: ferret };
  } catch (error) {
    throw storeError(error);
  } finally {
    await connection.close();
  }
}
