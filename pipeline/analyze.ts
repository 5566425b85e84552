// Judges mentions, joins them into stories and counts them, one transaction a batch. Once per (mention, brand): running
// it again replaces the judgement and counts nothing twice. One text that cannot be judged never stops the others.

import { linkedAddress, timeOf } from '../core/mention.ts';
import type { JudgementCommit } from '../core/ports.ts';
import { type AssignedStory, StoryAssigner } from '../core/stories.ts';
import type { Brand, Judgement, MentionHit } from '../core/types.ts';
import { brandViewOf } from './brand-view.ts';
import type { Deps } from './deps.ts';
import { isWebAddress } from './evidence.ts';
import { type CorrectionsByMention, correctionsFor, judgeMention, rollupsOf } from './judge-mention.ts';
import { pauseBefore } from './pace.ts';
import { settleCorrections } from './rejudge.ts';
import { mergeTwins } from './stories.ts';
import { loadLearned } from './training.ts';
import { TypeWatches } from './type-watches.ts';

/** From here on the page of a mention is kept as evidence by itself. */
const SEVERE = 2;

export interface Analyzed {
  /** (mention, brand) pairs that were judged. */
  judgedCount: number;
  /** Brands that have new material: whose rules are asked next. */
  brandIds: string[];
}

/** Analyses the mentions and asks the rules of every brand with something that is not back-fill. */
export async function analyzeJob(deps: Deps, payload: { mentionIds: string[] }): Promise<Analyzed> {
  const hits = await deps.store.mentions.getMany(payload.mentionIds);
  await loadLearned(deps);
  const byBrand = await groupByBrand(deps, hits);
  const analyzed: Analyzed = { judgedCount: 0, brandIds: [] };
  for (const [brandId, { brand, members }] of byBrand) {
    const ids = members.map(({ mention }) => mention.id);
    const corrections = await correctionsFor(deps, brandId, ids);
    const { commits, twins } = await judgeBrand(deps, brand, members, corrections);
    await deps.store.judgements.commit(commits);
    await settleCorrections(deps, brandId, ids, corrections);
    await mergeTwins(deps, twins);
    analyzed.judgedCount += commits.length;
    deps.events.emit({ kind: 'mentions', brandId, count: commits.length });
    await captureSevere(deps, commits, members);
    if (!members.some(({ mention }) => !mention.isBackfill)) continue;
    analyzed.brandIds.push(brandId);
    await deps.queue.enqueue('evaluate', { brandId }, { key: brandId, delayMs: pauseBefore(deps, brandId) });
  }
  return analyzed;
}

/** Pages of what is severe may be gone within the hour. Old ones (back-fill) had their time to be captured. */
async function captureSevere(
  deps: Deps,
  commits: readonly JudgementCommit[],
  members: readonly MentionHit[],
): Promise<void> {
  if (!deps.config.evidence.isAutomatic) return;
  const fresh = new Set(
    members.filter(({ mention }) => !mention.isBackfill && isWebAddress(mention.url)).map(({ mention }) => mention.id),
  );
  for (const { judgement } of commits) {
    const { mentionId, severity } = judgement;
    if (severity.level > SEVERE || !fresh.has(mentionId)) continue;
    await deps.queue.enqueue('capture', { mentionId, reason: 'severe' }, { key: `severe:${mentionId}` });
  }
}

interface Members {
  brand: Brand;
  members: MentionHit[];
}

async function groupByBrand(deps: Deps, hits: readonly MentionHit[]): Promise<Map<string, Members>> {
  const brandOf = new Map((await deps.store.watches.list()).map((watch) => [watch.id, watch.brandId]));
  const brands = new Map((await deps.store.brands.list()).map((brand) => [brand.id, brand]));
  const groups = new Map<string, Members>();
  for (const hit of hits) {
    const perBrand = groupIds(hit.watchIds, (id) => brandOf.get(id));
    for (const [brandId, watchIds] of perBrand) {
      const brand = brandId === undefined ? undefined : brands.get(brandId);
      if (!brand) continue;
      const group = groups.get(brand.id) ?? { brand, members: [] };
      group.members.push({ mention: hit.mention, watchIds });
      groups.set(brand.id, group);
    }
  }
  return groups;
}

/** Map.groupBy, which Node 20 does not have. */
function groupIds<K>(ids: readonly string[], keyOf: (id: string) => K): Map<K, string[]> {
  const groups = new Map<K, string[]>();
  for (const id of ids) {
    const key = keyOf(id);
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return groups;
}

async function judgeBrand(
  deps: Deps,
  brand: Brand,
  members: readonly MentionHit[],
  corrections: CorrectionsByMention,
): Promise<{ commits: JudgementCommit[]; twins: AssignedStory[] }> {
  const assigner = new StoryAssigner({
    findCandidates: (brandId, bands, since) => deps.store.stories.candidates(brandId, bands, since, 50),
  });
  const places = await deps.store.stories.placesOf(
    brand.id,
    members.map(({ mention }) => mention.id),
  );
  const items = members.map(({ mention }) => ({
    mentionId: mention.id,
    storyId: places.get(mention.id),
    title: mention.title,
    text: mention.text,
    seenAt: timeOf(mention),
    url: linkedAddress(mention),
  }));
  const stories = await assigner.assignBatch(brand.id, items);
  const sizes = await storySizes(deps, stories);
  const view = (await brandViewOf(deps, brand.id)) ?? brand;
  const typed = new TypeWatches(await deps.store.watches.list(brand.id));
  const analyzedAt = deps.clock.now();
  const commits = members.flatMap(({ mention, watchIds }, index): JudgementCommit[] => {
    const story = stories[index];
    if (!story) return [];
    const storySize = (sizes.get(story.storyId) ?? 0) + 1;
    sizes.set(story.storyId, storySize);
    const judged = judgeMention(deps, mention, view, { storySize, corrections: corrections.get(mention.id) });
    if (!judged) return [];
    const judgement: Judgement = {
      mentionId: mention.id,
      brandId: brand.id,
      storyId: story.storyId,
      ...judged,
      analyzedAt,
    };
    const { storyId: id, isNew, title, signature, bands } = story;
    const decided = typed.decide(mention, watchIds, judgement);
    return [
      {
        judgement,
        story: { id, isNew, title, signature, bands },
        rollups: rollupsOf(mention, decided.watchIds, judgement),
        ...decided.links,
      },
    ];
  });
  return { commits, twins: stories.filter(({ twinId }) => twinId !== null) };
}

async function storySizes(
  deps: Deps,
  stories: readonly { storyId: string; isNew: boolean }[],
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const id of new Set(stories.filter((story) => !story.isNew).map((story) => story.storyId)))
    sizes.set(id, (await deps.store.stories.get(id))?.mentionCount ?? 0);
  return sizes;
}
