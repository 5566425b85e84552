// Decisions about two stories: which is found as which since a merge, and which are kept apart. A row for each; old ones go
// with the mentions of their time.

import { apartLink, apartLinkId, MAX_HOPS, mergedLinkId } from '../../core/story-links.ts';
import type { StoryLink } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { StoryRow } from './story-facts.ts';

interface LinkRow {
  body: string;
}

export function toLink({ body }: LinkRow): StoryLink {
  return JSON.parse(body) as StoryLink;
}

export function putLink(c: Connection, link: StoryLink): void {
  c.run(
    `INSERT INTO story_links (id, from_id, into_id, at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET into_id = excluded.into_id, at = excluded.at, body = excluded.body`,
    ...[link.id, link.fromId, link.intoId, link.at, JSON.stringify(link)],
  );
}

export function removeLink(c: Connection, id: string): void {
  c.run('DELETE FROM story_links WHERE id = ?', id);
}

export function readLink(c: Connection, id: string): StoryLink | null {
  const row = c.row<LinkRow>('SELECT body FROM story_links WHERE id = ?', id);
  return row && toLink(row);
}

export function linksOf(c: Connection, storyId: string): StoryLink[] {
  return c
    .rows<LinkRow>(
      `SELECT body FROM (
         SELECT n, at, body FROM story_links WHERE from_id = @id UNION SELECT n, at, body FROM story_links WHERE into_id = @id
       ) ORDER BY at DESC, n DESC`,
      { id: storyId },
    )
    .map(toLink);
}

/** The story's row, or that of the one it was merged into. */
export function findStory(c: Connection, id: string): StoryRow | null {
  let at: string | undefined = id;
  for (let hops = 0; at !== undefined && hops <= MAX_HOPS; hops++) {
    const row = c.row<StoryRow>('SELECT * FROM stories WHERE id = ?', at);
    if (row) return row;
    at = readLink(c, mergedLinkId(at))?.intoId;
  }
  return null;
}

export function keepApart(c: Connection, id: string, otherId: string, by: string, at: number): boolean {
  const [story, other] = [findStory(c, id), findStory(c, otherId)];
  if (!story || !other || story.n === other.n || story.brand_n !== other.brand_n) return false;
  if (readLink(c, apartLinkId(story.id, other.id))) return true;
  putLink(c, apartLink({ brandId: c.names.idOf(story.brand_n), fromId: other.id, intoId: story.id }, by, at));
  return true;
}

/** Merges remember which mentions came; the erased ones leave them. */
export function scrubLinks(c: Connection, ids: ReadonlySet<string>): void {
  if (ids.size === 0) return;
  for (const row of c.rows<LinkRow>('SELECT body FROM story_links')) {
    const link = toLink(row);
    if (link.mentionIds?.some((id) => ids.has(id)))
      putLink(c, { ...link, mentionIds: link.mentionIds.filter((id) => !ids.has(id)) });
  }
}

export function removeLinksBefore(c: Connection, time: number): void {
  c.run('DELETE FROM story_links WHERE at < ?', time);
}
