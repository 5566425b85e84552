// Sources with their manifest and how they are doing, and what can be seen of each platform.

import { z } from 'zod';
import { COVERAGE } from '../../config/coverage.ts';
import type { Locale } from '../../core/ports.ts';
import { localHealth, problemText, sayIn } from '../../core/problems.ts';
import { costSoFar } from '../../pipeline/cost.ts';
import { coverageOf } from '../../pipeline/coverage.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { type WatchedSource, watchedSources } from '../../pipeline/source-yield.ts';
import { resumeSource } from '../../pipeline/sources.ts';
import { isParameterFree } from '../../pipeline/watch-check.ts';
import { route } from '../route.ts';
import * as schema from '../schema-sources.ts';

function sourceView(deps: Deps, status: WatchedSource, locale: Locale) {
  const { manifest, health, subscriptionCount, watchCount, missingKeys, yield: found, feeds } = status;
  const { cost } = manifest;
  const say = sayIn(deps.t, locale);
  return {
    ...manifest,
    missingKeys,
    yield: found,
    description: manifest.description[locale],
    isInbound: manifest.isInbound ?? false,
    isParameterFree: isParameterFree(manifest),
    isOptIn: manifest.isOptIn ?? false,
    paramsSchema: z.toJSONSchema(manifest.params, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
    subscriptionCount,
    watchCount,
    state: status.state,
    health: localHealth(say, health),
    cost: cost
      ? {
          ...{ perCallUsd: cost.perCallUsd ?? null, perItemUsd: cost.perItemUsd ?? null },
          ...{ perMonthUsd: cost.perMonthUsd ?? null, note: cost.note[locale], checkedOn: cost.checkedOn },
          budgetUsd: deps.config.budgets[manifest.id] ?? null,
          soFar: costSoFar(health, deps.clock.now()),
          months: health?.costs ?? [],
        }
      : null,
    feedCount: feeds.length,
    badFeeds: feeds.flatMap((feed) => {
      const { state } = feed;
      if (state !== 'failing' && state !== 'dead') return [];
      return [{ ...feed, state, lastError: problemText(say, feed.lastError) }];
    }),
  };
}

export const sourceRoutes = [
  route({
    method: 'get',
    path: '/api/coverage',
    summary: 'What can, may and cannot be seen of each platform',
    access: 'viewer',
    answer: z.array(schema.coverage),
    handle: async ({ deps, locale }) => coverageOf(COVERAGE, await watchedSources(deps), locale),
  }),
  route({
    method: 'get',
    path: '/api/sources',
    summary: 'All sources and how they are doing',
    access: 'viewer',
    answer: z.array(schema.sourceView),
    handle: async ({ deps, locale }) => (await watchedSources(deps)).map((status) => sourceView(deps, status, locale)),
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
      const status = (await watchedSources(deps)).find(({ manifest }) => manifest.id === id);
      if (!status) throw fault(deps, 'source.not-found', { id });
      return sourceView(deps, status, locale);
    },
  }),
];
