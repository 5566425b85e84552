// The whole of itibar in one process for tests: the real app on a real file, real sockets on loopback, and a clock that is
// moved by hand. A step moves the clock and then waits until everything that could go on has gone on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as realSleep } from 'node:timers/promises';
import { type App, openApp } from '../../app.ts';
import { configSchema } from '../../config/schema.ts';
import { FakeClock, SECOND } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import type { Delivery, Incident, Mention } from '../../core/types.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { memoryLog } from '../queue/support.ts';

/** Counts who waits for it: when only the queue's own loop does, whatever still runs is busy with real sockets. */
export class CountingClock extends FakeClock {
  sleeping = 0;

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeping += 1;
    try {
      await super.sleep(ms, signal);
    } finally {
      this.sleeping -= 1;
    }
  }
}

const LOOK_MS = 3;
/** Looks without any change after which those that sleep are given their time. */
const STILL_LOOKS = 6;
const MOST_LOOKS = 20_000 / LOOK_MS;

export interface System {
  app: App;
  store: Store;
  lines: ReturnType<typeof memoryLog>['lines'];
  close(): Promise<void>;
}

export function freshData(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'itibar-flow-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts it as `itibar start` does, jobs and all, but the page. */
export async function startSystem(clock: FakeClock, dir: string, config: object): Promise<System> {
  const { log, lines } = memoryLog();
  const app = await openApp(configSchema.parse({ ...config, data: { dir } }), { clock, log });
  await seedBrands(app.deps);
  app.startJobs();
  return { app, store: app.deps.store, lines, close: () => whileTimePasses(clock, app.close()) };
}

/** Closing waits for running jobs, and these may wait for the clock. */
async function whileTimePasses(clock: FakeClock, closing: Promise<void>): Promise<void> {
  let isOver = false;
  const over = closing.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await clock.advance(SECOND / 2);
    await realSleep(LOOK_MS);
  }
  await over;
}

/** Resolves when nothing is due, or when everything that runs waits for the clock. */
export async function settle(clock: CountingClock, { app }: System): Promise<void> {
  let before = '';
  let still = 0;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const stats = Object.values(await app.deps.queue.stats());
    const waiting = stats.reduce((sum, { pending, running }) => sum + pending + running, 0);
    if (waiting === 0) return;
    const now = JSON.stringify(stats);
    still = now === before && clock.sleeping > 1 ? still + 1 : 0;
    before = now;
    if (still >= STILL_LOOKS) return;
    await realSleep(LOOK_MS);
  }
  throw new Error(`it does not come to rest: ${before}`);
}

/** Lives through `ms` of story time in steps, or until `isReached` says so. */
export async function live(
  clock: CountingClock,
  system: System,
  ms: number,
  {
    stepMs = 2 * SECOND,
    isReached = () => false,
  }: { stepMs?: number; isReached?: () => Promise<boolean> | boolean } = {},
): Promise<void> {
  const until = clock.now() + ms;
  while (clock.now() < until && !(await isReached())) {
    await clock.advance(Math.min(stepMs, until - clock.now()));
    await settle(clock, system);
  }
}

export async function allMentions(store: Store): Promise<Mention[]> {
  const found: Mention[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.mentions.list({}, { limit: 200, cursor });
    found.push(...page.items.map(({ mention }) => mention));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

export async function allIncidents(store: Store): Promise<Incident[]> {
  return (await store.incidents.list({}, { limit: 100 })).items;
}

/** What was to go out by mail. */
export async function mailDeliveries(store: Store): Promise<Delivery[]> {
  return (await store.deliveries.list({}, 1000)).filter(({ routeId }) => routeId === 'mail');
}

/** Numbers that must agree when nothing was lost and nothing doubled. */
export async function countsOf(store: Store) {
  const rows = await store.rollups.read({ dimension: 'all', from: 0, to: Number.MAX_SAFE_INTEGER, groupBy: ['watch'] });
  let inStories = 0;
  let cursor: string | null = null;
  do {
    const page = await store.stories.list({}, { limit: 200, cursor });
    inStories += page.items.reduce((sum, story) => sum + story.mentionCount, 0);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return {
    perWatch: rows.map(({ count }) => count),
    inStories,
    unjudged: (await store.mentions.listUnjudged(10)).length,
  };
}
