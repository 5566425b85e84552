// Charts that fit a line of text: a sparkline of days and the heartbeat strip of a source's last runs.

import type { Source } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';

const BAR = 5;
const GAP = 2;
const SPARK_HEIGHT = 24;

/** Counts by day, oldest first. */
export function Sparkline(props: { values: number[] }) {
  const { t } = useI18n();
  const top = Math.max(1, ...props.values);
  const total = props.values.reduce((sum, value) => sum + value, 0);
  const bars = props.values.map((value, index) => ({ value, x: index * (BAR + GAP) }));
  return (
    <svg
      className="sparkline"
      width={props.values.length * (BAR + GAP)}
      height={SPARK_HEIGHT}
      role="img"
      aria-label={t('chart.days', { days: props.values.length, n: total })}
    >
      <title>{t('chart.days', { days: props.values.length, n: total })}</title>
      {bars.map((bar) => {
        const height = bar.value === 0 ? 1 : Math.max(2, (bar.value / top) * SPARK_HEIGHT);
        return <rect key={bar.x} x={bar.x} y={SPARK_HEIGHT - height} width={BAR} height={height} rx={1} />;
      })}
    </svg>
  );
}

type Run = NonNullable<Source['health']>['recentRuns'][number];
type Mood = 'good' | 'calm' | 'bad';

const SLOTS = 48;
const MOOD: Record<Run['outcome'], Mood> = {
  ok: 'good',
  empty: 'calm',
  'not-modified': 'calm',
  throttled: 'bad',
  blocked: 'bad',
  gone: 'bad',
  changed: 'bad',
  broken: 'bad',
  network: 'bad',
  timeout: 'bad',
  'too-big': 'bad',
  refused: 'bad',
};
/** Height tells the mood as well as colour does. */
const HEIGHT: Record<Mood, number> = { good: 20, calm: 14, bad: 20 };

/** The last runs, newest right. Empty slots are drawn so that every strip has the same length. */
export function Heartbeat(props: { runs: Run[] }) {
  const { t, format } = useI18n();
  const runs = props.runs.slice(-SLOTS);
  const offset = SLOTS - runs.length;
  const good = runs.filter((run) => MOOD[run.outcome] !== 'bad').length;
  const blanks = Array.from({ length: offset }, (_, index) => index);
  const width = SLOTS * 7;
  return (
    <svg
      className="heartbeat"
      viewBox={`0 0 ${width} 20`}
      role="img"
      aria-label={t('source.strip', { good, n: runs.length })}
    >
      {blanks.map((slot) => (
        <rect key={slot} className="beat-none" x={slot * 7} y={8} width={5} height={4} rx={2} />
      ))}
      {runs.map((run, index) => {
        const mood = MOOD[run.outcome];
        const x = (offset + index) * 7;
        const y = (20 - HEIGHT[mood]) / 2;
        return (
          <g key={run.startedAt} className={`beat-${mood}`}>
            <title>
              {`${format.short(run.startedAt)} · ${t(`outcome.${run.outcome}`)} · ${t('source.runCounts', { items: run.itemCount, added: run.addedCount })}${run.error ? ` · ${run.error}` : ''}`}
            </title>
            <rect x={x} y={y} width={5} height={HEIGHT[mood]} rx={2} />
            {mood === 'bad' && <line x1={x + 0.5} x2={x + 4.5} y1={7} y2={13} />}
          </g>
        );
      })}
    </svg>
  );
}
