// The indexes of every collection, and the version of the layout. Safe to run from several processes at once: an index
// that is there stays as it is. A released index is never changed, a new one gets a new name.

import type { IndexDescription } from 'mongodb';
import { AppError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';
import type { SettingDoc } from './settings.ts';

export const LAYOUT_VERSION = 1;
const VERSION_KEY = 'store.version';

const unique = (key: IndexDescription['key']): IndexDescription => ({ key, unique: true });

/** Besides _id. Only what MongoDB 6 and FerretDB 1 both have: no partial, text or expiring indexes. */
export const INDEXES: Record<string, IndexDescription[]> = {
  brands: [unique({ nameKey: 1 })],
  watches: [unique({ brandId: 1, nameKey: 1 })],
  subscriptions: [{ key: { watchId: 1 } }, { key: { nextRunAt: 1, tie: 1 } }],
  runs: [{ key: { subscriptionId: 1, startedAt: -1 } }, { key: { sourceId: 1, startedAt: -1 } }],
  validators: [{ key: { at: 1 } }],
  mentions: [unique({ key: 1 }), { key: { seenAt: 1, tie: 1 } }, { key: { handleKey: 1 } }, { key: { nameKey: 1 } }],
  versions: [{ key: { mentionId: 1 } }],
  cases: [
    { key: { mentionId: 1 } },
    { key: { brandId: 1, seenAt: -1, tie: -1 } },
    { key: { seenAt: -1, tie: -1 } },
    { key: { watchIds: 1, seenAt: -1, tie: -1 } },
    { key: { storyId: 1, seenAt: -1, tie: -1 } },
    { key: { words: 1, seenAt: -1, tie: -1 } },
    { key: { entities: 1, seenAt: -1, tie: -1 }, sparse: true },
    { key: { claim: 1, seenAt: -1, tie: -1 }, sparse: true },
    { key: { brandId: 1, severity: 1, seenAt: -1 } },
    { key: { waitingAt: 1, tie: 1 }, sparse: true },
  ],
  corrections: [{ key: { mentionId: 1 } }, { key: { brandId: 1, at: -1, tie: -1 } }, { key: { at: -1, tie: -1 } }],
  bands: [{ key: { key: 1, tie: -1 } }, { key: { storyId: 1 } }],
  stories: [{ key: { brandId: 1, lastSeenAt: -1, tie: -1 } }, { key: { brandId: 1, mentionCount: -1, tie: -1 } }],
  story_links: [{ key: { fromId: 1 } }, { key: { intoId: 1 } }],
  rollups: [{ key: { brandId: 1, hourAt: 1 } }, { key: { watchId: 1, hourAt: 1 } }, { key: { hourAt: 1 } }],
  positions: [
    { key: { at: 1 } },
    { key: { brandId: 1, at: 1 } },
    { key: { watchId: 1, sourceId: 1, query: 1, at: 1 } },
  ],
  incidents: [
    unique({ openKey: 1 }),
    { key: { brandId: 1, openedAt: -1, tie: -1 } },
    { key: { openedAt: -1, tie: -1 } },
  ],
  deliveries: [unique({ subjectId: 1, routeId: 1, contentHash: 1 }), { key: { state: 1, createdAt: -1 } }],
  evidence: [
    { key: { mentionId: 1, capturedAt: -1 } },
    { key: { storyIds: 1 } },
    { key: { capturedAt: -1, tie: -1 } },
    { key: { nextAt: 1, tie: 1 } },
    { key: { hashes: 1 } },
    { key: { authorKeys: 1 } },
  ],
  users: [unique({ emailKey: 1 })],
  sessions: [{ key: { userId: 1 } }, { key: { expiresAt: 1 } }],
  tokens: [unique({ hash: 1 })],
  audit: [{ key: { at: -1, tie: -1 } }],
};

/** Throws 'store.newer' when a newer itibar wrote here: nothing is changed then. */
export async function migrate(c: Connection): Promise<void> {
  const settings = c.collection<SettingDoc>('settings');
  const stored = await settings.findOne({ _id: VERSION_KEY });
  const version = stored ? Number(stored.value) : 0;
  if (version > LAYOUT_VERSION)
    throw new AppError(
      'store.newer',
      'A newer version of itibar made this database: update itibar, or restore a backup from before the update.',
      { facts: { version, known: LAYOUT_VERSION } },
    );
  for (const [name, indexes] of Object.entries(INDEXES)) await createMissing(c, name, indexes);
  if (version < LAYOUT_VERSION)
    await settings.updateOne({ _id: VERSION_KEY }, { $set: { value: String(LAYOUT_VERSION) } }, { upsert: true });
}

/**
 * One by one, and only what is missing: FerretDB 1 breaks off when it is asked for several that are there. It reads by no
 * index either, so there only those are made that keep things unique.
 */
async function createMissing(c: Connection, name: string, indexes: readonly IndexDescription[]): Promise<void> {
  const isThere = (await c.db.listCollections({ name }).toArray()).length > 0;
  const known = new Set(isThere ? (await c.collection(name).indexes()).map((index) => index.name) : []);
  for (const { key, ...options } of indexes) {
    if (!c.isAtomic && !options.unique) continue;
    const indexName = Object.entries(key).flat().join('_');
    if (!known.has(indexName)) await c.collection(name).createIndex(key, { ...options, name: indexName });
  }
}
