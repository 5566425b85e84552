// Housekeeping, at the start and every few minutes: mentions that a crash left unjudged go back to analysis, deliveries
// whose job was lost are queued again, the sources are judged (a silent one starts no job by itself), and what is older
// than the retention is deleted in small steps.

import { MINUTE } from '../core/clock.ts';
import { OPERATOR_ID } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { requeueLostDeliveries } from './notify.ts';

const EVERY_MS = 5 * MINUTE;
const UNJUDGED_BATCH = 5000;
const ANALYZE_CHUNK = 100;
const REMOVE_BATCH = 1000;

/** Safe at any time and as often as you like. */
export async function tidyJob(deps: Deps): Promise<void> {
  const unjudgedCount = await requeueUnjudged(deps);
  const deliveryCount = await requeueLostDeliveries(deps);
  await deps.queue.enqueue('evaluate', { brandId: OPERATOR_ID }, { key: OPERATOR_ID });
  const cutoff = deps.clock.now() - deps.config.retention.mentions;
  let removedCount = 0;
  for (;;) {
    const count = await deps.store.mentions.removeSeenBefore(cutoff, REMOVE_BATCH);
    removedCount += count;
    if (count < REMOVE_BATCH) break;
  }
  if (unjudgedCount + deliveryCount + removedCount > 0)
    deps.log.info({ unjudgedCount, deliveryCount, removedCount }, 'tidied');
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
