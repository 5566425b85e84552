// Where pages stand in the searches of the watches, and what a chosen source would cost.

import { z } from 'zod';
import { estimateCost } from '../../pipeline/cost.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { searchTable } from '../../pipeline/search-table.ts';
import { route } from '../route.ts';
import * as schema from '../schema-searches.ts';

export const searchRoutes = [
  route({
    method: 'get',
    path: '/api/searches',
    summary: 'Where pages stand in the searches of the watches',
    access: 'viewer',
    query: schema.searchQuery,
    answer: z.array(schema.search),
    handle: async ({ deps, query }) =>
      (await searchTable(deps, query)).map((view) => ({
        ...view,
        pages: view.pages.map((page) => ({ ...page, title: page.title && maskLoose(page.title) })),
      })),
  }),
  route({
    method: 'post',
    path: '/api/estimate',
    summary: 'What chosen sources would cost in a month; those that cost nothing are left out',
    access: 'member',
    body: schema.estimateBody,
    answer: z.array(schema.estimate),
    handle: async ({ deps, body, locale }) =>
      body.sources.flatMap((choice) => estimateCost(deps, choice, body, locale) ?? []),
  }),
];
