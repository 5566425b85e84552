// Jetstream's events, Bluesky's public stream, as plain text lines: both wires, the old one with `time_us` and the new one
// with `seq`. Pure: opens nothing, so recorded events replay as live ones do. Must never lose its place to a bad line.

import type { RawMention } from '../../core/types.ts';
import { POST_COLLECTION, recordMention } from './bluesky.ts';
import { parseDate } from './dates.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';

export interface JetstreamRead {
  /** New posts, in the order of the stream. */
  mentions: RawMention[];
  /** at:// addresses of posts that their authors deleted: to be deleted here too. */
  deleted: string[];
  /** at:// addresses of posts that were changed, with the new record. */
  changed: RawMention[];
  /** Highest place that was read: `time_us` on the old wire, `seq` on the new one; null when there was none. */
  cursor: number | null;
  /** Accounts that were deactivated, suspended or deleted. */
  goneAccounts: string[];
  unreadableCount: number;
}

interface Event {
  position: number;
  at: number | null;
  did: string;
  kind: string;
  body: Json;
}

/** The old wire tells events some milliseconds out of order, so a resumed stream begins a little earlier. */
const REWIND_US = 5_000_000;
/** The protocol's own border: from here on a cursor is a time in microseconds. */
const FIRST_TIME_US = 1e15;

/** Where to take the stream up again. What is sent twice then is one mention all the same: its identity is its address. */
export function resumeCursor(cursor: number): number {
  return cursor >= FIRST_TIME_US ? cursor - REWIND_US : cursor;
}

/** Reads events, one JSON text each. `known` is the cursor so far: it never goes back. Lines it cannot read are counted. */
export function readJetstream(lines: Iterable<string>, known: number | null = null): JetstreamRead {
  const read: JetstreamRead = {
    ...{ mentions: [], deleted: [], changed: [], cursor: known, goneAccounts: [], unreadableCount: 0 },
  };
  for (const line of lines) {
    if (line.trim() === '') continue;
    const frame = objectOf(jsonOrNull(line));
    const event = eventOf(frame);
    if (event === null) {
      if (!isNotice(frame)) read.unreadableCount += 1;
      continue;
    }
    take(event, read);
    read.cursor = Math.max(read.cursor ?? 0, event.position);
  }
  return read;
}

function take({ kind, did, body, at }: Event, read: JetstreamRead): void {
  if (kind === 'account' && body['active'] === false) read.goneAccounts.push(did);
  if (kind !== 'commit' || body['collection'] !== POST_COLLECTION) return;
  const uri = `at://${did}/${POST_COLLECTION}/${textOf(body['rkey']) ?? ''}`;
  const operation = textOf(body['operation']);
  if (operation === 'delete') read.deleted.push(uri);
  const mention = operation === 'delete' ? null : recordMention(uri, objectOf(body['record']), at);
  if (mention !== null) (operation === 'update' ? read.changed : read.mentions).push(mention);
}

/** The old wire is flat, the new one an envelope around `payload`; null when it is neither. */
function eventOf(frame: Json): Event | null {
  const payload = objectOf(frame['payload']);
  const isNew = numberOf(payload['seq']) !== null;
  const did = textOf(isNew ? payload['did'] : frame['did']);
  const position = numberOf(isNew ? payload['seq'] : frame['time_us']);
  if (did === null || position === null) return null;
  if (!isNew) {
    const kind = textOf(frame['kind']) ?? '';
    return { position, did, kind, body: objectOf(frame[kind]), at: Math.floor(position / 1000) };
  }
  const kind = textOf(payload['$type'])?.replace(/^.*#/, '') ?? '';
  const inner = kind === 'commit' ? payload : objectOf(payload[kind]);
  return { position, did, kind, body: inner, at: parseDate(payload['time'], 'UTC') };
}

/** `#info` frames say something about the stream and carry no place in it. */
function isNotice(frame: Json): boolean {
  return /#info$/.test(textOf(objectOf(frame['payload'])['$type']) ?? textOf(frame['$type']) ?? '');
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // counted by the caller
  }
}
