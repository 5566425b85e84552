// Judging everything stored anew, after the analyzers or what they learned changed: first a preview that writes nothing,
// then a run in small steps of low priority that goes on where it stood after a stop. Corrections win, counts stay exact,
// and nobody is alerted for what is old (see rejudge.ts). One run at a time.

import { newId } from '../core/id.ts';
import type { Brand } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { ChangeCounter, type Changes } from './judgement-changes.ts';
import { recommit, rejudge } from './rejudge.ts';
import { OPEN_STATES } from './today.ts';

export interface ReanalysisScope {
  /** Absent = all brands. */
  brandId?: string | undefined;
  /** Only what was seen since. */
  since?: number | undefined;
}

export interface ReanalysisRun {
  id: string;
  brandId: string | null;
  since: number | null;
  state: 'running' | 'done' | 'cancelled';
  /** Brands that are still to be done; the first one from `cursor` on. */
  brandIds: string[];
  cursor: string | null;
  doneCount: number;
  /** Null when it is not known beforehand. */
  totalCount: number | null;
  changedCount: number;
  by: string;
  startedAt: number;
  endedAt: number | null;
}

const KEY = 'learning.reanalysis';
const STEP = 200;
const PRIORITY = -10;

// ------------------------------------------------------------------ preview

/** What would change, over at most `limit` mentions of each brand, newest first. Writes nothing. */
export async function previewReanalysis(
  deps: Deps,
  scope: ReanalysisScope,
  { limit = Number.POSITIVE_INFINITY, onProgress }: { limit?: number; onProgress?: (count: number) => void } = {},
): Promise<Changes> {
  const open = await deps.store.incidents.list({ states: [...OPEN_STATES] }, { limit: 200 });
  const counter = new ChangeCounter(open.items);
  for (const { id } of await brandsOf(deps, scope)) {
    let seen = 0;
    let cursor: string | null = null;
    do {
      const step = await readStep(deps, id, scope, cursor);
      counter.add(await rejudge(deps, id, step.ids, { isAnew: true }));
      seen += step.ids.length;
      cursor = step.nextCursor;
      onProgress?.(counter.changes.judgedCount);
    } while (cursor !== null && seen < limit);
    if (cursor !== null) counter.changes.isWhole = false;
  }
  return counter.changes;
}

async function brandsOf(deps: Deps, { brandId }: ReanalysisScope): Promise<Brand[]> {
  const brands = await deps.store.brands.list();
  return brandId === undefined ? brands : brands.filter(({ id }) => id === brandId);
}

async function readStep(deps: Deps, brandId: string, { since }: ReanalysisScope, cursor: string | null) {
  const filter = { brandId, ...(since === undefined ? {} : { since }) };
  const page = await deps.store.mentions.list(filter, { limit: STEP, cursor });
  return { ids: page.items.map(({ mention }) => mention.id), nextCursor: page.nextCursor };
}

// ------------------------------------------------------------------ run

export async function currentReanalysis({ store }: Pick<Deps, 'store'>): Promise<ReanalysisRun | null> {
  return (await store.settings.get(KEY)) as ReanalysisRun | null;
}

/** Starts a run. Throws 'learning.conflict' while another one is going on, 'brand.not-found'. */
export async function startReanalysis(deps: Deps, scope: ReanalysisScope, by: string): Promise<ReanalysisRun> {
  const before = await currentReanalysis(deps);
  if (before?.state === 'running') throw fault(deps, 'learning.conflict');
  const brands = await brandsOf(deps, scope);
  if (brands.length === 0) throw fault(deps, 'brand.not-found');
  const isAll = scope.brandId === undefined && scope.since === undefined && brands.length === 1;
  const run: ReanalysisRun = {
    id: newId('rea'),
    ...{ brandId: scope.brandId ?? null, since: scope.since ?? null, state: 'running' },
    ...{ brandIds: brands.map(({ id }) => id), cursor: null, doneCount: 0 },
    totalCount: isAll ? await deps.store.mentions.count() : null,
    ...{ changedCount: 0, by, startedAt: deps.clock.now(), endedAt: null },
  };
  await deps.store.settings.set(KEY, run);
  await audit(deps, by, 'reanalysis.started', run.id, { brandId: run.brandId, since: run.since });
  await goOn(deps, run);
  return run;
}

/** A run that is over stays as it ended. What was judged anew stays so. */
export async function cancelReanalysis(deps: Deps, by: string): Promise<ReanalysisRun | null> {
  const run = await currentReanalysis(deps);
  if (run?.state !== 'running') return run;
  // Beside the run and not in it: a step that is on its way writes its own count over the run.
  await deps.store.settings.set(`${KEY}.cancelled`, run.id);
  const cancelled = { ...run, state: 'cancelled' as const, endedAt: deps.clock.now() };
  await deps.store.settings.set(KEY, cancelled);
  await audit(deps, by, 'reanalysis.cancelled', run.id);
  return cancelled;
}

/** After a crash: the step that was lost is asked for again. Asking twice is asking once. */
export async function resumeReanalysis(deps: Deps): Promise<void> {
  const run = await currentReanalysis(deps);
  if (run?.state === 'running') await goOn(deps, run);
}

async function goOn(deps: Deps, { id }: ReanalysisRun): Promise<void> {
  await deps.queue.enqueue('reanalyze', { runId: id }, { key: id, priority: PRIORITY });
}

/** One step of a run, or some mentions at once. Safe to repeat. */
export async function reanalyzeJob(
  deps: Deps,
  payload: { runId: string } | { brandId: string; mentionIds: string[] },
): Promise<void> {
  if ('mentionIds' in payload) {
    await recommit(deps, payload.brandId, payload.mentionIds, { isAnew: true });
    deps.events.emit({ kind: 'mentions', brandId: payload.brandId, count: payload.mentionIds.length });
    return;
  }
  const run = await currentReanalysis(deps);
  if (run?.id !== payload.runId || run.state !== 'running') return;
  const next = await takeStep(deps, run);
  if ((await deps.store.settings.get(`${KEY}.cancelled`)) === run.id) {
    await deps.store.settings.set(KEY, { ...next, state: 'cancelled', endedAt: deps.clock.now() });
    return;
  }
  await deps.store.settings.set(KEY, next);
  if (next.state === 'running') return goOn(deps, next);
  deps.log.info({ runId: run.id, doneCount: next.doneCount, changedCount: next.changedCount }, 'judged anew');
}

async function takeStep(deps: Deps, run: ReanalysisRun): Promise<ReanalysisRun> {
  const [brandId, ...others] = run.brandIds;
  if (brandId === undefined) return { ...run, state: 'done', endedAt: deps.clock.now() };
  const step = await readStep(deps, brandId, { since: run.since ?? undefined }, run.cursor);
  const rejudged = await recommit(deps, brandId, step.ids, { isAnew: true });
  const counter = new ChangeCounter([]);
  counter.add(rejudged);
  deps.events.emit({ kind: 'mentions', brandId, count: step.ids.length });
  const next = {
    ...run,
    doneCount: run.doneCount + step.ids.length,
    changedCount: run.changedCount + counter.changes.changedCount,
    cursor: step.nextCursor,
    brandIds: step.nextCursor === null ? others : run.brandIds,
  };
  return next.brandIds.length === 0 ? { ...next, state: 'done', endedAt: deps.clock.now() } : next;
}
