// Writes exchanges as a WARC file (ISO 28500:2017, WARC 1.1): warcinfo, then a request and a response record each, every
// record a gzip member of its own, so that readers can jump to any of them. Pure; what a site sent is kept byte for byte.

import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Exchange } from '../../core/ports.ts';

const CRLF = '\r\n';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** True of the wire only: undici has undone chunks, and a length must be that of the body which is stored. */
const REWRITTEN = new Set(['transfer-encoding', 'content-length']);

export interface WarcInfo {
  /** 'itibar/1.2.0' */
  software: string;
  at: number;
}

/** The whole file. Headers of transfer are kept under `x-archive-orig-…`, as other archives do. */
export function writeWarc(exchanges: readonly Exchange[], info: WarcInfo): Buffer {
  const fields = `software: ${oneLine(info.software)}${CRLF}format: WARC File Format 1.1${CRLF}`;
  const head = record('warcinfo', info.at, 'application/warc-fields', Buffer.from(fields), {});
  return Buffer.concat([head, ...exchanges.flatMap(pairOf)]);
}

function pairOf(exchange: Exchange): Buffer[] {
  const { at, url, body } = exchange;
  const id = newRecordId();
  const target = { 'WARC-Target-URI': new URL(url).href };
  const response = record(
    'response',
    at,
    'application/http;msgtype=response',
    Buffer.concat([headOf(exchange), body]),
    {
      ...{ 'WARC-Record-ID': id, ...target, 'WARC-Payload-Digest': digestOf(body) },
    },
  );
  const asked = Buffer.from(requestOf(exchange));
  const request = record('request', at, 'application/http;msgtype=request', asked, {
    ...{ 'WARC-Concurrent-To': id, ...target },
  });
  return [response, request];
}

function headOf({ status, statusText, headers, body }: Exchange): Buffer {
  const kept = headers.map(([name, value]): [string, string] => [
    REWRITTEN.has(name.toLowerCase()) ? `x-archive-orig-${name}` : name,
    value,
  ]);
  const lines = [...kept, ['content-length', String(body.length)] as [string, string]].map(headerLine);
  return Buffer.from(`HTTP/1.1 ${status} ${oneLine(statusText)}${CRLF}${lines.join('')}${CRLF}`);
}

function requestOf({ method, url, requestHeaders, requestBody }: Exchange): string {
  const { pathname, search } = new URL(url);
  const lines = requestHeaders.map(headerLine).join('');
  return `${method} ${pathname}${search} HTTP/1.1${CRLF}${lines}${CRLF}${requestBody ?? ''}`;
}

function headerLine([name, value]: [string, string]): string {
  return `${oneLine(name)}: ${oneLine(value)}${CRLF}`;
}

/** No header may bring lines of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}

function record(type: string, at: number, mime: string, block: Buffer, more: Record<string, string>): Buffer {
  const fields = {
    ...{ 'WARC-Type': type, 'WARC-Record-ID': newRecordId(), 'WARC-Date': new Date(at).toISOString() },
    ...{ 'WARC-Block-Digest': digestOf(block), 'Content-Type': mime, 'Content-Length': String(block.length) },
    ...more,
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}${CRLF}`);
  return gzipSync(
    Buffer.concat([Buffer.from(`WARC/1.1${CRLF}${head.join('')}${CRLF}`), block, Buffer.from(CRLF + CRLF)]),
  );
}

function newRecordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

/** 'sha256:' and base 32 (RFC 4648), as archives write digests. */
function digestOf(bytes: Uint8Array): string {
  const bits = [...createHash('sha256').update(bytes).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]);
  return `sha256:${letters.join('').padEnd(56, '=')}`;
}
