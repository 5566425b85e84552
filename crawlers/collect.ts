// One run of one subscription: plan, fetch, parse, sift, and say how it went and when to come back. Three honest ends:
// items, measured empty, or a failure with its reason. Must never lose the items of a run that ended half well, and never
// move the cursor after one.

import { LRUCache } from 'lru-cache';
import { DAY } from '../core/clock.ts';
import { leftOf, pauseForPace, spentIn } from '../core/cost.ts';
import { AppError, messageOf } from '../core/errors.ts';
import { derivedId, newId } from '../core/id.ts';
import { hideKeys, type Keys, keysFor, traceOf } from '../core/keys.ts';
import type { Budget, Clock, Collected, Fetcher, Log, RequestPlan, Source, Store } from '../core/ports.ts';
import { compileQuery, type Matcher } from '../core/text/match.ts';
import { queryTerms } from '../core/text/query.ts';
import type { Run, RunOutcome, Spent, Subscription, Watch } from '../core/types.ts';
import { registrableDomain } from '../core/url.ts';
import { budgetIsGone } from './budget.ts';
import { consequenceOf, type PastRun, type RunFailure } from './fetch/suspension.ts';
import { sift } from './sift.ts';
import { type Walk, walk } from './walk.ts';

export interface CollectParts {
  fetcher: Fetcher;
  sources: ReadonlyMap<string, Source>;
  clock: Clock;
  log: Log;
  /** IANA zone for dates without one. */
  timeZone: string;
  /** All configured keys; each source gets those that its manifest names. */
  keys: Keys;
  /** How earlier runs went. */
  history: Pick<Store['sources'], 'health' | 'runs'>;
  /** Dollars a month by source. */
  budgets: Readonly<Record<string, number>>;
}

const PAST_RUNS = 50;
const MAX_MATCHERS = 500;

/** What the run needs to know before it asks anything. */
interface Errand {
  source: Source;
  params: Record<string, unknown>;
  matcher: Matcher | null;
  keys: Keys;
  budget: Budget | undefined;
  plans: RequestPlan[];
}

/** The function throws only what the store throws, and the fetcher's reason when itibar is being stopped. */
export function createCollect(parts: CollectParts): (subscription: Subscription, watch: Watch) => Promise<Collected> {
  const matchers = new LRUCache<string, Matcher>({ max: MAX_MATCHERS });
  const matcherOf = (query: string): Matcher => {
    const matcher = matchers.get(query) ?? compileQuery(query);
    matchers.set(query, matcher);
    return matcher;
  };
  return async (subscription, watch) => {
    const startedAt = parts.clock.now();
    const past = await parts.history.runs({ subscriptionId: subscription.id, limit: PAST_RUNS });
    const report = { parts, subscription, watch, past, startedAt };
    const source = parts.sources.get(subscription.sourceId);
    if (source?.manifest.isInbound) return finish(report, { outcome: 'empty', nextInMs: DAY });
    const budget = await budgetOf(subscription.sourceId, startedAt, parts);
    let errand: Errand;
    try {
      errand = prepare(source, subscription, watch, matcherOf, { now: startedAt, configured: parts.keys, budget });
    } catch (error) {
      if (!(error instanceof AppError))
        parts.log.error(
          { sourceId: subscription.sourceId, problem: traceOf(error, parts.keys) },
          'a source could not plan',
        );
      const sentence = hideKeys(messageOf(error), parts.keys);
      return fail(report, { outcome: 'refused', error: sentence, retryAfterMs: null }, { isOneSite: false });
    }
    return run(report, errand);
  };
}

/** What all watches of the installation together have spent on the source this month; undefined = without a limit. */
async function budgetOf(sourceId: string, now: number, parts: CollectParts): Promise<Budget | undefined> {
  const monthlyUsd = parts.budgets[sourceId];
  if (monthlyUsd === undefined) return undefined;
  const health = await parts.history.health(sourceId);
  return { monthlyUsd, spentUsd: spentIn(health?.costs ?? [], now) };
}

interface Report {
  parts: CollectParts;
  subscription: Subscription;
  watch: Watch;
  past: PastRun[];
  startedAt: number;
}

/** Throws AppError with a sentence when the subscription cannot be run as it is set up. */
function prepare(
  source: Source | undefined,
  { sourceId, params: rawParams, cursor }: Subscription,
  watch: Watch,
  matcherOf: (query: string) => Matcher,
  { now, configured, budget }: { now: number; configured: Keys; budget: Budget | undefined },
): Errand {
  if (!source)
    throw new AppError(
      'source.not-found',
      `This version has no source "${sourceId}". Remove it from the watch, or update itibar.`,
    );
  const checked = source.manifest.params.safeParse(rawParams);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    throw new AppError(
      'source.params',
      `The settings of ${source.manifest.title} in this watch cannot be used (${[place, issue?.message].filter(Boolean).join(': ')}). Correct them on the watch.`,
    );
  }
  const matcher = matcherOf(watch.query);
  const terms = queryTerms(watch.query);
  const keys = keysFor(source.manifest, configured);
  if (budget && leftOf(budget) <= 0) throw budgetIsGone(source.manifest);
  const plans = source.plan(checked.data, cursor, { query: watch.query, terms, now, keys, budget });
  const isMatched = source.manifest.selection === 'match';
  return { source, params: checked.data, matcher: isMatched ? matcher : null, keys, budget, plans };
}

async function run(report: Report, { source, params, matcher, keys, budget, plans }: Errand): Promise<Collected> {
  const { parts, subscription, watch, past, startedAt } = report;
  const { manifest } = source;
  const log = parts.log.child({ sourceId: manifest.id, subscriptionId: subscription.id });
  const reader = derivedId('rdr', subscription.id, watch.query, JSON.stringify(params));
  const walked = await walk(plans, {
    ...{ fetcher: parts.fetcher, source, log, params, reader, keys, budget },
    ...{ cursor: subscription.cursor, timeZone: parts.timeZone, now: startedAt },
  });
  const isFirstRun = !past.some(({ outcome }) => outcome === 'ok' || outcome === 'empty' || outcome === 'not-modified');
  const { hits, unreadableCount } = sift(walked.raws, { manifest, watch, matcher, isFirstRun, seenAt: startedAt, log });
  if (unreadableCount > 0)
    log.warn({ unreadableCount, itemCount: walked.raws.length }, 'items without anything to read');
  const { sizeBytes, rankings, spent } = walked;
  const counts = { hits, itemCount: walked.raws.length, sizeBytes, rankings, ...(manifest.cost ? { spent } : {}) };
  const isUnreadable = walked.raws.length > 0 && unreadableCount === walked.raws.length;
  const failure = walked.failure ?? (isUnreadable ? allUnreadable(manifest.title, plans[0]?.url ?? '') : null);
  if (failure) return fail(report, failure, { ...counts, isOneSite: isOwnSite(manifest.homepage, failure.url) });
  const paceMs = budget ? pauseForPace({ ...budget, spentUsd: budget.spentUsd + spent.usd }, parts.clock.now()) : 0;
  const end: End = {
    ...counts,
    outcome: goodOutcome(walked),
    nextInMs: Math.min(DAY, Math.max(paceMs, walked.wishMs)),
  };
  if (walked.cursor !== undefined) end.cursor = walked.cursor;
  if (!walked.isCut && walked.validators.length > 0) {
    const wanted = nextUrls({ source, params, keys, budget }, report, walked.cursor);
    end.validators = walked.validators.filter(({ key }) => wanted.has(key.slice(key.indexOf(' ') + 1)));
  }
  return finish(report, end);
}

function goodOutcome(walked: Walk): RunOutcome {
  if (walked.raws.length > 0) return 'ok';
  return walked.notModifiedCount > 0 ? 'not-modified' : 'empty';
}

function allUnreadable(title: string, url: string): RunFailure & { url: string } {
  return {
    outcome: 'changed',
    error: `${title} gave items, but none of them has a text. Its page may have changed; look at it in a browser.`,
    retryAfterMs: null,
    url,
  };
}

/** Addresses that the next run will ask first; of others (a moving cursor in them) validators would only pile up. */
function nextUrls(
  { source, params, keys, budget }: Pick<Errand, 'source' | 'params' | 'keys' | 'budget'>,
  report: Report,
  cursor: unknown,
): Set<string> {
  const { subscription, watch, startedAt, parts } = report;
  const next = cursor === undefined ? subscription.cursor : cursor;
  try {
    const context = { query: watch.query, terms: queryTerms(watch.query), now: startedAt, keys, budget };
    return new Set(source.plan(params, next, context).map(({ url }) => url));
  } catch (error) {
    parts.log.error(
      { sourceId: source.manifest.id, problem: traceOf(error, keys) },
      'a source could not plan with its own cursor',
    );
    return new Set();
  }
}

/** A source of one site (a complaint site, an app shop) is suspended as a whole; one that reads many sites is not. */
function isOwnSite(homepage: string, url: string): boolean {
  const own = registrableDomain(homepage);
  return own !== null && own === registrableDomain(url);
}

interface End {
  outcome: RunOutcome;
  /** Least pause before the next run, besides the watch's cadence. */
  nextInMs: number;
  hits?: Collected['hits'];
  itemCount?: number;
  sizeBytes?: number;
  rankings?: Collected['rankings'];
  spent?: Spent;
  error?: string;
  suspension?: Collected['suspension'];
  cursor?: unknown;
  validators?: NonNullable<Collected['validators']>;
}

async function fail(
  report: Report,
  failure: RunFailure,
  found: Pick<End, 'hits' | 'itemCount' | 'sizeBytes' | 'rankings' | 'spent'> & { isOneSite: boolean },
): Promise<Collected> {
  const { parts, subscription, past } = report;
  const { isOneSite, ...counts } = found;
  const health = isOneSite ? await parts.history.health(subscription.sourceId) : null;
  const now = parts.clock.now();
  const history = { source: health?.recentRuns ?? [], subscription: past, isOneSite, now };
  const { suspension, delayMs } = consequenceOf(failure, history);
  return finish(report, { ...counts, outcome: failure.outcome, error: failure.error, suspension, nextInMs: delayMs });
}

function finish({ parts, subscription, watch, startedAt }: Report, end: End): Collected {
  const now = parts.clock.now();
  const run: Run = {
    id: newId('run'),
    subscriptionId: subscription.id,
    sourceId: subscription.sourceId,
    startedAt,
    durationMs: now - startedAt,
    outcome: end.outcome,
    itemCount: end.itemCount ?? 0,
    addedCount: 0,
    sizeBytes: end.sizeBytes ?? 0,
    error: end.error ?? null,
    ...(end.spent ? { spent: end.spent } : {}),
  };
  return {
    hits: end.hits ?? [],
    run,
    cursor: end.cursor,
    nextRunAt: Math.max(startedAt + watch.everyMs, now + end.nextInMs, end.suspension?.until ?? 0),
    suspension: end.suspension ?? null,
    validators: end.validators ?? [],
    rankings: end.rankings ?? [],
  };
}
