// Which streams this process listens to: for every stream that a watch wants, one process holds the lease and reads; the
// others look every few seconds whether it is free. A lease that is lost ends the reader at once.

import { SECOND } from '../core/clock.ts';
import { newId } from '../core/id.ts';
import { traceOf } from '../core/keys.ts';
import type { SourceManifest } from '../core/ports.ts';
import type { Deps } from './deps.ts';
import type { Listener } from './stream-match.ts';
import { type StreamReader, startReader } from './stream-reader.ts';
import { streamUseOf } from './stream-state.ts';

const TICK_MS = 5 * SECOND;

interface Wanted {
  manifest: SourceManifest;
  listeners: Listener[];
}

interface Running {
  reader: StreamReader;
  heldUntil: number;
}

/**
 * Listens until the returned function is called, which resolves when every reader has stored what it had taken and the
 * leases are given back.
 */
export function startStreams(deps: Deps, random: () => number = Math.random): () => Promise<void> {
  const holder = newId('lis');
  // The time after which a killed worker's jobs come back is the time after which its streams are taken over.
  const leaseMs = deps.config.queue.lease;
  const running = new Map<string, Running>();
  let isStopped = false;
  let isFailing = false;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const wanted = await wantedStreams(deps);
    for (const [id, { reader }] of running) if (!wanted.has(id)) await leave(id, reader);
    for (const [id, { manifest, listeners }] of wanted) {
      if (isStopped) return;
      const known = running.get(id);
      const now = deps.clock.now();
      const isHeld = await deps.store.leases.take(lease(id), holder, { now, until: now + leaseMs });
      if (!isHeld) {
        if (known) await leave(id, known.reader);
        continue;
      }
      if (known) {
        known.heldUntil = now + leaseMs;
        known.reader.use(listeners);
        await known.reader.tick();
      } else start(id, manifest, listeners, now + leaseMs);
    }
  };

  const start = (id: string, manifest: SourceManifest, listeners: Listener[], heldUntil: number) => {
    const reader = startReader(deps, { id, manifest, listeners, random });
    running.set(id, { reader, heldUntil });
    void reader.done.then(() => running.get(id)?.reader === reader && running.delete(id));
  };

  const leave = async (id: string, reader: StreamReader) => {
    running.delete(id);
    reader.stop();
    await reader.done;
    await deps.store.leases.release(lease(id), holder);
  };

  /** While the store is away nobody can renew: who reads on then might not be the only one. */
  const leaveOverdue = () => {
    for (const { reader, heldUntil } of running.values()) if (deps.clock.now() >= heldUntil) reader.stop();
  };

  const tick = async () => {
    if (isStopped) return;
    try {
      looking = look();
      await looking;
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        deps.log.error({ problem: traceOf(error, deps.config.keys) }, 'streams could not be looked after; trying on');
      isFailing = true;
      leaveOverdue();
    }
  };
  void tick();
  const stopTicking = deps.clock.every(Math.min(TICK_MS, leaseMs / 4), tick);
  return async () => {
    isStopped = true;
    stopTicking();
    await looking.catch(() => undefined);
    const left = [...running].map(([id, { reader }]) => leave(id, reader));
    await Promise.allSettled(left);
  };
}

const lease = (id: string) => `stream:${id}`;

/** Streams that active watches want, of sources that are not suspended. */
async function wantedStreams(deps: Deps): Promise<Map<string, Wanted>> {
  const wanted = new Map<string, Wanted>();
  for (const source of deps.sources.values()) {
    if (!source.stream) continue;
    const subscriptions = await deps.store.subscriptions.list({ sourceId: source.manifest.id });
    if (subscriptions.length === 0) continue;
    const health = await deps.store.sources.health(source.manifest.id);
    if ((health?.suspendedUntil ?? 0) > deps.clock.now()) continue;
    for (const subscription of subscriptions) {
      const watch = await deps.store.watches.get(subscription.watchId);
      const use = streamUseOf(deps, source, subscription);
      if (!watch || watch.isPaused || !use) continue;
      const stream = wanted.get(use.id) ?? { manifest: source.manifest, listeners: [] };
      stream.listeners.push({ ...use, watch, subscriptionId: subscription.id });
      wanted.set(use.id, stream);
    }
  }
  return wanted;
}
