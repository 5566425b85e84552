// One run of one job that BullMQ handed out: its limits, its abort signal, and what its end means to BullMQ. Attempts are
// counted as the port says: a failure and a killed worker cost one, waiting for a better moment and being handed back none.

import type { Job } from 'bullmq';
import { AppError, NeverRetry } from '../core/errors.ts';
import type { Clock, JobContext, JobName, Log } from '../core/ports.ts';
import { errorLine, judgeFailure, type QueueSettings } from './settings.ts';

/** What is stored with a job. */
export interface JobData {
  payload: unknown;
  key: string | null;
  /** When a delayed job is due, epoch ms. */
  dueAt: number;
  /** Lost workers before the job was replayed: they count no more. */
  forgivenCount?: number;
}

export type Handler = (payload: never, context: JobContext) => Promise<void>;

/** Errors by which BullMQ is told that the job has been moved already, or is dead. */
export interface Signals {
  DelayedError: new () => Error;
  WaitingError: new () => Error;
  UnrecoverableError: new (message: string) => Error;
}

export interface RunOptions {
  name: JobName;
  handler: Handler;
  timeoutMs: number;
  clock: Clock;
  log: Log;
  settings: QueueSettings;
  signals: Signals;
}

/** A run that can be ended from outside. */
export class Run {
  readonly job: Job<JobData>;
  readonly #token: string;
  readonly #options: RunOptions;
  readonly #controller = new AbortController();
  #end: (result: Result) => void = () => undefined;
  #isOver = false;

  constructor(job: Job<JobData>, token: string, options: RunOptions) {
    this.job = job;
    this.#token = token;
    this.#options = options;
  }

  /** Resolves when the job is done; rejects with what BullMQ is to make of it. */
  async work(): Promise<void> {
    const { name, settings } = this.#options;
    const attempt = attemptOf(this.job);
    if (attempt > settings.maxAttempts) throw this.#dead('The process ended in the middle of the job.');
    const ended = new Promise<Result>((resolve) => {
      this.#end = resolve;
    });
    const timer = new AbortController();
    void this.#watch(timer.signal);
    const result = await Promise.race([this.#call(attempt), ended]);
    this.#isOver = true;
    timer.abort();
    if (result.kind === 'done') return;
    if (result.kind === 'returned') return this.#handBack();
    if (result.kind === 'lost') throw new Error('the job was lost');
    const { error } = result;
    const verdict = judgeFailure(error, attempt, settings);
    const facts = { jobId: this.job.id, job: name, attempt, error };
    if (verdict.kind === 'dead') {
      this.#options.log.error(facts, 'job failed for good; see the dead letters');
      throw this.#dead(errorLine(error));
    }
    this.#options.log.warn(facts, 'job failed; it will be tried again');
    if (!verdict.isFree) throw new Error(errorLine(error));
    await this.job.moveToDelayed(this.#options.clock.now() + verdict.afterMs, this.#token);
    throw new this.#options.signals.DelayedError();
  }

  /** The process is ending: the job goes back and keeps its attempt. */
  giveBack(): void {
    this.#controller.abort(new AppError('job.stopped', 'The process is ending; the job will be run again.'));
    this.#end({ kind: 'returned' });
  }

  /** Another worker has the job, or will have it: what this one does counts no more. */
  lose(): void {
    if (this.#isOver) return;
    const { log, name } = this.#options;
    log.warn({ jobId: this.job.id, job: name }, 'lost the lease; another worker has the job');
    this.#controller.abort(new AppError('job.lost', 'The lease of the job ran out; another worker has it now.'));
    this.#end({ kind: 'lost' });
  }

  #dead(message: string): Error {
    return new this.#options.signals.UnrecoverableError(message);
  }

  async #handBack(): Promise<void> {
    await this.job.moveToWait(this.#token);
    throw new this.#options.signals.WaitingError();
  }

  async #call(attempt: number): Promise<Result> {
    const { name, handler, log } = this.#options;
    const id = this.job.id ?? '';
    try {
      const context = { id, attempt, signal: this.#controller.signal, log: log.child({ jobId: id, job: name }) };
      if (!this.job.data || !('payload' in this.job.data))
        throw new NeverRetry('The job cannot be read; its data is damaged.');
      await handler(this.job.data.payload as never, context);
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  /** Aborts the signal when the time is over, and ends the run when the handler does not hear it. */
  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, timeoutMs, settings } = this.#options;
    const error = new AppError('job.timeout', 'The job took longer than it may and was stopped.', {
      facts: { timeoutMs },
    });
    try {
      await clock.sleep(timeoutMs, signal);
      this.#controller.abort(error);
      await clock.sleep(settings.abortGraceMs, signal);
      this.#end({ kind: 'failed', error });
    } catch {
      this.#isOver = true; // ended in time
    }
  }
}

type Result = { kind: 'done' } | { kind: 'returned' } | { kind: 'lost' } | { kind: 'failed'; error: unknown };

/** Failures and lost workers so far, and this one. */
export function attemptOf({ attemptsMade, stalledCounter, data }: Job<JobData>): number {
  return attemptsMade + Math.max(0, stalledCounter - (data?.forgivenCount ?? 0)) + 1;
}
