// Bugün: what burns first, then what changed, then why, then what we cannot see. Every number opens its list.

import { useState } from 'react';
import { Link } from 'wouter';
import type { EntityTable, Today, Watch } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useQuery } from '../../lib/query.ts';
import { useBrandId, useHref } from '../../lib/url.ts';
import { HourChart } from '../../parts/hour-chart.tsx';
import { IncidentCard } from '../../parts/incident-card.tsx';
import { Time } from '../../parts/marks.tsx';
import { NamedTable } from '../../parts/named-table.tsx';
import { Block, Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { StoryRow } from '../../parts/story-row.tsx';
import { BarList } from './bar-list.tsx';
import { Counts } from './counts.tsx';

const SHOWN_INCIDENTS = 4;
const SHOWN_WAITING = 6;
const SHOWN_NAMED = 8;

export function TodayPage() {
  const { t } = useI18n();
  const query = useQuery<Today>(withQuery('/api/today', { brandId: useBrandId() }));
  const watches = useQuery<Watch[]>(withQuery('/api/watches', { brandId: useBrandId() }));
  return (
    <Page title={t('nav.today')} lead={query.at > 0 && <Read at={query.at} />}>
      {watches.data?.length === 0 && (
        <Empty title={t('today.start')}>
          {t('today.startHint')} <Link href="/watches?new=1">{t('watch.add')}</Link>
        </Empty>
      )}
      <Loaded query={query} lines={9}>
        {(today) => <Board today={today} isWatching={watches.data?.length !== 0} />}
      </Loaded>
    </Page>
  );
}

function Read(props: { at: number }) {
  const { t } = useI18n();
  return (
    <>
      {t('today.read')} <Time at={props.at} />
    </>
  );
}

function Board(props: { today: Today; isWatching: boolean }) {
  const { t } = useI18n();
  const { today } = props;
  return (
    <>
      {/* Where nothing is watched nobody can say that it is calm. */}
      {(props.isWatching || today.openIncidents.length > 0) && <Status today={today} />}
      <Burning incidents={today.openIncidents} />
      <div className="board">
        <div className="board-main">
          <Block title={t('today.last48')} className="block-chart">
            <Counts counts={today.counts} />
            <HourChart points={today.series} label={t('chart.label')} />
          </Block>
          <Changed stories={today.changedStories} />
        </div>
        <div className="board-side">
          <Waiting items={today.waiting} />
          <BlindSpots items={today.blindSpots} isWatching={props.isWatching} />
          <Named />
          <Block title={t('today.aspects')} hint={t('today.against')}>
            <BarList rows={today.aspects.map((row) => ({ ...row, label: t(`aspect.${row.id}`), href: null }))} />
          </Block>
          <Block title={t('today.types')} hint={t('today.against')}>
            <BarList
              rows={today.types.map((row) => ({
                ...row,
                label: t(`type.${row.id}`),
                href: `/inbox?state=all&since=24h&type=${row.id}`,
              }))}
            />
          </Block>
          <Block title={t('today.channels')} hint={t('today.against')}>
            <BarList
              rows={today.channels.map((row) => ({
                ...row,
                label: t(`channel.${row.id}`),
                href: `/inbox?state=all&since=24h&channel=${row.id}`,
              }))}
            />
          </Block>
        </div>
      </div>
    </>
  );
}

/** Branches, products and towns; nothing where none is named. */
function Named() {
  const { t } = useI18n();
  const href = useHref();
  const { data } = useQuery<EntityTable>(withQuery('/api/entities', { brandId: useBrandId() }));
  if (!data || data.items.length === 0) return null;
  return (
    <Block
      title={t('named.title')}
      hint={t('named.lead')}
      aside={<Link href={href('/named')}>{t('named.more')}</Link>}
      testId="named"
    >
      <NamedTable rows={data.items.slice(0, SHOWN_NAMED)} />
    </Block>
  );
}

/** The worst few; on a bad day the rest is one click away and the page still fits a glance. */
function Burning(props: { incidents: Today['openIncidents'] }) {
  const { t } = useI18n();
  const href = useHref();
  const more = props.incidents.length - SHOWN_INCIDENTS;
  if (props.incidents.length === 0) return null;
  return (
    <section className="incident-list" aria-label={t('today.openIncidents')}>
      {props.incidents.slice(0, SHOWN_INCIDENTS).map((incident) => (
        <IncidentCard key={incident.id} incident={incident} />
      ))}
      {more > 0 && <Link href={href('/incidents')}>{t('today.moreIncidents', { n: more })}</Link>}
    </section>
  );
}

/** The server's sentence; its first part is the word that stands beside the dot. */
function Status(props: { today: Today }) {
  const [word, ...rest] = props.today.status.split(' · ');
  return (
    <section className={`status status-${props.today.statusLevel}`} data-testid="status">
      <span className="status-dot" aria-hidden="true" />
      <p>
        <strong>{word}</strong>
        {rest.map((part) => (
          <span key={part} className="status-part">
            {part}
          </span>
        ))}
      </p>
    </section>
  );
}

function Changed(props: { stories: Today['changedStories'] }) {
  const { t } = useI18n();
  const href = useHref();
  return (
    <Block
      title={t('today.changed')}
      hint={t('today.changedHint')}
      aside={<Link href={href('/inbox')}>{t('today.toInbox')}</Link>}
    >
      {props.stories.length === 0 ? (
        <Empty title={t('today.noChanges')}>{t('today.noChangesHint')}</Empty>
      ) : (
        <ul className="story-list">
          {props.stories.map((story) => (
            <StoryRow
              key={story.id}
              story={story}
              aside={
                <span className={story.isNew ? 'grown grown-new' : 'grown'}>
                  <span aria-hidden="true">▲</span> {story.isNew ? t('story.new') : t('story.growing')}{' '}
                  {t('story.grownBy', { n: story.grown })}
                </span>
              }
            />
          ))}
        </ul>
      )}
    </Block>
  );
}

function Waiting(props: { items: Today['waiting'] }) {
  const { t } = useI18n();
  const href = useHref();
  const [isOpen, setIsOpen] = useState(false);
  const more = props.items.length - SHOWN_WAITING;
  return (
    <Block title={t('today.waiting')} className="block-first">
      {props.items.length === 0 ? (
        <p className="quiet">{t('today.nothingWaits')}</p>
      ) : (
        <ol className="waiting">
          {props.items.slice(0, isOpen ? undefined : SHOWN_WAITING).map((item) => {
            const path = item.incidentId
              ? `/incidents/${item.incidentId}`
              : item.storyId
                ? `/stories/${item.storyId}`
                : null;
            return (
              <li key={`${item.kind}-${item.incidentId}-${item.storyId}-${item.text}`} data-testid="waiting-item">
                <span className={`tag waiting-${item.kind}`}>{t(`waiting.${item.kind}`)}</span>
                {path ? <Link href={href(path)}>{item.text}</Link> : <span>{item.text}</span>}
              </li>
            );
          })}
        </ol>
      )}
      {more > 0 && (
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('action.less') : t('action.moreRows', { n: more })}
        </button>
      )}
    </Block>
  );
}

function BlindSpots(props: { items: Today['blindSpots']; isWatching: boolean }) {
  const { t } = useI18n();
  return (
    <Block title={t('today.blindSpots')} className="block-first">
      {props.items.length === 0 ? (
        <p className="quiet">{t(props.isWatching ? 'today.seesAll' : 'today.seesNothing')}</p>
      ) : (
        <ul className="blind-spots">
          {props.items.map((spot) => (
            <li key={spot.sourceId} data-testid="blind-spot">
              <Link href={`/sources#${spot.sourceId}`}>{spot.title}</Link>
              <span>{spot.reason}</span>
              {spot.since !== null && (
                <span className="quiet">
                  {t('today.since')} <Time at={spot.since} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
