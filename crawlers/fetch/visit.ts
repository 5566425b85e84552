// One visit: a request with its redirects, each hop through guard, robots and limiter, then the reply judged, and drawn
// by the browser where the plan asks for that. Throws what the layers throw; failure.ts names it.

import type { Clock, Fetcher, Reply, RequestPlan } from '../../core/ports.ts';
import type { Browser } from './browser.ts';
import { decodeText } from './charset.ts';
import type { Guard } from './guard.ts';
import type { HttpClient, HttpReply, OnExchange } from './http.ts';
import type { Limiter } from './limiter.ts';
import type { Mailbox } from './mailbox.ts';
import { failure, judgeReply, type Verdict } from './outcome.ts';
import { nextHop } from './redirect.ts';
import type { Robots } from './robots.ts';

export type FetchOptions = Parameters<Fetcher['fetch']>[1];

export interface Attempt {
  verdict: Verdict;
  reply: Reply | null;
  sizeBytes: number;
}

export interface VisitParts {
  clock: Clock;
  guard: Guard;
  robots: Robots;
  limiter: Limiter;
  http: HttpClient;
  /** Opened when the first page needs it. */
  browser: () => Promise<Browser>;
  /** For imap: and imaps: addresses. */
  mailbox: () => Promise<Mailbox>;
  /** Least pause between two visits to one host. */
  minIntervalMs: number;
}

export const MAX_REDIRECTS = 5;
const MAIL = /^imaps?:/i;
const OPEN = { isAllowed: true as const, crawlDelayMs: 0 };

export async function visit(
  plan: RequestPlan,
  options: FetchOptions,
  signal: AbortSignal,
  parts: VisitParts,
  onExchange?: OnExchange,
): Promise<Attempt> {
  if (MAIL.test(plan.url)) return visitMailbox(plan, options, signal, parts);
  const { clock, guard, robots, limiter, http } = parts;
  let hop = plan;
  let lastHost = '';
  for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
    const url = guard.checkUrl(hop.url);
    const permission = options.obeysRobots ? await robots.check(url) : OPEN;
    if (!permission.isAllowed)
      return noReply({ ...failure(permission.outcome, permission.error), retryAfterMs: permission.retryAfterMs });
    // A redirect on the same host belongs to the same visit and waits for no new turn.
    const pauseMs = Math.max(parts.minIntervalMs, options.minIntervalMs, permission.crawlDelayMs);
    const send = http.send.bind(null, wireUrl(url, hop), hop, { signal, ...(onExchange ? { onExchange } : {}) });
    const answer = await limiter.run(url.host, url.host === lastHost ? 0 : pauseMs, send, signal);
    lastHost = url.host;
    const next = nextHop(url, hop, answer);
    if (next === null) return drawn(judged(url, answer, clock.now()), plan, signal, parts);
    hop = next;
  }
  const { host } = new URL(plan.url);
  return noReply(failure('broken', `${host} sends requests around in circles. Check the address.`));
}

/** A mailbox knows no redirects and no robots.txt; guard and turns are the same. */
async function visitMailbox(
  plan: RequestPlan,
  options: FetchOptions,
  signal: AbortSignal,
  parts: VisitParts,
): Promise<Attempt> {
  const url = parts.guard.checkMailUrl(plan.url);
  const mailbox = await parts.mailbox();
  const pauseMs = Math.max(parts.minIntervalMs, options.minIntervalMs);
  return parts.limiter.run(url.host, pauseMs, () => mailbox.read(url, plan.headers ?? {}, signal), signal);
}

/** The address as it is sent. Everything else (robots.txt, the reply's address, logs) knows it without the secrets. */
function wireUrl(url: URL, { secretQuery }: RequestPlan): URL {
  if (!secretQuery) return url;
  const wired = new URL(url);
  for (const [name, value] of Object.entries(secretQuery)) wired.searchParams.set(name, value);
  return wired;
}

/** A result without a reply. */
export function noReply(verdict: Verdict): Attempt {
  return { verdict, reply: null, sizeBytes: 0 };
}

function judged(url: URL, answer: HttpReply, now: number): Attempt {
  const { status, headers, bytes } = answer;
  const { text } = decodeText(bytes, headers['content-type'] ?? null);
  const reply: Reply = { url: url.href, status, headers, body: text, receivedAt: now };
  return { verdict: judgeReply(reply, now), reply, sizeBytes: bytes.length };
}

/** A refusal is never drawn: a challenge page gets no scripts run for it. */
async function drawn(attempt: Attempt, plan: RequestPlan, signal: AbortSignal, parts: VisitParts): Promise<Attempt> {
  const { verdict, reply } = attempt;
  if (plan.browser === undefined || reply === null || verdict.outcome !== 'ok') return attempt;
  const browser = await parts.browser();
  const body = await browser.render(reply, { ...plan.browser, signal });
  const after: Reply = { ...reply, body };
  return { ...attempt, reply: after, verdict: judgeReply(after, reply.receivedAt) };
}
