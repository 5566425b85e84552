// Ids: a prefix that says what it is, and 20 characters. Random ids for things people make; derived ids
// for things that come from outside, so that the same item gets the same id in every process.

import { hash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base 32, lower case

function encode(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += ALPHABET[byte & 31];
  return out;
}

/** A fresh id: newId('inc') -> 'inc_4f0c…' (100 random bits). */
export function newId(prefix: string): string {
  return `${prefix}_${encode(randomBytes(20))}`;
}

/** The same input gives the same id, always (100 bits of SHA-256). */
export function derivedId(prefix: string, ...parts: string[]): string {
  const digest = hash('sha256', parts.join('\u001f'), 'buffer');
  return `${prefix}_${encode(digest.subarray(0, 20))}`;
}

/** Lower-case hex SHA-256. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
