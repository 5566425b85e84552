// What people see of a mention besides its own text: where it was seen, what the firm answered, how it stood before. Masked
// by what personal data looks like, as the analysis knows only the text as it is now.

import type { Mention, MentionVersion, Resolution, Sighting } from '../core/types.ts';
import { maskLoose } from './mask.ts';

/** What the source said besides stays inside: the mention's own fields are made of it. */
export type ShownSighting = Omit<Sighting, 'facts' | 'isTextSource' | 'isExcerpt'>;
export type ShownVersion = Omit<MentionVersion, 'mentionId'>;

const masked = (text: string | null, isUnmasked: boolean) => (text === null || isUnmasked ? text : maskLoose(text));

export function shownSightings({ sightings }: Mention, isUnmasked = false): ShownSighting[] {
  return sightings.map(({ facts: _facts, isTextSource: _text, isExcerpt: _excerpt, ...seen }) => ({
    ...seen,
    title: masked(seen.title, isUnmasked),
  }));
}

export function shownResolution(resolution: Resolution | null, isUnmasked = false): Resolution | null {
  return resolution && { ...resolution, answer: masked(resolution.answer, isUnmasked) };
}

/** Newest first, as the store gives them. */
export function shownVersions(versions: readonly MentionVersion[], isUnmasked = false): ShownVersion[] {
  return versions.map(({ mentionId: _, title, text, resolution, ...when }) => ({
    ...when,
    title: masked(title, isUnmasked),
    text: masked(text, isUnmasked) ?? '',
    resolution: shownResolution(resolution, isUnmasked),
  }));
}
