// A source of our own writing and a fetcher that answers from a table, for tests of collecting.

import { z } from 'zod';
import { FakeClock } from '../../core/clock.ts';
import type { Fetcher, FetchResult, ParsedPage, Reply, RequestPlan, Source, SourceManifest } from '../../core/ports.ts';
import type { RawMention, Run, SourceHealth, Subscription, Watch } from '../../core/types.ts';
import { type CollectParts, createCollect } from '../../crawlers/collect.ts';
import { silentLog } from './fetch/support.ts';

export const clock = () => new FakeClock(Date.UTC(2026, 10, 24, 6, 0, 0));
export const HOME = 'https://sozluk.example';

/** Every page is JSON of the shape ParsedPage, so a test says directly what parse() gives. */
export function source(
  manifest: Partial<SourceManifest> = {},
  own: Partial<Pick<Source, 'plan' | 'parse'>> = {},
): Source {
  return {
    manifest: {
      id: 'sozluk',
      title: 'Sözlük',
      channel: 'community',
      homepage: HOME,
      description: { tr: 'Deneme.', en: 'Test.' },
      isOfficial: false,
      needs: [],
      params: z.strictObject({ topic: z.string().optional() }),
      example: {},
      selection: 'match',
      politeness: { minIntervalMs: 1000, maxPages: 3, obeysRobots: true },
      legalNote: '',
      expectedPerDay: 10,
      isVerifiedLive: false,
      ...manifest,
    },
    plan: () => [{ url: `${HOME}/1` }],
    parse: (reply) => JSON.parse(reply.body) as ParsedPage,
    ...own,
  };
}

export const item = (text: string, more: Partial<RawMention> = {}): RawMention => ({
  nativeId: text.replace(/\W/g, ''),
  text,
  publishedAt: Date.UTC(2026, 10, 24, 5, 0, 0),
  ...more,
});

export const watch = (more: Partial<Watch> = {}): Watch => ({
  id: 'wat_1',
  brandId: 'brd_1',
  name: 'Markam',
  kind: 'brand',
  query: 'markam',
  positiveExamples: [],
  negativeExamples: [],
  isPaused: false,
  everyMs: 900_000,
  createdAt: Date.UTC(2026, 10, 20),
  updatedAt: 0,
  ...more,
});

export const subscription = (more: Partial<Subscription> = {}): Subscription => ({
  id: 'sub_1',
  watchId: 'wat_1',
  sourceId: 'sozluk',
  params: {},
  cursor: null,
  nextRunAt: 0,
  lastRunAt: null,
  ...more,
});

type Answer = ParsedPage | Partial<FetchResult>;

export interface TableFetcher extends Fetcher {
  asked: { plan: RequestPlan; options: Parameters<Fetcher['fetch']>[1] }[];
}

/** Answers by address: a ParsedPage as an ok reply, anything with an outcome as it is. */
export function tableFetcher(table: Record<string, Answer>): TableFetcher {
  const asked: TableFetcher['asked'] = [];
  return {
    asked,
    fetch: async (plan, options) => {
      asked.push({ plan, options });
      const answer = table[plan.url];
      if (!answer) throw new Error(`the test has no answer for ${plan.url}`);
      const base = { sizeBytes: 10, durationMs: 5, retryAfterMs: null, error: null };
      if ('outcome' in answer) return { ...base, outcome: 'ok', reply: null, ...answer };
      const reply: Reply = { url: plan.url, status: 200, headers: {}, body: JSON.stringify(answer), receivedAt: 0 };
      return { ...base, outcome: 'ok', reply };
    },
    capture: () => Promise.reject(new Error('the test captures nothing')),
    listen: () => Promise.reject(new Error('the test listens to nothing')),
    close: async () => undefined,
  };
}

/** createCollect over a table, with the given past. */
export function collector(
  table: Record<string, Answer>,
  parts: Partial<Omit<CollectParts, 'sources' | 'history'>> & {
    source?: Source;
    pastRuns?: Partial<Run>[];
    sourceRuns?: SourceHealth['recentRuns'];
    costs?: SourceHealth['costs'];
  } = {},
) {
  const { source: one = source(), pastRuns = [], sourceRuns = [], costs = [], ...rest } = parts;
  const fetcher = tableFetcher(table);
  const collect = createCollect({
    fetcher,
    sources: new Map([[one.manifest.id, one]]),
    clock: clock(),
    log: silentLog,
    timeZone: 'Europe/Istanbul',
    keys: {},
    budgets: {},
    history: {
      runs: async () => pastRuns as Run[],
      health: async (sourceId) => ({ sourceId, recentRuns: sourceRuns, costs }) as unknown as SourceHealth,
    },
    ...rest,
  });
  return { collect, fetcher };
}
