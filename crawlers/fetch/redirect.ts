// Where a redirect leads and what may be sent there. Pure. Keys and bodies meant for one site never reach another one.

import type { RequestPlan } from '../../core/ports.ts';
import type { HttpReply } from './http.ts';

const CODES = new Set([301, 302, 303, 307, 308]);
/** Headers that say nothing about who asks. */
const HARMLESS = new Set(['accept', 'accept-language']);

/**
 * The next request, or null when the reply is no redirect (or one without a usable address, which is then an answer).
 * RFC 9110, 15.4: 303 and the old habit for POST turn into GET; 307 and 308 keep method and body, here on the same site only.
 */
export function nextHop(
  from: URL,
  plan: RequestPlan,
  answer: Pick<HttpReply, 'status' | 'headers'>,
): RequestPlan | null {
  const location = answer.headers.location;
  if (!CODES.has(answer.status) || location === undefined || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  const isSameSite = target.origin === from.origin;
  const isPost = plan.method === 'POST';
  const keepsBody = isPost && (answer.status === 307 || answer.status === 308);
  if (keepsBody && !isSameSite) return null;
  const headers = Object.fromEntries(
    Object.entries(plan.headers ?? {}).filter(([name]) => {
      const key = name.toLowerCase();
      if (isSameSite) return keepsBody || !isPost || !key.startsWith('content-');
      return HARMLESS.has(key);
    }),
  );
  if (keepsBody) return { ...plan, url: target.href, headers };
  return { url: target.href, method: 'GET', headers };
}
