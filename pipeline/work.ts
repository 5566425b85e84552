// Which job does what, and what starts jobs by itself: the schedule, the digest's clock, the housekeeping.
// One process runs all of it (embedded); several share it out by name (scaled).

import { MINUTE } from '../core/clock.ts';
import type { JobName } from '../core/ports.ts';
import { JOB_NAMES } from '../core/ports.ts';
import { analyzeJob } from './analyze.ts';
import { captureJob } from './capture.ts';
import type { Deps } from './deps.ts';
import { digestJob } from './digest.ts';
import { scheduleDigest } from './digest-schedule.ts';
import { evaluateJob } from './evaluate.ts';
import { fetchJob } from './fetch.ts';
import { notifyJob } from './notify.ts';
import { paced } from './pace.ts';
import { pullJob } from './pull.ts';
import { reanalyzeJob } from './reanalyze.ts';
import { LEASE_MS, startSchedule } from './schedule.ts';
import { startTidying, tidyJob } from './tidy.ts';
import { trainJob } from './train-job.ts';

export interface WorkOptions {
  /** Fetches and deliveries at once: what waits for others. The rest is work for the processor and goes one by one. */
  concurrency?: number | undefined;
}

type Start = (deps: Deps, options: WorkOptions) => void;

const DELIVERIES_AT_ONCE = 4;
/** As many as the browser draws at once. */
const CAPTURES_AT_ONCE = 2;

/** Time limits are far above what a job needs: they end what hangs, not what is slow. */
const STARTS: Record<JobName, Start> = {
  fetch: (deps, { concurrency = deps.config.fetch.concurrency }) =>
    deps.queue.work(
      'fetch',
      async (payload, { attempt }) => {
        await fetchJob(deps, payload, { isRepeated: attempt > 1 });
      },
      { concurrency, timeoutMs: LEASE_MS },
    ),
  analyze: (deps) =>
    deps.queue.work(
      'analyze',
      async (payload) => {
        await analyzeJob(deps, payload);
      },
      { concurrency: 1, timeoutMs: 2 * MINUTE },
    ),
  evaluate: (deps) =>
    deps.queue.work('evaluate', (payload) => paced(deps, payload.brandId, () => evaluateJob(deps, payload)), {
      concurrency: 1,
      timeoutMs: 2 * MINUTE,
    }),
  notify: (deps, { concurrency = DELIVERIES_AT_ONCE }) =>
    deps.queue.work('notify', (payload, context) => notifyJob(deps, payload, context), {
      concurrency,
      timeoutMs: 2 * MINUTE,
    }),
  digest: (deps) =>
    deps.queue.work('digest', (payload) => digestJob(deps, payload), { concurrency: 1, timeoutMs: 5 * MINUTE }),
  capture: (deps) =>
    deps.queue.work('capture', (payload, context) => captureJob(deps, payload, context), {
      concurrency: CAPTURES_AT_ONCE,
      timeoutMs: 5 * MINUTE,
    }),
  pull: (deps) =>
    deps.queue.work('pull', (payload) => pullJob(deps, payload), { concurrency: 2, timeoutMs: 2 * MINUTE }),
  reanalyze: (deps) =>
    deps.queue.work('reanalyze', (payload) => reanalyzeJob(deps, payload), { concurrency: 1, timeoutMs: 2 * MINUTE }),
  train: (deps) =>
    deps.queue.work('train', (payload) => trainJob(deps, payload), { concurrency: 1, timeoutMs: 10 * MINUTE }),
  tidy: (deps) => deps.queue.work('tidy', () => tidyJob(deps), { concurrency: 1, timeoutMs: 10 * MINUTE }),
};

/** Starts working on the named jobs (all, when none are named). Ends with deps.queue.close(). */
export function startWork(deps: Deps, names: readonly JobName[] = JOB_NAMES, options: WorkOptions = {}): void {
  for (const name of names) STARTS[name](deps, options);
}

/** Starts what makes jobs by the clock. Returns the function that stops it. */
export function startClockwork(deps: Deps): () => void {
  const stops = [startSchedule(deps), startTidying(deps), scheduleDigest(deps)];
  return () => {
    for (const stop of stops) stop();
  };
}
