// Where the messages of a stream wait to be taken. Bounded in number, bytes and bytes a second: when it is full the socket
// is paused and the sender has to wait. Must never drop a message.

import { SECOND } from '../../core/clock.ts';
import type { Clock, OpenStream, StreamMessage } from '../../core/ports.ts';

export interface Valve {
  pause(): void;
  resume(): void;
  /** Ends the connection at once. */
  cut(): void;
}

export interface BufferLimits {
  maxMessages: number;
  maxBytes: number;
  maxBytesPerSecond: number;
}

export const STREAM_LIMITS: BufferLimits = {
  maxMessages: 5000,
  maxBytes: 8_000_000,
  maxBytesPerSecond: 4_000_000,
};

type End = NonNullable<OpenStream['end']>;

export class MessageBuffer implements OpenStream {
  readonly #valve: Valve;
  readonly #clock: Clock;
  readonly #limits: BufferLimits;
  #messages: StreamMessage[] = [];
  #bytes = 0;
  #received = 0;
  #second = { startedAt: 0, bytes: 0 };
  #isPaused = false;
  #isResting = false;
  #end: End | null = null;
  #wake: (() => void) | null = null;
  readonly #rest = new AbortController();

  constructor(parts: { valve: Valve; clock: Clock; limits?: BufferLimits }) {
    this.#valve = parts.valve;
    this.#clock = parts.clock;
    this.#limits = parts.limits ?? STREAM_LIMITS;
  }

  get end(): End | null {
    return this.#end;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  /** Bytes that came in, whether or not they made a message yet. */
  count(bytes: number): void {
    this.#received += bytes;
    const now = this.#clock.now();
    if (now - this.#second.startedAt >= SECOND) this.#second = { startedAt: now, bytes: 0 };
    this.#second.bytes += bytes;
    if (this.#second.bytes > this.#limits.maxBytesPerSecond && !this.#isResting) void this.#restUntilNextSecond();
  }

  push(message: StreamMessage): void {
    this.#messages.push(message);
    this.#bytes += message.data.length;
    this.#turnValve();
    this.#wake?.();
  }

  /** The first end counts; messages that came before it can still be taken. */
  finish(end: End): void {
    this.#end ??= end;
    this.#rest.abort(new Error('the stream has ended'));
    this.#wake?.();
  }

  async take(limit: number): Promise<StreamMessage[]> {
    while (this.#messages.length === 0 && this.#end === null)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const taken = this.#messages.splice(0, limit);
    for (const { data } of taken) this.#bytes -= data.length;
    this.#turnValve();
    return taken;
  }

  close(): void {
    this.finish({ outcome: 'ok', error: null, retryAfterMs: null });
    this.#valve.cut();
  }

  #turnValve(): void {
    const isFull = this.#messages.length >= this.#limits.maxMessages || this.#bytes >= this.#limits.maxBytes;
    const mustPause = isFull || this.#isResting;
    if (mustPause === this.#isPaused || this.#end !== null) return;
    this.#isPaused = mustPause;
    if (mustPause) this.#valve.pause();
    else this.#valve.resume();
  }

  async #restUntilNextSecond(): Promise<void> {
    this.#isResting = true;
    this.#turnValve();
    try {
      await this.#clock.sleep(SECOND - (this.#clock.now() - this.#second.startedAt), this.#rest.signal);
    } catch {
      return; // ended meanwhile
    }
    this.#isResting = false;
    this.#turnValve();
  }
}
