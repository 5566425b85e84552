// Deleting mentions with everything that hangs on them: by age, and by author. What is counted by hour stays when old
// mentions go (a count names nobody); an erased author's counts go too, and so do the samples in alerts already sent and
// the evidence.
// First the cases are emptied by an operation, then they are deleted, then the mentions: a call that broke off finds the
// mentions again and goes on.

import { newId, sha256 } from '../../core/id.ts';
import { authorsIn } from '../../core/sightings.ts';
import type { AlertMessage } from '../../core/types.ts';
import { canonicalUrl } from '../../core/url.ts';
import { addAudit } from './audit.ts';
import { findByIds } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { correctionsIn } from './corrections.ts';
import type { DeliveryDoc } from './deliveries.ts';
import { removeEvidenceOf } from './evidence.ts';
import type { IncidentDoc } from './incidents.ts';
import { authorKey, type CaseDoc, casesIn, type MentionDoc, mentionsIn, UNJUDGED_SEVERITY } from './mention-rows.ts';
import { changeCases, finishPending, sweepOperations } from './operation.ts';
import { positionsIn } from './positions.ts';
import { linksIn, scrubLinks } from './story-links.ts';
import { versionsIn } from './versions.ts';

type Doomed = Pick<Doc<MentionDoc>, '_id' | 'url'>;

const EMPTY: Partial<CaseDoc> = {
  ...{ judgement: null, sentiment: null, severity: UNJUDGED_SEVERITY, types: [], rollups: '[]' },
  ...{ storyId: null, signature: '', bands: [], words: [], author: null, storyTitle: '' },
};
const MAX_TRIES = 20;

/** Oldest first, at most `limit`. Returns how many went. */
export async function removeSeenBefore(c: Connection, time: number, limit: number): Promise<number> {
  const doomed = await mentionsIn(c)
    .find({ seenAt: { $lt: time } }, { projection: { url: 1 } })
    .sort({ seenAt: 1, tie: 1 })
    .limit(limit)
    .toArray();
  await removeMentions(c, doomed, { isCountKept: true });
  if (doomed.length < limit) {
    // What is left of that age belongs to mentions that never were stored.
    await casesIn(c).deleteMany({ seenAt: { $lt: time } });
    await linksIn(c).deleteMany({ at: { $lt: time } });
    await sweepOperations(c);
  }
  return doomed.length;
}

/** Returns how many mentions went. The entry in the audit log holds a hash of the name, not the name. */
export async function eraseAuthor(c: Connection, handleOrName: string, by: string, at: number): Promise<number> {
  const key = authorKey(handleOrName);
  const isAuthor = { $or: [{ handleKey: key }, { nameKey: key }] };
  const doomed =
    key === ''
      ? []
      : [
          ...(await mentionsIn(c)
            .find(isAuthor, { projection: { url: 1 } })
            .toArray()),
          ...(await namedElsewhere(c, key)),
        ];
  const addresses = doomed.flatMap(({ url }) => (url === null ? [] : (canonicalUrl(url) ?? [])));
  // Search results keep the titles of pages.
  await positionsIn(c).deleteMany({ url: { $in: addresses } });
  await scrubIncidents(c, new Set(doomed.map(({ _id }) => _id)));
  await scrubLinks(
    c,
    doomed.map(({ _id }) => _id),
  );
  await scrubDeliveries(c, key, new Set(addresses));
  const evidenceCount = await removeEvidenceOf(
    c,
    key,
    doomed.map(({ _id }) => _id),
  );
  await removeMentions(c, doomed, { isCountKept: false });
  const subject = `author:${sha256(key).slice(0, 16)}`;
  const facts = { count: doomed.length, evidenceCount };
  await addAudit(c, { id: newId('aud'), at, by, action: 'author.erased', subject, facts });
  return doomed.length;
}

/** Mentions that another source than the best one showed under the name. */
async function namedElsewhere(c: Connection, key: string): Promise<Doomed[]> {
  const isNamed = (name: string | null) => name !== null && authorKey(name) === key;
  const isAuthor = (doc: MentionDoc) => isNamed(doc.author.name) || isNamed(doc.author.handle);
  const found: Doomed[] = [];
  const trailed = mentionsIn(c).find({ trail: { $gt: '' } }, { projection: { url: 1, author: 1, trail: 1 } });
  for await (const doc of trailed)
    if (
      !isAuthor(doc) &&
      authorsIn(doc.trail ?? '{"sightings":[]}').some(({ name, handle }) => isNamed(name) || isNamed(handle))
    )
      found.push({ _id: doc._id, url: doc.url });
  return found;
}

async function removeMentions(
  c: Connection,
  doomed: readonly Doomed[],
  { isCountKept }: { isCountKept: boolean },
): Promise<void> {
  const ids = doomed.map(({ _id }) => _id);
  if (ids.length === 0) return;
  const found = await casesIn(c)
    .find({ mentionId: { $in: ids } })
    .toArray();
  const caseIds = found.map(({ _id }) => _id);
  await empty(c, caseIds, isCountKept);
  await casesIn(c).deleteMany({ _id: { $in: caseIds } });
  await versionsIn(c).deleteMany({ mentionId: { $in: ids } });
  await correctionsIn(c).deleteMany({ mentionId: { $in: ids } });
  await mentionsIn(c).deleteMany({ _id: { $in: ids } });
}

async function empty(c: Connection, ids: readonly string[], isCountKept: boolean): Promise<void> {
  let waiting = [...ids];
  for (let tries = 0; waiting.length > 0 && tries < MAX_TRIES; tries++) {
    let cases = await findByIds(c, casesIn(c), waiting);
    if (await finishPending(c, cases.values())) cases = await findByIds(c, casesIn(c), waiting);
    const judged = [...cases.values()].filter(({ judgement }) => judgement !== null);
    const changed = await changeCases(
      c,
      judged.map((before) => ({ before, after: EMPTY, isCountKept })),
    );
    waiting = judged.map(({ _id }) => _id).filter((id) => !changed.has(id));
  }
}

/** Incidents keep a sample of mention ids; the erased ones leave it. */
async function scrubIncidents(c: Connection, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const many = c.collection<IncidentDoc>('incidents');
  const named = await many.find({ mentionIds: { $in: [...ids] } }, { projection: { mentionIds: 1 } }).toArray();
  for (const { _id, mentionIds } of named)
    await many.updateOne({ _id }, { $pullAll: { mentionIds: mentionIds.filter((id) => ids.has(id)) } });
}

/** Alerts hold up to three texts with their author and address. */
async function scrubDeliveries(c: Connection, key: string, urls: ReadonlySet<string>): Promise<void> {
  if (key === '') return;
  const many = c.collection<DeliveryDoc>('deliveries');
  for await (const { _id, message } of many.find({}, { projection: { message: 1 } })) {
    const alert = JSON.parse(message) as AlertMessage;
    const samples = alert.samples.filter(
      ({ author, url }) =>
        !(author !== null && authorKey(author) === key) && !(url !== null && urls.has(canonicalUrl(url) ?? url)),
    );
    if (samples.length === alert.samples.length) continue;
    await many.updateOne({ _id }, { $set: { message: JSON.stringify({ ...alert, samples }) } });
  }
}
