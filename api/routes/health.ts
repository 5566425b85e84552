// For load balancers, service managers and containers: whether the process lives, and whether it can do its work.
// Both answer without a login and say nothing of what is stored.

import { checkReady } from '../readiness.ts';
import { type Route, route } from '../route.ts';
import * as access from '../schema-access.ts';

export const healthRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/health',
    summary: 'Whether the process answers; asks nothing else',
    access: 'public',
    answer: access.health,
    handle: async ({ version }) => ({ ok: true, version }),
  }),
  route({
    method: 'get',
    path: '/api/ready',
    summary: 'Whether the store and the queue answer; 503 when one of them does not',
    access: 'public',
    answer: access.health,
    handle: async ({ deps, version }) => {
      await checkReady(deps);
      return { ok: true, version };
    },
  }),
];
