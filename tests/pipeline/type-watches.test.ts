import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import type { FindingType } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { TypeWatches } from '../../pipeline/type-watches.ts';
import { mentionOf, watchOf } from '../contracts/store-samples.ts';
import { addWatch, judged, openWorld, store } from './support.ts';

const typesOf = (...types: FindingType[]) => ({
  types: types.map((type) => ({ type, confidence: 0.9, start: 0, end: 1 })),
});
const mention = mentionOf('m', { text: 'Markam adına arayıp para istediler' });

describe('watches that ask for a finding type', () => {
  const all = [
    watchOf('plain', { query: 'markam' }),
    watchOf('fraud', { query: 'markam type:fraud' }),
    watchOf('calm', { query: 'markam -type:fraud' }),
    watchOf('either', { query: 'kargo OR type:fraud' }),
    watchOf('broken', { query: 'type:' }),
  ];
  const typed = new TypeWatches(all);

  it('keep the link when the text was judged so, and the others lose it', () => {
    const { watchIds, links } = typed.decide(mention, ['plain', 'fraud', 'calm'], typesOf('fraud', 'complaint'));
    expect(watchIds.toSorted()).toEqual(['either', 'fraud', 'plain']);
    expect(links).toEqual({ links: { add: ['either'], remove: ['calm'] } });
  });

  it('lose the link when it was judged otherwise', () => {
    const { watchIds, links } = typed.decide(mention, ['plain', 'fraud', 'calm'], typesOf('complaint'));
    expect(watchIds).toEqual(['plain', 'calm']);
    expect(links).toEqual({ links: { add: [], remove: ['fraud'] } });
  });

  it('take up mentions that another watch found', () => {
    expect(typed.decide(mention, ['plain'], typesOf('fraud')).links.links?.add).toEqual(['fraud', 'either']);
  });

  it('are decided by the type alone where a source was asked for just this brand', () => {
    const unnamed = mentionOf('u', { text: 'para istediler' });
    expect(typed.decide(unnamed, ['fraud'], typesOf('fraud')).watchIds).toContain('fraud');
    expect(typed.decide(unnamed, ['fraud'], typesOf('complaint')).watchIds).not.toContain('fraud');
  });

  it('leave everything as it is when there are none', () => {
    const none = new TypeWatches([watchOf('plain', { query: 'markam site:ornek.example' })]);
    expect(none.decide(mention, ['plain'], typesOf('fraud'))).toEqual({ watchIds: ['plain'], links: {} });
  });
});

describe('through the pipeline', () => {
  it('counts and lists for such a watch only what was judged so, also after a later judgement', async () => {
    const world = await openWorld();
    const { deps, brand } = world;
    const complaints = await addWatch(deps, brand.id, 'Şikâyetler', { query: 'markam type:complaint' });
    const ids = await store(world, [
      { nativeId: 'k', text: 'Markam kargo gecikti' },
      { nativeId: 'n', text: 'Markam güzel bir yer' },
    ]);
    await analyzeJob(deps, { mentionIds: ids });
    const { items } = await deps.store.mentions.list({ watchId: complaints.id }, { limit: 10 });
    expect(items.map(({ mention }) => mention.text)).toEqual(['Markam kargo gecikti']);
    const counted = async () => {
      const span = { watchIds: [complaints.id], from: 0, to: deps.clock.now() + DAY };
      const rows = await deps.store.rollups.read({ ...span, dimension: 'all', groupBy: [] });
      return rows.reduce((sum, { count }) => sum + count, 0);
    };
    expect(await counted()).toBe(1);
    world.deps.parts.judge = () => judged('neutral', 4, null);
    await analyzeJob(deps, { mentionIds: ids });
    expect(await counted()).toBe(0);
    expect((await deps.store.mentions.list({ watchId: complaints.id }, { limit: 10 })).items).toEqual([]);
  });
});
