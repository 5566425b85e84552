// Places in searches, costs and feeds as the page reads them.

import { expect, it } from 'vitest';
import { search } from '../../api/schema-searches.ts';
import { sourceView } from '../../api/schema-sources.ts';
import { DAY } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import type { Run } from '../../core/types.ts';
import { recordRankings } from '../../pipeline/positions.ts';
import { type World, world } from './support.ts';

const SENTENCE = 'api.example asks for fewer requests (429). itibar waits and then goes on by itself.';

async function run({ deps, clock }: World, subscriptionId: string, change: Partial<Run> = {}): Promise<void> {
  const facts = { sourceId: 'search', startedAt: clock.now(), durationMs: 5, outcome: 'ok' as const, itemCount: 1 };
  const whole = { id: newId('run'), subscriptionId, ...facts, addedCount: 0, sizeBytes: 9, error: null, ...change };
  await deps.store.sources.recordRun(whole, null);
}

it('shows every search with its pages, to a brand, a watch or a query, and masks what titles give away', async () => {
  const w = await world();
  const results = [
    { url: 'https://sikayet.example/markam', title: 'Markam beni aramadı 0532 123 45 67' },
    { url: 'https://rehber.example/', title: null },
  ];
  const answer = { sourceId: 'search', at: w.clock.now(), rankings: [{ query: 'Markam şikayet', results }] };
  await recordRankings(w.deps, w.watch, answer);
  const { body, text } = await w.viewer.get('/api/searches').expect(200);
  expect(body.map((view: unknown) => search.parse(view))).toMatchObject([
    {
      watchId: w.watch.id,
      query: 'Markam şikayet',
      pages: [
        { rank: 1, mark: 'negative' },
        { rank: 2, mark: 'neutral' },
      ],
    },
  ]);
  expect(text).not.toContain('0532 123');
  const count = async (filter: object) => (await w.viewer.get('/api/searches').query(filter)).body.length;
  expect(await count({ brandId: w.brand.id, query: 'Markam şikayet' })).toBe(1);
  expect(await count({ watchId: 'wat_none' })).toBe(0);
  await w.viewer.get('/api/searches').query({ nonsense: '1' }).expect(400);
});

it('tells what a source that costs something would cost in a month, and what it has cost', async () => {
  const w = await world({}, { budgets: { search: 5 } });
  const source = w.deps.sources.get('search');
  if (!source) throw new Error('no source');
  const note = { tr: 'Sorgu başına 1 sent.', en: 'A cent a question.' };
  Object.assign(source.manifest, { cost: { perCallUsd: 0.01, note, checkedOn: '2026-11' } });
  try {
    const sources = [
      { sourceId: 'search', params: {} },
      { sourceId: 'forum', params: { url: 'https://a.example' } },
    ];
    const { body } = await w.member
      .post('/api/estimate')
      .send({ query: 'Markam', everyMs: DAY / 4, sources })
      .expect(200);
    expect(body).toMatchObject([{ sourceId: 'search', callsPerMonth: 120, usdPerMonth: 1.2, budgetUsd: 5 }]);
    expect(body[0].sentence).toContain('ayda yaklaşık 1,2 dolar (120 sorgu)');
    expect(body[0].sentence).toContain('aylık bütçe 5 dolar');
    await w.viewer.post('/api/estimate').send({ query: 'Markam', everyMs: DAY, sources }).expect(403);
    await run(w, 'sub_x', { spent: { callCount: 3, itemCount: 9, usd: 0.03 } });
    const all = (await w.viewer.get('/api/sources')).body.map((item: unknown) => sourceView.parse(item));
    const of = (id: string) => all.find((one: { id: string }) => one.id === id);
    expect(of('search').cost).toMatchObject({ budgetUsd: 5, note: note.tr, soFar: { callCount: 3, usd: 0.03 } });
    expect(of('forum').cost).toBeNull();
  } finally {
    Reflect.deleteProperty(source.manifest, 'cost');
  }
});

it('names the feeds that fail beside those that work, in the language of the reader', async () => {
  const w = await world();
  const [first] = await w.deps.store.subscriptions.list({ sourceId: 'search' });
  const place = { watchId: w.watch.id, sourceId: 'search', cursor: null, nextRunAt: 0, lastRunAt: null };
  await w.deps.store.subscriptions.put({ id: 'sub_bad', params: { url: 'https://kirik.example/rss' }, ...place });
  await run(w, first?.id ?? '');
  for (let time = 0; time < 3; time += 1) await run(w, 'sub_bad', { outcome: 'throttled', error: SENTENCE });
  await run(w, first?.id ?? '');
  const bad = async () => {
    const { body } = await w.viewer.get('/api/sources');
    return sourceView.parse(body.find((one: { id: string }) => one.id === 'search'));
  };
  expect(await bad()).toMatchObject({
    ...{ state: 'ok', feedCount: 2 },
    badFeeds: [{ label: 'kirik.example/rss', watchName: 'Markam', state: 'failing', failureCount: 3 }],
  });
  const turkish = 'api.example daha az istek istiyor (429). itibar bekler ve kendiliğinden sürdürür.';
  expect((await bad()).badFeeds[0]?.lastError).toBe(turkish);
  expect((await bad()).health?.recentRuns[1]?.error).toBe(turkish);
  const { body: watches } = await w.viewer.get('/api/watches');
  expect(watches[0].subscriptions.map(({ lastError }: { lastError: string | null }) => lastError)).toContain(turkish);
  await w.viewer.post('/api/me/locale').send({ locale: 'en' });
  expect((await bad()).badFeeds[0]?.lastError).toBe(SENTENCE);
});
