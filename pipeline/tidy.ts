// Housekeeping, at the start and every few minutes: mentions that a crash left unjudged go back to analysis, deliveries
// whose job was lost are queued again, captured pages that are due are looked at, the sources are judged (a silent one
// starts no job by itself), and what is older than the retention is deleted in small steps.

import { DAY, MINUTE } from '../core/clock.ts';
import { OPERATOR_ID } from '../core/types.ts';
import { queueChecks } from './capture.ts';
import type { Deps } from './deps.ts';
import { openIncidents } from './evidence-incidents.ts';
import { requeueLostDeliveries } from './notify.ts';
import { resumeReanalysis } from './reanalyze.ts';

const EVERY_MS = 5 * MINUTE;
const UNJUDGED_BATCH = 5000;
const ANALYZE_CHUNK = 100;
const REMOVE_BATCH = 1000;
/** Half a year of places in searches, however long mentions are kept. */
const POSITIONS_MS = 180 * DAY;
/** Longer than a capture takes: its files lie there before its record does. */
const IN_FLIGHT_MS = 10 * MINUTE;

/** Safe at any time and as often as you like. */
export async function tidyJob(deps: Deps): Promise<void> {
  const unjudgedCount = await requeueUnjudged(deps);
  const deliveryCount = await requeueLostDeliveries(deps);
  await resumeReanalysis(deps);
  await deps.queue.enqueue('evaluate', { brandId: OPERATOR_ID }, { key: OPERATOR_ID });
  const { mentions, positions } = deps.store;
  const [now, keptMs] = [deps.clock.now(), deps.config.retention.mentions];
  const removedCount = await untilNone((limit) => mentions.removeSeenBefore(now - keptMs, limit));
  await untilNone((limit) => positions.removeBefore(now - Math.min(keptMs, POSITIONS_MS), limit));
  const checkCount = await queueChecks(deps);
  const evidence = await tidyEvidence(deps, now - keptMs);
  if (unjudgedCount + deliveryCount + removedCount + checkCount + evidence.packCount + evidence.fileCount > 0)
    deps.log.info({ unjudgedCount, deliveryCount, removedCount, checkCount, ...evidence }, 'tidied');
}

/** Packs of open incidents stay; files go when no pack holds them, also after an author was erased. */
async function tidyEvidence(deps: Deps, cutoff: number): Promise<{ packCount: number; fileCount: number }> {
  const open = await openIncidents(deps);
  const kept = {
    mentionIds: open.flatMap(({ mentionIds }) => mentionIds),
    storyIds: open.flatMap(({ storyIds }) => storyIds),
  };
  const packCount = await deps.store.evidence.removeCapturedBefore(cutoff, kept);
  const isUnheld = (hashes: string[]) => deps.store.evidence.findUnheld(hashes);
  const fileCount = await deps.vault.sweep(isUnheld, deps.clock.now() - IN_FLIGHT_MS);
  return { packCount, fileCount };
}

async function untilNone(remove: (limit: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const count = await remove(REMOVE_BATCH);
    sum += count;
    if (count < REMOVE_BATCH) return sum;
  }
}

/** Keyed by the first id of the chunk, so that a second look while the job still waits adds nothing. */
async function requeueUnjudged(deps: Deps): Promise<number> {
  const ids = await deps.store.mentions.listUnjudged(UNJUDGED_BATCH);
  for (let from = 0; from < ids.length; from += ANALYZE_CHUNK) {
    const mentionIds = ids.slice(from, from + ANALYZE_CHUNK);
    await deps.queue.enqueue('analyze', { mentionIds }, { key: `again:${mentionIds[0]}`, priority: -5 });
  }
  return ids.length;
}

/** Queues a tidy job now and every five minutes until the returned function is called. */
export function startTidying(deps: Deps): () => void {
  const ask = () =>
    deps.queue
      .enqueue('tidy', {}, { key: 'tidy' })
      .catch((error: unknown) =>
        deps.log.error({ error }, 'housekeeping could not be queued; next try in five minutes'),
      );
  void ask();
  return deps.clock.every(EVERY_MS, ask);
}
