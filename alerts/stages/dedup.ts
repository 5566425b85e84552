// Decides from the notification log what there is to say: not yes or no but a reason, which travels to the log and
// the delivery. The truth table stands in tests/alerts/stages.test.ts. Must never look at anything but the log.

import type { Incident, NotifyReason } from '../../core/types.ts';
import type { Stage } from './stage.ts';

/** What there is to tell after what was told; null = nothing new. `told` null = nothing was told yet. */
export function reasonToTell(
  incident: Pick<Incident, 'state' | 'severity' | 'mentionCount'>,
  told: { severity: number; mentionCount: number } | null,
  wasResolvedTold: boolean,
): NotifyReason | null {
  const isClosed = incident.state === 'resolved' || incident.state === 'reviewed';
  if (wasResolvedTold) return null;
  if (!told) return isClosed ? null : 'opened';
  if (isClosed) return 'resolved';
  if (incident.severity < told.severity) return 'worse';
  if (incident.mentionCount >= 2 * Math.max(1, told.mentionCount)) return 'grown';
  return null;
}

export const stage: Stage = {
  name: 'dedup',
  pass(plan, { incident, deliveries }) {
    const wasResolvedTold = deliveries.some(
      (delivery) => delivery.routeId === plan.route.id && delivery.reason === 'resolved',
    );
    const reason = reasonToTell(incident, plan.told, wasResolvedTold);
    return reason ? { ...plan, reason, why: reason } : 'everything there is to tell was told';
  },
};
