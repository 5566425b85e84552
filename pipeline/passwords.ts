// Passwords: scrypt with a salt of its own for each, compared in constant time.
// Must never log, return or store a password itself.

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** 2^15 rounds over 32 MiB: about a tenth of a second (OWASP password storage, scrypt row). */
const COST = 15;
const BLOCK = 8;
const LANES = 3;
const LENGTH = 32;
const MEMORY = 128 * 2 ** 20;

/** The hash says how it was made, so that the cost can grow later: 'scrypt$15$8$3$<salt>$<key>'. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, LENGTH, { N: 2 ** COST, r: BLOCK, p: LANES, maxmem: MEMORY });
  return ['scrypt', COST, BLOCK, LANES, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** True when the password belongs to the hash. Takes as long when there is no hash: an unknown address is not told apart. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, cost, block, lanes, salt, key] = (hash ?? '').split('$');
  if (scheme !== 'scrypt' || !salt || !key) {
    await hashPassword(password);
    return false;
  }
  const wanted = Buffer.from(key, 'base64url');
  const options = { N: 2 ** Number(cost), r: Number(block), p: Number(lanes), maxmem: MEMORY };
  const found = await derive(password, Buffer.from(salt, 'base64url'), wanted.length, options);
  return timingSafeEqual(found, wanted);
}

/** The same letters typed on another keyboard are the same password (NFKC). */
function derive(password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
