// The first page: what the pipeline's use case gathered, in the reader's language.

import { z } from 'zod';
import { buildToday } from '../../pipeline/today.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import { incidentView, namesOf, openIncidentsByStory, storyView } from '../views.ts';

export const todayRoutes = [
  route({
    method: 'get',
    path: '/api/today',
    summary: 'Whether anything is wrong, what changed, what waits for a person',
    access: 'viewer',
    query: z.object({ brandId: z.string().max(80).optional() }),
    answer: schema.today,
    handle: async ({ deps, query, locale }) => {
      const today = await buildToday(deps, { brandId: query.brandId, locale });
      const names = await namesOf(deps);
      const incidents = await openIncidentsByStory(deps, query.brandId);
      return {
        ...today,
        openIncidents: today.openIncidents.map((incident) => incidentView(incident, names)),
        changedStories: today.changedStories.map(({ story, grown, isNew }) => ({
          ...storyView(story, incidents),
          grown,
          isNew,
        })),
      };
    },
  }),
];
