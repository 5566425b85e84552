// One incident in a list: how bad, what, since when, who has it, and the one button that matters.

import { Link } from 'wouter';
import type { Incident } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { isOperators } from '../lib/incidents.ts';
import { useNow } from '../lib/now.ts';
import { useCanAct } from '../lib/session.tsx';
import { useHref } from '../lib/url.ts';
import { useIncidentAction } from '../pages/incidents/use-incident-action.ts';
import { IncidentStateTag, SeverityBadge, Time } from './marks.tsx';

export function IncidentCard(props: { incident: Incident }) {
  const { t, format } = useI18n();
  const { incident } = props;
  const now = useNow();
  const href = useHref();
  const canAct = useCanAct();
  const { act, isBusy } = useIncidentAction(incident.id);
  const isOver = incident.resolvedAt !== null;
  return (
    <article className={`incident-card edge-${isOver ? 'none' : incident.severity}`} data-testid="incident-card">
      <div className="incident-main">
        <div className="incident-tags">
          <SeverityBadge level={incident.severity} />
          <IncidentStateTag state={incident.state} />
          {incident.leadType && <span className="quiet">{t(`type.${incident.leadType}`)}</span>}
          <span className="quiet">{incident.brandName}</span>
        </div>
        <h3>
          <Link href={href(`/incidents/${incident.id}`)}>{incident.title}</Link>
        </h3>
        <p className="incident-reason">{incident.reason}</p>
        <p className="incident-facts">
          {isOver ? (
            <span>
              {t('incident.resolvedAt')} <Time at={incident.resolvedAt} />
            </span>
          ) : (
            <span title={format.full(incident.openedAt)}>
              {t('incident.openFor', { time: format.duration(now - incident.openedAt) })}
            </span>
          )}
          {!isOperators(incident) && <span>{t('count.mentions', { n: incident.mentionCount })}</span>}
          <span className={incident.ownerName ? '' : 'missing'}>
            {incident.ownerName ? t('incident.ownedBy', { name: incident.ownerName }) : t('incident.noOwner')}
          </span>
        </p>
      </div>
      {canAct && incident.state === 'open' && (
        <button
          type="button"
          className="button button-main"
          data-testid="ack-button"
          disabled={isBusy}
          onClick={() => act({ action: 'acknowledge' })}
        >
          {t('incident.take')}
        </button>
      )}
    </article>
  );
}
