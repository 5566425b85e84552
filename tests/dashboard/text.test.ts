// Pure parts of the dashboard: marked spans, links out of hostile text, messages, numbers and times.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withQuery } from '../../dashboard/src/lib/api.ts';
import { fill, makeFormat } from '../../dashboard/src/lib/format.ts';
import { nextAddress, safeLink } from '../../dashboard/src/lib/link.ts';
import { cutIntoPieces } from '../../dashboard/src/lib/spans.ts';

const tr = makeFormat('tr', 'Europe/Istanbul');
const en = makeFormat('en', 'Europe/Istanbul');
const MINUTE = 60_000;

describe('cutting a text at its marked spans', () => {
  it('puts overlapping spans into neighbouring pieces and labels each span once, where it ends', () => {
    const pieces = cutIntoPieces('abcdef', [
      { start: 1, end: 4 },
      { start: 3, end: 5 },
    ]);
    expect(pieces.map((piece) => [piece.text, piece.inside.length, piece.ending.length])).toEqual([
      ['a', 0, 0],
      ['bc', 1, 0],
      ['d', 2, 1],
      ['e', 1, 1],
      ['f', 0, 0],
    ]);
  });

  it('never loses, repeats or reorders a character, whatever the spans are', () => {
    const span = fc.record({ start: fc.integer({ min: -5, max: 60 }), end: fc.integer({ min: -5, max: 60 }) });
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.array(span, { maxLength: 8 }), (text, spans) => {
        expect(
          cutIntoPieces(text, spans)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('links', () => {
  it('lets only web addresses out of crawled text', () => {
    expect(safeLink('https://ornek.example/a?b=1')).toBe('https://ornek.example/a?b=1');
    for (const bad of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '/a',
      '',
      null,
    ]) {
      expect(safeLink(bad)).toBeNull();
    }
  });

  it('goes back to a page of the dashboard after signing in, and to no other origin', () => {
    expect(nextAddress('next=%2Finbox%3Fseverity%3D2')).toBe('/inbox?severity=2');
    for (const bad of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/login?next=/login',
    ]) {
      expect(nextAddress(`next=${encodeURIComponent(bad)}`)).toBe('/');
    }
  });

  it('leaves filters that are not set out of an address', () => {
    expect(withQuery('/api/stories', { state: 'open', channel: null, search: '', limit: 30 })).toBe(
      '/api/stories?state=open&limit=30',
    );
  });
});

describe('messages, numbers and times', () => {
  it('writes numbers and percentages the way the language does', () => {
    expect(fill('{n} içerik', { n: 1284.5 }, tr)).toBe('1.284,5 içerik');
    expect(fill('{n} {n|mention|mentions}', { n: 1 }, en)).toBe('1 mention');
    expect(fill('{n} {n|mention|mentions}', { n: 1284 }, en)).toBe('1,284 mentions');
    expect(tr.percent(0.84)).toBe('%84');
  });

  it('puts values in as they are, even when they look like placeholders', () => {
    expect(fill('{name} eklendi', { name: '{n} $& <b>' }, tr)).toBe('{n} $& <b> eklendi');
    expect(fill('{missing}', {}, tr)).toBe('{missing}');
  });

  it("tells the hour of the day in the team's zone", () => {
    expect(tr.hourOf(Date.UTC(2026, 10, 24, 21, 30))).toBe(0);
    expect(tr.clock(Date.UTC(2026, 10, 24, 6, 12))).toBe('09:12');
  });

  it('names the two largest units of a span of time', () => {
    expect(en.duration(74 * MINUTE)).toBe('1 hr 14 min');
    expect(en.duration(30_000)).toBe('30 sec');
    expect(en.duration(60 * MINUTE)).toBe('1 hr');
  });

  it('sorts by the Turkish alphabet', () => {
    expect(['Şeker', 'Sabun', 'Iğdır', 'İzmir', 'Çay', 'Cam'].toSorted(tr.compare)).toEqual([
      'Cam',
      'Çay',
      'Iğdır',
      'İzmir',
      'Sabun',
      'Şeker',
    ]);
  });
});
