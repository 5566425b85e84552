// How alike two short texts are in their words, when neither is a copy of the other: the cosine of their stems, rare ones
// weighing more. Pure; for comparing one text with some hundreds, not for searching a million.

import { stem } from './stem.ts';
import { tokenize } from './tokenize.ts';

const MAX_WORDS = 120;

/** Distinct stems of the words of a text, in order; numbers, addresses and names of accounts say nothing about the matter. */
export function stemsOf(text: string): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const { kind, folded } of tokenize(text.slice(0, 4000))) {
    if ((kind !== 'word' && kind !== 'hashtag') || folded.length < 2) continue;
    stems.add(stem(folded));
    if (stems.size >= MAX_WORDS) break;
  }
  return stems;
}

/** ln((1 + n) / (1 + df)) of every stem of the texts. */
export function rarityOf(texts: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const stems of texts) for (const one of stems) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Map([...counts].map(([one, count]) => [one, Math.log((1 + texts.length) / count)]));
}

/** 0 to 1. Stems that `rarity` does not know count as the rarest. Symmetric. */
export function wordLikeness(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  rarity: ReadonlyMap<string, number>,
): number {
  const rarest = Math.log(1 + rarity.size) || 1;
  const square = (one: string) => (rarity.get(one) ?? rarest) ** 2;
  const length = (stems: ReadonlySet<string>) => [...stems].reduce((sum, one) => sum + square(one), 0);
  let both = 0;
  for (const one of a) if (b.has(one)) both += square(one);
  const norm = Math.sqrt(length(a) * length(b));
  return norm === 0 ? 0 : both / norm;
}
