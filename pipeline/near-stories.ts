// Stories that look like one: those of the same days, which may be one with it, and older ones, with what became of them.
// Asked when a page is opened, never stored: looks at a handful of members and at what shares a band with them.

import { DAY } from '../core/clock.ts';
import { linkedAddress, timeOf } from '../core/mention.ts';
import { CHANGED_COPY_WINDOW_MS, nearLikeness } from '../core/stories.ts';
import { fingerprint } from '../core/text/similarity.ts';
import type { Incident, Story } from '../core/types.ts';
import type { Deps } from './deps.ts';

const MEMBERS = 24;
const CANDIDATES = 50;
const PAST_MS = 2 * 365 * DAY;
const MAX_SHOWN = 3;
const MAX_INCIDENTS = 300;

export interface NearStory {
  story: Story;
  /** 0 to 1: of the two members that are most alike. */
  likeness: number;
}

export interface PastStory extends NearStory {
  /** The last incident it belonged to. */
  incident: Pick<Incident, 'id' | 'title' | 'state' | 'severity' | 'resolvedAt'> | null;
  /** What was written when that was closed. */
  outcome: string | null;
}

/** `suggested`: of the same days, without those that people keep apart. `past`: over before it began. Likest first. */
export async function findNear(deps: Deps, story: Story): Promise<{ suggested: NearStory[]; past: PastStory[] }> {
  const scores = await likenesses(deps, story);
  const apart = await keptApart(deps, story.id);
  const suggested: NearStory[] = [];
  const past: NearStory[] = [];
  for (const [id, likeness] of [...scores].sort((a, b) => b[1] - a[1])) {
    const other = await deps.store.stories.get(id);
    if (!other || other.id === story.id) continue;
    const gapMs = Math.max(story.firstSeenAt - other.lastSeenAt, other.firstSeenAt - story.lastSeenAt);
    if (gapMs <= CHANGED_COPY_WINDOW_MS && !apart.has(other.id)) suggested.push({ story: other, likeness });
    else if (gapMs > CHANGED_COPY_WINDOW_MS && other.lastSeenAt < story.firstSeenAt)
      past.push({ story: other, likeness });
  }
  return { suggested: suggested.slice(0, MAX_SHOWN), past: await withOutcome(deps, story, past.slice(0, MAX_SHOWN)) };
}

/** By story: how much its likest member is like one of ours. */
async function likenesses(deps: Deps, story: Story): Promise<Map<string, number>> {
  const { items } = await deps.store.mentions.list({ storyId: story.id }, { limit: MEMBERS });
  const scores = new Map<string, number>();
  const seen = new Set<string>();
  for (const { mention } of items) {
    const { signature, bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
    if (seen.has(signature) || bands.length === 0) continue;
    seen.add(signature);
    const since = timeOf(mention) - PAST_MS;
    for (const found of await deps.store.stories.candidates(story.brandId, bands, since, CANDIDATES)) {
      const likeness = found.storyId === story.id ? 0 : nearLikeness(signature, found.signature);
      if (likeness > (scores.get(found.storyId) ?? 0)) scores.set(found.storyId, likeness);
    }
  }
  return scores;
}

async function keptApart(deps: Deps, id: string): Promise<Set<string>> {
  const links = await deps.store.stories.links(id);
  return new Set(links.filter(({ kind }) => kind === 'apart').flatMap(({ fromId, intoId }) => [fromId, intoId]));
}

async function withOutcome(deps: Deps, { brandId }: Story, past: readonly NearStory[]): Promise<PastStory[]> {
  if (past.length === 0) return [];
  const { items } = await deps.store.incidents.list({ brandId }, { limit: MAX_INCIDENTS });
  const told: PastStory[] = [];
  for (const near of past) {
    const incident = items.find(({ storyIds }) => storyIds.includes(near.story.id)) ?? null;
    const timeline = incident ? await deps.store.incidents.timeline(incident.id) : [];
    const outcome = timeline.findLast(({ kind, text }) => ['reviewed', 'resolved'].includes(kind) && text !== '');
    told.push({ ...near, incident, outcome: outcome?.text ?? null });
  }
  return told;
}
