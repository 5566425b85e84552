import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { checkDigestCron, dayOf, digestPeriod, lastDigestAt, scheduleDigest } from '../../pipeline/digest-schedule.ts';
import { asked, openWorld, type World, type WorldOptions } from './support.ts';

// The clock starts on Tuesday 24 November 2026 at 06:00 UTC, which is 09:00 in Istanbul (UTC+3, no summer time).
const START = Date.UTC(2026, 10, 24, 6, 0, 0);
const config = (cron: string, timeZone = 'Europe/Istanbul') => ({ timeZone, digest: { cron } });

/** A world whose brand has been watched since the day before. */
async function settledWorld(options: WorldOptions): Promise<World> {
  const world = await openWorld(options);
  await world.deps.store.brands.put({ ...world.brand, createdAt: START - DAY });
  return world;
}

it('finds when the digest was due last, in the zone of the team', () => {
  const weekdays = config('30 7 * * 1-5');
  expect(lastDigestAt(weekdays, START, 6 * HOUR)).toBe(Date.UTC(2026, 10, 24, 4, 30));
  expect(lastDigestAt(weekdays, START, HOUR)).toBe(null);
  expect(lastDigestAt(weekdays, Date.UTC(2026, 10, 24, 4, 30, 59), MINUTE)).toBe(Date.UTC(2026, 10, 24, 4, 30));
  expect(lastDigestAt(weekdays, Date.UTC(2026, 10, 22, 12), DAY)).toBe(null);
  expect(lastDigestAt(config('30 7 * * *', 'America/New_York'), START, DAY)).toBe(Date.UTC(2026, 10, 23, 12, 30));
});

it('takes the day from the zone, not from UTC', () => {
  expect(dayOf(Date.UTC(2026, 10, 24, 22, 30), 'Europe/Istanbul')).toBe('2026-11-25');
  expect(dayOf(Date.UTC(2026, 10, 24, 2, 30), 'America/New_York')).toBe('2026-11-23');
});

it('tells on Monday about the weekend and on other days about the last day', () => {
  const weekdays = config('30 7 * * 1-5');
  const monday = Date.UTC(2026, 10, 23, 4, 30);
  expect(digestPeriod(weekdays, monday + 5_000)).toEqual({ since: monday - 3 * DAY, isLate: false });
  expect(digestPeriod(weekdays, monday + DAY)).toEqual({ since: monday, isLate: false });
  expect(digestPeriod(weekdays, monday + DAY + 2 * HOUR)).toEqual({ since: monday, isLate: true });
});

it.each([
  ['nonsense', /5 fields/],
  ['61 7 * * *', /digest\.cron/],
  ['0 0 7 * * *', /5 fields but got 6/],
  ['', /5 fields/],
])('refuses %j as a time for the digest', (cron, message) => {
  expect(() => checkDigestCron(config(cron))).toThrow(message);
});

it('refuses a zone that does not exist', () => {
  expect(() => checkDigestCron(config('30 7 * * *', 'Europe/Ankara City'))).toThrow(/timeZone/);
});

it('asks for one digest a working day, at its minute', async () => {
  const world = await settledWorld({ config: { digest: { cron: '30 7 * * 1-5' } } });
  const stop = scheduleDigest(world.deps);
  await world.clock.advance(0);
  expect(asked(world, 'digest')).toEqual([{ day: '2026-11-24' }]);
  await world.clock.advance(22 * HOUR + 29 * MINUTE);
  expect(asked(world, 'digest').length).toBe(1);
  await world.clock.advance(MINUTE);
  expect(asked(world, 'digest')).toEqual([{ day: '2026-11-24' }, { day: '2026-11-25' }]);
  await world.clock.advance(4 * DAY + 12 * HOUR);
  const days = asked(world, 'digest').map((payload) => (payload as { day: string }).day);
  expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']);
  stop();
});

it('makes up for a digest that was missed by less than six hours, and not for an older one', async () => {
  const world = await settledWorld({ config: { digest: { cron: '30 7 * * *' } } });
  await world.clock.advance(4 * HOUR + 20 * MINUTE);
  scheduleDigest(world.deps)();
  await world.clock.advance(0);
  expect(asked(world, 'digest')).toEqual([{ day: '2026-11-24' }]);
  const later = await settledWorld({ config: { digest: { cron: '30 7 * * *' } } });
  await later.clock.advance(5 * HOUR);
  scheduleDigest(later.deps)();
  await later.clock.advance(0);
  expect(asked(later, 'digest')).toEqual([]);
});

it('makes up for nothing on a fresh installation: its first digest is the next one', async () => {
  const world = await openWorld({ config: { digest: { cron: '30 7 * * *' } } });
  const stop = scheduleDigest(world.deps);
  await world.clock.advance(22 * HOUR);
  expect(asked(world, 'digest')).toEqual([]);
  await world.clock.advance(HOUR);
  expect(asked(world, 'digest')).toEqual([{ day: '2026-11-25' }]);
  stop();
});

it('asks for nothing when the digest is off', async () => {
  const world = await openWorld({ config: { digest: { isEnabled: false } } });
  const stop = scheduleDigest(world.deps);
  await world.clock.advance(DAY);
  expect(asked(world, 'digest')).toEqual([]);
  stop();
});
