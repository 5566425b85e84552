// The local queue on a bench: a real file, one fake clock, and processes that can be killed by stopping their time.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../core/clock.ts';
import type { Clock, Log, Queue } from '../../core/ports.ts';
import { openQueue } from '../../queue/open.ts';
import type { QueueBench } from '../contracts/queue.ts';

export const SETTINGS = { leaseMs: 3_000, maxAttempts: 3, backoffMs: 400, pollMs: 100, abortGraceMs: 200 };

/** Everything that was logged, for tests that read it. */
export function memoryLog(): { log: Log; lines: { level: string; message: string | undefined; facts: object }[] } {
  const lines: { level: string; message: string | undefined; facts: object }[] = [];
  const at = (level: string) => (facts: object, message?: string) => void lines.push({ level, message, facts });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return { log, lines };
}

/** A clock whose sleepers stay asleep while it is stopped: what a process that hangs or is dead feels of time. */
export function stoppable(clock: Clock): { clock: Clock; stop: () => void; go: () => void } {
  let held: Promise<void> | null = null;
  let go: () => void = () => undefined;
  const stop = () => {
    held = new Promise((resolve) => {
      go = resolve;
    });
  };
  const sleep = async (ms: number, signal?: AbortSignal) => {
    try {
      await clock.sleep(ms, signal);
    } finally {
      await held;
    }
  };
  const release = () => {
    held = null;
    go();
  };
  return { clock: { now: () => clock.now(), every: (ms, fn) => clock.every(ms, fn), sleep }, stop, go: release };
}

/** Lets everything happen that only waits for its turn in the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

export async function openLocalBench(): Promise<QueueBench> {
  const dir = await mkdtemp(join(tmpdir(), 'itibar-queue-'));
  const clock = new FakeClock();
  const queues = new Map<Queue, () => void>();
  const dead = new Set<Queue>();
  const open = async () => {
    const own = stoppable(clock);
    const options = { path: join(dir, 'itibar.db'), clock: own.clock, log: memoryLog().log, settings: SETTINGS };
    const queue = openQueue({ kind: 'local', ...options });
    queues.set(queue, own.stop);
    return queue;
  };
  return {
    queue: await open(),
    reopen: open,
    kill: async (queue) => {
      dead.add(queue);
      queues.get(queue)?.();
    },
    advance: async (ms) => {
      await settle();
      await clock.advance(ms);
      await settle();
    },
    close: async () => {
      for (const queue of queues.keys()) if (!dead.has(queue)) await queue.close(0);
      await rm(dir, { recursive: true });
    },
    settings: SETTINGS,
  };
}
