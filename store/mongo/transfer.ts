// Reading a whole database out for another store, in one pass of the server's own cursor, and the two writes that only a
// move needs. Writes are alone where the server needs that (see group.ts).

import type { Document, Sort } from 'mongodb';
import type { DumpDocuments, DumpPart, StaleCase, Transfer } from '../../core/transfer.ts';
import { OWN_SETTINGS } from '../../core/transfer.ts';
import type { Position, Rollup, RollupDimension } from '../../core/types.ts';
import { findByIds, putEach, updateEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { type CorrectionDoc, toCorrection } from './corrections.ts';
import { type DeliveryDoc, toDelivery } from './deliveries.ts';
import { storeError } from './errors.ts';
import { type EvidenceDoc, toEvidence } from './evidence.ts';
import { call } from './group.ts';
import { type CaseDoc, caseId, casesIn, type MentionDoc, mentionsIn, toHit, toJudgement } from './mention-rows.ts';
import { toPosition } from './positions.ts';
import { fieldOf, type RollupDoc, rollupsIn, unpackRollups, valueIn } from './rollups.ts';
import type { SessionDoc } from './sessions.ts';
import type { SettingDoc } from './settings.ts';
import { healthIn, type RunDoc, toRun, type ValidatorDoc } from './sources.ts';
import { putLinks, type StoryLinkDoc, toLink } from './story-links.ts';
import { addVersion, toVersion, type VersionDoc } from './versions.ts';
import { type KnownWatch, knownWatches } from './watches.ts';

const BATCH = 500;

type Condition = Record<string, unknown>;

interface Reader<P extends DumpPart> {
  collection: string;
  filter?: Condition;
  /** Most are read in the order of their _id; these by time and tie-break, as their index has it. */
  isByTime?: boolean;
  /** One document may hold several; an empty list = not to be moved. */
  read(doc: never, watches: readonly KnownWatch[]): DumpDocuments[P][];
}

const READERS: { [P in DumpPart]: Reader<P> } = {
  runs: { collection: 'runs', read: (doc: Doc<RunDoc>) => [toRun(doc)] },
  validators: {
    collection: 'validators',
    read: ({ url, etag, lastModified, at }: Doc<ValidatorDoc>) => [{ url, etag, lastModified, at }],
  },
  mentions: {
    ...{ collection: 'mentions', isByTime: true },
    read(doc: Doc<MentionDoc>, watches) {
      const { mention, watchIds } = toHit(doc, watches);
      return [{ mention, watchIds: watchIds.sort() }];
    },
  },
  versions: { collection: 'versions', read: (doc: Doc<VersionDoc>) => [toVersion(doc)] },
  corrections: { collection: 'corrections', read: (doc: Doc<CorrectionDoc>) => [toCorrection(doc)] },
  cases: {
    ...{ collection: 'cases', isByTime: true, filter: { judgement: { $ne: null } } },
    read(doc: Doc<CaseDoc>) {
      const judgement = toJudgement(doc);
      if (!judgement) return [];
      const { brandId, signature } = doc;
      return [{ judgement, signature, rollups: unpackRollups(doc.rollups).map((rollup) => ({ ...rollup, brandId })) }];
    },
  },
  storyLinks: { collection: 'story_links', read: (doc: Doc<StoryLinkDoc>) => [toLink(doc)] },
  withdrawn: {
    ...{ collection: 'mentions', filter: { withdrawnIds: { $exists: true } } },
    read({ _id, withdrawnIds = [] }: Doc<MentionDoc>, watches) {
      const known = watches.filter(({ id }) => withdrawnIds.includes(id));
      return known.map(({ id }) => ({ mentionId: _id, watchId: id }));
    },
  },
  stale: {
    ...{ collection: 'cases', filter: { waitingAt: { $gte: 0 }, judgement: { $ne: null } } },
    read: ({ mentionId, brandId }: Doc<CaseDoc>) => [{ mentionId, brandId }],
  },
  rollups: { collection: 'rollups', read: readRollups },
  positions: { collection: 'positions', read: (doc: Doc<Position>) => [toPosition(doc)] },
  deliveries: { collection: 'deliveries', read: (doc: Doc<DeliveryDoc>) => [toDelivery(doc)] },
  evidence: { collection: 'evidence', read: (doc: Doc<EvidenceDoc>) => [toEvidence(doc)] },
  sessions: {
    collection: 'sessions',
    read: ({ _id, userId, createdAt, expiresAt }: Doc<SessionDoc>) => [{ idHash: _id, userId, createdAt, expiresAt }],
  },
  settings: {
    collection: 'settings',
    read: ({ _id, value }: Doc<SettingDoc>) =>
      OWN_SETTINGS.test(_id) ? [] : [{ key: _id, value: JSON.parse(value) as unknown }],
  },
};

function readRollups({ brandId, watchId, hourAt, sourceId, counts }: Doc<RollupDoc>): Rollup[] {
  return Object.entries(counts).flatMap(([name, values]) => {
    const dimension = name as RollupDimension;
    const found = Object.entries(values).filter(([, count]) => count > 0);
    return found.map(([field, count]) => ({
      ...{ watchId, brandId, hourAt, sourceId, dimension, value: valueIn(field), count },
    }));
  });
}

export function transfer(c: Connection): Transfer {
  return {
    count(part) {
      const { collection, filter = {} } = READERS[part];
      return call(c, false, () => c.collection(collection).countDocuments(filter));
    },
    async *dump<P extends DumpPart>(part: P, after: string | null) {
      try {
        await c.ready();
        const watches = await knownWatches(c);
        const reader = READERS[part] as Reader<P>;
        for await (const docs of pagesOf(c, reader, after)) {
          const documents = docs.flatMap((doc) => reader.read(doc as never, watches));
          yield { documents, cursor: positionOf(reader, docs.at(-1) as Doc<Document>) };
        }
      } catch (error) {
        throw storeError(error);
      }
    },
    putRollups: (rollups) => call(c, true, () => putRollups(c, rollups)),
    putVersions: (versions) =>
      call(c, true, async () => {
        const there = await findByIds(
          c,
          mentionsIn(c),
          versions.map(({ mentionId }) => mentionId),
        );
        for (const version of versions) if (there.has(version.mentionId)) await addVersion(c, version);
      }),
    putStoryLinks: (links) => call(c, true, () => putLinks(c, links)),
    putWithdrawn: (links) =>
      call(c, true, () =>
        updateEach(
          c,
          mentionsIn(c),
          links.map(({ mentionId, watchId }) => ({
            filter: { _id: mentionId },
            update: { $addToSet: { withdrawnIds: watchId } },
          })),
        ),
      ),
    putStale: (cases) => call(c, true, () => putStale(c, cases)),
    putHealth: ({ sourceId, ...health }) =>
      call(c, true, async () => {
        const fields = { $set: health, $inc: { revision: 1 }, $setOnInsert: { runIds: [] } };
        await healthIn(c).updateOne({ _id: sourceId }, fields, { upsert: true });
      }),
  };
}

async function* pagesOf<P extends DumpPart>(c: Connection, reader: Reader<P>, after: string | null) {
  const { collection, filter = {}, isByTime = false } = reader;
  const sort: Sort = isByTime ? { seenAt: 1, tie: 1 } : { _id: 1 };
  const found = c
    .collection(collection)
    .find({ $and: [filter, ...behind(after, isByTime)] })
    .sort(sort)
    .batchSize(BATCH);
  let page: Doc<Document>[] = [];
  for await (const doc of found) {
    if (page.push(doc as Doc<Document>) < BATCH) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function behind(after: string | null, isByTime: boolean): Condition[] {
  if (after === null) return [];
  const position = JSON.parse(after) as string[];
  if (!isByTime) return [{ _id: { $gt: position[0] } }];
  const [seenAt, tie] = [Number(position[0]), position[1]];
  return [{ $or: [{ seenAt: { $gt: seenAt } }, { seenAt, tie: { $gt: tie } }] }];
}

function positionOf<P extends DumpPart>({ isByTime }: Reader<P>, doc: Doc<Document>): string {
  return JSON.stringify(isByTime ? [String(doc.seenAt), doc.tie] : [doc._id]);
}

/** Reads, changes and writes the documents they belong to. */
async function putRollups(c: Connection, rollups: readonly Rollup[]): Promise<void> {
  const idOf = ({ brandId, watchId, hourAt, sourceId }: Rollup) => `${brandId}|${watchId}|${hourAt}|${sourceId}`;
  const docs = await findByIds(c, rollupsIn(c), [...new Set(rollups.map(idOf))]);
  for (const rollup of rollups) {
    const _id = idOf(rollup);
    const { brandId, watchId, hourAt, sourceId, dimension, value, count } = rollup;
    const empty = { _id, brandId, watchId, hourAt, sourceId, counts: {}, totals: {}, applied: [] };
    const doc: Doc<RollupDoc> = docs.get(_id) ?? empty;
    const values = { ...doc.counts[dimension], [fieldOf(value)]: count };
    doc.counts = { ...doc.counts, [dimension]: values };
    doc.totals = { ...doc.totals, [dimension]: Object.values(values).reduce((sum, one) => sum + one, 0) };
    docs.set(_id, doc);
  }
  await putEach(c, rollupsIn(c), [...docs.values()]);
}

/** A case waits at the time of its mention. */
async function putStale(c: Connection, cases: readonly StaleCase[]): Promise<void> {
  const ids = cases.map(({ mentionId, brandId }) => caseId(mentionId, brandId));
  const docs = [...(await findByIds(c, casesIn(c), ids)).values()].filter(({ judgement }) => judgement !== null);
  const updates = docs.map(({ _id, seenAt }) => ({ filter: { _id }, update: { $set: { waitingAt: seenAt } } }));
  await updateEach(c, casesIn(c), updates);
}
