// Judgements: what analysis found, written into the case of each (mention, brand) by an operation (see operation.ts), which
// also grows the story and counts the rollups, exactly once, whatever is killed and however often a call is repeated.

import { entityKey } from '../../core/entities.ts';
import { AppError } from '../../core/errors.ts';
import { timeOf } from '../../core/mention.ts';
import type { JudgementCommit, Store } from '../../core/ports.ts';
import { apartLinkId } from '../../core/story-links.ts';
import { at, findByIds, insertNew, updateEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import {
  type CaseDoc,
  caseId,
  casesIn,
  judgementText,
  type MentionDoc,
  mentionsIn,
  toJudgement,
} from './mention-rows.ts';
import { newCase } from './mentions.ts';
import { type CaseChange, changeCases, finishPending } from './operation.ts';
import { packRollups } from './rollups.ts';
import { linksIn, mergedInto } from './story-links.ts';

const MAX_TRIES = 20;

export function judgements(c: Connection): Store['judgements'] {
  return {
    commit: (batch) => commit(c, batch),
    async get(mentionId, brandId) {
      const doc = await casesIn(c).findOne({ _id: caseId(mentionId, brandId) });
      return doc && toJudgement(doc);
    },
  };
}

/** A mention that was deleted meanwhile is passed over; of two judgements of one case in a batch the last one counts. */
async function commit(c: Connection, batch: readonly JudgementCommit[]): Promise<void> {
  const into = await mergedInto(
    c,
    batch.map(({ story }) => story.id),
  );
  const waiting = new Map(
    batch.map((item) => [
      caseId(item.judgement.mentionId, item.judgement.brandId),
      { ...item, story: { ...item.story, id: into.get(item.story.id) ?? item.story.id } },
    ]),
  );
  const relinked = batch.filter(({ links }) => links !== undefined);
  for (let tries = 0; waiting.size > 0; tries++) {
    if (tries === MAX_TRIES)
      throw new AppError('store.busy', 'Others keep judging the same mentions; try again.', { retry: 'later' });
    const mentions = await findByIds(
      c,
      mentionsIn(c),
      [...waiting.values()].map(({ judgement }) => judgement.mentionId),
    );
    for (const [id, { judgement }] of waiting) if (!mentions.has(judgement.mentionId)) waiting.delete(id);
    const cases = await readCases(c, waiting, mentions);
    const changes: CaseChange[] = [];
    for (const before of cases.values()) {
      const item = waiting.get(before._id);
      const mention = mentions.get(before.mentionId);
      if (item && mention) changes.push({ before, after: fieldsOf(item, mention) });
    }
    await keepTakenOut(c, changes);
    const same = changes.filter(isSame);
    await rewrite(c, same);
    const changed = await changeCases(
      c,
      changes.filter((change) => !same.includes(change)),
    );
    for (const id of changed) waiting.delete(id);
    for (const { before } of same) waiting.delete(before._id);
  }
  await relink(c, relinked);
}

/** Repeatable. A watch that was removed meanwhile is shown by nothing. */
async function relink(c: Connection, batch: readonly JudgementCommit[]): Promise<void> {
  const changes = batch.flatMap(({ judgement: { mentionId, brandId }, links }) =>
    links ? [{ mentionId, brandId, ...links }] : [],
  );
  for (const { mentionId, brandId, add, remove } of changes) {
    const ofCase = casesIn(c);
    const many = mentionsIn(c);
    if (remove.length > 0) {
      await many.updateOne(
        { _id: mentionId },
        { $pullAll: { watchIds: remove }, $addToSet: { withdrawnIds: { $each: remove } } },
      );
      await ofCase.updateOne({ _id: caseId(mentionId, brandId) }, { $pullAll: { watchIds: remove } });
    }
    if (add.length > 0) {
      await many.updateOne(
        { _id: mentionId },
        { $pullAll: { withdrawnIds: add }, $addToSet: { watchIds: { $each: add } } },
      );
      await ofCase.updateOne({ _id: caseId(mentionId, brandId) }, { $addToSet: { watchIds: { $each: add } } });
    }
  }
}

/** The cases, none of them pending; made where they are missing. */
async function readCases(
  c: Connection,
  waiting: ReadonlyMap<string, JudgementCommit>,
  mentions: ReadonlyMap<string, Doc<MentionDoc>>,
): Promise<Map<string, Doc<CaseDoc>>> {
  const ids = [...waiting.keys()];
  let cases = await findByIds(c, casesIn(c), ids);
  const missing = [...waiting].flatMap(([id, { judgement }]) => {
    const mention = cases.has(id) ? undefined : mentions.get(judgement.mentionId);
    return mention ? [newCase(mention, judgement.brandId, [])] : [];
  });
  if (missing.length > 0) {
    await insertNew(casesIn(c), missing);
    await casesIn(c).deleteMany({ _id: { $in: missing.map(({ mentionId }) => caseId(mentionId, '')) } });
  }
  if (missing.length > 0 || (await finishPending(c, cases.values()))) cases = await findByIds(c, casesIn(c), ids);
  return cases;
}

function fieldsOf({ judgement, story, rollups }: JudgementCommit, mention: Doc<MentionDoc>): Partial<CaseDoc> {
  return {
    judgement: judgementText(judgement),
    sentiment: judgement.sentiment.label,
    severity: judgement.severity.level,
    types: [...new Set(judgement.types.map(({ type }) => type))],
    entities: [...new Set(judgement.entities?.map(entityKey))],
    claim: judgement.claim === 'unverified' ? null : (judgement.claim ?? null),
    rollups: packRollups(rollups),
    storyId: story.id,
    storyTitle: story.title,
    signature: story.signature,
    bands: [...new Set(story.bands)],
    at: timeOf(mention),
  };
}

/** A mention that a person took out of a story stays where it is, whoever judges it into that one. */
async function keepTakenOut(c: Connection, changes: readonly CaseChange[]): Promise<void> {
  const moves = changes.flatMap(({ before, after }) =>
    before.storyId && after.storyId && before.storyId !== after.storyId
      ? [{ after, now: before.storyId, link: apartLinkId(before.storyId, after.storyId) }]
      : [],
  );
  const apart = await findByIds(
    c,
    linksIn(c),
    moves.map(({ link }) => link),
  );
  for (const { after, now, link } of moves) if (apart.has(link)) after.storyId = now;
}

const COUNTED = [
  'sentiment',
  'severity',
  'types',
  'entities',
  'claim',
  'rollups',
  'storyId',
  'signature',
  'bands',
] as const;

/** A repeated call: nothing that others depend on is different. */
function isSame({ before, after }: CaseChange): boolean {
  return before.op !== null && COUNTED.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]));
}

async function rewrite(c: Connection, same: readonly CaseChange[]): Promise<void> {
  await updateEach(
    c,
    casesIn(c),
    same.map(({ before, after }) => ({
      filter: at<CaseDoc>(c, before._id, { op: before.op }),
      update: { $set: { judgement: after.judgement ?? null }, $unset: { waitingAt: '' } },
    })),
  );
}
