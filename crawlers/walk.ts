// Reads what one run asks for: each planned request, then the pages that parse() wants next, within bounds. A failing
// list does not lose what the others gave. Must never ask the same address twice in a run, nor go on after a refusal.

import { AppError, messageOf } from '../core/errors.ts';
import { hideKeys, type Keys, traceOf, withoutKeys } from '../core/keys.ts';
import type {
  Budget,
  Fetcher,
  FetchResult,
  Log,
  ParsedPage,
  Ranking,
  Reply,
  RequestPlan,
  Source,
} from '../core/ports.ts';
import { type RawMention, RUN_OUTCOMES, type RunOutcome, type Spent } from '../core/types.ts';
import { mergeCursor } from './cursor.ts';
import type { RunFailure } from './fetch/suspension.ts';

/** However many pages a source allows itself: more than this in one run is a list without end. */
const MAX_REQUESTS = 60;
const MAX_ITEMS = 5000;
/** After these the site is not asked anything more in this run. */
const FINAL: ReadonlySet<RunOutcome> = new Set(['blocked', 'throttled', 'network', 'timeout']);

export interface Walk {
  raws: RawMention[];
  /** undefined when no page gave one. */
  cursor: unknown;
  /** Longest pause that a page wished before the next run. */
  wishMs: number;
  sizeBytes: number;
  notModifiedCount: number;
  validators: NonNullable<FetchResult['validators']>[];
  /** What stood where, of each search that was answered. */
  rankings: Ranking[];
  spent: Spent;
  /** The first thing that went wrong; null when all went well. */
  failure: (RunFailure & { url: string }) | null;
  /** True when a bound ended the run while more was there. */
  isCut: boolean;
}

export interface WalkParts {
  fetcher: Fetcher;
  source: Source;
  log: Log;
  params: Record<string, unknown>;
  /** As stored; every page sees this one. */
  cursor: unknown;
  timeZone: string;
  /** Whose validators are used for the first pages. */
  reader: string;
  now: number;
  /** Those of the source. Their values are taken out of every answer, error and cursor. */
  keys: Keys;
  budget: Budget | undefined;
}

interface Step {
  plan: RequestPlan;
  list: List;
  page: number;
}

/** One planned request and the pages behind it. */
interface List {
  url: string;
  itemCount: number;
  isEmptyMeasured: boolean;
  /** False when it failed, was not modified, or was not read to its end. */
  isComplete: boolean;
}

/** Never throws but for the reason of an aborted signal. */
export async function walk(plans: readonly RequestPlan[], parts: WalkParts): Promise<Walk> {
  const { manifest } = parts.source;
  const result: Walk = {
    ...{ raws: [], cursor: undefined, wishMs: 0, sizeBytes: 0, notModifiedCount: 0 },
    ...{ validators: [], rankings: [], spent: { callCount: 0, itemCount: 0, usd: 0 }, failure: null, isCut: false },
  };
  const lists: List[] = [];
  const asked = new Set<string>();
  const steps: Step[] = plans.map((plan) => {
    const list = { url: plan.url, itemCount: 0, isEmptyMeasured: false, isComplete: true };
    lists.push(list);
    return { plan, list, page: 1 };
  });
  for (let step = steps.shift(); step; step = steps.shift()) {
    const { plan, list, page } = step;
    const identity = [plan.method ?? 'GET', plan.url, plan.body ?? ''].join(' ');
    if (asked.has(identity)) continue;
    if (page > manifest.politeness.maxPages || asked.size >= MAX_REQUESTS || result.raws.length >= MAX_ITEMS) {
      result.isCut = true;
      list.isComplete = false;
      continue;
    }
    asked.add(identity);
    const { minIntervalMs } = manifest.politeness;
    const obeysRobots = plan.obeysRobots ?? manifest.politeness.obeysRobots;
    const isConditional = page === 1;
    const fetched = await parts.fetcher.fetch(plan, {
      minIntervalMs,
      obeysRobots,
      isConditional,
      reader: parts.reader,
    });
    const parsed = take(fetched, plan, list, result, parts);
    if (parsed) steps.unshift(...(parsed.next ?? []).map((next) => ({ plan: next, list, page: page + 1 })));
    if (result.failure && FINAL.has(result.failure.outcome)) break;
  }
  const silent = lists.find((list) => list.isComplete && list.itemCount === 0 && !list.isEmptyMeasured);
  if (silent && !result.failure) result.failure = { ...nothingFound(manifest.title), url: silent.url };
  return result;
}

/** Adds one reply to the result; null when there was nothing to parse or it could not be parsed. */
function take(fetched: FetchResult, plan: RequestPlan, list: List, result: Walk, parts: WalkParts): ParsedPage | null {
  result.sizeBytes += fetched.sizeBytes;
  const { outcome, reply, error, retryAfterMs } = fetched;
  const fail = (failure: RunFailure): null => {
    list.isComplete = false;
    result.failure ??= { ...failure, error: hideKeys(failure.error, parts.keys), url: plan.url };
    return null;
  };
  if (outcome === 'not-modified') {
    result.notModifiedCount += 1;
    list.isComplete = false;
    return null;
  }
  if (outcome !== 'ok' || reply === null)
    return fail({ outcome: outcome === 'ok' ? 'broken' : outcome, error: error ?? 'No answer came.', retryAfterMs });
  const parsed = parse(reply, plan, parts);
  spend(result.spent, parts.source.manifest, 'outcome' in parsed ? null : parsed);
  if ('outcome' in parsed) return fail(parsed);
  if (parsed.ranking) result.rankings.push(parsed.ranking);
  list.itemCount += parsed.mentions.length;
  list.isEmptyMeasured ||= parsed.isMeasuredEmpty === true;
  result.raws.push(...parsed.mentions.slice(0, MAX_ITEMS - result.raws.length));
  result.cursor = mergeCursor(parts.cursor, result.cursor, parsed.cursor);
  result.wishMs = Math.max(result.wishMs, parsed.nextRunInMs ?? 0);
  if (fetched.validators) result.validators.push(fetched.validators);
  return parsed;
}

/** An answer that could not be read has been paid for as well. */
function spend(spent: Spent, { cost }: Source['manifest'], parsed: ParsedPage | null): void {
  const itemCount = parsed?.mentions.length ?? 0;
  const told = (cost?.perCallUsd ?? 0) + itemCount * (cost?.perItemUsd ?? 0);
  spent.callCount += 1;
  spent.itemCount += itemCount;
  spent.usd += parsed?.costUsd ?? told;
}

function parse(reply: Reply, plan: RequestPlan, parts: WalkParts): ParsedPage | RunFailure {
  const { source, params, cursor, timeZone, now, keys, budget } = parts;
  try {
    return source.parse(withoutKeys(reply, keys), { params, cursor, now, timeZone, note: plan.note, keys, budget });
  } catch (error) {
    if (error instanceof AppError)
      return { outcome: outcomeOf(error.code), error: error.message, retryAfterMs: error.retryAfterMs };
    parts.log.error(
      { sourceId: source.manifest.id, problem: traceOf(error, keys) },
      'a source could not read its answer',
    );
    return {
      outcome: 'changed',
      error: `The answer of ${source.manifest.title} could not be read (${messageOf(error)}). The source may need an update.`,
      retryAfterMs: null,
    };
  }
}

/** 'source.blocked' -> blocked; what is no outcome counts as changed. */
function outcomeOf(code: string): RunOutcome {
  const name = code.replace(/^source\./, '');
  return RUN_OUTCOMES.find((outcome) => outcome === name && outcome !== 'ok') ?? 'changed';
}

function nothingFound(title: string): RunFailure {
  return {
    outcome: 'changed',
    error: `${title} answered, but nothing in the answer could be read as an item. Its page may have changed; look at it in a browser.`,
    retryAfterMs: null,
  };
}
