// What there is to learn from: the corrected mentions as lessons, and lately judged ones that nobody corrected as anchors.
// Reads a bounded amount; keeps nothing.

import type { Lesson } from '../core/learning.ts';
import type { BrandView } from '../core/ports.ts';
import type { Correction, Judgement } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { inputOf } from './judge-mention.ts';

export const MAX_LESSONS = 10_000;
export const MAX_ANCHORS = 2_000;
const PAGE = 500;

export interface Example extends Lesson {
  mentionId: string;
  brandId: string;
  /** Copies of one text are of one group and never stand on both sides of a test. */
  group: string;
  pii: Judgement['pii'];
}

export interface Material {
  lessons: Example[];
  anchors: Example[];
}

/** The newest of each. Brands with the examples of their watches only: those of corrections are what is tested. */
export async function gatherMaterial(deps: Deps): Promise<Material> {
  const brands = await brandsWithExamples(deps);
  const byMention = new Map<string, Correction[]>();
  let cursor: string | null = null;
  do {
    const page = await deps.store.corrections.list({}, { limit: PAGE, cursor });
    for (const one of page.items) {
      const key = `${one.mentionId}|${one.brandId}`;
      byMention.set(key, [...(byMention.get(key) ?? []), one]);
    }
    cursor = page.nextCursor;
  } while (cursor !== null && byMention.size < MAX_LESSONS);
  return { lessons: await toLessons(deps, brands, [...byMention.values()]), anchors: await toAnchors(deps, brands) };
}

async function brandsWithExamples({ store }: Deps): Promise<ReadonlyMap<string, BrandView>> {
  const brands = new Map<string, BrandView>();
  for (const brand of await store.brands.list()) {
    const watches = await store.watches.list(brand.id);
    const positive = watches.flatMap((watch) => watch.positiveExamples);
    const negative = watches.flatMap((watch) => watch.negativeExamples);
    const isShown = positive.length + negative.length > 0;
    brands.set(brand.id, { ...brand, ...(isShown ? { examples: { positive, negative } } : {}) });
  }
  return brands;
}

async function toLessons(
  deps: Deps,
  brands: ReadonlyMap<string, BrandView>,
  corrected: readonly Correction[][],
): Promise<Example[]> {
  const lessons: Example[] = [];
  for (let from = 0; from < corrected.length; from += PAGE) {
    const part = corrected.slice(from, from + PAGE);
    const hits = await deps.store.mentions.getMany(part.flatMap(([one]) => one?.mentionId ?? []));
    const mentionOf = new Map(hits.map(({ mention }) => [mention.id, mention]));
    for (const told of part) {
      const [first] = told;
      const mention = first && mentionOf.get(first.mentionId);
      const brand = first && brands.get(first.brandId);
      const judgement = first && (await deps.store.judgements.get(first.mentionId, first.brandId));
      if (!mention || !brand || !judgement) continue;
      const { storyId: group, pii, mentionId, brandId } = judgement;
      lessons.push({ mentionId, brandId, group, pii, input: inputOf(mention), brand, told });
    }
  }
  return lessons;
}

async function toAnchors(deps: Deps, brands: ReadonlyMap<string, BrandView>): Promise<Example[]> {
  const anchors: Example[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.store.mentions.list({}, { limit: PAGE, cursor });
    for (const { mention, judgement } of page.items) {
      const brand = judgement && brands.get(judgement.brandId);
      if (!brand || judgement.corrected) continue;
      const { storyId: group, pii, mentionId, brandId } = judgement;
      anchors.push({ mentionId, brandId, group, pii, input: inputOf(mention), brand, told: [] });
    }
    cursor = page.nextCursor;
  } while (cursor !== null && anchors.length < MAX_ANCHORS);
  return anchors.slice(0, MAX_ANCHORS);
}
