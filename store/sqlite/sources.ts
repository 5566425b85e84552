// The log of runs and the health of each source, which is worked out anew with every run. What is old is forgotten here:
// a thousand runs of a subscription and three months of validators are kept.

import { DAY } from '../../core/clock.ts';
import { costsAfter } from '../../core/cost.ts';
import type { Store } from '../../core/ports.ts';
import type { Run, RunOutcome, SourceHealth } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

const RECENT = 48;
const MAX_RUNS = 1000;
const VALIDATORS_KEPT_MS = 90 * DAY;
/** 'not modified' is a good answer too: the source works and has nothing new. */
const SUCCESSES: readonly RunOutcome[] = ['ok', 'empty', 'not-modified'];

type Suspension = { until: number; reason: string } | null;

interface HealthRow {
  id: string;
  last_run_at: number | null;
  last_success_at: number | null;
  last_item_at: number | null;
  failures: number;
  suspended_until: number | null;
  suspended_reason: string | null;
  last_error: string | null;
  recent: string;
  costs: string;
}

interface RunRow {
  body: string;
}

export function sources(c: Connection): Sync<Store['sources']> {
  return {
    recordRun: (run, suspension) => c.write(() => recordRun(c, run, suspension)),
    health: (sourceId) => healthOf(c, sourceId),
    listHealth: () => c.rows<HealthRow>('SELECT * FROM sources ORDER BY id').map(toHealth),
    resume: (sourceId) =>
      void c.write(() =>
        c.run('UPDATE sources SET suspended_until = NULL, suspended_reason = NULL WHERE id = ?', sourceId),
      ),
    runs: ({ subscriptionId, sourceId, limit }) => {
      const where = [
        subscriptionId === undefined ? '' : ' AND subscription_id = @subscriptionId',
        sourceId === undefined ? '' : ' AND source_id = @sourceId',
      ].join('');
      const text = `SELECT body FROM runs WHERE true${where} ORDER BY started_at DESC, n DESC LIMIT @limit`;
      return c.rows<RunRow>(text, { subscriptionId, sourceId, limit }).map(({ body }) => JSON.parse(body) as Run);
    },
    getValidators: (url) => c.row('SELECT etag, last_modified AS lastModified FROM validators WHERE url = ?', url),
    putValidators: (url, { etag, lastModified }, at) =>
      c.write(() => {
        c.run(
          `INSERT INTO validators (url, etag, last_modified, at) VALUES (?, ?, ?, ?)
           ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, at = excluded.at`,
          ...[url, etag, lastModified, at],
        );
        c.run('DELETE FROM validators WHERE at < ?', at - VALIDATORS_KEPT_MS);
      }),
  };
}

function healthOf(c: Connection, sourceId: string): SourceHealth | null {
  const row = c.row<HealthRow>('SELECT * FROM sources WHERE id = ?', sourceId);
  return row && toHealth(row);
}

function recordRun(c: Connection, run: Run, suspension: Suspension): void {
  const isNew = c.run(
    `INSERT INTO runs (id, subscription_id, source_id, started_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ...[run.id, run.subscriptionId, run.sourceId, run.startedAt, JSON.stringify(run)],
  );
  if (isNew === 0) return;
  putHealth(c, healthAfter(healthOf(c, run.sourceId) ?? unknownHealth(run.sourceId), run, suspension));
  c.run(
    `DELETE FROM runs WHERE subscription_id = @id AND started_at < (SELECT started_at FROM runs
       WHERE subscription_id = @id ORDER BY started_at DESC LIMIT 1 OFFSET ${MAX_RUNS - 1})`,
    { id: run.subscriptionId },
  );
}

function unknownHealth(sourceId: string): SourceHealth {
  return {
    sourceId,
    lastRunAt: null,
    lastSuccessAt: null,
    lastItemAt: null,
    consecutiveFailures: 0,
    suspendedUntil: null,
    suspendedReason: null,
    lastError: null,
    recentRuns: [],
    costs: [],
  };
}

function healthAfter(before: SourceHealth, run: Run, suspension: Suspension): SourceHealth {
  const isSuccess = SUCCESSES.includes(run.outcome);
  const { startedAt, outcome, itemCount, addedCount, error } = run;
  const kept = isSuccess ? null : before;
  return {
    sourceId: run.sourceId,
    lastRunAt: Math.max(before.lastRunAt ?? startedAt, startedAt),
    lastSuccessAt: isSuccess ? startedAt : before.lastSuccessAt,
    lastItemAt: itemCount > 0 ? startedAt : before.lastItemAt,
    consecutiveFailures: isSuccess ? 0 : before.consecutiveFailures + 1,
    suspendedUntil: suspension?.until ?? kept?.suspendedUntil ?? null,
    suspendedReason: suspension?.reason ?? kept?.suspendedReason ?? null,
    lastError: isSuccess ? null : (error ?? before.lastError),
    recentRuns: [...before.recentRuns, { startedAt, outcome, itemCount, addedCount, error }].slice(-RECENT),
    costs: costsAfter(before.costs, run),
  };
}

/** As it is, whatever was known. */
export function putHealth(c: Connection, health: SourceHealth): void {
  c.run(
    'INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[health.sourceId, health.lastRunAt, health.lastSuccessAt, health.lastItemAt, health.consecutiveFailures],
    ...[health.suspendedUntil, health.suspendedReason, health.lastError, JSON.stringify(health.recentRuns)],
    JSON.stringify(health.costs),
  );
}

function toHealth(row: HealthRow): SourceHealth {
  return {
    sourceId: row.id,
    lastRunAt: row.last_run_at,
    lastSuccessAt: row.last_success_at,
    lastItemAt: row.last_item_at,
    consecutiveFailures: row.failures,
    suspendedUntil: row.suspended_until,
    suspendedReason: row.suspended_reason,
    lastError: row.last_error,
    recentRuns: JSON.parse(row.recent),
    costs: JSON.parse(row.costs),
  };
}
