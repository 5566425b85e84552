// What a story says about its mentions: counts, times, channels, sources, authors, types, severity. Grown with each new
// member by an operation that the story applies once, and worked out anew from all of its cases when one leaves.

import type { UpdateFilter } from 'mongodb';
import { fullText } from '../../core/mention.ts';
import { CHANNELS, FINDING_TYPES, type SeverityLevel, type Story, type StoryWave } from '../../core/types.ts';
import { type Applied, applyOnce, type Change, findByIds } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import { type CaseDoc, casesIn, mentionsIn } from './mention-rows.ts';

/** Distinct sources and authors that a story remembers. */
const MAX_DISTINCT = 20;
const MAX_TITLE = 140;
const MAX_TRIES = 50;

export interface StoryDoc extends Applied {
  brandId: string;
  title: string;
  /** When the first mention was, its order and its id, as one text of which $min keeps the smallest. */
  first: string;
  lastSeenAt: number;
  mentionCount: number;
  negativeCount: number;
  channels: string[];
  sentiments: string[];
  types: string[];
  sourceIds: string[];
  authors: string[];
  severity: number;
  state: Story['state'];
  wakeAtCount: number | null;
  assigneeId: string | null;
  wave?: StoryWave;
  tie: string;
  /** Counts up with every change of the facts. */
  revision: number;
}

type Member = Pick<
  Doc<CaseDoc>,
  'mentionId' | 'at' | 'tie' | 'channel' | 'sourceId' | 'author' | 'sentiment' | 'types' | 'severity'
>;
type Facts = Omit<
  StoryDoc,
  'applied' | 'brandId' | 'title' | 'state' | 'wakeAtCount' | 'assigneeId' | 'wave' | 'tie' | 'revision'
>;

export const storiesIn = (c: Connection) => c.collection<StoryDoc>('stories');

/** A story that is made and not yet grown; nobody is shown one. `first` is larger than that of any mention. */
const NO_FACTS: Facts = {
  ...{ first: '~', lastSeenAt: 0, mentionCount: 0, negativeCount: 0, severity: 4 },
  ...{ channels: [], sentiments: [], types: [], sourceIds: [], authors: [] },
};

function factsOf(members: readonly Member[]): Facts {
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].slice(0, MAX_DISTINCT);
  const firsts = members.map(({ at, tie, mentionId }) => `${String(at).padStart(16, '0')}|${tie}|${mentionId}`).sort();
  return {
    first: firsts[0] ?? '',
    lastSeenAt: Math.max(...members.map(({ at }) => at)),
    mentionCount: members.length,
    negativeCount: members.filter(({ sentiment }) => sentiment === 'negative').length,
    channels: [...new Set(members.map(({ channel }) => channel))],
    sentiments: [...new Set(members.flatMap(({ sentiment }) => sentiment ?? []))],
    types: [...new Set(members.flatMap(({ types }) => types))],
    sourceIds: distinct(members.map(({ sourceId }) => sourceId)),
    authors: distinct(members.map(({ author }) => author)),
    severity: Math.min(...members.map(({ severity }) => severity)),
  };
}

function firstMentionId(first: string): string {
  return first.split('|').slice(2).join('|');
}

/** Adds the operation's cases to their stories, which are made when they are not there. */
export async function growStories(c: Connection, operation: string, cases: readonly Doc<CaseDoc>[]): Promise<void> {
  const byStory = new Map<string, Doc<CaseDoc>[]>();
  for (const each of cases)
    if (each.storyId !== null) byStory.set(each.storyId, [...(byStory.get(each.storyId) ?? []), each]);
  const known = await findByIds(c, storiesIn(c), [...byStory.keys()]);
  const changes = [...byStory].map(([id, members]) => growth(id, members, known.get(id)));
  await applyOnce(c, storiesIn(c), operation, changes);
  for (const [id, { state, wakeAtCount }] of known)
    if (state === 'snoozed' && wakeAtCount !== null) await wake(c, id, wakeAtCount);
}

function growth(id: string, members: readonly Doc<CaseDoc>[], known: Doc<StoryDoc> | undefined): Change<StoryDoc> {
  const facts = factsOf(members);
  const room = (values: readonly string[], there: readonly string[] = []) =>
    values.filter((value) => !there.includes(value)).slice(0, Math.max(0, MAX_DISTINCT - there.length));
  const fresh = {
    channels: facts.channels,
    sentiments: facts.sentiments,
    types: facts.types,
    sourceIds: room(facts.sourceIds, known?.sourceIds),
    authors: room(facts.authors, known?.authors),
  };
  const update = {
    $inc: { mentionCount: facts.mentionCount, negativeCount: facts.negativeCount, revision: 1 },
    $min: { first: facts.first, severity: facts.severity },
    $max: { lastSeenAt: facts.lastSeenAt },
    $addToSet: Object.fromEntries(Object.entries(fresh).map(([field, values]) => [field, { $each: values }])),
  };
  const seed = {
    ...{ brandId: members[0]?.brandId ?? '', title: members[0]?.storyTitle ?? '', tie: newTie(), ...NO_FACTS },
    ...{ state: 'open' as const, wakeAtCount: null, assigneeId: null, revision: 0 },
  };
  return { id, seed, update: update as unknown as UpdateFilter<Doc<StoryDoc>> };
}

/** A snoozed story wakes when it has grown to the size that was asked for. */
async function wake(c: Connection, id: string, wakeAtCount: number): Promise<void> {
  const filter = { _id: id, state: 'snoozed' as const, wakeAtCount, mentionCount: { $gte: wakeAtCount } };
  await storiesIn(c).updateOne(filter, { $set: { state: 'open', wakeAtCount: null } });
}

/**
 * Works the facts of a story out anew, after members left; a story without any is removed. A case whose operation the
 * story has not applied yet is left out: it will be added by that operation. `isRenamed`: the headline is its first one's.
 */
export async function settleStory(c: Connection, id: string, { isRenamed = false } = {}): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const story = await storiesIn(c).findOne({ _id: id });
    if (!story) return;
    const cases = await casesIn(c)
      .find({ storyId: id }, { projection: { words: 0, judgement: 0, rollups: 0, bands: 0 } })
      .sort({ seenAt: 1, tie: 1 })
      .toArray();
    const members = cases.filter(({ isPending, op }) => !isPending || (op !== null && story.applied.includes(op)));
    const isSame = { _id: id, revision: story.revision };
    if (members.length === 0) {
      if ((await storiesIn(c).deleteOne(isSame)).deletedCount === 1) return;
      continue;
    }
    const facts = factsOf(members);
    const isFirstThere = !isRenamed && members.some(({ mentionId }) => mentionId === firstMentionId(story.first));
    const title = isFirstThere ? story.title : await titleOf(c, firstMentionId(facts.first));
    const update = { $set: { ...facts, title, revision: story.revision + 1 } };
    if ((await storiesIn(c).updateOne(isSame, update)).matchedCount === 1) return;
  }
}

/** When the mention that gave the headline is gone, its words must not stay. */
async function titleOf(c: Connection, mentionId: string): Promise<string> {
  const doc = await mentionsIn(c).findOne({ _id: mentionId });
  return doc ? fullText(doc).replace(/\s+/g, ' ').slice(0, MAX_TITLE) : '';
}

export function toStory(doc: Doc<StoryDoc>): Story {
  return {
    id: doc._id,
    brandId: doc.brandId,
    title: doc.title,
    firstMentionId: firstMentionId(doc.first),
    firstSeenAt: Number.parseInt(doc.first, 10),
    lastSeenAt: doc.lastSeenAt,
    mentionCount: doc.mentionCount,
    negativeCount: doc.negativeCount,
    channels: CHANNELS.filter((channel) => doc.channels.includes(channel)),
    sourceIds: doc.sourceIds.slice(0, MAX_DISTINCT),
    authors: doc.authors.slice(0, MAX_DISTINCT),
    types: FINDING_TYPES.filter((type) => doc.types.includes(type)).slice(0, MAX_DISTINCT),
    severity: doc.severity as SeverityLevel,
    state: doc.state,
    wakeAtCount: doc.wakeAtCount,
    assigneeId: doc.assigneeId,
    ...(doc.wave ? { wave: doc.wave } : {}),
  };
}
