// The log of what is to be sent and was sent. A claim is a lease: when its holder is killed, another may send after it
// ends. What was sent stays sent, whoever comes later.

import { MINUTE } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import type { Delivery, DeliveryState } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

/** Longer than any notifier may take. */
const LEASE_MS = 2 * MINUTE;

export interface DeliveryRow {
  id: string;
  subject_id: string;
  route_id: string;
  content_hash: string;
  notifier_id: string;
  reason: Delivery['reason'];
  message: string;
  state: DeliveryState;
  attempt_count: number;
  last_error: string | null;
  created_at: number;
  sent_at: number | null;
}

export function deliveries(c: Connection): Sync<Store['deliveries']> {
  const one = (where: string, ...params: unknown[]) => {
    const row = c.row<DeliveryRow>(`SELECT * FROM deliveries WHERE ${where}`, ...params);
    return row && toDelivery(row);
  };
  return {
    add: (delivery) =>
      c.write(() => {
        const isNew = add(c, delivery);
        const { subjectId, routeId, contentHash } = delivery;
        const stored =
          one('subject_id = ? AND route_id = ? AND content_hash = ?', subjectId, routeId, contentHash) ??
          one('id = ?', delivery.id);
        return { delivery: stored ?? delivery, isNew };
      }),
    get: (id) => one('id = ?', id),
    claim: (id) => c.write(() => claim(c, id)),
    finish: (id, { state, error, sentAt }) =>
      void c.write(() =>
        c.run(
          `UPDATE deliveries SET state = ?, last_error = ?, sent_at = ?, claimed_at = NULL WHERE id = ? AND state <> 'sent'`,
          ...[state, error, sentAt, id],
        ),
      ),
    list: ({ subjectId, states }, limit) =>
      c
        .rows<DeliveryRow>(
          `SELECT * FROM deliveries WHERE ${subjectId === undefined ? 'true' : 'subject_id = @subjectId'}
             AND ${states === undefined ? 'true' : 'state IN (SELECT value FROM json_each(@states))'}
           ORDER BY created_at DESC, n DESC LIMIT @limit`,
          { subjectId, states: JSON.stringify(states ?? []), limit },
        )
        .map(toDelivery),
    lastSent: (subjectId, routeId) =>
      one(
        `subject_id = ? AND route_id = ? AND state = 'sent' ORDER BY sent_at DESC, n DESC LIMIT 1`,
        subjectId,
        routeId,
      ),
  };
}

function add(c: Connection, delivery: Delivery): boolean {
  return (
    c.run(
      `INSERT INTO deliveries (id, subject_id, route_id, content_hash, notifier_id, reason, message, state, attempt_count,
         last_error, created_at, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ...[
        delivery.id,
        delivery.subjectId,
        delivery.routeId,
        delivery.contentHash,
        delivery.notifierId,
        delivery.reason,
      ],
      ...[JSON.stringify(delivery.message), delivery.state, delivery.attemptCount, delivery.lastError],
      ...[delivery.createdAt, delivery.sentAt],
    ) > 0
  );
}

function claim(c: Connection, id: string): Delivery | null {
  const now = c.clock.now();
  const [row] = c.rows<DeliveryRow>(
    `UPDATE deliveries SET state = 'sending', attempt_count = attempt_count + 1, claimed_at = @now
     WHERE id = @id AND (state IN ('pending', 'failed') OR (state = 'sending' AND coalesce(claimed_at, 0) <= @over))
     RETURNING *`,
    { id, now, over: now - LEASE_MS },
  );
  return row ? toDelivery(row) : null;
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    subjectId: row.subject_id,
    routeId: row.route_id,
    notifierId: row.notifier_id,
    contentHash: row.content_hash,
    reason: row.reason,
    message: JSON.parse(row.message),
    state: row.state,
    attemptCount: row.attempt_count,
    lastError: row.last_error,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
