// Mentions that are stored and judged, judged anew: after a correction, after it was taken back, after the analyzers or
// what they learned changed. They stay in their story, counts are taken back and counted again exactly, and a correction
// that is written meanwhile is never lost: whoever commits looks again afterwards.

import { linkedAddress } from '../core/mention.ts';
import type { BrandView, JudgementCommit } from '../core/ports.ts';
import { fingerprint } from '../core/text/similarity.ts';
import type { Correction, Judgement, Mention, Story } from '../core/types.ts';
import { applyCorrections } from './apply-corrections.ts';
import { brandViewOf } from './brand-view.ts';
import type { Deps, Judged } from './deps.ts';
import {
  type CorrectionsByMention,
  correctionsFor,
  inputOf,
  judgeMention,
  machineWord,
  reachOf,
  rollupsOf,
  storySizeAt,
} from './judge-mention.ts';
import { loadLearned } from './training.ts';
import { TypeWatches } from './type-watches.ts';

export interface RejudgeOptions {
  /** True: the text goes through the analyzers. False: what they said stands, only people's word is another. */
  isAnew: boolean;
}

export interface Rejudged {
  mention: Mention;
  before: Judgement;
  commit: JudgementCommit;
}

const MAX_ROUNDS = 5;

/** What it would be, without writing. Mentions that are gone or were never judged for the brand are left out. */
export async function rejudge(
  deps: Deps,
  brandId: string,
  mentionIds: readonly string[],
  options: RejudgeOptions,
): Promise<Rejudged[]> {
  if (options.isAnew) await loadLearned(deps);
  const view = await brandViewOf(deps, brandId);
  if (!view) return [];
  return judgeAll(deps, view, mentionIds, await correctionsFor(deps, brandId, mentionIds), options);
}

/** The same, written. Returns what stands now. */
export async function recommit(
  deps: Deps,
  brandId: string,
  mentionIds: readonly string[],
  options: RejudgeOptions,
): Promise<Rejudged[]> {
  if (options.isAnew) await loadLearned(deps);
  const view = await brandViewOf(deps, brandId);
  if (!view) return [];
  const done = new Map<string, Rejudged>();
  let waiting = [...mentionIds];
  for (let round = 0; waiting.length > 0 && round < MAX_ROUNDS; round++) {
    const corrections = await correctionsFor(deps, brandId, waiting);
    const rejudged = await judgeAll(deps, view, waiting, corrections, options);
    await deps.store.judgements.commit(rejudged.map(({ commit }) => commit));
    for (const one of rejudged)
      done.set(one.mention.id, { ...one, before: done.get(one.mention.id)?.before ?? one.before });
    waiting = await outdated(deps, brandId, waiting, corrections);
  }
  return [...done.values()];
}

/** For the job that judges new mentions: those whose corrections changed while it worked are put right. */
export async function settleCorrections(
  deps: Deps,
  brandId: string,
  mentionIds: readonly string[],
  applied: CorrectionsByMention,
): Promise<void> {
  await recommit(deps, brandId, await outdated(deps, brandId, mentionIds, applied), { isAnew: true });
}

async function outdated(
  deps: Deps,
  brandId: string,
  mentionIds: readonly string[],
  applied: CorrectionsByMention,
): Promise<string[]> {
  const now = await correctionsFor(deps, brandId, mentionIds);
  const stamp = (all: readonly Correction[] = []) =>
    all
      .map(({ id, to }) => `${id}=${to}`)
      .sort()
      .join();
  return mentionIds.filter((id) => stamp(now.get(id)) !== stamp(applied.get(id)));
}

async function judgeAll(
  deps: Deps,
  view: BrandView,
  mentionIds: readonly string[],
  corrections: CorrectionsByMention,
  { isAnew }: RejudgeOptions,
): Promise<Rejudged[]> {
  const stories = new Map<string, Story | null>();
  const rejudged: Rejudged[] = [];
  const watches = await deps.store.watches.list(view.id);
  const own = new Set(watches.map(({ id }) => id));
  const typed = new TypeWatches(watches);
  for (const { mention, watchIds } of await deps.store.mentions.getMany([...mentionIds])) {
    const before = await deps.store.judgements.get(mention.id, view.id);
    if (!before) continue;
    const story = stories.get(before.storyId) ?? (await deps.store.stories.get(before.storyId));
    stories.set(before.storyId, story);
    const storySize = storySizeAt(before, story?.mentionCount ?? 1);
    const words = corrections.get(mention.id) ?? [];
    const judged = isAnew
      ? judgeMention(deps, mention, view, { storySize, corrections: words })
      : correctedWord(deps, mention, before, storySize, words);
    if (!judged) continue;
    const { mentionId, brandId, storyId } = before;
    const analyzedAt = isAnew ? deps.clock.now() : before.analyzedAt;
    const judgement: Judgement = {
      mentionId,
      brandId,
      storyId,
      ...judged,
      ...quiet(before, judged, isAnew),
      analyzedAt,
    };
    const decided = typed.decide(
      mention,
      watchIds.filter((id) => own.has(id)),
      judgement,
    );
    const { signature, bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
    const place = { id: storyId, isNew: false, title: story?.title ?? '', signature, bands };
    rejudged.push({
      mention,
      before,
      commit: { judgement, story: place, rollups: rollupsOf(mention, decided.watchIds, judgement), ...decided.links },
    });
  }
  return rejudged;
}

function correctedWord(
  deps: Deps,
  mention: Mention,
  before: Judgement,
  storySize: number,
  corrections: readonly Correction[],
): Judged {
  const [input, reach] = [inputOf(mention), reachOf(mention, storySize)];
  const machine = machineWord(deps, mention, before, storySize);
  return applyCorrections(machine, corrections, (judged) => deps.parts.weigh(judged, input, reach));
}

/** A machine that thinks worse of old mentions than before alerts nobody; a person's word does. */
function quiet(before: Judgement, after: Judged, isAnew: boolean): { isQuiet?: true } {
  const isWorse =
    after.severity.level < before.severity.level ||
    (after.sentiment.label === 'negative' && before.sentiment.label !== 'negative');
  return before.isQuiet || (isAnew && isWorse && !after.corrected) ? { isQuiet: true } : {};
}
