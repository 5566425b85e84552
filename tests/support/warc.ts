// Reads a WARC file back, record by record, as a foreign reader would: gzip members by their own ends, headers, lengths.

import { inflateRawSync } from 'node:zlib';

export interface WarcRecord {
  /** Where its gzip member begins, and how long that is. */
  offset: number;
  length: number;
  version: string;
  headers: Record<string, string>;
  block: Buffer;
}

const HEAD = 10;
const TAIL = 8;

/** Throws when a member, a header or a length does not fit. */
export function readWarc(file: Buffer): WarcRecord[] {
  const records: WarcRecord[] = [];
  for (let offset = 0; offset < file.length; ) {
    if (file.readUInt16BE(offset) !== 0x1f8b || file[offset + 3] !== 0) throw new Error(`no plain gzip at ${offset}`);
    const { buffer, engine } = inflateRawSync(file.subarray(offset + HEAD), { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const length = HEAD + engine.bytesWritten + TAIL;
    records.push({ offset, length, ...parse(buffer) });
    offset += length;
  }
  return records;
}

function parse(text: Buffer): Pick<WarcRecord, 'version' | 'headers' | 'block'> {
  const end = text.indexOf('\r\n\r\n');
  const [version = '', ...lines] = text.subarray(0, end).toString().split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const size = Number(headers['Content-Length']);
  const block = text.subarray(end + 4, end + 4 + size);
  const rest = text.subarray(end + 4 + size).toString();
  if (rest !== '\r\n\r\n') throw new Error(`the record ends with ${JSON.stringify(rest.slice(0, 40))}`);
  return { version, headers, block };
}
