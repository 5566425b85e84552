// Which story a mention belongs to: the one service that inbox, alerts and digest share. Copies of one text (agency
// copies, retweets, copy-paste complaints), posts with the same link and reports of one event are one story; different
// customers with the same trouble stay apart. Incremental: looks only at candidates that share a band. Never asks for the time.

import { DAY, HOUR } from './clock.ts';
import { derivedId } from './id.ts';
import type { StoryCandidate } from './ports.ts';
import { type Known, StoryIndex } from './story-index.ts';
import { readSignature, type Signature } from './text/signature.ts';
import { compareSignatures, eventLikeness, fingerprint } from './text/similarity.ts';

/** The same words come back for weeks (a chain message, a complaint posted again), so they are joined for long. */
export const COPY_WINDOW_MS = 30 * DAY;
/** Changed copies (agency news, a template filled in) belong together for a week; later it is next week's bulletin. */
export const CHANGED_COPY_WINDOW_MS = 7 * DAY;
/** The same link or protest tag, or a report with the same rare words, is the same event only while it is fresh. */
export const EVENT_WINDOW_MS = 72 * HOUR;
const MAX_TITLE = 140;

export interface StoryItem {
  mentionId: string;
  title: string | null;
  text: string;
  seenAt: number;
  /** Its own address, where it is a page that others link to: an article, not a review among many on one page. */
  url?: string | null;
  /** The story it is in already: there it stays, whatever it looks like by now. */
  storyId?: string | undefined;
}

export interface AssignedStory {
  storyId: string;
  isNew: boolean;
  title: string;
  signature: string;
  bands: string[];
  /** Another story of which it is as good as a copy, as it is of its own: the two are one (see joinedBy). */
  twinId: string | null;
}

export interface StoryLookup {
  /** Members of stories of the brand that share a band and were alive since the time; newest first, bounded. */
  findCandidates(brandId: string, bands: string[], since: number): Promise<StoryCandidate[]>;
}

/** Assigns mentions to stories. Has no state between batches unless an index is given: what is known is looked up. */
export class StoryAssigner {
  readonly #lookup: StoryLookup;
  readonly #index: StoryIndex | null;

  constructor(lookup: StoryLookup, index: StoryIndex | null = null) {
    this.#lookup = lookup;
    this.#index = index;
  }

  /**
   * One story for each item, in the order of the items. Earlier items of the batch are candidates for later ones, by
   * time and not by place, so the order in which a batch is given changes nothing. Running it again gives the same ids.
   */
  async assignBatch(brandId: string, items: readonly StoryItem[]): Promise<AssignedStory[]> {
    const order = items
      .map((item, index) => ({ item, index }))
      .sort((a, b) => a.item.seenAt - b.item.seenAt || compareIds(a.item.mentionId, b.item.mentionId));
    const batch = this.#index ?? new StoryIndex(Math.max(1, items.length));
    const assigned: AssignedStory[] = new Array(items.length);
    for (const { item, index } of order) {
      const { signature, bands } = fingerprint(item.title, item.text, item.url ?? null);
      const stored =
        bands.length === 0 ? [] : await this.#lookup.findCandidates(brandId, bands, item.seenAt - COPY_WINDOW_MS);
      const ownId = derivedId('sto', brandId, item.mentionId);
      const { storyId, isNew, twinId } = joinedBy(signature, item, [...batch.find(bands), ...stored], ownId);
      assigned[index] = { storyId, isNew, title: titleOf(item), signature, bands, twinId };
      batch.add(bands, { storyId, signature, lastSeenAt: item.seenAt });
    }
    return assigned;
  }
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Both stories would have to be copies of a mention this closely before it makes one of them. */
const TWIN = 0.8;

/**
 * The story that the mention joins. The one it is in wins, then the one it began, then the likest, then the lowest id.
 * A mention that is all but a copy of two stories shows that they are one: the second is named as twin.
 */
function joinedBy(
  signature: string,
  { seenAt, storyId: placeId }: StoryItem,
  known: readonly Known[],
  ownId: string,
): Pick<AssignedStory, 'storyId' | 'isNew' | 'twinId'> {
  const own = readSignature(signature);
  const scores = new Map<string, number>();
  const others = known.map(({ signature: text }) => readSignature(text));
  const common = own === null || own.terms.length === 0 ? NO_TERMS : commonTerms(own, known, others);
  for (const [at, { storyId, lastSeenAt }] of known.entries()) {
    const other = others[at] ?? null;
    const score = own === null || other === null ? 0 : joinScore(own, other, Math.abs(seenAt - lastSeenAt), common);
    if (score > (scores.get(storyId) ?? 0)) scores.set(storyId, score);
  }
  const ranked = [...scores].sort(([a, x], [b, y]) => y - x || compareIds(a, b));
  const begun = known.some(({ storyId }) => storyId === ownId) ? ownId : undefined;
  const joinedId = placeId ?? begun ?? ranked[0]?.[0];
  const twin = ranked.find(([id, score]) => id !== joinedId && score >= 1 + TWIN);
  const isTwin = twin !== undefined && joinedId !== undefined && (scores.get(joinedId) ?? 0) >= 1 + TWIN;
  return { storyId: joinedId ?? ownId, isNew: joinedId === undefined, twinId: isTwin ? twin[0] : null };
}

/** How sure a mention belongs to the story of another that was `apartMs` before or after it; 0 when it does not. */
export function joinLikeness(signature: string, other: string, apartMs: number): number {
  const [a, b] = [readSignature(signature), readSignature(other)];
  return a === null || b === null ? 0 : joinScore(a, b, apartMs);
}

/** Too little to join two, enough to show one beside the other. */
const NEAR_COPY = 0.3;
const NEAR_EVENT = 0.65;

/** How much two mentions look like one story, whenever they were: 0 (not worth showing) to 1. */
export function nearLikeness(signature: string, other: string): number {
  const [a, b] = [readSignature(signature), readSignature(other)];
  if (a === null || b === null) return 0;
  if (haveCommon(a.links, b.links)) return 1;
  const { score, isCopy } = compareSignatures(a, b);
  const event = eventLikeness(a, b, NEAR_EVENT);
  return Math.max(isCopy || score >= NEAR_COPY ? score : 0, event);
}

const NO_TERMS: ReadonlySet<number> = new Set();
/** With fewer stories around, a word that stands in half of them may well be of one event. */
const MIN_AROUND = 8;

/**
 * Rare words that stand in half of the stories around: of the brand and its people, not of an event. Counted anew among
 * the candidates of each mention, so that it needs no memory and forgets by itself.
 */
function commonTerms(
  own: Signature,
  known: readonly Known[],
  others: readonly (Signature | null)[],
): ReadonlySet<number> {
  const around = new Set(known.map(({ storyId }) => storyId)).size;
  if (around < MIN_AROUND) return NO_TERMS;
  const common = own.terms.filter((term) => {
    const having = new Set(known.flatMap(({ storyId }, at) => (others[at]?.terms.includes(term) ? [storyId] : [])));
    return having.size * 2 >= around;
  });
  return new Set(common);
}

/** 0 when they do not belong together. A copy beats a shared link, a link a report of the same event, that a shared tag. */
function joinScore(signature: Signature, known: Signature, apartMs: number, common = NO_TERMS): number {
  if (apartMs > COPY_WINDOW_MS) return 0;
  const { score, isCopy } = compareSignatures(signature, known);
  if (isCopy && (score === 1 || apartMs <= CHANGED_COPY_WINDOW_MS)) return 1 + score;
  if (apartMs > EVENT_WINDOW_MS) return 0;
  if (haveCommon(signature.links, known.links)) return 0.9;
  const event = eventLikeness(signature, known, undefined, common);
  if (event > 0) return event * 0.8;
  return haveCommon(signature.campaigns, known.campaigns) ? 0.3 : 0;
}

function haveCommon(a: readonly number[], b: readonly number[]): boolean {
  return a.some((value) => b.includes(value));
}

/** Headline of a story: title or first words, white space collapsed, bounded. */
function titleOf({ title, text }: StoryItem): string {
  const start = (title?.trim() || text).slice(0, 4 * MAX_TITLE);
  const line = start.replace(/\s+/gu, ' ').trim();
  if (line.length <= MAX_TITLE) return line;
  const cut = line.slice(0, MAX_TITLE - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > MAX_TITLE / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** So many members are remembered when stories are made in memory: about 1 KB each. */
export const MAX_REMEMBERED = 100_000;

/**
 * Stories of a list of mentions, in its order, by the same service without a store. An item without a time is taken to
 * be as old as the one before it. Deterministic; memory grows with the list up to MAX_REMEMBERED members and no further.
 */
export async function storiesOf(
  items: readonly { id: string; title?: string | null; text: string; seenAt?: number | null }[],
): Promise<{ id: string; story: string }[]> {
  let lastSeenAt = items.find(({ seenAt }) => typeof seenAt === 'number')?.seenAt ?? 0;
  const known = items.map(({ id, title, text, seenAt }): StoryItem => {
    lastSeenAt = seenAt ?? lastSeenAt;
    return { mentionId: id, title: title ?? null, text, seenAt: lastSeenAt };
  });
  const assigner = new StoryAssigner({ findCandidates: async () => [] }, new StoryIndex(MAX_REMEMBERED));
  const assigned = await assigner.assignBatch('', known);
  return items.map(({ id }, at) => ({ id, story: assigned[at]?.storyId ?? '' }));
}
