// GET /metrics: for the holder of metrics.token or, without one, for this machine alone. The figures themselves are in
// figures.ts, which is loaded only where they are wanted.

import { timingSafeEqual } from 'node:crypto';
import type { Express, Request, RequestHandler } from 'express';
import { sha256 } from '../core/id.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';
import type { Meter } from '../pipeline/metered.ts';

export interface Metrics {
  meter: Meter;
  /** Counts requests; goes before the routes. */
  observeRequests: RequestHandler;
  /** The exposition text; asks the queue for its depth. */
  text(): Promise<{ type: string; body: string }>;
}

/** GET /metrics. Without metrics, and for whoever may not see them, there is nothing at this address. */
export function mountMetrics(app: Express, deps: Deps, metrics: Metrics): void {
  app.get('/metrics', async (request, response) => {
    if (!mayRead(deps.config.metrics.token, request)) throw fault(deps, 'request.not-found');
    const { type, body } = await metrics.text();
    response.set('cache-control', 'no-store').type(type).send(body);
  });
}

/** Without a token only this machine itself, and nobody whom a proxy on it lets through. */
function mayRead(token: string, request: Request): boolean {
  if (token) {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
  }
  const { forwarded, via, 'x-forwarded-for': forwardedFor } = request.headers;
  if (forwarded !== undefined || via !== undefined || forwardedFor !== undefined) return false;
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
}
