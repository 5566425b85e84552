// What is known comes again: another sighting, an edit, newer numbers. Without transactions, in an order in which a call that
// broke off is simply made again: the version, the cases, and the mention last; until that is written nothing is merged.

import { AppError } from '../../core/errors.ts';
import { type Merged, mergeMention } from '../../core/sightings.ts';
import type { Mention } from '../../core/types.ts';
import { updateEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { casesIn, type MentionDoc, mentionsIn, toFields, toMention } from './mention-rows.ts';
import { wordsOf } from './search.ts';
import { addVersion } from './versions.ts';

const MAX_TRIES = 20;

/** Returns whether the mention is to be judged anew. */
export async function mergeKnown(c: Connection, doc: Doc<MentionDoc>, shown: readonly Mention[]): Promise<boolean> {
  let before: Doc<MentionDoc> | null = doc;
  for (let tries = 0; tries < MAX_TRIES && before; tries++) {
    const merged = mergeAll(toMention(before), shown);
    if (merged.isNothing) return false;
    for (const version of merged.versions) await addVersion(c, version);
    await changeCases(c, before, merged);
    // The trail is another after every merge, so it tells whether somebody was faster.
    const filter = { _id: before._id, ...(c.isAtomic ? { trail: before.trail ?? null } : {}) };
    const { matchedCount } = await mentionsIn(c).updateOne(filter as { _id: string }, {
      $set: toFields(merged.mention),
    });
    if (matchedCount > 0) return merged.isJudgedAnew;
    before = await mentionsIn(c).findOne({ _id: doc._id });
  }
  if (before) throw new AppError('store.busy', 'Others keep changing the same mention; try again.', { retry: 'later' });
  return false;
}

interface Merging {
  mention: Mention;
  versions: NonNullable<Merged['version']>[];
  isJudgedAnew: boolean;
  isNothing: boolean;
}

function mergeAll(known: Mention, shown: readonly Mention[]): Merging {
  const all: Merging = { mention: known, versions: [], isJudgedAnew: false, isNothing: true };
  for (const incoming of shown) {
    const merged = mergeMention(all.mention, incoming);
    if (!merged) continue;
    all.mention = merged.mention;
    if (merged.version) all.versions.push(merged.version);
    all.isJudgedAnew ||= merged.isJudgedAnew;
    all.isNothing = false;
  }
  return all;
}

/** Words and channel are what lists look at; a case that was judged waits again. */
async function changeCases(c: Connection, before: Doc<MentionDoc>, { mention, isJudgedAnew }: Merging): Promise<void> {
  if (!isJudgedAnew) return;
  const found = await casesIn(c).find({ mentionId: before._id }).toArray();
  const { author, channel, folded } = mention;
  const fields = { words: wordsOf(folded), channel, author: author.handle ?? author.name };
  await updateEach(
    c,
    casesIn(c),
    found.map(({ _id, judgement, seenAt }) => ({
      filter: { _id },
      update: { $set: { ...fields, ...(judgement === null ? {} : { waitingAt: seenAt }) } },
    })),
  );
}
