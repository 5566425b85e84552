// Live events between processes, over a real Redis: heard once by everybody else, never twice by the one who told, never
// by another installation, and never a reason to fail.

import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { LiveEvent } from '../../core/ports.ts';
import { createEventBus } from '../../pipeline/events.ts';
import { eventChannel, openSharedEvents } from '../../queue/bullmq-events.ts';
import { describeRedis, type RedisServer, startRedis } from '../support/redis.ts';
import { memoryLog } from './support.ts';

const WATCH: LiveEvent = { kind: 'watch', watchId: 'wat_1' };

describeRedis('events between processes', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  function member(url = server.url) {
    const { log, lines } = memoryLog();
    const bus = openSharedEvents({ url, local: createEventBus(log), clock: systemClock, log });
    onTestFinished(() => bus.close());
    const heard: LiveEvent[] = [];
    return { bus, heard, lines, listen: () => void bus.listen((event) => heard.push(event)) };
  }

  async function subscribed(count: number, url = server.url): Promise<Redis> {
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    await expect.poll(() => redis.pubsub('NUMSUB', eventChannel(url))).toEqual([eventChannel(url), count]);
    return redis;
  }

  it('reach every other process once and the teller once', async () => {
    const [teller, other] = [member(), member()];
    teller.listen();
    other.listen();
    await subscribed(2);
    teller.bus.emit(WATCH);
    await expect.poll(() => other.heard).toEqual([WATCH]);
    other.bus.emit({ kind: 'incident', incidentId: 'inc_1' });
    await expect.poll(() => teller.heard.length).toBe(2);
    expect(teller.heard).toEqual([WATCH, { kind: 'incident', incidentId: 'inc_1' }]);
  });

  it('arrive also from a process that ends at once', async () => {
    const [listener, command] = [member(), member()];
    listener.listen();
    await subscribed(1);
    command.bus.emit(WATCH);
    await command.bus.close();
    await expect.poll(() => listener.heard).toEqual([WATCH]);
  });

  it('stay within one database number, and rubbish is passed over', async () => {
    const other = server.url.replace(/0$/, '5');
    const [here, there] = [member(), member(other)];
    here.listen();
    there.listen();
    const redis = await subscribed(1);
    await subscribed(1, other);
    for (const text of ['', '{', 'null', '{"from":1}', '{"from":"x","event":{"kind":"shell"}}'])
      await redis.publish(eventChannel(server.url), text);
    here.bus.emit(WATCH);
    there.bus.emit({ kind: 'story', storyId: 'sto_1' });
    await redis.publish(
      eventChannel(server.url),
      JSON.stringify({ from: 'x', event: { kind: 'source', sourceId: 'a' } }),
    );
    await expect.poll(() => here.heard.length).toBe(2);
    expect(here.heard).toEqual([WATCH, { kind: 'source', sourceId: 'a' }]);
    expect(there.heard).toEqual([{ kind: 'story', storyId: 'sto_1' }]);
  });

  it('stay in the process, and nothing fails, while Redis is away', async () => {
    const alone = member('redis://127.0.0.1:1/0');
    alone.listen();
    alone.bus.emit(WATCH);
    expect(alone.heard).toEqual([WATCH]);
    await alone.bus.close();
    expect(alone.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
