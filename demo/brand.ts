// The brand seed of the demo: who is watched, and which addresses of the sample web are read how often.
// The same shape as `brands[]` of the configuration; it goes through the same schema.

import type { z } from 'zod';
import type { configSchema } from '../config/schema.ts';
import { DEMO_APP_ID } from './reviews.ts';
import { SEARCH_NAME, SEARCH_WORDS } from './search.ts';
import { OUTLETS } from './texts.ts';
import type { SampleSites } from './web.ts';

const NAME = 'Pazarlamacım';
const QUERY = 'pazarlamacım OR pazarlamacim';

type BrandSeed = NonNullable<z.input<typeof configSchema>['brands']>[number];

/** A `brands[]` entry for the configuration, watching the given sites every few seconds. */
export function demoBrand(sites: SampleSites): BrandSeed {
  const feeds = OUTLETS.map(({ path }) => ({ id: 'feed', params: { url: `${sites.news}/${path}/rss.xml` } }));
  return {
    name: NAME,
    aliases: ['pazarlamacim', 'Pazarlamacım Premium'],
    domains: ['pazarlamacim.example'],
    accounts: ['pazarlamacim'],
    competitors: ['Sepetova', 'Çarşıbul', 'Kapıdanal'],
    watches: [
      {
        name: 'Pazarlamacım',
        kind: 'brand',
        query: QUERY,
        every: '5s',
        sources: [
          { id: 'mastodon', params: { server: sites.social, tag: 'pazarlamacim' } },
          { id: 'discourse', params: { site: sites.forum } },
          {
            id: 'app-store-reviews',
            params: { appId: DEMO_APP_ID, country: 'tr', base: sites.reviews },
          },
          ...feeds,
        ],
      },
      {
        name: 'Arama sonuçları',
        kind: 'brand',
        query: QUERY,
        every: '10s',
        sources: [
          {
            id: 'searxng',
            params: { instance: sites.search, query: SEARCH_NAME, words: SEARCH_WORDS, everyHours: 0 },
          },
        ],
      },
      {
        name: 'Boykot etiketi',
        kind: 'campaign',
        query: 'pazarlamacımıboykotet OR pazarlamacimiboykotet OR boykot',
        every: '10s',
        sources: [{ id: 'mastodon', params: { server: sites.social, tag: 'pazarlamacimiboykotet' } }],
      },
    ],
  };
}
