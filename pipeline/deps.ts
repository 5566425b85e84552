// What every job is handed. Built once in app.ts; tests build their own with a fake clock.

import type { Config } from '../config/schema.ts';
import type { Alerting } from '../core/alerting.ts';
import type { LearnedLayer, Learner } from '../core/learning.ts';
import type {
  Analyzer,
  AnalyzerInput,
  BrandView,
  CapturedPage,
  Clock,
  Collected,
  EventBus,
  Fetcher,
  Log,
  Notifier,
  NotifierIo,
  Queue,
  Source,
  Store,
  Translate,
  Vault,
} from '../core/ports.ts';
import type { Finding, Judgement, Severity, Subscription, Watch } from '../core/types.ts';

/** A judgement before it has a story. */
export type Judged = Omit<Judgement, 'mentionId' | 'brandId' | 'storyId' | 'analyzedAt'>;

/** The concrete functions of crawlers, analyzers and alerts, handed in so that pipeline imports none of them. */
export interface Parts {
  collect(subscription: Subscription, watch: Watch): Promise<Collected>;
  /** `told`: what a person already said, so that what follows from it is judged by that. */
  judge(
    input: AnalyzerInput,
    brand: BrandView | null,
    reach: { followers: number | null; storySize: number },
    told?: { isBrand?: boolean },
  ): Judged;
  /** The judgement that stored findings make. Needs no weights. */
  conclude(
    findings: readonly Finding[],
    input: AnalyzerInput,
    reach: { followers: number | null; storySize: number },
  ): Judged;
  /** The severity that follows from a judgement. Needs no weights. */
  weigh(judged: Judged, input: AnalyzerInput, reach: { followers: number | null; storySize: number }): Severity;
  /** What was learned and is used by judge(): exchanged while it runs. `version` 0 = nothing. */
  learned: { readonly version: number; use(layer: LearnedLayer | null): void };
  /** Loads models of its own. */
  openLearner(): Promise<Learner>;
  /** Those of the names that people also use as ordinary words. Absent where there are no analyzers. */
  ordinaryNames?(names: readonly string[]): Promise<string[]>;
  /** One page as evidence. Never throws for what a site does. */
  capturePage(url: string, options: { isDrawn: boolean; signal?: AbortSignal }): Promise<CapturedPage>;
  /** `alerting` of alerts/open.ts. */
  alerting: Alerting;
}

export interface Deps {
  config: Config;
  clock: Clock;
  log: Log;
  store: Store;
  /** Files of evidence. */
  vault: Vault;
  queue: Queue;
  fetcher: Fetcher;
  sources: ReadonlyMap<string, Source>;
  analyzers: readonly Analyzer[];
  notifiers: ReadonlyMap<string, Notifier>;
  notifierIo: NotifierIo;
  t: Translate;
  events: EventBus;
  parts: Parts;
  /** Address for links in mails and alerts, without a slash at the end. */
  publicUrl: string;
}
