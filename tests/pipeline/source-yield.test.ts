import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { yieldOf } from '../../pipeline/source-yield.ts';

const NOW = Date.UTC(2026, 10, 24, 6, 20);
const THIS_HOUR = Math.floor(NOW / HOUR) * HOUR;

/** `perDay` mentions on each of the days before the last `quietDays`, spread over the day. */
function days(count: number, perDay: number, quietDays = 0) {
  return Array.from({ length: count * perDay }, (_, index) => {
    const hoursBack = Math.floor((index * 24) / perDay) + quietDays * 24;
    return { hourAt: THIS_HOUR - hoursBack * HOUR, count: 1 };
  }).reverse();
}

describe('the yield of a source', () => {
  it('is its median day of four weeks, and what the last 24 hours brought', () => {
    const wild = days(29, 4).map((hour) => (hour.hourAt === THIS_HOUR - 5 * DAY ? { ...hour, count: 900 } : hour));
    expect(yieldOf(wild, NOW)).toMatchObject({ lastDayCount: 4, usualPerDay: 4, silentSince: null });
  });

  it('is the mean where the median says nothing, and unknown for the first days', () => {
    const weekly = [28, 21, 14, 7].map((day) => ({ hourAt: THIS_HOUR - day * DAY, count: 1 }));
    expect(yieldOf(weekly, NOW)).toMatchObject({ usualPerDay: 0.1, lastDayCount: 0, silentSince: null });
    expect(yieldOf(days(3, 5), NOW)?.usualPerDay).toBeNull();
    expect(yieldOf([], NOW)).toBeNull();
  });

  it('is silent from when far more should have come: a day for a lively source, days for a slow one', () => {
    const silent = yieldOf(days(20, 12, 1), NOW - 20 * 60_000 + HOUR);
    expect(silent?.silentSince).toBe(THIS_HOUR - DAY + HOUR);
    expect(silent?.lastDayCount).toBe(0);
    expect(yieldOf(days(20, 2, 3), NOW)?.silentSince).toBeNull();
    expect(yieldOf(days(20, 2, 5), NOW)?.silentSince).not.toBeNull();
  });

  it('is not silent where the past had gaps as long, where there is hardly any past, or when something came in late', () => {
    const gappy = days(26, 12).filter(({ hourAt }) => Math.floor((THIS_HOUR - hourAt) / DAY) % 5 < 2);
    const quiet = gappy.filter(({ hourAt }) => hourAt < THIS_HOUR - 4 * DAY);
    expect(yieldOf(quiet, NOW)?.silentSince).toBeNull();
    expect(yieldOf(days(4, 12, 2), NOW)?.silentSince).toBeNull();
    expect(yieldOf(days(20, 12, 2), NOW)?.silentSince).not.toBeNull();
    expect(yieldOf(days(20, 12, 2), NOW, NOW - HOUR)).toMatchObject({ silentSince: null, lastAt: NOW - HOUR });
  });

  it('is never silent within a day of its last mention, whatever came before', () => {
    const hour = fc.record({ back: fc.integer({ min: 0, max: 29 * 24 }), count: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.uniqueArray(hour, { selector: ({ back }) => back, maxLength: 60 }), (made) => {
        const hours = made
          .map(({ back, count }) => ({ hourAt: THIS_HOUR - back * HOUR, count }))
          .sort((a, b) => a.hourAt - b.hourAt);
        const found = yieldOf(hours, NOW);
        const total = hours.reduce((sum, { count }) => sum + count, 0);
        expect(found?.lastDayCount ?? 0).toBeLessThanOrEqual(total);
        if (found?.silentSince != null) expect(NOW - found.lastAt).toBeGreaterThanOrEqual(DAY);
      }),
    );
  });
});
