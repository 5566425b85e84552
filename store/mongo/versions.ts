// How mentions stood before they were changed at their source.

import { MAX_VERSIONS } from '../../core/sightings.ts';
import type { MentionVersion } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';

export interface VersionDoc {
  mentionId: string;
  replacedAt: number;
  /** JSON of the rest. */
  body: string;
}

export const versionsIn = (c: Connection) => c.collection<VersionDoc>('versions');

/** Keeps the newest MAX_VERSIONS. Repeated with the same words, as after a call that broke off, it adds nothing. */
export async function addVersion(c: Connection, version: MentionVersion): Promise<void> {
  const { mentionId } = version;
  const known = await listVersions(c, mentionId);
  const words = ({ title, text, resolution }: MentionVersion) => JSON.stringify([title, text, resolution]);
  if (known[0] && known[0].seenAt === version.seenAt && words(known[0]) === words(version)) return;
  await insertNew(versionsIn(c), [toDoc(version)]);
  const old = known.slice(MAX_VERSIONS - 1).map(({ replacedAt }) => idOf(mentionId, replacedAt));
  if (old.length > 0) await versionsIn(c).deleteMany({ _id: { $in: old } });
}

/** Newest first. */
export async function listVersions(c: Connection, mentionId: string): Promise<MentionVersion[]> {
  const found = (await versionsIn(c).find({ mentionId }).toArray()).map(toVersion);
  return found.sort((a, b) => b.replacedAt - a.replacedAt);
}

export function toVersion({ body, mentionId, replacedAt }: VersionDoc): MentionVersion {
  return { mentionId, replacedAt, ...(JSON.parse(body) as Omit<MentionVersion, 'mentionId' | 'replacedAt'>) };
}

function toDoc({ mentionId, replacedAt, ...rest }: MentionVersion): Doc<VersionDoc> {
  return { _id: idOf(mentionId, replacedAt), mentionId, replacedAt, body: JSON.stringify(rest) };
}

function idOf(mentionId: string, replacedAt: number): string {
  return `${mentionId}|${replacedAt}`;
}
