// Files as lines: bytes in, one line at a time out, whatever the bytes are. A line that is far too long is an error of
// that line alone. Must hold no more than one line in memory.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError, messageOf } from '../core/errors.ts';
import { ExactNumber, type Output } from './output.ts';

/** More than this in one line is no line but a file without line feeds. */
const MAX_LINE_BYTES = 32 * 2 ** 20;

export interface Line {
  /** 1 for the first line of the file. */
  number: number;
  /** Null when the line is longer than 32 MB. */
  text: string | null;
}

/** The bytes of a file or, for '-', of standard input. A missing file throws 'cli.unreadable' before anything is read. */
export async function openInput(file: string): Promise<{ bytes: AsyncIterable<Buffer>; sizeBytes: number | null }> {
  if (file === '-') return { bytes: process.stdin, sizeBytes: null };
  try {
    const info = await stat(file);
    if (info.isDirectory()) throw new AppError('cli.unreadable', `${file} is a folder; name a file.`);
    return { bytes: createReadStream(file), sizeBytes: info.isFile() ? info.size : null };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('cli.unreadable', `The file ${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EACCES' ? 'reading it is not permitted' : messageOf(error);
}

/** Splits at line feeds. Bytes that are no UTF-8 become replacement characters; a byte order mark is dropped. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, maxBytes = MAX_LINE_BYTES): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 0;
  const take = (): Line => {
    number += 1;
    const text = size > maxBytes ? null : Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
    parts = [];
    size = 0;
    return { number, text: number === 1 ? (text?.replace(/^\ufeff/, '') ?? null) : text };
  };
  const keep = (part: Buffer) => {
    size += part.length;
    if (size <= maxBytes) parts.push(part);
    else parts = [];
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, at));
      from = at + 1;
      yield take();
    }
    keep(chunk.subarray(from));
  }
  if (size > 0) yield take();
}

export interface JsonLine {
  number: number;
  /** As it stood in the file. */
  text: string;
  value: Record<string, unknown>;
}

/** A line that cannot be used; becomes an error object in its place. */
export class LineError extends Error {}

/** Parses one line of JSON Lines to an object. Throws LineError with a sentence. */
export function parseLine(line: Line): JsonLine {
  if (line.text === null) throw new LineError('The line is longer than 32 MB.');
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw new LineError('The line is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LineError('The line is not a JSON object.');
  return { number: line.number, text: line.text, value: value as Record<string, unknown> };
}

/** What a line may be named by; null when it has no name. */
export type LineId = string | number | ExactNumber | null;

/** The id as it was given; null when there is none. Throws LineError for anything but text and numbers. */
export function idOf({ value, text }: JsonLine): LineId {
  const { id } = value;
  if (id === undefined || id === null) return null;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) return exactly(id, text);
  if (typeof id === 'string' || typeof id === 'number') return id;
  throw new LineError('"id" must be a text or a number.');
}

/** Ids of some networks are longer than a number of JavaScript is exact: their digits are taken from the line itself. */
function exactly(id: number, text: string): LineId {
  for (const [, digits = ''] of text.matchAll(/"id"\s*:\s*(-?\d[\d.eE+-]*)/g))
    if (Number(digits) === id) return new ExactNumber(digits);
  return id;
}

/** The error object of a line. */
export function badLine(number: number, error: string, id: LineId = null): Record<string, unknown> {
  return id === null ? { line: number, error } : { id, line: number, error };
}

/**
 * Runs JSON Lines through `judge`, one object out for each line in, in order. Blank lines are passed over; a line that
 * cannot be used gives an error object in its place and the run goes on.
 */
export async function mapLines(
  out: Output,
  { bytes }: { bytes: AsyncIterable<Buffer> },
  judge: (value: Record<string, unknown>, id: LineId) => object,
): Promise<void> {
  for await (const line of linesOf(bytes)) {
    if (line.text !== null && line.text.trim() === '') continue;
    await out.line(resultOf(line, judge));
  }
  await out.flush();
}

function resultOf(line: Line, judge: (value: Record<string, unknown>, id: LineId) => object): object {
  let id: LineId = null;
  try {
    const read = parseLine(line);
    id = idOf(read);
    return judge(read.value, id);
  } catch (error) {
    const isOurs = error instanceof LineError || error instanceof AppError;
    return badLine(line.number, isOurs ? error.message : `The line could not be judged: ${messageOf(error)}`, id);
  }
}

/** A text field. Throws LineError. */
export function textField(value: Record<string, unknown>, name: string): string | null {
  const field = value[name];
  if (field === undefined || field === null) return null;
  if (typeof field !== 'string') throw new LineError(`"${name}" must be a text.`);
  return field;
}

/** Epoch milliseconds or ISO 8601. Throws LineError. */
export function timeField(value: Record<string, unknown>, name: string): number | null {
  const field = value[name];
  if (field === undefined || field === null || field === '') return null;
  const at = typeof field === 'number' ? field : typeof field === 'string' ? Date.parse(field) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new LineError(`"${name}" must be epoch milliseconds or an ISO 8601 time.`);
}
