// The queue of the embedded profile: jobs live in a table of the store's file, are claimed with a lease, and wake their
// worker in the same process at once. One loop sleeps until something is due: a delayed job, a lease, a time limit, the
// look for jobs of other processes. Nothing that a job or the disk does may end the loop, and no job is ever dropped.

import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { HOUR } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, DeadLetter, EnqueueOptions, JobContext, JobName, JobPayloads, Log, Queue } from '../core/ports.ts';
import { callHandler, type Handler, newRun, type Result, type Run, timeoutError, type Worker } from './local-run.ts';
import { type ClaimedJob, JobTable, jobId } from './local-table.ts';
import { closedError, errorLine, judgeFailure, type QueueSettings, writeError } from './settings.ts';

export interface LocalQueueOptions {
  db: Database.Database;
  clock: Clock;
  log: Log;
  /** Whether other processes may put jobs into the file. */
  isShared: boolean;
  settings: QueueSettings;
}

/** See Queue in core/ports.ts for every promise. */
export class LocalQueue implements Queue {
  readonly #table: JobTable;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #isShared: boolean;
  readonly #settings: QueueSettings;
  readonly #owner = randomUUID();
  readonly #workers = new Map<JobName, Worker>();
  readonly #runs = new Map<number, Run>();
  #drains: { resolve: () => void; reject: (reason: AppError) => void }[] = [];
  #sleep: { until: number; controller: AbortController } | null = null;
  #loop: Promise<void> | null = null;
  readonly #stop = new AbortController();
  #renewAt = 0;
  #isFailing = false;
  #isClosing = false;
  #isClosed = false;
  #whenEmpty: (() => void) | null = null;
  #closed: Promise<void> | null = null;

  constructor({ db, clock, log, isShared, settings }: LocalQueueOptions) {
    this.#table = new JobTable(db);
    this.#clock = clock;
    this.#log = log;
    this.#isShared = isShared;
    this.#settings = settings;
  }

  async enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options: EnqueueOptions = {}): Promise<void> {
    this.#checkOpen();
    const now = this.#clock.now();
    const { key = null, delayMs = 0, priority = 0 } = options;
    const dueAt = now + Math.max(0, Math.round(delayMs));
    try {
      this.#table.enqueue({ name, key, payload: JSON.stringify(payload), priority, dueAt }, now);
    } catch (error) {
      throw writeError(error);
    }
    this.#wake(this.#workers.get(name));
    if (dueAt > now) this.#wakeLoop(dueAt);
  }

  work<N extends JobName>(
    name: N,
    handler: (payload: JobPayloads[N], context: JobContext) => Promise<void>,
    options: { concurrency?: number; timeoutMs?: number } = {},
  ): void {
    this.#checkOpen();
    if (this.#workers.has(name))
      throw new AppError('queue.taken', 'This job has a worker already; register one per name.', { facts: { name } });
    const { concurrency = 1, timeoutMs = this.#settings.timeoutMs } = options;
    const worker = { name, handler: handler as Handler, concurrency, timeoutMs, runningCount: 0, isWoken: false };
    this.#workers.set(name, worker);
    this.#startLoop();
    this.#wake(worker);
  }

  async stats(): ReturnType<Queue['stats']> {
    this.#checkOpen();
    return this.#table.stats(this.#clock.now());
  }

  async deadLetters(limit: number): Promise<DeadLetter[]> {
    this.#checkOpen();
    return this.#table.deadLetters(limit);
  }

  async replay(id: string): Promise<boolean> {
    this.#checkOpen();
    try {
      if (!this.#table.replay(id, this.#clock.now())) return false;
    } catch (error) {
      throw writeError(error);
    }
    this.#wakeAll();
    return true;
  }

  /** Throws AppError('queue.closed') when the queue is closed while it waits. */
  drain(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closedError());
      this.#drains.push({ resolve, reject });
      this.#startLoop();
      this.#checkDrained();
    });
  }

  close(graceMs = 10_000): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    this.#wakeLoop(0);
    await this.#waitForRuns(graceMs);
    for (const run of this.#runs.values()) {
      run.isLost = true;
      run.controller.abort(new AppError('job.stopped', 'The process is ending; the job will be run again.'));
    }
    // When this fails the rows stay where they are and come back when their lease is over.
    if (this.#runs.size > 0) this.#attempt(() => this.#table.giveBack(this.#owner, this.#clock.now()));
    this.#isClosed = true;
    this.#stop.abort();
    for (const drain of this.#drains) drain.reject(closedError());
    this.#drains = [];
    this.#sleep?.controller.abort();
    await this.#loop;
    this.#table.close();
  }

  /** Resolves when nothing runs any more, or after the grace. */
  async #waitForRuns(graceMs: number): Promise<void> {
    if (this.#runs.size === 0 || graceMs <= 0) return;
    const timer = new AbortController();
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    await Promise.race([empty, this.#clock.sleep(graceMs, timer.signal).catch(woken)]);
    timer.abort();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closedError();
  }

  // ---------------------------------------------------------------- the loop

  #startLoop(): void {
    this.#loop ??= this.#runLoop();
  }

  async #runLoop(): Promise<void> {
    while (!this.#isClosed) {
      this.#tick();
      const now = this.#clock.now();
      const until = this.#nextAt(now);
      const controller = new AbortController();
      this.#sleep = { until, controller };
      await this.#clock.sleep(Math.max(1, until - now), controller.signal).catch(woken);
    }
  }

  /** Own leases are renewed before expired ones are collected: after a long stall no job of ours is run twice. */
  #tick(): void {
    const now = this.#clock.now();
    for (const run of this.#runs.values()) if (run.deadlineAt <= now) this.#expireRun(run, now);
    if (this.#runs.size > 0 && this.#renewAt <= now) this.#attempt(() => this.#renew(now));
    if (!this.#isClosing) {
      this.#attempt(() => {
        this.#table.promote(now);
        this.#collectExpired(now);
      });
      for (const worker of this.#workers.values()) this.#fill(worker);
    }
    this.#checkDrained();
  }

  #nextAt(now: number): number {
    const { pollMs } = this.#settings;
    const times = [now + (this.#isShared || this.#isFailing ? pollMs : HOUR)];
    for (const run of this.#runs.values()) times.push(run.deadlineAt);
    if (this.#runs.size > 0) times.push(this.#renewAt);
    const next = this.#isClosing ? null : this.#attempt(() => this.#table.nextAt(this.#owner));
    if (next) times.push(next);
    // What is overdue because it cannot be written must not make the loop spin.
    return Math.max(Math.min(...times), this.#isFailing ? now + pollMs : 0);
  }

  /** Makes the loop look again when it would sleep past `at`. */
  #wakeLoop(at: number): void {
    if (this.#sleep && at < this.#sleep.until) this.#sleep.controller.abort();
  }

  #renew(now: number): void {
    const { leaseMs } = this.#settings;
    const kept = this.#table.renew(this.#owner, now + leaseMs);
    this.#renewAt = now + leaseMs / 3;
    for (const run of this.#runs.values()) if (!kept.has(run.job.seq)) this.#lose(run);
  }

  #lose(run: Run): void {
    if (run.isLost) return;
    run.isLost = true;
    this.#log.warn({ jobId: jobId(run.job.seq), job: run.worker.name }, 'lost the lease; another worker has the job');
    run.controller.abort(new AppError('job.lost', 'The lease of the job ran out; another worker has it now.'));
  }

  #expireRun(run: Run, now: number): void {
    if (run.isTimedOut) {
      run.deadlineAt = Number.POSITIVE_INFINITY;
      run.giveUp();
      return;
    }
    run.isTimedOut = true;
    run.deadlineAt = now + this.#settings.abortGraceMs;
    run.controller.abort(timeoutError(run.worker.timeoutMs));
  }

  /** Jobs whose worker was killed come back; one that kills its worker every time ends as a dead letter. */
  #collectExpired(now: number): void {
    const { maxAttempts, deadKeptMs } = this.#settings;
    const error = 'The process ended in the middle of the job.';
    for (const { seq, owner, attempt } of this.#table.expired(now)) {
      if (owner === this.#owner) continue;
      const isDead = attempt >= maxAttempts;
      if (isDead) this.#table.bury(seq, owner, { now, error, keptMs: deadKeptMs });
      else this.#table.retry(seq, owner, { now, dueAt: now, error, isFree: false });
      this.#log.warn({ jobId: jobId(seq), attempt, isDead }, 'the worker of a job was lost');
    }
  }

  // ---------------------------------------------------------------- claiming and running

  /** Through the event loop, so that a full queue never keeps sockets and timers from their turn. */
  #wake(worker: Worker | undefined): void {
    if (!worker || worker.isWoken || this.#isClosing) return;
    worker.isWoken = true;
    setImmediate(() => {
      worker.isWoken = false;
      this.#fill(worker);
    });
  }

  #wakeAll(): void {
    for (const worker of this.#workers.values()) this.#wake(worker);
  }

  #fill(worker: Worker): void {
    while (!this.#isClosing && worker.runningCount < worker.concurrency) {
      const leaseEndsAt = this.#clock.now() + this.#settings.leaseMs;
      const job = this.#attempt(() => this.#table.claim(worker.name, this.#owner, leaseEndsAt));
      if (!job) break;
      this.#works();
      void this.#run(worker, job);
    }
  }

  async #run(worker: Worker, job: ClaimedJob): Promise<void> {
    const run = this.#begin(worker, job);
    const result = await Promise.race([callHandler(run, this.#log), run.whenGivenUp]);
    run.deadlineAt = Number.POSITIVE_INFINITY;
    await this.#settle(run, result);
    // A lost job may have come back to this process meanwhile; then the entry is the new run's.
    if (this.#runs.get(job.seq) === run) this.#runs.delete(job.seq);
    worker.runningCount -= 1;
    if (this.#runs.size === 0) this.#whenEmpty?.();
    this.#wake(worker);
    this.#checkDrained();
  }

  #begin(worker: Worker, job: ClaimedJob): Run {
    const now = this.#clock.now();
    const run = newRun(worker, job, now + worker.timeoutMs);
    if (this.#runs.size === 0) this.#renewAt = now + this.#settings.leaseMs / 3;
    this.#runs.set(job.seq, run);
    worker.runningCount += 1;
    this.#wakeLoop(Math.min(run.deadlineAt, this.#renewAt));
    return run;
  }

  /** Writes the result, again and again while the disk is full. The job keeps its place meanwhile: no new work is taken. */
  async #settle(run: Run, { isFailed, error }: Result): Promise<void> {
    const cause = run.isTimedOut && isFailed ? timeoutError(run.worker.timeoutMs) : error;
    if (isFailed && !run.isLost) this.#report(run, cause);
    while (!run.isLost) {
      const isOurs = this.#attempt(() => this.#write(run, isFailed, cause));
      if (isOurs === false) this.#lose(run);
      if (isOurs !== null) return this.#works();
      await this.#clock.sleep(this.#settings.pollMs, this.#stop.signal).catch(woken);
    }
  }

  #write({ job, worker }: Run, isFailed: boolean, error: unknown): boolean {
    const now = this.#clock.now();
    if (!isFailed) return this.#table.finish(job.seq, this.#owner, now);
    const verdict = judgeFailure(error, job.attempt, this.#settings);
    const line = errorLine(error);
    if (verdict.kind === 'dead')
      return this.#table.bury(job.seq, this.#owner, { now, error: line, keptMs: this.#settings.deadKeptMs });
    const dueAt = now + verdict.afterMs;
    const isOurs = this.#table.retry(job.seq, this.#owner, { now, dueAt, error: line, isFree: verdict.isFree });
    this.#wakeLoop(dueAt);
    this.#wake(worker);
    return isOurs;
  }

  #report({ job, worker }: Run, error: unknown): void {
    const { kind } = judgeFailure(error, job.attempt, this.#settings);
    const facts = { jobId: jobId(job.seq), job: worker.name, attempt: job.attempt, error };
    if (kind === 'dead') this.#log.error(facts, 'job failed for good; see the dead letters');
    else this.#log.warn(facts, 'job failed; it will be tried again');
  }

  // ---------------------------------------------------------------- trouble with the file

  /** Runs a step on the table; null when it failed. Reported once, until a write works again. */
  #attempt<T>(step: () => T): T | null {
    try {
      return step();
    } catch (error) {
      if (!this.#isFailing) this.#log.error({ error }, 'the queue cannot be written; trying on');
      this.#isFailing = true;
      this.#wakeLoop(this.#clock.now() + this.#settings.pollMs);
      return null;
    }
  }

  /** After a write that worked. Reading proves nothing: it works on a full disk too. */
  #works(): void {
    if (this.#isFailing) this.#log.info({}, 'the queue can be written again');
    this.#isFailing = false;
  }

  #checkDrained(): void {
    if (this.#drains.length === 0 || this.#isClosed) return;
    if (this.#attempt(() => this.#table.isBusy(this.#clock.now())) !== false) return;
    for (const drain of this.#drains) drain.resolve();
    this.#drains = [];
  }
}

/** A sleep that was ended early is what was wanted. */
function woken(): void {
  // Nothing to do: the sleeper looks for itself why.
}
