// Deleting mentions with everything that hangs on them: by age, and by author. What is counted by hour stays when old
// mentions go (a count names nobody); an erased author's counts go too, and so do the samples in alerts already sent and
// the evidence.

import { newId, sha256 } from '../../core/id.ts';
import { authorsIn } from '../../core/sightings.ts';
import type { AlertMessage, Incident } from '../../core/types.ts';
import { canonicalUrl } from '../../core/url.ts';
import { addAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { removeCorrections } from './corrections.ts';
import { removeEvidenceOf } from './evidence.ts';
import { type CaseRow, removeJudgement } from './judgements.ts';
import { authorKey } from './mention-rows.ts';
import { removeTrail } from './mention-trails.ts';
import { RollupChanges } from './rollups.ts';
import { unindexText } from './search.ts';
import { settleStories } from './story-facts.ts';
import { removeLinksBefore, scrubLinks } from './story-links.ts';

interface Doomed {
  n: number;
  id: string;
  seen_at: number;
  url: string | null;
}

/** Oldest first, at most `limit`. Returns how many went. */
export function removeSeenBefore(c: Connection, time: number, limit: number): number {
  const doomed = c.rows<Doomed>(
    `SELECT m.n, m.id, m.seen_at, m.url FROM (
       SELECT DISTINCT seen_at, mention_n FROM cases WHERE seen_at < ? ORDER BY seen_at, mention_n LIMIT ?
     ) k CROSS JOIN mentions m ON m.n = k.mention_n`,
    ...[time, limit],
  );
  removeMentions(c, doomed, null);
  removeLinksBefore(c, time);
  return doomed.length;
}

/** Returns how many mentions went. The entry in the audit log holds a hash of the name, not the name. */
export function eraseAuthor(c: Connection, handleOrName: string, by: string, at: number): number {
  const key = authorKey(handleOrName);
  const doomed =
    key === ''
      ? []
      : c.rows<Doomed>(
          `SELECT n, id, seen_at, url FROM mentions WHERE n IN (
             SELECT n FROM mentions INDEXED BY mentions_author WHERE n > 0 AND (handle_key = @key OR name_key = @key)
             UNION SELECT value FROM json_each(@others)
           )`,
          { key, others: JSON.stringify(namedElsewhere(c, key)) },
        );
  const rollups = new RollupChanges(c);
  removeMentions(c, doomed, rollups);
  rollups.write();
  removePositions(c, doomed);
  scrubIncidents(c, new Set(doomed.map(({ id }) => id)));
  scrubLinks(c, new Set(doomed.map(({ id }) => id)));
  scrubDeliveries(c, key, new Set(doomed.flatMap(({ url }) => (url === null ? [] : (canonicalUrl(url) ?? [])))));
  const evidenceCount = removeEvidenceOf(
    c,
    key,
    doomed.map(({ id }) => id),
  );
  const subject = `author:${sha256(key).slice(0, 16)}`;
  const facts = { count: doomed.length, evidenceCount };
  addAudit(c, { id: newId('aud'), at, by, action: 'author.erased', subject, facts });
  return doomed.length;
}

/** Mentions that another source than the best one showed under the name. */
function namedElsewhere(c: Connection, key: string): number[] {
  const isNamed = (name: string | null) => name !== null && authorKey(name) === key;
  return c
    .rows<{ mention_n: number; body: string }>('SELECT mention_n, body FROM trails')
    .filter(({ body }) => authorsIn(body).some(({ name, handle }) => isNamed(name) || isNamed(handle)))
    .map(({ mention_n }) => mention_n);
}

function removeMentions(c: Connection, doomed: readonly Doomed[], rollups: RollupChanges | null): void {
  const stories = new Set<number>();
  for (const { n, seen_at } of doomed) {
    const cases = c.rows<CaseRow>(
      'SELECT seen_at, mention_n, brand_n, story_n, judgement_n FROM cases WHERE seen_at = ? AND mention_n = ?',
      ...[seen_at, n],
    );
    for (const each of cases) {
      removeJudgement(c, each, rollups);
      if (each.story_n !== null) stories.add(each.story_n);
    }
    c.run('DELETE FROM cases WHERE seen_at = ? AND mention_n = ?', seen_at, n);
    c.run('DELETE FROM links WHERE mention_n = ?', n);
    c.run('DELETE FROM withdrawn WHERE mention_n = ?', n);
    unindexText(c, n);
    removeTrail(c, n);
    removeCorrections(c, n);
    c.run('DELETE FROM mentions WHERE n = ?', n);
  }
  settleStories(c, stories);
}

/** Search results keep the titles of pages. */
function removePositions(c: Connection, doomed: readonly Doomed[]): void {
  for (const { url } of doomed) if (url !== null) c.run('DELETE FROM positions WHERE url = ?', canonicalUrl(url));
}

/** Incidents keep a sample of mention ids; the erased ones leave it. */
function scrubIncidents(c: Connection, ids: ReadonlySet<string>): void {
  if (ids.size === 0) return;
  for (const { n, body } of c.rows<{ n: number; body: string }>('SELECT n, body FROM incidents')) {
    const incident = JSON.parse(body) as Incident;
    const mentionIds = incident.mentionIds.filter((id) => !ids.has(id));
    if (mentionIds.length === incident.mentionIds.length) continue;
    c.run('UPDATE incidents SET body = ? WHERE n = ?', JSON.stringify({ ...incident, mentionIds }), n);
  }
}

/** Alerts hold up to three texts with their author and address. */
function scrubDeliveries(c: Connection, key: string, urls: ReadonlySet<string>): void {
  if (key === '') return;
  for (const { n, message } of c.rows<{ n: number; message: string }>('SELECT n, message FROM deliveries')) {
    const alert = JSON.parse(message) as AlertMessage;
    const samples = alert.samples.filter(
      ({ author, url }) =>
        !(author !== null && authorKey(author) === key) && !(url !== null && urls.has(canonicalUrl(url) ?? url)),
    );
    if (samples.length === alert.samples.length) continue;
    c.run('UPDATE deliveries SET message = ? WHERE n = ?', JSON.stringify({ ...alert, samples }), n);
  }
}
