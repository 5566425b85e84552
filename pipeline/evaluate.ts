// The job after every analysis: asks the rules, writes what they decide into incidents, and makes sure that every word
// due has a delivery. Safe to run twice and to be killed anywhere: the next run finds and finishes what is missing.

import type { Coordination } from '../core/coordination.ts';
import { type Incident, OPERATOR_ID } from '../core/types.ts';
import { carryOut } from './carry-out.ts';
import { ensureBrandDeliveries } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { gatherRuleInput } from './evaluate-input.ts';
import { watchSources } from './source-watch.ts';

export { ensureDeliveries } from './deliveries.ts';

/** Evaluates one brand, or the sources (OPERATOR_ID). Enqueue it with that id as key. A brand that is gone is nothing to do. */
export async function evaluateJob(deps: Deps, payload: { brandId: string }): Promise<void> {
  if (payload.brandId === OPERATOR_ID) return watchSources(deps);
  const brand = await deps.store.brands.get(payload.brandId);
  if (!brand) return;
  let input = await gatherRuleInput(deps, brand);
  await markWaves(deps, input.waves);
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

/** A wave that grew takes the place of what was seen of it before. */
async function markWaves(deps: Deps, waves: readonly Coordination[]): Promise<void> {
  for (const { storyId, ...wave } of waves) {
    const known = (await deps.store.stories.get(storyId))?.wave;
    if (known && known.accountCount >= wave.accountCount) continue;
    await deps.store.stories.setWave(storyId, wave);
    deps.events.emit({ kind: 'story', storyId });
  }
}

function withIncident(incidents: readonly Incident[], changed: Incident): Incident[] {
  const rest = incidents.filter((incident) => incident.id !== changed.id);
  return changed.state === 'resolved' ? rest : [changed, ...rest];
}
