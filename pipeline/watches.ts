// Adding, changing, pausing and removing watches with their subscriptions. The API, the command line and the seed all
// come through here, so that the same checks hold everywhere. Mentions of a removed watch stay.

import { newId } from '../core/id.ts';
import type { Subscription, Watch, WatchKind } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { checkQuery, checkSources, checkWatchName, defaultSources, type SourceChoice } from './watch-check.ts';

export { previewQuery } from './preview.ts';
export type { SourceChoice } from './watch-check.ts';

export interface WatchInput {
  brandId: string;
  name: string;
  kind: WatchKind;
  query: string;
  everyMs: number;
  /** Empty = every source that works without parameters. */
  sources: SourceChoice[];
  /** Texts that mean the brand, and texts that do not although they name it: relevance learns from them at once. */
  positiveExamples?: string[] | undefined;
  negativeExamples?: string[] | undefined;
}

/** undefined = leave as it is. `sources` replaces all; those that stay keep their cursor. */
export interface WatchChange {
  name?: string | undefined;
  kind?: WatchKind | undefined;
  query?: string | undefined;
  isPaused?: boolean | undefined;
  everyMs?: number | undefined;
  sources?: SourceChoice[] | undefined;
  positiveExamples?: string[] | undefined;
  negativeExamples?: string[] | undefined;
}

/** Adds a watch, due at once. Throws 'brand.not-found', 'query.invalid', 'watch.invalid', 'watch.conflict'. */
export async function createWatch(deps: Deps, input: WatchInput, by: string): Promise<Watch> {
  if (!(await deps.store.brands.get(input.brandId))) throw fault(deps, 'brand.not-found');
  const choices = input.sources.length > 0 ? input.sources : defaultSources(deps);
  checkQuery(input.query);
  checkSources(deps, choices);
  await checkWatchName(deps, input.brandId, input.name, null);
  const now = deps.clock.now();
  const { brandId, name, kind, query, everyMs } = input;
  const watch: Watch = {
    id: newId('wat'),
    ...{ brandId, name, kind, query, everyMs },
    positiveExamples: input.positiveExamples ?? [],
    negativeExamples: input.negativeExamples ?? [],
    isPaused: false,
    createdAt: now,
    updatedAt: now,
  };
  await deps.store.watches.put(watch);
  for (const choice of choices) await deps.store.subscriptions.put(subscriptionOf(watch, choice, now));
  await told(deps, by, 'watch.created', watch);
  return watch;
}

/** Throws 'watch.not-found' and what createWatch() throws. A new query asks from the beginning; resuming reads at once. */
export async function updateWatch(deps: Deps, id: string, change: WatchChange, by: string): Promise<Watch> {
  const watch = await getWatch(deps, id);
  if (change.query !== undefined) checkQuery(change.query);
  if (change.sources) checkSources(deps, change.sources);
  if (change.name !== undefined) await checkWatchName(deps, watch.brandId, change.name, id);
  const now = deps.clock.now();
  const changed: Watch = {
    ...watch,
    name: change.name ?? watch.name,
    kind: change.kind ?? watch.kind,
    query: change.query ?? watch.query,
    isPaused: change.isPaused ?? watch.isPaused,
    everyMs: change.everyMs ?? watch.everyMs,
    positiveExamples: change.positiveExamples ?? watch.positiveExamples,
    negativeExamples: change.negativeExamples ?? watch.negativeExamples,
    updatedAt: now,
  };
  await deps.store.watches.put(changed);
  if (change.sources) await replaceSubscriptions(deps, changed, change.sources);
  if (changed.query !== watch.query) await askAnew(deps, changed);
  else if (changed.everyMs < watch.everyMs || (watch.isPaused && !changed.isPaused))
    await deps.store.subscriptions.wake(id, now);
  const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  await told(deps, by, 'watch.changed', changed, { fields });
  return changed;
}

/** Throws 'watch.not-found'. */
export async function removeWatch(deps: Deps, id: string, by: string): Promise<void> {
  const watch = await getWatch(deps, id);
  await deps.store.watches.remove(id);
  await told(deps, by, 'watch.removed', watch, { name: watch.name });
}

export function pauseWatch(deps: Deps, id: string, by: string): Promise<Watch> {
  return updateWatch(deps, id, { isPaused: true }, by);
}

export function resumeWatch(deps: Deps, id: string, by: string): Promise<Watch> {
  return updateWatch(deps, id, { isPaused: false }, by);
}

/** Makes the watch due now. Returns how many of its sources will be read. Throws 'watch.not-found' and 'watch.paused.conflict'. */
export async function wakeWatch(deps: Deps, id: string, by: string): Promise<number> {
  const watch = await getWatch(deps, id);
  if (watch.isPaused) throw fault(deps, 'watch.paused.conflict');
  const count = await deps.store.subscriptions.wake(id, deps.clock.now());
  await told(deps, by, 'watch.woken', watch);
  return count;
}

async function getWatch(deps: Deps, id: string): Promise<Watch> {
  const watch = await deps.store.watches.get(id);
  if (!watch) throw fault(deps, 'watch.not-found');
  return watch;
}

function subscriptionOf(watch: Watch, choice: SourceChoice, now: number): Subscription {
  const { sourceId, params } = choice;
  return { id: newId('sub'), watchId: watch.id, sourceId, params, cursor: null, nextRunAt: now, lastRunAt: null };
}

async function replaceSubscriptions(deps: Deps, watch: Watch, choices: readonly SourceChoice[]): Promise<void> {
  const keyOf = ({ sourceId, params }: SourceChoice) => `${sourceId} ${JSON.stringify(Object.entries(params).sort())}`;
  const wanted = new Map(choices.map((choice) => [keyOf(choice), choice]));
  for (const subscription of await deps.store.subscriptions.list({ watchId: watch.id }))
    if (!wanted.delete(keyOf(subscription))) await deps.store.subscriptions.remove(subscription.id);
  const now = deps.clock.now();
  for (const choice of wanted.values()) await deps.store.subscriptions.put(subscriptionOf(watch, choice, now));
}

/** What the old cursors have passed may match the new query: start over. */
async function askAnew(deps: Deps, watch: Watch): Promise<void> {
  const now = deps.clock.now();
  for (const subscription of await deps.store.subscriptions.list({ watchId: watch.id }))
    await deps.store.subscriptions.put({ ...subscription, cursor: null, nextRunAt: now });
}

async function told(deps: Deps, by: string, action: string, watch: Watch, facts: object = {}): Promise<void> {
  await audit(deps, by, action, watch.id, { ...facts });
  deps.events.emit({ kind: 'watch', watchId: watch.id });
}
