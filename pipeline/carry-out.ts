// Writes what a rule decided into incidents and their timeline. Safe to repeat: an incident is open once for a fingerprint,
// and whoever changed it in the meantime wins. Must never decide anything itself.

import type { Decision, RuleInput } from '../core/alerting.ts';
import { derivedId, newId } from '../core/id.ts';
import type { Incident, TimelineEntry } from '../core/types.ts';
import type { Deps } from './deps.ts';

/** What was known when it was decided. */
type Known = Pick<RuleInput, 'now' | 'incidents'> & { brand: { id: string } };

/** The incident as it is afterwards; null when there was nothing left to do. */
export async function carryOut(deps: Deps, input: Known, decision: Decision): Promise<Incident | null> {
  if (decision.kind === 'open') return open(deps, input, decision);
  const incident = input.incidents.find((candidate) => candidate.id === decision.incidentId);
  if (!incident) return null;
  if (decision.kind === 'propose-close')
    return note(deps, input, incident, { reason: decision.reason, key: ['quiet', String(decision.since)] });
  if (decision.kind === 'note')
    return note(deps, input, incident, { reason: decision.reason, key: ['note', decision.key] });
  if (decision.kind === 'resolve') return resolve(deps, input, incident, decision.reason);
  const { severity, storyIds, mentionIds, mentionCount, reason } = decision;
  const change = { severity, storyIds, mentionIds, mentionCount, updatedAt: input.now };
  return deps.store.incidents.update(
    incident.id,
    incident.revision,
    change,
    reason ? entryOf(incident.id, input.now, 'updated', reason) : null,
  );
}

async function open(deps: Deps, input: Known, decision: Extract<Decision, { kind: 'open' }>): Promise<Incident | null> {
  const { kind: _kind, ...facts } = decision;
  const id = newId('inc');
  const { incident, isNew } = await deps.store.incidents.open(
    {
      id,
      brandId: input.brand.id,
      ...facts,
      state: 'open',
      ownerId: null,
      openedAt: input.now,
      updatedAt: input.now,
      acknowledgedAt: null,
      resolvedAt: null,
      revision: 1,
    },
    entryOf(id, input.now, 'opened', facts.reason),
  );
  return isNew ? incident : null;
}

/** Its id is derived from what it is about (a quiet period from its beginning), and so it is written once. */
async function note(
  deps: Deps,
  input: Known,
  incident: Incident,
  { reason, key }: { reason: string; key: string[] },
): Promise<Incident | null> {
  const id = derivedId('tim', incident.id, ...key);
  const timeline = await deps.store.incidents.timeline(incident.id);
  if (timeline.some((entry) => entry.id === id)) return null;
  await deps.store.incidents.addEntry({ ...entryOf(incident.id, input.now, 'note', reason), id });
  return incident;
}

/** A person who was faster wins: update() then gives null and nothing is closed. */
async function resolve(deps: Deps, input: Known, incident: Incident, reason: string): Promise<Incident | null> {
  return deps.store.incidents.update(
    incident.id,
    incident.revision,
    { state: 'resolved', resolvedAt: input.now, updatedAt: input.now },
    entryOf(incident.id, input.now, 'resolved', reason),
  );
}

function entryOf(incidentId: string, at: number, kind: string, text: string): TimelineEntry {
  return { id: newId('tim'), incidentId, at, kind, by: 'system', text };
}
