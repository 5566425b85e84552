// Access tokens for mailboxes that want OAuth instead of a password (RFC 6749): asked for through the guard, kept in memory
// until shortly before they run out, never stored and never logged. Where the service hands out a new refresh token with
// each one, that is used from then on.

import { MINUTE, SECOND } from '../../core/clock.ts';
import { sha256 } from '../../core/id.ts';
import type { Clock } from '../../core/ports.ts';
import type { Guard } from './guard.ts';
import type { HttpClient } from './http.ts';
import { failure, type Verdict } from './outcome.ts';

export interface MailOauth {
  clientId: string;
  /** Empty for apps without one. */
  clientSecret: string;
  /** Empty: the app signs in for itself (client credentials), as Microsoft 365 lets it. */
  refreshToken: string;
  scope: string;
  tokenUrl: string;
}

export type TokenResult = { token: string; isKept: boolean } | { verdict: Verdict };

export interface MailTokens {
  /** A token that still runs, or with `isRenewed` a new one. Throws what the network and the guard throw. */
  get(oauth: MailOauth, options: { isRenewed: boolean; signal: AbortSignal }): Promise<TokenResult>;
}

interface Kept {
  token: string;
  until: number;
  refreshToken: string;
}

const MAX_BYTES = 100_000;
/** Services that do not say mean an hour (RFC 6749, 5.1 leaves it open). */
const USUAL_SECONDS = 3600;
const EARLY_MS = 2 * MINUTE;

export function createMailTokens(parts: { guard: Guard; http: HttpClient; clock: Clock }): MailTokens {
  const kept = new Map<string, Kept>();
  return {
    get: async (oauth, { isRenewed, signal }) => {
      const key = sha256(JSON.stringify(oauth));
      const known = kept.get(key);
      if (known && !isRenewed && known.until > parts.clock.now()) return { token: known.token, isKept: true };
      const refreshToken = known?.refreshToken ?? oauth.refreshToken;
      const answer = await ask({ ...oauth, refreshToken }, parts, signal);
      if ('verdict' in answer) {
        // A refresh token that was handed out later may be the one that is bad: begin again with the configured one.
        kept.delete(key);
        return answer;
      }
      kept.set(key, answer);
      return { token: answer.token, isKept: false };
    },
  };
}

async function ask(
  oauth: MailOauth,
  { guard, http, clock }: { guard: Guard; http: HttpClient; clock: Clock },
  signal: AbortSignal,
): Promise<Kept | { verdict: Verdict }> {
  const url = guard.checkUrl(oauth.tokenUrl);
  if (url.protocol !== 'https:' && !guard.isAllowedPrivate(url))
    return { verdict: failure('refused', 'keys.imap.oauth.tokenUrl must be an https address. Correct it.') };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const plan = { method: 'POST' as const, headers, body: grantOf(oauth).toString() };
  const { status, bytes } = await http.send(url, plan, { signal, maxBytes: MAX_BYTES });
  const body = jsonOrEmpty(bytes.toString('utf8'));
  const token = body['access_token'];
  if (status === 200 && typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) {
    const seconds = Number(body['expires_in']);
    const lifeMs = (Number.isFinite(seconds) && seconds > 0 ? seconds : USUAL_SECONDS) * SECOND;
    const next = body['refresh_token'];
    const refreshToken = typeof next === 'string' && next !== '' ? next : oauth.refreshToken;
    return { token, until: clock.now() + Math.max(0, lifeMs - EARLY_MS), refreshToken };
  }
  return { verdict: refusalOf(url.host, status, body['error']) };
}

function grantOf({ clientId, clientSecret, refreshToken, scope }: MailOauth): URLSearchParams {
  return new URLSearchParams({
    ...(refreshToken === ''
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: refreshToken }),
    client_id: clientId,
    ...(clientSecret === '' ? {} : { client_secret: clientSecret }),
    ...(scope === '' ? {} : { scope }),
  });
}

/** RFC 6749, 5.2. Of the service's own words only the code is kept. */
function refusalOf(host: string, status: number, error: unknown): Verdict {
  const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : String(status);
  if (status === 429 || status >= 500)
    return failure(
      status === 429 ? 'throttled' : 'broken',
      `${host} gives no access to the mailbox at the moment (${status}). itibar tries again.`,
    );
  if (code === 'invalid_client' || code === 'unauthorized_client')
    return failure(
      'blocked',
      `${host} does not know the app that reads the mailbox (${code}). Correct clientId and clientSecret under keys.imap.oauth.`,
    );
  return failure(
    'blocked',
    `${host} gives no access to the mailbox any more (${code}). Make a new refresh token and set it under keys.imap.oauth; docs/operations.md says how.`,
  );
}

function jsonOrEmpty(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // the status says enough
  }
}
