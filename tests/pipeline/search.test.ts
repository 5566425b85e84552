// Places of pages from a run of a search engine to the table, the case and the mail, over a real store and queue.

import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { toMention } from '../../core/mention.ts';
import type { Ranking } from '../../core/ports.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { evaluateJob } from '../../pipeline/evaluate.ts';
import { fetchJob } from '../../pipeline/fetch.ts';
import { mentionIdOf } from '../../pipeline/search-pages.ts';
import { searchTable } from '../../pipeline/search-table.ts';
import { tidyJob } from '../../pipeline/tidy.ts';
import { asked, collectedOf, openWorld, type World } from './support.ts';

const QUERY = 'Markam şikayet';
const COMPLAINT = { url: 'https://forum.example/kargo', title: 'Markam kargo rezaleti' };
const OWN = { url: 'https://markam.example/', title: 'Markam' };
const OTHER = { url: 'https://rehber.example/markam', title: 'Markam nedir' };

interface Searching extends World {
  /** One run of the engine that answers with these pages, then everything that follows of it. */
  search(results: Ranking['results']): Promise<void>;
  cases(): Promise<{ state: string; ruleId: string; reason: string; severity: number }[]>;
}

async function searching(): Promise<Searching> {
  let results: Ranking['results'] = [];
  const world: World = await openWorld({
    collect: async (subscription, watch) => {
      const hits = results.flatMap(({ url, title }) => {
        const raw = { url, title, text: title ?? '' };
        const facts = { sourceId: 'forum', channel: 'search' as const, seenAt: world.clock.now(), isBackfill: false };
        const mention = toMention(raw, facts);
        return mention ? [{ mention, watchIds: [watch.id] }] : [];
      });
      const collected = collectedOf(world, hits, { rankings: [{ query: QUERY, results }] });
      return { ...collected, run: { ...collected.run, subscriptionId: subscription.id } };
    },
  });
  const { deps, brand } = world;
  await deps.store.brands.put({ ...brand, domains: ['markam.example'] });
  const [subscription] = await deps.store.subscriptions.list();
  return {
    ...world,
    search: async (given) => {
      results = given;
      await fetchJob(deps, { subscriptionId: subscription?.id ?? '' });
      for (const payload of asked(world, 'analyze').splice(0))
        await analyzeJob(deps, payload as { mentionIds: string[] });
      await evaluateJob(deps, { brandId: brand.id });
    },
    cases: async () => (await deps.store.incidents.list({ brandId: brand.id }, { limit: 9 })).items,
  };
}

it('tells of a complaint that comes to page one after a day, names the rank, and ends the case when it is gone', async () => {
  const world = await searching();
  const { deps, clock } = world;
  await world.search([OWN, OTHER]);
  await clock.advance(2 * HOUR);
  await world.search([OWN, OTHER]);
  await clock.advance(2 * DAY);
  await world.search([OWN, COMPLAINT, OTHER]);
  expect(await world.cases()).toMatchObject([
    {
      ...{ ruleId: 'search-page', state: 'open', severity: 3 },
      reason: `“${QUERY}” aramasında (Örnek Forum) 2. sıraya “Markam kargo rezaleti” (forum.example) girdi; dün ilk sayfada değildi.`,
    },
  ]);
  expect(asked(world, 'evaluate')).toContainEqual({ brandId: world.brand.id });
  await clock.advance(HOUR);
  await world.search([OWN, OTHER]);
  await clock.advance(25 * HOUR);
  await world.search([OWN, OTHER]);
  expect((await world.cases()).map(({ state }) => state)).toEqual(['resolved']);
  const [view] = await searchTable(deps, { brandId: world.brand.id });
  expect(view).toMatchObject({ query: QUERY, engine: 'Örnek Forum', watchName: 'Markam' });
});

it('says nothing of what a search begins with, however bad it is', async () => {
  const world = await searching();
  await world.search([COMPLAINT, OWN]);
  await world.clock.advance(HOUR);
  await world.search([OWN, COMPLAINT]);
  expect(await world.cases()).toEqual([]);
});

it('shows where pages stand now and stood, whose they are, and forgets them with the retention', async () => {
  const world = await searching();
  const { deps, clock } = world;
  await world.search([OWN, OTHER]);
  await clock.advance(3 * DAY);
  await world.search([COMPLAINT, OWN]);
  await clock.advance(HOUR);
  const [view] = await searchTable(deps, {});
  expect(view?.pages.map(({ url, rank, dayAgo, mark }) => [url, rank, dayAgo, mark])).toEqual([
    [COMPLAINT.url, 1, null, 'negative'],
    [OWN.url, 2, 1, 'own'],
    [OTHER.url, null, 2, 'neutral'],
  ]);
  expect(view?.pages[0]?.days.slice(-5)).toEqual([null, null, null, null, 1]);
  expect(view?.pages[1]?.days.slice(-5)).toEqual([null, 1, 1, 1, 2]);
  expect(view?.pages[0]?.onPageOneSince).toBe(clock.now() - HOUR);
  expect(view?.pages[1]?.onPageOneSince).toBeNull();
  expect(view?.pages[0]?.storyId).not.toBeNull();
  expect(await searchTable(deps, { query: 'başka' })).toEqual([]);
  await clock.advance(9 * DAY);
  expect(await searchTable(deps, {})).toEqual([]);
  await clock.advance(175 * DAY);
  await tidyJob(deps);
  expect(await deps.store.positions.list({ since: 0 })).toEqual([]);
});

it('knows the mention of a result by its address, whichever source told of it', () => {
  const facts = { sourceId: 'searxng', channel: 'search' as const, seenAt: 0, isBackfill: false };
  const mention = toMention({ url: COMPLAINT.url, title: 'x', text: 'y' }, facts);
  expect(mentionIdOf(COMPLAINT)).toBe(mention?.id);
});
