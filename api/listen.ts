// Opening and closing a listening socket for an express app, with sentences for what people run into.

import type { Server } from 'node:http';
import type { Express } from 'express';
import { SECOND } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

export interface RunningApi {
  /** 'http://127.0.0.1:4280' */
  url: string;
  port: number;
  /** Ends the live lines, lets running requests finish (5 s at most) and closes. */
  stop(): Promise<void>;
}

const GRACE_MS = 5 * SECOND;

/** Throws AppError 'server.port-in-use' or 'server.port-denied'. */
export function listenOn(app: Express, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => {
      if (error) reject(listenError(error, port));
      else resolve(server);
    });
    server.requestTimeout = 60 * SECOND;
  });
}

function listenError(error: Error & { code?: string }, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new AppError(
      'server.port-in-use',
      `Port ${port} is used by another program; choose another with --port or stop it.`,
      { cause: error },
    );
  if (error.code === 'EACCES')
    return new AppError('server.port-denied', `Port ${port} needs more rights; choose one above 1023 with --port.`, {
      cause: error,
    });
  return error;
}

export function urlOf(server: Server, host: string): { url: string; port: number } {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${port}`, port };
}

/** Takes no new requests and lets the running ones finish, for five seconds at most. */
export async function stopServer(clock: Clock, server: Server): Promise<void> {
  const grace = new AbortController();
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      grace.abort();
      resolve();
    });
  });
  server.closeIdleConnections();
  clock.sleep(GRACE_MS, grace.signal).then(
    () => server.closeAllConnections(),
    () => undefined, // all were done in time
  );
  await closed;
}
