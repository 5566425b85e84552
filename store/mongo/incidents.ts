// Incidents with their timelines in one document, so that a change and its entry are written in one step. One unresolved
// incident for a fingerprint: `openKey` is unique, and a resolved one gives it back.

import type { UpdateFilter } from 'mongodb';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { Incident, IncidentState, TimelineEntry } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { after, newTie, pageOf, pageSize, readCursor } from './cursor.ts';
import { isDuplicate } from './errors.ts';

export type IncidentDoc = Omit<Incident, 'id'> & { openKey: string; entries: TimelineEntry[]; tie: string };
type Fields = Pick<Incident, 'brandId' | 'fingerprint' | 'state'>;

const ENTRIES_LEFT_OUT = { projection: { entries: 0 } } as const;
const collectionOf = (c: Connection) => c.collection<IncidentDoc>('incidents');

export function incidents(c: Connection): Store['incidents'] {
  return {
    open: (incident, entry) => open(c, incident, entry),
    get: (id) => get(c, id),
    findOpen: (brandId, fingerprint) => findOpen(c, brandId, fingerprint),
    list: (filter, page) => list(c, filter, page),
    update: (id, revision, change, entry) => update(c, id, revision, change, entry),
    addEntry: (entry) => addEntry(c, entry),
    async timeline(incidentId) {
      const doc = await collectionOf(c).findOne({ _id: incidentId });
      return (doc?.entries ?? []).toSorted((a, b) => a.at - b.at);
    },
  };
}

/** The condition is for others who add it at this moment; FerretDB 1 does not understand it, and has the lock instead. */
async function addEntry(c: Connection, entry: TimelineEntry): Promise<void> {
  const doc = await collectionOf(c).findOne({ _id: entry.incidentId }, { projection: { entries: 1 } });
  if (!doc) throw new AppError('store.missing', 'What this belongs to is not there (any more).');
  if (doc.entries.some(({ id }) => id === entry.id)) return;
  const push = { $push: { entries: entry } } as unknown as UpdateFilter<Doc<IncidentDoc>>;
  await collectionOf(c).updateOne({ _id: entry.incidentId, 'entries.id': { $ne: entry.id } }, push);
}

function openKeyOf(id: string, { brandId, fingerprint, state }: Fields): string {
  return state === 'resolved' || state === 'reviewed' ? `#${id}` : `${brandId}|${fingerprint}`;
}

async function get(c: Connection, id: string): Promise<Incident | null> {
  const doc = await collectionOf(c).findOne({ _id: id }, ENTRIES_LEFT_OUT);
  return doc && toIncident(doc);
}

async function findOpen(c: Connection, brandId: string, fingerprint: string): Promise<Incident | null> {
  const doc = await collectionOf(c).findOne({ openKey: `${brandId}|${fingerprint}` }, ENTRIES_LEFT_OUT);
  return doc && toIncident(doc);
}

async function open(
  c: Connection,
  incident: Incident,
  entry: TimelineEntry,
): Promise<{ incident: Incident; isNew: boolean }> {
  const { id, ...facts } = incident;
  const find = async () => (await findOpen(c, incident.brandId, incident.fingerprint)) ?? (await get(c, id));
  const known = await find();
  if (known) return { incident: known, isNew: false };
  const doc = { _id: id, ...facts, openKey: openKeyOf(id, incident), entries: [entry], tie: newTie() };
  if ((await insertNew(collectionOf(c), [doc])).size === 0) return { incident, isNew: true };
  return { incident: (await find()) ?? incident, isNew: false };
}

async function update(
  c: Connection,
  id: string,
  revision: number,
  change: Partial<Omit<Incident, 'id' | 'revision'>>,
  entry: TimelineEntry | null,
): Promise<Incident | null> {
  const before = await get(c, id);
  if (before?.revision !== revision) return null;
  const changed: Incident = { ...before, ...change, id, revision: revision + 1 };
  const { id: _id, ...facts } = changed;
  const openKey = openKeyOf(id, changed);
  const other = await collectionOf(c).findOne({ openKey, _id: { $ne: id } }, ENTRIES_LEFT_OUT);
  if (other) throw taken();
  const push = entry ? { $push: { entries: entry } } : {};
  const write = { $set: { ...facts, openKey }, ...push } as unknown as UpdateFilter<Doc<IncidentDoc>>;
  try {
    const result = await collectionOf(c).updateOne({ _id: id, revision }, write);
    return result.matchedCount === 1 ? changed : null;
  } catch (error) {
    throw isDuplicate(error) ? taken() : error;
  }
}

function taken(): AppError {
  return new AppError('store.conflict', 'There is an open incident about the same thing already; work on that one.');
}

async function list(
  c: Connection,
  { brandId, states, since }: { brandId?: string; states?: IncidentState[]; since?: number },
  page: { limit: number; cursor?: string | null },
): ReturnType<Store['incidents']['list']> {
  const size = pageSize(page.limit);
  const filter = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(states === undefined ? {} : { state: { $in: states } }),
    ...(since === undefined ? {} : { openedAt: { $gte: since } }),
  };
  const docs = await collectionOf(c)
    .find({ $and: [filter, ...after(readCursor(page.cursor), 'openedAt')] }, ENTRIES_LEFT_OUT)
    .sort({ openedAt: -1, tie: -1 })
    .limit(size + 1)
    .toArray();
  const { items, nextCursor } = pageOf(docs, size, (doc) => [doc.openedAt, doc.tie]);
  return { items: items.map(toIncident), nextCursor };
}

function toIncident(doc: Doc<IncidentDoc>): Incident {
  const { _id, openKey: _key, entries: _entries, tie: _tie, ...incident } = doc;
  return { id: _id, ...incident };
}
