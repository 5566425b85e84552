// The store's groups are written as plain synchronous functions, as SQLite answers; here they become what the port says:
// functions that return promises and reject with AppErrors.

import type { Connection } from './connection.ts';
import { storeError } from './errors.ts';

/** The same functions without the promises. */
export type Sync<G> = {
  [K in keyof G]: G[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};

export function toAsync<G extends object>(connection: Connection, group: Sync<G>): G {
  const entries = Object.entries(group as Record<string, (...args: unknown[]) => unknown>).map(([name, fn]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return fn(...args);
      } catch (error) {
        throw storeError(error, connection.path);
      }
    },
  ]);
  return Object.fromEntries(entries) as G;
}
