// Reads the labelled texts beside the checkout for training and evaluation. Nothing of them is ever written anywhere.
// Splits are by the text's own hash, so that the same text is on the same side in every set.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Aspect, Channel, FindingType, SentimentLabel } from '../../core/types.ts';

export type Split = 'train' | 'dev' | 'test';

export interface Row {
  id: string;
  text: string;
  title: string | null;
  brand: string | null;
  channel: Channel | null;
  label?: string;
  sentiment?: SentimentLabel;
  types?: FindingType[];
  actor?: Actor;
  aspects?: Aspect[];
  severity?: number;
  entity?: string;
  word?: string;
  /** relevance.jsonl: the company is meant. */
  isBrand?: boolean;
  split: Split;
}

/**
 * The second byte of sha1(text): 20 % test, 10 % dev. (The first byte cannot serve: the rows whose first byte is low are
 * held back by the data's own rule and are not in these files.)
 */
export function splitOf(text: string): Split {
  const byte = createHash('sha1').update(text).digest()[1] ?? 0;
  if (byte < 0x33) return 'test';
  return byte < 0x4d ? 'dev' : 'train';
}

/** All rows of one file such as 'sentiment/garanti_bank_tweets'; an absent file is an error that names it. */
export function readRows(dataDir: string, name: string): Row[] {
  const path = join(dataDir, `${name}.jsonl`);
  if (!existsSync(path)) throw new Error(`No ${path}. Say where the data is with --data DIR.`);
  const rows: Row[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const raw = JSON.parse(line) as Omit<Row, 'split'> & { split?: unknown; brand?: unknown };
    rows.push({
      ...raw,
      title: raw.title ?? null,
      brand: typeof raw.brand === 'string' ? raw.brand : null,
      ...(typeof raw.brand === 'boolean' ? { isBrand: raw.brand } : {}),
      channel: raw.channel ?? null,
      split: splitOf(raw.text),
    });
  }
  return rows;
}

/** Every n-th row, so that `limit` rows at most are left: the same rows each time. */
export function thin<T>(rows: T[], limit: number): T[] {
  if (rows.length <= limit) return rows;
  const step = rows.length / limit;
  return Array.from({ length: limit }, (_, i) => rows[Math.floor(i * step)] as T);
}

/** A small seeded generator (mulberry32): training is the same run after run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = items[i] as T;
    items[i] = items[j] as T;
    items[j] = held;
  }
  return items;
}
