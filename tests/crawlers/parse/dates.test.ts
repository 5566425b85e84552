// Machine-written dates: the standards and what senders make of them.

import { describe, expect, it } from 'vitest';
import { parseDate, parseEpoch } from '../../../crawlers/parse/dates.ts';

const iso = (text: unknown) => {
  const at = parseDate(text, 'Europe/Istanbul');
  return at === null ? null : new Date(at).toISOString();
};

describe('parseDate', () => {
  it.each([
    ['2026-11-24T09:30:15.25+03:00', '2026-11-24T06:30:15.000Z'],
    ['2026-11-24T06:30:15Z', '2026-11-24T06:30:15.000Z'],
    ['2026-11-24T09:30', '2026-11-24T06:30:00.000Z'],
    ['2026-11-24 09:30:15 +0300', '2026-11-24T06:30:15.000Z'],
    ['2026-11-24', '2026-11-23T21:00:00.000Z'],
    ['20261124T063015Z', '2026-11-24T06:30:15.000Z'],
    ['Tue, 24 Nov 2026 06:30:15 GMT', '2026-11-24T06:30:15.000Z'],
    ['Tue, 24 Nov 2026 09:30:15 +0300', '2026-11-24T06:30:15.000Z'],
    ['24 Nov 26 06:30 UT', '2026-11-24T06:30:00.000Z'],
    ['Tue, 24 November 2026 01:30:15 EST', '2026-11-24T06:30:15.000Z'],
    ['Sal, 24 Kas 2026 09:30:15 +03:00', '2026-11-24T06:30:15.000Z'],
    ['Salı, 24 Kasım 2026 09:30:15', '2026-11-24T06:30:15.000Z'],
    ['24-Nov-2026 06:30:15 UTC', '2026-11-24T06:30:15.000Z'],
    ['Tue Nov 24 06:30:15 +0000 2026', '2026-11-24T06:30:15.000Z'],
    ['Tue, 24 Nov 2026 06:30:15 GMT+03:00', '2026-11-24T03:30:15.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '',
    'garbage',
    '12',
    '2026',
    '1518478934',
    '2026-13-01',
    'Tue, 31 Feb 2026 10:00:00 GMT',
    'Tue, 24 Nov 2026 06:30:15 XYZ',
    '0000-00-00 00:00:00',
    null,
    5,
  ])('gives null for %j instead of a guess', (text) => {
    expect(iso(text)).toBeNull();
  });
});

describe('parseEpoch', () => {
  it('takes seconds and milliseconds and nothing that is no time', () => {
    expect(parseEpoch(1_795_500_000)).toBe(1_795_500_000_000);
    expect(parseEpoch('1795500000000')).toBe(1_795_500_000_000);
    for (const wrong of [5, '24112026', Number.NaN, null, 1e15]) expect(parseEpoch(wrong)).toBeNull();
  });
});
