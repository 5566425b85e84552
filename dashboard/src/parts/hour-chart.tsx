// Two days by the hour: everything, what is negative of it, and what is usual at that hour. Hand-made SVG.
// States its count, period and method, and offers the same numbers as a table.

import { type PointerEvent, useId, useState } from 'react';
import { useI18n } from '../lib/i18n.tsx';
import { useWidth } from '../lib/use-width.ts';

export interface HourPoint {
  hourAt: number;
  all: number;
  negative: number;
  usual?: number | null;
}

const HEIGHT = 208;
const PAD = { top: 12, right: 8, bottom: 24, left: 36 };

/** A round number at or above `value` with three equal steps below it. */
function niceTop(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10;
  return Math.max(4, top * power);
}

/** SVG path data of the lines, and of the areas under them. */
function pathsOf(points: HourPoint[], x: (index: number) => number, y: (value: number) => number) {
  const step = (isFirst: boolean, index: number, value: number) =>
    `${isFirst ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  const line = (pick: (point: HourPoint) => number) =>
    points.map((point, index) => step(index === 0, index, pick(point))).join('');
  const close = `L${x(points.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`;
  const all = line((point) => point.all);
  const negative = line((point) => point.negative);
  const usual = points
    .map((point, index) =>
      typeof point.usual === 'number' ? step(typeof points[index - 1]?.usual !== 'number', index, point.usual) : '',
    )
    .join('');
  return { all, allArea: all + close, negative, negativeArea: negative + close, usual };
}

export function HourChart(props: { points: HourPoint[]; label: string }) {
  const { t, format } = useI18n();
  const { points } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [picked, setPicked] = useState<number | null>(null);
  const captionId = useId();
  const hasUsual = points.some((point) => typeof point.usual === 'number');
  const total = points.reduce((sum, point) => sum + point.all, 0);
  const negative = points.reduce((sum, point) => sum + point.negative, 0);
  const top = niceTop(Math.max(0, ...points.map((point) => Math.max(point.all, point.usual ?? 0))));
  const innerWidth = Math.max(0, width - PAD.left - PAD.right);
  const x = (index: number) => PAD.left + (points.length < 2 ? 0 : (index * innerWidth) / (points.length - 1));
  const y = (value: number) => HEIGHT - PAD.bottom - (value / top) * (HEIGHT - PAD.top - PAD.bottom);
  const paths = pathsOf(points, x, y);

  const pick = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const ratio = (event.clientX - box.left - PAD.left) / Math.max(1, innerWidth);
    setPicked(Math.min(points.length - 1, Math.max(0, Math.round(ratio * (points.length - 1)))));
  };
  const shown = picked === null ? undefined : points[picked];

  return (
    <figure className="chart" data-testid="hour-chart">
      <div className="chart-legend">
        <span className="key key-all">
          {t('chart.all')} {shown && <b>{format.number(shown.all)}</b>}
        </span>
        <span className="key key-negative">
          {t('chart.negative')} {shown && <b>{format.number(shown.negative)}</b>}
        </span>
        {hasUsual && (
          <span className="key key-usual">
            {t('chart.usual')} {shown && <b>{shown.usual == null ? t('unknown') : format.number(shown.usual)}</b>}
          </span>
        )}
        <span className="chart-at">{shown ? format.short(shown.hourAt) : ''}</span>
      </div>
      <div ref={ref} className="chart-box">
        {width > 0 && points.length > 1 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={props.label}
            aria-describedby={captionId}
            onPointerMove={pick}
            onPointerLeave={() => setPicked(null)}
          >
            {[0, 0.25, 0.5, 0.75, 1].map((step) => (
              <g key={step}>
                <line className="grid" x1={PAD.left} x2={width - PAD.right} y1={y(top * step)} y2={y(top * step)} />
                {(step * 4) % 2 === 0 && (
                  <text className="axis" x={PAD.left - 8} y={y(top * step) + 4} textAnchor="end">
                    {format.number(top * step)}
                  </text>
                )}
              </g>
            ))}
            {points.map((point, index) => {
              const hour = format.hourOf(point.hourAt);
              if (hour % (width < 480 ? 12 : 6) !== 0) return null;
              const isNearEdge = x(index) > width - 30;
              return (
                <g key={point.hourAt}>
                  {hour === 0 && <line className="midnight" x1={x(index)} x2={x(index)} y1={PAD.top} y2={y(0)} />}
                  <text
                    className={hour === 0 ? 'axis axis-day' : 'axis'}
                    x={x(index)}
                    y={HEIGHT - 6}
                    textAnchor={isNearEdge ? 'end' : 'middle'}
                  >
                    {hour === 0 ? format.day(point.hourAt) : format.clock(point.hourAt)}
                  </text>
                </g>
              );
            })}
            <path className="area-all" d={paths.allArea} />
            <path className="line-all" d={paths.all} />
            <path className="area-negative" d={paths.negativeArea} />
            <path className="line-negative" d={paths.negative} />
            {hasUsual && <path className="line-usual" d={paths.usual} />}
            {shown && picked !== null && (
              <g className="cursor">
                <line x1={x(picked)} x2={x(picked)} y1={PAD.top} y2={y(0)} />
                <circle className="dot-all" cx={x(picked)} cy={y(shown.all)} r={3.5} />
                <circle className="dot-negative" cx={x(picked)} cy={y(shown.negative)} r={3.5} />
              </g>
            )}
          </svg>
        )}
      </div>
      <figcaption id={captionId}>
        {t('chart.caption', { n: total, negative, hours: points.length })}{' '}
        {hasUsual ? t('chart.method') : t('chart.noUsual')}
      </figcaption>
      <HourTable points={points} hasUsual={hasUsual} />
    </figure>
  );
}

function HourTable(props: { points: HourPoint[]; hasUsual: boolean }) {
  const { t, format } = useI18n();
  return (
    <details className="chart-table">
      <summary>{t('chart.asTable')}</summary>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('chart.hour')}</th>
              <th scope="col">{t('chart.all')}</th>
              <th scope="col">{t('chart.negative')}</th>
              {props.hasUsual && <th scope="col">{t('chart.usual')}</th>}
            </tr>
          </thead>
          <tbody>
            {props.points.map((point) => (
              <tr key={point.hourAt}>
                <th scope="row">{format.short(point.hourAt)}</th>
                <td>{format.number(point.all)}</td>
                <td>{format.number(point.negative)}</td>
                {props.hasUsual && <td>{point.usual == null ? t('unknown') : format.number(point.usual)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
