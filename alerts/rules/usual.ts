// What is usual for this hour of the week, robustly: one wild day must neither raise an alarm now nor hide the next.
// Pure arithmetic over hourly counts; must never look at the hour it judges.

import type { HourCount } from '../../core/alerting.ts';
import { DAY, HOUR } from '../../core/clock.ts';

export interface Usual {
  /** Mentions an hour. */
  usual: number;
  /** Counts from here on are a wave. */
  limit: number;
  /** Days of history behind it. */
  days: number;
}

const BANDS = { low: { spreads: 6, ratio: 3 }, balanced: { spreads: 4, ratio: 2 }, high: { spreads: 3, ratio: 1.5 } };
const LEARNING_DAYS = 7;

/**
 * Weighted median and MAD of the same hour: the same weekday counts three times, other days of the same kind (working
 * day or weekend) and the hours next to it once. The spread is at least that of a Poisson count (square root), so
 * small counts do not alarm. limit = the largest of minVolume, usual × ratio and usual + k × spread (k and ratio by
 * sensitivity), half as much again while there is less than a week of history.
 */
export function usualFor(
  hours: readonly HourCount[],
  field: 'all' | 'negative',
  at: number,
  options: { timeZone: string; sensitivity: keyof typeof BANDS; minVolume: number },
): Usual {
  const samples = samplesFor(hours, field, at, options.timeZone);
  const usual = weightedMedian(samples);
  const deviation = weightedMedian(samples.map(([value, weight]) => [Math.abs(value - usual), weight]));
  const spread = Math.max(1.4826 * deviation, Math.sqrt(usual + 1)); // 1.4826: MAD to standard deviation of a normal
  const first = hours[0]?.hourAt ?? at;
  const days = Math.floor((at - first) / DAY);
  const band = BANDS[options.sensitivity];
  const limit = Math.max(options.minVolume, usual * band.ratio, usual + band.spreads * spread);
  return { usual, limit: Math.ceil(days < LEARNING_DAYS ? limit * 1.5 : limit), days };
}

function samplesFor(hours: readonly HourCount[], field: 'all' | 'negative', at: number, timeZone: string) {
  const first = hours[0]?.hourAt;
  const samples: [value: number, weight: number][] = [];
  if (first === undefined) return samples;
  const counts = new Map(hours.map((hour) => [hour.hourAt, hour[field]]));
  const local = localHour(timeZone);
  const now = local(at);
  const last = Math.floor(at / HOUR) * HOUR - 2 * HOUR; // the running and the last hour are being judged
  for (let hourAt = first; hourAt <= last; hourAt += HOUR) {
    const then = local(hourAt);
    if (then.isWeekend !== now.isWeekend) continue;
    const distance = Math.min((then.hour - now.hour + 24) % 24, (now.hour - then.hour + 24) % 24);
    if (distance > 1) continue;
    samples.push([counts.get(hourAt) ?? 0, distance === 0 && then.day === now.day ? 3 : 1]);
  }
  return samples;
}

function localHour(timeZone: string): (at: number) => { hour: number; day: string; isWeekend: boolean } {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23', weekday: 'short' });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
    const day = parts.get('weekday') ?? '';
    return { hour: Number(parts.get('hour')), day, isWeekend: day === 'Sat' || day === 'Sun' };
  };
}

/** The value at which half of the weight is reached; 0 for no samples. */
function weightedMedian(samples: readonly (readonly [value: number, weight: number])[]): number {
  const sorted = [...samples].sort((a, b) => a[0] - b[0]);
  const half = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}
