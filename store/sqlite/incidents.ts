// Incidents and their timelines. One unresolved incident for a fingerprint, and of two who change one at the same time
// the second is told. Every change counts the revision up.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { Incident, IncidentState, TimelineEntry } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import { END, pageOf, pageSize, readCursor } from './cursor.ts';
import type { Sync } from './group.ts';

interface Row {
  n: number;
  opened_at: number;
  body: string;
}

const UNRESOLVED = `state NOT IN ('resolved', 'reviewed')`;

export function incidents(c: Connection): Sync<Store['incidents']> {
  return {
    open: (incident, entry) => c.write(() => open(c, incident, entry)),
    get: (id) => get(c, id),
    findOpen: (brandId, fingerprint) => findOpen(c, brandId, fingerprint),
    list: (filter, page) => list(c, filter, page),
    update: (id, revision, change, entry) => c.write(() => update(c, id, revision, change, entry)),
    addEntry: (entry) => c.write(() => addEntry(c, entry)),
    timeline: (incidentId) =>
      c.rows<TimelineEntry>(
        `SELECT id, incident_id AS incidentId, at, kind, "by", text FROM timeline WHERE incident_id = ? ORDER BY at, n`,
        incidentId,
      ),
  };
}

function read(row: { body: string } | null): Incident | null {
  return row ? (JSON.parse(row.body) as Incident) : null;
}

function get(c: Connection, id: string): Incident | null {
  return read(c.row<Row>('SELECT body FROM incidents WHERE id = ?', id));
}

function findOpen(c: Connection, brandId: string, fingerprint: string): Incident | null {
  const text = `SELECT body FROM incidents WHERE brand_id = ? AND fingerprint = ? AND ${UNRESOLVED}`;
  return read(c.row<Row>(text, brandId, fingerprint));
}

function open(c: Connection, incident: Incident, entry: TimelineEntry): { incident: Incident; isNew: boolean } {
  const known = findOpen(c, incident.brandId, incident.fingerprint) ?? get(c, incident.id);
  if (known) return { incident: known, isNew: false };
  c.run(
    `INSERT INTO incidents (id, brand_id, fingerprint, state, opened_at, revision, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[incident.id, incident.brandId, incident.fingerprint, incident.state, incident.openedAt, incident.revision],
    JSON.stringify(incident),
  );
  addEntry(c, entry);
  return { incident, isNew: true };
}

function update(
  c: Connection,
  id: string,
  revision: number,
  change: Partial<Omit<Incident, 'id' | 'revision'>>,
  entry: TimelineEntry | null,
): Incident | null {
  const before = get(c, id);
  if (before?.revision !== revision) return null;
  const changed: Incident = { ...before, ...change, id, revision: revision + 1 };
  const isOther = findOpen(c, changed.brandId, changed.fingerprint);
  if (isOther && isOther.id !== id && changed.state !== 'resolved' && changed.state !== 'reviewed')
    throw new AppError('store.conflict', 'There is an open incident about the same thing already; work on that one.');
  c.run(
    `UPDATE incidents SET brand_id = ?, fingerprint = ?, state = ?, opened_at = ?, revision = ?, body = ? WHERE id = ?`,
    ...[changed.brandId, changed.fingerprint, changed.state, changed.openedAt, changed.revision],
    ...[JSON.stringify(changed), id],
  );
  if (entry) addEntry(c, entry);
  return changed;
}

function addEntry(c: Connection, { id, incidentId, at, kind, by, text }: TimelineEntry): void {
  c.run(
    `INSERT INTO timeline (id, incident_id, at, kind, "by", text) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ...[id, incidentId, at, kind, by, text],
  );
}

function list(
  c: Connection,
  filter: { brandId?: string; states?: IncidentState[]; since?: number },
  page: { limit: number; cursor?: string | null },
): ReturnType<Sync<Store['incidents']>['list']> {
  const size = pageSize(page.limit);
  const from = readCursor(page.cursor);
  const rows = c.rows<Row>(
    `SELECT n, opened_at, body FROM incidents
     WHERE (@brandId IS NULL OR brand_id = @brandId)
       AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
       AND opened_at >= @since AND (opened_at, n) < (@at, @n)
     ORDER BY opened_at DESC, n DESC LIMIT @limit`,
    {
      brandId: filter.brandId ?? null,
      states: filter.states ? JSON.stringify(filter.states) : null,
      since: filter.since ?? 0,
      ...{ at: from?.[0] ?? END, n: from?.[1] ?? 0, limit: size + 1 },
    },
  );
  return pageOf(
    rows,
    size,
    (row) => [row.opened_at, row.n],
    (shown) => shown.map(({ body }) => JSON.parse(body) as Incident),
  );
}
