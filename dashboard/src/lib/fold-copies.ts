// Copies of one text in a list of mentions: one stands for all of them.

import type { Mention, StoryCourse } from '../api.gen.ts';

export interface Fold {
  mention: Mention;
  /** Key of the text that many share; null: its own. */
  key: string | null;
  /** How many more say the same. */
  moreCount: number;
}

/** Every mention, or of those that say the same the first one; all of a text that was opened. */
export function foldCopies(
  mentions: readonly Mention[],
  copies: StoryCourse['copies'],
  opened: ReadonlySet<string>,
): Fold[] {
  const groups = new Map(copies.flatMap((copy) => [copy.mentionId, ...copy.otherIds].map((id) => [id, copy] as const)));
  const shown = new Set<string>();
  return mentions.flatMap((mention): Fold[] => {
    const group = groups.get(mention.id);
    if (!group) return [{ mention, key: null, moreCount: 0 }];
    const isFirst = !shown.has(group.mentionId);
    shown.add(group.mentionId);
    if (!isFirst && !opened.has(group.mentionId)) return [];
    return [{ mention, key: isFirst ? group.mentionId : null, moreCount: group.count - 1 }];
  });
}
