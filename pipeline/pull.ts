// The pull job: asks for an item that a webhook only named, and takes it the way of everything that is pushed. What was
// named stays in the store until it is read, so a crash loses nothing.

import { DAY, MINUTE } from '../core/clock.ts';
import { AppError, NeverRetry, RetryLater } from '../core/errors.ts';
import { derivedId } from '../core/id.ts';
import { hideKeys, keysFor, withoutKeys } from '../core/keys.ts';
import type { RawMention } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { type Hook, hookOf } from './hooks.ts';
import { ingest } from './ingest.ts';

interface Named {
  hook: string;
  named: unknown;
  at: number;
}

/** Refused items are tried again for so long: a token may be renewed meanwhile. */
const GIVE_UP_MS = DAY;
const PAUSE_MS = 15 * MINUTE;

/** Remembers what was named and asks for it soon. Named again while it waits, it is asked for once. */
export async function enqueuePull(deps: Deps, hook: string, named: unknown): Promise<void> {
  const pullId = derivedId('pul', hook, JSON.stringify(named));
  const value: Named = { hook, named, at: deps.clock.now() };
  await deps.store.settings.set(keyOf(pullId), value);
  await deps.queue.enqueue('pull', { pullId }, { key: pullId });
}

/** Throws RetryLater while the service refuses, NeverRetry when it has for a day, AppError for what may pass. */
export async function pullJob(deps: Deps, { pullId }: { pullId: string }): Promise<void> {
  const wanted = (await deps.store.settings.get(keyOf(pullId))) as Named | null;
  if (!wanted) return;
  const hook = await hookOf(deps, wanted.hook);
  const raws = await read(deps, hook, wanted);
  const { id: sourceId, channel } = hook.source.manifest;
  if (raws.length > 0) await ingest(deps, { sourceId, channel, raws, brandId: hook.brandId, isBackfill: false });
  await deps.store.settings.take(keyOf(pullId));
}

async function read(deps: Deps, { source, webhook, settings }: Hook, { named, at }: Named): Promise<RawMention[]> {
  const { manifest } = source;
  const { params } = settings;
  const keys = keysFor(manifest, deps.config.keys);
  const plan = webhook.ask?.(named, { params, keys });
  if (!plan) return [];
  const { minIntervalMs, obeysRobots } = manifest.politeness;
  const fetched = await deps.fetcher.fetch(plan, { minIntervalMs, obeysRobots, isConditional: false });
  const { outcome, reply, retryAfterMs } = fetched;
  if (outcome === 'gone') return [];
  const now = deps.clock.now();
  if (outcome !== 'ok' || reply === null) {
    const sentence = hideKeys(fetched.error ?? 'No answer came.', deps.config.keys);
    if (now - at > GIVE_UP_MS) throw new NeverRetry(sentence);
    throw new RetryLater(retryAfterMs ?? PAUSE_MS, sentence);
  }
  try {
    const context = { params, cursor: null, now, timeZone: deps.config.timeZone, note: plan.note, keys };
    return source.parse(withoutKeys(reply, keys), context).mentions;
  } catch (error) {
    if (!(error instanceof AppError) || now - at > GIVE_UP_MS)
      throw new NeverRetry(hideKeys(String(error), keys), { cause: error });
    throw new RetryLater(error.retryAfterMs ?? PAUSE_MS, error.message);
  }
}

const keyOf = (id: string) => `pull:${id}`;
