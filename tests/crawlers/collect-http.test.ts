// Collecting through the real fetcher: what a second run of a page that has not changed does, and for whom.

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { Collected } from '../../core/ports.ts';
import type { Run } from '../../core/types.ts';
import { createCollect } from '../../crawlers/collect.ts';
import { reader, silentLog, site } from './fetch/support.ts';
import { item, source, subscription, watch } from './support.ts';

/** A page with an ETag and a collector that remembers what the pipeline would store. */
async function watched() {
  const home = await site((request, response) => {
    if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304).end();
    const body = JSON.stringify({ mentions: [item('Markam kargosu gelmedi'), item('Rakip hakkında')] });
    return response.writeHead(200, { etag: '"v1"' }).end(body);
  });
  const stored = new Map<string, { etag: string | null; lastModified: string | null }>();
  const runs: Run[] = [];
  const one = source({}, { plan: () => [{ url: `${home.url}/liste` }] });
  const collect = createCollect({
    fetcher: reader([home.host], { validators: { getValidators: async (key) => stored.get(key) ?? null } }).fetcher,
    sources: new Map([[one.manifest.id, one]]),
    ...{ clock: systemClock, log: silentLog, timeZone: 'Europe/Istanbul', keys: {} },
    budgets: {},
    history: { runs: async () => runs, health: async () => null },
  });
  const keep = (collected: Collected) => {
    runs.push(collected.run);
    for (const { key, ...validators } of collected.validators ?? []) stored.set(key, validators);
    return collected;
  };
  return { collect, keep };
}

describe('a page that has not changed', () => {
  it('ends the next run as not-modified once its items were stored', async () => {
    const { collect, keep } = await watched();
    expect(keep(await collect(subscription(), watch())).hits).toHaveLength(1);
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'not-modified', itemCount: 0 });
  });

  it('is read again when the items of the run before were never stored', async () => {
    const { collect } = await watched();
    await collect(subscription(), watch());
    expect((await collect(subscription(), watch())).hits).toHaveLength(1);
  });

  it('is read in full for another subscription and after a change of the query', async () => {
    const { collect, keep } = await watched();
    keep(await collect(subscription(), watch()));
    expect((await collect(subscription({ id: 'sub_2' }), watch())).hits).toHaveLength(1);
    expect((await collect(subscription(), watch({ query: 'rakip' }))).hits).toHaveLength(1);
  });
});
