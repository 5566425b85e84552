// The sample web as the command line uses it: the sites, the brand that watches them, its past, its support desk.

import type { Clock, Log } from '../core/ports.ts';
import { demoBrand } from './brand.ts';
import { type HistoryLine, historyLines } from './history.ts';
import { type PastAnswer, pastAnswers } from './search.ts';
import { type SupportDesk, startSupportDesk } from './support.ts';
import { type SampleWeb, startSampleWeb } from './web.ts';

export type { HistoryLine } from './history.ts';
export type { PastAnswer } from './search.ts';

export interface DemoWeb extends SampleWeb {
  /** A `brands[]` entry for the configuration. */
  brand: ReturnType<typeof demoBrand>;
  /** Two ordinary weeks, oldest first. */
  history(): HistoryLine[];
  /** A month of answers of the search engine, oldest first. */
  pastAnswers(): PastAnswer[];
  /** The brand's own help desk, which posts to the signed webhook. Tells the same story as the sites. */
  startDesk(target: { webhookUrl: string; secret: string }): SupportDesk;
}

/** Starts every site; the story begins now. Throws AppError('demo.port'). */
export async function openDemoWeb(options: { clock: Clock; log: Log; seed: number }): Promise<DemoWeb> {
  const web = await startSampleWeb(options);
  const { startedAt } = web.story;
  const brand = demoBrand(web.sites);
  return {
    brand,
    url: web.url,
    hosts: web.hosts,
    sites: web.sites,
    get story() {
      return web.story;
    },
    stop: () => web.stop(),
    history: () => [...historyLines(startedAt, options.seed, brand.name)],
    pastAnswers: () => pastAnswers(startedAt, options.seed),
    startDesk: (target) => startSupportDesk({ ...options, ...target, startedAt }),
  };
}
