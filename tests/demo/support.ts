// Shared by the demo's tests: a sample web on a clock that stands still, and a log that keeps nothing.

import { afterEach } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import type { Log } from '../../core/ports.ts';
import { type SampleWeb, startSampleWeb } from '../../demo/web.ts';

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

/** Returns a starter; whatever it started is stopped after each test. */
export function sampleWebs(): () => Promise<{ web: SampleWeb; clock: FakeClock }> {
  const running: SampleWeb[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((web) => web.stop()));
  });
  return async () => {
    const clock = new FakeClock();
    const web = await startSampleWeb({ clock, log: silentLog, host: '127.0.0.1', seed: 7 });
    running.push(web);
    return { web, clock };
  };
}

export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
