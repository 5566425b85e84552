// What a command says: results on standard output, everything else on standard error. With --json one object, one array
// or JSON Lines and nothing else. Must never let text from outside reach a terminal with control characters in it.

import { once } from 'node:events';
import { AppError, messageOf } from '../core/errors.ts';

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** A mistake in the command line itself: exit code 2. */
export class UsageError extends AppError {
  constructor(message: string) {
    super('cli.usage', message);
    this.name = 'UsageError';
  }
}

const FLUSH_AT = 64 * 1024;

/** Collects small lines into large writes and waits when the reader is slow, so that memory stays bounded. */
export class Output {
  readonly isJson: boolean;
  #waiting: string[] = [];
  #size = 0;

  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  /** A sentence or a table for a person; says nothing with --json. */
  say(text: string): void {
    if (!this.isJson) this.#put(text);
  }

  /** The answer of a command for programs; says nothing without --json. */
  answer(value: unknown): void {
    if (this.isJson) this.#put(JSON.stringify(value));
  }

  /** One line of JSON Lines, with and without --json. Await it: it is how back-pressure arrives. */
  async line(value: unknown): Promise<void> {
    await this.text(jsonOf(value));
  }

  /** One line of plain text (CSV …), with and without --json. */
  async text(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#size += text.length;
    if (this.#size >= FLUSH_AT) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = `${this.#waiting.join('\n')}\n`;
    this.#waiting = [];
    this.#size = 0;
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }

  #put(text: string): void {
    const held = this.#waiting.splice(0);
    this.#size = 0;
    process.stdout.write(`${[...held, text].join('\n')}\n`);
  }
}

/** A number with more digits than JavaScript keeps, as it was written. */
export class ExactNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** JSON.stringify, with the digits of an exact number at the key `id`, which must then come first. */
function jsonOf(value: unknown): string {
  const { id } = value as { id?: unknown };
  if (!(id instanceof ExactNumber)) return JSON.stringify(value);
  return JSON.stringify({ ...(value as object), id: 0 }).replace('{"id":0', `{"id":${id.digits}`);
}

/** A remark for the person who waits; never part of the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Says what went wrong, in one place and one form, and returns the exit code. */
export function reportError(error: unknown, isJson: boolean): number {
  const code = error instanceof AppError ? error.code : 'cli.failed';
  const message = error instanceof AppError ? error.message : `Something unexpected happened: ${messageOf(error)}`;
  if (isJson) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else process.stderr.write(`itibar: ${plain(message, true)}\n`);
  if (!(error instanceof AppError) && error instanceof Error && process.env.ITIBAR_LOG_LEVEL === 'debug')
    process.stderr.write(`${error.stack ?? ''}\n`);
  return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
}

/** Text from outside, fit for a terminal: no escape sequences, no direction marks; line feeds only where wanted. */
export function plain(text: string, areLinesKept = false): string {
  const safe = text.replace(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return areLinesKept ? safe : safe.replace(/\s+/g, ' ');
}

/** `| head` closes the pipe: that is the end of the work, not a failure. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
}
