// Streams through the whole Fetcher over real sockets on loopback: ordinary ones, and servers that mean no good. Each ends
// with its outcome, nothing hangs, and nothing that was sent is dropped.

import { createServer } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { FakeClock } from '../../../core/clock.ts';
import type { Clock, Listening, OpenStream, StreamMessage, StreamPlan } from '../../../core/ports.ts';
import { EventStreamReader } from '../../../crawlers/fetch/event-stream.ts';
import { MessageBuffer } from '../../../crawlers/fetch/message-buffer.ts';
import { listen, rawSite, reader, type Site, site } from './support.ts';

const LIMITS = { maxMessageBytes: 10_000, silenceMs: 400 };

async function socketSite(onOpen: (socket: WebSocket) => unknown): Promise<Site> {
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('error', () => undefined);
    onOpen(socket);
  });
  return { ...(await listen(server)), asked: [] };
}

const eventSite = (write: (send: (text: string) => unknown, end: () => unknown) => unknown) =>
  site((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.on('error', () => undefined);
    void write(
      (text) => response.write(text),
      () => response.end(),
    );
  });

function open(
  plan: StreamPlan,
  hosts: string[],
  change: { limits?: object; signal?: AbortSignal; obeysRobots?: boolean; clock?: Clock } = {},
): Promise<Listening> {
  const streamLimits = { ...LIMITS, ...change.limits };
  const { fetcher } = reader(hosts, { streamLimits, ...(change.clock ? { clock: change.clock } : {}) });
  const { signal = new AbortController().signal, obeysRobots = false } = change;
  return fetcher.listen(plan, { minIntervalMs: 0, obeysRobots, signal });
}

async function all(stream: OpenStream | null): Promise<StreamMessage[]> {
  const found: StreamMessage[] = [];
  for (;;) {
    const messages = (await stream?.take(3)) ?? [];
    if (messages.length === 0) return found;
    found.push(...messages);
  }
}

const at = ({ host }: Site, path = '/') => `ws://${host}${path}`;

describe('a WebSocket', () => {
  it('gives its text frames in order and says that it ended', async () => {
    const server = await socketSite((socket) => {
      for (let number = 0; number < 10; number += 1) socket.send(`n${number}`);
      socket.send(Buffer.from([1, 2, 3]));
      socket.close(1001);
    });
    const { outcome, stream } = await open({ url: at(server) }, [server.host]);
    expect(outcome).toBe('ok');
    expect((await all(stream)).map(({ data }) => data)).toEqual(Array.from({ length: 10 }, (_, n) => `n${n}`));
    expect(stream?.end).toMatchObject({ outcome: 'network', error: expect.stringContaining('1001') });
  });

  it.each([
    ['is not encrypted', 'ws://stream.example/', 'refused'],
    ['leads to this machine', 'wss://127.0.0.1/', 'refused'],
    ['leads to this machine in decimal', 'wss://2130706433/', 'refused'],
    ['leads to [::1]', 'wss://[::1]/', 'refused'],
    ['is no address', 'wss://', 'refused'],
    ['holds a password', 'wss://a:b@stream.example/', 'refused'],
  ])('that %s is not opened', async (_what, url, outcome) => {
    expect(await open({ url }, [])).toMatchObject({ outcome, stream: null });
  });

  it('whose name leads into a private network is not opened', async () => {
    const { fetcher } = reader([], { resolve: async () => [{ address: '10.0.0.7', family: 4 }] });
    const plan = { url: 'wss://stream.example/' };
    const options = { minIntervalMs: 0, obeysRobots: false, signal: new AbortController().signal };
    expect(await fetcher.listen(plan, options)).toMatchObject({ outcome: 'refused', stream: null });
  });

  it.each([
    [301, 'broken'],
    [400, 'broken'],
    [403, 'blocked'],
    [404, 'gone'],
    [429, 'throttled'],
    [200, 'broken'],
  ])('that is answered with %i ends as %s', async (status, outcome) => {
    const inner = await socketSite(() => undefined);
    const plain = createServer();
    plain.on('upgrade', (_request, socket) =>
      socket.end(`HTTP/1.1 ${status} X\r\nlocation: ${inner.url}/\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n`),
    );
    const { host } = await listen(plain);
    const answer = await open({ url: `ws://${host}/` }, [host, inner.host]);
    expect(answer).toMatchObject({ outcome, stream: null });
    expect(answer.error).toContain(host);
  });

  it('is left when one message has no end', async () => {
    const server = await socketSite((socket) => socket.send('x'.repeat(20_000)));
    const { stream } = await open({ url: at(server) }, [server.host]);
    expect(await all(stream)).toEqual([]);
    expect(stream?.end?.outcome).toBe('too-big');
  });

  it('is left when it speaks nonsense', async () => {
    const server = createServer();
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.send('gut');
      (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xff, 0xff, 0, 1]));
    });
    const { host } = await listen(server);
    const { stream } = await open({ url: `ws://${host}/` }, [host]);
    expect((await all(stream)).map(({ data }) => data)).toEqual(['gut']);
    expect(stream?.end?.outcome).toBe('broken');
  });

  it('that nobody answers is given up, and one that never pongs is left', async () => {
    const silent = await rawSite(() => undefined);
    const { fetcher } = reader([silent.host], { config: { timeout: 200 } });
    const options = { minIntervalMs: 0, obeysRobots: false, signal: new AbortController().signal };
    expect(await fetcher.listen({ url: at(silent) }, options)).toMatchObject({ outcome: 'timeout', stream: null });
    const server = createServer();
    new WebSocketServer({ server, autoPong: false }).on('connection', () => undefined);
    const { host } = await listen(server);
    const clock = new FakeClock();
    const { stream } = await open({ url: `ws://${host}/` }, [host], { clock });
    await clock.advance(LIMITS.silenceMs);
    expect(await all(stream)).toEqual([]);
    expect(stream?.end?.outcome).toBe('timeout');
  });

  it('that is quiet but there stays open', async () => {
    // The answer to the ping is on its way before the word that follows it.
    const server = await socketSite((socket) => socket.on('ping', () => socket.send('da')));
    const clock = new FakeClock();
    const { stream } = await open({ url: at(server) }, [server.host], { clock });
    for (let turn = 0; turn < 8; turn += 1) {
      await clock.advance(LIMITS.silenceMs / 2);
      expect((await stream?.take(1))?.[0]?.data).toBe('da');
    }
    stream?.close();
  });

  it('that floods has to wait, and loses nothing', async () => {
    const count = 20_000;
    const server = await socketSite(async (socket) => {
      for (let number = 0; number < count; number += 1) {
        socket.send(`n${number}`);
        // Both ends live in this process: the other one must get its turn too.
        if (number % 500 === 0) await new Promise((done) => setImmediate(done));
      }
      socket.close();
    });
    const buffer = { maxMessages: 50, maxBytes: 1_000, maxBytesPerSecond: 10_000_000 };
    const { stream } = await open({ url: at(server) }, [server.host], { limits: { buffer } });
    let next = 0;
    for (let got = await stream?.take(1000); got && got.length > 0; got = await stream?.take(1000)) {
      // What the kernel had already handed over when the socket was paused still comes: one chunk of it.
      expect(got.length).toBeLessThanOrEqual(1000);
      for (const { data } of got) expect(data).toBe(`n${next++}`);
    }
    expect(next).toBe(count);
  });

  it('ends at once when nobody wants it any more', async () => {
    const server = await socketSite(() => undefined);
    const leaving = new AbortController();
    const { stream } = await open({ url: at(server) }, [server.host], { signal: leaving.signal });
    const taken = stream?.take(1);
    leaving.abort(new Error('enough'));
    expect(await taken).toEqual([]);
    await expect(open({ url: at(server) }, [server.host], { signal: leaving.signal })).rejects.toThrow('enough');
  });
});

describe('server-sent events', () => {
  it('are read from a real answer, in pieces', async () => {
    const server = await eventSite(async (send, end) => {
      for (const piece of [
        '\ufeffevent: sik',
        'ayet\nda',
        'ta: bir\r',
        '\ndata: iki\nid: 7\n\n: yorum\n',
        '\ndata: üç\n\nevent: x\n\ndata: yarım',
      ])
        await new Promise((done) => {
          send(piece);
          setTimeout(done, 5);
        });
      end();
    });
    const { stream } = await open({ url: server.url }, [server.host]);
    expect(await all(stream)).toEqual([
      { event: 'sikayet', data: 'bir\niki', id: '7' },
      { event: 'message', data: 'üç', id: '7' },
    ]);
    expect(stream?.end?.outcome).toBe('network');
  });

  it('name the pause before coming back', async () => {
    const server = await eventSite((send, end) => {
      send('retry: 4000\ndata: a\n\n');
      end();
    });
    const { stream } = await open({ url: server.url }, [server.host]);
    await all(stream);
    expect(stream?.end?.retryAfterMs).toBe(4000);
  });

  it.each([
    [200, 'text/html', '<p>Merhaba</p>', 'broken'],
    [
      200,
      'text/html',
      '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>',
      'blocked',
    ],
    [204, 'text/plain', '', 'gone'],
    [403, 'text/html', '', 'blocked'],
    [404, 'text/html', '', 'gone'],
  ])('answered with %i and %s are none', async (status, type, body, outcome) => {
    const server = await site((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));
    expect(await open({ url: server.url }, [server.host])).toMatchObject({ outcome, status, stream: null });
  });

  it('follow a redirect through the guard, and never to another private host', async () => {
    const good = await eventSite((send) => send('data: a\n\n'));
    const hop = await site((_request, response) => response.writeHead(302, { location: good.url }).end());
    expect(await open({ url: hop.url }, [hop.host])).toMatchObject({ outcome: 'refused', stream: null });
    const { stream } = await open({ url: hop.url }, [hop.host, good.host]);
    expect((await stream?.take(1))?.[0]?.data).toBe('a');
    const loop = await site((_request, response) => response.writeHead(302, { location: '/x' }).end());
    expect(await open({ url: loop.url }, [loop.host])).toMatchObject({ outcome: 'broken', stream: null });
  });

  it.each([
    'https://127.0.0.1:1/',
    'https://2130706433:1/',
    'https://[::1]:1/',
    'https://10.0.0.7/',
    'https://localhost/',
  ])('follow no redirect to %s, encrypted or not', async (location) => {
    const hop = await site((_request, response) => response.writeHead(302, { location }).end());
    expect(await open({ url: hop.url }, [hop.host])).toMatchObject({ outcome: 'refused', stream: null });
  });

  it('obey robots.txt', async () => {
    const server = await site(
      (request, response) =>
        request.url === '/robots.txt'
          ? response.writeHead(200).end('User-agent: *\nDisallow: /live')
          : response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: a\n\n'),
      { ownRobots: true },
    );
    const url = `${server.url}/live`;
    expect(await open({ url }, [server.host], { obeysRobots: true })).toMatchObject({
      outcome: 'refused',
      stream: null,
    });
    expect(server.asked).toEqual(['/robots.txt']);
  });

  it('are left when one has no end, and when they fall silent', async () => {
    const endless = await eventSite((send) => send(`data: ${'x'.repeat(30_000)}`));
    const big = await open({ url: endless.url }, [endless.host]);
    expect(await all(big.stream)).toEqual([]);
    expect(big.stream?.end?.outcome).toBe('too-big');
    const silent = await eventSite((send) => send(': merhaba\n'));
    const quiet = await open({ url: silent.url }, [silent.host], { limits: { silenceMs: 100 } });
    expect(await all(quiet.stream)).toEqual([]);
    expect(quiet.stream?.end?.outcome).toBe('timeout');
  });

  it('mean the same however they are cut', () => {
    const text = 'event: a\r\ndata: 1\r\ndata: 2\r\n\r\nid: 5\rdata:x\r\rdata\n\nid: a\0b\ndata: ş\n\n';
    const whole = new EventStreamReader(1000).push(text);
    expect(whole).toEqual([
      { event: 'a', data: '1\n2', id: '' },
      { event: 'message', data: 'x', id: '5' },
      { event: 'message', data: '', id: '5' },
      { event: 'message', data: 'ş', id: '5' },
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const one = new EventStreamReader(1000);
        const found = places.slice(1).flatMap((end, index) => one.push(text.slice(places[index], end)));
        expect(found).toEqual(whole);
      }),
    );
  });
});

describe('the buffer of a stream', () => {
  it('pauses the sender when it is full, in number or in bytes, and lets it go on when there is room', async () => {
    const turns: string[] = [];
    const valve = { pause: () => turns.push('pause'), resume: () => turns.push('resume'), cut: () => undefined };
    const limits = { maxMessages: 2, maxBytes: 10, maxBytesPerSecond: 1000 };
    const buffer = new MessageBuffer({ valve, clock: new FakeClock(), limits });
    const push = (data: string) => buffer.push({ event: 'message', data, id: '' });
    push('a');
    expect(turns).toEqual([]);
    push('b');
    push('c');
    expect(turns).toEqual(['pause']);
    expect(await buffer.take(1)).toHaveLength(1);
    expect(turns).toEqual(['pause']);
    expect(await buffer.take(9)).toHaveLength(2);
    expect(turns).toEqual(['pause', 'resume']);
    push('0123456789');
    expect(turns).toEqual(['pause', 'resume', 'pause']);
    buffer.finish({ outcome: 'network', error: 'weg', retryAfterMs: null });
    expect(await buffer.take(9)).toHaveLength(1);
    expect(await buffer.take(9)).toEqual([]);
  });

  it('rests for the second when too many bytes came', async () => {
    const turns: string[] = [];
    const valve = { pause: () => turns.push('pause'), resume: () => turns.push('resume'), cut: () => undefined };
    const limits = { maxMessages: 9, maxBytes: 99, maxBytesPerSecond: 100 };
    const clock = new FakeClock();
    const buffer = new MessageBuffer({ valve, clock, limits });
    buffer.count(90);
    expect(turns).toEqual([]);
    buffer.count(20);
    expect(turns).toEqual(['pause']);
    await clock.advance(1000);
    expect(turns).toEqual(['pause', 'resume']);
    buffer.close();
  });
});
