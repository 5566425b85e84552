// Server-Sent Events from text to events, by the WHATWG HTML standard, 9.2.6. Pure but for what it remembers between two
// pieces: an unfinished line, an unfinished event, the last id. Must never keep more than one event's worth of bytes.

import { AppError } from '../../core/errors.ts';
import type { StreamMessage } from '../../core/ports.ts';

export class EventStreamReader {
  readonly #maxEvent: number;
  #rest = '';
  #data: string[] = [];
  #size = 0;
  #event = '';
  #lastId = '';
  #isFirst = true;
  #endedWithReturn = false;
  /** Milliseconds that the stream asks to wait before coming back; null until it does. */
  retryMs: number | null = null;

  /** `maxEvent` in UTF-16 units, for one line and for one event. */
  constructor(maxEvent: number) {
    this.#maxEvent = maxEvent;
  }

  /** Events that are complete with this piece. Throws 'fetch.too-big' when one grows beyond the bound. */
  push(piece: string): StreamMessage[] {
    let text = piece;
    if (this.#isFirst && text !== '') {
      text = text.replace(/^\ufeff/, '');
      this.#isFirst = false;
    }
    // A line feed right after a return that ended the last piece belongs to it.
    if (this.#endedWithReturn && text.startsWith('\n')) text = text.slice(1);
    if (piece !== '') this.#endedWithReturn = piece.endsWith('\r');
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    const events = lines.flatMap((line) => this.#line(line) ?? []);
    if (this.#rest.length > this.#maxEvent) throw tooLong();
    return events;
  }

  #line(line: string): StreamMessage | null {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null; // a comment, sent to keep the line open
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    this.#size += value.length;
    if (this.#size > this.#maxEvent) throw tooLong();
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#lastId = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
    return null;
  }

  #dispatch(): StreamMessage | null {
    const hasData = this.#data.length > 0;
    const message = { event: this.#event || 'message', data: this.#data.join('\n'), id: this.#lastId };
    this.#data = [];
    this.#size = 0;
    this.#event = '';
    return hasData ? message : null;
  }
}

function tooLong(): AppError {
  return new AppError('fetch.too-big', 'The stream sent one message without end, so it was left.');
}
