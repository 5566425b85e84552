// A small HTTP server for one site of the sample web: GET and HEAD only, safe headers on every answer, loopback only.
// It speaks real HTTP, with validators and 304, so that the crawler meets here what it meets outside.

import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, messageOf } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';

export interface SiteRequest {
  /** Own address without a slash at the end: never taken from the Host header. */
  base: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface Answer {
  status?: number;
  type: string;
  headers?: Record<string, string>;
  body: string;
}

export interface RunningSite {
  url: string;
  /** host:port */
  host: string;
  stop(): Promise<void>;
}

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'",
};

export const ROBOTS: Answer = { type: 'text/plain; charset=utf-8', body: 'User-agent: *\nDisallow: /admin/\n' };

export function json(value: unknown, headers: Record<string, string> = {}): Answer {
  return { type: 'application/json; charset=utf-8', headers, body: JSON.stringify(value) };
}

/** Adds ETag, Last-Modified and Cache-Control, and answers 304 when the asker already has it (RFC 9110, 13.2.2). */
export function withValidators(
  request: SiteRequest,
  answer: Answer,
  modifiedAt: number,
  maxAgeSeconds: number,
): Answer {
  const etag = `"${createHash('sha256').update(answer.body).digest('hex').slice(0, 20)}"`;
  const headers = {
    ...answer.headers,
    etag,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'cache-control': `public, max-age=${maxAgeSeconds}`,
  };
  const known = request.headers['if-none-match'];
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  const isFresh = known
    ? known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
    : Number.isFinite(since) && Math.floor(modifiedAt / 1000) * 1000 <= since;
  return isFresh ? { ...answer, status: 304, headers, body: '' } : { ...answer, headers };
}

/** Starts a site on a free port. `handle` returns null for an unknown address (404). Throws AppError('demo.port'). */
export async function startSite(options: {
  name: string;
  host: string;
  log: Log;
  handle(request: SiteRequest): Answer | null;
}): Promise<RunningSite> {
  let base = '';
  const server = createServer((request, response) => {
    try {
      answerOne(base, request, response, options.handle);
    } catch (error) {
      options.log.error({ site: options.name, error: messageOf(error) }, 'A demo site could not answer.');
      send(response, request.method, { status: 500, type: 'text/plain; charset=utf-8', body: 'Sunucu hatası\n' });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.host, resolve);
  }).catch((cause: unknown) => {
    throw new AppError('demo.port', 'A demo site could not open a port. Check that the loopback address is usable.', {
      cause,
      facts: { site: options.name, host: options.host },
    });
  });
  const { port } = server.address() as AddressInfo;
  base = `http://${options.host}:${port}`;
  return {
    url: base,
    host: `${options.host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerOne(
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: SiteRequest) => Answer | null,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const headers = { allow: 'GET, HEAD' };
    send(response, request.method, { status: 405, type: 'text/plain; charset=utf-8', headers, body: 'GET\n' });
    return;
  }
  const target = readTarget(request.url ?? '/', base);
  const answer = target ? handle({ base, headers: request.headers, ...target }) : null;
  const missing = { status: 404, type: 'text/plain; charset=utf-8', body: 'Böyle bir sayfa yok.\n' };
  send(response, request.method, answer ?? missing);
}

/** Null for an address that cannot be read (a broken %-escape, a broken authority): no page of ours. */
function readTarget(url: string, base: string): { path: string; query: URLSearchParams } | null {
  try {
    const { pathname, searchParams } = new URL(url, base);
    return { path: decodeURIComponent(pathname), query: searchParams };
  } catch {
    return null;
  }
}

function send(response: ServerResponse, method: string | undefined, answer: Answer): void {
  response.writeHead(answer.status ?? 200, { ...SAFE_HEADERS, 'content-type': answer.type, ...answer.headers });
  response.end(method === 'HEAD' ? undefined : answer.body);
}
