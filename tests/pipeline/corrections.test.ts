// People's word above the machine's, over a real store: at once, for good, and taken back without a trace in the counts.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/clock.ts';
import { type CorrectionWish, correctionId } from '../../core/corrections.ts';
import type { Judgement, Rollup, RollupDimension } from '../../core/types.ts';
import { ROLLUP_DIMENSIONS } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { correct, correctStory, undoCorrections } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { gatherRuleInput } from '../../pipeline/evaluate-input.ts';
import { rollupsOf } from '../../pipeline/judge-mention.ts';
import { lookalikesOf, suggestionsFor } from '../../pipeline/lookalikes.ts';
import { recommit } from '../../pipeline/rejudge.ts';
import { asked, judgeByWords, openWorld, store, talk, type World } from './support.ts';

const COMPLAINT = { nativeId: 'k', text: 'Markam yine kargo gecikti, üç gündür bekliyorum, kimse aramadı' };

async function judgedWorld(raws = [COMPLAINT, ...talk(3)], judge: Deps['parts']['judge'] = judgeByWords) {
  const world = await openWorld({ judge });
  const ids = await store(world, raws);
  await analyzeJob(world.deps, { mentionIds: ids });
  return { world, ids };
}

function say(world: World, mentionIds: string[], ...wishes: CorrectionWish[]) {
  return correct(world.deps, { mentionIds, brandId: world.brand.id, wishes, by: 'usr_ayse' });
}

async function judgementOf(world: World, id: string | undefined): Promise<Judgement> {
  const found = await world.deps.store.judgements.get(id ?? '', world.brand.id);
  if (!found) throw new Error('not judged');
  return found;
}

/** Every count of the brand by dimension and value. */
async function counted(world: World): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const dimension of ROLLUP_DIMENSIONS) {
    const span = { from: 0, to: world.clock.now() + 2 * DAY, brandId: world.brand.id, dimension };
    const rows = await world.deps.store.rollups.read({ ...span, groupBy: ['hour', 'watch', 'source', 'value'] });
    for (const row of rows)
      if (row.count !== 0) all[[dimension, row.hourAt, row.watchId, row.sourceId, row.value].join('|')] = row.count;
  }
  return all;
}

/** The same, worked out from the judgements that are stored. */
async function recounted(world: World): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  const page = await world.deps.store.mentions.list({ brandId: world.brand.id }, { limit: 500 });
  for (const { mention, judgement, watchIds } of page.items) {
    if (!judgement) continue;
    for (const row of rollupsOf(mention, watchIds, judgement)) {
      const key = keyOf(row);
      all[key] = (all[key] ?? 0) + 1;
    }
  }
  return all;
}

function keyOf(row: Omit<Rollup, 'count'>): string {
  return [row.dimension satisfies RollupDimension, row.hourAt, row.watchId, row.sourceId, row.value].join('|');
}

it('a correction is seen at once in the judgement, the lists, the story and the counts, and is written down', async () => {
  const { world, ids } = await judgedWorld();
  const [id] = ids;
  await say(world, [id ?? ''], { field: 'sentiment', to: 'positive' }, { field: 'type', label: 'praise', to: 'yes' });
  const judgement = await judgementOf(world, id);
  expect(judgement.sentiment).toEqual({ label: 'positive', score: 1, confidence: 1 });
  expect(judgement.types.map(({ type }) => type)).toEqual(['praise', 'complaint']);
  expect(judgement.corrected).toEqual(['sentiment', 'type']);
  const { store: db } = world.deps;
  const listed = await db.mentions.list({ brandId: world.brand.id, sentiment: 'positive' }, { limit: 9 });
  expect(listed.items.map(({ mention }) => mention.id)).toEqual([id]);
  expect((await db.mentions.list({ type: 'praise' }, { limit: 9 })).items).toHaveLength(1);
  expect((await db.stories.get(judgement.storyId))?.negativeCount).toBe(0);
  expect(await counted(world)).toEqual(await recounted(world));
  expect((await db.audit.list(1))[0]).toMatchObject({
    by: 'usr_ayse',
    action: 'mention.corrected',
    subject: id,
    facts: { words: ['sentiment:positive', 'type:praise:yes'], mentionCount: 1 },
  });
  expect(asked(world, 'evaluate').length).toBeGreaterThan(0);
});

it('severity follows from the corrected types, and a corrected level stands above that', async () => {
  const { world, ids } = await judgedWorld();
  const [id] = ids;
  await say(world, [id ?? ''], { field: 'type', label: 'complaint', to: 'no' }, { field: 'sentiment', to: 'neutral' });
  expect((await judgementOf(world, id)).severity).toMatchObject({ level: 4, parts: { harm: 0 } });
  await say(world, [id ?? ''], { field: 'type', label: 'threat-to-person', to: 'yes' });
  expect((await judgementOf(world, id)).severity).toMatchObject({ level: 1, parts: { trigger: 'threat-to-person' } });
  await say(world, [id ?? ''], { field: 'severity', to: '2' });
  expect((await judgementOf(world, id)).severity).toMatchObject({ level: 2, parts: { trigger: 'threat-to-person' } });
});

it('what is not meant is neutral, unrelated and about nothing, and no rule looks at it', async () => {
  const { world, ids } = await judgedWorld();
  const [id = ''] = ids;
  await say(world, [id], { field: 'relevance', to: 'other' });
  expect(await judgementOf(world, id)).toMatchObject({
    relevance: { isBrand: false, confidence: 1 },
    sentiment: { label: 'neutral' },
    types: [{ type: 'unrelated' }],
    aspects: [],
    severity: { level: 4 },
  });
  const input = await gatherRuleInput(world.deps, world.brand);
  expect(input.mentions.map((mention) => mention.id)).not.toContain(id);
  expect(asked(world, 'reanalyze')).toEqual([{ brandId: world.brand.id, mentionIds: [id] }]);
});

it('judging anew never overwrites it, and the machine is told what a person said of relevance', async () => {
  let label: 'negative' | 'positive' = 'negative';
  const told: unknown[] = [];
  const { world, ids } = await judgedWorld([COMPLAINT], (input, brand, reach, word) => {
    told.push(word?.isBrand);
    return { ...judgeByWords(input, brand, reach), sentiment: { label, score: 0, confidence: 0.6 } };
  });
  await say(world, ids, { field: 'sentiment', to: 'neutral' }, { field: 'relevance', to: 'brand' });
  label = 'positive';
  await recommit(world.deps, world.brand.id, ids, { isAnew: true });
  await analyzeJob(world.deps, { mentionIds: ids });
  expect((await judgementOf(world, ids[0])).sentiment.label).toBe('neutral');
  expect(told).toEqual([undefined, ...told.slice(1)]);
  expect(told.at(-1)).toBe(true);
  await undoCorrections(world.deps, [correctionId(ids[0] ?? '', world.brand.id, 'sentiment')], 'usr_ayse');
  expect((await judgementOf(world, ids[0])).sentiment.label).toBe('positive');
});

it('a word that is said while the machine judges is not lost', async () => {
  const world = await openWorld();
  const ids = await store(world, [COMPLAINT]);
  await analyzeJob(world.deps, { mentionIds: ids });
  const { judgements } = world.deps.store;
  let isFirst = true;
  const slow: Deps = {
    ...world.deps,
    store: {
      ...world.deps.store,
      judgements: {
        ...judgements,
        commit: async (batch) => {
          if (isFirst) {
            isFirst = false;
            await say(world, ids, { field: 'sentiment', to: 'positive' });
          }
          await judgements.commit(batch);
        },
      },
    },
  };
  await analyzeJob(slow, { mentionIds: ids });
  expect((await judgementOf(world, ids[0])).sentiment.label).toBe('positive');
});

it('a wrong word is refused with those that the field has', async () => {
  const { world, ids } = await judgedWorld();
  await expect(say(world, ids, { field: 'sentiment', to: 'angry' })).rejects.toMatchObject({
    code: 'correction.invalid',
    message: expect.stringContaining('negative, neutral, positive'),
  });
  await expect(say(world, ids, { field: 'type', to: 'yes' })).rejects.toMatchObject({ code: 'correction.invalid' });
});

it('a story that is no concern of the brand corrects its mentions, and reopening takes just that back', async () => {
  const copies = ['a', 'b', 'c'].map((nativeId) => ({ ...COMPLAINT, nativeId }));
  const { world, ids } = await judgedWorld([...copies, ...talk(2)]);
  const story = await world.deps.store.stories.get((await judgementOf(world, ids[0])).storyId);
  if (!story) throw new Error('no story');
  await say(world, [ids[1] ?? ''], { field: 'claim', to: 'false' });
  expect(await correctStory(world.deps, story, { isMeant: false, by: 'usr_a' })).toBe(3);
  expect(await world.deps.store.stories.get(story.id)).toMatchObject({
    mentionCount: 3,
    negativeCount: 0,
    severity: 4,
  });
  expect(await correctStory(world.deps, story, { isMeant: true, by: 'usr_a' })).toBe(3);
  expect(await judgementOf(world, ids[1])).toMatchObject({ claim: 'false', corrected: ['claim'] });
  expect(await counted(world)).toEqual(await recounted(world));
});

it('what looks alike is offered and nothing is changed: copies, the same story, the same words', async () => {
  const { world, ids } = await judgedWorld([
    COMPLAINT,
    { nativeId: 'copy', text: `${COMPLAINT.text} ya` },
    { nativeId: 'alike', text: 'Markam kargo yine gecikti; kimse aramadı, bekliyorum' },
    { nativeId: 'far', text: 'Markam kargo kutusunun içinden başka bir ürün çıktı' },
    ...talk(4),
  ]);
  const [one] = await say(world, [ids[0] ?? ''], { field: 'sentiment', to: 'neutral' });
  if (!one) throw new Error('nothing written');
  const offers = await lookalikesOf(world.deps, one);
  expect(offers.map(({ found, reason }) => [ids.indexOf(found.mention.id), reason])).toEqual([
    [1, 'copy'],
    [2, 'alike'],
  ]);
  expect((await judgementOf(world, ids[1])).sentiment.label).toBe('negative');
  const shown = await world.deps.store.mentions.list({ brandId: world.brand.id }, { limit: 20 });
  const suggested = await suggestionsFor(world.deps, shown.items);
  expect([...suggested.keys()].map((id) => ids.indexOf(id)).sort()).toEqual([1, 2]);
  await say(world, [ids[1] ?? ''], { field: 'sentiment', to: 'negative' });
  expect((await suggestionsFor(world.deps, shown.items)).has(ids[1] ?? '')).toBe(false);
});

it('any order of corrections, their undoing, and judging anew leaves counts that equal a recount', async () => {
  const wish = fc.constantFrom<CorrectionWish>(
    { field: 'sentiment', to: 'positive' },
    { field: 'sentiment', to: 'negative' },
    { field: 'type', label: 'complaint', to: 'no' },
    { field: 'type', label: 'fraud', to: 'yes' },
    { field: 'aspect', label: 'delivery', to: 'yes' },
    { field: 'relevance', to: 'other' },
    { field: 'relevance', to: 'brand' },
    { field: 'severity', to: '1' },
    { field: 'claim', to: 'partly' },
  );
  const step = fc.oneof(
    fc.record({ kind: fc.constant('say' as const), at: fc.nat(4), wish }),
    fc.record({ kind: fc.constant('undo' as const), at: fc.nat(4), wish }),
    fc.record({ kind: fc.constant('anew' as const), version: fc.nat(2) }),
    fc.record({ kind: fc.constant('story' as const), at: fc.nat(4), isMeant: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      let version = 0;
      const labels = ['negative', 'neutral', 'positive'] as const;
      const { world, ids } = await judgedWorld(
        [COMPLAINT, { ...COMPLAINT, nativeId: 'k2' }, ...talk(3)],
        (input, b, r) => ({
          ...judgeByWords(input, b, r),
          sentiment: { label: labels[version] ?? 'neutral', score: 0, confidence: 0.6 },
        }),
      );
      for (const one of steps) {
        world.clock.advance(HOUR);
        if (one.kind === 'say') await say(world, [ids[one.at] ?? ''], one.wish);
        else if (one.kind === 'undo') {
          const { field, label } = one.wish;
          await undoCorrections(world.deps, [correctionId(ids[one.at] ?? '', world.brand.id, field, label)], 'usr_a');
        } else if (one.kind === 'anew') {
          version = one.version;
          await recommit(world.deps, world.brand.id, ids, { isAnew: true });
        } else {
          const story = await world.deps.store.stories.get((await judgementOf(world, ids[one.at])).storyId);
          if (story) await correctStory(world.deps, story, { isMeant: one.isMeant, by: 'usr_a' });
        }
      }
      expect(await counted(world)).toEqual(await recounted(world));
      for (const { to, field, mentionId } of await world.deps.store.corrections.ofMentions(ids))
        if (field === 'sentiment') expect((await judgementOf(world, mentionId)).sentiment.label).toBe(to);
    }),
    { numRuns: 40 },
  );
}, 60_000);
