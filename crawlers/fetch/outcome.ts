// What a reply means: its outcome class, a sentence for a person, and when to come back. Pure.
// The sentences name the host and never the full address: that may hold a key.

import type { FetchResult, Reply } from '../../core/ports.ts';
import { challengeOf } from './challenge.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Verdict {
  outcome: FetchResult['outcome'];
  /** One sentence or two; null for ok and not-modified. */
  error: string | null;
  retryAfterMs: number | null;
  /** Worth another try within seconds. */
  isTransient: boolean;
}

const GOOD: Verdict = { outcome: 'ok', error: null, retryAfterMs: null, isTransient: false };

/** Outcome class of a reply that came in whole. `now` in epoch ms. */
export function judgeReply(reply: Reply, now: number): Verdict {
  const { status, headers } = reply;
  const host = new URL(reply.url).host;
  const wait = retryAfterMs(headers, now);
  if (status === 304) return { ...GOOD, outcome: 'not-modified' };
  const challenge = challengeOf(reply);
  if (challenge !== null) return blocked(wallSentence(host, challenge), wait);
  if (status >= 200 && status < 300) return GOOD;
  if (status === 429 || status === 420 || (status === 503 && headers['retry-after'] !== undefined))
    return {
      outcome: 'throttled',
      error: `${host} asks for fewer requests (${status}). itibar waits and then goes on by itself.`,
      retryAfterMs: wait,
      isTransient: true,
    };
  if (status === 401 || status === 407)
    return blocked(`${host} wants a sign-in or a valid key (${status}). Check the key of this source.`, wait);
  if (status === 403 || status === 451 || status === 999)
    return blocked(`${host} does not let itibar read this page (${status}). itibar does not get around it.`, wait);
  if (status === 404 || status === 410)
    return failure('gone', `${host} says that this page does not exist (${status}). Check the address or name.`);
  if (status >= 500 || status === 408 || status === 425)
    return {
      ...failure('broken', `${host} has a fault (${status}). itibar tries again.`),
      retryAfterMs: wait,
      isTransient: true,
    };
  if (status >= 300 && status < 400)
    return failure('broken', `${host} answered with a redirect that leads nowhere (${status}). Check the address.`);
  return failure('broken', `${host} does not accept the request (${status}). Check the settings of this source.`);
}

export function failure(outcome: Verdict['outcome'], error: string): Verdict {
  return { outcome, error, retryAfterMs: null, isTransient: false };
}

function blocked(error: string, wait: number | null): Verdict {
  return { ...failure('blocked', error), retryAfterMs: wait };
}

function wallSentence(host: string, challenge: string): string {
  if (challenge === 'sign-in')
    return `${host} shows this page only to people who signed in. itibar does not get around it.`;
  if (challenge === 'consent')
    return `${host} shows a consent page instead of its content. itibar does not get around it.`;
  const name = challenge === 'captcha' || challenge === 'bot check' ? `a ${challenge}` : `a bot check by ${challenge}`;
  return `${host} shows ${name} instead of its content. itibar does not get around it.`;
}
