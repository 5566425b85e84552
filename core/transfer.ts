// The words of moving a whole installation from one store to another: what is read out as it is, and the two things that
// no other call of the store can write. Interfaces only.

import type {
  Correction,
  Delivery,
  Evidence,
  Judgement,
  MentionHit,
  MentionVersion,
  Position,
  Rollup,
  Run,
  Session,
  SourceHealth,
  StoryLink,
} from './types.ts';

/** A judgement with what it brought with it. Its bands are not kept: they follow from the mention's text. */
export interface StoredCase {
  judgement: Judgement;
  signature: string;
  /** What was counted for it, and is taken back when it is judged anew. */
  rollups: Omit<Rollup, 'count'>[];
}

export interface WithdrawnLink {
  mentionId: string;
  watchId: string;
}

export interface StaleCase {
  mentionId: string;
  brandId: string;
}

export interface StoredValidators {
  /** Reader and address, as given to putValidators(). */
  url: string;
  etag: string | null;
  lastModified: string | null;
  at: number;
}

/** What the lists of the port do not give whole. `settings` leaves out the store's own (store.…) and the move's (move.…). */
export interface DumpDocuments {
  runs: Run;
  validators: StoredValidators;
  /** With the watches that are still there, sorted. */
  mentions: MentionHit;
  /** Of mentions that are there. */
  versions: MentionVersion;
  /** Of mentions that are there. */
  corrections: Correction;
  /** Judged ones only, oldest mention first. */
  cases: StoredCase;
  storyLinks: StoryLink;
  /** Links that a judgement undid, of watches and mentions that are there. */
  withdrawn: WithdrawnLink;
  /** Judgements of a mention that is another by now. */
  stale: StaleCase;
  /** Also the counts of mentions that were deleted by age. */
  rollups: Rollup;
  positions: Position;
  deliveries: Delivery;
  /** The records; the files lie in the data folder. */
  evidence: Evidence;
  sessions: Session;
  settings: { key: string; value: unknown };
}

export type DumpPart = keyof DumpDocuments;

export interface DumpBatch<P extends DumpPart> {
  documents: DumpDocuments[P][];
  /** Hand back as `after` to go on behind this batch. */
  cursor: string;
}

export interface Transfer {
  count(part: DumpPart): Promise<number>;
  /** Everything of a part in batches of some hundreds, in a fixed order. For a store in which nobody else writes. */
  dump<P extends DumpPart>(part: P, after: string | null): AsyncIterable<DumpBatch<P>>;
  /** Sets counts to what is given, whatever was counted so far. */
  putRollups(rollups: readonly Rollup[]): Promise<void>;
  putHealth(health: SourceHealth): Promise<void>;
  putVersions(versions: readonly MentionVersion[]): Promise<void>;
  putStoryLinks(links: readonly StoryLink[]): Promise<void>;
  putWithdrawn(links: readonly WithdrawnLink[]): Promise<void>;
  /** Names them to listUnjudged() until they are judged. */
  putStale(cases: readonly StaleCase[]): Promise<void>;
}

/** Keys of settings that belong to one store and are never moved. */
export const OWN_SETTINGS = /^(?:store|move)\./;
