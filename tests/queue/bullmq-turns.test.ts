// Turns at hosts over a real Redis: processes that know nothing of each other keep one pause.

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createLimiter } from '../../crawlers/fetch/limiter.ts';
import { openTurns } from '../../queue/bullmq-turns.ts';
import { freePort } from '../support/mongo.ts';
import { describeRedis, type RedisServer, sharedRedis } from '../support/redis.ts';
import { memoryLog } from './support.ts';

describeRedis('Turns at hosts', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await sharedRedis();
  });
  afterAll(() => server.stop());

  const newPrefix = () => `{test-${randomBytes(6).toString('hex')}}`;

  function openAt(url: string, prefix = newPrefix()) {
    const turns = openTurns({ url, prefix, clock: systemClock, log: memoryLog().log });
    onTestFinished(() => turns.close());
    return turns;
  }

  it('are a pause apart whoever takes them, and one host never waits for another', async () => {
    const prefix = newPrefix();
    const [one, two] = [openAt(server.url, prefix), openAt(server.url, prefix)];
    const waits = [];
    for (const turns of [one, two, one, two, two]) waits.push(await turns.take('haber.example', 60_000));
    expect(waits[0]).toBe(0);
    for (const [index, wait] of waits.entries()) expect(Math.ceil(wait / 60_000)).toBe(index);
    expect(await two.take('forum.example', 60_000)).toBe(0);
  });

  it('are taken once each by many at the same time', async () => {
    const prefix = newPrefix();
    const [one, two] = [openAt(server.url, prefix), openAt(server.url, prefix)];
    const takes = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? one : two).take('haber.example', 60_000));
    const turns = (await Promise.all(takes)).map((wait) => Math.ceil(wait / 60_000)).sort((a, b) => a - b);
    expect(turns).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('are kept by limiters of several processes', async () => {
    const prefix = newPrefix();
    const limiters = [1, 2, 3].map(() =>
      createLimiter({ clock: systemClock, concurrency: 8, turns: openAt(server.url, prefix) }),
    );
    const starts: number[] = [];
    const note = async () => void starts.push(systemClock.now());
    await Promise.all([...limiters, ...limiters].map((limiter) => limiter.run('haber.example', 100, note)));
    starts.sort((a, b) => a - b);
    // Timers may fire a moment late, so only the whole is a bound: six starts, five pauses.
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(450);
  });

  it('are not waited for while Redis is away', async () => {
    const turns = openAt(`redis://127.0.0.1:${await freePort()}/0`);
    expect(await turns.take('haber.example', 60_000)).toBe(0);
    expect(await turns.take('haber.example', 60_000)).toBe(0);
  });
});
