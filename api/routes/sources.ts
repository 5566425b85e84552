// Sources with their manifest and how they are doing.

import { z } from 'zod';
import type { Locale } from '../../core/ports.ts';
import { fault } from '../../pipeline/fault.ts';
import { resumeSource, type SourceStatus, sourceStates } from '../../pipeline/sources.ts';
import { isParameterFree } from '../../pipeline/watch-check.ts';
import { route } from '../route.ts';
import * as schema from '../schema.ts';

function sourceView({ manifest, health, subscriptionCount, watchCount, state }: SourceStatus, locale: Locale) {
  return {
    ...manifest,
    description: manifest.description[locale],
    isInbound: manifest.isInbound ?? false,
    isParameterFree: isParameterFree(manifest),
    paramsSchema: z.toJSONSchema(manifest.params, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
    subscriptionCount,
    watchCount,
    state,
    health,
  };
}

export const sourceRoutes = [
  route({
    method: 'get',
    path: '/api/sources',
    summary: 'All sources and how they are doing',
    access: 'viewer',
    answer: z.array(schema.sourceView),
    handle: async ({ deps, locale }) => (await sourceStates(deps)).map((status) => sourceView(status, locale)),
  }),
  route({
    method: 'post',
    path: '/api/sources/:id/resume',
    summary: 'Lift a suspension and read the source again',
    access: 'member',
    answer: schema.sourceView,
    handle: async ({ deps, params, locale, by }) => {
      const id = params.id ?? '';
      await resumeSource(deps, id, by);
      const status = (await sourceStates(deps)).find(({ manifest }) => manifest.id === id);
      if (!status) throw fault(deps, 'source.not-found', { id });
      return sourceView(status, locale);
    },
  }),
];
