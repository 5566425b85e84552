// A page's rank over a month as a line: the top is rank 1, the dashed line the end of page one. Days on which it was not among
// the results are gaps. Its words say the same for those who do not see it.

import { useI18n } from '../../lib/i18n.tsx';

const WIDTH = 150;
const HEIGHT = 32;
const LAST = 20;
const PAGE_ONE = 10;

const y = (rank: number) => 2 + ((Math.min(rank, LAST) - 1) / (LAST - 1)) * (HEIGHT - 4);

/** Ranks by day, oldest first; null = not among the results. */
export function RankLine(props: { days: (number | null)[] }) {
  const { t } = useI18n();
  const step = WIDTH / (props.days.length - 1);
  const points = props.days.map((rank, index) => (rank === null ? null : { x: index * step, y: y(rank) }));
  const runs = points.reduce<{ x: number; y: number }[][]>((made, point, index) => {
    if (point === null) return made;
    const last = made.at(-1);
    if (last && points[index - 1]) last.push(point);
    else made.push([point]);
    return made;
  }, []);
  const known = props.days.filter((rank) => rank !== null);
  const label =
    known.length === 0
      ? t('searches.lineNone')
      : t('searches.line', { days: known.length, best: Math.min(...known), worst: Math.max(...known) });
  return (
    <svg
      className="rank-line"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line className="rank-edge" x1={0} x2={WIDTH} y1={y(PAGE_ONE + 0.5)} y2={y(PAGE_ONE + 0.5)} />
      {runs.map((run) =>
        run.length === 1 ? (
          <circle key={run[0]?.x} cx={Math.min(WIDTH - 2, Math.max(2, run[0]?.x ?? 0))} cy={run[0]?.y} r={2} />
        ) : (
          <polyline key={run[0]?.x} points={run.map((point) => `${point.x},${point.y}`).join(' ')} />
        ),
      )}
    </svg>
  );
}
