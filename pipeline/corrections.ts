// What people do about the machine's judgements: correct them, take that back, say that a story is not the brand's concern.
// The word is written first and the judgement after it; counts, story, search and rules follow at once.

import { type CorrectionWish, correctionId, toCorrection, wordOf, wrongIn } from '../core/corrections.ts';
import type { Correction, Story } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { machineWord } from './judge-mention.ts';
import { pauseBefore } from './pace.ts';
import { recommit } from './rejudge.ts';

const BATCH = 200;
/** Mentions of a story that one click corrects; of a larger one the newest. */
export const MAX_STORY_MENTIONS = 2000;

export interface CorrectInput {
  mentionIds: readonly string[];
  brandId: string;
  wishes: readonly CorrectionWish[];
  by: string;
}

/**
 * Writes the words for every mention that is judged for the brand, and what follows from them. Returns the corrections.
 * Throws 'correction.invalid' for a word that the field does not have.
 */
export async function correct(deps: Deps, { mentionIds, brandId, wishes, by }: CorrectInput): Promise<Correction[]> {
  checkWishes(deps, wishes);
  const written: Correction[] = [];
  for (let from = 0; from < mentionIds.length; from += BATCH) {
    const corrections = await wordsFor(deps, { mentionIds: mentionIds.slice(from, from + BATCH), brandId, wishes, by });
    await deps.store.corrections.put(corrections);
    await follow(deps, brandId, corrections);
    written.push(...corrections);
  }
  const words = wishes.map(({ field, label, to }) => [field, label, to].filter(Boolean).join(':'));
  const ids = [...new Set(written.map(({ mentionId }) => mentionId))];
  if (ids.length > 0)
    await audit(deps, by, 'mention.corrected', ids[0] ?? '', { words, brandId, mentionCount: ids.length });
  return written;
}

function checkWishes(deps: Deps, wishes: readonly CorrectionWish[]): void {
  for (const [index, wish] of wishes.entries()) {
    const wrong = wrongIn(wish);
    if (!wrong) continue;
    const words = wrong.words.map((word) => word || '-').join(', ');
    const message = deps.t('en', 'error.correction.invalid', { field: wish.field, words });
    throw fault(deps, 'correction.invalid', { field: wish.field, words }, [
      { path: `corrections.${index}.${wrong.path}`, message },
    ]);
  }
}

async function wordsFor(deps: Deps, { mentionIds, brandId, wishes, by }: CorrectInput): Promise<Correction[]> {
  const at = deps.clock.now();
  const words: Correction[] = [];
  for (const { mention } of await deps.store.mentions.getMany([...mentionIds])) {
    const judgement = await deps.store.judgements.get(mention.id, brandId);
    if (!judgement) continue;
    const machine = machineWord(deps, mention, judgement);
    for (const wish of wishes) {
      const from = wordOf(machine, { field: wish.field, label: wish.label ?? '' });
      words.push(toCorrection(wish, { mentionId: mention.id, brandId, from, by, at }));
    }
  }
  return words;
}

/** Takes the words back: the machine's stands again. Ids that are not there are passed over. Returns those taken back. */
export async function undoCorrections(deps: Deps, ids: readonly string[], by: string): Promise<Correction[]> {
  const removed = await deps.store.corrections.remove(ids);
  const byBrand = new Map<string, Correction[]>();
  for (const one of removed) byBrand.set(one.brandId, [...(byBrand.get(one.brandId) ?? []), one]);
  for (const [brandId, corrections] of byBrand) {
    await follow(deps, brandId, corrections);
    const words = [...new Set(corrections.map(({ field, label }) => [field, label].filter(Boolean).join(':')))];
    const mentionCount = new Set(corrections.map(({ mentionId }) => mentionId)).size;
    await audit(deps, by, 'mention.correction-undone', corrections[0]?.mentionId ?? '', {
      ...{ words, brandId, mentionCount },
    });
  }
  return removed;
}

/** Judgement, counts and story at once; what only the analyzers can say, and the rules, right after. */
async function follow(deps: Deps, brandId: string, corrections: readonly Correction[]): Promise<void> {
  const ids = [...new Set(corrections.map(({ mentionId }) => mentionId))];
  if (ids.length === 0) return;
  const rejudged = await recommit(deps, brandId, ids, { isAnew: false });
  // What a text feels towards a brand is another question once it is known that the brand is meant.
  if (corrections.some(({ field }) => field === 'relevance'))
    await deps.queue.enqueue('reanalyze', { brandId, mentionIds: ids });
  await deps.queue.enqueue('evaluate', { brandId }, { key: brandId, delayMs: pauseBefore(deps, brandId) });
  deps.events.emit({ kind: 'mentions', brandId, count: ids.length });
  for (const storyId of new Set(rejudged.map(({ before }) => before.storyId)))
    deps.events.emit({ kind: 'story', storyId });
}

/** 'ilgisiz' on a story: none of its mentions means the brand. `isMeant` takes back what an earlier click said. */
export async function correctStory(
  deps: Deps,
  story: Pick<Story, 'id' | 'brandId'>,
  { isMeant, by }: { isMeant: boolean; by: string },
): Promise<number> {
  const mentionIds = await mentionsOf(deps, story.id);
  if (!isMeant) {
    const wishes = [{ field: 'relevance' as const, to: 'other' }];
    return (await correct(deps, { mentionIds, brandId: story.brandId, wishes, by })).length;
  }
  const ids = mentionIds.map((id) => correctionId(id, story.brandId, 'relevance'));
  const known = new Set(
    (await deps.store.corrections.ofMentions(mentionIds)).filter(({ to }) => to === 'other').map(({ id }) => id),
  );
  return (
    await undoCorrections(
      deps,
      ids.filter((id) => known.has(id)),
      by,
    )
  ).length;
}

async function mentionsOf(deps: Deps, storyId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.store.mentions.list({ storyId }, { limit: BATCH, cursor });
    ids.push(...page.items.map(({ mention }) => mention.id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < MAX_STORY_MENTIONS);
  return ids;
}
