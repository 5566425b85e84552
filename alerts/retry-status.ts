// One table for all notifiers: which status of a receiving server is worth another try, and when.
// Must never call something retryable that another try cannot change.

import { DeliveryError, type RetryHint } from '../core/errors.ts';

type Worth = Exclude<RetryHint, 'now'>;

/** HTTP: 408, 421, 425, 429 and 5xx (but 501, 505) later; redirects and all other 4xx never; null for success. */
export function httpRetry(status: number): Worth | null {
  if (status >= 200 && status < 300) return null;
  if ([408, 421, 425, 429].includes(status)) return 'later';
  return status >= 500 && status !== 501 && status !== 505 ? 'later' : 'never';
}

/** SMTP: 4xx later; 5xx never, but 535 and 530 (log-in) later, since a person can mend the password; no code (network) later. */
export function smtpRetry(code: number | null): Worth {
  if (code === null || (code >= 400 && code < 500) || code === 530 || code === 535) return 'later';
  return 'never';
}

/** Retry-After as seconds or as a date -> ms from now, at most a day; null when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (!header) return null;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : null;
}

/** Throws the DeliveryError that the answer deserves; returns on success. The body is not repeated: it may hold secrets. */
export function checkHttpAnswer(
  answer: { status: number; headers: Record<string, string> },
  receiver: string,
  now: number,
): void {
  const retry = httpRetry(answer.status);
  if (!retry) return;
  const after = retryAfterMs(answer.headers['retry-after'], now);
  const advice = retry === 'later' ? 'It will be tried again.' : 'Check the address and the settings of the route.';
  throw new DeliveryError(`${receiver} answered with status ${answer.status}. ${advice}`, {
    retry,
    facts: { status: answer.status },
    ...(after === null ? {} : { retryAfterMs: after }),
  });
}
