// Rows of an import, CSV or JSONL, read as a stream, so that size does not matter. A line that cannot be read gives an
// error with its number and the rest goes on. Cells are text: a formula in one is never anything else. No I/O: the
// caller opens the file and hands its pieces in.

import { parse as createCsvParser } from 'csv-parse';
import iconv from 'iconv-lite';
import { AppError, messageOf } from '../../core/errors.ts';
import type { RawMention } from '../../core/types.ts';
import { decodeText } from '../fetch/charset.ts';
import { fieldOf, type RecordOptions, recordToMention } from './record.ts';

const MAX_LINE = 2_000_000;
const SNIFF_BYTES = 256_000;

export type ImportRow = { line: number; raw: RawMention } | { line: number; error: string };

export interface ImportOptions extends RecordOptions {
  format: 'csv' | 'jsonl';
}

/** 'csv' or 'jsonl' by the file's name, else by its first character. */
export function importFormat(name: string, head: string): 'csv' | 'jsonl' {
  if (/\.(?:jsonl|ndjson|json)$/i.test(name)) return 'jsonl';
  if (/\.(?:csv|tsv|txt)$/i.test(name)) return 'csv';
  return /^[\s\ufeff]*\{/.test(head) ? 'jsonl' : 'csv';
}

/** Bytes in any charset to text in pieces; the charset is judged by the beginning of the file. */
export async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held = Buffer.alloc(0);
  let decoder: ReturnType<typeof iconv.getDecoder> | null = null;
  const start = () => iconv.getDecoder(decodeText(wholeLines(held), null).charset);
  for await (const chunk of chunks) {
    if (decoder) {
      yield decoder.write(Buffer.from(chunk));
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (held.length < SNIFF_BYTES) continue;
    decoder = start();
    yield decoder.write(held).replace(/^\ufeff/, '');
  }
  if (!decoder) {
    decoder = start();
    yield decoder.write(held).replace(/^\ufeff/, '');
  }
  yield decoder.end() ?? '';
}

/** Up to the last line feed, so that no character is cut in two before it is judged. */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.length < SNIFF_BYTES ? bytes.length : bytes.lastIndexOf(0x0a);
  return end <= 0 ? bytes : bytes.subarray(0, end);
}

/** The rows of a file in order, one for every record, blank lines left out. `line` counts from 1, as editors do. */
export function readImport(chunks: AsyncIterable<string>, options: ImportOptions): AsyncGenerator<ImportRow> {
  return options.format === 'csv' ? readCsv(chunks, options) : readJsonLines(chunks, options);
}

/** One line of JSONL; null for a blank one. */
export function parseJsonLine(text: string, line: number, options: RecordOptions): ImportRow | null {
  if (text.trim() === '') return null;
  if (text.length > MAX_LINE) return { line, error: 'the line is longer than 2,000,000 characters' };
  try {
    return { line, raw: recordToMention(JSON.parse(text), options) };
  } catch (error) {
    return { line, error: error instanceof SyntaxError ? 'it is not JSON' : messageOf(error) };
  }
}

async function* readJsonLines(chunks: AsyncIterable<string>, options: RecordOptions): AsyncGenerator<ImportRow> {
  let rest = '';
  let line = 0;
  let isSkipping = false;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line++;
      const row = isSkipping ? null : parseJsonLine(text, line, options);
      isSkipping = false;
      if (row) yield row;
    }
    if (rest.length > MAX_LINE) {
      // A line without an end must not fill the memory: it is refused once and dropped as it comes.
      if (!isSkipping) yield { line: line + 1, error: 'the line is longer than 2,000,000 characters' };
      isSkipping = true;
      rest = '';
    }
  }
  const last = isSkipping ? null : parseJsonLine(rest, line + 1, options);
  if (last) yield last;
}

/** Semicolons are what a Turkish Excel writes; tabs come out of other tables. */
function delimiterOf(header: string): string {
  const count = (sign: string) => header.split(sign).length;
  return [',', ';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

async function* readCsv(chunks: AsyncIterable<string>, options: RecordOptions): AsyncGenerator<ImportRow> {
  const reader = chunks[Symbol.asyncIterator]();
  let head = '';
  let isDone = false;
  while (!isDone && !head.trimStart().includes('\n') && head.length < MAX_LINE) {
    const next = await reader.next();
    isDone = next.done === true;
    if (!isDone) head += next.value;
  }
  if (head.trim() === '') return;
  const refused: ImportRow[] = [];
  const parser = createCsvParser({
    delimiter: delimiterOf(head.trimStart().split('\n')[0] ?? ''),
    columns: (names: string[]) => headers(names),
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_LINE,
    on_skip: (error) => {
      refused.push({ line: error && 'lines' in error ? Number(error.lines) : 0, error: 'the row cannot be read' });
      return undefined;
    },
  });
  async function feed(): Promise<void> {
    let piece: string | null = head;
    while (piece !== null) {
      if (!parser.write(piece)) await new Promise((resolve) => parser.once('drain', resolve));
      const next: IteratorResult<string> = isDone ? { done: true, value: undefined } : await reader.next();
      piece = next.done ? null : next.value;
    }
    parser.end();
  }
  const feeding = feed().catch((error) => parser.destroy(error));
  let startLine = 2;
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    yield* refused.splice(0);
    yield csvRow(record, startLine, options);
    startLine = info.lines + 1;
  }
  await feeding;
  yield* refused;
}

function csvRow(record: Record<string, string>, line: number, options: RecordOptions): ImportRow {
  try {
    return { line, raw: recordToMention(record, options) };
  } catch (error) {
    return { line, error: messageOf(error) };
  }
}

/** Throws 'import.invalid' for a file whose first row names no column that could hold the text. */
function headers(names: string[]): string[] {
  const fields = names.map((name) => fieldOf(name.trim()));
  if (!fields.includes('text') && !fields.includes('title')) {
    throw new AppError(
      'import.invalid',
      'The first row names no column with the text. Call it "metin" or "text"; other known names: başlık, tarih, yazar, adres, kanal, puan.',
    );
  }
  return names.map((name) => name.trim());
}
