// The two ordinary weeks before the demo begins, brought in as `itibar import` would bring them, and a month of places in
// searches, written down as the runs of that month would have.

import type { HistoryLine, PastAnswer } from '../app.ts';
import type { RawMention } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';
import { ingest } from '../pipeline/ingest.ts';
import { recordRankings } from '../pipeline/positions.ts';
import { startJudging } from './judge-now.ts';
import { progress } from './ui.ts';

const BATCH = 200;
const MOST_WAITING_JOBS = 8;

/** Stores and judges the lines; those that are known stay as they are. Returns how many mentions there are now. */
export async function fillHistory(
  deps: Deps,
  brandId: string,
  lines: readonly HistoryLine[],
  isShown: boolean,
): Promise<number> {
  const judging = startJudging(deps);
  const bar = progress('Two weeks of history', lines.length, isShown);
  for (let from = 0; from < lines.length; from += BATCH) {
    const raws = lines.slice(from, from + BATCH).map(rawOf);
    await ingest(deps, { sourceId: 'import', channel: 'social', raws, brandId, isBackfill: true });
    await judging.untilBelow(MOST_WAITING_JOBS);
    bar.at(judging.judgedCount);
  }
  await judging.finish(() => bar.at(judging.judgedCount));
  bar.clear();
  return deps.store.mentions.count();
}

function rawOf({ id, text, title, channel, url, author, publishedAt }: HistoryLine): RawMention {
  return { nativeId: id, url, title, text, channel, publishedAt, author: { handle: author } };
}

/** The answers of the month, for whichever watch of the brand reads the engine. */
export async function fillSearches(deps: Deps, brandId: string, answers: readonly PastAnswer[]): Promise<void> {
  const [reading] = await deps.store.subscriptions.list({ sourceId: 'searxng' });
  const watch = reading && (await deps.store.watches.get(reading.watchId));
  if (!watch || watch.brandId !== brandId) return;
  for (const { query, at, results } of answers)
    await recordRankings(deps, watch, { sourceId: 'searxng', at, rankings: [{ query, results }] });
}
