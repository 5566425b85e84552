// Access tokens of services that hand them out for a key: the request for one, and the token in the answer. Pure. A token
// lives for an hour, goes into a header and into the note of the requests of one run, and is never stored.

import { AppError } from '../../core/errors.ts';
import type { Reply, RequestPlan } from '../../core/ports.ts';
import { objectOf, textOf } from './json.ts';
import { parseJsonReply } from './refuse.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };

/** RFC 6749, 4.4: client credentials, for a key of the form "id:secret". Throws 'source.key-invalid'. */
export function clientToken(url: string, name: string, key: string): RequestPlan {
  if (key.split(':').filter(Boolean).length !== 2) throw keyShape(name, 'id:secret');
  const authorization = `Basic ${Buffer.from(key).toString('base64')}`;
  const headers = { ...FORM, authorization };
  return { url, method: 'POST', headers, body: 'grant_type=client_credentials', note: { step: 'token' } };
}

/** RFC 6749, 6: Google's token for a key "clientId:clientSecret:refreshToken". Throws 'source.key-invalid'. */
export function googleToken(name: string, key: string): RequestPlan {
  const [id, secret, refresh, ...rest] = key.split(':');
  if (!id || !secret || !refresh || rest.length > 0) throw keyShape(name, 'clientId:clientSecret:refreshToken');
  const grant = { grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: refresh };
  const body = new URLSearchParams(grant).toString();
  return { url: 'https://oauth2.googleapis.com/token', method: 'POST', headers: FORM, body, note: { step: 'token' } };
}

function keyShape(name: string, shape: string): AppError {
  return new AppError(
    'source.key-invalid',
    `The key keys.${name} must have the form ${shape}. Correct it in the configuration.`,
  );
}

/** The token of an answer. Throws 'source.blocked' when the service refuses the key, else as parseJsonReply does. */
export function accessToken(reply: Reply, name: string): string {
  const token = textOf(objectOf(parseJsonReply(reply)).access_token);
  if (token !== null && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new AppError(
    'source.blocked',
    `The service gave no access for the key keys.${name}. Check it, or make a new one.`,
    { retry: 'later', facts: { problem: 'no-token' } },
  );
}

export function bearer(token: string): Record<string, string> {
  return { accept: 'application/json', authorization: `Bearer ${token}` };
}
