// Page markers and the order of lists: a sort value, and a tie-break that grows with every document that is made.
// Opaque for callers; what comes back may be anything.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/ports.ts';

/** Sort value and tie-break of the last row of a page. */
export type Position = [number, string];

export const MAX_PAGE = 1000;
const PROCESS = randomBytes(5).toString('hex');
let last = { at: 0, count: 0 };

/** Grows within a process, and by the millisecond between processes. 25 characters. */
export function newTie(): string {
  const at = Math.max(systemClock.now(), last.at);
  last = { at, count: at === last.at ? last.count + 1 : 0 };
  return `${at.toString(16).padStart(11, '0')}${last.count.toString(16).padStart(4, '0')}${PROCESS}`;
}

/** When a tie-break was made, epoch ms of this machine. */
export function tieTime(tie: string): number {
  return Number.parseInt(tie.slice(0, 11), 16);
}

/** Null for the first page. Throws 'store.cursor.invalid'. */
export function readCursor(cursor: string | null | undefined): Position | null {
  if (cursor === null || cursor === undefined) return null;
  const match = /^(-?\d{1,16})\.([0-9a-f]{20,40})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) throw new AppError('store.cursor.invalid', 'This page marker cannot be read: start at the first page.');
  return [Number(match[1]), match[2] ?? ''];
}

export function writeCursor([value, tie]: Position): string {
  return Buffer.from(`${value}.${tie}`, 'latin1').toString('base64url');
}

/** Rows after a position when both fields are sorted downwards. */
export function after(position: Position | null, field: string): Record<string, unknown>[] {
  if (!position) return [];
  const [value, tie] = position;
  return [{ $or: [{ [field]: { $lt: value } }, { [field]: value, tie: { $lt: tie } }] }];
}

/** How many rows to read: one more than asked tells whether there is another page. */
export function pageSize(limit: number): number {
  return Math.min(Math.max(1, Math.floor(limit)), MAX_PAGE);
}

/** Cuts the extra row off. */
export function pageOf<R>(rows: readonly R[], size: number, positionOf: (row: R) => Position): Page<R> {
  const items = rows.slice(0, size);
  const end = items.at(-1);
  return { items, nextCursor: rows.length > size && end ? writeCursor(positionOf(end)) : null };
}
