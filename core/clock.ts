// The only file that asks for the time or sets a timer. Everything else is handed a Clock,
// so that a test can live a week in a millisecond.

import type { Clock } from './ports.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The real clock. `every` timers do not keep the process alive on their own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, 2 ** 31 - 1),
      ); // longer timers overflow to 1 ms
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
  every: (ms, fn) => {
    let isRunning = false;
    const timer = setInterval(async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await fn();
      } finally {
        isRunning = false;
      }
    }, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

interface Timer {
  at: number;
  everyMs: number | null;
  run: () => unknown;
}

/** A clock that stands still until advance() is called; due timers then run in order. */
export class FakeClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(start = Date.UTC(2026, 10, 24, 6, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        this.#remove(timer);
        reject(signal?.reason);
      };
      const onTime = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const timer: Timer = { at: this.#now + ms, everyMs: null, run: onTime };
      this.#timers.push(timer);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  every(ms: number, fn: () => unknown): () => void {
    const timer: Timer = { at: this.#now + ms, everyMs: ms, run: fn };
    this.#timers.push(timer);
    return () => this.#remove(timer);
  }

  /** Moves time on, running every timer that falls due, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      if (due.everyMs === null) this.#remove(due);
      else due.at += due.everyMs;
      await due.run();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#now = end;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Moves time on as if the machine had slept: what fell due runs once, however often it was missed. */
  async leap(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of this.#timers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)) {
      if (timer.everyMs === null) this.#remove(timer);
      else timer.at = this.#now + timer.everyMs;
      await timer.run();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }
}
