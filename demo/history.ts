// Fourteen ordinary days before the demo begins, as lines for the ordinary import: they give "usual for this hour"
// something to stand on. Ends where the sites' own past begins, so that no hour is told twice.

import { DAY, HOUR } from '../core/clock.ts';
import type { Channel } from '../core/types.ts';
import { composeLine, composeNews } from './fragments.ts';
import { createRandom, type Random } from './random.ts';
import { TIMELINE } from './scenario.ts';
import { type Line, type Site, somebody } from './words.ts';

export const HISTORY_DAYS = 14;

/** One line of the import file. */
export interface HistoryLine {
  id: string;
  text: string;
  title: string | null;
  channel: Channel;
  url: string;
  author: string;
  /** Epoch ms. */
  publishedAt: number;
  brand: string;
}

const CHANNEL_OF: Record<Site, Channel> = {
  social: 'social',
  forum: 'community',
  reviews: 'complaint',
  news: 'news',
  support: 'support',
};

/** Share of a day's talk by hour in Istanbul: quiet at night, lunch, and the long evening. */
const HOUR_WEIGHTS = [
  0.35, 0.2, 0.12, 0.1, 0.1, 0.15, 0.3, 0.6, 0.9, 1.1, 1.2, 1.25, 1.4, 1.35, 1.2, 1.15, 1.15, 1.25, 1.4, 1.6, 1.8, 1.9,
  1.5, 0.9,
];
/** Sunday first. */
const WEEKDAY_WEIGHTS = [0.85, 1.15, 1.05, 1, 1, 1.1, 0.9];
const MENTIONS_PER_HOUR = 6.6;
const NEWS_SHARE = 0.03;
/** Türkiye keeps UTC+3 all year. */
const ISTANBUL_OFFSET = 3 * HOUR;

/** About 1,900 lines, oldest first; the same `now` and `seed` give the same lines. No two texts are equal. */
export function* historyLines(now: number, seed = 1, brand = 'Pazarlamacım'): Generator<HistoryLine> {
  const random = createRandom(seed ^ 0x5eed);
  const end = now - TIMELINE.pastMs;
  const seen = new Set<string>();
  let count = 0;
  for (let hourAt = Math.floor((now - HISTORY_DAYS * DAY) / HOUR) * HOUR; hourAt < end; hourAt += HOUR) {
    const moments = Array.from({ length: mentionsIn(hourAt, random) }, () => hourAt + random.int(0, HOUR - 1));
    for (const publishedAt of moments.filter((at) => at < end).sort((a, b) => a - b)) {
      const line = freshLine(random, seen);
      count += 1;
      yield {
        id: `demo-${seed}-${count}`,
        text: line.text,
        title: line.title ?? line.topic ?? null,
        channel: CHANNEL_OF[line.site],
        url: `https://${line.site}.arsiv.example/ileti/${seed}-${count}`,
        author: somebody(random).handle,
        publishedAt,
        brand,
      };
    }
  }
}

function freshLine(random: Random, seen: Set<string>): Line {
  for (;;) {
    const line = random.next() < NEWS_SHARE ? composeNews(random) : composeLine(random);
    if (!seen.has(line.text)) {
      seen.add(line.text);
      return line;
    }
  }
}

/** Poisson draw (Knuth's method: multiply uniforms until they fall under e^-mean; fine for small means). */
function mentionsIn(hourAt: number, random: Random): number {
  const local = new Date(hourAt + ISTANBUL_OFFSET);
  const mean = MENTIONS_PER_HOUR * (HOUR_WEIGHTS[local.getUTCHours()] ?? 1) * (WEEKDAY_WEIGHTS[local.getUTCDay()] ?? 1);
  const limit = Math.exp(-mean);
  let product = random.next();
  let count = 0;
  while (product > limit) {
    product *= random.next();
    count += 1;
  }
  return count;
}
