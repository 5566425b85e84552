// A hostile or ordinary web server on loopback and a fetcher that may ask it; closed after each test.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { systemClock } from '../../../core/clock.ts';
import type { Clock, Fetcher, FetchResult, Log, RequestPlan } from '../../../core/ports.ts';
import { createFetcher, type FetcherParts, type FetchSettings } from '../../../crawlers/fetch/fetcher.ts';

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

export interface Site {
  host: string;
  url: string;
  /** Paths in the order in which they were asked. */
  asked: string[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A site whose robots.txt is not there unless the handler answers it itself. */
export async function site(handler: Handler, options: { ownRobots?: boolean } = {}): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/robots.txt' && !options.ownRobots) return response.writeHead(404).end();
    handler(request, response);
  });
  return { ...(await listen(server)), asked };
}

/** A server that speaks bytes instead of HTTP. */
export async function rawSite(handler: (socket: Socket) => unknown): Promise<Site> {
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    handler(socket);
  });
  return { ...(await listen(server)), asked: [] };
}

export async function listen(server: Server | RawServer): Promise<{ host: string; url: string }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  return { host, url: `http://${host}` };
}

export interface Reader {
  fetcher: Fetcher;
  get(plan: string | RequestPlan, options?: Partial<Parameters<Fetcher['fetch']>[1]>): Promise<FetchResult>;
}

/** A fetcher with short real limits that may ask the given hosts. Pauses are 0 unless the test is about them. */
export function reader(
  hosts: string[],
  parts: Partial<Omit<FetcherParts, 'config'>> & { config?: Partial<FetchSettings>; clock?: Clock } = {},
): Reader {
  const config = { timeout: 2000, maxBytes: 1_000_000, minInterval: 0, concurrency: 8, ...parts.config };
  const fetcher = createFetcher({
    contact: 'https://example.com/bot',
    version: '9.9.9',
    clock: systemClock,
    log: silentLog,
    validators: { getValidators: async () => null },
    random: () => 0,
    ...parts,
    config: { allowHosts: hosts, ...config },
  });
  closers.push(() => fetcher.close());
  return {
    fetcher,
    get: (plan, options) =>
      fetcher.fetch(typeof plan === 'string' ? { url: plan } : plan, {
        minIntervalMs: 0,
        obeysRobots: false,
        isConditional: false,
        ...options,
      }),
  };
}
