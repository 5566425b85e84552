// One mention judged for one brand, with people's corrections above the machine's word, and what it adds to the counts.
// Fetching, importing, correcting and judging anew all come through here. Writes nothing.

import { HOUR } from '../core/clock.ts';
import { entityValue } from '../core/entities.ts';
import { timeOf } from '../core/mention.ts';
import type { AnalyzerInput, BrandView } from '../core/ports.ts';
import type { Correction, Judgement, Mention, Rollup, RollupDimension } from '../core/types.ts';
import { applyCorrections } from './apply-corrections.ts';
import type { Deps, Judged } from './deps.ts';

export interface Reach {
  followers: number | null;
  storySize: number;
}

/** Corrections of mentions for one brand, by mention. */
export type CorrectionsByMention = ReadonlyMap<string, readonly Correction[]>;

export function inputOf({ title, text, channel, url, author, publishedAt }: Mention): AnalyzerInput {
  return { title, text, channel, url, authorHandle: author.handle, publishedAt };
}

export function reachOf({ author }: Mention, storySize: number): Reach {
  return { followers: author.followers, storySize };
}

export async function correctionsFor(
  { store }: Pick<Deps, 'store'>,
  brandId: string,
  mentionIds: readonly string[],
): Promise<CorrectionsByMention> {
  const found = new Map<string, Correction[]>();
  for (const one of await store.corrections.ofMentions(mentionIds))
    if (one.brandId === brandId) found.set(one.mentionId, [...(found.get(one.mentionId) ?? []), one]);
  return found;
}

/** Null when the text cannot be judged: that is logged and never stops the others. */
export function judgeMention(
  deps: Pick<Deps, 'parts' | 'log'>,
  mention: Mention,
  brand: BrandView,
  { storySize, corrections = [] }: { storySize: number; corrections?: readonly Correction[] | undefined },
): Judged | null {
  const reach = reachOf(mention, storySize);
  const input = inputOf(mention);
  const relevance = corrections.find(({ field }) => field === 'relevance')?.to;
  const told = relevance === undefined ? {} : { isBrand: relevance === 'brand' };
  try {
    const machine = deps.parts.judge(input, brand, reach, told);
    return applyCorrections(machine, corrections, (judged) => deps.parts.weigh(judged, input, reach));
  } catch (error) {
    deps.log.error({ error, mentionId: mention.id }, 'a mention could not be judged; the others go on');
    return null;
  }
}

/** What the machine itself said, put together again from its findings: no text is judged for it. */
export function machineWord(
  { parts }: Pick<Deps, 'parts'>,
  mention: Mention,
  judgement: Judgement,
  storySize = storySizeAt(judgement, 1),
): Judged {
  return parts.conclude(judgement.findings, inputOf(mention), reachOf(mention, storySize));
}

/** Sizes at which velocity rises, see analyzers/severity.ts. */
const STEPS = [1, 5, 20, 100] as const;

/**
 * How large the story was for the severity of a stored judgement, as far as it tells: judging anew must not make a
 * mention worse only because others came after it. `now` = how large the story is now.
 */
export function storySizeAt({ severity }: Pick<Judgement, 'severity'>, now: number): number {
  const { harm, velocity, cap } = severity.parts;
  if (cap === 'single-anonymous-post') return 1;
  if (harm === 0) return Math.max(1, now);
  return velocity === 0 ? Math.min(STEPS[1] - 1, Math.max(1, now)) : (STEPS[velocity] ?? 1);
}

/** What it names; of a text about somebody else nothing. Counted for the first watch only, so that sums are mentions. */
function entityCounts({ entities = [], relevance, sentiment }: Judgement): [RollupDimension, string][] {
  if (relevance?.isBrand === false) return [];
  const values = entities.map(entityValue);
  const counts = (dimension: RollupDimension) => values.map((value): [RollupDimension, string] => [dimension, value]);
  return [...counts('entity'), ...(sentiment.label === 'negative' ? counts('entity-negative') : [])];
}

/** What one mention adds to the counts of its watches. Mentions of somebody else add nothing but themselves. */
export function rollupsOf(
  mention: Mention,
  watchIds: readonly string[],
  judgement: Judgement,
): Omit<Rollup, 'count'>[] {
  const hourAt = Math.floor(timeOf(mention) / HOUR) * HOUR;
  const values: [RollupDimension, string][] = [
    ['all', ''],
    ['channel', mention.channel],
    ['sentiment', judgement.sentiment.label],
    ['severity', String(judgement.severity.level)],
    ...judgement.types.map(({ type }): [RollupDimension, string] => ['type', type]),
    ...judgement.aspects.map(({ id }): [RollupDimension, string] => ['aspect', id]),
  ];
  const unique = new Map(values.map((value) => [value.join(':'), value]));
  const named = entityCounts(judgement);
  return watchIds.flatMap((watchId, index) =>
    [...unique.values(), ...(index === 0 ? named : [])].map(([dimension, value]) => ({
      ...{ watchId, brandId: judgement.brandId, hourAt, sourceId: mention.sourceId, dimension, value },
    })),
  );
}
