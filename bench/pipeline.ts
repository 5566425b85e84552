// From what a source hands over to what is stored, judged, in stories and counted: the embedded profile in one process,
// rules asked as it goes. Beside it the least a database can do: the same rows put plainly into better-sqlite3.
// Usage: npx tsx bench/pipeline.ts [--mentions 20000] [--quick]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { toMention } from '../core/mention.ts';
import type { RawMention } from '../core/types.ts';
import { ingest } from '../pipeline/ingest.ts';
import { openPlace, rawsOf, textsFor } from './support/app.ts';
import { coreSeconds, isQuick, option, tell } from './support/figures.ts';

const BATCH = 500;
/** Code that is not yet compiled is no part of the figure: it runs for days. */
const WARM_UP = 2000;

/** Seconds of processor time for the rows in a table with two keys, in transactions as large as the pipeline's. */
function plainInsert(raws: readonly RawMention[]): number {
  const dir = mkdtempSync(join(tmpdir(), 'itibar-bench-'));
  const db = new Database(join(dir, 'plain.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE mentions (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, source_id TEXT, channel TEXT, url TEXT,
    title TEXT, text TEXT, author TEXT, published_at INTEGER, seen_at INTEGER, folded TEXT)`);
  const insert = db.prepare('INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const facts = { sourceId: 'import', channel: 'social' as const, seenAt: 1_790_000_000_000, isBackfill: false };
  const rows = raws.flatMap((raw) => {
    const m = toMention(raw, facts);
    const author = m?.author.handle ?? null;
    return m
      ? [[m.id, m.key, m.sourceId, m.channel, m.url, m.title, m.text, author, m.publishedAt, m.seenAt, m.folded]]
      : [];
  });
  const from = coreSeconds();
  for (let at = 0; at < rows.length; at += BATCH)
    db.transaction(() => {
      for (const row of rows.slice(at, at + BATCH)) insert.run(...row);
    })();
  const seconds = coreSeconds() - from;
  db.close();
  rmSync(dir, { recursive: true, force: true });
  return seconds;
}

/** Seconds of processor time and of the clock on the wall until every mention is judged and every rule was asked. */
async function wholeWay(raws: readonly RawMention[]): Promise<{ cpu: number; wall: number }> {
  const place = await openPlace(['turkcell', 'turk telekom', 'pegasus']);
  try {
    const { deps } = place.app;
    const startedAt = performance.now();
    const from = coreSeconds();
    place.app.work(['analyze', 'evaluate', 'notify']);
    for (let at = 0; at < raws.length; at += BATCH) {
      const target = { sourceId: 'import', channel: 'social' as const, brandId: place.brand.id, isBackfill: false };
      await ingest(deps, { ...target, raws: raws.slice(at, at + BATCH) });
      while ((await deps.queue.stats()).analyze.pending > 10) await deps.clock.sleep(5);
    }
    await deps.queue.drain();
    const result = { cpu: coreSeconds() - from, wall: (performance.now() - startedAt) / 1000 };
    if ((await deps.store.mentions.listUnjudged(1)).length > 0) throw new Error('something was not judged');
    return result;
  } finally {
    await place.close();
  }
}

const count = option('mentions', isQuick ? 4000 : 20_000);
const { texts, from } = textsFor(count);
const raws = rawsOf(texts);
console.log(`pipeline: ${count} ${from}, fetch to stored on the embedded profile, one process`);
const before = plainInsert(raws);
await wholeWay(raws.slice(0, WARM_UP));
const { cpu, wall } = await wholeWay(raws);
const plain = Math.min(before, plainInsert(raws));
tell({
  what: 'mentions a second of one core',
  value: count / cpu,
  unit: '/s',
  beside: { what: 'the time of a plain insert of the rows', ratio: cpu / plain },
  target: { least: 1500 },
});
tell({ what: 'mentions a second by the clock', value: count / wall, unit: '/s' });
