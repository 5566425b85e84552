// Turkish dates in words, against a fixed now: 24 November 2026, 12:00:30 in Istanbul.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateInWords, timeInZone, wallTime } from '../../../core/text/dates.ts';

const ISTANBUL = 'Europe/Istanbul';
const NOW = Date.UTC(2026, 10, 24, 9, 0, 30, 123);

function read(text: string): string | null {
  const at = parseDateInWords(text, NOW, ISTANBUL);
  return at === null ? null : new Date(at).toISOString().slice(0, 16);
}

describe('parseDateInWords', () => {
  it.each([
    ['28 Eylül 16:55', '2026-09-28T13:55'],
    ['28 Eylül 2025 16:55', '2025-09-28T13:55'],
    ['28 EYLÜL 2025, 16.55', '2025-09-28T13:55'],
    ['28 Aralık 16:55', '2025-12-28T13:55'],
    ['1 Şub. 2026', '2026-01-31T21:00'],
    ['3 Ağustos 2026 Pazartesi 08:05', '2026-08-03T05:05'],
    ['Salı, 24 Kasım 2026 - 09:30', '2026-11-24T06:30'],
    ['24.11.2026 09:30', '2026-11-24T06:30'],
    ['24/11/26', '2026-11-23T21:00'],
    ['2026-11-24 09:30:15', '2026-11-24T06:30'],
    ['26.08.2026 19:02', '2026-08-26T16:02'],
    ['bugün 09:10', '2026-11-24T06:10'],
    ['Dün 14:30', '2026-11-23T11:30'],
    ['dün', '2026-11-22T21:00'],
    ['09:10', '2026-11-24T06:10'],
    ['3 saat önce', '2026-11-24T06:00'],
    ['yaklaşık 2 gün önce', '2026-11-22T09:00'],
    ['bir saat önce', '2026-11-24T08:00'],
    ['5 dk önce', '2026-11-24T08:55'],
    ['az önce', '2026-11-24T09:00'],
    ['2 hours ago', '2026-11-24T07:00'],
    ['November 20, 2026', '2026-11-19T21:00'],
    ['29 Şubat', '2024-02-28T21:00'],
  ])('reads "%s" as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '',
    'yarın',
    'Markam',
    '31 Şubat 2026',
    '12',
    '28',
    'bugün 23:59',
    '45.13.2026',
    '24 Kasım 2026 25:70',
    '3 elma önce',
  ])('invents nothing for "%s"', (text) => {
    expect(read(text)).toBeNull();
  });

  it('never gives a day without a year in the future', () => {
    const months = ['Ocak', 'Mayıs', 'Kasım', 'Aralık'];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 28 }), fc.constantFrom(...months), (day, month) => {
        const at = parseDateInWords(`${day} ${month} 10:00`, NOW, ISTANBUL);
        expect(at).not.toBeNull();
        expect(at).toBeLessThanOrEqual(NOW);
      }),
    );
  });
});

describe('timeInZone', () => {
  it('is turned around by wallTime in every zone, also beside a change of summer time', () => {
    const zones = fc.constantFrom(ISTANBUL, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin');
    const times = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
    fc.assert(
      fc.property(times, zones, (minutes, zone) => {
        const at = minutes * 60_000;
        const again = timeInZone(wallTime(at, zone), zone);
        // The hour that a change of summer time repeats has two answers; both show the same on the wall.
        expect(again === null ? null : wallTime(again, zone)).toEqual(wallTime(at, zone));
      }),
    );
  });
});

describe('wallTime', () => {
  it('shows what Intl shows, at any moment and also for the second moment of the same quarter of an hour', () => {
    const zones = fc.constantFrom(ISTANBUL, 'UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    const times = fc.integer({ min: Date.UTC(1960, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });
    fc.assert(
      fc.property(times, zones, (seconds, timeZone) => {
        for (const at of [seconds * 1000, seconds * 1000 + 123, Math.floor(seconds / 900) * 900_000]) {
          const { year, month, day, hour, minute, second } = wallTime(at, timeZone);
          const pad = (value: number) => String(value).padStart(2, '0');
          const shown = `${year}-${pad(month + 1)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}`;
          expect(shown).toBe(new Date(at).toLocaleString('sv-SE', { timeZone }));
        }
      }),
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => wallTime(NOW, 'Mars/Olympus')).toThrow(RangeError);
  });
});
