// Reading lists: query parameters to store filters, and page markers that come back from outside.

import { AppError } from '../core/errors.ts';
import type { Page } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object without the parameters that were not given. */
export function filterOf<T extends object>(query: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>;
}

/** Reads one page; a marker that the store cannot read is the caller's mistake: 'request.cursor.invalid'. */
export async function readPage<T>(
  deps: Deps,
  cursor: string | undefined,
  read: (cursor: string | null) => Promise<Page<T>>,
): Promise<Page<T>> {
  try {
    return await read(cursor ?? null);
  } catch (error) {
    const isMarker = error instanceof AppError && error.code.includes('cursor');
    throw isMarker ? fault(deps, 'request.cursor.invalid') : error;
  }
}
