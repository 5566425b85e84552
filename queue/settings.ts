// How patient a queue is. Shared by every implementation, so that a job behaves alike on both profiles.

import { AppError, messageOf, NeverRetry, RetryLater } from '../core/errors.ts';

export interface QueueSettings {
  /** How long a claimed job stays its worker's without a sign of life; renewed at a third of it. */
  leaseMs: number;
  /** Runs of a job that fails, before it becomes a dead letter. */
  maxAttempts: number;
  /** Pause after the first failure; doubles with every further one, up to the cap. */
  backoffMs: number;
  backoffCapMs: number;
  /** How often to look for jobs that another process put in, and how long to wait after a failed write. */
  pollMs: number;
  /** Limit of a job whose worker names none. */
  timeoutMs: number;
  /** How long a job may go on after its signal was aborted, before it is given up. */
  abortGraceMs: number;
  /** How long dead letters are kept. */
  deadKeptMs: number;
  /** 0 (inclusive) to 1 (exclusive). */
  random: () => number;
}

export const QUEUE_DEFAULTS: QueueSettings = {
  leaseMs: 30_000,
  maxAttempts: 8,
  backoffMs: 5_000,
  backoffCapMs: 15 * 60_000,
  pollMs: 1_000,
  timeoutMs: 10 * 60_000,
  abortGraceMs: 5_000,
  deadKeptMs: 30 * 86_400_000,
  random: Math.random,
};

/**
 * Pause before the next try, in ms: exponential with "equal jitter", half of it fixed and half random, so that jobs
 * that failed together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter").
 */
export function backoffAfter(attempt: number, settings: QueueSettings): number {
  const full = Math.min(settings.backoffCapMs, settings.backoffMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * settings.random());
}

/** What a failed run means: `isFree` costs no attempt. */
export type Verdict = { kind: 'retry'; afterMs: number; isFree: boolean } | { kind: 'dead' };

/** The store or the queue cannot work for a while: that is no failure of the job, however long it lasts. */
function isAway(error: unknown): boolean {
  return error instanceof AppError && error.retry === 'later' && /^(?:store|queue)\./.test(error.code);
}

/** `attempt` is the number of the run that failed, 1 for the first. */
export function judgeFailure(error: unknown, attempt: number, settings: QueueSettings): Verdict {
  if (error instanceof RetryLater) return { kind: 'retry', afterMs: error.retryAfterMs ?? 0, isFree: true };
  if (isAway(error)) return { kind: 'retry', afterMs: backoffAfter(attempt, settings), isFree: true };
  if (error instanceof NeverRetry || attempt >= settings.maxAttempts) return { kind: 'dead' };
  return { kind: 'retry', afterMs: backoffAfter(attempt, settings), isFree: false };
}

/** The sentence that is kept with a failed job; bounded, because errors may carry whole pages. */
export function errorLine(error: unknown): string {
  return messageOf(error).slice(0, 1000);
}

export function closedError(): AppError {
  return new AppError('queue.closed', 'The queue is closed; start the process again to go on.');
}

/** What enqueue throws when the database refuses a write: 'queue.busy' or 'queue.full'. */
export function writeError(error: unknown): AppError {
  const isBusy = ((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY');
  const message = isBusy
    ? 'Another process keeps the database locked. Wait for it to end, then try again.'
    : 'The job could not be written. Free some disk space and check that the data folder is writable.';
  return new AppError(isBusy ? 'queue.busy' : 'queue.full', message, { retry: 'later', cause: error });
}
