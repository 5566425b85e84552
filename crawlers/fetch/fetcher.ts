// The Fetcher: every request of every source goes through these layers, in this order: guard, robots, per-host limiter,
// conditional cache, request, outcome class, retry, breaker. No evasion: what a site refuses stays refused.
// Must never throw for what the network does, and never let a redirect skip a layer.

import { AppError } from '../../core/errors.ts';
import type { Clock, Fetcher, Log, Reply, RequestPlan } from '../../core/ports.ts';
import { createBreaker } from './breaker.ts';
import { decodeText } from './charset.ts';
import { judgeError } from './failure.ts';
import { createGuard, type Guard, type Resolve } from './guard.ts';
import { createHttp, type HttpReply, userAgentOf } from './http.ts';
import { createLimiter } from './limiter.ts';
import { failure, judgeReply, type Verdict } from './outcome.ts';
import { nextHop } from './redirect.ts';
import { withRetry } from './retry.ts';
import { createRobots, MAX_ROBOTS_BYTES, type RobotsFile } from './robots.ts';

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
  /** Where validators of earlier replies are looked up; the caller of fetch() stores the new ones when their items are safe. */
  validators: { getValidators(key: string): Promise<Validators | null> };
  /** For tests: name resolution and chance. */
  resolve?: Resolve;
  random?: () => number;
  /** Longest silence between two bytes; a third of the timeout when not given. */
  idleTimeoutMs?: number;
}

type FetchOptions = Parameters<Fetcher['fetch']>[1];

interface Attempt {
  verdict: Verdict;
  reply: Reply | null;
  sizeBytes: number;
}

const MAX_REDIRECTS = 5;

/** Builds the layers once. The fetcher's fetch() throws only the reason of the caller's own signal. */
export function createFetcher(parts: FetcherParts): Fetcher {
  const { config, clock, log } = parts;
  const guard = createGuard({ allowHosts: config.allowHosts, ...(parts.resolve ? { resolve: parts.resolve } : {}) });
  const http = createHttp({
    guard,
    userAgent: userAgentOf(parts.version, parts.contact),
    timeoutMs: config.timeout,
    idleTimeoutMs: parts.idleTimeoutMs ?? Math.ceil(config.timeout / 3),
    maxBytes: config.maxBytes,
  });
  const limiter = createLimiter({ clock, concurrency: config.concurrency });
  const breaker = createBreaker(clock);
  const robots = createRobots({ clock, read: (url) => readRobots(url, guard, http) });
  const closing = new AbortController();

  /** One request with its redirects. `waitMs` of a hop on the same host is 0: it is one visit. */
  const follow = async (plan: RequestPlan, options: FetchOptions, signal: AbortSignal): Promise<Attempt> => {
    let hop = plan;
    let lastHost = '';
    for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
      const url = guard.checkUrl(hop.url);
      const permission = options.obeysRobots ? await robots.check(url) : { isAllowed: true as const, crawlDelayMs: 0 };
      if (!permission.isAllowed)
        return attempt({ ...failure(permission.outcome, permission.error), retryAfterMs: permission.retryAfterMs });
      const pauseMs = Math.max(config.minInterval, options.minIntervalMs, permission.crawlDelayMs);
      const sent = hop;
      const answer = await limiter.run(
        url.host,
        url.host === lastHost ? 0 : pauseMs,
        () => http.send(url, sent, { signal }),
        signal,
      );
      lastHost = url.host;
      const next = nextHop(url, hop, answer);
      if (next === null) return judged(url, answer, clock.now());
      hop = next;
    }
    const host = new URL(plan.url).host;
    return attempt(failure('broken', `${host} sends requests around in circles. Check the address.`));
  };

  const tryOnce = async (plan: RequestPlan, options: FetchOptions, signal: AbortSignal): Promise<Attempt> => {
    const host = hostOf(plan.url);
    const pauseMs = breaker.waitMs(host);
    if (pauseMs !== null)
      return attempt({
        ...failure('network', `${host} failed several times in a row and is left alone for a while.`),
        retryAfterMs: pauseMs,
      });
    let result: Attempt;
    try {
      result = await follow(plan, options, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      result = attempt(judgeError(error, host));
    }
    breaker.record(host, result.verdict.outcome);
    if (result.verdict.outcome === 'network' && breaker.isNetworkDown())
      result.verdict.error = 'No site can be reached at the moment. Check the connection of this machine.';
    return result;
  };

  return {
    fetch: async (plan, options) => {
      const startedAt = clock.now();
      const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
      const isRepeatable = (plan.method ?? 'GET') === 'GET';
      const key = options.isConditional && isRepeatable ? [options.reader, plan.url].filter(Boolean).join(' ') : null;
      const conditional = key === null ? plan : withValidators(plan, await parts.validators.getValidators(key));
      const { verdict, reply, sizeBytes } = await withRetry(() => tryOnce(conditional, options, signal), {
        clock,
        random: parts.random ?? Math.random,
        isRepeatable,
        signal,
      });
      const { outcome, error, retryAfterMs } = verdict;
      const durationMs = clock.now() - startedAt;
      log.debug({ host: hostOf(plan.url), outcome, status: reply?.status ?? null, sizeBytes, durationMs }, 'request');
      const validators = key !== null && outcome === 'ok' && reply !== null ? validatorsOf(key, reply) : null;
      return { outcome, reply, sizeBytes, durationMs, retryAfterMs, error, validators };
    },
    close: async () => {
      closing.abort(new AppError('fetch.closed', 'itibar is being stopped.'));
      await http.close();
    },
  };
}

async function readRobots(robotsUrl: URL, guard: Guard, http: ReturnType<typeof createHttp>): Promise<RobotsFile> {
  let hop: RequestPlan = { url: robotsUrl.href };
  try {
    for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
      const url = guard.checkUrl(hop.url);
      const answer = await http.send(url, hop, { maxBytes: MAX_ROBOTS_BYTES, isCutWanted: true });
      const next = nextHop(url, hop, answer);
      if (next === null) return robotsFile(robotsUrl.host, answer);
      hop = next;
    }
    return { kind: 'none' }; // RFC 9309, 2.3.1.2: after five redirects the file counts as not there
  } catch (error) {
    const verdict = judgeError(error, robotsUrl.host);
    return { kind: 'unreachable', outcome: verdict.outcome, error: verdict.error ?? '' };
  }
}

function robotsFile(host: string, answer: HttpReply): RobotsFile {
  if (answer.status >= 500 || answer.status === 429)
    return {
      kind: 'unreachable',
      outcome: answer.status === 429 ? 'throttled' : 'refused',
      error: `The robots.txt of ${host} cannot be read at the moment (${answer.status}), so nothing is asked there for now.`,
    };
  if (answer.status < 200 || answer.status >= 300) return { kind: 'none' };
  return { kind: 'text', text: answer.bytes.toString('utf8').replace(/^\ufeff/, '') };
}

function attempt(verdict: Verdict): Attempt {
  return { verdict, reply: null, sizeBytes: 0 };
}

function judged(url: URL, answer: HttpReply, now: number): Attempt {
  const { status, headers, bytes } = answer;
  const { text } = decodeText(bytes, headers['content-type'] ?? null);
  const reply: Reply = { url: url.href, status, headers, body: text, receivedAt: now };
  return { verdict: judgeReply(reply, now), reply, sizeBytes: bytes.length };
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
