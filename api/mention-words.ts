// What people said about the mentions that are shown, what the machine says instead, and what was said of texts like
// these: put beside the views of views.ts, for a whole page at once.

import type { z } from 'zod';
import type { JudgedMention } from '../core/ports.ts';
import type { Correction } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';
import { machineWord } from '../pipeline/judge-mention.ts';
import { suggestionsFor } from '../pipeline/lookalikes.ts';
import type * as schema from './schema.ts';
import type * as learning from './schema-learning.ts';

type MentionView = z.input<typeof schema.mention>;
type CorrectionView = z.input<typeof learning.correction>;

/** `views` in the order of `found`. */
export async function withWords(
  deps: Deps,
  found: readonly JudgedMention[],
  views: readonly MentionView[],
): Promise<MentionView[]> {
  const corrections = await deps.store.corrections.ofMentions(found.map(({ mention }) => mention.id));
  const suggestions = await suggestionsFor(deps, found);
  const offered = [...suggestions.values()].flat().map(({ correction }) => correction);
  const names = await namesIn(deps, [...corrections, ...offered]);
  return views.map((view, index) => {
    const { mention, judgement } = found[index] as JudgedMention;
    const own = corrections.filter((one) => one.mentionId === mention.id && one.brandId === judgement?.brandId);
    return {
      ...view,
      corrections: own.map((one) => correctionView(one, names)),
      machine: judgement?.corrected ? machineView(deps, mention, judgement) : null,
      suggestions: (suggestions.get(mention.id) ?? []).map(({ correction, reason }) => {
        const { id, field, label, to, by } = correction;
        return { correctionId: id, field, label, to, byName: names.get(by) ?? by, reason };
      }),
    };
  });
}

function machineView(
  deps: Deps,
  mention: JudgedMention['mention'],
  judgement: NonNullable<JudgedMention['judgement']>,
): z.input<typeof learning.machineWord> {
  const { sentiment, actor, relevance, types, aspects, severity } = machineWord(deps, mention, judgement);
  return { sentiment, actor, relevance, types, aspects, severity: severity.level };
}

/** Names of the people who said it; tokens and 'cli' have none. */
export async function namesIn(deps: Deps, corrections: readonly Correction[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const by of new Set(corrections.map((one) => one.by))) {
    const user = by.startsWith('usr_') ? await deps.store.users.get(by) : null;
    if (user) names.set(by, user.name);
  }
  return names;
}

export function correctionView(one: Correction, names: ReadonlyMap<string, string>): CorrectionView {
  return { ...one, byName: names.get(one.by) ?? one.by };
}
