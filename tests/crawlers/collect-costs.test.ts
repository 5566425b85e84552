// What a run costs, what a month's budget does to it, and what it says of places in searches.

import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { clock, collector, HOME, item, source, subscription, watch } from './support.ts';

const page = (n: number) => `${HOME}/${n}`;

describe('a source that costs something', () => {
  const note = { tr: 'Ücretli.', en: 'Paid.' };
  const priced = source(
    { cost: { perCallUsd: 0.5, perItemUsd: 0.1, note, checkedOn: '2026-11' } },
    { plan: () => [{ url: page(1) }, { url: page(2) }] },
  );
  const two = { [page(1)]: { mentions: [item('markam'), item('baska')] }, [page(2)]: { mentions: [item('markam 2')] } };
  const spentBefore = (usd: number, month = '2026-11') => [{ month, callCount: 1, itemCount: 0, usd }];

  it('tells what the run cost: by its prices, or as the page itself says, and also when a page could not be read', async () => {
    const { run } = await collector(two, { source: priced }).collect(subscription(), watch());
    expect(run.spent).toEqual({ callCount: 2, itemCount: 3, usd: expect.closeTo(1.3, 9) });
    const told = { ...two, [page(2)]: { mentions: [item('markam 2')], costUsd: 4 } };
    expect((await collector(told, { source: priced }).collect(subscription(), watch())).run.spent?.usd).toBeCloseTo(
      4.7,
      9,
    );
    const broken = { ...two, [page(2)]: { outcome: 'broken' as const, error: 'Olmadı.' } };
    const failed = await collector(broken, { source: priced }).collect(subscription(), watch());
    expect(failed.run).toMatchObject({ outcome: 'broken', spent: { callCount: 1, itemCount: 2 } });
    expect((await collector(two).collect(subscription(), watch())).run.spent).toBeUndefined();
  });

  it('is asked nothing when the month’s budget of all watches is gone, and again in the next month', async () => {
    const parts = { source: priced, budgets: { sozluk: 10 } };
    const gone = collector(two, { ...parts, costs: spentBefore(10) });
    const { run, hits } = await gone.collect(subscription(), watch());
    expect(run).toMatchObject({ outcome: 'refused', error: expect.stringContaining('raise budgets.sozluk') });
    expect([hits, gone.fetcher.asked]).toEqual([[], []]);
    const { run: next } = await collector(two, { ...parts, costs: spentBefore(10, '2026-10') }).collect(
      subscription(),
      watch(),
    );
    expect(next.outcome).toBe('ok');
  });

  it('waits longer when the money is ahead of the days', async () => {
    const pauseAt = async (usd: number) => {
      const { collect } = collector(two, { source: priced, budgets: { sozluk: 100 }, costs: spentBefore(usd) });
      return (await collect(subscription(), watch())).nextRunAt - clock().now();
    };
    expect(await pauseAt(10)).toBe(watch().everyMs);
    expect(await pauseAt(90)).toBe(DAY);
  });
});

describe('a search', () => {
  it('hands on what stood where for every question that was answered, also when another failed', async () => {
    const ranking = { query: 'markam şikayet', results: [{ url: 'https://a.example/', title: 'A' }] };
    const asking = source({}, { plan: () => [{ url: page(1) }, { url: page(2) }] });
    const table = {
      [page(1)]: { mentions: [item('markam')], ranking },
      [page(2)]: { outcome: 'broken' as const, error: 'Olmadı.' },
    };
    const { rankings, run } = await collector(table, { source: asking }).collect(subscription(), watch());
    expect([rankings, run.outcome]).toEqual([[ranking], 'broken']);
  });
});
