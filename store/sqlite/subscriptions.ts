// Subscriptions and who reads them next. Claiming moves the next run in the same statement that finds it, so that two
// processes never get the same one.

import type { Store } from '../../core/ports.ts';
import type { Subscription } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

interface Row {
  id: string;
  watch_id: string;
  source_id: string;
  params: string;
  cursor: string;
  next_run_at: number;
  last_run_at: number | null;
}

const FIELDS = 'id, watch_id, source_id, params, cursor, next_run_at, last_run_at';

export function subscriptions(c: Connection): Sync<Store['subscriptions']> {
  return {
    put: (subscription) => void c.write(() => put(c, subscription)),
    get: (id) => {
      const row = c.row<Row>(`SELECT ${FIELDS} FROM subscriptions WHERE id = ?`, id);
      return row && toSubscription(row);
    },
    list: (filter = {}) => {
      const { watchId = null, sourceId = null } = filter;
      const text = `SELECT ${FIELDS} FROM subscriptions
        WHERE (@watchId IS NULL OR watch_id = @watchId) AND (@sourceId IS NULL OR source_id = @sourceId) ORDER BY n`;
      return c.rows<Row>(text, { watchId, sourceId }).map(toSubscription);
    },
    remove: (id) => void c.write(() => c.run('DELETE FROM subscriptions WHERE id = ?', id)),
    claimDue: (now, limit, leaseMs) => claimDue(c, now, limit, leaseMs),
    finishRun: (id, { cursor, lastRunAt, nextRunAt }) => {
      const stored = cursor === undefined ? null : JSON.stringify(cursor);
      const text = `UPDATE subscriptions SET cursor = coalesce(?, cursor), last_run_at = ?, next_run_at = ? WHERE id = ?`;
      c.write(() => c.run(text, stored, lastRunAt, nextRunAt, id));
    },
    wake: (watchId, now) =>
      c.write(() =>
        c.run('UPDATE subscriptions SET next_run_at = @now WHERE @watchId IS NULL OR watch_id = @watchId', {
          watchId,
          now,
        }),
      ),
  };
}

function put(c: Connection, { id, watchId, sourceId, params, cursor, nextRunAt, lastRunAt }: Subscription): void {
  c.run(
    `INSERT INTO subscriptions (${FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET watch_id = excluded.watch_id, source_id = excluded.source_id,
       params = excluded.params, cursor = excluded.cursor, next_run_at = excluded.next_run_at,
       last_run_at = excluded.last_run_at`,
    ...[id, watchId, sourceId, JSON.stringify(params), JSON.stringify(cursor ?? null), nextRunAt, lastRunAt],
  );
}

const DUE = `FROM subscriptions s JOIN watches w ON w.id = s.watch_id LEFT JOIN sources h ON h.id = s.source_id
  WHERE s.next_run_at <= @now AND w.is_paused = 0 AND coalesce(h.suspended_until, 0) <= @now`;

function claimDue(c: Connection, now: number, limit: number, leaseMs: number): Subscription[] {
  // Asked every second: without anything due no write lock is taken.
  if (!c.row(`SELECT 1 ${DUE} LIMIT 1`, { now })) return [];
  return c.write(() => {
    const due = c.rows<{ n: number }>(`SELECT s.n ${DUE} ORDER BY s.next_run_at, s.n LIMIT @limit`, { now, limit });
    const claim = `UPDATE subscriptions SET next_run_at = ? WHERE n = ? RETURNING ${FIELDS}`;
    return due.flatMap(({ n }) => c.rows<Row>(claim, now + leaseMs, n)).map(toSubscription);
  });
}

function toSubscription(row: Row): Subscription {
  return {
    id: row.id,
    watchId: row.watch_id,
    sourceId: row.source_id,
    params: JSON.parse(row.params),
    cursor: JSON.parse(row.cursor),
    nextRunAt: row.next_run_at,
    lastRunAt: row.last_run_at,
  };
}
