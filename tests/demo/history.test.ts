import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { CHANNELS } from '../../core/types.ts';
import { historyLines } from '../../demo/history.ts';
import { TIMELINE } from '../../demo/scenario.ts';

const NOW = Date.UTC(2026, 10, 24, 6);
const lines = [...historyLines(NOW, 1)];

it('gives a fortnight of mentions that ends where the sites’ own past begins', () => {
  expect(lines.length).toBeGreaterThan(1500);
  expect(lines.length).toBeLessThan(2500);
  const times = lines.map(({ publishedAt }) => publishedAt);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBeLessThan(NOW - 13 * DAY);
  expect(times.at(-1)).toBeLessThan(NOW - TIMELINE.pastMs);
});

it('is the same for the same seed and never repeats a text or an id', () => {
  expect([...historyLines(NOW, 1)]).toEqual(lines);
  expect(new Set(lines.map(({ text }) => text)).size).toBe(lines.length);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  expect(lines.every(({ text, title }) => !/[{}]/.test(`${title ?? ''}${text}`))).toBe(true);
  expect(lines.every(({ channel }) => CHANNELS.includes(channel))).toBe(true);
});

it('has the rhythm of a day: quiet nights, busy evenings', () => {
  const inHours = (from: number, to: number) =>
    lines.filter(({ publishedAt }) => {
      const hour = new Date(publishedAt + 3 * HOUR).getUTCHours();
      return hour >= from && hour < to;
    }).length;
  expect(inHours(19, 22)).toBeGreaterThan(5 * inHours(2, 5));
});
