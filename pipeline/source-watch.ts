// The evaluate job for whoever runs itibar: asks the rule about the sources, writes what it decides into incidents of the
// operator, and makes sure that every word due has a delivery. Must never touch the incidents of a brand.

import type { SourceInput, SourceView } from '../core/alerting.ts';
import { OPERATOR_ID } from '../core/types.ts';
import { carryOut } from './carry-out.ts';
import { ensureBrandDeliveries } from './deliveries.ts';
import type { Deps } from './deps.ts';
import type { Feed } from './feeds.ts';
import { watchedSources } from './source-yield.ts';

const MAX_CLOSED = 100;

/** Safe to run twice and to be killed anywhere. */
export async function watchSources(deps: Deps): Promise<void> {
  const input = await gather(deps);
  const known = { ...input, brand: { id: OPERATOR_ID } };
  for (const decision of deps.parts.alerting.judgeSources(input)) {
    const incident = await carryOut(deps, known, decision);
    if (!incident) continue;
    deps.events.emit({ kind: 'incident', incidentId: incident.id });
    deps.log.info({ incidentId: incident.id, ruleId: incident.ruleId, state: incident.state }, 'sources judged');
  }
  await ensureBrandDeliveries(deps, OPERATOR_ID);
}

async function gather(deps: Deps): Promise<SourceInput> {
  const { config, clock, store } = deps;
  const ofOperator = { brandId: OPERATOR_ID };
  const open = await store.incidents.list(
    { ...ofOperator, states: ['open', 'acknowledged', 'contained'] },
    { limit: MAX_CLOSED },
  );
  const closed = await store.incidents.list({ ...ofOperator, states: ['resolved', 'reviewed'] }, { limit: MAX_CLOSED });
  const sources = (await watchedSources(deps)).flatMap(({ manifest, health, state, yield: found, feeds }) =>
    state === 'unused' || manifest.isInbound || health === null || health.lastRunAt === null
      ? []
      : [
          {
            id: manifest.id,
            title: manifest.title,
            health,
            yield: found,
            feedCount: feeds.length,
            dead: deadOf(feeds),
          },
        ],
  );
  return {
    now: clock.now(),
    locale: config.locale,
    timeZone: config.timeZone,
    sources,
    incidents: open.items,
    closed: closed.items,
    say: (key, params) => deps.t(config.locale, key, params),
  };
}

function deadOf(feeds: readonly Feed[]): SourceView['dead'] {
  return feeds.flatMap(({ subscriptionId: id, label, watchName, state, failingSince, lastError }) =>
    state === 'dead' && failingSince !== null ? [{ id, label, watchName, since: failingSince, lastError }] : [],
  );
}
