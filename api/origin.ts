// Refuses changes that another site makes a browser send (CSRF). Browsers always say where a change comes from;
// programs that say nothing carry no stolen cookie. Tokens are never sent by themselves and need no check.

import type { Request } from 'express';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Throws 'origin.denied' for a change that comes from another origin than ours. */
export function checkOrigin(deps: Deps, request: Request): void {
  if (READS.includes(request.method) || request.headers.authorization) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw fault(deps, 'origin.denied');
  const { origin } = request.headers;
  if (origin !== undefined && !isOurs(deps, origin, request.headers.host)) throw fault(deps, 'origin.denied');
}

/** Ours is the public address, and the one that the browser itself asked (`null` and the like are not). */
function isOurs(deps: Deps, origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return asked.host === host || (URL.canParse(deps.publicUrl) && asked.origin === new URL(deps.publicUrl).origin);
}
