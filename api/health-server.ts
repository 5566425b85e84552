// The small server of processes that serve no page (worker, scheduler): alive, ready, figures. Nothing else is there to be
// had, so it needs no accounts; it listens on this machine unless told otherwise.

import express, { type Express } from 'express';
import type { Deps } from '../pipeline/deps.ts';
import { listenOn, type RunningApi, stopServer, urlOf } from './listen.ts';
import { type Metrics, mountMetrics } from './metrics.ts';
import { notFound, problemHandler } from './problem.ts';
import { checkReady } from './readiness.ts';

export interface HealthOptions {
  version: string;
  /** Null = figures are off. */
  metrics: Metrics | null;
}

export function createHealth(deps: Deps, { version, metrics }: HealthOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  if (metrics) mountMetrics(app, deps, metrics);
  app.get('/api/health', (_request, response) => {
    response.set('cache-control', 'no-store').json({ ok: true, version });
  });
  app.get('/api/ready', async (_request, response) => {
    response.set('cache-control', 'no-store');
    await checkReady(deps);
    response.json({ ok: true, version });
  });
  app.use(notFound(deps));
  app.use(problemHandler(deps));
  return app;
}

/** Throws 'server.port-in-use'. */
export async function startHealth(
  deps: Deps,
  options: HealthOptions & { host: string; port: number },
): Promise<RunningApi> {
  const server = await listenOn(createHealth(deps, options), options.port, options.host);
  return { ...urlOf(server, options.host), stop: () => stopServer(deps.clock, server) };
}
