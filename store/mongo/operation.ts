// How a change of cases and everything it means elsewhere happens exactly once without transactions.
//
// A case is the truth: its judgement, its story, and what was counted for it. Rollups, stories and bands follow from the
// cases. An operation has a name that nobody else uses, and five steps:
//   1. Its record is inserted: which cases it wants to change, which operation each had before, and what that one had added.
//   2. Each case is changed where it still has the operation that the record says, and is marked as pending. A case that
//      somebody else was faster to change is no part of the operation.
//   3. The effects of the changed cases are written. Rollups and stories remember the names of the operations they have
//      applied and apply none twice; the rest are writes that can be repeated.
//   4. The cases are marked as done.   5. The record is deleted.
//
// Killed after 1 or amid 2: whoever meets a pending case closes the operation first: cases it has not changed get a new
// name of operation, so that its author, should it still be alive, cannot change them any more. From then on it is fixed
// which cases take part. Cases that were not reached stay unjudged, and the repeated call judges them.
// Killed amid 3, after 3 or amid 4: the same steps run again from the record; what was applied is not applied again.
// Killed before 5: the record says nothing any more, because no case has its name and is pending; it is swept away later.
// A pending case is never changed by another operation, and is listed as unjudged, so that the work is always taken up.
// The names that documents remember may be forgotten when nobody can still be at work on the operation: see bulk.ts.

import { systemClock } from '../../core/clock.ts';
import { putBands, removeBands } from './bands.ts';
import { at, findByIds, newOperation, updateEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { tieTime } from './cursor.ts';
import { type CaseDoc, casesIn } from './mention-rows.ts';
import { RollupChanges } from './rollups.ts';
import { growStories, settleStory } from './story-facts.ts';

/** What a case becomes. `isUncounted` leaves its old counts standing. */
export interface CaseChange {
  before: Doc<CaseDoc>;
  after: Partial<CaseDoc>;
  isCountKept?: boolean;
}

interface Item {
  caseId: string;
  brandId: string;
  from: string | null;
  /** Packed rollups that are taken back. */
  take: string;
  left: { storyId: string; bands: string[] } | null;
}

export interface OperationDoc {
  items: Item[];
}

const MAX_CASES = 500;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

const operationsIn = (c: Connection) => c.collection<OperationDoc>('operations');

/** Returns the ids of the cases that were changed; the others were changed by somebody else since they were read. */
export async function changeCases(c: Connection, changes: readonly CaseChange[]): Promise<Set<string>> {
  const changed = new Set<string>();
  for (let i = 0; i < changes.length; i += MAX_CASES)
    for (const id of await runOperation(c, changes.slice(i, i + MAX_CASES))) changed.add(id);
  return changed;
}

async function runOperation(c: Connection, changes: readonly CaseChange[]): Promise<string[]> {
  const operation = newOperation();
  const items = changes.map(itemOf);
  await operationsIn(c).insertOne({ _id: operation, items });
  await updateEach(
    c,
    casesIn(c),
    changes.map(({ before, after }) => ({
      filter: at<CaseDoc>(c, before._id, { op: before.op }),
      update: { $set: { ...after, op: operation, isPending: true, waitingAt: before.seenAt } },
    })),
  );
  return complete(c, operation, items);
}

function itemOf({ before, isCountKept = false }: CaseChange): Item {
  const { _id, brandId, op, rollups, storyId, bands } = before;
  return {
    ...{ caseId: _id, brandId, from: op, take: isCountKept ? '[]' : rollups },
    left: storyId === null ? null : { storyId, bands },
  };
}

/** Steps 3 to 5. Can be repeated, and run by several at once. */
async function complete(c: Connection, operation: string, items: readonly Item[]): Promise<string[]> {
  const found = await findByIds(
    c,
    casesIn(c),
    items.map(({ caseId }) => caseId),
  );
  const taken = items.flatMap((item) => {
    const now = found.get(item.caseId);
    return now?.op === operation ? [{ item, now }] : [];
  });
  const rollups = new RollupChanges();
  for (const { item, now } of taken) {
    rollups.add(item.brandId, item.take, -1);
    rollups.add(item.brandId, now.rollups, 1);
  }
  await rollups.write(c, operation);
  const cases = taken.map(({ now }) => now);
  await growStories(c, operation, cases);
  await putBands(c, cases);
  await removeBands(c, taken.flatMap(leftBands));
  for (const id of new Set(taken.flatMap(({ item }) => item.left?.storyId ?? []))) await settleStory(c, id);
  await updateEach(
    c,
    casesIn(c),
    cases.map(({ _id }) => ({
      filter: at<CaseDoc>(c, _id, { op: operation }),
      update: { $set: { isPending: false }, $unset: { waitingAt: '' } },
    })),
  );
  await operationsIn(c).deleteOne({ _id: operation });
  return cases.map(({ _id }) => _id);
}

function leftBands({ item, now }: { item: Item; now: Doc<CaseDoc> }) {
  if (!item.left) return [];
  const { storyId, bands } = item.left;
  const kept = new Set(now.storyId === storyId ? now.bands : []);
  return [{ caseId: item.caseId, brandId: item.brandId, storyId, bands: bands.filter((band) => !kept.has(band)) }];
}

/** Brings the operations of pending cases to their end. Returns whether there were any: then the cases are read again. */
export async function finishPending(c: Connection, cases: Iterable<Doc<CaseDoc>>): Promise<boolean> {
  const names = new Set<string>();
  for (const { isPending, op } of cases) if (isPending && op !== null) names.add(op);
  for (const name of names) await finish(c, name);
  return names.size > 0;
}

async function finish(c: Connection, operation: string): Promise<void> {
  const record = await operationsIn(c).findOne({ _id: operation });
  if (!record) {
    // It ended while we looked; should a case still say pending, its effects are written.
    await casesIn(c).updateMany({ op: operation }, { $set: { isPending: false }, $unset: { waitingAt: '' } });
    return;
  }
  const ids = record.items.map(({ caseId }) => caseId);
  const found = await findByIds(c, casesIn(c), ids);
  const open = record.items.filter(({ caseId, from }) => found.get(caseId)?.op === from);
  await updateEach(
    c,
    casesIn(c),
    open.map(({ caseId, from }) => ({
      filter: at<CaseDoc>(c, caseId, { op: from }),
      update: { $set: { op: newOperation() } },
    })),
  );
  await complete(c, operation, record.items);
}

/** Deletes records that were left behind by a kill between the last two steps. Returns how many. */
export async function sweepOperations(c: Connection): Promise<number> {
  let count = 0;
  for (const { _id } of await operationsIn(c)
    .find({}, { projection: { _id: 1 } })
    .toArray()) {
    if (tieTime(_id) > systemClock.now() - FORGOTTEN_AFTER_MS) continue;
    await finish(c, _id);
    count += 1;
  }
  return count;
}
