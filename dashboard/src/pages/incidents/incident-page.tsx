// Kriz odası: one incident with its clock, its owner, what was done, who was told, and the evidence.

import { useState } from 'react';
import { Link } from 'wouter';
import type { IncidentDetail } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { isOperators } from '../../lib/incidents.ts';
import { useNow } from '../../lib/now.ts';
import { useSourceTitle } from '../../lib/people.ts';
import { useQuery } from '../../lib/query.ts';
import { useHref } from '../../lib/url.ts';
import { INCIDENT_STATES } from '../../lib/values.ts';
import { IncidentEvidence, useEvidence } from '../../parts/evidence.tsx';
import { HourChart } from '../../parts/hour-chart.tsx';
import { SeverityBadge, Time } from '../../parts/marks.tsx';
import { MentionCard } from '../../parts/mention-card.tsx';
import { Block, Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { StoryRow } from '../../parts/story-row.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { Deliveries, Timeline } from './incident-log.tsx';

const SHOWN_SAMPLES = 10;

export function IncidentPage(props: { id: string }) {
  const { t } = useI18n();
  const href = useHref();
  const query = useQuery<IncidentDetail>(`/api/incidents/${encodeURIComponent(props.id)}`);
  return (
    <Page
      title={query.data?.incident.title ?? t('incident.one')}
      lead={<Link href={href('/incidents')}>← {t('nav.incidents')}</Link>}
    >
      <Loaded query={query} lines={8}>
        {(detail) => <Room detail={detail} />}
      </Loaded>
    </Page>
  );
}

function Room(props: { detail: IncidentDetail }) {
  const { t } = useI18n();
  const { detail } = props;
  const { incident } = detail;
  return (
    <div data-testid="incident-room">
      <section className={`room-head edge-${incident.resolvedAt === null ? incident.severity : 'none'}`}>
        <div className="incident-tags">
          <SeverityBadge level={incident.severity} />
          {incident.leadType && <span className="quiet">{t(`type.${incident.leadType}`)}</span>}
          <span className="quiet">{incident.brandName}</span>
          {!isOperators(incident) && <span className="quiet">{t('count.mentions', { n: incident.mentionCount })}</span>}
        </div>
        <Steps incident={incident} />
        <Clocks incident={incident} />
        <p className="room-reason">
          <strong>{t('incident.why')}</strong> {incident.reason}
        </p>
        <IncidentActions incident={incident} />
      </section>
      <div className="board">
        <div className="board-main">{isOperators(incident) ? <ToSources /> : <Evidence detail={detail} />}</div>
        <div className="board-side">
          <Timeline entries={detail.timeline} />
          <Deliveries deliveries={detail.deliveries} />
        </div>
      </div>
    </div>
  );
}

/** About a source and not about the brand: there is nothing anybody wrote. */
function ToSources() {
  const { t } = useI18n();
  return (
    <Block title={t('incident.source')}>
      <p>{t('incident.sourceHint')}</p>
      <p>
        <Link href="/sources">{t('incident.toSources')}</Link>
      </p>
    </Block>
  );
}

function Evidence(props: { detail: IncidentDetail }) {
  const { t } = useI18n();
  const { detail } = props;
  const evidence = useEvidence({ incidentId: detail.incident.id });
  return (
    <>
      <Block title={t('incident.chart')}>
        <HourChart points={detail.series} label={t('chart.label')} />
      </Block>
      <Block title={t('incident.stories')}>
        <ul className="story-list">
          {detail.stories.map((story) => (
            <StoryRow key={story.id} story={story} />
          ))}
        </ul>
      </Block>
      <IncidentEvidence incidentId={detail.incident.id} byMention={evidence} />
      <Samples mentions={detail.mentions} evidence={evidence} />
    </>
  );
}

/** The first few; the rest is one click away, so that the page stays one a person can read through. */
function Samples(props: { mentions: IncidentDetail['mentions']; evidence: ReturnType<typeof useEvidence> }) {
  const { t } = useI18n();
  const sourceTitle = useSourceTitle();
  const [isOpen, setIsOpen] = useState(false);
  const more = props.mentions.length - SHOWN_SAMPLES;
  return (
    <Block title={t('incident.samples')} hint={t('incident.samplesHint')}>
      {props.mentions.length === 0 && <Empty title={t('story.noMentions')} />}
      {props.mentions.slice(0, isOpen ? undefined : SHOWN_SAMPLES).map((mention) => (
        <MentionCard
          key={mention.id}
          mention={mention}
          sourceTitle={sourceTitle(mention.sourceId)}
          evidence={props.evidence.get(mention.id) ?? []}
        />
      ))}
      {more > 0 && (
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('action.less') : t('incident.moreSamples', { n: more })}
        </button>
      )}
    </Block>
  );
}

function Steps(props: { incident: IncidentDetail['incident'] }) {
  const { t } = useI18n();
  const current = INCIDENT_STATES.indexOf(props.incident.state);
  return (
    <ol className="steps" aria-label={t('incident.stateLabel')}>
      {INCIDENT_STATES.map((state, index) => (
        <li
          key={state}
          className={index < current ? 'step-done' : index === current ? 'step-now' : ''}
          aria-current={index === current ? 'step' : undefined}
        >
          {t(`incident.state.${state}`)}
        </li>
      ))}
    </ol>
  );
}

function Clocks(props: { incident: IncidentDetail['incident'] }) {
  const { t, format } = useI18n();
  const { incident } = props;
  const now = useNow();
  const end = incident.resolvedAt ?? now;
  return (
    <dl className="clocks">
      <div>
        <dt>{t(incident.resolvedAt === null ? 'incident.openSince' : 'incident.lasted')}</dt>
        <dd className="clock-number" title={format.full(incident.openedAt)}>
          {format.duration(end - incident.openedAt)}
        </dd>
      </div>
      <div>
        <dt>{t('incident.toAck')}</dt>
        <dd className="clock-number">
          {incident.acknowledgedAt === null
            ? t('incident.notYet')
            : format.duration(incident.acknowledgedAt - incident.openedAt)}
        </dd>
      </div>
      <div>
        <dt>{t('incident.owner')}</dt>
        <dd className={incident.ownerName ? 'clock-number' : 'clock-number missing'}>
          {incident.ownerName ?? t('incident.noOwner')}
        </dd>
      </div>
      <div>
        <dt>{t('incident.updated')}</dt>
        <dd className="clock-number">
          <Time at={incident.updatedAt} />
        </dd>
      </div>
    </dl>
  );
}
