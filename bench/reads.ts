// How long the page waits for its data when there is much of it: the reads of the API over HTTP on a large SQLite file,
// each beside the least request there is (who am I), in turns, so that all see the same machine.
// The file is made once and kept in the folder for temporary files. Usage: npx tsx bench/reads.ts [--mentions 1000000] [--quick]

import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { App } from '../app.ts';
import { HOUR, systemClock } from '../core/clock.ts';
import { newId, sha256 } from '../core/id.ts';
import { openPlace, type Place } from './support/app.ts';
import { isQuick, option, quantile, tell } from './support/figures.ts';
import { fillLarge, WORDS } from './support/large.ts';

const TARGET_MS = 100;
const BASELINE = '/api/session';
/** Counts up when the shape of the file changes. */
const SHAPE = 1;
const MAX_AGE_MS = 12 * HOUR;

const count = option('mentions', isQuick ? 20_000 : 1_000_000);
const rounds = option('rounds', isQuick ? 12 : 40);

/** The installation with the large file; made when it is not there. */
async function open(): Promise<Place> {
  const dir = join(tmpdir(), 'itibar-bench', `reads-${SHAPE}-${count}`);
  const finished = join(dir, 'finished');
  // The newest mentions must be of today, or the first page has nothing to show.
  const isFresh = existsSync(finished) && statSync(finished).mtimeMs > systemClock.now() - MAX_AGE_MS;
  if (!isFresh) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const place = await openPlace(['turkcell', 'turk telekom', 'pegasus'], { dir, isLight: true });
  if (!isFresh) {
    await fillLarge(place, count);
    writeFileSync(finished, new Date(systemClock.now()).toISOString());
  }
  return place;
}

/** A token that may read. */
async function tokenOf({ deps }: App): Promise<string> {
  const value = `itb_${newId('tok').slice(4).repeat(2)}`;
  const token = { id: newId('tok'), name: 'bench', hash: sha256(value), scope: 'read' };
  await deps.store.tokens.put({ ...token, createdAt: deps.clock.now(), lastUsedAt: null });
  return value;
}

/** Addresses of each read; a round takes the next one, so that no answer is only repeated. */
async function readsOf({ app, brand, watches }: Place): Promise<Record<string, string[]>> {
  const { store } = app.deps;
  const incidents = (await store.incidents.list({}, { limit: 20 })).items;
  const cursor = (await store.stories.list({}, { limit: 100 })).nextCursor ?? '';
  const each = (values: readonly string[], address: (value: string) => string) => values.map(address);
  const newest = (await store.mentions.list({}, { limit: 1 })).items[0]?.mention.seenAt ?? 0;
  return {
    today: ['/api/today', `/api/today?brandId=${brand.id}`],
    stories: ['/api/stories', `/api/stories?brandId=${brand.id}`],
    'stories, second page': [`/api/stories?cursor=${cursor}`],
    'stories by state': each(['open', 'closed', 'snoozed'], (state) => `/api/stories?state=${state}`),
    'stories by channel': each(['social', 'news', 'search'], (channel) => `/api/stories?channel=${channel}`),
    'stories by type': each(['fraud', 'complaint', 'boycott'], (type) => `/api/stories?type=${type}`),
    'stories by sentiment': each(['negative', 'positive'], (label) => `/api/stories?sentiment=${label}`),
    'stories by severity': each(['1', '2', '3'], (level) => `/api/stories?maxSeverity=${level}`),
    'stories by watch': each(
      watches.map(({ id }) => id),
      (id) => `/api/stories?watchId=${id}`,
    ),
    'stories by source': each(['import', 'webhook'], (id) => `/api/stories?sourceId=${id}`),
    'stories of a day': [`/api/stories?since=${newest - 24 * HOUR}`],
    'stories by size': ['/api/stories?sort=size', `/api/stories?sort=size&brandId=${brand.id}`],
    'stories, common word': each(WORDS.common, (word) => `/api/stories?search=${encodeURIComponent(word)}`),
    'stories, rare word': each(WORDS.rare, (word) => `/api/stories?search=${encodeURIComponent(word)}`),
    'stories, two words': each(WORDS.common, (word) => `/api/stories?search=${encodeURIComponent(`${word} müşteri`)}`),
    'stories, filters together': ['/api/stories?sentiment=negative&type=fraud&channel=social&maxSeverity=3'],
    mentions: ['/api/mentions', `/api/mentions?brandId=${brand.id}`],
    'mentions by watch': each(
      watches.map(({ id }) => id),
      (id) => `/api/mentions?watchId=${id}`,
    ),
    'mentions by severity': each(['1', '2'], (level) => `/api/mentions?maxSeverity=${level}`),
    'mentions, common word': each(WORDS.common, (word) => `/api/mentions?search=${encodeURIComponent(word)}`),
    'mentions, rare word': each(WORDS.rare, (word) => `/api/mentions?search=${encodeURIComponent(word)}`),
    incidents: ['/api/incidents'],
    'incident page': incidents.map(({ id }) => `/api/incidents/${id}`),
  };
}

async function timed(url: string, token: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.text();
  const took = performance.now() - from;
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${body.slice(0, 300)}`);
  return took;
}

const place = await open();
try {
  const { url } = await place.app.serve();
  const token = await tokenOf(place.app);
  const reads = await readsOf(place);
  const sizeMb = statSync(join(place.dir, 'itibar.db')).size / 2 ** 20;
  console.log(`reads: ${count} mentions, ${Math.round(sizeMb)} MB, ${rounds} rounds over HTTP`);
  const taken = new Map<string, number[]>([[BASELINE, []]]);
  for (let round = -1; round < rounds; round++)
    for (const [name, addresses] of Object.entries(reads)) {
      const least = await timed(url + BASELINE, token);
      const took = await timed(url + (addresses[Math.max(0, round) % addresses.length] ?? ''), token);
      if (round < 0) continue; // the first round loads what every later one has
      taken.get(BASELINE)?.push(least);
      taken.set(name, [...(taken.get(name) ?? []), took]);
    }
  const least = quantile(taken.get(BASELINE) ?? [], 0.5);
  for (const name of Object.keys(reads)) {
    const values = taken.get(name) ?? [];
    const median = quantile(values, 0.5);
    console.log(`  ${name.padEnd(28)} p50 ${median.toFixed(1)} ms   p95 ${quantile(values, 0.95).toFixed(1)} ms`);
    taken.set(name, values);
  }
  const worst = Object.keys(reads).reduce((a, b) => (p95(b) > p95(a) ? b : a));
  function p95(name: string): number {
    return quantile(taken.get(name) ?? [], 0.95);
  }
  const all = Object.keys(reads).flatMap((name) => taken.get(name) ?? []);
  const beside = (value: number) => ({ what: 'the least request', ratio: value / least });
  tell({
    what: `all reads at ${count} mentions, p50`,
    value: quantile(all, 0.5),
    unit: 'ms',
    beside: beside(quantile(all, 0.5)),
  });
  tell({
    what: 'all reads, p95',
    value: quantile(all, 0.95),
    unit: 'ms',
    beside: beside(quantile(all, 0.95)),
    target: { most: TARGET_MS },
  });
  tell({
    what: `the slowest of them, p95: ${worst}`,
    value: p95(worst),
    unit: 'ms',
    beside: beside(p95(worst)),
    target: { most: TARGET_MS },
  });
} finally {
  await place.close();
}
