// BullMQ on a real Redis: the contract every queue keeps, and what is only true of a server: it may be away, refuse, or be
// set up to throw jobs away.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { Queue } from '../../core/ports.ts';
import { BullMqQueue } from '../../queue/bullmq.ts';
import { QUEUE_DEFAULTS } from '../../queue/settings.ts';
import { type QueueBench, queueContract, reach } from '../contracts/queue.ts';
import { freePort } from '../support/mongo.ts';
import { canStartRedis, describeRedis, type RedisServer, sharedRedis, startRedis } from '../support/redis.ts';
import { memoryLog } from './support.ts';

const SETTINGS = { leaseMs: 1_200, maxAttempts: 3, backoffMs: 400, pollMs: 100, abortGraceMs: 200 };

let server: RedisServer;

/** A way to the server that can be cut: what the process of a queue feels when it is dead, and its server of it. */
async function openWay(port: number): Promise<{ port: number; cut: () => void; close: () => void }> {
  const sockets = new Set<Socket>();
  const way: Server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((done) => way.listen(0, '127.0.0.1', done));
  const address = way.address();
  const cut = () => {
    way.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: typeof address === 'object' && address ? address.port : 0, cut, close: cut };
}

async function openBench(): Promise<QueueBench> {
  const prefix = `{test-${randomBytes(6).toString('hex')}}`;
  const ways = new Map<Queue, Awaited<ReturnType<typeof openWay>>>();
  const dead = new Set<Queue>();
  const open = async () => {
    const way = await openWay(server.port);
    const url = `redis://127.0.0.1:${way.port}/0`;
    const settings = { ...QUEUE_DEFAULTS, ...SETTINGS };
    const queue = new BullMqQueue({ url, prefix, clock: systemClock, log: memoryLog().log, settings });
    ways.set(queue, way);
    return queue;
  };
  return {
    queue: await open(),
    reopen: open,
    async kill(queue) {
      dead.add(queue);
      ways.get(queue)?.cut();
    },
    advance: (ms) => systemClock.sleep(ms),
    async close() {
      for (const [queue, way] of ways) {
        const closed = queue.close(0);
        if (!dead.has(queue)) await closed;
        way.close();
      }
    },
    settings: SETTINGS,
  };
}

describeRedis('BullMQ', () => {
  beforeAll(async () => {
    server = await sharedRedis();
  });
  afterAll(() => server.stop());

  queueContract('BullMQ', openBench);
});

function openAt(url: string) {
  const settings = { ...QUEUE_DEFAULTS, ...SETTINGS };
  const { log, lines } = memoryLog();
  const queue = new BullMqQueue({ url, clock: systemClock, log, settings });
  onTestFinished(() => queue.close(0));
  return { queue, lines };
}

describeRedis('A Redis server', () => {
  it.runIf(canStartRedis)('that would throw jobs away is refused with a sentence that names the setting', async () => {
    const greedy = await startRedis(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
    onTestFinished(() => greedy.stop());
    const { queue, lines } = openAt(greedy.url);
    const refusal = {
      code: 'queue.eviction',
      retry: 'never',
      message: expect.stringContaining('maxmemory-policy noeviction'),
    };
    await expect(queue.enqueue('notify', { deliveryId: 'a' })).rejects.toMatchObject(refusal);
    queue.work('notify', async () => undefined);
    await expect
      .poll(() => lines.map(({ level, message }) => [level, message]))
      .toContainEqual(['error', 'the worker could not be started']);
    await expect(queue.stats()).rejects.toMatchObject(refusal);
  });

  it.runIf(canStartRedis)(
    'that is away fails what puts jobs in at once, and workers go on when it is back',
    async () => {
      const first = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
      onTestFinished(() => first.stop());
      const { queue } = openAt(first.url);
      const seen: string[] = [];
      queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
      await queue.enqueue('notify', { deliveryId: 'before' });
      await reach(seen, 1);
      const ended = new Promise((done) => first.process?.once('exit', done));
      first.process?.kill('SIGKILL');
      await ended;
      await expect(queue.enqueue('notify', { deliveryId: 'lost' })).rejects.toMatchObject({
        code: 'queue.unavailable',
        retry: 'later',
        message: expect.stringContaining('check that it runs'),
      });
      const again = await startRedis([], first.port);
      onTestFinished(() => again.stop());
      await expect
        .poll(
          () =>
            queue.enqueue('notify', { deliveryId: 'after' }, { key: 'after' }).then(
              () => true,
              () => false,
            ),
          {
            timeout: 10_000,
          },
        )
        .toBe(true);
      await reach(seen, 2);
      expect(seen).toEqual(['before', 'after']);
    },
    30_000,
  );

  it.runIf(canStartRedis)('that wants a password says so, and never shows one', async () => {
    const locked = await startRedis(['--requirepass', 'richtig-richtig']);
    onTestFinished(() => locked.stop());
    const { queue } = openAt(locked.url.replace('//', '//:falsch-falsch@'));
    const error = await queue.stats().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'queue.refused', message: expect.stringContaining('password in queue.url') });
    expect(JSON.stringify(error) + String(error)).not.toContain('falsch');
    const right = openAt(locked.url.replace('//', '//:richtig-richtig@'));
    expect((await right.queue.stats()).notify.pending).toBe(0);
  });

  it('where nobody listens fails with the first call, and says so', async () => {
    const { queue } = openAt(`redis://127.0.0.1:${await freePort()}/0`);
    await expect(queue.stats()).rejects.toMatchObject({ code: 'queue.unavailable', retry: 'later' });
  });

  it.each(['', 'localhost:6379', 'http://localhost', 'redis://'])('that has no address is refused: %j', async (url) => {
    const { queue } = openAt(url);
    await expect(queue.stats()).rejects.toMatchObject({ code: 'queue.url', retry: 'never' });
  });
});

describe('The embedded profile', () => {
  it('loads neither bullmq nor ioredis, and a queue on Redis that is not asked does not either', async () => {
    const root = join(import.meta.dirname, '../..');
    const script = `
      import { createRequire } from 'node:module';
      import { openQueue } from ${JSON.stringify(join(root, 'queue/open.ts'))};
      import { systemClock } from ${JSON.stringify(join(root, 'core/clock.ts'))};
      const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
      const loaded = (name) =>
        Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/node_modules/' + name + '/'));
      const embedded = openQueue({ kind: 'local', path: ':memory:', clock: systemClock, log });
      await embedded.stats();
      const scaled = openQueue({ kind: 'bullmq', url: 'redis://127.0.0.1:1/0', clock: systemClock, log });
      const before = ['better-sqlite3', 'bullmq', 'ioredis', 'msgpackr'].map(loaded);
      await scaled.stats().catch(() => undefined);
      console.log(JSON.stringify([...before, loaded('ioredis')]));
      process.exit(0);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: root },
    );
    // The last one shows that the others could have failed.
    expect(JSON.parse(stdout)).toEqual([true, false, false, false, true]);
  }, 60_000);
});
