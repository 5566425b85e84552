// The live line to open pages (server-sent events): says what kind of thing changed, at most four times a second,
// however much happens. Must never send content, and never keep a client that does not read.

import type { Response } from 'express';
import { SECOND } from '../core/clock.ts';
import type { LiveEvent } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';

const FLUSH_MS = SECOND / 4;
const BEAT_MS = 25 * SECOND;
const MAX_CLIENTS = 500;
const MAX_WAITING_BYTES = 64 * 1024;

interface Client {
  response: Response;
  /** Null for a token. */
  sessionHash: string | null;
}

export interface Live {
  /** Sends the head of the stream and keeps the client. False when there are too many. */
  open(response: Response, sessionHash: string | null): boolean;
  /** Ends the streams of one session (logout), or of all (stop). */
  close(sessionHash?: string): void;
}

/** Listens on deps.events until close() is called for all. */
export function createLive(deps: Deps): Live {
  const clients = new Set<Client>();
  /** By kind: the id of what changed, or '' when several did. */
  const pending = new Map<LiveEvent['kind'], string>();

  const write = (text: string) => {
    for (const client of clients) {
      if (client.response.writableLength > MAX_WAITING_BYTES) drop(client);
      else client.response.write(text);
    }
  };
  const drop = (client: Client) => {
    clients.delete(client);
    client.response.end();
  };
  /** One kind each time, in the order in which they changed. */
  const flush = () => {
    const [next] = pending;
    if (!next) return;
    const [kind, id] = next;
    pending.delete(kind);
    write(`event: live\ndata: ${JSON.stringify({ kind, id })}\n\n`);
  };
  const stopListening = deps.events.listen((event) => {
    if (clients.size === 0) return;
    const id = idOf(event);
    const known = pending.get(event.kind);
    pending.set(event.kind, known === undefined || known === id ? id : '');
  });
  const stopFlush = deps.clock.every(FLUSH_MS, flush);
  const stopBeat = deps.clock.every(BEAT_MS, async () => {
    await dropEnded(deps, clients, drop);
    write(': beat\n\n');
  });

  return {
    open(response, sessionHash) {
      if (clients.size >= MAX_CLIENTS) return false;
      const client = { response, sessionHash };
      response.status(200).set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 5000\n\n');
      clients.add(client);
      response.on('close', () => clients.delete(client));
      return true;
    },
    close(sessionHash) {
      for (const client of clients) if (sessionHash === undefined || client.sessionHash === sessionHash) drop(client);
      if (sessionHash !== undefined) return;
      stopListening();
      stopFlush();
      stopBeat();
    },
  };
}

/** A session that ended elsewhere or ran out hears nothing more. */
async function dropEnded(deps: Deps, clients: ReadonlySet<Client>, drop: (client: Client) => void): Promise<void> {
  const now = deps.clock.now();
  for (const client of [...clients]) {
    if (!client.sessionHash) continue;
    const session = await deps.store.sessions.get(client.sessionHash);
    if (!session || session.expiresAt <= now) drop(client);
  }
}

function idOf(event: LiveEvent): string {
  if (event.kind === 'mentions') return event.brandId;
  if (event.kind === 'incident') return event.incidentId;
  if (event.kind === 'story') return event.storyId;
  if (event.kind === 'source') return event.sourceId;
  return event.watchId;
}
