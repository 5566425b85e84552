// Bands of similar texts as numbers: 52 bits of a hash of brand and band. Two bands that fall on one number only make a
// candidate more, which the signatures then tell apart.

import type { Connection } from './connection.ts';

/** FNV-1a, two lanes. */
function bandKey(brandN: number, band: string): number {
  let low = 0x811c9dc5 ^ brandN;
  let high = 0x9e3779b9 ^ Math.imul(brandN, 0x01000193);
  for (let i = 0; i < band.length; i++) {
    const unit = band.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return (high & 0xfffff) * 2 ** 32 + (low >>> 0);
}

export function bandKeys(brandN: number, bands: readonly string[]): number[] {
  return [...new Set(bands.map((band) => bandKey(brandN, band)))];
}

/** The newest member of a story stands for it in a band. */
export function putBands(c: Connection, keys: readonly number[], storyN: number, judgementN: number): void {
  const text = `INSERT INTO bands (key, story_n, judgement_n) VALUES (?, ?, ?)
    ON CONFLICT (key, story_n) DO UPDATE SET judgement_n = excluded.judgement_n`;
  for (const key of keys) c.run(text, key, storyN, judgementN);
}

export function removeBands(c: Connection, keys: readonly number[], storyN: number, judgementN: number): void {
  const text = 'DELETE FROM bands WHERE key = ? AND story_n = ? AND judgement_n = ?';
  for (const key of keys) c.run(text, key, storyN, judgementN);
}

export function packKeys(keys: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(keys).buffer);
}

export function unpackKeys(bytes: Buffer): number[] {
  return [...new Float64Array(Uint8Array.from(bytes).buffer)];
}
