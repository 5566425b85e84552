// Servers that want to harm or are simply broken: each gets its outcome, nothing hangs, memory stays flat.

import { createServer as createTlsServer } from 'node:https';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listen, rawSite, reader, site } from './support.ts';
import { UNTRUSTED_CERT, UNTRUSTED_KEY } from './tls.ts';

const BODY = 'Kargom üç haftadır gelmedi. '.repeat(50);

describe('a body without end', () => {
  it('is cut off at the cap, uncompressed', async () => {
    let sent = 0;
    const home = await site((_, response) => {
      const chunk = Buffer.alloc(64_000, 'a');
      const push = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', push);
      push();
    });
    const result = await reader([home.host]).get(home.url);
    expect(result).toMatchObject({ outcome: 'too-big', reply: null });
    expect(result.error).toMatch(/bigger than 1 MB/);
    expect(sent).toBeLessThan(20_000_000);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('is cut off at the cap when it is a %s bomb, and memory stays flat', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(encoding === 'br' ? 20_000_000 : 100_000_000));
    const home = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb));
    const before = process.memoryUsage().arrayBuffers;
    const result = await reader([home.host]).get(home.url);
    expect(result.outcome).toBe('too-big');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('is not even read when it says its length', async () => {
    const home = await site((_, response) => {
      response.writeHead(200, { 'content-length': 200_000_000 });
      response.write('a');
    });
    const result = await reader([home.host]).get(home.url);
    expect(result).toMatchObject({ outcome: 'too-big', reply: null });
    expect(result.durationMs).toBeLessThan(1500);
  });

  it('runs into the time limit when it comes one byte at a time', async () => {
    const home = await site((_, response) => {
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await reader([home.host], { config: { timeout: 300 } }).get(home.url)).toMatchObject({ outcome: 'timeout' });
  });

  it('runs into the idle limit when it stops in the middle', async () => {
    const home = await site((_, response) => response.writeHead(200).write('a'));
    const { get } = reader([home.host], { config: { timeout: 10_000 }, idleTimeoutMs: 200 });
    const result = await get(home.url);
    expect(result.outcome).toBe('timeout');
    expect(result.durationMs).toBeLessThan(5000);
  });
});

describe('headers', () => {
  it('without end are given up as too big', async () => {
    const home = await rawSite((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write(`x-${'a'.repeat(2000)}: b\r\n`.repeat(20)), 5);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await reader([home.host]).get(home.url)).toMatchObject({ outcome: 'too-big', reply: null });
  });

  it('that trickle in run into the time limit', async () => {
    const home = await rawSite((socket) => {
      let at = 0;
      const timer = setInterval(() => socket.write('HTTP/1.1 200 OK\r\n'.charAt(at++)), 90);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await reader([home.host], { config: { timeout: 200 } }).get(home.url)).toMatchObject({ outcome: 'timeout' });
  });

  it('that are no HTTP are a fault of the site', async () => {
    const home = await rawSite((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await reader([home.host]).get(home.url)).toMatchObject({ outcome: 'broken', reply: null });
  });

  it('that promise more bytes than come end as a network failure', async () => {
    const home = await rawSite((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nshort'));
    expect(await reader([home.host]).get({ url: home.url, method: 'POST' })).toMatchObject({ outcome: 'network' });
  });

  it('that promise fewer bytes than come give just those', async () => {
    const home = await rawSite((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello and more'));
    const result = await reader([home.host]).get({ url: home.url, method: 'POST' });
    expect(result.reply?.body ?? result.outcome).toMatch(/^(?:hello|broken)$/);
  });
});

describe('connections', () => {
  it('that are reset are tried three times', async () => {
    let count = 0;
    const home = await rawSite((socket) => {
      count += 1;
      socket.resetAndDestroy();
    });
    const result = await reader([home.host]).get(home.url);
    expect(result).toMatchObject({ outcome: 'network', reply: null });
    expect(result.error).toContain(home.host);
    expect(count).toBe(3);
  });

  it('to a port where nobody listens are a network failure', async () => {
    expect(await reader(['127.0.0.1:9']).get({ url: 'http://127.0.0.1:9/', method: 'POST' })).toMatchObject({
      outcome: 'network',
    });
  });

  it('with a certificate that cannot be trusted are broken and not repeated', async () => {
    let asked = 0;
    const server = createTlsServer({ key: UNTRUSTED_KEY, cert: UNTRUSTED_CERT }, (_, response) => {
      asked += 1;
      response.end('x');
    });
    const home = await listen(server);
    const result = await reader([home.host]).get(home.url.replace('http:', 'https:'));
    expect(result).toMatchObject({ outcome: 'broken', reply: null });
    expect(result.error).toMatch(/certificate/i);
    expect(asked).toBe(0);
  });

  it('that speak no TLS where https was asked are broken', async () => {
    const home = await site((_, response) => response.end('x'));
    const result = await reader([home.host]).get(home.url.replace('http:', 'https:'));
    expect(result.outcome).toBe('broken');
    expect(result.error).toMatch(/TLS/);
  });
});

describe('redirects', () => {
  it('in a circle end after five', async () => {
    const home = await site((request, response) =>
      response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
    );
    const result = await reader([home.host]).get(`${home.url}/0`);
    expect(result).toMatchObject({ outcome: 'broken', reply: null });
    expect(home.asked).toHaveLength(6);
  });

  it('without a target are broken', async () => {
    const home = await site((_, response) => response.writeHead(302).end());
    expect(await reader([home.host]).get(home.url)).toMatchObject({ outcome: 'broken' });
  });

  it('to another site take no key, cookie or body along', async () => {
    const seen: Record<string, unknown>[] = [];
    const target = await site((request, response) => {
      seen.push({ method: request.method, ...request.headers });
      response.end('ok');
    });
    const home = await site((_, response) => response.writeHead(302, { location: target.url }).end());
    const headers = { Authorization: 'Bearer geheim', Cookie: 'a=b', 'x-api-key': 'k', Accept: 'application/json' };
    const plan = { url: home.url, method: 'POST' as const, headers, body: 'q=1' };
    const result = await reader([home.host, target.host]).get(plan);
    expect(result).toMatchObject({ outcome: 'ok', reply: { url: `${target.url}/` } });
    expect(seen[0]).toMatchObject({ method: 'GET', accept: 'application/json' });
    expect(JSON.stringify(seen)).not.toMatch(/geheim|a=b|x-api-key/);
  });

  it('to the same site keep them', async () => {
    let key: unknown;
    const home = await site((request, response) => {
      if (request.url === '/') return response.writeHead(301, { location: '/new' }).end();
      key = request.headers['x-api-key'];
      return response.end('ok');
    });
    await reader([home.host]).get({ url: home.url, headers: { 'X-Api-Key': 'k' } });
    expect(key).toBe('k');
  });
});

describe('compression', () => {
  it.each([
    ['gzip', gzipSync(BODY)],
    ['x-gzip', gzipSync(BODY)],
    ['br', brotliCompressSync(BODY)],
    ['deflate', deflateSync(BODY)],
    ['deflate', deflateRawSync(BODY)],
    ['gzip', Buffer.from(BODY)],
    ['deflate, gzip', gzipSync(deflateSync(BODY))],
  ])('%s is undone, also when the server does it its own way', async (encoding, bytes) => {
    const home = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
    expect((await reader([home.host]).get(home.url)).reply?.body).toBe(BODY);
  });

  it.each([
    ['br', Buffer.from('this is not brotli at all')],
    ['gzip', Buffer.concat([gzipSync(BODY).subarray(0, 10), Buffer.alloc(300, 0xff)])],
    ['zstd', Buffer.from('x')],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(BODY)))],
  ])('%s that is damaged or unknown is a fault of the site', async (encoding, bytes) => {
    const home = await site((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
    expect(await reader([home.host]).get(home.url)).toMatchObject({ outcome: 'broken', reply: null });
  });

  it('of an empty body gives an empty text', async () => {
    const home = await site((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end());
    expect(await reader([home.host]).get(home.url)).toMatchObject({ outcome: 'ok', reply: { body: '' } });
  });
});
