// Jetstream as a stream that is listened to: where to open it again, by the new contract (`seq`) and by the frozen old one
// (`time_us`), and what a batch of its messages brings. Pure.

import type { StreamMessage, StreamPlan, StreamRead } from '../../core/ports.ts';
import { POST_COLLECTION } from './bluesky.ts';
import { parseDate } from './dates.ts';
import { readJetstream, resumeCursor } from './jetstream.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';

/** Larger messages are left out by the server itself, so that none of them can hold the stream up. */
const MAX_MESSAGE_BYTES = 900_000;

/** The place of the new wire, and the time of the same place, which both wires understand. */
export interface JetstreamCursor {
  seq?: number;
  timeUs?: number;
}

/**
 * Best first: the new wire at its `seq`; the same at the time, which a server that has forgotten the seq ("CursorTooOld",
 * HTTP 400) moves up to what it still has; then the old wire, for hosts that answer the new path with 404.
 */
export function jetstreamPlans(root: string, oldRoot: string, cursor: unknown): StreamPlan[] {
  const { seq, timeUs } = objectOf(cursor) as JetstreamCursor;
  const bound = { maxMessageSizeBytes: String(MAX_MESSAGE_BYTES) };
  const at = (place: number | undefined) => (place === undefined ? {} : { cursor: String(place) });
  const newWire = (place: number | undefined): StreamPlan => {
    const search = new URLSearchParams({ collections: POST_COLLECTION, kinds: 'commit', ...bound, ...at(place) });
    const url = `${root}/xrpc/network.bsky.jetstream.subscribeEvents?${search}`;
    return { url, protocols: ['xrpc.v1.json'] };
  };
  const time = timeUs === undefined ? undefined : resumeCursor(timeUs);
  const oldSearch = new URLSearchParams({ wantedCollections: POST_COLLECTION, ...bound, ...at(time) });
  const byTime: StreamPlan = {
    ...newWire(time),
    warning:
      'Jetstream no longer had the place where it was left (about 36 hours are kept): what was written before that is missing. A search fills it, see keys.bluesky.',
  };
  return [
    newWire(seq ?? time),
    ...(seq === undefined || time === undefined ? [] : [byTime]),
    { url: `${oldRoot}/subscribe?${oldSearch}` },
  ];
}

/** New and changed posts of a batch, and where to go on. */
export function readStream(messages: readonly StreamMessage[], { cursor }: { cursor: unknown }): StreamRead {
  const known = objectOf(cursor) as JetstreamCursor;
  const { mentions, changed, unreadableCount } = readJetstream(messages.map(({ data }) => data));
  let next = known;
  let isOutdated = false;
  for (const { data } of messages) {
    const frame = frameOf(data);
    next = later(next, frame);
    isOutdated ||= textOf(objectOf(frame['payload'])['name']) === 'OutdatedCursor';
  }
  const gap =
    'Jetstream begins later than where it was left (about 36 hours are kept): what was written in between is missing.';
  return { mentions: [...mentions, ...changed], cursor: next, unreadableCount, ...(isOutdated ? { gap } : {}) };
}

/** The old wire's places are times; after one, the new wire's last seq is no longer where the stream stands. */
function later(known: JetstreamCursor, frame: Json): JetstreamCursor {
  const timeUs = numberOf(frame['time_us']);
  if (timeUs !== null) return { timeUs: Math.max(known.timeUs ?? 0, timeUs) };
  const payload = objectOf(frame['payload']);
  const seq = numberOf(payload['seq']);
  if (seq === null) return known;
  const at = parseDate(payload['time'], 'UTC');
  return {
    seq: Math.max(known.seq ?? 0, seq),
    ...(at === null && known.timeUs === undefined ? {} : { timeUs: Math.max(known.timeUs ?? 0, (at ?? 0) * 1000) }),
  };
}

function frameOf(line: string): Json {
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return {}; // counted by readJetstream
  }
}
