// What people do with incidents: take, contain, resolve, review, note, assign. States only move forward.
// Must never overwrite what somebody else did in the meantime: writes are optimistic and looked at again.

import { newId } from '../core/id.ts';
import type { Incident, IncidentState, TimelineEntry } from '../core/types.ts';
import { INCIDENT_STATES } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';

export type IncidentMove = 'acknowledge' | 'contain' | 'resolve' | 'review';

export interface IncidentAct {
  action: IncidentMove | 'note' | 'assign';
  /** For a note, or the reason of a move. */
  text?: string | undefined;
  /** For assign: null = nobody; undefined = the caller. */
  ownerId?: string | null | undefined;
}

const MOVES: Record<IncidentMove, { from: readonly IncidentState[]; to: IncidentState }> = {
  acknowledge: { from: ['open'], to: 'acknowledged' },
  contain: { from: ['open', 'acknowledged'], to: 'contained' },
  resolve: { from: ['open', 'acknowledged', 'contained'], to: 'resolved' },
  review: { from: ['resolved'], to: 'reviewed' },
};
const MAX_TRIES = 8;

type Change = Partial<Omit<Incident, 'id' | 'revision'>>;

/**
 * Does it and returns the incident afterwards; `by` is a user id, a token id or 'cli'. Whoever acknowledges owns it when
 * nobody does. Throws 'incident.not-found', 'incident.conflict' (not in this state), 'incident.invalid', 'user.not-found'.
 */
export async function actOnIncident(deps: Deps, id: string, act: IncidentAct, by: string): Promise<Incident> {
  const incident = await write(deps, id, act, by);
  await audit(deps, by, `incident.${act.action}`, id);
  deps.events.emit({ kind: 'incident', incidentId: id });
  // The rules tell the routes that it is over, and what it covered does not open again.
  if (act.action === 'resolve')
    await deps.queue.enqueue('evaluate', { brandId: incident.brandId }, { key: incident.brandId });
  return incident;
}

async function write(deps: Deps, id: string, act: IncidentAct, by: string): Promise<Incident> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const incident = await deps.store.incidents.get(id);
    if (!incident) throw fault(deps, 'incident.not-found');
    const { change, entry } = await plan(deps, incident, act, by);
    if (change === null) {
      await deps.store.incidents.addEntry(entry);
      return incident;
    }
    const updated = await deps.store.incidents.update(id, incident.revision, change, entry);
    if (updated) return updated;
  }
  throw fault(deps, 'incident.busy.conflict');
}

async function plan(
  deps: Deps,
  incident: Incident,
  act: IncidentAct,
  by: string,
): Promise<{ change: Change | null; entry: TimelineEntry }> {
  const now = deps.clock.now();
  const entry = (kind: string, text: string): TimelineEntry => ({
    id: newId('tim'),
    incidentId: incident.id,
    at: now,
    kind,
    by,
    text,
  });
  if (act.action === 'note') {
    if (!act.text)
      throw fault(deps, 'incident.invalid', {}, [{ path: 'text', message: deps.t('en', 'error.incident.invalid') }]);
    return { change: null, entry: entry('note', act.text) };
  }
  if (act.action === 'assign') {
    const owner = await ownerOf(deps, act.ownerId === undefined ? by : act.ownerId);
    return { change: { ownerId: owner?.id ?? null, updatedAt: now }, entry: entry('assigned', owner?.name ?? '') };
  }
  const { to } = legalMove(deps, incident, act.action);
  const change: Change = { state: to, updatedAt: now };
  if (act.action === 'acknowledge' || act.action === 'contain') {
    change.acknowledgedAt = incident.acknowledgedAt ?? now;
    if (incident.ownerId === null && by.startsWith('usr_')) change.ownerId = by;
  }
  if (act.action === 'resolve') change.resolvedAt = now;
  return { change, entry: entry(to, act.text ?? '') };
}

function legalMove(deps: Deps, incident: Incident, action: IncidentMove) {
  const move = MOVES[action];
  if (move.from.includes(incident.state)) return move;
  const isDone = INCIDENT_STATES.indexOf(incident.state) >= INCIDENT_STATES.indexOf(move.to);
  throw fault(deps, isDone ? 'incident.done.conflict' : 'incident.conflict');
}

async function ownerOf(deps: Deps, id: string | null): Promise<{ id: string; name: string } | null> {
  if (id === null) return null;
  const user = await deps.store.users.get(id);
  if (!user || user.isDisabled || user.role === 'viewer') throw fault(deps, 'user.not-found');
  return user;
}
