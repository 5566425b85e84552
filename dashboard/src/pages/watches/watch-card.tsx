// One watch in the list: what it asks for, what it brought in 14 days, whether its sources answer, and its controls.

import { useState } from 'react';
import { Link } from 'wouter';
import type { Watch } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { type Key, useI18n } from '../../lib/i18n.tsx';
import { useSourceTitle } from '../../lib/people.ts';
import { refresh } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useToasts } from '../../lib/toast.tsx';
import { useHref } from '../../lib/url.ts';
import { Time } from '../../parts/marks.tsx';
import { Sparkline } from '../../parts/small-charts.tsx';

export function WatchCard(props: { watch: Watch }) {
  const { t, format } = useI18n();
  const { watch } = props;
  const href = useHref();
  const failing = watch.subscriptions.filter((each) => each.lastError !== null).length;
  const total = watch.daily.reduce((sum, value) => sum + value, 0);
  const next = Math.min(...watch.subscriptions.map((each) => each.nextRunAt));
  return (
    <li className={watch.isPaused ? 'watch-card is-paused' : 'watch-card'} data-testid="watch-card">
      <div className="watch-main">
        <h2>{watch.name}</h2>
        <p className="watch-facts">
          <span className={watch.isPaused ? 'tag' : failing > 0 ? 'tag tag-warn' : 'tag tag-ok'}>
            {watch.isPaused
              ? t('watch.paused')
              : failing > 0
                ? t('watch.failing', { n: failing, all: watch.subscriptions.length })
                : t('watch.running')}
          </span>
          <span>{t(`watch.kind.${watch.kind}`)}</span>
          <span>{watch.brandName}</span>
          <span>{t('watch.every', { time: format.duration(watch.everyMs) })}</span>
          {!watch.isPaused && Number.isFinite(next) && (
            <span>
              {t('watch.next')} <Time at={next} />
            </span>
          )}
        </p>
        <code className="watch-query">{watch.query}</code>
        <Subscriptions watch={watch} />
      </div>
      <div className="watch-yield">
        <Sparkline values={watch.daily} />
        <Link href={href(`/inbox?state=all&watch=${watch.id}`)}>{t('count.mentions', { n: total })}</Link>
        <span className="quiet small">{t('watch.days', { n: watch.daily.length })}</span>
      </div>
      <WatchControls watch={watch} />
    </li>
  );
}

function Subscriptions(props: { watch: Watch }) {
  const { t } = useI18n();
  const sourceTitle = useSourceTitle();
  const { subscriptions } = props.watch;
  if (subscriptions.length === 0) return <p className="missing small">{t('watch.noSources')}</p>;
  return (
    <details className="subscriptions">
      <summary>{t('watch.sources', { n: subscriptions.length })}</summary>
      <ul>
        {subscriptions.map((each) => (
          <li key={each.id}>
            <Link href={`/sources#${each.sourceId}`}>{sourceTitle(each.sourceId)}</Link>{' '}
            <span className="quiet">{paramsText(each.params)}</span>
            <span>
              {each.lastOutcome ? t(`outcome.${each.lastOutcome}`) : t('watch.neverRan')}
              {each.lastRunAt !== null && (
                <>
                  , <Time at={each.lastRunAt} />
                </>
              )}
            </span>
            {each.lastError && <span className="delivery-error">{each.lastError}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function paramsText(params: Record<string, unknown>): string {
  return Object.values(params)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' · ');
}

function WatchControls(props: { watch: Watch }) {
  const { t } = useI18n();
  const { watch } = props;
  const href = useHref();
  const { say, fail } = useToasts();
  const [isAsking, setIsAsking] = useState(false);
  const path = `/api/watches/${watch.id}`;
  if (!useCanAct()) return null;
  const send = (request: Promise<unknown>, done: Key) => {
    request.then(() => {
      say(t(done, { name: watch.name }));
      refresh('/api/watches');
    }, fail);
  };
  if (isAsking) {
    return (
      <div className="watch-controls" role="alertdialog" aria-label={t('watch.delete')}>
        <p>{t('watch.deleteAsk')}</p>
        <button type="button" className="button" onClick={() => send(sendJson('DELETE', path), 'watch.done.deleted')}>
          {t('watch.deleteYes')}
        </button>
        <button type="button" className="button" onClick={() => setIsAsking(false)}>
          {t('action.cancel')}
        </button>
      </div>
    );
  }
  return (
    <div className="watch-controls">
      <button
        type="button"
        className="button"
        data-testid="run-watch"
        disabled={watch.isPaused}
        onClick={() => send(sendJson('POST', `${path}/run`), 'watch.done.run')}
      >
        {t('watch.run')}
      </button>
      <button
        type="button"
        className="button"
        data-testid="pause-watch"
        onClick={() =>
          send(
            sendJson('PATCH', path, { isPaused: !watch.isPaused }),
            watch.isPaused ? 'watch.done.resumed' : 'watch.done.paused',
          )
        }
      >
        {t(watch.isPaused ? 'watch.resume' : 'watch.pause')}
      </button>
      <Link href={href(`/watches?edit=${watch.id}`)} className="button" data-testid="edit-watch">
        {t('watch.edit')}
      </Link>
      <button type="button" className="button button-quiet" onClick={() => setIsAsking(true)}>
        {t('watch.delete')}
      </button>
    </div>
  );
}
