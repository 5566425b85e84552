// The Fetcher: every request of every source goes through these layers, in this order: guard, robots, per-host limiter,
// conditional cache, request, outcome class, retry, breaker, browser. No evasion: what a site refuses stays refused.
// Must never throw for what the network does, and never let a redirect skip a layer.

import { MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Clock, Fetcher, HostTurns, Log, Reply, RequestPlan } from '../../core/ports.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Browser } from './browser.ts';
import { judgeError } from './failure.ts';
import { createGuard, type Guard, type Resolve } from './guard.ts';
import { createHttp, type HttpClient, type OnExchange, userAgentOf } from './http.ts';
import { createLimiter } from './limiter.ts';
import { type ListenParts, listen, type StreamLimits } from './listen.ts';
import type { Mailbox } from './mailbox.ts';
import { failure } from './outcome.ts';
import { withRetry } from './retry.ts';
import { createRobots } from './robots.ts';
import { readRobotsFile } from './robots-file.ts';
import { takeDown } from './take-down.ts';
import { type Attempt, type FetchOptions, noReply, type VisitParts, visit } from './visit.ts';

/** The `fetch` part of the configuration; times in milliseconds. */
export interface FetchSettings {
  timeout: number;
  maxBytes: number;
  minInterval: number;
  allowHosts: readonly string[];
  concurrency: number;
}

export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export interface FetcherParts {
  config: FetchSettings;
  /** Mail or web address shown to site owners; may be empty. */
  contact: string;
  version: string;
  clock: Clock;
  log: Log;
  /** Where validators of earlier replies are looked up; the caller of fetch() stores new ones when their items are safe. */
  validators: { getValidators(key: string): Promise<Validators | null> };
  /** Keeps the pauses at hosts together over several processes. */
  turns?: HostTurns;
  /** For tests: name resolution, chance, and where the browser is looked for. */
  resolve?: Resolve;
  random?: () => number;
  env?: Record<string, string | undefined>;
  /** Longest silence between two bytes; a third of the timeout when not given. */
  idleTimeoutMs?: number;
  /** For tests: other bounds of streams. */
  streamLimits?: StreamLimits;
}

const STREAM_LIMITS: StreamLimits = { maxMessageBytes: 1_000_000, silenceMs: 2 * MINUTE };

/** Builds the layers once. The fetcher's fetch() throws only the reason of the caller's own signal, or 'fetch.closed'. */
export function createFetcher(parts: FetcherParts): Fetcher {
  const { config, clock, log, random = Math.random } = parts;
  const guard = createGuard({ allowHosts: config.allowHosts, ...(parts.resolve ? { resolve: parts.resolve } : {}) });
  const userAgent = userAgentOf(parts.version, parts.contact);
  const idleTimeoutMs = parts.idleTimeoutMs ?? Math.ceil(config.timeout / 3);
  const http = createHttp({ guard, userAgent, timeoutMs: config.timeout, idleTimeoutMs, maxBytes: config.maxBytes });
  const browser = lazyBrowser(parts, { guard, http, userAgent });
  const layers: VisitParts = {
    ...{ clock, guard, http, browser: browser.open, minIntervalMs: config.minInterval },
    mailbox: lazyMailbox(parts, guard, http),
    limiter: createLimiter({ clock, concurrency: config.concurrency, turns: parts.turns }),
    robots: createRobots({ clock, read: (url) => readRobotsFile(url, guard, http) }),
  };
  const breaker = createBreaker(clock);
  const closing = new AbortController();
  const streams: ListenParts = {
    ...{ guard, robots: layers.robots, limiter: layers.limiter, clock, userAgent },
    ...{ timeoutMs: config.timeout, minIntervalMs: config.minInterval, limits: parts.streamLimits ?? STREAM_LIMITS },
  };
  return {
    fetch: async (plan, options) => {
      const startedAt = clock.now();
      const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
      const isRepeatable = (plan.method ?? 'GET') === 'GET';
      const key = options.isConditional && isRepeatable ? [options.reader, plan.url].filter(Boolean).join(' ') : null;
      const asked = key === null ? plan : withValidators(plan, await parts.validators.getValidators(key));
      const attempt = () => tryOnce(asked, options, signal, layers, breaker);
      const { verdict, reply, sizeBytes } = await withRetry(attempt, { clock, random, isRepeatable, signal });
      const { outcome, error, retryAfterMs } = verdict;
      const durationMs = clock.now() - startedAt;
      log.debug({ host: hostOf(plan.url), outcome, status: reply?.status ?? null, sizeBytes, durationMs }, 'request');
      const validators = key !== null && outcome === 'ok' && reply !== null ? validatorsOf(key, reply) : null;
      return { outcome, reply, sizeBytes, durationMs, retryAfterMs, error, validators };
    },
    capture: (url, { isDrawn, signal }) => {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const options = { minIntervalMs: 0, obeysRobots: true, isConditional: false, signal: either };
      const parts = {
        ...{ clock, browser: browser.open },
        visit: (onExchange: OnExchange, onTry: () => void) => {
          const attempt = () => {
            onTry();
            return tryOnce({ url }, options, either, layers, breaker, onExchange);
          };
          return withRetry(attempt, { clock, random, isRepeatable: true, signal: either });
        },
      };
      return takeDown(hostOf(url), { isDrawn, signal: either }, parts);
    },
    listen: (plan, options) =>
      listen(plan, { ...options, signal: AbortSignal.any([options.signal, closing.signal]) }, streams),
    close: async () => {
      closing.abort(new AppError('fetch.closed', 'itibar is being stopped.'));
      await browser.close();
      await http.close();
    },
  };
}

/** One visit under the breaker's eye; everything that is thrown on the way becomes a verdict. */
async function tryOnce(
  plan: RequestPlan,
  options: FetchOptions,
  signal: AbortSignal,
  layers: VisitParts,
  breaker: Breaker,
  onExchange?: OnExchange,
): Promise<Attempt> {
  const host = hostOf(plan.url);
  const waitMs = breaker.waitMs(host);
  if (waitMs !== null) {
    const sentence = `${host} failed several times in a row and is left alone for a while.`;
    return noReply({ ...failure('network', sentence), retryAfterMs: waitMs });
  }
  let result: Attempt;
  try {
    result = await visit(plan, options, signal, layers, onExchange);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    result = noReply(judgeError(error, host));
  }
  breaker.record(host, result.verdict.outcome);
  if (result.verdict.outcome === 'network' && breaker.isNetworkDown())
    result.verdict.error = 'No site can be reached at the moment. Check the connection of this machine.';
  return result;
}

/** Crawlee and Playwright cost two seconds and a hundred megabytes: only when a page needs them. */
function lazyBrowser(parts: FetcherParts, shared: { guard: Guard; http: HttpClient; userAgent: string }) {
  const { config, log, env = process.env } = parts;
  let opened: Promise<Browser> | null = null;
  return {
    open: () => {
      opened ??= import('./browser.ts').then(({ createBrowser }) =>
        createBrowser({ ...shared, timeoutMs: config.timeout, maxBytes: config.maxBytes, log, env }),
      );
      return opened;
    },
    close: async () => {
      if (opened) await (await opened).close();
    },
  };
}

/** Only those who watch a mailbox load what reads one. */
function lazyMailbox(parts: FetcherParts, guard: Guard, http: HttpClient): () => Promise<Mailbox> {
  const { config, clock, version } = parts;
  let opened: Promise<Mailbox> | null = null;
  // One for all sessions: it keeps the access tokens.
  const open = async () => {
    const [{ createMailbox }, { createMailTokens }] = await Promise.all([
      import('./mailbox.ts'),
      import('./mailbox-token.ts'),
    ]);
    const tokens = createMailTokens({ guard, http, clock });
    return createMailbox({ guard, clock, version, tokens, timeoutMs: config.timeout, maxBytes: config.maxBytes });
  };
  return () => {
    opened ??= open();
    return opened;
  };
}

function withValidators(plan: RequestPlan, known: Validators | null): RequestPlan {
  if (!known) return plan;
  const headers: Record<string, string> = { ...plan.headers };
  if (known.etag !== null) headers['if-none-match'] = known.etag;
  if (known.lastModified !== null) headers['if-modified-since'] = known.lastModified;
  return { ...plan, headers };
}

function validatorsOf(key: string, reply: Reply): ({ key: string } & Validators) | null {
  const etag = reply.headers.etag ?? null;
  const lastModified = reply.headers['last-modified'] ?? null;
  return etag === null && lastModified === null ? null : { key, etag, lastModified };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the site';
}
