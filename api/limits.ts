// How often one address may try: few wrong passwords, many webhooks. Counted in memory, so a restart forgives.

import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { MINUTE } from '../core/clock.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';
import { localeOf, problemOf, sendProblem } from './problem.ts';

/** Wrong tries at login and setup: 10 in a quarter of an hour; right ones do not count. */
export function signInLimit(deps: Deps): RequestHandler {
  return limiter(deps, { windowMs: 15 * MINUTE, limit: 10, skipSuccessfulRequests: true });
}

/** Webhooks: 600 a minute; each may carry many items. */
export function hookLimit(deps: Deps): RequestHandler {
  return limiter(deps, { windowMs: MINUTE, limit: 600, skipSuccessfulRequests: false });
}

function limiter(
  deps: Deps,
  options: { windowMs: number; limit: number; skipSuccessfulRequests: boolean },
): RequestHandler {
  return rateLimit({
    ...options,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Behind a proxy that itibar was not told of, all come from one address: strict, never open.
    validate: { xForwardedForHeader: false },
    handler: (request, response) => {
      sendProblem(response, problemOf(fault(deps, 'rate.limited'), localeOf(deps, request, response)));
    },
  });
}
