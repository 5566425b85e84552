import { describe, expect, it } from 'vitest';
import { FakeClock, MINUTE, SECOND, systemClock } from '../../../core/clock.ts';
import { createBreaker } from '../../../crawlers/fetch/breaker.ts';
import type { Validators } from '../../../crawlers/fetch/fetcher.ts';
import { userAgentOf } from '../../../crawlers/fetch/http.ts';
import { reader, site } from './support.ts';

describe('a request', () => {
  it('says honestly who asks, whatever the source would like to say', async () => {
    let headers: Record<string, unknown> = {};
    const home = await site((request, response) => {
      headers = request.headers;
      response.end('ok');
    });
    await reader([home.host]).get({ url: home.url, headers: { 'User-Agent': 'Mozilla/5.0', 'X-Key': 'k' } });
    expect(headers).toMatchObject({ 'user-agent': 'itibar/9.9.9 (+https://example.com/bot)', 'x-key': 'k' });
  });

  it('sends what the plan says and gives back what came', async () => {
    const home = await site((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () =>
        response.writeHead(200, { 'X-Two': ['a', 'b'] }).end(`${request.method} ${Buffer.concat(chunks).toString()}`),
      );
    });
    const result = await reader([home.host]).get({ url: `${home.url}/p#part`, method: 'POST', body: 'q=şikâyet' });
    expect(result).toMatchObject({
      outcome: 'ok',
      error: null,
      sizeBytes: 16,
      reply: { url: `${home.url}/p`, status: 200, body: 'POST q=şikâyet', headers: { 'x-two': 'a, b' } },
    });
  });

  it('keeps the longest of the pauses that config, source and robots.txt ask for', async () => {
    const clock = new FakeClock();
    const home = await site(
      (request, response) => response.end(request.url === '/robots.txt' ? 'User-agent: *\nCrawl-delay: 9' : 'ok'),
      { ownRobots: true },
    );
    const { get } = reader([home.host], { clock, config: { minInterval: 2000 } });
    await get(`${home.url}/1`, { obeysRobots: true });
    const second = get(`${home.url}/2`, { obeysRobots: true, minIntervalMs: 5000 });
    for (let i = 0; i < 20; i++) await clock.advance(0);
    await clock.advance(8999);
    expect(home.asked).toEqual(['/robots.txt', '/1']);
    await clock.advance(1);
    expect(await second).toMatchObject({ outcome: 'ok' });
  });

  it('ends when its caller gives up, with the reason', async () => {
    const home = await site(() => undefined);
    const stop = new AbortController();
    const result = reader([home.host]).get(home.url, { signal: stop.signal });
    stop.abort(new Error('no longer wanted'));
    await expect(result).rejects.toThrow('no longer wanted');
  });

  it('ends when the fetcher is closed', async () => {
    const home = await site(() => undefined);
    const { fetcher, get } = reader([home.host]);
    const result = get(home.url);
    await fetcher.close();
    await expect(result).rejects.toMatchObject({ code: 'fetch.closed' });
  });
});

describe('userAgentOf', () => {
  it('names the contact, and nothing that could end the header', () => {
    expect(userAgentOf('1.0.0', '')).toBe('itibar/1.0.0');
    expect(userAgentOf('1.0.0', 'pr@markam.example')).toBe('itibar/1.0.0 (+pr@markam.example)');
    expect(userAgentOf('1.0.0', 'a)\r\nx: y (')).toBe('itibar/1.0.0 (+ax: y)');
  });
});

describe('a conditional request', () => {
  it('sends what is known of the reader and ends as not-modified', async () => {
    const home = await site((request, response) =>
      request.headers['if-none-match'] === '"v1"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT' }).end('items'),
    );
    const stored = new Map<string, Validators>();
    const { get } = reader([home.host], { validators: { getValidators: async (key) => stored.get(key) ?? null } });
    const first = await get(home.url, { isConditional: true, reader: 'ayse' });
    expect(first).toMatchObject({ outcome: 'ok', validators: { etag: '"v1"' } });
    const { key, ...validators } = first.validators ?? { key: '', etag: null, lastModified: null };
    stored.set(key, validators);
    expect(await get(home.url, { isConditional: true, reader: 'ayse' })).toMatchObject({
      outcome: 'not-modified',
      error: null,
    });
    expect(await get(home.url, { isConditional: true, reader: 'mehmet' })).toMatchObject({ outcome: 'ok' });
    expect(await get(home.url, { reader: 'ayse' })).toMatchObject({ outcome: 'ok', validators: null });
  });

  it('gives no validators for a failure', async () => {
    const home = await site((_, response) => response.writeHead(404, { etag: '"x"' }).end());
    expect(await reader([home.host]).get(home.url, { isConditional: true })).toMatchObject({
      outcome: 'gone',
      validators: null,
    });
  });
});

describe('retries', () => {
  const failing = async (failures: number, status: number, headers: Record<string, string> = {}) => {
    let count = 0;
    const home = await site((_, response) => {
      count += 1;
      if (count <= failures) response.writeHead(status, headers).end();
      else response.end('ok');
    });
    return { home, count: () => count };
  };
  /** Lets time pass until the promise is settled; returns how much passed. */
  const waitFor = async <T>(clock: FakeClock, promise: Promise<T>): Promise<{ result: T; waitedMs: number }> => {
    const begin = clock.now();
    let isDone = false;
    const done = promise.finally(() => {
      isDone = true;
    });
    while (!isDone) await clock.advance(100);
    return { result: await done, waitedMs: clock.now() - begin };
  };

  it('come after a fault of the server, twice', async () => {
    const clock = new FakeClock();
    const { home, count } = await failing(2, 502);
    const { result, waitedMs } = await waitFor(clock, reader([home.host], { clock, random: () => 1 }).get(home.url));
    expect(result).toMatchObject({ outcome: 'ok' });
    expect(count()).toBe(3);
    expect(waitedMs).toBeGreaterThanOrEqual(750 + 1500);
  });

  it('come after a short Retry-After and not before it', async () => {
    const clock = new FakeClock();
    const { home, count } = await failing(1, 429, { 'retry-after': '4' });
    const { result, waitedMs } = await waitFor(clock, reader([home.host], { clock }).get(home.url));
    expect(result).toMatchObject({ outcome: 'ok' });
    expect(count()).toBe(2);
    expect(waitedMs).toBeGreaterThanOrEqual(4 * SECOND);
  });

  it.each([
    ['a long Retry-After', 429, { 'retry-after': '3600' }],
    ['a refusal', 403, {}],
    ['a missing page', 404, {}],
    ['a wish for fewer requests without a time', 429, {}],
  ])('do not come after %s', async (_, status, headers: Record<string, string>) => {
    const { home, count } = await failing(9, status, headers);
    await reader([home.host]).get(home.url);
    expect(count()).toBe(1);
  });

  it('give the time of an HTTP date back to the caller', async () => {
    const at = new Date(Math.ceil(systemClock.now() / 1000) * 1000 + 600_000).toUTCString();
    const { home } = await failing(9, 429, { 'retry-after': at });
    const { outcome, retryAfterMs } = await reader([home.host]).get(home.url);
    expect(outcome).toBe('throttled');
    expect(retryAfterMs).toBeGreaterThan(590_000);
    expect(retryAfterMs).toBeLessThanOrEqual(601_000);
  });

  it('do not repeat a POST that may have worked', async () => {
    const { home, count } = await failing(9, 500);
    await reader([home.host]).get({ url: home.url, method: 'POST', body: 'x' });
    expect(count()).toBe(1);
  });
});

describe('the breaker', () => {
  it('leaves a host alone after five failures in a row, longer each time', () => {
    const clock = new FakeClock();
    const breaker = createBreaker(clock);
    for (let i = 0; i < 4; i++) breaker.record('a', 'broken');
    expect(breaker.waitMs('a')).toBeNull();
    breaker.record('a', 'broken');
    expect(breaker.waitMs('a')).toBe(MINUTE);
    breaker.record('a', 'timeout');
    expect(breaker.waitMs('a')).toBe(2 * MINUTE);
    for (let i = 0; i < 20; i++) breaker.record('a', 'broken');
    expect(breaker.waitMs('a')).toBe(30 * MINUTE);
    expect(breaker.waitMs('b')).toBeNull();
  });

  it('opens the host again after one answer', () => {
    const breaker = createBreaker(new FakeClock());
    for (let i = 0; i < 6; i++) breaker.record('a', 'broken');
    breaker.record('a', 'gone');
    expect(breaker.waitMs('a')).toBeNull();
  });

  it('blames no host while the own network is down', () => {
    const breaker = createBreaker(new FakeClock());
    for (let round = 0; round < 10; round++) for (const host of ['a', 'b', 'c', 'd']) breaker.record(host, 'network');
    expect(breaker.isNetworkDown()).toBe(true);
    expect(['a', 'b', 'c', 'd'].map((host) => breaker.waitMs(host))).toEqual([null, null, null, null]);
    breaker.record('a', 'blocked');
    expect(breaker.isNetworkDown()).toBe(false);
  });

  it('spares a dead host further connections', async () => {
    const { get } = reader(['127.0.0.1:9']);
    const post = () => get({ url: 'http://127.0.0.1:9/', method: 'POST' });
    for (let i = 0; i < 5; i++) await post();
    const result = await post();
    expect(result).toMatchObject({ outcome: 'network' });
    expect(result.error).toMatch(/left alone/);
    expect(result.retryAfterMs).toBeGreaterThan(0);
  });

  it('lets the sentence speak of this machine when nothing can be reached', async () => {
    const hosts = ['127.0.0.1:9', '127.0.0.1:7', '127.0.0.1:13'];
    const { get } = reader(hosts);
    const results = [];
    for (const host of hosts) results.push(await get({ url: `http://${host}/`, method: 'POST' }));
    expect(results.at(-1)?.error).toMatch(/connection of this machine/);
  });
});
