// What is protected. Everybody may see brands; only admins add and change them.

import { z } from 'zod';
import { createBrand, updateBrand } from '../../pipeline/brands.ts';
import { entityTable } from '../../pipeline/entities.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';
import * as entities from '../schema-entities.ts';

export const brandRoutes = [
  route({
    method: 'get',
    path: '/api/brands',
    summary: 'All brands',
    access: 'viewer',
    answer: z.array(schema.brand),
    handle: ({ deps }) => deps.store.brands.list(),
  }),
  route({
    method: 'post',
    path: '/api/brands',
    summary: 'Add a brand',
    access: 'admin',
    status: 201,
    body: schema.brandBody,
    answer: schema.brand,
    handle: ({ deps, body, by }) => createBrand(deps, body, by),
  }),
  route({
    method: 'put',
    path: '/api/brands/:id',
    summary: 'Change a brand',
    access: 'admin',
    body: schema.brandBody,
    answer: schema.brand,
    handle: ({ deps, params, body, by }) => updateBrand(deps, params.id ?? '', body, by),
  }),
  route({
    method: 'get',
    path: '/api/entities',
    summary: 'Which branches, products, towns … are named, this week against the week before',
    access: 'viewer',
    query: entities.entityQuery,
    answer: entities.entityTable,
    handle: ({ deps, query }) => entityTable(deps, { brandId: query.brandId ?? null, kind: query.kind ?? null }),
  }),
];
