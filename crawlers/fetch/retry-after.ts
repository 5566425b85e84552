// When a site wants to be asked again: Retry-After in both of its forms, and the reset headers of common APIs. Pure.

import { DAY, SECOND } from '../../core/clock.ts';

/**
 * Milliseconds from now, 0 to a day, or null when the reply names no time. RFC 9110, 10.2.3: seconds or an HTTP date.
 * Reset headers (Mastodon: ISO date; X: epoch seconds; Reddit: seconds) count only when there is no Retry-After.
 */
export function retryAfterMs(headers: Record<string, string>, now: number): number | null {
  const stated = whenMs(headers['retry-after'], now);
  if (stated !== null) return bounded(stated);
  for (const name of ['x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset']) {
    const reset = whenMs(headers[name], now);
    if (reset !== null) return bounded(reset);
  }
  return null;
}

function whenMs(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}(?:\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    return seconds > 1_000_000_000 ? seconds * SECOND - now : seconds * SECOND;
  }
  if (!/[a-z]{3}|\d{4}-\d{2}-\d{2}T/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - now;
}

function bounded(ms: number): number {
  return Math.min(DAY, Math.max(0, Math.round(ms)));
}
