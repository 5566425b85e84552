// Page markers: where a page ended, as two numbers. Opaque for callers; what comes back may be anything.

import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/ports.ts';

/** Sort value and tie-break of the last row of a page. */
export type Position = [number, number];

export const MAX_PAGE = 1000;
/** Later than every time and larger than every count. */
export const END = Number.MAX_SAFE_INTEGER;

/** Null for the first page. Throws 'store.cursor.invalid'. */
export function readCursor(cursor: string | null | undefined): Position | null {
  if (cursor === null || cursor === undefined) return null;
  const match = /^(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) throw new AppError('store.cursor.invalid', 'This page marker cannot be read: start at the first page.');
  return [Number(match[1]), Number(match[2])];
}

export function writeCursor([value, tie]: Position): string {
  return Buffer.from(`${value}.${tie}`, 'latin1').toString('base64url');
}

/** How many rows to read: one more than asked tells whether there is another page. */
export function pageSize(limit: number): number {
  return Math.min(Math.max(1, Math.floor(limit)), MAX_PAGE);
}

/** Cuts the extra row off. */
export function pageOf<R, T>(
  rows: readonly R[],
  size: number,
  positionOf: (row: R) => Position,
  toItems: (rows: readonly R[]) => T[],
): Page<T> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: toItems(shown), nextCursor: rows.length > size && last ? writeCursor(positionOf(last)) : null };
}
