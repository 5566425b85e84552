// Turns at hosts, shared by all processes of the scaled profile: one small key in Redis for each host, moved on by a
// script, by the clock of Redis, so that machines whose clocks differ keep the same pauses.

import type { Redis } from 'ioredis';
import { messageOf } from '../core/errors.ts';
import type { Clock, HostTurns, Log } from '../core/ports.ts';
import { connectProducer } from './bullmq-redis.ts';

export interface TurnsOptions {
  /** redis://:password@host:6379/0 */
  url: string;
  prefix?: string;
  clock: Clock;
  log: Log;
}

/** Longer than any pause between two requests to one host. */
const FORGET_AFTER_MS = 3_600_000;

/** KEYS[1]: start of the newest turn; ARGV[1]: the pause, ms. Returns how long to wait, ms. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local start = math.max(now, last + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%d', start), 'PX', start - now + ${FORGET_AFTER_MS})
return start - now`;

/**
 * While Redis is away nobody waits for it: each process then keeps the pauses of its own requests only. `close()` ends
 * the connection.
 */
export function openTurns({ url, prefix = '{itibar}', clock, log }: TurnsOptions): HostTurns & { close(): void } {
  let opening: Promise<Redis> | null = null;
  let isClosed = false;
  const open = () => connectProducer(url, { log, clock, isOver: () => isClosed });
  return {
    async take(host, intervalMs) {
      if (isClosed) return 0;
      opening ??= open();
      const used = opening;
      try {
        const redis = await used;
        return Number(await redis.eval(TAKE, 1, `${prefix}:turn:${host}`, Math.max(0, Math.round(intervalMs))));
      } catch (error) {
        log.debug({ error: messageOf(error), host }, 'turns at hosts are not shared at this moment');
        // A connection that was there comes back by itself; one that never was is tried again.
        await used.catch(() => {
          if (opening === used) opening = null;
        });
        return 0;
      }
    },
    close() {
      isClosed = true;
      void opening?.then((redis) => redis.disconnect()).catch(() => undefined);
    },
  };
}
