// Small signs used everywhere: severity, state, sentiment, change and time. Each one says its meaning in words as well.

import type { Incident, Story } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { useNow } from '../lib/now.ts';
import type { Sentiment, Severity } from '../lib/values.ts';

export function SeverityBadge(props: { level: Severity }) {
  const { t } = useI18n();
  return (
    <span className={`badge severity-${props.level}`} title={t(`severity.hint.${props.level}`)}>
      <span className="badge-code">SEV-{props.level}</span> {t(`severity.${props.level}`)}
    </span>
  );
}

export function IncidentStateTag(props: { state: Incident['state'] }) {
  const { t } = useI18n();
  return <span className={`tag incident-${props.state}`}>{t(`incident.state.${props.state}`)}</span>;
}

export function StoryStateTag(props: { story: Story }) {
  const { t } = useI18n();
  const { state, wakeAtCount } = props.story;
  if (state === 'open') return null;
  const text =
    state === 'snoozed' && wakeAtCount !== null
      ? t('story.snoozedUntil', { n: wakeAtCount })
      : t(`story.state.${state}`);
  return <span className="tag">{text}</span>;
}

/** That a story may be coordinated. What is known of it stands on its page. */
export function WaveTag(props: { story: Story }) {
  const { t } = useI18n();
  if (!props.story.wave) return null;
  return <span className="tag wave-tag">{t('story.wave')}</span>;
}

const SENTIMENT_SIGN: Record<Sentiment, string> = { negative: '−', neutral: '○', positive: '+' };

export function SentimentTag(props: { label: Sentiment; confidence?: number }) {
  const { t, format } = useI18n();
  return (
    <span className={`tag sentiment-${props.label}`}>
      <span aria-hidden="true">{SENTIMENT_SIGN[props.label]}</span> {t(`sentiment.${props.label}`)}
      {props.confidence !== undefined && <span className="tag-number"> {format.percent(props.confidence)}</span>}
    </span>
  );
}

/** Relative time; the exact one is in the title. */
export function Time(props: { at: number | null; missing?: string }) {
  const { t, format } = useI18n();
  const now = useNow();
  if (props.at === null) return <span className="quiet">{props.missing ?? t('unknown')}</span>;
  return (
    <time dateTime={new Date(props.at).toISOString()} title={format.full(props.at)}>
      {format.relative(props.at, now)}
    </time>
  );
}

/** Change against an earlier count: arrow, signed percent, and a sentence in the title. Never red or green. */
export function Change(props: { now: number; before: number }) {
  const { t, format } = useI18n();
  const { now, before } = props;
  const title = t('change.title', { now, before });
  if (now === before) {
    return (
      <span className="change" title={title}>
        <span aria-hidden="true">▬</span> {t('change.same')}
      </span>
    );
  }
  const isUp = now > before;
  const text = before === 0 ? t('change.new') : `${isUp ? '+' : '−'}${format.percent(Math.abs(now / before - 1))}`;
  return (
    <span className={isUp ? 'change change-up' : 'change change-down'} title={title}>
      <span aria-hidden="true">{isUp ? '▲' : '▼'}</span>
      <span className="visually-hidden">{t(isUp ? 'change.up' : 'change.down')}</span> {text}
    </span>
  );
}
