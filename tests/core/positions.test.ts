import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { hasEntered, hasRisen, KNOWN_MS, nextPositions } from '../../core/positions.ts';
import type { Position } from '../../core/types.ts';

const T0 = Date.UTC(2026, 10, 1, 6);
const asked = (at: number) => ({ brandId: 'brd_1', watchId: 'wat_1', sourceId: 'arama', query: 'markam şikayet', at });
const results = (...names: string[]) => names.map((name) => ({ url: `https://${name}.example/`, title: name }));
const filler = (count: number) => Array.from({ length: count }, (_, index) => `dolgu${index}`);

/** Answers at hours after T0, as the fetch job would record them. */
function record(answers: [hour: number, names: string[]][]): Position[] {
  const rows: Position[] = [];
  for (const [hour, names] of answers) {
    const at = T0 + hour * HOUR;
    rows.push(
      ...nextPositions(
        rows.filter((row) => row.at >= at - KNOWN_MS),
        asked(at),
        results(...names),
      ),
    );
  }
  return rows;
}
const of = (rows: Position[], name: string) => rows.filter(({ url }) => url === `https://${name}.example/`);

describe('the rows of a search', () => {
  it('are one for a change and one a day, and one when a page is gone', () => {
    const rows = record([
      ...Array.from({ length: 49 }, (_, hour): [number, string[]] => [hour, ['a', 'b']]),
      [49, ['b', 'a']],
      [50, ['b']],
      [51, ['b']],
    ]);
    expect(of(rows, 'a').map(({ at, rank, before }) => [(at - T0) / HOUR, rank, before])).toEqual([
      [0, 1, null],
      [23, 1, 1],
      [46, 1, 1],
      [49, 2, 1],
      [50, null, 2],
    ]);
  });

  it('leave out what moves behind page one, but not what comes to it or falls from it', () => {
    const page = (rank: number): string[] => [...filler(rank - 1), 'a'];
    const rows = of(record([12, 15, 10, 11, 14].map((rank, hour) => [hour, page(rank)])), 'a');
    expect(rows.map(({ rank }) => rank)).toEqual([12, 10, 11]);
  });

  it('add nothing for an answer that is known already or came late', () => {
    const rows = record([[5, ['a']]]);
    expect(nextPositions(rows, asked(T0 + 5 * HOUR), results('b'))).toEqual([]);
    expect(nextPositions(rows, asked(T0), results('b'))).toEqual([]);
  });
});

describe('coming to page one', () => {
  it('is not what a search began with, nor what comes within its first day', () => {
    expect(
      record([
        [0, ['a']],
        [12, ['a', 'b']],
      ]).filter(hasEntered),
    ).toEqual([]);
    const later = record([
      [0, ['a']],
      [30, ['b', 'a']],
    ]).filter(hasEntered);
    expect(later.map(({ url }) => url)).toEqual(['https://b.example/']);
  });

  const at = (rank: number): string[] => [...filler(rank - 1), 'a'];
  const enteredAt = (answers: [number, string[]][]) =>
    of(record([[0, filler(9)], ...answers]), 'a')
      .filter(hasEntered)
      .map((row) => (row.at - T0) / HOUR);

  it('is told once for a page that hovers around rank 10, for hours or for weeks', () => {
    const hourly = Array.from({ length: 60 }, (_, hour): [number, string[]] => [48 + hour, at(hour % 3 ? 10 : 11)]);
    expect(enteredAt(hourly)).toEqual([49]);
    const daily = Array.from({ length: 30 }, (_, day): [number, string[]] => [
      48 + day * 24,
      at([10, 11, 12][day % 3] ?? 10),
    ]);
    expect(enteredAt(daily)).toEqual([48]);
  });

  it('is told of a page that climbs slowly, and again of one that was far away for a day', () => {
    expect(enteredAt([15, 12, 11, 10].map((rank, day) => [48 + day * 24, at(rank)]))).toEqual([120]);
    expect(
      enteredAt([
        [48, at(9)],
        [72, filler(11)],
        [100, at(9)],
      ]),
    ).toEqual([48, 100]);
    expect(
      enteredAt([
        [48, at(9)],
        [72, at(14)],
        [90, at(14)],
        [92, at(9)],
        [120, at(9)],
      ]),
    ).toEqual([48]);
  });

  it('is never told twice within a day, whatever the engine does', () => {
    const answer = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.shuffledSubarray(['a', 'b', 'c', ...filler(12)]));
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 40 }), (steps) => {
        const hourOf = (index: number) => steps.slice(0, index + 1).reduce((sum, [pause]) => sum + pause, 0);
        const rows = record(steps.map(([, names], index) => [hourOf(index), names]));
        for (const judge of [hasEntered, hasRisen])
          for (const name of ['a', 'b', 'c']) {
            const times = of(rows, name)
              .filter(judge)
              .map(({ at }) => at);
            for (const [index, at] of times.slice(1).entries())
              expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(DAY);
          }
      }),
    );
  });

  it('begins anew after a pause longer than what is remembered', () => {
    expect(
      record([
        [0, ['a']],
        [400, ['b']],
      ]).filter(hasEntered),
    ).toEqual([]);
  });
});
