// The queue of the scaled profile: BullMQ on Redis, one BullMQ queue for each name of a job. Any number of processes put
// jobs in and work on them. Connects with the first call and loads the packages then; while Redis is away putting a job
// in fails at once, and workers wait for it to come back. No job is ever dropped: what is dead is kept and can be replayed.

import { randomUUID } from 'node:crypto';
import type { Queue as BullQueue, Worker as BullWorker, Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { AppError } from '../core/errors.ts';
import {
  type Clock,
  type DeadLetter,
  type EnqueueOptions,
  JOB_NAMES,
  type JobContext,
  type JobName,
  type JobPayloads,
  type Log,
  type Queue,
} from '../core/ports.ts';
import { connect, connectProducer, unavailable } from './bullmq-redis.ts';
import { attemptOf, type Handler, type JobData, Run } from './bullmq-run.ts';
import { backoffAfter, closedError, type QueueSettings } from './settings.ts';

export interface BullMqOptions {
  /** redis://:password@host:6379/0 */
  url: string;
  /** Before every key in Redis; the braces keep them on one node of a cluster. */
  prefix?: string;
  clock: Clock;
  log: Log;
  settings: QueueSettings;
}

const PREFIX = '{itibar}';
/** BullMQ runs small numbers first, and jobs without a number before all others: so every job has one. */
const USUAL_PRIORITY = 1_000_000;
/** BullMQ's own counting never ends a job: bullmq-run.ts says when it is dead. */
const ENDLESS = 1_000_000;
const DRAIN_POLL_MS = 20;
const CLOSE_PATIENCE_MS = 2_000;
const EVENTS_KEPT = 100;

/** See Queue in core/ports.ts for every promise. */
export class BullMqQueue implements Queue {
  readonly #options: BullMqOptions;
  readonly #workers = new Map<JobName, Promise<BullWorker<JobData> | null>>();
  readonly #runs = new Set<Run>();
  readonly #connections: Redis[] = [];
  readonly #stop = new AbortController();
  readonly #isOver = () => this.#stop.signal.aborted;
  #queues: Promise<Map<JobName, BullQueue<JobData>>> | null = null;
  #isClosing = false;
  #isClosed = false;
  #closed: Promise<void> | null = null;

  constructor(options: BullMqOptions) {
    this.#options = options;
  }

  async enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options: EnqueueOptions = {}): Promise<void> {
    const { key = null, priority = 0 } = options;
    const delay = Math.max(0, Math.round(options.delayMs ?? 0));
    const dueAt = this.#options.clock.now() + delay;
    await this.#ask(async (queues) => {
      const queue = queueOf(queues, name);
      const jobId = randomUUID();
      // Not the key as the job's id: an id that was used by a job that failed would be passed over in silence.
      const job = await queue.add(
        name,
        { payload, key, dueAt },
        {
          jobId,
          ...(delay > 0 ? { delay } : {}),
          priority: Math.max(1, USUAL_PRIORITY - Math.round(priority)),
          ...(key === null ? {} : { deduplication: { id: key, keepLastIfActive: true } }),
        },
      );
      if (job.id !== undefined && job.id !== jobId) await this.#bringForward(queue, job.id, dueAt);
    });
  }

  work<N extends JobName>(
    name: N,
    handler: (payload: JobPayloads[N], context: JobContext) => Promise<void>,
    options: { concurrency?: number; timeoutMs?: number } = {},
  ): void {
    if (this.#isClosed) throw closedError();
    if (this.#workers.has(name))
      throw new AppError('queue.taken', 'This job has a worker already; register one per name.', { facts: { name } });
    const { concurrency = 1, timeoutMs = this.#options.settings.timeoutMs } = options;
    const worker = this.#startWorker(name, handler as Handler, { concurrency, timeoutMs });
    this.#workers.set(name, worker);
    worker.catch((error: unknown) => this.#options.log.error({ error, job: name }, 'the worker could not be started'));
  }

  stats(): ReturnType<Queue['stats']> {
    return this.#ask(async (queues) => {
      const entries = JOB_NAMES.map(async (name) => {
        const counts = await queueOf(queues, name).getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
        const { wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
        return [name, { pending: wait + prioritized, running: active, delayed, dead: failed }] as const;
      });
      return Object.fromEntries(await Promise.all(entries)) as Awaited<ReturnType<Queue['stats']>>;
    });
  }

  deadLetters(limit: number): Promise<DeadLetter[]> {
    return this.#ask(async (queues) => {
      const all = await Promise.all(
        JOB_NAMES.map(async (name) => {
          const jobs = await queueOf(queues, name).getFailed(0, Math.max(0, limit - 1));
          return jobs.filter(Boolean).map((job) => deadLetter(name, job));
        }),
      );
      return all
        .flat()
        .sort((a, b) => b.failedAt - a.failedAt)
        .slice(0, limit);
    });
  }

  replay(id: string): Promise<boolean> {
    return this.#ask(async (queues) => {
      const [name, ...rest] = id.split('_');
      const queue = queues.get(name as JobName);
      const job = queue && (await queue.getJob(rest.join('_')));
      if (!job || !(await job.isFailed())) return false;
      await job.updateData({ ...job.data, forgivenCount: job.stalledCounter });
      try {
        await job.retry('failed', { resetAttemptsMade: true });
        return true;
      } catch (error) {
        if (await job.isFailed()) throw error;
        return false; // somebody else replayed it
      }
    });
  }

  async drain(): Promise<void> {
    for (;;) {
      if (this.#isClosed || this.#isClosing) throw closedError();
      const stats = Object.values(await this.stats());
      if (stats.every(({ pending, running }) => pending + running === 0)) return;
      await this.#options.clock.sleep(DRAIN_POLL_MS, this.#stop.signal).catch(() => undefined);
    }
  }

  close(graceMs = 10_000): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    const workers = await Promise.all([...this.#workers.values()].map((worker) => worker.catch(() => null)));
    // Takes no more jobs from now on, and is done when the running ones are.
    const ended = Promise.all(workers.map((worker) => worker?.close()));
    const timer = new AbortController();
    const grace = this.#options.clock.sleep(graceMs, timer.signal).catch(() => undefined);
    if (graceMs > 0) await Promise.race([ended.catch(() => undefined), grace]);
    timer.abort();
    for (const run of this.#runs) run.giveBack();
    // While Redis is away a worker would wait for it; what runs here comes back when its lease is over.
    const patience = new AbortController();
    const isLate = this.#options.clock.sleep(CLOSE_PATIENCE_MS, patience.signal).catch(() => undefined);
    await Promise.race([ended.catch(() => undefined), isLate]);
    patience.abort();
    this.#isClosed = true;
    this.#stop.abort();
    const queues = await (this.#queues ?? Promise.resolve(null)).catch(() => null);
    for (const redis of this.#connections.splice(0)) redis.disconnect();
    for (const each of [...(queues?.values() ?? []), ...workers]) void each?.disconnect().catch(() => undefined);
  }

  // ---------------------------------------------------------------- connecting

  /** Runs fn with the queues. Throws 'queue.closed', 'queue.unavailable' (retry later), 'queue.eviction'. */
  async #ask<R>(fn: (queues: Map<JobName, BullQueue<JobData>>) => Promise<R>): Promise<R> {
    if (this.#isClosed) throw closedError();
    this.#queues ??= this.#open();
    try {
      return await fn(await this.#queues);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async #open(): Promise<Map<JobName, BullQueue<JobData>>> {
    const { url, clock, log, prefix = PREFIX } = this.#options;
    try {
      const { Queue: Bull } = await import('bullmq');
      const connection = await connectProducer(url, { log, clock, isOver: this.#isOver });
      this.#connections.push(connection);
      const make = (name: JobName) => {
        const queue = new Bull<JobData>(name, {
          ...{ connection, prefix, skipVersionCheck: true },
          streams: { events: { maxLen: EVENTS_KEPT } },
          defaultJobOptions: {
            attempts: ENDLESS,
            backoff: { type: 'custom' },
            removeOnComplete: true,
            removeOnFail: { age: Math.ceil(this.#options.settings.deadKeptMs / 1000) },
            stackTraceLimit: 0,
          },
        });
        queue.on('error', (error) => log.debug({ error, job: name }, 'a connection of the queue failed'));
        return [name, queue] as const;
      };
      return new Map(JOB_NAMES.map(make));
    } catch (error) {
      this.#queues = null;
      throw error;
    }
  }

  async #startWorker(
    name: JobName,
    handler: Handler,
    { concurrency, timeoutMs }: { concurrency: number; timeoutMs: number },
  ): Promise<BullWorker<JobData> | null> {
    const { url, clock, log, settings, prefix = PREFIX } = this.#options;
    await this.#untilReady();
    if (this.#isClosing) return null;
    const { Worker: Bull, DelayedError, WaitingError, UnrecoverableError } = await import('bullmq');
    const signals = { DelayedError, WaitingError, UnrecoverableError };
    const connection = await connect(url, 'worker', { log, clock, isOver: this.#isOver });
    this.#connections.push(connection);
    const process = async (job: Job<JobData>, token = '') => {
      const run = new Run(job, token, { name, handler, timeoutMs, clock, log, settings, signals });
      this.#runs.add(run);
      try {
        await run.work();
      } finally {
        this.#runs.delete(run);
      }
    };
    const worker = new Bull<JobData>(name, process, {
      ...{ connection, prefix, concurrency, skipVersionCheck: true },
      lockDuration: settings.leaseMs,
      stalledInterval: settings.leaseMs,
      maxStalledCount: settings.maxAttempts - 1,
      runRetryDelay: settings.pollMs,
      removeOnComplete: { count: 0 },
      removeOnFail: { age: Math.ceil(settings.deadKeptMs / 1000) },
      settings: { backoffStrategy: (attemptsMade) => backoffAfter(attemptsMade, settings) },
    });
    worker.on('error', (error) => log.debug({ error, job: name }, 'a connection of the worker failed'));
    worker.on('stalled', (jobId) => log.warn({ jobId, job: name }, 'the worker of a job was lost'));
    worker.on('lockRenewalFailed', (ids) => {
      for (const run of this.#runs) if (ids.includes(run.job.id ?? '')) run.lose();
    });
    return worker;
  }

  /** Workers wait for Redis; only what will never be right ends the wait. */
  async #untilReady(): Promise<void> {
    const { clock, log, settings } = this.#options;
    while (!this.#isClosing) {
      try {
        return await this.#ask(async () => undefined);
      } catch (error) {
        if ((error as AppError).retry === 'never') throw error;
        log.warn({ error }, 'the worker waits for Redis');
        await clock.sleep(settings.pollMs, this.#stop.signal).catch(() => undefined);
      }
    }
  }

  /** The same is wanted sooner than a job that waits for its first run; a pause after a failure is not cut short. */
  async #bringForward(queue: BullQueue<JobData>, jobId: string, dueAt: number): Promise<void> {
    const job = await queue.getJob(jobId);
    if (!job || job.attemptsStarted > 0 || job.data.dueAt <= dueAt || !(await job.isDelayed())) return;
    const delay = dueAt - this.#options.clock.now();
    try {
      if (delay > 0) await job.changeDelay(delay);
      else await job.promote();
      await job.updateData({ ...job.data, dueAt });
    } catch (error) {
      // It began at this moment, which is sooner still.
      if (await job.isDelayed()) throw error;
    }
  }
}

function queueOf(queues: Map<JobName, BullQueue<JobData>>, name: JobName): BullQueue<JobData> {
  const queue = queues.get(name);
  if (!queue) throw new AppError('queue.unknown', 'There is no job of this name.', { facts: { name } });
  return queue;
}

function deadLetter(name: JobName, job: Job<JobData>): DeadLetter {
  return {
    id: `${name}_${job.id}`,
    name,
    payload: job.data.payload,
    error: job.failedReason ?? '',
    failedAt: job.finishedOn ?? job.timestamp,
    attemptCount: attemptOf(job) - 1,
  };
}
