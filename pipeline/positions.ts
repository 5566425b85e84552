// What a run of a search engine said about the places of pages: kept as rows, and judged right away. Safe to run twice.

import type { Ranking } from '../core/ports.ts';
import { KNOWN_MS, nextPositions } from '../core/positions.ts';
import type { Watch } from '../core/types.ts';
import type { Deps } from './deps.ts';

/** Adds the rows of every search that was answered, and has the brand judged: a page that left brings no mention. */
export async function recordRankings(
  deps: Deps,
  watch: Watch,
  { sourceId, at, rankings }: { sourceId: string; at: number; rankings: readonly Ranking[] },
): Promise<void> {
  const { id: watchId, brandId } = watch;
  for (const { query, results } of rankings) {
    const asked = { brandId, watchId, sourceId, query, at };
    const known = await deps.store.positions.list({ watchId, sourceId, query, since: at - KNOWN_MS });
    const rows = nextPositions(known, asked, results);
    if (rows.length > 0) await deps.store.positions.add(rows);
  }
  if (rankings.length > 0) await deps.queue.enqueue('evaluate', { brandId }, { key: brandId });
}
