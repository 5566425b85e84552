import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../core/clock.ts';
import { RUN_OUTCOMES, type RunOutcome } from '../../../core/types.ts';
import { consequenceOf, failuresInRow } from '../../../crawlers/fetch/suspension.ts';

const NOW = Date.UTC(2026, 10, 24, 6, 0, 0);
const runs = (...outcomes: RunOutcome[]) => outcomes.map((outcome, i) => ({ outcome, startedAt: NOW - DAY + i }));
const history = (source: RunOutcome[], parts: { isOneSite?: boolean; subscription?: RunOutcome[] } = {}) => ({
  source: runs(...source),
  subscription: runs(...(parts.subscription ?? source)),
  isOneSite: parts.isOneSite ?? true,
  now: NOW,
});
const failed = (outcome: RunOutcome, retryAfterMs: number | null = null) => ({ outcome, error: 'Why.', retryAfterMs });

describe('consequenceOf', () => {
  it('suspends a blocked source for a quarter of an hour, with the reason', () => {
    expect(consequenceOf(failed('blocked'), history(['ok']))).toEqual({
      suspension: { until: NOW + 15 * MINUTE, reason: 'Why.' },
      delayMs: 15 * MINUTE,
    });
  });

  it('doubles with every further failure, up to a day', () => {
    const pauses = [0, 1, 2, 3, 6, 7, 40].map(
      (past) => consequenceOf(failed('blocked'), history(['ok', ...Array<RunOutcome>(past).fill('blocked')])).delayMs,
    );
    expect(pauses).toEqual([15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 16 * HOUR, DAY, DAY]);
  });

  it('starts anew after a success', () => {
    expect(consequenceOf(failed('blocked'), history(['blocked', 'blocked', 'empty'])).delayMs).toBe(15 * MINUTE);
  });

  it('does not count what the connection did', () => {
    const weather: RunOutcome[] = ['ok', 'blocked', 'network', 'timeout', 'network'];
    expect(consequenceOf(failed('blocked'), history(weather)).delayMs).toBe(30 * MINUTE);
  });

  it.each(['network', 'timeout'] as const)('never suspends or slows down for %s', (outcome) => {
    const past = Array<RunOutcome>(20).fill(outcome);
    expect(consequenceOf(failed(outcome), history(past))).toEqual({ suspension: null, delayMs: 0 });
  });

  it('believes the time that a site names', () => {
    expect(consequenceOf(failed('throttled', 5 * MINUTE), history(['ok'])).delayMs).toBe(5 * MINUTE);
    expect(consequenceOf(failed('throttled', 0), history(['ok'])).delayMs).toBe(MINUTE);
    expect(consequenceOf(failed('throttled', 5 * MINUTE), history(['throttled', 'throttled'])).delayMs).toBe(HOUR);
    expect(consequenceOf(failed('throttled', 3 * HOUR), history(['throttled'])).delayMs).toBe(3 * HOUR);
  });

  it('lets only the failing subscription wait when the source reads many sites', () => {
    const past = history(['blocked', 'blocked'], { isOneSite: false, subscription: ['ok'] });
    expect(consequenceOf(failed('blocked'), past)).toEqual({ suspension: null, delayMs: 15 * MINUTE });
  });

  it('suspends for a changed page only when nothing could be read since the last change', () => {
    expect(consequenceOf(failed('changed'), history(['ok'])).suspension).toBeNull();
    expect(consequenceOf(failed('changed'), history(['ok', 'changed'])).suspension).not.toBeNull();
  });

  it.each(['gone', 'broken', 'too-big', 'refused'] as const)(
    'delays %s without suspending, longer each time',
    (outcome) => {
      const pauseFor = (past: RunOutcome[]) => consequenceOf(failed(outcome), history(past));
      expect(pauseFor([])).toEqual({ suspension: null, delayMs: 15 * MINUTE });
      expect(pauseFor([outcome, outcome])).toEqual({ suspension: null, delayMs: HOUR });
    },
  );

  it('never waits longer than a day, whatever happened before', () => {
    const outcome = fc.constantFrom(...RUN_OUTCOMES);
    fc.assert(
      fc.property(
        outcome,
        fc.array(outcome, { maxLength: 48 }),
        fc.option(fc.nat()),
        fc.boolean(),
        (last, past, wait, isOneSite) => {
          const { suspension, delayMs } = consequenceOf(failed(last, wait), history(past, { isOneSite }));
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(delayMs).toBeLessThanOrEqual(DAY);
          expect((suspension?.until ?? NOW) - NOW).toBeLessThanOrEqual(DAY);
        },
      ),
    );
  });
});

describe('failuresInRow', () => {
  it('counts from the newest, in whatever order the runs come', () => {
    const past = runs('ok', 'blocked', 'changed');
    expect(failuresInRow(past)).toBe(2);
    expect(failuresInRow(past.reverse())).toBe(2);
  });
});
