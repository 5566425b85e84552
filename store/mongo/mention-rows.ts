// Mentions and cases as documents. A case is one mention as one brand sees it: what lists filter by, its judgement, and
// what the judgement added elsewhere, so that it can be taken back exactly.

import type { JudgedMention } from '../../core/ports.ts';
import { packTrail, unpackTrail } from '../../core/sightings.ts';
import { fold } from '../../core/text/fold.ts';
import type {
  Channel,
  ClaimStatus,
  FindingType,
  Judgement,
  Mention,
  MentionHit,
  SentimentLabel,
} from '../../core/types.ts';
import { findByIds } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import type { KnownWatch } from './watches.ts';

export type MentionDoc = Omit<Mention, 'id' | 'sightings' | 'editCount' | 'changedAt' | 'resolution'> & {
  /** As packed by core/sightings.ts; not there for a mention that was seen once. */
  trail?: string;
  watchIds: string[];
  /** Links that a judgement undid: the same source must not bring them back. */
  withdrawnIds?: string[];
  /** What an author is found by; the name only when it says more than the handle. */
  handleKey: string | null;
  nameKey: string | null;
  tie: string;
};

export interface CaseDoc {
  mentionId: string;
  /** '' for a mention that no watch claims. */
  brandId: string;
  seenAt: number;
  tie: string;
  sourceId: string;
  channel: Channel;
  watchIds: string[];
  words: string[];
  /** Only while a judgement is due: seenAt. */
  waitingAt?: number;
  sentiment: SentimentLabel | null;
  severity: number;
  types: FindingType[];
  /** Keys of what it names, see core/entities.ts; absent = none. */
  entities?: string[];
  /** Null or absent = 'unverified'. */
  claim?: ClaimStatus | null;
  storyId: string | null;
  /** JSON of the parts of a judgement that stand nowhere else in this document. */
  judgement: string | null;
  /** JSON of what was counted for it, see rollups.ts. */
  rollups: string;
  signature: string;
  bands: string[];
  storyTitle: string;
  /** When it happened, and who wrote it, for the facts of the story. */
  at: number;
  author: string | null;
  /** The operation that judged it last, and whether its effects elsewhere are still to be written. */
  op: string | null;
  isPending: boolean;
}

export const UNJUDGED_SEVERITY = 9;

export const mentionsIn = (c: Connection) => c.collection<MentionDoc>('mentions');
export const casesIn = (c: Connection) => c.collection<CaseDoc>('cases');

export function caseId(mentionId: string, brandId: string): string {
  return `${mentionId}|${brandId}`;
}

export function authorKeys(author: { name: string | null; handle: string | null }): {
  handleKey: string | null;
  nameKey: string | null;
} {
  const handleKey = author.handle === null ? null : authorKey(author.handle);
  const nameKey = author.name === null ? null : authorKey(author.name);
  return { handleKey, nameKey: nameKey === handleKey ? null : nameKey };
}

export function authorKey(handleOrName: string): string {
  return fold(handleOrName.trim().replace(/^@+/, ''));
}

export function toMention(doc: Doc<MentionDoc>): Mention {
  const {
    _id,
    watchIds: _watches,
    withdrawnIds: _withdrawn,
    handleKey: _handle,
    nameKey: _name,
    tie: _tie,
    trail = null,
    ...bare
  } = doc;
  return unpackTrail({ id: _id, ...bare }, trail);
}

/** What a merge may have changed, and what an insert writes besides. */
export function toFields(mention: Mention): Omit<MentionDoc, 'watchIds' | 'tie'> {
  const { id: _, sightings: _sightings, editCount: _count, changedAt: _at, resolution: _resolution, ...bare } = mention;
  const trail = packTrail(mention);
  return { ...bare, ...authorKeys(mention.author), ...(trail === null ? {} : { trail }) };
}

/** Watches that are still there, in the order in which they were made. */
export function toHit(doc: Doc<MentionDoc>, watches: readonly KnownWatch[]): MentionHit {
  const linked = new Set(doc.watchIds);
  return { mention: toMention(doc), watchIds: watches.filter(({ id }) => linked.has(id)).map(({ id }) => id) };
}

export function toJudged(
  doc: Doc<MentionDoc>,
  watches: readonly KnownWatch[],
  chosen: Doc<CaseDoc> | null,
): JudgedMention {
  return { ...toHit(doc, watches), judgement: chosen && toJudgement(chosen) };
}

export function judgementText(judgement: Judgement): string {
  const { mentionId: _mention, brandId: _brand, storyId: _story, ...body } = judgement;
  return JSON.stringify(body);
}

export function toJudgement({ mentionId, brandId, storyId, judgement }: CaseDoc): Judgement | null {
  if (judgement === null || storyId === null) return null;
  return { mentionId, brandId, storyId, ...JSON.parse(judgement) };
}

/** In the order of the ids; those that are not there are left out. */
export async function mentionsByIds(c: Connection, ids: readonly string[]): Promise<Doc<MentionDoc>[]> {
  const found = await findByIds(c, mentionsIn(c), ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}
