// Politeness towards one host and care for this machine: a least pause between two starts at a host, few requests at
// once per host and over all, and queues that end. Must never let a host wait for another one's pause.

import { AppError } from '../../core/errors.ts';
import type { Clock, HostTurns } from '../../core/ports.ts';

const MAX_WAITING_PER_HOST = 100;
const HOST_CONCURRENCY = 2;
/** Hosts that nobody has asked for this long are forgotten. */
const FORGET_AFTER_MS = 3_600_000;

interface HostState {
  /** Start of the newest request, also of one that still waits for its pause. */
  lastStartAt: number;
  waiting: number;
  slots: Slots;
}

export interface Limiter {
  /**
   * Runs fn when the host's turn has come: at least intervalMs after the host's last start. Rejects with 'fetch.busy'
   * when too many wait for the host already, or with the signal's reason.
   */
  run<T>(host: string, intervalMs: number, fn: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface LimiterOptions {
  clock: Clock;
  /** Requests at once over all hosts, in this process. */
  concurrency: number;
  /** Keeps the pauses of several processes together; each still keeps its own. */
  turns?: HostTurns | undefined;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, turns } = options;
  const hosts = new Map<string, HostState>();
  const all = createSlots(options.concurrency);
  const stateOf = (host: string): HostState => {
    const known = hosts.get(host);
    if (known) return known;
    for (const [name, state] of hosts)
      if (state.waiting === 0 && clock.now() - state.lastStartAt > FORGET_AFTER_MS) hosts.delete(name);
    const fresh = { lastStartAt: Number.NEGATIVE_INFINITY, waiting: 0, slots: createSlots(HOST_CONCURRENCY) };
    hosts.set(host, fresh);
    return fresh;
  };
  return {
    run: async (host, intervalMs, fn, signal) => {
      const state = stateOf(host);
      if (state.waiting >= MAX_WAITING_PER_HOST)
        throw new AppError('fetch.busy', `Too many requests wait for ${host} already. It is tried again later.`);
      state.waiting += 1;
      try {
        return await state.slots.use(async () => {
          const othersMs = turns ? await turns.take(host, intervalMs) : 0;
          const startAt = Math.max(clock.now() + othersMs, state.lastStartAt + intervalMs);
          state.lastStartAt = startAt;
          if (startAt > clock.now()) await clock.sleep(startAt - clock.now(), signal);
          return await all.use(fn, signal);
        }, signal);
      } finally {
        state.waiting -= 1;
      }
    },
  };
}

interface Slots {
  use<T>(fn: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** First come, first served; a waiting one that is aborted leaves the line. */
function createSlots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];
  const enter = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (free > 0) {
        free -= 1;
        return resolve();
      }
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.splice(line.indexOf(go), 1);
        reject(signal?.reason);
      };
      line.push(go);
      signal?.addEventListener('abort', leave, { once: true });
    });
  const exit = () => {
    const next = line.shift();
    if (next) next();
    else free += 1;
  };
  return {
    use: async (fn, signal) => {
      await enter(signal);
      try {
        return await fn();
      } finally {
        exit();
      }
    },
  };
}
