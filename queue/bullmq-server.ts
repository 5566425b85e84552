// What Redis an address leads to, for `itibar doctor`: one connection of its own, closed again.

import { Redis } from 'ioredis';
import { AppError } from '../core/errors.ts';

export interface RedisFacts {
  /** '7.0.15' */
  version: string;
  /** Must be 'noeviction': anything else may throw jobs away when memory is short. Null when the server does not say. */
  evictionPolicy: string | null;
  /** Whether jobs outlive a restart of the server: an append-only file is kept. */
  isDurable: boolean;
  usedBytes: number;
}

const PATIENCE_MS = 5_000;

/** Throws AppError 'queue.unavailable' with what to do. Never shows the address, which may hold a password. */
export async function redisServer(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined); // connect() rejects with it
  try {
    await redis.connect();
    const info = await redis.info();
    const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null;
    return {
      version: field('redis_version') ?? 'unknown',
      evictionPolicy: field('maxmemory_policy'),
      isDurable: field('aof_enabled') === '1',
      usedBytes: Number(field('used_memory') ?? 0),
    };
  } catch (cause) {
    throw new AppError(
      'queue.unavailable',
      'Redis does not answer: check that it runs, and host, port and password in queue.url.',
      { retry: 'later', facts: { error: cause instanceof Error ? cause.name : 'unknown' } },
    );
  } finally {
    redis.disconnect();
  }
}
