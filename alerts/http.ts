// The one place where notifiers reach the network over HTTP: a time limit, at most 1 MB of answer, no redirects.
// Must never log or repeat an address: webhook addresses are secrets.

import { Agent, request } from 'undici';
import { DeliveryError } from '../core/errors.ts';
import type { Clock, Log, NotifierIo } from '../core/ports.ts';

const MAX_BYTES = 1_000_000;

/** Sockets for notifiers. http() throws DeliveryError (later) for what the network does, (never) for an unusable address. */
export function createNotifierIo(parts: { clock: Clock; log: Log }): NotifierIo {
  const agent = new Agent({ connect: { timeout: 10_000 }, maxResponseSize: MAX_BYTES, keepAliveTimeout: 1_000 });
  return { ...parts, http: (wanted) => send(agent, wanted) };
}

async function send(agent: Agent, wanted: Parameters<NotifierIo['http']>[0]): ReturnType<NotifierIo['http']> {
  if (!/^https?:\/\//i.test(wanted.url) || !URL.canParse(wanted.url))
    throw new DeliveryError('The address of the receiver is not an http or https address. Correct the route.', {
      retry: 'never',
    });
  try {
    const answer = await request(wanted.url, {
      method: wanted.method,
      headers: wanted.headers,
      body: wanted.body,
      dispatcher: agent,
      headersTimeout: wanted.timeoutMs,
      bodyTimeout: wanted.timeoutMs,
      signal: AbortSignal.timeout(wanted.timeoutMs),
    });
    const body = await answer.body.text();
    return { status: answer.statusCode, headers: flat(answer.headers), body };
  } catch (error) {
    throw new DeliveryError(`The receiver could not be reached (${causeOf(error)}). It will be tried again.`, {
      retry: 'later',
    });
  }
}

/** A short code, never the message: undici puts addresses into some of them. */
function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}
