// Where stories with a similar text are found: one document for each (brand, band, story), with the signature of the
// newest member that has the band.

import type { Store, StoryCandidate } from '../../core/ports.ts';
import { putEach } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';
import type { CaseDoc } from './mention-rows.ts';
import { storiesIn } from './story-facts.ts';

export interface BandDoc {
  key: string;
  storyId: string;
  caseId: string;
  signature: string;
  tie: string;
}

/** A phrase that many stories share must not make every look-up long: of each band only the newest stories. */
const MAX_IN_BAND = 50;

const bandsIn = (c: Connection) => c.collection<BandDoc>('bands');

function bandId(brandId: string, band: string, storyId: string): string {
  return `${brandId}|${band}|${storyId}`;
}

/** The last of the cases that have a band stands for its story there. */
export async function putBands(c: Connection, cases: readonly Doc<CaseDoc>[]): Promise<void> {
  const docs = new Map<string, Doc<BandDoc>>();
  for (const { _id: caseId, brandId, bands, signature, storyId } of cases) {
    if (storyId === null) continue;
    for (const band of bands) {
      const _id = bandId(brandId, band, storyId);
      docs.set(_id, { _id, key: `${brandId}|${band}`, storyId, caseId, signature, tie: newTie() });
    }
  }
  await putEach(c, bandsIn(c), [...docs.values()]);
}

/** Bands of a member that left its story; where another member stands in meanwhile, it stays. */
export async function removeBands(
  c: Connection,
  left: readonly { caseId: string; brandId: string; bands: readonly string[]; storyId: string }[],
): Promise<void> {
  for (const { caseId, brandId, bands, storyId } of left) {
    const ids = bands.map((band) => bandId(brandId, band, storyId));
    if (ids.length > 0) await bandsIn(c).deleteMany({ _id: { $in: ids }, caseId });
  }
}

export const candidates =
  (c: Connection): Store['stories']['candidates'] =>
  async (brandId, bands, since, limit) => {
    const keys = [...new Set(bands)].map((band) => `${brandId}|${band}`);
    if (keys.length === 0) return [];
    const members = new Map<string, string>();
    for (const docs of await newestOf(c, keys))
      for (const { storyId, signature } of docs) if (!members.has(storyId)) members.set(storyId, signature);
    const alive = await storiesIn(c)
      .find({ _id: { $in: [...members.keys()] }, mentionCount: { $gt: 0 }, lastSeenAt: { $gte: since } })
      .sort({ lastSeenAt: -1, tie: -1 })
      .limit(limit)
      .toArray();
    return alive.map(
      ({ _id, lastSeenAt }): StoryCandidate => ({ storyId: _id, signature: members.get(_id) ?? '', lastSeenAt }),
    );
  };

/** Of each band its newest stories. Where the server has no use of the index, all bands are read in one walk. */
async function newestOf(c: Connection, keys: readonly string[]): Promise<Doc<BandDoc>[][]> {
  const newest = (filter: object, limit: number) => bandsIn(c).find(filter).sort({ tie: -1 }).limit(limit).toArray();
  if (!c.isAtomic) return [await newest({ key: { $in: [...keys] } }, MAX_IN_BAND * keys.length)];
  return Promise.all(keys.map((key) => newest({ key }, MAX_IN_BAND)));
}
