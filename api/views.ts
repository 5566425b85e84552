// From what is stored to what is shown: the shapes of schema.ts. Personal data in texts is masked here and nowhere else;
// every mention and headline that leaves the API must come through these functions.

import type { z } from 'zod';
import type { JudgedMention } from '../core/ports.ts';
import {
  type Brand,
  type Incident,
  type Judgement,
  type Mention,
  OPERATOR_ID,
  type Story,
  type User,
} from '../core/types.ts';
import { OPERATOR_NAME } from '../pipeline/alert-message.ts';
import type { Deps } from '../pipeline/deps.ts';
import { maskLoose, maskSpans } from '../pipeline/mask.ts';
import { shownResolution, shownSightings } from '../pipeline/shown-mention.ts';
import { OPEN_STATES } from '../pipeline/today.ts';
import type * as schema from './schema.ts';
import type * as access from './schema-access.ts';

type StoryView = z.input<typeof schema.story>;
type MentionView = z.input<typeof schema.mention>;
type IncidentView = z.input<typeof schema.incident>;
type UserView = z.input<typeof access.user>;

/** Lists carry this much of a text; a single mention carries all of it. */
export const MAX_LIST_TEXT = 4000;
const MAX_OPEN_INCIDENTS = 200;

/** Open incident by story. */
export type IncidentsByStory = ReadonlyMap<string, string>;

export async function openIncidentsByStory(deps: Deps, brandId?: string): Promise<IncidentsByStory> {
  const filter = { ...(brandId ? { brandId } : {}), states: [...OPEN_STATES] };
  const open = await deps.store.incidents.list(filter, { limit: MAX_OPEN_INCIDENTS });
  return new Map(open.items.flatMap(({ id, storyIds }) => storyIds.map((storyId) => [storyId, id] as const)));
}

export function storyView(story: Story, incidents: IncidentsByStory): StoryView {
  return {
    ...story,
    title: maskLoose(story.title),
    authorCount: story.authors.length,
    incidentId: incidents.get(story.id) ?? null,
    wave: story.wave ?? null,
  };
}

export interface MentionOptions {
  /** Only for an admin who asked for it. */
  isUnmasked?: boolean;
  /** Cut the text to this many characters. */
  maxText?: number;
}

/** What nobody has judged yet is masked by what personal data looks like. */
export function mentionView(
  { mention, judgement, watchIds }: JudgedMention,
  options: MentionOptions = {},
): MentionView {
  const masked = options.isUnmasked ? { title: mention.title, text: mention.text } : maskMention(mention, judgement);
  const { text, length } = cut(masked.text, options.maxText ?? Number.POSITIVE_INFINITY);
  const end = (mention.title ? mention.title.length + 1 : 0) + length;
  return {
    ...mention,
    title: masked.title,
    text,
    resolution: shownResolution(mention.resolution, options.isUnmasked),
    sightings: shownSightings(mention, options.isUnmasked),
    watchIds,
    storyId: judgement?.storyId ?? null,
    judgement: judgement && {
      ...judgement,
      types: judgement.types.filter((span) => span.end <= end),
      pii: judgement.pii.filter((span) => span.end <= end),
      ...(judgement.entities && { entities: judgement.entities.filter((span) => span.end <= end) }),
    },
  };
}

function maskMention(mention: Mention, judgement: Judgement | null): { title: string | null; text: string } {
  const { title, text } = mention;
  if (!judgement) return { title: title && maskLoose(title), text: maskLoose(text) };
  const offset = title ? title.length + 1 : 0;
  return { title: title && maskSpans(title, judgement.pii), text: maskSpans(text, judgement.pii, offset) };
}

/** Never half a character. `length` is how much of the original is left. */
function cut(text: string, max: number): { text: string; length: number } {
  if (text.length <= max) return { text, length: text.length };
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(max - 1));
  const length = isSplit ? max - 1 : max;
  return { text: `${text.slice(0, length)}…`, length };
}

/** Names that incidents are shown with. */
export interface Names {
  brands: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, string>;
}

export async function namesOf(deps: Deps): Promise<Names> {
  const named = (items: readonly (Brand | User)[]) => new Map(items.map(({ id, name }) => [id, name]));
  return { brands: named(await deps.store.brands.list()), users: named(await deps.store.users.list()) };
}

export function incidentView(incident: Incident, names: Names): IncidentView {
  return {
    ...incident,
    title: maskLoose(incident.title),
    reason: maskLoose(incident.reason),
    brandName: incident.brandId === OPERATOR_ID ? OPERATOR_NAME : (names.brands.get(incident.brandId) ?? ''),
    ownerName: incident.ownerId === null ? null : (names.users.get(incident.ownerId) ?? null),
  };
}

/** Addresses are shown to admins and to their owner only. */
export function userView(user: User, reader: { isAdmin: boolean; userId: string | null }): UserView {
  const { id, name, role, locale } = user;
  return { id, name, role, locale, email: reader.isAdmin || reader.userId === id ? user.email : '' };
}
