// What happened with an incident, and who was told of it when.

import type { IncidentDetail } from '../../api.gen.ts';
import { type Key, useI18n } from '../../lib/i18n.tsx';
import { Time } from '../../parts/marks.tsx';
import { Block } from '../../parts/page.tsx';

const KINDS: Record<string, Key> = {
  opened: 'timeline.opened',
  updated: 'timeline.updated',
  acknowledged: 'timeline.acknowledged',
  contained: 'timeline.contained',
  resolved: 'timeline.resolved',
  reviewed: 'timeline.reviewed',
  note: 'timeline.note',
  assigned: 'timeline.assigned',
  'alert-sent': 'timeline.alert-sent',
  'alert-failed': 'timeline.alert-failed',
  'evidence-changed': 'timeline.evidence-changed',
  'evidence-deleted': 'timeline.evidence-deleted',
  'evidence-returned': 'timeline.evidence-returned',
};

export function Timeline(props: { entries: IncidentDetail['timeline'] }) {
  const { t } = useI18n();
  // Entries of one moment come oldest first: turned round, what followed stands above.
  const newestFirst = props.entries.toReversed().toSorted((left, right) => right.at - left.at);
  return (
    <Block title={t('incident.timeline')}>
      {newestFirst.length === 0 && <p className="quiet">{t('incident.noTimeline')}</p>}
      <ol className="timeline">
        {newestFirst.map((entry) => {
          const kind = KINDS[entry.kind];
          return (
            <li key={entry.id} className={`timeline-${kind ? entry.kind : 'other'}`} data-testid="timeline-entry">
              <p className="timeline-head">
                <strong>{kind ? t(kind) : entry.kind}</strong>
                <span className="quiet">
                  {entry.byName} · <Time at={entry.at} />
                </span>
              </p>
              {entry.text && <p className="timeline-text">{entry.text}</p>}
            </li>
          );
        })}
      </ol>
    </Block>
  );
}

const REASONS: Record<string, Key> = {
  opened: 'delivery.reason.opened',
  worse: 'delivery.reason.worse',
  grown: 'delivery.reason.grown',
  resolved: 'delivery.reason.resolved',
  digest: 'delivery.reason.digest',
  test: 'delivery.reason.test',
};

export function Deliveries(props: { deliveries: IncidentDetail['deliveries'] }) {
  const { t } = useI18n();
  return (
    <Block title={t('incident.deliveries')}>
      {props.deliveries.length === 0 && <p className="quiet">{t('incident.noDeliveries')}</p>}
      <ul className="deliveries">
        {props.deliveries.map((delivery) => {
          const reason = REASONS[delivery.reason];
          return (
            <li key={delivery.id} data-testid="delivery">
              <p className="timeline-head">
                <strong>{delivery.routeId}</strong>
                <span className={`tag delivery-${delivery.state}`}>{t(`delivery.state.${delivery.state}`)}</span>
              </p>
              <p className="quiet">
                {delivery.notifierId !== delivery.routeId && `${delivery.notifierId} · `}
                {reason ? t(reason) : delivery.reason} · <Time at={delivery.sentAt ?? delivery.createdAt} />
                {delivery.attemptCount > 1 && <> · {t('delivery.attempts', { n: delivery.attemptCount })}</>}
              </p>
              {delivery.lastError && <p className="delivery-error">{delivery.lastError}</p>}
            </li>
          );
        })}
      </ul>
    </Block>
  );
}
