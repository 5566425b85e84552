// Signatures of webhooks: HMAC over the bytes as they came, shared secrets, and signed tokens. Pure. Must compare in
// constant time, and never take an empty secret for one.

import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { SECOND } from '../../core/clock.ts';
import { listOf, numberOf, objectOf, textOf } from './json.ts';

export interface Signed {
  algorithm: 'sha1' | 'sha256';
  encoding: 'hex' | 'base64';
  secret: string;
  /** In this order. */
  parts: readonly (string | Uint8Array)[];
}

/** True when `signature` is the HMAC (RFC 2104) of the parts. */
export function isHmac(signature: string, { algorithm, encoding, secret, parts }: Signed): boolean {
  const shape = encoding === 'hex' ? /^[\da-f]+$/i : /^[A-Za-z\d+/]+={0,2}$/;
  if (secret === '' || !shape.test(signature)) return false;
  const hmac = createHmac(algorithm, secret);
  for (const part of parts) hmac.update(part);
  return isSame(Buffer.from(signature, encoding), hmac.digest());
}

/** The value behind 'sha256=' and the like; '' when it is another one. */
export function namedSignature(header: string | undefined, name: string): string {
  const text = header?.trim() ?? '';
  return text.startsWith(`${name}=`) ? text.slice(name.length + 1) : '';
}

/** True when the given text is the secret. Hashed first, so that not even its length shows. */
export function isSecret(given: string | undefined, secret: string): boolean {
  if (secret === '' || given === undefined) return false;
  const digest = (text: string) => createHmac('sha256', 'itibar').update(text).digest();
  return isSame(digest(given), digest(secret));
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The claims of a token (RFC 7519) signed with RS256 by a key of the set (RFC 7517); null when it is not, or has run out. */
export function claimsOf(token: string, keySet: string | null, now: number): Record<string, unknown> | null {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || signature === '' || token.length > 8192) return null;
  const head = objectOf(jsonIn(header));
  if (head['alg'] !== 'RS256') return null;
  const keys = listOf(objectOf(jsonOrNull(keySet ?? ''))['keys']).map(objectOf);
  const key = keys.find(({ kid }) => textOf(kid) === textOf(head['kid'])) ?? (keys.length === 1 ? keys[0] : undefined);
  if (!key || !isRightly(key, `${header}.${payload}`, signature)) return null;
  const claims = objectOf(jsonIn(payload));
  const ends = numberOf(claims['exp']);
  // Some services write seconds and some milliseconds.
  const endsAt = ends === null ? null : ends < 1e11 ? ends * SECOND : ends;
  return endsAt !== null && endsAt > now ? claims : null;
}

function isRightly(key: Record<string, unknown>, signed: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: key as { kty: string }, format: 'jwk' });
    return verify('RSA-SHA256', Buffer.from(signed), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // no key that can be used
  }
}

function jsonIn(part: string): unknown {
  return jsonOrNull(Buffer.from(part, 'base64url').toString('utf8'));
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller takes it for no object
  }
}
