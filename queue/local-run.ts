// One run of one job in this process: its limits, its abort signal, the call of its handler. Never touches the table.

import { AppError, NeverRetry } from '../core/errors.ts';
import type { JobContext, JobName, Log } from '../core/ports.ts';
import { type ClaimedJob, jobId } from './local-table.ts';

export type Handler = (payload: never, context: JobContext) => Promise<void>;

export interface Worker {
  name: JobName;
  handler: Handler;
  concurrency: number;
  timeoutMs: number;
  runningCount: number;
  /** A look for work is on its way. */
  isWoken: boolean;
}

export interface Result {
  isFailed: boolean;
  error: unknown;
}

export interface Run {
  job: ClaimedJob;
  worker: Worker;
  controller: AbortController;
  /** When to abort the signal, and after that when to give the run up. */
  deadlineAt: number;
  isTimedOut: boolean;
  /** The row went back to the queue or to another worker: the result no longer counts. */
  isLost: boolean;
  /** Ends the run although its handler goes on. */
  giveUp: () => void;
  whenGivenUp: Promise<Result>;
}

export function newRun(worker: Worker, job: ClaimedJob, deadlineAt: number): Run {
  const controller = new AbortController();
  const run = { job, worker, controller, deadlineAt, isTimedOut: false, isLost: false };
  let resolveGivenUp: (result: Result) => void;
  const whenGivenUp = new Promise<Result>((resolve) => {
    resolveGivenUp = resolve;
  });
  return { ...run, whenGivenUp, giveUp: () => resolveGivenUp({ isFailed: true, error: null }) };
}

/** Never rejects: what a handler throws is a result like any other. */
export async function callHandler({ job, worker, controller }: Run, log: Log): Promise<Result> {
  const id = jobId(job.seq);
  try {
    const facts = { jobId: id, job: worker.name };
    const context = { id, attempt: job.attempt, signal: controller.signal, log: log.child(facts) };
    await worker.handler(readPayload(job.payload) as never, context);
    return { isFailed: false, error: null };
  } catch (error) {
    return { isFailed: true, error };
  }
}

export function timeoutError(timeoutMs: number): AppError {
  return new AppError('job.timeout', 'The job took longer than it may and was stopped.', { facts: { timeoutMs } });
}

function readPayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NeverRetry('The job cannot be read; its row is damaged.', { cause: error });
  }
}
