// What a story says about its mentions: counts, times, channels, sources, authors, types, severity. Grown with each new
// member, and worked out anew from all of them when one leaves; both ways give the same.

import { fullText, timeOf } from '../../core/mention.ts';
import type { SeverityLevel, Story, StoryState, StoryWave } from '../../core/types.ts';
import { addBits, channelsOf, SENTIMENT_BITS, typesOf } from './codes.ts';
import type { Connection } from './connection.ts';

/** Distinct sources and authors that a story remembers. */
const MAX_DISTINCT = 20;
const MAX_TITLE = 140;

export interface StoryRow {
  n: number;
  id: string;
  brand_n: number;
  title: string;
  first_mention_id: string;
  first_at: number;
  last_at: number;
  mention_count: number;
  negative_count: number;
  channels: number;
  types: number;
  sentiments: number;
  sources: string;
  authors: string;
  severity: number;
  state: StoryState;
  wake_at_count: number | null;
  assignee_id: string | null;
  /** JSON. */
  wave: string | null;
}

/** A mention of the story as the facts see it. */
export interface Member {
  mentionId: string;
  at: number;
  channel: number;
  sourceId: string;
  author: string | null;
  sentiment: number;
  types: number;
  severity: number;
}

export type StoryDraft = Omit<StoryRow, 'sources' | 'authors'> & { sources: string[]; authors: string[] };

export function newDraft(n: number, id: string, brandN: number, title: string): StoryDraft {
  return {
    n,
    id,
    brand_n: brandN,
    title,
    first_mention_id: '',
    first_at: Number.MAX_SAFE_INTEGER,
    last_at: 0,
    mention_count: 0,
    negative_count: 0,
    channels: 0,
    types: 0,
    sentiments: 0,
    sources: [],
    authors: [],
    severity: 4,
    state: 'open',
    wake_at_count: null,
    assignee_id: null,
    wave: null,
  };
}

export function toDraft(row: StoryRow): StoryDraft {
  return { ...row, sources: JSON.parse(row.sources), authors: JSON.parse(row.authors) };
}

/** Adds a member. A snoozed story wakes when it has grown to the size that was asked for. */
export function grow(draft: StoryDraft, member: Member): void {
  draft.mention_count += 1;
  if (member.sentiment === SENTIMENT_BITS.negative) draft.negative_count += 1;
  if (member.at < draft.first_at) {
    draft.first_at = member.at;
    draft.first_mention_id = member.mentionId;
  }
  draft.last_at = Math.max(draft.last_at, member.at);
  draft.channels = addBits(draft.channels, member.channel);
  draft.types = addBits(draft.types, member.types);
  draft.sentiments = addBits(draft.sentiments, member.sentiment);
  draft.severity = Math.min(draft.severity, member.severity);
  addDistinct(draft.sources, member.sourceId);
  if (member.author !== null) addDistinct(draft.authors, member.author);
  if (draft.state === 'snoozed' && draft.wake_at_count !== null && draft.mention_count >= draft.wake_at_count) {
    draft.state = 'open';
    draft.wake_at_count = null;
  }
}

function addDistinct(values: string[], value: string): void {
  if (values.length < MAX_DISTINCT && !values.includes(value)) values.push(value);
}

interface MemberRow {
  id: string;
  seen_at: number;
  published_at: number | null;
  channel: number;
  source_n: number;
  author_name: string | null;
  author_handle: string | null;
  sentiment: number;
  types: number;
  severity: number;
}

/** The facts worked out from the members that are stored; null when there is none left. */
export function recount(c: Connection, draft: StoryDraft): StoryDraft | null {
  const rows = c.rows<MemberRow>(
    `SELECT m.id, m.seen_at, m.published_at, k.channel, k.source_n, m.author_name, m.author_handle, k.sentiment, k.types,
       k.severity
     FROM cases k INDEXED BY cases_story JOIN mentions m ON m.n = k.mention_n WHERE k.story_n = ?
     ORDER BY k.seen_at, k.mention_n`,
    draft.n,
  );
  if (rows.length === 0) return null;
  const { n, id, brand_n, title, state, wake_at_count, assignee_id, wave } = draft;
  const counted: StoryDraft = { ...newDraft(n, id, brand_n, title), state, wake_at_count, assignee_id, wave };
  for (const row of rows) grow(counted, toMember(c, row));
  return counted.first_mention_id === draft.first_mention_id || rows.some(({ id }) => id === draft.first_mention_id)
    ? counted
    : { ...counted, title: titleOf(c, counted.first_mention_id) };
}

function toMember(c: Connection, row: MemberRow): Member {
  return {
    mentionId: row.id,
    at: timeOf({ publishedAt: row.published_at, seenAt: row.seen_at }),
    channel: row.channel,
    sourceId: c.names.idOf(row.source_n),
    author: row.author_handle ?? row.author_name,
    sentiment: row.sentiment,
    types: row.types,
    severity: row.severity,
  };
}

/** When the mention that gave the headline is gone, its words must not stay. */
function titleOf(c: Connection, mentionId: string): string {
  const row = c.row<{ title: string | null; text: string }>('SELECT title, text FROM mentions WHERE id = ?', mentionId);
  return row ? fullText(row).replace(/\s+/g, ' ').slice(0, MAX_TITLE) : '';
}

/** In the order of the columns. */
export function insertStory(c: Connection, draft: StoryDraft): void {
  const { n, id, brand_n, title, first_mention_id, state, wake_at_count, assignee_id, wave } = draft;
  c.run(
    'INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[n, id, brand_n, title, first_mention_id, draft.first_at, draft.last_at, draft.mention_count],
    ...[draft.negative_count, draft.channels, draft.types, draft.sentiments, JSON.stringify(draft.sources)],
    ...[JSON.stringify(draft.authors), draft.severity, state, wake_at_count, assignee_id, wave],
  );
}

export function updateStory(c: Connection, draft: StoryDraft): void {
  c.run(
    `UPDATE stories SET title = ?, first_mention_id = ?, first_at = ?, last_at = ?, mention_count = ?, negative_count = ?,
       channels = ?, types = ?, sentiments = ?, sources = ?, authors = ?, severity = ?, state = ?, wake_at_count = ?
     WHERE n = ?`,
    ...[draft.title, draft.first_mention_id, draft.first_at, draft.last_at, draft.mention_count, draft.negative_count],
    ...[draft.channels, draft.types, draft.sentiments, JSON.stringify(draft.sources), JSON.stringify(draft.authors)],
    ...[draft.severity, draft.state, draft.wake_at_count, draft.n],
  );
}

/** Works the facts of stories out anew, after members left; a story without any is removed. */
export function settleStories(c: Connection, storyNs: Iterable<number>): void {
  for (const n of storyNs) {
    const row = c.row<StoryRow>('SELECT * FROM stories WHERE n = ?', n);
    if (!row) continue;
    const counted = recount(c, toDraft(row));
    if (counted) updateStory(c, counted);
    else c.run('DELETE FROM stories WHERE n = ?', n);
  }
}

export function toStory(c: Connection, row: StoryRow): Story {
  return {
    id: row.id,
    brandId: c.names.idOf(row.brand_n),
    title: row.title,
    firstMentionId: row.first_mention_id,
    firstSeenAt: row.first_at,
    lastSeenAt: row.last_at,
    mentionCount: row.mention_count,
    negativeCount: row.negative_count,
    channels: channelsOf(row.channels),
    sourceIds: JSON.parse(row.sources),
    authors: JSON.parse(row.authors),
    types: typesOf(row.types).slice(0, MAX_DISTINCT),
    severity: row.severity as SeverityLevel,
    state: row.state,
    wakeAtCount: row.wake_at_count,
    assigneeId: row.assignee_id,
    ...(row.wave === null ? {} : { wave: JSON.parse(row.wave) as StoryWave }),
  };
}
