// Judgements: one transaction writes the judgement, its case, its story, its bands and its counts. A (mention, brand) that
// was judged before is first taken back, so that nothing ever counts twice.

import { entityKey } from '../../core/entities.ts';
import { timeOf } from '../../core/mention.ts';
import type { JudgementCommit, Store } from '../../core/ports.ts';
import { apartLinkId } from '../../core/story-links.ts';
import { type Channel, CLAIMS, type Judgement } from '../../core/types.ts';
import { bandKeys } from './bands.ts';
import { CHANNEL_BITS, SENTIMENT_BITS, typeBits } from './codes.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';
import { packJudgement } from './judgement-body.ts';
import { readJudgement } from './mention-rows.ts';
import { RollupChanges } from './rollups.ts';
import { grow, insertStory, newDraft, type StoryDraft, settleStories, toDraft, updateStory } from './story-facts.ts';
import { findStory, readLink } from './story-links.ts';

export function judgements(c: Connection): Sync<Store['judgements']> {
  return {
    commit: (batch) => c.write(() => new Commit(c).run(batch)),
    get: (mentionId, brandId) =>
      c.read(() => {
        const row = c.row<{ judgement_n: number | null }>(
          `SELECT k.judgement_n FROM mentions m
             JOIN cases k ON k.seen_at = m.seen_at AND k.mention_n = m.n AND k.brand_n = ? WHERE m.id = ?`,
          ...[c.names.find(brandId) ?? -1, mentionId],
        );
        return row && row.judgement_n !== null ? readJudgement(c, mentionId, row.judgement_n) : null;
      }),
  };
}

interface JudgedRow {
  n: number;
  seen_at: number;
  published_at: number | null;
  source_n: number;
  channel: Channel;
  author_name: string | null;
  author_handle: string | null;
}

export interface CaseRow {
  seen_at: number;
  mention_n: number;
  brand_n: number;
  story_n: number | null;
  judgement_n: number | null;
}

/** One batch. Stories are read once, grown in memory and written once at the end. */
class Commit {
  readonly #c: Connection;
  readonly #rollups: RollupChanges;
  readonly #stories = new Map<string, { draft: StoryDraft; isNew: boolean }>();
  /** Stories that lost a member: their facts are worked out anew. */
  readonly #shrunk = new Set<number>();
  #nextStory: number | null = null;

  constructor(c: Connection) {
    this.#c = c;
    this.#rollups = new RollupChanges(c);
  }

  run(batch: readonly JudgementCommit[]): void {
    for (const item of batch) this.#judge(item);
    for (const { draft, isNew } of new Set(this.#stories.values())) {
      if (isNew) insertStory(this.#c, draft);
      else updateStory(this.#c, draft);
    }
    settleStories(this.#c, this.#shrunk);
    this.#rollups.write();
    this.#c.bands.settle();
  }

  /** A mention that was deleted meanwhile is passed over. */
  #judge({ judgement, story, rollups, links }: JudgementCommit): void {
    const c = this.#c;
    const mention = c.row<JudgedRow>(
      'SELECT n, seen_at, published_at, source_n, channel, author_name, author_handle FROM mentions WHERE id = ?',
      judgement.mentionId,
    );
    if (!mention) return;
    const brandN = c.names.numberOf(judgement.brandId);
    const before = this.#takeBack(mention, brandN);
    const draft = this.#story({ ...story, id: this.#placeOf(story.id, before) }, brandN);
    const judgementN = insertJudgement(c, judgement, {
      storyN: draft.n,
      rollups: this.#rollups.add(brandN, rollups),
      signature: story.signature,
    });
    const at = timeOf({ publishedAt: mention.published_at, seenAt: mention.seen_at });
    c.bands.add(bandKeys(brandN, story.bands), draft.n, judgementN, at);
    const facts = {
      channel: CHANNEL_BITS[mention.channel],
      sentiment: SENTIMENT_BITS[judgement.sentiment.label],
      types: typeBits(judgement.types.map(({ type }) => type)),
      severity: judgement.severity.level,
    };
    const claim = CLAIMS.indexOf(judgement.claim ?? 'unverified');
    for (const key of new Set(judgement.entities?.map(entityKey)))
      c.run(INSERT_NAMED, c.names.numberOf(key), mention.seen_at, mention.n, brandN);
    putCase(c, mention, brandN, { ...facts, claim, story_n: draft.n, judgement_n: judgementN });
    relink(c, mention, links);
    if (!before)
      c.run('DELETE FROM cases WHERE seen_at = ? AND mention_n = ? AND brand_n = 0', mention.seen_at, mention.n);
    grow(draft, {
      ...facts,
      mentionId: judgement.mentionId,
      at,
      sourceId: c.names.idOf(mention.source_n),
      author: mention.author_handle ?? mention.author_name,
    });
  }

  /** A mention that a person took out of a story stays where it is, whoever judges it into that one. */
  #placeOf(storyId: string, before: CaseRow | null): string {
    if (!before || before.story_n === null) return storyId;
    const now = this.#c.row<{ id: string }>('SELECT id FROM stories WHERE n = ?', before.story_n)?.id ?? storyId;
    return now !== storyId && readLink(this.#c, apartLinkId(now, storyId)) ? now : storyId;
  }

  /** The case that the mention had of the brand. */
  #takeBack(mention: JudgedRow, brandN: number): CaseRow | null {
    const before = this.#c.row<CaseRow>(
      'SELECT seen_at, mention_n, brand_n, story_n, judgement_n FROM cases WHERE seen_at = ? AND mention_n = ? AND brand_n = ?',
      ...[mention.seen_at, mention.n, brandN],
    );
    if (!before) return null;
    removeJudgement(this.#c, before, this.#rollups);
    if (before.story_n !== null) this.#shrunk.add(before.story_n);
    return before;
  }

  #story({ id, title }: JudgementCommit['story'], brandN: number): StoryDraft {
    const known = this.#stories.get(id);
    if (known) return known.draft;
    const row = findStory(this.#c, id);
    // Merged meanwhile: it may be in the batch under its own id as well.
    const merged = row && row.id !== id ? this.#stories.get(row.id) : undefined;
    const entry = merged ?? {
      draft: row ? toDraft(row) : newDraft(this.#freshNumber(), id, brandN, title),
      isNew: row === null,
    };
    this.#stories.set(id, entry);
    this.#stories.set(entry.draft.id, entry);
    return entry.draft;
  }

  #freshNumber(): number {
    const last = this.#nextStory ?? this.#c.row<{ n: number }>('SELECT coalesce(max(n), 0) AS n FROM stories')?.n ?? 0;
    this.#nextStory = last + 1;
    return this.#nextStory;
  }
}

/** A watch that was removed meanwhile is passed over. */
function relink(c: Connection, { n, seen_at }: JudgedRow, links: JudgementCommit['links']): void {
  const numberOf = (id: string) => c.row<{ n: number }>('SELECT n FROM watches WHERE id = ?', id)?.n;
  for (const watchN of links?.remove.map(numberOf) ?? []) {
    if (watchN === undefined) continue;
    c.run('DELETE FROM links WHERE mention_n = ? AND watch_n = ?', n, watchN);
    c.run('INSERT INTO withdrawn (mention_n, watch_n) VALUES (?, ?) ON CONFLICT DO NOTHING', n, watchN);
  }
  for (const watchN of links?.add.map(numberOf) ?? []) {
    if (watchN === undefined) continue;
    c.run('DELETE FROM withdrawn WHERE mention_n = ? AND watch_n = ?', n, watchN);
    c.run(
      'INSERT INTO links (mention_n, watch_n, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      n,
      watchN,
      seen_at,
    );
  }
}

const INSERT_NAMED =
  'INSERT INTO named (key_n, seen_at, mention_n, brand_n) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';

function insertJudgement(
  c: Connection,
  judgement: Judgement,
  kept: { storyN: number; rollups: string; signature: string },
): number {
  const { lastInsertRowid } = c
    .sql('INSERT INTO judgements (story_n, body, rollups, signature) VALUES (?, ?, ?, ?)')
    .run(kept.storyN, packJudgement(c.names, judgement), kept.rollups, kept.signature);
  return Number(lastInsertRowid);
}

function putCase(
  c: Connection,
  mention: JudgedRow,
  brandN: number,
  facts: Record<'channel' | 'sentiment' | 'types' | 'severity' | 'claim' | 'story_n' | 'judgement_n', number>,
): void {
  c.run(
    `INSERT INTO cases (seen_at, mention_n, brand_n, source_n, channel, sentiment, types, severity, claim, story_n, judgement_n)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sentiment = excluded.sentiment, types = excluded.types, severity = excluded.severity,
       claim = excluded.claim, story_n = excluded.story_n, judgement_n = excluded.judgement_n, is_stale = 0`,
    ...[mention.seen_at, mention.n, brandN, mention.source_n, facts.channel, facts.sentiment, facts.types],
    ...[facts.severity, facts.claim, facts.story_n, facts.judgement_n],
  );
}

/** Removes a judgement. Its counts are taken back when `rollups` is given. The case and the story stay. */
export function removeJudgement(c: Connection, before: CaseRow, rollups: RollupChanges | null): void {
  const { brand_n, judgement_n } = before;
  if (judgement_n === null) return;
  const row = c.row<{ rollups: string }>('SELECT rollups FROM judgements WHERE n = ?', judgement_n);
  if (!row) return;
  rollups?.take(brand_n, row.rollups);
  c.run('DELETE FROM named WHERE mention_n = ? AND brand_n = ?', before.mention_n, brand_n);
  c.run('DELETE FROM judgements WHERE n = ?', judgement_n);
}
