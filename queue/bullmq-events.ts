// Live events between the processes of the scaled profile: Redis publishes what one process tells to all that listen.
// Opens no connection before somebody tells or listens. Nothing may depend on an event arriving: what is told while Redis
// is away is lost, and telling never throws.

import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { messageOf } from '../core/errors.ts';
import type { Clock, EventBus, LiveEvent, Log } from '../core/ports.ts';

export interface SharedEventsOptions {
  /** redis://:password@host:6379/0 */
  url: string;
  /** The bus of this process. */
  local: EventBus;
  clock: Clock;
  log: Log;
}

interface Envelope {
  /** The process that told it: it has heard it already. */
  from: string;
  event: LiveEvent;
}

const KINDS: readonly LiveEvent['kind'][] = ['mentions', 'incident', 'story', 'source', 'watch'];
const MAX_RECONNECT_MS = 5_000;
/** What waits for the first connection; later ones drop what cannot be sent at once. */
const OPTIONS = {
  lazyConnect: true,
  maxRetriesPerRequest: 1,
  retryStrategy: (times: number) => Math.min(times * 200, MAX_RECONNECT_MS),
};

/** Channels know no database numbers, so that of the address is part of the name. */
export function eventChannel(url: string): string {
  return `itibar:events:${/^\/(\d+)$/.exec(new URL(url).pathname)?.[1] ?? '0'}`;
}

/** How long close() waits for what was told last: a command that ends at once has often just told something. */
const LAST_WORDS_MS = 1_000;

/** A bus that reaches the other processes. `close()` ends its connections. */
export function openSharedEvents(options: SharedEventsOptions): EventBus & { close(): Promise<void> } {
  const { url, local, clock, log } = options;
  const from = randomUUID();
  const channel = eventChannel(url);
  const opened: Redis[] = [];
  let telling: Redis | null = null;
  let isHearing = false;
  let lastWords: Promise<unknown> = Promise.resolve();

  const open = (): Redis => {
    const redis = new Redis(url, OPTIONS);
    redis.on('error', (error) => log.debug({ error: messageOf(error) }, 'no connection for live events'));
    opened.push(redis);
    return redis;
  };
  const hear = () => {
    isHearing = true;
    const redis = open();
    redis.on('message', (_channel, text) => {
      const envelope = readEnvelope(text);
      if (envelope && envelope.from !== from) local.emit(envelope.event);
    });
    // The driver subscribes again by itself after every reconnection, but not after a first try that failed.
    const subscribe = () =>
      redis.subscribe(channel).catch((error: unknown) => log.debug({ error: messageOf(error) }, 'not subscribed'));
    redis.on('ready', () => void subscribe());
    redis.connect().catch((error: unknown) => log.debug({ error: messageOf(error) }, 'live events come later'));
  };
  return {
    emit(event) {
      local.emit(event);
      telling ??= open();
      if (telling.status === 'reconnecting' || telling.status === 'end') return;
      lastWords = telling
        .publish(channel, JSON.stringify({ from, event } satisfies Envelope))
        .catch((error: unknown) => log.debug({ error: messageOf(error) }, 'a live event was lost'));
    },
    listen(fn) {
      if (!isHearing) hear();
      return local.listen(fn);
    },
    async close() {
      const patience = new AbortController();
      await Promise.race([lastWords, clock.sleep(LAST_WORDS_MS, patience.signal).catch(() => undefined)]);
      patience.abort();
      for (const redis of opened.splice(0)) redis.disconnect();
    },
  };
}

/** Null for what no itibar wrote. */
function readEnvelope(text: string): Envelope | null {
  try {
    const { from, event } = JSON.parse(text) as Partial<Envelope>;
    return typeof from === 'string' && event && KINDS.includes(event.kind) ? { from, event } : null;
  } catch {
    return null;
  }
}
