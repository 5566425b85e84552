// What every call of the store has in common: the connection is there, a writer is alone where that is needed, and what
// is thrown is an AppError.

import type { Connection } from './connection.ts';
import { storeError } from './errors.ts';

/** Methods that change nothing. Everything else is a write. */
const READS = new Set(
  `get list health listHealth runs getValidators getMany count listUnjudged candidates read findOpen timeline lastSent
   findByEmail findByHash listDue findUnheld versions links placesOf`.split(/\s+/),
);

/** Runs fn with an open connection, alone when it writes. Throws AppErrors only. */
export async function call<R>(c: Connection, isWrite: boolean, fn: () => Promise<R>): Promise<R> {
  try {
    await c.ready();
    return await (isWrite ? c.exclusive.run(fn) : fn());
  } catch (error) {
    throw storeError(error);
  }
}

/** The same group of methods, each wrapped. */
export function guarded<G extends object>(c: Connection, group: G): G {
  const entries = Object.entries(group as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, method]) => [name, (...args: unknown[]) => call(c, !READS.has(name), () => method(...args))],
  );
  return Object.fromEntries(entries) as G;
}
