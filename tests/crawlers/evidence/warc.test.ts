// The WARC of a capture, read back: what a site sent is there byte for byte, under digests that fit.

import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../core/ports.ts';
import { writeWarc } from '../../../crawlers/evidence/warc.ts';
import { readWarc } from '../../support/warc.ts';

const AT = Date.UTC(2026, 10, 24, 6, 0, 0);

function exchangeOf(change: Partial<Exchange> = {}): Exchange {
  return {
    ...{ url: 'https://forum.example/konu?s=1', at: AT, method: 'GET', requestBody: null },
    requestHeaders: [
      ['host', 'forum.example'],
      ['user-agent', 'itibar/1'],
    ],
    ...{ status: 200, statusText: 'OK', body: Buffer.from('<h1>İade edilmedi</h1>') },
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Transfer-Encoding', 'chunked'],
    ],
    ...change,
  };
}

const hexOf = (digest: string) => {
  const bits = [...digest.replace('sha256:', '').replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('hex');
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a WARC file', () => {
  it('begins with what made it, then holds response and request of every exchange', () => {
    const records = readWarc(writeWarc([exchangeOf(), exchangeOf({ status: 404 })], { software: 'itibar/1', at: AT }));
    expect(records.map(({ headers }) => headers['WARC-Type'])).toEqual([
      ...['warcinfo', 'response', 'request', 'response', 'request'],
    ]);
    expect(records.every(({ version }) => version === 'WARC/1.1')).toBe(true);
    expect(records[0]?.block.toString()).toContain('software: itibar/1\r\n');
    const [, response, request] = records;
    expect(request?.headers).toMatchObject({
      'WARC-Concurrent-To': response?.headers['WARC-Record-ID'],
      'WARC-Target-URI': 'https://forum.example/konu?s=1',
      'WARC-Date': '2026-11-24T06:00:00.000Z',
      'Content-Type': 'application/http;msgtype=request',
    });
    expect(request?.block.toString()).toBe(
      'GET /konu?s=1 HTTP/1.1\r\nhost: forum.example\r\nuser-agent: itibar/1\r\n\r\n',
    );
    expect(new Set(records.map(({ headers }) => headers['WARC-Record-ID'])).size).toBe(records.length);
  });

  it('keeps headers in their order with repeats, and gives the length of the body that is stored', () => {
    const [, response] = readWarc(writeWarc([exchangeOf()], { software: 'itibar/1', at: AT }));
    expect(response?.block.toString()).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n' +
        'x-archive-orig-Transfer-Encoding: chunked\r\ncontent-length: 23\r\n\r\n<h1>İade edilmedi</h1>',
    );
  });

  it('lets readers jump to any record by its offset', () => {
    const file = writeWarc([exchangeOf(), exchangeOf()], { software: 'itibar/1', at: AT });
    const records = readWarc(file);
    for (const { offset, length, headers } of records) {
      const alone = gunzipSync(file.subarray(offset, offset + length)).toString();
      expect(alone).toContain(headers['WARC-Record-ID']);
      expect(alone.startsWith('WARC/1.1\r\n')).toBe(true);
    }
    expect(records.reduce((sum, { length }) => sum + length, 0)).toBe(file.length);
  });

  it('has digests that fit, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (bytes, value) => {
        const body = gzipSync(bytes);
        const headers: Exchange['headers'] = [['x-any', value]];
        const file = writeWarc([exchangeOf({ body, headers, statusText: value })], { software: value, at: AT });
        const records = readWarc(file);
        for (const { block, headers: named } of records)
          expect(hexOf(named['WARC-Block-Digest'] ?? '')).toBe(sha256(block));
        const response = records[1];
        expect(hexOf(response?.headers['WARC-Payload-Digest'] ?? '')).toBe(sha256(body));
        expect(response?.block.subarray(-body.length)).toEqual(body);
      }),
      { numRuns: 50 },
    );
  });

  it('lets no header of a site bring lines of its own', () => {
    const headers: Exchange['headers'] = [['x-bad\r\nWARC-Type', 'a\r\n\r\nHTTP/1.1 200 OK\r\nx: y']];
    const [, response, ...rest] = readWarc(writeWarc([exchangeOf({ headers })], { software: 'i\r\nx: 1', at: AT }));
    expect(response?.block.toString().split('\r\n\r\n')).toHaveLength(2);
    expect(rest).toHaveLength(1);
  });
});
