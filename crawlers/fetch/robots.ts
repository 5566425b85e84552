// robots.txt by RFC 9309: read once a day per site, 4xx means free, 5xx and silence mean closed for now (a copy we still
// have is used meanwhile). Crawl-delay is kept up to a bound. Must never let a huge or twisted file cost more than a bit of time.

import { LRUCache } from 'lru-cache';
import robotsModule, { type Robot } from 'robots-parser';
import { DAY, MINUTE, SECOND } from '../../core/clock.ts';
import type { Clock, FetchResult } from '../../core/ports.ts';

/** What we call ourselves in robots.txt, whatever else the user agent says. */
export const AGENT_TOKEN = 'itibar';
/** Rules longer than this are not real and cost much to compare. */
const MAX_LINE = 1000;
const MAX_LINES = 20_000;
const MAX_CRAWL_DELAY_MS = 30 * SECOND;
// The package's types describe an ES module, and it is a CommonJS one whose export is the function itself.
const robotsParser = robotsModule as unknown as typeof robotsModule.default;
const RETRY_MS = 10 * MINUTE;
const MAX_SITES = 2000;

/** How the fetch of a robots.txt ended: its text, 'none' for 4xx, or why it could not be read. */
export type RobotsFile =
  | { kind: 'text'; text: string }
  | { kind: 'none' }
  | { kind: 'unreachable'; outcome: FetchResult['outcome']; error: string };

export type Permission =
  | { isAllowed: true; crawlDelayMs: number }
  | { isAllowed: false; outcome: FetchResult['outcome']; error: string; retryAfterMs: number };

interface Known {
  rules: Robot | null;
  readAt: number;
}

export interface Robots {
  check(url: URL): Promise<Permission>;
}

/** `read` fetches a robots.txt and never throws. */
export function createRobots(options: { clock: Clock; read: (robotsUrl: URL) => Promise<RobotsFile> }): Robots {
  const { clock, read } = options;
  const known = new LRUCache<string, Known>({ max: MAX_SITES });
  const closed = new LRUCache<string, { until: number; outcome: FetchResult['outcome']; error: string }>({
    max: MAX_SITES,
  });
  const reading = new Map<string, Promise<void>>();

  const load = async (origin: string): Promise<void> => {
    const robotsUrl = new URL('/robots.txt', origin);
    const file = await read(robotsUrl);
    const now = clock.now();
    if (file.kind === 'unreachable') {
      closed.set(origin, { until: now + RETRY_MS, outcome: file.outcome, error: file.error });
      return;
    }
    closed.delete(origin);
    known.set(origin, {
      rules: file.kind === 'text' ? robotsParser(robotsUrl.href, bounded(file.text)) : null,
      readAt: now,
    });
  };

  const refresh = async (origin: string): Promise<void> => {
    const entry = known.get(origin);
    if (entry && clock.now() - entry.readAt < DAY) return;
    if ((closed.get(origin)?.until ?? 0) > clock.now()) return;
    const running = reading.get(origin) ?? load(origin).finally(() => reading.delete(origin));
    reading.set(origin, running);
    await running;
  };

  return {
    check: async (url) => {
      if (url.pathname === '/robots.txt') return { isAllowed: true, crawlDelayMs: 0 };
      await refresh(url.origin);
      const entry = known.get(url.origin);
      if (entry) return judge(entry.rules, url);
      const reason = closed.get(url.origin);
      return {
        isAllowed: false,
        outcome: reason?.outcome ?? 'refused',
        error: reason?.error ?? `The robots.txt of ${url.host} could not be read, so nothing is asked there for now.`,
        retryAfterMs: Math.max(0, (reason?.until ?? clock.now() + RETRY_MS) - clock.now()),
      };
    },
  };
}

function judge(rules: Robot | null, url: URL): Permission {
  if (rules === null) return { isAllowed: true, crawlDelayMs: 0 };
  if (rules.isAllowed(url.href, AGENT_TOKEN) === false)
    return {
      isAllowed: false,
      outcome: 'refused',
      error: `The robots.txt of ${url.host} asks programs not to read this page, so itibar does not.`,
      retryAfterMs: DAY,
    };
  const delaySeconds = rules.getCrawlDelay(AGENT_TOKEN) ?? 0;
  const delayMs = Number.isFinite(delaySeconds) && delaySeconds > 0 ? delaySeconds * SECOND : 0;
  return { isAllowed: true, crawlDelayMs: Math.min(MAX_CRAWL_DELAY_MS, delayMs) };
}

function bounded(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .slice(0, MAX_LINES)
    .filter((line) => line.length <= MAX_LINE)
    .map((line) => line.replace(/\*{2,}/g, '*'))
    .join('\n');
}
