// What waits for a person, most urgent first: incidents that nobody took, alerts that did not get through, and judgements
// the machine is unsure of. At most ten lines: more would not be read.

import { OPENS_FROM } from '../core/alerting.ts';
import { DAY } from '../core/clock.ts';
import type { Locale } from '../core/ports.ts';
import type { Incident } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { maskLoose } from './mask.ts';

export interface Waiting {
  kind: 'unacknowledged' | 'unowned' | 'failed-alert' | 'unsure';
  text: string;
  incidentId: string | null;
  storyId: string | null;
}

const MAX_LINES = 10;
const MAX_UNSURE = 4;

interface Asked {
  brandId: string | undefined;
  locale: Locale;
  /** Worst first. */
  openIncidents: readonly Incident[];
}

export async function waitingFor(deps: Deps, asked: Asked): Promise<Waiting[]> {
  const lines = [...ofIncidents(deps, asked), ...(await failedAlerts(deps, asked)), ...(await unsure(deps, asked))];
  return lines.slice(0, MAX_LINES);
}

function ofIncidents(deps: Deps, { locale, openIncidents }: Asked): Waiting[] {
  const line = (kind: 'unacknowledged' | 'unowned', incident: Incident): Waiting => ({
    kind,
    text: deps.t(locale, `today.waiting.${kind}`, {
      title: maskLoose(incident.title),
      severity: deps.t(locale, `severity.${incident.severity}`),
    }),
    incidentId: incident.id,
    storyId: null,
  });
  const waiting = openIncidents.filter(({ state }) => state === 'open');
  const unowned = openIncidents.filter(({ state, ownerId }) => state !== 'open' && ownerId === null);
  return [
    ...waiting.map((incident) => line('unacknowledged', incident)),
    ...unowned.map((incident) => line('unowned', incident)),
  ];
}

/** Alerts of incidents that are still open and could not be delivered; one line for an incident and a route. */
async function failedAlerts(deps: Deps, { locale, openIncidents }: Asked): Promise<Waiting[]> {
  const failed = await deps.store.deliveries.list({ states: ['failed'] }, 50);
  const titles = new Map(openIncidents.map((incident) => [incident.id, incident.title]));
  const lines = new Map<string, Waiting>();
  for (const { subjectId, routeId } of failed) {
    const title = titles.get(subjectId);
    if (title === undefined) continue;
    const text = deps.t(locale, 'today.waiting.failed-alert', { route: routeId, title: maskLoose(title) });
    lines.set(`${subjectId} ${routeId}`, { kind: 'failed-alert', text, incidentId: subjectId, storyId: null });
  }
  return [...lines.values()];
}

/** Severe by the machine's guess, but the type is uncertain: a person should look before an alarm is believed. */
async function unsure(deps: Deps, { brandId, locale, openIncidents }: Asked): Promise<Waiting[]> {
  const sureFrom = OPENS_FROM[deps.config.rules.sensitivity];
  const known = new Set(openIncidents.flatMap(({ storyIds }) => storyIds));
  const filter = { ...(brandId ? { brandId } : {}), maxSeverity: 2 as const, since: deps.clock.now() - DAY };
  const page = await deps.store.mentions.list(filter, { limit: 50 });
  const lines = new Map<string, Waiting>();
  for (const { judgement } of page.items) {
    const surest = judgement?.types.toSorted((a, b) => b.confidence - a.confidence)[0];
    if (!judgement || !surest || surest.confidence >= sureFrom) continue;
    if (lines.has(judgement.storyId) || known.has(judgement.storyId)) continue;
    const story = await deps.store.stories.get(judgement.storyId);
    if (story?.state !== 'open' || story.assigneeId !== null) continue;
    const type = deps.t(locale, `type.${surest.type}`);
    const text = deps.t(locale, 'today.waiting.unsure', { type, title: maskLoose(story.title) });
    lines.set(story.id, { kind: 'unsure', text, incidentId: null, storyId: story.id });
    if (lines.size === MAX_UNSURE) break;
  }
  return [...lines.values()];
}
