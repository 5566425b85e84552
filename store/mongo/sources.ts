// The log of runs and the health of each source, which is worked out anew with every run. What is old is forgotten here:
// a thousand runs of a subscription and three months of validators are kept. Health remembers which runs it has seen and
// is written before the run, so that a call that broke off half-way can be repeated.

import { DAY } from '../../core/clock.ts';
import { costsAfter } from '../../core/cost.ts';
import { AppError } from '../../core/errors.ts';
import { sha256 } from '../../core/id.ts';
import type { Store } from '../../core/ports.ts';
import type { Run, RunOutcome, SourceHealth } from '../../core/types.ts';
import { insertNew } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';
import { newTie } from './cursor.ts';

const RECENT = 48;
const MAX_RUNS = 1000;
const MAX_TRIES = 50;
const VALIDATORS_KEPT_MS = 90 * DAY;
/** 'not modified' is a good answer too: the source works and has nothing new. */
const SUCCESSES: readonly RunOutcome[] = ['ok', 'empty', 'not-modified'];

type Suspension = { until: number; reason: string } | null;
export type HealthDoc = Omit<SourceHealth, 'sourceId'> & { runIds: string[]; revision: number };
export type RunDoc = Omit<Run, 'id'> & { tie: string };
export interface ValidatorDoc {
  url: string;
  etag: string | null;
  lastModified: string | null;
  at: number;
}

export const healthIn = (c: Connection) => c.collection<HealthDoc>('sources');
export const runsIn = (c: Connection) => c.collection<RunDoc>('runs');

export function sources(c: Connection): Store['sources'] {
  return {
    recordRun: (run, suspension) => recordRun(c, run, suspension),
    async health(sourceId) {
      const doc = await healthIn(c).findOne({ _id: sourceId });
      return doc && toHealth(doc);
    },
    listHealth: async () => (await healthIn(c).find().sort({ _id: 1 }).toArray()).map(toHealth),
    async resume(sourceId) {
      const update = { $set: { suspendedUntil: null, suspendedReason: null }, $inc: { revision: 1 } };
      await healthIn(c).updateOne({ _id: sourceId }, update);
    },
    async runs({ subscriptionId, sourceId, limit }) {
      const filter = {
        ...(subscriptionId === undefined ? {} : { subscriptionId }),
        ...(sourceId === undefined ? {} : { sourceId }),
      };
      return (await runsIn(c).find(filter).sort({ startedAt: -1, tie: -1 }).limit(limit).toArray()).map(toRun);
    },
    ...validators(c),
  };
}

/** Addresses can be longer than an index takes, so their hash is the _id. */
function validators(c: Connection): Pick<Store['sources'], 'getValidators' | 'putValidators'> {
  const many = () => c.collection<ValidatorDoc>('validators');
  return {
    async getValidators(url) {
      const doc = await many().findOne({ _id: sha256(url) });
      return doc && { etag: doc.etag, lastModified: doc.lastModified };
    },
    async putValidators(url, { etag, lastModified }, at) {
      await many().updateOne({ _id: sha256(url) }, { $set: { url, etag, lastModified, at } }, { upsert: true });
      await many().deleteMany({ at: { $lt: at - VALIDATORS_KEPT_MS } });
    },
  };
}

async function recordRun(c: Connection, run: Run, suspension: Suspension): Promise<void> {
  for (let tries = 0; !(await putHealth(c, run, suspension)); tries++)
    if (tries > MAX_TRIES)
      throw new AppError('store.busy', 'Others keep changing this source; try again.', { retry: 'later' });
  const { id, ...facts } = run;
  const known = await insertNew(runsIn(c), [{ _id: id, ...facts, tie: newTie() }]);
  if (known.size > 0) return;
  const { subscriptionId } = run;
  const [oldest] = await runsIn(c)
    .find({ subscriptionId })
    .sort({ startedAt: -1 })
    .skip(MAX_RUNS - 1)
    .limit(1)
    .toArray();
  if (oldest) await runsIn(c).deleteMany({ subscriptionId, startedAt: { $lt: oldest.startedAt } });
}

/** False when somebody else changed it at the same time. */
async function putHealth(c: Connection, run: Run, suspension: Suspension): Promise<boolean> {
  const many = healthIn(c);
  const before = await many.findOne({ _id: run.sourceId });
  if (before?.runIds.includes(run.id)) return true;
  const next: HealthDoc = {
    ...healthAfter(before, run, suspension),
    runIds: [...(before?.runIds ?? []), run.id].slice(-RECENT),
    revision: (before?.revision ?? 0) + 1,
  };
  if (!before) return (await insertNew(many, [{ _id: run.sourceId, ...next }])).size === 0;
  const result = await many.updateOne({ _id: run.sourceId, revision: before.revision }, { $set: next });
  return result.matchedCount === 1;
}

function healthAfter(before: HealthDoc | null, run: Run, suspension: Suspension): Omit<SourceHealth, 'sourceId'> {
  const isSuccess = SUCCESSES.includes(run.outcome);
  const { startedAt, outcome, itemCount, addedCount, error } = run;
  const kept = isSuccess ? null : before;
  return {
    lastRunAt: Math.max(before?.lastRunAt ?? startedAt, startedAt),
    lastSuccessAt: isSuccess ? startedAt : (before?.lastSuccessAt ?? null),
    lastItemAt: itemCount > 0 ? startedAt : (before?.lastItemAt ?? null),
    consecutiveFailures: isSuccess ? 0 : (before?.consecutiveFailures ?? 0) + 1,
    suspendedUntil: suspension?.until ?? kept?.suspendedUntil ?? null,
    suspendedReason: suspension?.reason ?? kept?.suspendedReason ?? null,
    lastError: isSuccess ? null : (error ?? before?.lastError ?? null),
    recentRuns: [...(before?.recentRuns ?? []), { startedAt, outcome, itemCount, addedCount, error }].slice(-RECENT),
    costs: costsAfter(before?.costs ?? [], run),
  };
}

export function toHealth({ _id, runIds: _runs, revision: _revision, ...health }: Doc<HealthDoc>): SourceHealth {
  return { sourceId: _id, ...health, costs: health.costs ?? [] };
}

export function toRun({ _id, tie: _tie, ...run }: Doc<RunDoc>): Run {
  return { id: _id, ...run };
}
