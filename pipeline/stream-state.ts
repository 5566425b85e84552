// What is known of a stream between two connections and between two processes: where to go on, whether it is open, and
// when to try again. One value in the store for every stream. Must never hold a key: addresses are only hashed.

import { MINUTE } from '../core/clock.ts';
import { derivedId } from '../core/id.ts';
import { keysFor, missingKeys } from '../core/keys.ts';
import type { Source, SourceStream } from '../core/ports.ts';
import type { Subscription } from '../core/types.ts';
import type { Deps } from './deps.ts';

export interface StreamState {
  /** As read() gave it; null before the first message. Moves only after what was read is stored. */
  cursor: unknown;
  isOpen: boolean;
  /** When this was written: an open stream writes at least once a minute. */
  at: number;
  /** Why it is not open; null when it is. */
  error: string | null;
  /** Not before this time. */
  retryAt: number;
  /** Refusals in a row. */
  failureCount: number;
}

/** An open stream that has not been heard of for this long has lost its process. */
const STALE_MS = 3 * MINUTE;

export const FRESH: StreamState = { cursor: null, isOpen: false, at: 0, error: null, retryAt: 0, failureCount: 0 };

/** How a subscription takes part in a stream: its id, shared by all that open the same address. */
export interface StreamUse {
  id: string;
  stream: SourceStream;
  params: Record<string, unknown>;
  keys: Readonly<Record<string, string>>;
  canPoll: boolean;
}

/** Null when the source has no stream, or the subscription's parameters ask for none or do not fit. */
export function streamUseOf(deps: Deps, source: Source | undefined, subscription: Subscription): StreamUse | null {
  const { stream, manifest } = source ?? {};
  const parsed = manifest?.params.safeParse(subscription.params);
  if (!stream || !manifest || !parsed?.success || missingKeys(manifest, deps.config.keys).length > 0) return null;
  const keys = keysFor(manifest, deps.config.keys);
  const addresses = stream.open(parsed.data, null, keys).map(({ url }) => url);
  if (addresses.length === 0) return null;
  const id = derivedId('str', manifest.id, ...addresses);
  return { id, stream, params: parsed.data, keys, canPoll: stream.canPoll(parsed.data, keys) };
}

export async function readStreamState({ store }: Pick<Deps, 'store'>, id: string): Promise<StreamState> {
  const stored = (await store.settings.get(keyOf(id))) as StreamState | null;
  return stored ?? FRESH;
}

export async function writeStreamState({ store }: Pick<Deps, 'store'>, id: string, state: StreamState): Promise<void> {
  await store.settings.set(keyOf(id), state);
}

/** True while some process listens. */
export function isListening(state: StreamState, now: number): boolean {
  return state.isOpen && now - state.at < STALE_MS;
}

const keyOf = (id: string) => `stream:${id}`;
