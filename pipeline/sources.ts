// How every source is doing by its health and by what its maker expected. Reads only. Only source-yield.ts asks here: it adds
// the source's own past, and everybody else is told the whole judgement. Must never call a source healthy only because it answers: one that is silent for long is `quiet`.

import { DAY } from '../core/clock.ts';
import type { SourceManifest } from '../core/ports.ts';
import type { SourceHealth } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';

export type SourceState = 'unused' | 'ok' | 'quiet' | 'failing' | 'suspended';

export interface SourceStatus {
  manifest: SourceManifest;
  health: SourceHealth | null;
  subscriptionCount: number;
  /** Watches that read it, each once however many feeds of it they read. */
  watchCount: number;
  state: SourceState;
  /** Since when it cannot be read or is silent; null when all is well or it never worked. */
  since: number | null;
  /** Brands whose watches read it. */
  brandIds: string[];
}

/** One or two failures in a row are weather; from here on it is said. */
const FAILING_FROM = 3;
/** Silent for this many times the usual gap between two items (and at least a day). */
const QUIET_GAPS = 4;

/** All sources, in the order of their titles. */
export async function sourceStates(deps: Deps): Promise<SourceStatus[]> {
  const now = deps.clock.now();
  const health = new Map((await deps.store.sources.listHealth()).map((entry) => [entry.sourceId, entry]));
  const watches = new Map((await deps.store.watches.list()).map((watch) => [watch.id, watch]));
  const subscriptions = await deps.store.subscriptions.list();
  const states = [...deps.sources.values()].map(({ manifest }) => {
    const own = subscriptions.filter((subscription) => subscription.sourceId === manifest.id);
    const reading = own.map(({ watchId }) => watches.get(watchId)).filter((watch) => watch !== undefined);
    const active = reading.filter((watch) => !watch.isPaused);
    const known = health.get(manifest.id) ?? null;
    const isUsed = active.length > 0 || (manifest.isInbound === true && known !== null);
    const firstWanted = Math.min(...active.map((watch) => watch.createdAt));
    return {
      manifest,
      health: known,
      subscriptionCount: own.length,
      watchCount: new Set(own.map(({ watchId }) => watchId)).size,
      brandIds: [...new Set(reading.map((watch) => watch.brandId))],
      ...(isUsed ? judge(manifest, known, firstWanted, now) : { state: 'unused' as const, since: null }),
    };
  });
  return states.sort((a, b) => a.manifest.title.localeCompare(b.manifest.title, 'tr'));
}

function judge(
  manifest: SourceManifest,
  health: SourceHealth | null,
  firstWanted: number,
  now: number,
): Pick<SourceStatus, 'state' | 'since'> {
  if (health === null) return { state: 'ok', since: null };
  if (health.suspendedUntil !== null && health.suspendedUntil > now)
    return { state: 'suspended', since: health.lastSuccessAt };
  if (health.consecutiveFailures >= FAILING_FROM) return { state: 'failing', since: health.lastSuccessAt };
  const gapMs = DAY / Math.max(manifest.expectedPerDay, 0.01);
  const lastItemAt = health.lastItemAt ?? firstWanted;
  const isQuiet = Number.isFinite(lastItemAt) && now - lastItemAt > Math.max(DAY, QUIET_GAPS * gapMs);
  return isQuiet ? { state: 'quiet', since: health.lastItemAt } : { state: 'ok', since: null };
}

/** Lifts a suspension by hand and makes the source due now. Throws 'source.not-found'. */
export async function resumeSource(deps: Deps, sourceId: string, by: string): Promise<void> {
  if (!deps.sources.has(sourceId)) throw fault(deps, 'source.not-found', { id: sourceId });
  await deps.store.sources.resume(sourceId);
  const now = deps.clock.now();
  for (const subscription of await deps.store.subscriptions.list({ sourceId }))
    await deps.store.subscriptions.put({ ...subscription, nextRunAt: Math.min(subscription.nextRunAt, now) });
  await audit(deps, by, 'source.resumed', sourceId);
  deps.events.emit({ kind: 'source', sourceId });
}
