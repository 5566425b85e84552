import { expect, it } from 'vitest';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { previewQuery } from '../../pipeline/preview.ts';
import { judged, openWorld, store } from './support.ts';

it('shows what the exclusions hide, with the part that hid it', async () => {
  const world = await openWorld();
  await store(world, [
    { nativeId: '1', text: 'Markam kargo gecikti' },
    { nativeId: '2', text: 'Markam çekiliş başladı' },
    { nativeId: '3', text: 'Markam hediye çekilişi' },
    { nativeId: '4', text: 'bambaşka çekiliş' },
  ]);
  const preview = await previewQuery(world.deps, 'markam -hediye -çekiliş', 'tr');
  expect(preview).toMatchObject({ isValid: true, scannedCount: 4, matchedCount: 1, unmeant: { count: 0 } });
  expect(preview.hidden.count).toBe(2);
  expect(preview.hidden.parts.toSorted((a, b) => (a.by < b.by ? -1 : 1))).toEqual([
    { by: 'hediye', count: 1 },
    { by: 'çekiliş', count: 1 },
  ]);
  for (const { found, spans } of preview.hidden.samples) {
    const { text } = found.mention;
    expect(spans.map(({ start, end }) => text.slice(start, end))).toContain('Markam');
    expect(spans.length).toBeGreaterThan(1);
  }
  expect(preview.sources).toEqual([{ sourceId: preview.hits[0]?.found.mention.sourceId, count: 1 }]);
});

it('warns of a name that is an ordinary word, in the language of the reader', async () => {
  const world = await openWorld();
  world.deps.parts.ordinaryNames = async (names) => names.filter((name) => name === 'mavi');
  const [tr] = (await previewQuery(world.deps, 'mavi OR markam', 'tr')).advice;
  expect(tr).toContain('“mavi” sıradan bir sözcük');
  expect(tr).toContain('=Mavi');
  expect((await previewQuery(world.deps, 'mavi', 'en')).advice[0]).toContain('ordinary word');
  expect((await previewQuery(world.deps, 'mavi mağaza', 'tr')).advice).toEqual([]);
});

it('knows the types of what was judged, and what was judged to mean something else', async () => {
  const world = await openWorld({
    judge: ({ text }) => ({
      ...judged('neutral', 4, text.includes('para') ? 'fraud' : null),
      relevance: { isBrand: !text.includes('sözcük'), confidence: 0.9 },
    }),
  });
  const ids = await store(world, [
    { nativeId: '1', text: 'Markam adına para istediler' },
    { nativeId: '2', text: 'Markam güzel' },
    { nativeId: '3', text: 'markam burada bir sözcük' },
  ]);
  await analyzeJob(world.deps, { mentionIds: ids });
  expect((await previewQuery(world.deps, 'markam type:fraud', 'tr')).matchedCount).toBe(1);
  const preview = await previewQuery(world.deps, 'markam', 'tr');
  expect(preview.unmeant.count).toBe(1);
  expect(preview.advice.join(' ')).toContain('markadan söz etmiyor');
});
