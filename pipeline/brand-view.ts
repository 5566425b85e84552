// What the analyzers are told of a brand: its names and lists, and the texts by which people showed what means it and what
// does not. The same examples are handed in as the same object, so that nothing is learned twice.

import type { BrandView } from '../core/ports.ts';
import type { Correction } from '../core/types.ts';
import type { Deps } from './deps.ts';

type Examples = NonNullable<BrandView['examples']>;

/** The newest words of people about one brand's relevance that count. */
export const MAX_RELEVANCE_WORDS = 400;

interface Known {
  stamp: string;
  examples: Examples;
}

/** By installation and brand. */
const known = new WeakMap<Deps['config'], Map<string, Known>>();

/** Null when the brand is gone. */
export async function brandViewOf(deps: Deps, brandId: string): Promise<BrandView | null> {
  const brand = await deps.store.brands.get(brandId);
  if (!brand) return null;
  const examples = await examplesOf(deps, brandId);
  return examples ? { ...brand, examples } : { ...brand };
}

/** Null when nobody showed anything. */
async function examplesOf(deps: Deps, brandId: string): Promise<Examples | null> {
  const watches = await deps.store.watches.list(brandId);
  const positive = watches.flatMap((watch) => watch.positiveExamples);
  const negative = watches.flatMap((watch) => watch.negativeExamples);
  const filter = { brandId, field: 'relevance' as const };
  const words = (await deps.store.corrections.list(filter, { limit: MAX_RELEVANCE_WORDS })).items;
  if (positive.length + negative.length + words.length === 0) return null;
  const stamp = JSON.stringify([positive, negative, words.map(({ id, to }) => [id, to])]);
  const byBrand = known.get(deps.config) ?? new Map<string, Known>();
  known.set(deps.config, byBrand);
  const before = byBrand.get(brandId);
  if (before?.stamp === stamp) return before.examples;
  const told = await textsOf(deps, words);
  const examples = { positive: [...positive, ...told.brand], negative: [...negative, ...told.other] };
  byBrand.set(brandId, { stamp, examples });
  return examples;
}

async function textsOf(deps: Deps, words: readonly Correction[]): Promise<{ brand: string[]; other: string[] }> {
  const texts: { brand: string[]; other: string[] } = { brand: [], other: [] };
  const hits = await deps.store.mentions.getMany(words.map(({ mentionId }) => mentionId));
  const textOf = new Map(
    hits.map(({ mention }) => [mention.id, mention.title ? `${mention.title}\n${mention.text}` : mention.text]),
  );
  for (const { mentionId, to } of words) {
    const text = textOf.get(mentionId);
    if (text !== undefined) texts[to === 'brand' ? 'brand' : 'other'].push(text);
  }
  return texts;
}
