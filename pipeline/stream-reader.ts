// Reads one stream for as long as it may: opens it where it was left, stores what matches, moves the cursor only then, and
// opens it again when it ends. What comes twice is one mention all the same. Must never skip a message, nor hurry a site
// that refused.

import { DAY, MINUTE, SECOND } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { newId } from '../core/id.ts';
import { hideKeys, traceOf } from '../core/keys.ts';
import type { Listening, OpenStream, SourceManifest, StreamMessage, StreamRead } from '../core/ports.ts';
import type { Run, RunOutcome } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { createMatch, type Listener, type StreamMatch } from './stream-match.ts';
import { readStreamState, type StreamState, writeStreamState } from './stream-state.ts';

const BATCH = 500;
const BATCH_MS = SECOND;
const ANALYZE_CHUNK = 100;
const WINDOW_MS = MINUTE;
/** A cursor that moved without a hit is worth one write in so long: reading that again costs nothing. */
const CURSOR_EVERY_MS = 5 * SECOND;
/** After so long an open stream counts as sound again. */
const SOUND_MS = MINUTE;
/** The connection broke; the site broke; the site refused. First pause and longest one. */
const PAUSES = { weather: [SECOND, MINUTE], broken: [MINUTE, 60 * MINUTE], refused: [15 * MINUTE, DAY] } as const;

export interface StreamReader {
  /** New queries, new parameters. */
  use(listeners: readonly Listener[]): void;
  /** Writes the last minute's run when it is due. */
  tick(): Promise<void>;
  /** Resolves when it has stopped: after stop(), or when the source is suspended. */
  done: Promise<void>;
  stop(): void;
}

interface Window {
  startedAt: number;
  messageCount: number;
  unreadableCount: number;
  itemCount: number;
  addedCount: number;
  bytesBefore: number;
}

export interface ReaderParts {
  id: string;
  manifest: SourceManifest;
  listeners: readonly Listener[];
  random?: () => number;
}

export function startReader(deps: Deps, { id, manifest, listeners, random = Math.random }: ReaderParts): StreamReader {
  const log = deps.log.child({ sourceId: manifest.id, streamId: id });
  const stopping = new AbortController();
  const reader = new Reader(deps, { id, manifest, log, signal: stopping.signal, random }, listeners);
  const done = reader.run().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ problem: traceOf(error, deps.config.keys) }, 'a stream reader ended');
  });
  return {
    use: (next) => reader.use(next),
    tick: () => reader.endWindow(),
    done,
    stop: () => stopping.abort(new Error('the stream is being left')),
  };
}

interface Place {
  id: string;
  manifest: SourceManifest;
  log: Deps['log'];
  signal: AbortSignal;
  random: () => number;
}

class Reader {
  readonly #deps: Deps;
  readonly #place: Place;
  #listeners: readonly Listener[] = [];
  #match: StreamMatch = () => [];
  #signature = '';
  #state: StreamState | null = null;
  #stream: OpenStream | null = null;
  #window: Window | null = null;
  #writtenAt = 0;

  constructor(deps: Deps, place: Place, listeners: readonly Listener[]) {
    this.#deps = deps;
    this.#place = place;
    this.use(listeners);
  }

  use(listeners: readonly Listener[]): void {
    const signature = JSON.stringify(listeners.map(({ watch, params }) => [watch.id, watch.query, params]));
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#listeners = listeners;
    this.#match = createMatch(this.#place.manifest, listeners, this.#place.log);
  }

  async run(): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#place;
    let breakCount = 0;
    this.#state = await readStreamState(this.#deps, this.#place.id);
    while (!signal.aborted) {
      const { retryAt } = this.#state;
      if (retryAt > clock.now()) await clock.sleep(retryAt - clock.now(), signal);
      const listening = await this.#open();
      if (listening.stream === null) {
        if (await this.#failed(listening, breakCount)) return;
        breakCount += 1;
      } else {
        const openedAt = clock.now();
        await this.#read(listening.stream);
        breakCount = clock.now() - openedAt >= SOUND_MS ? 0 : breakCount + 1;
        if (signal.aborted) return;
        await clock.sleep(
          this.#pause('weather', Math.max(0, breakCount - 1), listening.stream.end?.retryAfterMs),
          signal,
        );
      }
    }
  }

  /** The first address that opens; the next one is tried when one is not there. */
  async #open(): Promise<Listening> {
    const { deps, place } = { deps: this.#deps, place: this.#place };
    const [first] = this.#listeners;
    const plans = first ? first.stream.open(first.params, this.#state?.cursor ?? null, first.keys) : [];
    const { minIntervalMs, obeysRobots } = place.manifest.politeness;
    let last: Listening = {
      outcome: 'gone',
      error: 'There is nothing to listen to.',
      retryAfterMs: null,
      status: null,
      stream: null,
    };
    for (const plan of plans) {
      last = await deps.fetcher.listen(plan, { minIntervalMs, obeysRobots, signal: place.signal });
      if (last.stream !== null) {
        if (plan.warning) await this.#say('gone', plan.warning);
        return last;
      }
      if (last.outcome !== 'gone' && last.outcome !== 'broken') break;
    }
    return { ...last, error: last.error === null ? null : hideKeys(last.error, deps.config.keys) };
  }

  async #read(stream: OpenStream): Promise<void> {
    const { clock } = this.#deps;
    const { log, signal } = this.#place;
    this.#stream = stream;
    this.#window = freshWindow(clock.now(), stream);
    await this.#save({ isOpen: true, error: null, retryAt: 0 });
    log.info({}, 'listening');
    for (;;) {
      const messages = await stream.take(BATCH);
      if (messages.length === 0 || signal.aborted) break;
      await this.#keep(messages);
      await this.endWindow();
      if (messages.length < BATCH && !signal.aborted) await clock.sleep(BATCH_MS, signal).catch(() => undefined);
    }
    stream.close();
    await this.endWindow(true);
    this.#stream = null;
    this.#window = null;
    const end = stream.end;
    await this.#save({ isOpen: false, error: end?.error ?? null });
    // A connection that ends is everyday; what cannot be read is a failure.
    if (end && (end.outcome === 'broken' || end.outcome === 'too-big'))
      await this.#failed({ ...end, status: null, stream: null });
  }

  /** Stores a batch and then moves the cursor; tries on while the store is away. */
  async #keep(messages: readonly StreamMessage[]): Promise<void> {
    const { clock } = this.#deps;
    const { log, signal } = this.#place;
    for (let tried = 0; !signal.aborted; tried += 1) {
      try {
        return await this.#keepOnce(messages);
      } catch (error) {
        if (tried === 0) log.error({ problem: messageOf(error) }, 'what a stream gave could not be stored; trying on');
        await clock.sleep(this.#pause('weather', tried), signal).catch(() => undefined);
      }
    }
  }

  async #keepOnce(messages: readonly StreamMessage[]): Promise<void> {
    const { deps } = { deps: this.#deps };
    const now = deps.clock.now();
    const read = this.#parse(messages, now);
    const hits = this.#match(read.mentions, now);
    const { addedIds, changedIds } =
      hits.length > 0 ? await deps.store.mentions.add(hits) : { addedIds: [], changedIds: [] };
    const freshIds = [...addedIds, ...changedIds];
    for (let from = 0; from < freshIds.length; from += ANALYZE_CHUNK)
      await deps.queue.enqueue('analyze', { mentionIds: freshIds.slice(from, from + ANALYZE_CHUNK) });
    if (hits.length > 0 || now - this.#writtenAt >= CURSOR_EVERY_MS) await this.#save({ cursor: read.cursor });
    else if (this.#state) this.#state = { ...this.#state, cursor: read.cursor };
    if (addedIds.length > 0) this.#announce(addedIds, hits);
    const window = this.#window;
    if (window) {
      window.messageCount += messages.length;
      window.unreadableCount += read.unreadableCount;
      window.itemCount += read.mentions.length;
      window.addedCount += addedIds.length;
    }
    if (read.gap) await this.#say('gone', read.gap);
  }

  /** A batch at once; when the source stumbles over it, message by message, so that only the bad one is passed over. */
  #parse(messages: readonly StreamMessage[], now: number): StreamRead {
    const { stream } = this.#listeners[0] ?? {};
    const { timeZone, keys } = this.#deps.config;
    let cursor: unknown = this.#state?.cursor ?? null;
    if (!stream) return { mentions: [], cursor, unreadableCount: 0 };
    try {
      return stream.read(messages, { cursor, now, timeZone });
    } catch (error) {
      this.#place.log.error({ problem: traceOf(error, keys) }, 'a source could not read its stream');
    }
    const result: StreamRead = { mentions: [], cursor, unreadableCount: 0 };
    for (const message of messages) {
      try {
        const read = stream.read([message], { cursor, now, timeZone });
        result.mentions.push(...read.mentions);
        result.unreadableCount += read.unreadableCount;
        cursor = read.cursor;
      } catch {
        result.unreadableCount += 1;
      }
    }
    return { ...result, cursor };
  }

  #announce(addedIds: readonly string[], hits: ReturnType<StreamMatch>): void {
    const added = new Set(addedIds);
    const brandOf = new Map(this.#listeners.map(({ watch }) => [watch.id, watch.brandId]));
    const counts = new Map<string, number>();
    for (const { mention, watchIds } of hits) {
      if (!added.has(mention.id)) continue;
      for (const brandId of new Set(watchIds.flatMap((id) => brandOf.get(id) ?? [])))
        counts.set(brandId, (counts.get(brandId) ?? 0) + 1);
    }
    for (const [brandId, count] of counts) this.#deps.events.emit({ kind: 'mentions', brandId, count });
  }

  /** The run of the last minute. Safe to be called from two sides: the window is new before anything is written. */
  async endWindow(isLast = false): Promise<void> {
    const { window, stream } = { window: this.#window, stream: this.#stream };
    const now = this.#deps.clock.now();
    if (!window || !stream || (!isLast && now - window.startedAt < WINDOW_MS)) return;
    this.#window = freshWindow(now, stream);
    if (isLast && window.messageCount === 0) return;
    const isUnreadable = window.messageCount > 0 && window.unreadableCount === window.messageCount;
    const { title } = this.#place.manifest;
    await this.#record({
      outcome: isUnreadable ? 'changed' : window.itemCount > 0 ? 'ok' : 'empty',
      startedAt: window.startedAt,
      itemCount: window.itemCount,
      addedCount: window.addedCount,
      sizeBytes: stream.receivedBytes - window.bytesBefore,
      error: isUnreadable
        ? `The stream of ${title} runs, but nothing in it can be read. The source may need an update.`
        : null,
    });
    await this.#save({});
  }

  /** True when the source as a whole is left alone, and with it this reader. */
  async #failed({ outcome, error, retryAfterMs }: Listening, breakCount = 0): Promise<boolean> {
    const { clock } = this.#deps;
    const kind =
      outcome === 'network' || outcome === 'timeout'
        ? 'weather'
        : outcome === 'broken' || outcome === 'too-big'
          ? 'broken'
          : 'refused';
    const failureCount = (this.#state?.failureCount ?? 0) + (kind === 'weather' ? 0 : 1);
    const now = clock.now();
    const pauseMs = this.#pause(kind, kind === 'weather' ? breakCount : failureCount - 1, retryAfterMs);
    const isPolled = this.#listeners.some(({ canPoll }) => canPoll);
    const sentence = [error, isPolled ? 'Until it answers, pages are read instead.' : null].filter(Boolean).join(' ');
    const isSuspending = kind === 'refused' && !isPolled;
    await this.#save({ isOpen: false, error: sentence, retryAt: isSuspending ? 0 : now + pauseMs, failureCount });
    await this.#record(
      { outcome, startedAt: now, itemCount: 0, addedCount: 0, sizeBytes: 0, error: sentence },
      isSuspending ? { until: now + pauseMs, reason: sentence } : null,
    );
    return isSuspending;
  }

  /** A sentence for the strip of runs: something was not seen. */
  async #say(outcome: RunOutcome, error: string): Promise<void> {
    const startedAt = this.#deps.clock.now();
    await this.#record({ outcome, startedAt, itemCount: 0, addedCount: 0, sizeBytes: 0, error });
  }

  async #record(
    facts: Pick<Run, 'outcome' | 'startedAt' | 'itemCount' | 'addedCount' | 'sizeBytes' | 'error'>,
    suspension: { until: number; reason: string } | null = null,
  ): Promise<void> {
    const { store, clock, events } = this.#deps;
    const { manifest, log } = this.#place;
    const [first] = this.#listeners;
    const durationMs = clock.now() - facts.startedAt;
    const run: Run = {
      id: newId('run'),
      subscriptionId: first?.subscriptionId ?? '',
      sourceId: manifest.id,
      durationMs,
      ...facts,
    };
    try {
      await store.sources.recordRun(run, suspension);
      events.emit({ kind: 'source', sourceId: manifest.id });
    } catch (error) {
      log.error({ problem: messageOf(error) }, 'a run of a stream could not be written down');
    }
    const { outcome, itemCount, addedCount, sizeBytes, error } = facts;
    if (error) log.warn({ outcome, problem: error }, 'listened');
    else log.info({ outcome, itemCount, addedCount, sizeBytes, durationMs }, 'listened');
  }

  /** Throws what the store throws; only a batch that is repeated may rely on it. */
  async #save(change: Partial<StreamState>): Promise<void> {
    if (!this.#state) return;
    const now = this.#deps.clock.now();
    const isSound = change.cursor !== undefined && this.#state.failureCount > 0;
    const next = { ...this.#state, ...(isSound ? { failureCount: 0 } : {}), ...change, at: now };
    // At once, so that the other side that saves (the window's end) builds on it.
    this.#state = next;
    this.#writtenAt = now;
    await writeStreamState(this.#deps, this.#place.id, next);
  }

  /** Grows to the longest pause of its kind; 50 to 150 %, so that many readers do not come back at once. */
  #pause(kind: keyof typeof PAUSES, count: number, statedMs: number | null = null): number {
    const [first, longest] = PAUSES[kind];
    const grown = Math.min(longest, first * 2 ** Math.min(count, 30));
    return Math.max(Math.min(DAY, statedMs ?? 0), Math.round(grown * (0.5 + this.#place.random())));
  }
}

function freshWindow(startedAt: number, stream: OpenStream): Window {
  return {
    startedAt,
    messageCount: 0,
    unreadableCount: 0,
    itemCount: 0,
    addedCount: 0,
    bytesBefore: stream.receivedBytes,
  };
}
