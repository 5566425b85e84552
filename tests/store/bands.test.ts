// Bands in SQLite: the log, the runs it becomes and their merging must together answer like one plain map, in every
// process that has the file open.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import { Bands, bandKeys } from '../../store/sqlite/bands.ts';
import { Connection } from '../../store/sqlite/connection.ts';
import { migrate } from '../../store/sqlite/migrate.ts';

function open(path = ':memory:'): Connection {
  const connection = new Connection({ path, clock: new FakeClock() });
  migrate(connection);
  return connection;
}

function count(c: Connection, level: number): number {
  return c.row<{ n: number }>('SELECT count(*) AS n FROM band_runs WHERE level = ?', level)?.n ?? 0;
}

const keys = (...names: string[]) => bandKeys(1, names);

describe('bands', () => {
  it('answer like a map from band to the stories that have it, through log, runs and merged runs', () => {
    const band = fc.integer({ min: 0, max: 400 }).map(String);
    const member = fc.record({
      story: fc.integer({ min: 1, max: 30 }),
      bands: fc.array(band, { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(member, { maxLength: 6 }), { maxLength: 40 }), (batches) => {
        const c = open();
        const bands = new Bands(c, 12);
        const expected = new Map<string, Map<number, number>>();
        let judgement = 0;
        for (const batch of batches)
          c.write(() => {
            for (const { story, bands: names } of batch) {
              judgement += 1;
              bands.add(keys(...names), story, judgement, 1000);
              for (const name of names) expected.set(name, (expected.get(name) ?? new Map()).set(story, judgement));
            }
            bands.settle();
          });
        const anew = new Bands(c, 12);
        for (const [name, stories] of expected)
          for (const reader of [bands, anew])
            expect(new Map([...c.read(() => reader.find(keys(name), 0))].sort())).toEqual(new Map([...stories].sort()));
        expect(c.read(() => bands.find(keys('never'), 0)).size).toBe(0);
        c.close();
      }),
      { numRuns: 60 },
    );
  });

  it('become runs, and eight runs become one', () => {
    const c = open();
    const bands = new Bands(c, 10);
    for (let i = 1; i <= 80; i += 1)
      c.write(() => {
        bands.add(keys(`a${i}`), i, i, 1000);
        bands.settle();
      });
    expect([count(c, 0), count(c, 1)]).toEqual([0, 1]);
    expect([...c.read(() => bands.find(keys('a1', 'a80'), 0))]).toEqual([
      [1, 1],
      [80, 80],
    ]);
    c.close();
  });

  it('of runs whose mentions are all older are left out', () => {
    const c = open();
    const bands = new Bands(c, 1);
    c.write(() => {
      bands.add(keys('x'), 1, 1, 500);
      bands.settle();
    });
    expect(c.read(() => bands.find(keys('x'), 500)).size).toBe(1);
    expect(c.read(() => bands.find(keys('x'), 501)).size).toBe(0);
    c.close();
  });

  it('forget what was taken back', () => {
    const c = open();
    const broken = () =>
      c.write(() => {
        c.bands.add(keys('x'), 1, 1, 1000);
        throw new Error('taken back');
      });
    expect(broken).toThrow('taken back');
    expect(c.read(() => c.bands.find(keys('x'), 0)).size).toBe(0);
    c.close();
  });

  it('of one process are seen by another, also when it made runs of them', () => {
    const dir = mkdtempSync(join(tmpdir(), 'itibar-bands-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const [one, two] = [open(join(dir, 'a.db')), open(join(dir, 'a.db'))];
    const [writer, reader] = [new Bands(one, 10), new Bands(two, 10)];
    for (let i = 1; i <= 25; i += 1) {
      one.write(() => {
        writer.add(keys(`a${i}`, 'all'), 1 + (i % 3), i, 1000);
        writer.settle();
      });
      expect([...two.read(() => reader.find(keys(`a${i}`), 0))]).toEqual([[1 + (i % 3), i]]);
    }
    expect(count(one, 0)).toBeGreaterThan(2);
    expect([...two.read(() => reader.find(keys('all'), 0))].sort()).toEqual([
      [1, 24],
      [2, 25],
      [3, 23],
    ]);
    one.close();
    two.close();
  });

  it('give at most fifty stories for a phrase that many have', () => {
    const c = open();
    for (let i = 1; i <= 120; i += 1)
      c.write(() => {
        c.bands.add(keys('süper'), i, i, 1000);
        c.bands.settle();
      });
    const found = c.read(() => c.bands.find(keys('süper'), 0));
    expect(found.size).toBe(50);
    expect(found.has(120)).toBe(true);
    c.close();
  });
});
