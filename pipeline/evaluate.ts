// The job after every analysis: asks the rules, writes what they decide into incidents, and makes sure that every word
// due has a delivery. Safe to run twice and to be killed anywhere: the next run finds and finishes what is missing.

import type { Decision, RuleInput } from '../core/alerting.ts';
import { derivedId, newId } from '../core/id.ts';
import type { Incident, TimelineEntry } from '../core/types.ts';
import { ensureBrandDeliveries } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { gatherRuleInput } from './evaluate-input.ts';

export { ensureDeliveries } from './deliveries.ts';

/** Evaluates one brand. Enqueue it with the brand's id as key. A brand that is gone is nothing to do. */
export async function evaluateJob(deps: Deps, payload: { brandId: string }): Promise<void> {
  const brand = await deps.store.brands.get(payload.brandId);
  if (!brand) return;
  let input = await gatherRuleInput(deps, brand);
  const decided: Record<string, number> = {};
  for (const rule of deps.parts.alerting.rules) {
    for (const decision of rule.evaluate(input)) {
      const incident = await carryOut(deps, input, decision);
      if (!incident) continue;
      decided[decision.kind] = (decided[decision.kind] ?? 0) + 1;
      input = { ...input, incidents: withIncident(input.incidents, incident) };
      if (decision.kind !== 'propose-close') deps.events.emit({ kind: 'incident', incidentId: incident.id });
    }
  }
  await ensureBrandDeliveries(deps, brand.id);
  if (Object.keys(decided).length > 0) deps.log.info({ brandId: brand.id, decided }, 'evaluated');
}

function withIncident(incidents: readonly Incident[], changed: Incident): Incident[] {
  const rest = incidents.filter((incident) => incident.id !== changed.id);
  return changed.state === 'resolved' ? rest : [changed, ...rest];
}

/** The incident as it is afterwards; null when there was nothing left to do. */
async function carryOut(deps: Deps, input: RuleInput, decision: Decision): Promise<Incident | null> {
  if (decision.kind === 'open') return open(deps, input, decision);
  const incident = input.incidents.find((candidate) => candidate.id === decision.incidentId);
  if (!incident) return null;
  if (decision.kind === 'propose-close') return propose(deps, input, incident, decision);
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

async function open(
  deps: Deps,
  input: RuleInput,
  decision: Extract<Decision, { kind: 'open' }>,
): Promise<Incident | null> {
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

/** One note a quiet period: its id is derived from when the period began, and so it is written once. */
async function propose(
  deps: Deps,
  input: RuleInput,
  incident: Incident,
  decision: { reason: string; since: number },
): Promise<Incident | null> {
  const id = derivedId('tim', incident.id, 'quiet', String(decision.since));
  const timeline = await deps.store.incidents.timeline(incident.id);
  if (timeline.some((entry) => entry.id === id)) return null;
  await deps.store.incidents.addEntry({ ...entryOf(incident.id, input.now, 'note', decision.reason), id });
  return incident;
}

/** A person who was faster wins: update() then gives null and nothing is closed. */
async function resolve(deps: Deps, input: RuleInput, incident: Incident, reason: string): Promise<Incident | null> {
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
