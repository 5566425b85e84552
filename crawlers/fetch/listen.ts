// Opens streams: through guard, robots.txt and the host's turn like every request, then a WebSocket or Server-Sent Events.
// Only encrypted ones, but for hosts that fetch.allowHosts names. Must never throw for what the network does.

import type { Clock, Fetcher, Listening, StreamPlan } from '../../core/ports.ts';
import { judgeError } from './failure.ts';
import type { Guard } from './guard.ts';
import type { Limiter } from './limiter.ts';
import type { BufferLimits } from './message-buffer.ts';
import { failure, type Verdict } from './outcome.ts';
import type { Robots } from './robots.ts';

export interface StreamLimits {
  /** Of one message. */
  maxMessageBytes: number;
  /** How long the other side may say nothing: a WebSocket is asked several times within it whether it is there. */
  silenceMs: number;
  buffer?: BufferLimits;
}

export interface ListenParts {
  guard: Guard;
  robots: Robots;
  limiter: Limiter;
  clock: Clock;
  userAgent: string;
  timeoutMs: number;
  minIntervalMs: number;
  limits: StreamLimits;
}

export type ListenOptions = Parameters<Fetcher['listen']>[1];

const SOCKET: Record<string, string> = { 'wss:': 'https:', 'ws:': 'http:' };

/** Throws only the reason of the signal. */
export async function listen(plan: StreamPlan, options: ListenOptions, parts: ListenParts): Promise<Listening> {
  const { guard, robots, limiter } = parts;
  const host = URL.canParse(plan.url) ? new URL(plan.url).host : 'the stream';
  try {
    const url = checkStreamUrl(plan.url, guard);
    if (url === null)
      return refused(failure('refused', `${host} is no encrypted stream (wss or https). Correct the address.`), null);
    if (options.obeysRobots) {
      const permission = await robots.check(url);
      if (!permission.isAllowed)
        return refused(
          { ...failure(permission.outcome, permission.error), retryAfterMs: permission.retryAfterMs },
          null,
        );
    }
    const pauseMs = Math.max(parts.minIntervalMs, options.minIntervalMs);
    return await limiter.run(url.host, pauseMs, () => open(plan, url, options, parts), options.signal);
  } catch (error) {
    options.signal.throwIfAborted();
    return refused(judgeError(error, host), null);
  }
}

async function open(plan: StreamPlan, url: URL, options: ListenOptions, parts: ListenParts): Promise<Listening> {
  // Only those who listen load what listens.
  if (/^wss?:/i.test(plan.url)) {
    const { openSocket } = await import('./web-socket.ts');
    return openSocket(plan, url, options.signal, parts);
  }
  const { openEvents } = await import('./server-events.ts');
  return openEvents(plan, url, options, parts);
}

/** The address as the guard knows it (http or https); null when it is not encrypted. Throws 'fetch.refused'. */
export function checkStreamUrl(text: string, guard: Guard): URL | null {
  const scheme = /^[a-z]+:/i.exec(text)?.[0].toLowerCase() ?? '';
  const twin = SOCKET[scheme] ? `${SOCKET[scheme]}${text.slice(scheme.length)}` : text;
  const url = guard.checkUrl(twin);
  return url.protocol === 'https:' || guard.isAllowedPrivate(url) ? url : null;
}

/** A stream that could not be had. */
export function refused({ outcome, error, retryAfterMs }: Verdict, status: number | null): Listening {
  return { outcome, error, retryAfterMs, status, stream: null };
}
