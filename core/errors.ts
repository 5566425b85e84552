// One error class for everything we throw on purpose. The message is a sentence that says what to do next;
// values live in `facts`, so that messages can be grouped and secrets never slip into them.

export type RetryHint = 'now' | 'later' | 'never';

export interface AppErrorOptions {
  retry?: RetryHint;
  retryAfterMs?: number;
  cause?: unknown;
  facts?: Record<string, unknown>;
}

/** `code` is 'area.what': 'config.invalid', 'store.conflict', 'source.changed', 'queue.full' … */
export class AppError extends Error {
  readonly code: string;
  readonly retry: RetryHint;
  readonly retryAfterMs: number | null;
  readonly facts: Record<string, unknown>;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.facts = options.facts ?? {};
  }
}

/** Thrown by a job: try again after `ms`; costs no attempt. */
export class RetryLater extends AppError {
  constructor(ms: number, message = 'Waiting for a better moment.', options: AppErrorOptions = {}) {
    super('job.retry-later', message, { ...options, retry: 'later', retryAfterMs: ms });
    this.name = 'RetryLater';
  }
}

/** Thrown by a job: another try cannot help; goes to the dead letters. */
export class NeverRetry extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super('job.never-retry', message, { ...options, retry: 'never' });
    this.name = 'NeverRetry';
  }
}

/** Thrown by Notifier.send(). */
export class DeliveryError extends AppError {
  constructor(message: string, options: AppErrorOptions & { retry: 'later' | 'never' }) {
    super('notify.failed', message, options);
    this.name = 'DeliveryError';
  }
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
