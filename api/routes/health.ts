// For load balancers and `itibar doctor`: answers without a login, and reads the store while doing so.

import { route } from '../route.ts';
import * as access from '../schema-access.ts';

export const healthRoute = route({
  method: 'get',
  path: '/api/health',
  summary: 'Whether the server answers and its store can be read',
  access: 'public',
  answer: access.health,
  handle: async ({ deps, version }) => {
    await deps.store.settings.get('health');
    return { ok: true, version };
  },
});
