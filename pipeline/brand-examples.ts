// The texts by which people showed what means a brand and what does not although it names it: examples of its watches, and
// their words about single mentions. The same examples are handed in as the same object, so that nothing is learned twice.

import { fullText } from '../core/mention.ts';
import type { BrandView } from '../core/ports.ts';
import type { Correction, Watch } from '../core/types.ts';
import type { Deps } from './deps.ts';

export type Examples = NonNullable<BrandView['examples']>;

/** The newest words of people about one brand's relevance that count. */
export const MAX_RELEVANCE_WORDS = 400;

interface Known {
  stamp: string;
  examples: Examples;
}

/** By store and brand. */
const known = new WeakMap<Deps['store'], Map<string, Known>>();

/** Null when nobody showed anything. */
export async function examplesOf(
  { store }: Pick<Deps, 'store'>,
  brandId: string,
  watches: readonly Pick<Watch, 'positiveExamples' | 'negativeExamples'>[],
): Promise<Examples | null> {
  const positive = watches.flatMap((watch) => watch.positiveExamples);
  const negative = watches.flatMap((watch) => watch.negativeExamples);
  const filter = { brandId, field: 'relevance' as const };
  const words = (await store.corrections.list(filter, { limit: MAX_RELEVANCE_WORDS })).items;
  if (positive.length + negative.length + words.length === 0) return null;
  const stamp = JSON.stringify([positive, negative, words.map(({ id, to }) => [id, to])]);
  const byBrand = known.get(store) ?? new Map<string, Known>();
  known.set(store, byBrand);
  const before = byBrand.get(brandId);
  if (before?.stamp === stamp) return before.examples;
  const told = await textsOf(store, words);
  const examples = { positive: [...positive, ...told.brand], negative: [...negative, ...told.other] };
  byBrand.set(brandId, { stamp, examples });
  return examples;
}

async function textsOf(store: Deps['store'], words: readonly Correction[]) {
  const texts: { brand: string[]; other: string[] } = { brand: [], other: [] };
  const hits = await store.mentions.getMany(words.map(({ mentionId }) => mentionId));
  const textOf = new Map(hits.map(({ mention }) => [mention.id, fullText(mention)]));
  for (const { mentionId, to } of words) {
    const text = textOf.get(mentionId);
    if (text !== undefined) texts[to === 'brand' ? 'brand' : 'other'].push(text);
  }
  return texts;
}
