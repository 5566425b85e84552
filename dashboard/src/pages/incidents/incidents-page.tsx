// Vakalar: what is open first, then what is over.

import { Link } from 'wouter';
import type { Incident } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { usePages } from '../../lib/pages.ts';
import { useParams } from '../../lib/url.ts';
import { INCIDENT_STATES, oneOf } from '../../lib/values.ts';
import { IncidentCard } from '../../parts/incident-card.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';

const VIEWS = ['active', 'all', ...INCIDENT_STATES] as const;

export function IncidentsPage() {
  const { t } = useI18n();
  const { get, set } = useParams();
  const view = oneOf(VIEWS, get('state')) ?? 'active';
  const pages = usePages<Incident>(
    withQuery('/api/incidents', {
      brandId: get('brand'),
      isOpen: view === 'active' ? 'true' : null,
      state: view === 'active' || view === 'all' ? null : view,
      limit: 30,
    }),
  );
  return (
    <Page title={t('nav.incidents')} lead={t('incidents.lead')}>
      <div className="tabs">
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={view === each}
            onClick={() => set({ state: each === 'active' ? null : each })}
          >
            {each === 'active' || each === 'all' ? t(`incidents.${each}`) : t(`incident.state.${each}`)}
          </button>
        ))}
      </div>
      {pages.error && <ErrorNote error={pages.error} retry={pages.reload} />}
      {!pages.isReady && pages.isLoading && <Skeleton lines={6} />}
      {pages.isReady && pages.items.length === 0 && (
        <Empty title={t(view === 'active' ? 'incidents.calm' : 'incidents.none')}>
          {t('incidents.calmHint')} <Link href="/inbox">{t('nav.inbox')}</Link>
        </Empty>
      )}
      <div className="incident-list">
        {pages.items.map((incident) => (
          <IncidentCard key={incident.id} incident={incident} />
        ))}
      </div>
      <MoreButton pages={pages} />
    </Page>
  );
}
