import { describe, expect, it } from 'vitest';
import { mergeCursor } from '../../crawlers/cursor.ts';

describe('mergeCursor', () => {
  it.each([
    ['nothing given', 'old', 'one', undefined, 'one'],
    ['the first given', 'old', undefined, 'one', 'one'],
    ['pages going back in time keep the newest id', '100', '120', '110', '120'],
    ['pages going forward move on', '100', '110', '120', '120'],
    ['ids longer than a number', '9007199254740993', '9007199254740999', '10007199254740993', '10007199254740993'],
    ['numbers', 5, 9, 7, 9],
    ['dates', null, '2026-11-24T06:00:00Z', '2026-11-24T05:00:00+00:00', '2026-11-24T06:00:00Z'],
    ['opaque marks: the newer page', 'a', 'x7', 'k2', 'k2'],
    ['a page that moved nothing', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 1 }, { a: 2, b: 1 }],
    ['each list moves its own key', { a: '1', b: '1' }, { a: '5', b: '1' }, { a: '1', b: '4' }, { a: '5', b: '4' }],
    ['a key that is new', null, { a: '5' }, { b: '4' }, { a: '5', b: '4' }],
    ['lists of seen ids', ['1'], ['1', '2'], ['1', '3'], ['1', '2', '3']],
  ])('%s', (_, stored, merged, page, expected) => {
    expect(mergeCursor(stored, merged, page)).toEqual(expected);
  });
});
