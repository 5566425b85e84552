// The HTTP server: security headers, who is asking, the routes, the webhooks, the live line, the dashboard, the problems.
// Order matters; each line below relies on those above it.

import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';
import { type Caller, checkAccess, findCaller } from './auth.ts';
import { hookLimit, signInLimit } from './limits.ts';
import { listenOn, type RunningApi, stopServer, urlOf } from './listen.ts';
import { createLive, type Live } from './live.ts';
import { type Metrics, mountMetrics } from './metrics.ts';
import { buildOpenapi } from './openapi.ts';
import { notFound, problemHandler } from './problem.ts';
import { mount, type Route } from './route.ts';
import { brandRoutes } from './routes/brands.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { evidenceRoutes, mountEvidenceFiles } from './routes/evidence.ts';
import { healthRoutes } from './routes/health.ts';
import { mountHooks } from './routes/hooks.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { learningRoutes } from './routes/learning.ts';
import { mentionRoutes } from './routes/mentions.ts';
import { searchRoutes } from './routes/searches.ts';
import { sessionRoutes } from './routes/session.ts';
import { sourceRoutes } from './routes/sources.ts';
import { storyRoutes } from './routes/stories.ts';
import { storyCourseRoutes } from './routes/story-course.ts';
import { todayRoutes } from './routes/today.ts';
import { userRoutes } from './routes/users.ts';
import { watchRoutes } from './routes/watches.ts';
import { mountDashboard } from './static.ts';

export type { RunningApi } from './listen.ts';

export interface ApiOptions {
  version: string;
  /** dashboard/dist; null = the API alone. */
  dashboardDir: string | null;
  /** Absent = figures are off. */
  metrics?: Metrics | null;
}

const MAX_JSON = '256kb';

export const routes: readonly Route[] = [
  ...healthRoutes,
  ...sessionRoutes,
  ...todayRoutes,
  ...storyRoutes,
  ...storyCourseRoutes,
  ...mentionRoutes,
  ...correctionRoutes,
  ...learningRoutes,
  ...evidenceRoutes,
  ...incidentRoutes,
  ...brandRoutes,
  ...watchRoutes,
  ...sourceRoutes,
  ...searchRoutes,
  ...userRoutes,
];

/** The app without a socket. close() of `live` must be called when it is done with; startApi() does. */
export function createApi(deps: Deps, options: ApiOptions): { app: Express; live: Live } {
  const app = express();
  const live = createLive(deps);
  app.disable('x-powered-by');
  app.set('trust proxy', deps.config.server.trustProxy ? 1 : false);
  app.use(securityHeaders(deps));
  if (options.metrics) {
    app.use(options.metrics.observeRequests);
    mountMetrics(app, deps, options.metrics);
  }
  mountHooks(app, deps, hookLimit(deps));
  app.use('/api', noStore, knowCaller(deps), express.json({ limit: MAX_JSON }));
  const openapi = buildOpenapi(routes, options.version);
  app.get('/api/openapi.json', (_request, response) => {
    response.json(openapi);
  });
  app.get('/api/events', openLive(deps, live));
  mountEvidenceFiles(app, deps, options.version);
  const limiter = signInLimit(deps);
  for (const spec of routes) mount(app, { deps, live, version: options.version }, spec, limiter);
  if (options.dashboardDir) mountDashboard(app, options.dashboardDir);
  app.use(notFound(deps));
  app.use(problemHandler(deps));
  return { app, live };
}

/** Listens on config.server.host and port (0 = any free one). Throws 'server.port-in-use'. */
export async function startApi(
  deps: Deps,
  options: ApiOptions & { host?: string; port?: number },
): Promise<RunningApi> {
  const { app, live } = createApi(deps, options);
  const host = options.host ?? deps.config.server.host;
  try {
    const server = await listenOn(app, options.port ?? deps.config.server.port, host);
    const stop = () => {
      live.close();
      return stopServer(deps.clock, server);
    };
    return { ...urlOf(server, host), stop };
  } catch (error) {
    live.close();
    throw error;
  }
}

/** Only files of our own, no inline scripts, nobody may frame us. HTTPS is forced only where it is there. */
function securityHeaders(deps: Deps): RequestHandler {
  const isHttps = deps.publicUrl.startsWith('https:');
  return helmet({
    strictTransportSecurity: isHttps,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

function knowCaller(deps: Deps): RequestHandler {
  return async (request, response, next) => {
    response.locals.caller = await findCaller(deps, request, response);
    next();
  };
}

function openLive(deps: Deps, live: Live): RequestHandler {
  return (_request, response) => {
    const caller = response.locals.caller as Caller | null;
    checkAccess(deps, caller, 'viewer');
    if (!live.open(response, caller?.sessionHash ?? null)) throw fault(deps, 'server.unavailable');
  };
}
