// The brand's own support desk: sends its chats and tickets to the signed webhook, as a real help desk would.
// It stands outside the system: it knows the address and the secret, nothing else.

import { createHmac } from 'node:crypto';
import { SECOND } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { createScenario, type Post } from './scenario.ts';

const EVERY_MS = 3 * SECOND;
const TIMEOUT_MS = 5 * SECOND;

/** HMAC-SHA256 in hex over `timestamp.body`; `timestamp` is seconds since the epoch, as text. */
export function signBody(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

export interface SupportDesk {
  /** Tickets the webhook has taken so far. */
  readonly sentCount: number;
  stop(): void;
}

/**
 * Posts every ticket once its time has come, all due ones in one request. A refused or failed request is tried again
 * with the next round, so a webhook that comes up late misses nothing. Same start and seed as the sample web: same story.
 */
export function startSupportDesk(options: {
  clock: Clock;
  log: Log;
  webhookUrl: string;
  secret: string;
  startedAt?: number;
  seed?: number;
}): SupportDesk {
  const { clock, log, webhookUrl, secret } = options;
  const scenario = createScenario(options.startedAt ?? clock.now(), options.seed);
  let lastId = 0;
  let sentCount = 0;
  const sendDue = async () => {
    const due = scenario.posts('support', clock.now()).filter(({ id }) => id > lastId);
    const newest = due[due.length - 1];
    if (!newest) return;
    try {
      await post(webhookUrl, secret, clock.now(), due.map(ticketOf));
      lastId = newest.id;
      sentCount += due.length;
    } catch (error) {
      log.warn({ count: due.length, error: messageOf(error) }, 'The demo support desk will try again.');
    }
  };
  const stop = clock.every(EVERY_MS, sendDue);
  return {
    get sentCount() {
      return sentCount;
    },
    stop,
  };
}

function ticketOf(post: Post): Record<string, unknown> {
  return {
    id: `destek-${post.id}`,
    text: post.text,
    author: post.author.name,
    publishedAt: new Date(post.at).toISOString(),
    channel: 'support',
    language: 'tr',
  };
}

async function post(url: string, secret: string, now: number, tickets: object[]): Promise<void> {
  const body = JSON.stringify(tickets);
  const timestamp = String(Math.floor(now / 1000));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-itibar-timestamp': timestamp,
      'x-itibar-signature': signBody(secret, timestamp, body),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
}
