// Connections to Redis for the queue, and what is asked of the server before the first job: that it keeps what it is
// given. Loads the driver with the first connection; must never show the address, which may hold a password.

import type { Redis } from 'ioredis';
import { AppError, messageOf } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RECONNECT_MS = 2_000;
const MAX_REASONS = 10;

/** What every call throws while Redis is away. */
export function unavailable(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError(
    'queue.unavailable',
    'Redis does not answer: check that it runs and that queue.url names its host and port. Work goes on by itself then.',
    { retry: 'later', cause },
  );
}

export interface ConnectOptions {
  log: Log;
  clock: Clock;
  /** True once the queue is closed: nothing connects any more. */
  isOver: () => boolean;
}

/** `worker`: waits for Redis as long as it takes. `producer`: fails at once while Redis is away. */
export async function connect(
  url: string,
  role: 'worker' | 'producer',
  { log, isOver }: ConnectOptions,
): Promise<Redis> {
  if (!/^rediss?:\/\/[^\s]+$/.test(url) || !URL.canParse(url))
    throw new AppError(
      'queue.url',
      'queue.url is not an address of Redis: write it like redis://:password@host:6379/0.',
    );
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: role === 'worker',
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    // BullMQ makes further connections with the same options, so they end with this one.
    retryStrategy: (times) => (isOver() ? null : Math.min(times * 100, MAX_RECONNECT_MS)),
  });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ error: messageOf(error) }, 'Redis is away; trying on');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info({}, 'Redis is back');
    isAway = false;
  });
  return redis;
}

/** Opens a producer's connection and waits until it works. Throws 'queue.unavailable', 'queue.refused', 'queue.eviction'. */
export async function connectProducer(url: string, options: ConnectOptions): Promise<Redis> {
  const redis = await connect(url, 'producer', options);
  // connect() says only that the connection closed; why is told in an event before.
  const reasons: string[] = [];
  redis.on('error', (error) => void (reasons.length < MAX_REASONS && reasons.push(messageOf(error))));
  try {
    await withTimeout(redis.connect(), options.clock);
    await checkEviction(redis);
    return redis;
  } catch (error) {
    redis.disconnect();
    if (/NOAUTH|WRONGPASS|NOPERM|invalid password/i.test([...reasons, messageOf(error)].join(' ')))
      throw new AppError('queue.refused', 'Redis refuses the sign-in: check the user and the password in queue.url.', {
        retry: 'later',
      });
    throw unavailable(error);
  }
}

async function withTimeout(work: Promise<unknown>, clock: Clock): Promise<void> {
  const timer = new AbortController();
  const late = clock.sleep(CONNECT_TIMEOUT_MS, timer.signal).then(() => {
    throw new Error('no connection in time');
  });
  try {
    await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}

/** A Redis that throws keys away when its memory is full would lose jobs without a word. */
async function checkEviction(redis: Redis): Promise<void> {
  const memory = await redis.info('memory').catch((error: unknown) => {
    if (/NOPERM|unknown command/i.test(messageOf(error))) return ''; // some services do not let anybody look
    throw error;
  });
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new AppError(
    'queue.eviction',
    `Redis would throw jobs away when its memory is full: set maxmemory-policy to noeviction (now it is ${policy}), in redis.conf or with "redis-cli config set maxmemory-policy noeviction".`,
    { facts: { policy } },
  );
}
