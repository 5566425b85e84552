import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { costsAfter, leftOf, monthOf, pauseForPace, spentIn } from '../../core/cost.ts';
import type { MonthlyCost, Run } from '../../core/types.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 0);
const run = (startedAt: number, usd: number) =>
  ({ startedAt, spent: { callCount: 1, itemCount: 2, usd } }) as unknown as Run;

describe('costs by month', () => {
  it('begin anew with the month of UTC and forget what is older than two years', () => {
    let costs: MonthlyCost[] = [];
    for (let back = 30; back >= 0; back -= 1) costs = costsAfter(costs, run(NOW - back * 31 * DAY, 1.1));
    expect(costs).toHaveLength(24);
    expect(costs.at(-1)?.month).toBe('2026-11');
    expect(spentIn(costs, NOW)).toBe(1.1);
    expect(spentIn(costs, Date.UTC(2026, 11, 1))).toBe(0);
    expect(monthOf(Date.UTC(2026, 11, 1) - 1)).toBe('2026-11');
  });

  it('add up many small sums exactly', () => {
    let costs: MonthlyCost[] = [];
    for (let count = 0; count < 1000; count += 1) costs = costsAfter(costs, run(NOW, 0.005));
    expect(costs).toEqual([{ month: '2026-11', callCount: 1000, itemCount: 2000, usd: 5 }]);
  });
});

describe('a budget', () => {
  it('waits when the money is ahead of the days, and never past the month’s end nor with a day’s share at hand', () => {
    expect(pauseForPace({ monthlyUsd: 20, spentUsd: 0 }, NOW)).toBe(0);
    const spentUsd = fc.integer({ min: 0, max: 20_000 }).map((mills) => mills / 1000);
    fc.assert(
      fc.property(spentUsd, fc.nat(29 * 24), (spent, hours) => {
        const now = Date.UTC(2026, 10, 1, hours);
        const budget = { monthlyUsd: 20, spentUsd: spent };
        const pause = pauseForPace(budget, now);
        expect(leftOf(budget)).toBeCloseTo(20 - spent, 9);
        expect(now + pause).toBeLessThanOrEqual(Math.max(now, Date.UTC(2026, 11, 1) - DAY));
        if (pause > 0) expect(spent / 20).toBeGreaterThan((now + DAY - Date.UTC(2026, 10, 1)) / (30 * DAY) - 1e-9);
      }),
    );
  });
});
