// One live look at a source: plan, fetch, parse (or listen), and what came of each step. Stores nothing and sends no conditional
// request, so that the next real run misses nothing.

import { AppError, messageOf } from '../core/errors.ts';
import { hideKeys, type Keys, keysFor, withoutKeys } from '../core/keys.ts';
import { toMention } from '../core/mention.ts';
import type { PlanContext, RequestPlan, Source } from '../core/ports.ts';
import type { Mention } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { tryStream } from './try-stream.ts';

export interface Attempt {
  url: string;
  method: string;
  outcome: string;
  status: number | null;
  sizeBytes: number;
  durationMs: number;
  error: string | null;
}

export interface TryResult {
  attempts: Attempt[];
  /** What the source gave, before any query was applied. */
  mentions: Mention[];
  /** True when something was read or the page itself says that there is nothing. */
  isGood: boolean;
}

/** Reads at most `maxPages` pages. Throws 'source.params' when the parameters do not fit. */
export async function trySource(
  deps: Deps,
  source: Source,
  params: Record<string, unknown>,
  context: Pick<PlanContext, 'query' | 'terms'>,
  maxPages = source.manifest.politeness.maxPages,
): Promise<TryResult> {
  const { manifest } = source;
  const parsed = manifest.params.safeParse(params);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'parameters'}: ${issue.message}`);
    throw new AppError('source.params', `The parameters of ${manifest.id} do not fit. ${problems.join('; ')}`);
  }
  const now = deps.clock.now();
  const keys = keysFor(manifest, deps.config.keys);
  const result: TryResult = { attempts: [], mentions: [], isGood: false };
  const { stream } = source;
  if (stream) await tryStream(deps, { ...source, stream }, { params: parsed.data, keys }, result);
  if (stream && !stream.canPoll(parsed.data, keys)) return result;
  const waiting = source.plan(parsed.data, null, { ...context, now, keys });
  result.isGood ||= waiting.length > 0;
  for (let page = 0; page < Math.max(maxPages, waiting.length) && waiting.length > 0; page += 1) {
    const request = waiting.shift();
    if (request) waiting.push(...(await readPage(deps, source, { params: parsed.data, keys }, request, result)));
  }
  return result;
}

async function readPage(
  deps: Deps,
  source: Source,
  { params, keys }: { params: Record<string, unknown>; keys: Keys },
  request: RequestPlan,
  result: TryResult,
): Promise<RequestPlan[]> {
  const { politeness, id, channel } = source.manifest;
  const { minIntervalMs, obeysRobots } = politeness;
  const fetched = await deps.fetcher.fetch(request, { minIntervalMs, obeysRobots, isConditional: false });
  const { reply, sizeBytes, durationMs } = fetched;
  const attempt: Attempt = {
    ...{ url: request.url, method: request.method ?? 'GET', outcome: fetched.outcome as string },
    ...{ status: reply?.status ?? null, sizeBytes, durationMs, error: fetched.error },
  };
  result.attempts.push(attempt);
  if (fetched.outcome !== 'ok' || reply === null) {
    result.isGood = false;
    return [];
  }
  const now = deps.clock.now();
  try {
    const { timeZone } = deps.config;
    const context = { params, cursor: null, now, timeZone, note: request.note, keys };
    const page = source.parse(withoutKeys(reply, keys), context);
    const facts = { sourceId: id, channel, seenAt: now, isBackfill: false };
    for (const raw of page.mentions) {
      const mention = toMention(raw, facts);
      if (mention) result.mentions.push(mention);
    }
    if (page.mentions.length === 0) attempt.outcome = page.isMeasuredEmpty ? 'empty' : 'changed';
    if (attempt.outcome === 'changed') result.isGood = false;
    return page.next ?? [];
  } catch (error) {
    attempt.outcome = error instanceof AppError ? error.code.replace(/^source\./, '') : 'broken';
    attempt.error = hideKeys(messageOf(error), keys);
    result.isGood = false;
    return [];
  }
}
