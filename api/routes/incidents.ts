// Incidents: the list, the war room of one, and what people do with it.

import type { Incident } from '../../core/types.ts';
import { INCIDENT_STATES } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { actOnIncident } from '../../pipeline/incidents.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { OPEN_STATES } from '../../pipeline/today.ts';
import { curveOf, scopeOf } from '../../pipeline/today-counts.ts';
import { readPage } from '../page.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import { incidentView, MAX_LIST_TEXT, mentionView, namesOf, openIncidentsByStory, storyView } from '../views.ts';

const MAX_SHOWN_STORIES = 30;
const SYSTEM = 'itibar';

function statesOf(query: { state?: Incident['state'] | undefined; isOpen?: 'true' | 'false' | undefined }) {
  if (query.state) return [query.state];
  if (query.isOpen === 'true') return [...OPEN_STATES];
  if (query.isOpen === 'false') return ['resolved' as const, 'reviewed' as const];
  return [...INCIDENT_STATES];
}

async function detailOf(deps: Deps, incident: Incident) {
  const names = await namesOf(deps);
  const incidents = await openIncidentsByStory(deps, incident.brandId);
  const tokens = new Map((await deps.store.tokens.list()).map(({ id, name }) => [id, name]));
  const nameOf = (by: string) => names.users.get(by) ?? tokens.get(by) ?? (by === 'system' ? SYSTEM : by);
  const stories = await Promise.all(
    incident.storyIds.slice(-MAX_SHOWN_STORIES).map((id) => deps.store.stories.get(id)),
  );
  const mentions = await Promise.all(incident.mentionIds.toReversed().map((id) => deps.store.mentions.get(id)));
  const timeline = await deps.store.incidents.timeline(incident.id);
  return {
    incident: incidentView(incident, names),
    timeline: timeline.map((entry) => ({ ...entry, byName: nameOf(entry.by), text: maskLoose(entry.text) })),
    stories: stories.filter((story) => story !== null).map((story) => storyView(story, incidents)),
    mentions: mentions.filter((found) => found !== null).map((found) => mentionView(found, { maxText: MAX_LIST_TEXT })),
    deliveries: await deps.store.deliveries.list({ subjectId: incident.id }, 100),
    series: await curveOf(deps, await scopeOf(deps, incident.brandId)),
  };
}

async function getIncident(deps: Deps, id: string): Promise<Incident> {
  const incident = await deps.store.incidents.get(id);
  if (!incident) throw fault(deps, 'incident.not-found');
  return incident;
}

export const incidentRoutes = [
  route({
    method: 'get',
    path: '/api/incidents',
    summary: 'Incidents, the latest first',
    access: 'viewer',
    query: schema.incidentQuery,
    answer: schema.incidentPage,
    handle: async ({ deps, query }) => {
      const filter = { ...(query.brandId ? { brandId: query.brandId } : {}), states: statesOf(query) };
      const page = await readPage(deps, query.cursor, (cursor) =>
        deps.store.incidents.list(filter, { limit: query.limit, cursor }),
      );
      const names = await namesOf(deps);
      return { items: page.items.map((incident) => incidentView(incident, names)), nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/api/incidents/:id',
    summary: 'One incident with its timeline, stories, mentions and alerts',
    access: 'viewer',
    answer: schema.incidentDetail,
    handle: async ({ deps, params }) => detailOf(deps, await getIncident(deps, params.id ?? '')),
  }),
  route({
    method: 'post',
    path: '/api/incidents/:id/actions',
    summary: 'Acknowledge, contain, resolve, review, note or assign',
    access: 'member',
    body: schema.incidentAction,
    answer: schema.incidentDetail,
    handle: async ({ deps, params, body, by }) => detailOf(deps, await actOnIncident(deps, params.id ?? '', body, by)),
  }),
];
