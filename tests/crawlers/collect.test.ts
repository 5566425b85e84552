import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { RawMention } from '../../core/types.ts';
import { clock, collector, HOME, item, source, subscription, watch } from './support.ts';

const NOW = clock().now();
const page = (n: number) => `${HOME}/${n}`;
const SUCCESS = [{ outcome: 'ok' as const, startedAt: NOW - HOUR }];

describe('a run that finds items', () => {
  it('keeps those that match the query and counts all', async () => {
    const { collect, fetcher } = collector({
      [page(1)]: { mentions: [item('Markam kargoyu kaybetti'), item('Başka bir konu'), item("Markam'dan iade")] },
    });
    const { hits, run, nextRunAt, suspension, cursor } = await collect(subscription(), watch());
    expect(hits.map(({ mention }) => mention.text)).toEqual(['Markam kargoyu kaybetti', "Markam'dan iade"]);
    expect(hits[0]).toMatchObject({
      watchIds: ['wat_1'],
      mention: { sourceId: 'sozluk', channel: 'community', seenAt: NOW },
    });
    expect(run).toMatchObject({
      outcome: 'ok',
      itemCount: 3,
      addedCount: 0,
      sizeBytes: 10,
      error: null,
      sourceId: 'sozluk',
    });
    expect([nextRunAt, suspension, cursor]).toEqual([NOW + 900_000, null, undefined]);
    expect(fetcher.asked[0]?.options).toMatchObject({ minIntervalMs: 1000, obeysRobots: true, isConditional: true });
  });

  it('keeps everything of a source that was asked for just this brand', async () => {
    const trusting = source({ selection: 'trust' });
    const { collect } = collector({ [page(1)]: { mentions: [item('Başka bir konu')] } }, { source: trusting });
    expect((await collect(subscription(), watch())).hits).toHaveLength(1);
  });

  it('hands query, words and stored cursor to plan and parse', async () => {
    const seen: unknown[] = [];
    const curious = source(
      {},
      {
        plan: (params, cursor, context) => {
          seen.push(params, cursor, context);
          return [{ url: page(1), note: 'first' }];
        },
        parse: (_, context) => {
          seen.push(context);
          return { mentions: [], isMeasuredEmpty: true };
        },
      },
    );
    const { collect } = collector({ [page(1)]: { mentions: [] } }, { source: curious });
    await collect(
      subscription({ params: { topic: 'x' }, cursor: { last: 7 } }),
      watch({ query: 'markam OR "markam kargo"' }),
    );
    const context = { query: 'markam OR "markam kargo"', terms: ['markam kargo', 'markam'], now: NOW, keys: {} };
    expect(seen.slice(0, 3)).toEqual([{ topic: 'x' }, { last: 7 }, context]);
    expect(seen[3]).toEqual({
      params: { topic: 'x' },
      cursor: { last: 7 },
      now: NOW,
      timeZone: 'Europe/Istanbul',
      note: 'first',
      keys: {},
    });
  });

  it('does not lose the others for one bad item', async () => {
    const bad = [
      { text: '' },
      { nativeId: 'x', text: 42 },
      null,
      { text: { toString: null } },
    ] as unknown as RawMention[];
    const { collect } = collector({
      [page(1)]: { mentions: [...bad, item('Markam gelmedi'), item('Markam gelmedi')] },
    });
    const { hits, run } = await collect(subscription(), watch());
    expect(hits).toHaveLength(1);
    expect(run).toMatchObject({ outcome: 'ok', itemCount: 6 });
  });
});

describe('back-fill', () => {
  const ages = { fresh: NOW - HOUR, old: NOW - 2 * DAY, ancient: NOW - 30 * DAY, undated: null };
  const table = {
    [page(1)]: { mentions: Object.entries(ages).map(([name, publishedAt]) => item(`markam ${name}`, { publishedAt })) },
  };
  const backfilled = async (pastRuns: { outcome: 'ok' | 'network' | 'empty'; startedAt: number }[]) => {
    const { hits } = await collector(table, { pastRuns }).collect(subscription({ lastRunAt: 1 }), watch());
    return hits.filter(({ mention }) => mention.isBackfill).map(({ mention }) => mention.text.slice(7));
  };

  it('is everything old or undated on the first run', async () => {
    expect(await backfilled([])).toEqual(['old', 'ancient', 'undated']);
  });

  it('is the same when earlier runs failed', async () => {
    expect(await backfilled([{ outcome: 'network', startedAt: NOW - HOUR }])).toEqual(['old', 'ancient', 'undated']);
  });

  it('is later only what is older than the watch', async () => {
    expect(await backfilled([{ outcome: 'empty', startedAt: NOW - HOUR }])).toEqual(['ancient']);
  });
});

describe('a run without items', () => {
  it('is empty when the page says so', async () => {
    const { collect } = collector({ [page(1)]: { mentions: [], isMeasuredEmpty: true } });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'empty', error: null });
  });

  it('is changed when the page does not say so', async () => {
    const { collect } = collector({ [page(1)]: { mentions: [] } });
    const { run, suspension, nextRunAt } = await collect(subscription(), watch());
    expect(run).toMatchObject({ outcome: 'changed' });
    expect(run.error).toMatch(/^Sözlük answered, but/);
    expect([suspension, nextRunAt]).toEqual([null, NOW + 15 * MINUTE]);
  });

  it('is changed when nothing of the items can be read', async () => {
    const { collect } = collector({ [page(1)]: { mentions: [item(''), item(' ')] } });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'changed', itemCount: 2 });
  });

  it('is not-modified when the site says so', async () => {
    const { collect } = collector({ [page(1)]: { outcome: 'not-modified' } });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'not-modified', error: null });
  });

  it('asks nothing of an inbound source', async () => {
    const { collect, fetcher } = collector({}, { source: source({ isInbound: true }) });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'empty' });
    expect(fetcher.asked).toEqual([]);
  });
});

describe('parse errors', () => {
  it.each([
    [new AppError('source.changed', 'No list.'), 'changed', 'No list.'],
    [new AppError('source.blocked', 'A captcha.'), 'blocked', 'A captcha.'],
    [new AppError('source.throttled', 'Slower.', { retryAfterMs: HOUR }), 'throttled', 'Slower.'],
    [new AppError('source.gone', 'No such board.'), 'gone', 'No such board.'],
    [new AppError('source.strange', 'Hm.'), 'changed', 'Hm.'],
    [new TypeError('x of undefined'), 'changed', /Sözlük could not be read \(x of undefined\)/],
  ])('%s end the run as %s', async (error, outcome, sentence) => {
    const throwing = source(
      {},
      {
        parse: () => {
          throw error;
        },
      },
    );
    const { run, nextRunAt } = await collector({ [page(1)]: { mentions: [] } }, { source: throwing }).collect(
      subscription(),
      watch(),
    );
    expect(run.outcome).toBe(outcome);
    expect(run.error).toMatch(sentence);
    expect(nextRunAt).toBe(NOW + (outcome === 'throttled' ? HOUR : 15 * MINUTE));
  });
});

describe('a subscription that cannot run', () => {
  it.each([
    ['an unknown source', { sourceId: 'nowhere' }, {}, /no source "nowhere"/],
    ['unusable settings', { params: { topic: 5 } }, {}, /Sözlük in this watch cannot be used \(topic: /],
    ['an unreadable query', {}, { query: '((' }, /position/],
  ])('ends as refused with the reason: %s', async (_, subscriptionParts, watchParts, sentence) => {
    const { collect, fetcher } = collector({});
    const { run, hits, suspension, nextRunAt } = await collect(subscription(subscriptionParts), watch(watchParts));
    expect(run).toMatchObject({ outcome: 'refused', itemCount: 0 });
    expect(run.error).toMatch(sentence);
    expect([hits, suspension, nextRunAt]).toEqual([[], null, NOW + 15 * MINUTE]);
    expect(fetcher.asked).toEqual([]);
  });
});

describe('pages', () => {
  const endless = (n: number) => ({ mentions: [item(`markam ${n}`)], next: [{ url: page(n + 1) }] });

  it('are followed up to the bound of the source', async () => {
    const { collect, fetcher } = collector({ [page(1)]: endless(1), [page(2)]: endless(2), [page(3)]: endless(3) });
    const { hits, run } = await collect(subscription(), watch());
    expect(fetcher.asked.map(({ plan }) => plan.url)).toEqual([page(1), page(2), page(3)]);
    expect(fetcher.asked.map(({ options }) => options.isConditional)).toEqual([true, false, false]);
    expect(hits).toHaveLength(3);
    expect(run).toMatchObject({ outcome: 'ok', sizeBytes: 30 });
  });

  it('ask robots.txt where the plan says so, whatever the manifest says', async () => {
    const plan = () => [{ url: page(1), obeysRobots: true as const }, { url: page(2) }];
    const keyed = source({ politeness: { minIntervalMs: 0, maxPages: 9, obeysRobots: false } }, { plan });
    const found = { mentions: [item('markam')] };
    const { collect, fetcher } = collector({ [page(1)]: found, [page(2)]: found }, { source: keyed });
    await collect(subscription(), watch());
    expect(fetcher.asked.map(({ options }) => options.obeysRobots)).toEqual([true, false]);
  });

  it('are never asked twice in one run', async () => {
    const loop = { mentions: [item('markam')], next: [{ url: page(1) }, { url: page(2) }] };
    const { collect, fetcher } = collector(
      { [page(1)]: loop, [page(2)]: loop },
      { source: source({ politeness: { minIntervalMs: 0, maxPages: 99, obeysRobots: true } }) },
    );
    await collect(subscription(), watch());
    expect(fetcher.asked.map(({ plan }) => plan.url)).toEqual([page(1), page(2)]);
  });

  it('without end stop at sixty requests', async () => {
    const table = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [page(n), endless(n)]));
    const greedy = source({ politeness: { minIntervalMs: 0, maxPages: 1000, obeysRobots: true } });
    const { collect, fetcher } = collector(table, { source: greedy });
    const { run } = await collect(subscription(), watch());
    expect(fetcher.asked).toHaveLength(60);
    expect(run.outcome).toBe('ok');
  });

  it('that end without items are no change of the site', async () => {
    const { collect } = collector({ [page(1)]: endless(1), [page(2)]: { mentions: [] } });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'ok', itemCount: 1 });
  });

  it('may hold only links on the first one', async () => {
    const { collect } = collector({
      [page(1)]: { mentions: [], next: [{ url: page(2) }] },
      [page(2)]: { mentions: [item('markam')] },
    });
    expect((await collect(subscription(), watch())).run).toMatchObject({ outcome: 'ok', itemCount: 1 });
  });

  it('that fail keep the items before them and leave the cursor where it was', async () => {
    const { collect } = collector({
      [page(1)]: { ...endless(1), cursor: 'new' },
      [page(2)]: { outcome: 'broken', error: 'A fault.' },
    });
    const { hits, run, cursor, validators } = await collect(subscription({ cursor: 'old' }), watch());
    expect(hits).toHaveLength(1);
    expect(run).toMatchObject({ outcome: 'broken', error: 'A fault.', itemCount: 1 });
    expect([cursor, validators]).toEqual([undefined, []]);
  });
});

describe('several lists in one run', () => {
  const two = source({}, { plan: () => [{ url: page(1) }, { url: page(2) }] });

  it('go on when one of them is gone, and say so', async () => {
    const { collect } = collector(
      { [page(1)]: { outcome: 'gone', error: 'No such tag.' }, [page(2)]: { mentions: [item('markam')] } },
      { source: two },
    );
    const { hits, run } = await collect(subscription(), watch());
    expect(hits).toHaveLength(1);
    expect(run).toMatchObject({ outcome: 'gone', error: 'No such tag.' });
  });

  it('stop at a refusal', async () => {
    const { collect, fetcher } = collector({ [page(1)]: { outcome: 'blocked', error: 'No.' } }, { source: two });
    expect((await collect(subscription(), watch())).run.outcome).toBe('blocked');
    expect(fetcher.asked).toHaveLength(1);
  });

  it('are changed when one of them gave nothing', async () => {
    const { collect } = collector(
      { [page(1)]: { mentions: [item('markam')] }, [page(2)]: { mentions: [] } },
      { source: two },
    );
    const { hits, run } = await collect(subscription(), watch());
    expect([hits.length, run.outcome]).toEqual([1, 'changed']);
  });

  it('put their cursors together', async () => {
    const { collect } = collector(
      {
        [page(1)]: { mentions: [item('markam a')], cursor: { a: '12', b: '5' } },
        [page(2)]: { mentions: [item('markam b')], cursor: { a: '9', b: '7' } },
      },
      { source: two },
    );
    expect((await collect(subscription({ cursor: { a: '9', b: '5' } }), watch())).cursor).toEqual({ a: '12', b: '7' });
  });
});

describe('the next run', () => {
  const outlook = async (
    answer: Parameters<typeof collector>[0][string],
    parts: Parameters<typeof collector>[1] = {},
  ) => {
    const { nextRunAt, suspension } = await collector({ [page(1)]: answer }, parts).collect(subscription(), watch());
    return [nextRunAt - NOW, suspension?.reason ?? null];
  };

  it('waits as long as the feed wishes, up to a day', async () => {
    expect(await outlook({ mentions: [item('markam')], nextRunInMs: 2 * HOUR })).toEqual([2 * HOUR, null]);
    expect(await outlook({ mentions: [item('markam')], nextRunInMs: 1 })).toEqual([15 * MINUTE, null]);
    expect(await outlook({ mentions: [item('markam')], nextRunInMs: 9 * DAY })).toEqual([DAY, null]);
  });

  it('comes at the usual time after a failure of the connection', async () => {
    expect(await outlook({ outcome: 'network', error: 'Off.' })).toEqual([15 * MINUTE, null]);
  });

  it('waits for the time the site named and suspends the source', async () => {
    expect(await outlook({ outcome: 'throttled', error: 'Slower.', retryAfterMs: HOUR })).toEqual([HOUR, 'Slower.']);
  });

  it('waits longer each time the source is blocked', async () => {
    const blocked = { outcome: 'blocked' as const, itemCount: 0, addedCount: 0, error: '', startedAt: NOW - HOUR };
    const sourceRuns = [blocked, blocked];
    expect(await outlook({ outcome: 'blocked', error: 'No.' }, { sourceRuns })).toEqual([HOUR, 'No.']);
  });

  it('suspends no source that reads many sites because of one of them', async () => {
    const feed = source({ homepage: 'https://rss.example' }, { plan: () => [{ url: page(1) }] });
    expect(await outlook({ outcome: 'blocked', error: 'No.' }, { source: feed })).toEqual([15 * MINUTE, null]);
  });
});

describe('validators', () => {
  const answer = (url: string) => ({
    outcome: 'ok' as const,
    reply: {
      url,
      status: 200,
      headers: {},
      body: JSON.stringify({ mentions: [item('markam')], cursor: '8' }),
      receivedAt: 0,
    },
    validators: { key: `rdr_x ${url}`, etag: '"a"', lastModified: null },
  });

  it('are handed on for addresses that are asked again', async () => {
    const { collect } = collector({ [page(1)]: answer(page(1)) });
    expect((await collect(subscription(), watch())).validators).toEqual([
      { key: `rdr_x ${page(1)}`, etag: '"a"', lastModified: null },
    ]);
  });

  it('are dropped for an address with a moving cursor in it', async () => {
    const moving = source({}, { plan: (_, cursor) => [{ url: page(cursor === '8' ? 8 : 1) }] });
    const { collect } = collector({ [page(1)]: answer(page(1)) }, { source: moving });
    expect((await collect(subscription(), watch())).validators).toEqual([]);
  });

  it('belong to one subscription and its query', async () => {
    const { collect, fetcher } = collector({ [page(1)]: { mentions: [item('markam')] } }, { pastRuns: SUCCESS });
    await collect(subscription(), watch());
    await collect(subscription(), watch());
    await collect(subscription(), watch({ query: 'markam OR marka' }));
    await collect(subscription({ id: 'sub_2' }), watch());
    const readers = fetcher.asked.map(({ options }) => options.reader);
    expect(readers[0]).toBe(readers[1]);
    expect(new Set(readers).size).toBe(3);
  });
});
