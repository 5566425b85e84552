// A Jetstream of our own on loopback, and a world that listens to it with a clock that is moved by hand.

import { createServer } from 'node:http';
import { setTimeout as realSleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Source } from '../../core/ports.ts';
import { startStreams } from '../../pipeline/stream.ts';
import { readStreamState, streamUseOf } from '../../pipeline/stream-state.ts';
import { createWatch } from '../../pipeline/watches.ts';
import { listen, reader } from '../crawlers/fetch/support.ts';
import { openWorld, type World, type WorldOptions } from './support.ts';

export interface Jetstream {
  host: string;
  /** Addresses of the connections, oldest first. */
  paths: string[];
  sockets: WebSocket[];
  /** Nobody is there any more. */
  stop(): Promise<void>;
}

/** What a new connection gets, by its address. */
export async function jetstream(
  answer: (socket: WebSocket, path: string) => unknown,
  refuse: (path: string) => number | null = () => null,
): Promise<Jetstream> {
  const server = createServer();
  const paths: string[] = [];
  const sockets: WebSocket[] = [];
  const open = new WebSocketServer({ noServer: true, handleProtocols: () => 'xrpc.v1.json' });
  server.on('upgrade', (request, socket, head) => {
    const path = request.url ?? '';
    paths.push(path);
    const status = refuse(path);
    if (status !== null) return void socket.end(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`);
    open.handleUpgrade(request, socket, head, (one) => {
      one.on('error', () => undefined);
      sockets.push(one);
      answer(one, path);
    });
  });
  const { host } = await listen(server);
  const stop = () => new Promise<void>((done) => server.close(() => done()));
  return { host, paths, sockets, stop };
}

export const post = (seq: number, text: string) =>
  JSON.stringify({
    $type: 'message',
    payload: {
      $type: 'network.bsky.jetstream.subscribeEvents#commit',
      ...{ seq, did: 'did:plc:ornek', time: new Date(Date.UTC(2026, 10, 24, 5) + seq * 1000).toISOString() },
      ...{ operation: 'create', collection: 'app.bsky.feed.post', rkey: `k${seq}`, record: { text } },
    },
  });

export const seqIn = (path: string) => Number(new URL(path, 'ws://x').searchParams.get('cursor') ?? 1);

/** A world that listens for 'Markam' at the host, with a clock that runs and pauses of next to nothing. */
export async function listening(
  source: Source,
  params: Record<string, unknown>,
  hosts: string[],
  options: WorldOptions & { keys?: Record<string, string> } = {},
) {
  const { fetcher } = reader(hosts);
  const { keys = {} } = options;
  const world = await openWorld({ ...options, fetcher, config: { keys } });
  // Pauses at a host are those of a real clock.
  const politeness = { ...source.manifest.politeness, minIntervalMs: 1 };
  const quick = { ...source, manifest: { ...source.manifest, politeness } };
  const deps = { ...world.deps, sources: new Map([[source.manifest.id, quick]]) };
  const subscribe = (name: string, query: string) =>
    createWatch(
      deps,
      {
        ...{ brandId: world.brand.id, name, kind: 'brand' as const, query, everyMs: 900_000 },
        sources: [{ sourceId: source.manifest.id, params }],
      },
      'test',
    );
  await subscribe('Markam canlı', 'Markam');
  const start = () => {
    const stop = startStreams(deps, () => 0);
    onTestFinished(() => passing(world, stop()));
    return () => passing(world, stop());
  };
  const state = async () => {
    const [subscription] = await deps.store.subscriptions.list({ sourceId: source.manifest.id });
    const use = subscription && streamUseOf(deps, source, subscription);
    return readStreamState(deps, use?.id ?? '');
  };
  return { world, deps, subscribe, start, state, store: deps.store };
}

/** Time goes on while something is awaited: readers sleep between batches. */
async function passing<T>(world: World, waited: Promise<T>): Promise<T> {
  let isOver = false;
  const over = waited.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await world.clock.advance(500);
    await realSleep(1);
  }
  return over;
}

export async function until(world: World, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (await isSo()) return;
    await world.clock.advance(100);
    await realSleep(1);
  }
  throw new Error('it did not happen');
}
