// What changed of captured pages, told to the open incidents that hold the mention. Safe to repeat: the entry of one change
// has one id, whatever record tells it.

import { derivedId } from '../core/id.ts';
import type { Evidence, EvidenceChange, Incident } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { OPEN_STATES } from './today.ts';

const PAGE = 200;
const MAX_QUOTE = 200;
const BY_ITSELF = 'system';

/** Nothing where nothing changed. */
export async function tellIncidents(deps: Deps, record: Evidence): Promise<void> {
  const { change, mentionId, previousId } = record;
  if (!change) return;
  for (const incident of await openIncidentsOf(deps, record)) {
    await deps.store.incidents.addEntry({
      ...{
        id: derivedId('tim', mentionId, previousId ?? '', change.kind, incident.id),
        incidentId: incident.id,
        at: record.capturedAt,
      },
      ...{ kind: `evidence-${change.kind}`, by: BY_ITSELF, text: changeText(deps, record, change) },
    });
    deps.events.emit({ kind: 'incident', incidentId: incident.id });
  }
}

function changeText(deps: Deps, { url, status }: Evidence, { kind, removed, added }: EvidenceChange): string {
  const quote = (sentence: string | undefined) => (sentence ? `“${sentence.slice(0, MAX_QUOTE)}”` : '–');
  const counts = { removed: removed.length, added: added.length };
  const quotes = { first: quote(removed[0]), firstAdded: quote(added[0]) };
  return deps.t(deps.config.locale, `evidence.timeline.${kind}`, {
    ...{ url: url ?? '', status: status ?? 0 },
    ...counts,
    ...quotes,
  });
}

async function openIncidentsOf(deps: Deps, { mentionId, storyIds }: Evidence): Promise<Incident[]> {
  const open = await openIncidents(deps);
  return open.filter(
    (incident) => incident.mentionIds.includes(mentionId) || incident.storyIds.some((id) => storyIds.includes(id)),
  );
}

/** Every incident that is not over. */
export async function openIncidents(deps: Pick<Deps, 'store'>): Promise<Incident[]> {
  const found: Incident[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Incident[]; nextCursor: string | null } = await deps.store.incidents.list(
      { states: [...OPEN_STATES] },
      { limit: PAGE, cursor },
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
