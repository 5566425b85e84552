// When the digest is due: the team's cron text in the team's zone. One look a minute covers the ordinary case, a laptop
// that slept and a process that was down: what was missed within six hours is made up for. Must never make two for a day.

import { createTask, validateDetailed } from 'node-cron';
import type { Config } from '../config/schema.ts';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Deps } from './deps.ts';

const CATCH_UP_MS = 6 * HOUR;

type Timing = Pick<Config, 'timeZone'> & { digest: Pick<Config['digest'], 'cron'> };

/** Throws AppError('config.invalid') for a text that is no cron expression, a day that never comes, or an unknown zone. */
export function checkDigestCron(config: Timing): void {
  const { cron } = config.digest;
  const fields = cron.trim().split(/\s+/).length;
  const problem = fields === 5 ? validateDetailed(cron).errors[0]?.message : `expected 5 fields but got ${fields}`;
  if (problem !== undefined)
    throw new AppError(
      'config.invalid',
      `digest.cron is not usable: ${problem}. Write five fields (minute hour day month weekday), such as "30 7 * * 1-5".`,
      { facts: { cron } },
    );
  try {
    new Intl.DateTimeFormat('en', { timeZone: config.timeZone });
  } catch (error) {
    throw new AppError('config.invalid', 'timeZone is not known. Write an IANA name such as "Europe/Istanbul".', {
      cause: error,
      facts: { timeZone: config.timeZone },
    });
  }
}

/** The latest minute at or before `at`, within `withinMs`, at which the digest is due; null when there is none. */
export function lastDigestAt(config: Timing, at: number, withinMs: number): number | null {
  const task = createTask(config.digest.cron, () => undefined, { timezone: config.timeZone });
  try {
    const end = Math.floor(at / MINUTE) * MINUTE;
    for (let minute = end; minute > at - withinMs; minute -= MINUTE) if (task.match(new Date(minute))) return minute;
    return null;
  } finally {
    void task.destroy();
  }
}

/** The calendar day of a moment in a zone: '2026-11-24'. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

/**
 * Where the period of the digest for `day` begins and whether it comes late: since the digest before (at most four
 * days back, so that Monday tells of the weekend), else the last 24 hours.
 */
export function digestPeriod(config: Timing, now: number): { since: number; isLate: boolean } {
  const due = lastDigestAt(config, now, CATCH_UP_MS);
  const before = lastDigestAt(config, (due ?? now) - MINUTE, 4 * DAY);
  const since = before === null || now - before < HOUR ? now - DAY : before;
  return { since, isLate: due !== null && now - due > 30 * MINUTE };
}

/** A fresh installation has missed nothing: its first digest is the next one. */
async function wasAnyoneWatched(deps: Deps, at: number): Promise<boolean> {
  return (await deps.store.brands.list()).some((brand) => brand.createdAt <= at);
}

/**
 * Starts looking once a minute and hands over due days as 'digest' jobs. Checks the expression first (see
 * checkDigestCron). Returns the function that stops it; does nothing when the digest is off.
 */
export function scheduleDigest(deps: Deps): () => void {
  const { config, clock } = deps;
  if (!config.digest.isEnabled) return () => undefined;
  checkDigestCron(config);
  let looked = clock.now() - CATCH_UP_MS;
  const look = async () => {
    const now = clock.now();
    const due = lastDigestAt(config, now, Math.min(CATCH_UP_MS, now - looked));
    looked = now;
    if (due === null || !(await wasAnyoneWatched(deps, due))) return;
    const day = dayOf(due, config.timeZone);
    await deps.queue.enqueue('digest', { day }, { key: day });
  };
  const report = () =>
    look().catch((error: unknown) => deps.log.error({ error }, 'the digest could not be queued; next try in a minute'));
  void report();
  return clock.every(MINUTE, report);
}
