// The two counts of the day with their change; each one opens the stories behind it.

import { Link } from 'wouter';
import type { Today } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useHref } from '../../lib/url.ts';
import { Change } from '../../parts/marks.tsx';

export function Counts(props: { counts: Today['counts'] }) {
  const { t, format } = useI18n();
  const { counts } = props;
  const share = counts.last24h === 0 ? null : counts.negative24h / counts.last24h;
  return (
    <dl className="counts">
      <Count
        label={t('today.mentions24h')}
        now={counts.last24h}
        before={counts.previous24h}
        path="/inbox?state=all&since=24h"
      />
      <Count
        label={t('today.negative24h')}
        now={counts.negative24h}
        before={counts.negativePrevious24h}
        path="/inbox?state=all&since=24h&sentiment=negative"
      />
      <div className="count">
        <dt>{t('today.negativeShare')}</dt>
        <dd>
          {share === null ? (
            <span className="quiet">{t('unknown')}</span>
          ) : (
            <>
              <span className="count-number">{format.percent(share)}</span>
              <span className="quiet small">{t('today.ofAll', { n: counts.last24h })}</span>
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Count(props: { label: string; now: number; before: number; path: string }) {
  const { format } = useI18n();
  const href = useHref();
  return (
    <div className="count">
      <dt>{props.label}</dt>
      <dd>
        <Link className="count-number" href={href(props.path)}>
          {format.number(props.now)}
        </Link>
        <Change now={props.now} before={props.before} />
      </dd>
    </div>
  );
}
