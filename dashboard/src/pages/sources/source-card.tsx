// One source: does it answer, since when not, what it said last, what it brings against its usual, and on what terms it is
// read. Must never leave open whether it is silent or broken.

import { useState } from 'react';
import type { Source } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { type Translate, useI18n } from '../../lib/i18n.tsx';
import { safeLink } from '../../lib/link.ts';
import { useNow } from '../../lib/now.ts';
import { refresh } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useToasts } from '../../lib/toast.tsx';
import { Time } from '../../parts/marks.tsx';
import { Heartbeat } from '../../parts/small-charts.tsx';

const SIGN: Record<Source['state'], string> = { unused: '○', ok: '●', quiet: '◐', failing: '▲', suspended: '■' };

export function SourceCard(props: { source: Source }) {
  const { t } = useI18n();
  const { source } = props;
  const { health } = source;
  return (
    <article className={`source-card source-${source.state}`} id={source.id} data-testid="source-card">
      <header className="source-head">
        <h3>{source.title}</h3>
        <span className={`tag source-tag-${source.state}`}>
          <span aria-hidden="true">{SIGN[source.state]}</span> {t(`source.state.${source.state}`)}
        </span>
      </header>
      <p className="source-marks">
        <span>{t(`channel.${source.channel}`)}</span>
        <span title={t(source.isOfficial ? 'source.officialHint' : 'source.unofficialHint')}>
          {t(source.isOfficial ? 'source.official' : 'source.unofficial')}
        </span>
        <span title={t(source.isVerifiedLive ? 'source.verifiedHint' : 'source.unverifiedHint')}>
          {t(source.isVerifiedLive ? 'source.verified' : 'source.unverified')}
        </span>
        {source.isInbound && <span>{t('source.inbound')}</span>}
      </p>
      {health && health.recentRuns.length > 0 && <Heartbeat runs={health.recentRuns} />}
      <Verdict source={source} />
      {health && <Problem source={source} health={health} />}
      <BadFeeds source={source} />
      <dl className="source-facts">
        {source.yield && (
          <>
            <div>
              <dt>{t('source.lastDay')}</dt>
              <dd>{t('source.items', { n: source.yield.lastDayCount })}</dd>
            </div>
            <div>
              <dt>{t('source.usual')}</dt>
              <dd>{source.yield.usualPerDay === null ? t('source.tooEarly') : perDay(source.yield.usualPerDay, t)}</dd>
            </div>
          </>
        )}
        {health && (
          <>
            <div>
              <dt>{t('source.lastSuccess')}</dt>
              <dd>
                <Time at={health.lastSuccessAt} missing={t('source.never')} />
              </dd>
            </div>
            <div>
              <dt>{t('source.lastItem')}</dt>
              <dd>
                <Time at={health.lastItemAt} missing={t('source.never')} />
              </dd>
            </div>
          </>
        )}
        {source.yield === null && (
          <div>
            <dt>{t('source.expected')}</dt>
            <dd>{source.expectedPerDay > 0 ? perDay(source.expectedPerDay, t) : t('unknown')}</dd>
          </div>
        )}
        <div>
          <dt>{t('source.used')}</dt>
          <dd>{t('source.watches', { n: source.watchCount })}</dd>
        </div>
        <Cost source={source} />
      </dl>
      <About source={source} />
    </article>
  );
}

function perDay(n: number, t: Translate): string {
  return t('source.perDay', { n });
}

/** Silent or broken: the two look alike from afar and ask for different things. */
function Verdict(props: { source: Source }) {
  const { t, format } = useI18n();
  const now = useNow();
  const { source } = props;
  const found = source.yield;
  if (source.state === 'unused' || source.state === 'ok') {
    if (source.missingKeys.length === 0) return null;
    return <p className="small">{t('source.missingKeys', { list: keysOf(source) })}</p>;
  }
  const silentSince = found?.silentSince ?? null;
  const text =
    source.state !== 'quiet'
      ? source.missingKeys.length > 0
        ? t('source.verdict.key', { list: keysOf(source) })
        : t('source.verdict.broken')
      : silentSince === null
        ? t('source.quietHint')
        : t('source.verdict.silent', { time: format.duration(now - silentSince), n: found?.usualPerDay ?? 0 });
  return (
    <p className="small" data-testid="source-verdict">
      <strong>{t('source.verdict')}</strong> {text}
    </p>
  );
}

function keysOf(source: Source): string {
  return source.missingKeys.map((name) => `keys.${name}`).join(', ');
}

function Problem(props: { source: Source; health: NonNullable<Source['health']> }) {
  const { t, format } = useI18n();
  const { source, health } = props;
  const { say, fail } = useToasts();
  const canAct = useCanAct();
  const [isBusy, setIsBusy] = useState(false);
  const isSuspended = source.state === 'suspended';
  const sentence = (isSuspended ? health.suspendedReason : null) ?? health.lastError;
  if (!isSuspended && (source.state !== 'failing' || sentence === null)) return null;
  const resume = () => {
    setIsBusy(true);
    sendJson('POST', `/api/sources/${source.id}/resume`)
      .then(() => {
        say(t('source.resumed', { name: source.title }));
        refresh('/api/sources', '/api/today');
      }, fail)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="source-problem">
      {sentence && <p>{sentence}</p>}
      {health.consecutiveFailures > 1 && (
        <p className="quiet small">{t('source.failures', { n: health.consecutiveFailures })}</p>
      )}
      {isSuspended && (
        <div className="source-resume">
          {health.suspendedUntil !== null && (
            <span className="small" title={format.full(health.suspendedUntil)}>
              {t('source.suspendedUntil', { time: format.short(health.suspendedUntil) })}
            </span>
          )}
          {canAct && (
            <button type="button" className="button" disabled={isBusy} data-testid="resume-source" onClick={resume}>
              {t('source.resume')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** One dead feed must not hide behind forty healthy ones. */
function BadFeeds(props: { source: Source }) {
  const { t } = useI18n();
  const { badFeeds, feedCount } = props.source;
  if (badFeeds.length === 0 || feedCount < 2) return null;
  return (
    <details className="source-problem" data-testid="bad-feeds">
      <summary>{t('source.badFeeds', { n: badFeeds.length, all: feedCount })}</summary>
      <ul className="bad-feeds">
        {badFeeds.map((feed) => (
          <li key={feed.subscriptionId}>
            {feed.label} <span className="quiet small">({feed.watchName})</span>
            {feed.failingSince !== null && (
              <span className="quiet small">
                {' · '}
                {t('source.failingSince')} <Time at={feed.failingSince} />
              </span>
            )}
            {feed.lastError && <span className="delivery-error"> {feed.lastError}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Cost(props: { source: Source }) {
  const { t, format } = useI18n();
  const { cost } = props.source;
  if (!cost) return null;
  const { usd, callCount } = cost.soFar;
  const spent =
    cost.perMonthUsd === null ? t('source.usd', { n: format.money(usd) }) : t('source.calls', { n: callCount });
  return (
    <div title={cost.note}>
      <dt>{t('source.cost')}</dt>
      <dd data-testid="source-cost">
        {cost.budgetUsd === null ? spent : t('source.ofBudget', { spent, budget: format.money(cost.budgetUsd) })}
      </dd>
    </div>
  );
}

function About(props: { source: Source }) {
  const { t } = useI18n();
  const { source } = props;
  const link = safeLink(source.homepage);
  return (
    <details className="source-about">
      <summary>{t('source.about')}</summary>
      <p>{source.description}</p>
      <p>
        <strong>{t('source.legal')}</strong> {source.legalNote}
      </p>
      {source.needs.length > 0 && <p>{t('source.needs', { list: source.needs.join(', ') })}</p>}
      <p>{t(`source.selection.${source.selection}`)}</p>
      {source.cost && (
        <p>
          <strong>{t('source.price')}</strong> {source.cost.note}{' '}
          {t('source.checkedOn', { month: source.cost.checkedOn })}
        </p>
      )}
      {link && (
        <a href={link} target="_blank" rel="noopener noreferrer nofollow">
          {link}
        </a>
      )}
    </details>
  );
}
