// Training from a store's corrections: better is used, worse is refused, and the way back is open. The learner here is a
// small one that remembers words; the real one is tried in tests/analyzers/learning.test.ts.

import { expect, it } from 'vitest';
import type { LearnedLayer, Learner } from '../../core/learning.ts';
import type { SentimentLabel } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { correct } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { askForTraining, trainJob, trainProgress } from '../../pipeline/train-job.ts';
import { activateVersion, activeVersion, earlierVersion, listTrainings, train } from '../../pipeline/training.ts';
import { judged, openWorld, store, talk } from './support.ts';

/** Texts of different stories with a word in common. */
const zirt = (count: number, start: number) =>
  talk(count, start).map(({ nativeId = '', text }) => ({ nativeId, text: `${text} zırtladı` }));

/** A word of four or more lessons that were told the same gets that sentiment from then on. */
const learner: Learner = {
  async learn(lessons, { version }) {
    const votes = new Map<string, Map<string, number>>();
    for (const { input, told } of lessons)
      for (const { to } of told)
        for (const word of input.text.split(' ').slice(-1)) {
          const own = votes.get(word) ?? new Map<string, number>();
          votes.set(word, own.set(to, (own.get(to) ?? 0) + 1));
        }
    const sentiment: LearnedLayer['changes']['sentiment'] = {};
    for (const [word, own] of votes)
      for (const [to, count] of own) if (count >= 4) sentiment[to] = { ids: [], weights: [], facts: { [word]: 1 } };
    return { version, models: { sentiment: '1', labels: '1' }, changes: { sentiment, labels: {} } };
  },
  judge: ({ input }, layer) => judgeWith(layer, input.text),
};

function judgeWith(layer: LearnedLayer | null, text: string) {
  const found = Object.entries(layer?.changes.sentiment ?? {}).find(([, { facts }]) =>
    Object.keys(facts).some((word) => text.endsWith(word)),
  );
  return judged((found?.[0] ?? 'neutral') as SentimentLabel, 4, null);
}

async function learningWorld() {
  let layer: LearnedLayer | null = null;
  const judge: Deps['parts']['judge'] = ({ text }) => judgeWith(layer, text);
  const world = await openWorld({ judge, openLearner: async () => learner });
  const learned = {
    get version() {
      return layer?.version ?? 0;
    },
    use: (next: LearnedLayer | null) => {
      layer = next;
    },
  };
  const clock = { now: () => world.clock.now(), every: () => () => undefined, sleep: async () => undefined };
  const deps: Deps = { ...world.deps, clock, parts: { ...world.deps.parts, learned } };
  const ids = await store(world, [...zirt(12, 1000), ...talk(60)]);
  await analyzeJob(deps, { mentionIds: ids });
  const say = (mentionIds: string[], to: string) =>
    correct(deps, { mentionIds, brandId: world.brand.id, by: 'usr_a', wishes: [{ field: 'sentiment', to }] });
  const sentimentOf = async (id = '') => (await deps.store.judgements.get(id, world.brand.id))?.sentiment.label;
  return { world, deps, ids, say, sentimentOf };
}

it('what people taught is tried on what was left out, kept as a version, used for what comes, and taken back', async () => {
  const { world, deps, ids, say, sentimentOf } = await learningWorld();
  await expect(train(deps, { by: 'usr_a' })).rejects.toMatchObject({ code: 'learning.few.conflict' });
  await say(ids.slice(0, 12), 'positive');
  expect((await train(deps, { by: 'usr_a', isDry: true })).isActive).toBe(false);
  expect([await listTrainings(deps), await activeVersion(deps)]).toEqual([[], 0]);
  const { training, isActive } = await train(deps, { by: 'usr_a' });
  expect(training).toMatchObject({
    ...{ version: 1, lessonCount: 12, isBetter: true, by: 'usr_a' },
    fields: { sentiment: { count: 12, before: 0, after: 12 } },
    anchors: { count: 60, changed: 0, examples: [] },
  });
  expect([isActive, await activeVersion(deps)]).toEqual([true, 1]);
  const judgeNew = async (start: number) => {
    const [id] = await store(world, zirt(1, start));
    await analyzeJob(deps, { mentionIds: [id ?? ''] });
    return sentimentOf(id);
  };
  expect(await judgeNew(2000)).toBe('positive');
  await activateVersion(deps, await earlierVersion(deps), 'usr_a');
  expect(await judgeNew(3000)).toBe('neutral');
  await activateVersion(deps, 1, 'usr_a');
  expect(await judgeNew(4000)).toBe('positive');
  await expect(activateVersion(deps, 7, 'usr_a')).rejects.toMatchObject({ code: 'learning.not-found' });
  const actions = (await deps.store.audit.list(9)).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['learning.trained', 'learning.used', 'mention.corrected']));
});

it('what would change too much that nobody corrected is not used, unless somebody insists', async () => {
  const { world, deps, ids, say } = await learningWorld();
  await analyzeJob(deps, { mentionIds: await store(world, zirt(12, 2000)) });
  await say(ids.slice(0, 12), 'positive');
  const { training, isActive } = await train(deps, { by: 'usr_a' });
  expect(training.anchors).toMatchObject({ count: 72, changed: 12 });
  expect(training.anchors.examples[0]).toMatchObject({
    changes: [{ field: 'sentiment', from: 'neutral', to: 'positive' }],
  });
  expect([training.isBetter, isActive, await activeVersion(deps)]).toEqual([false, false, 0]);
  expect((await train(deps, { by: 'usr_a', isForced: true })).isActive).toBe(true);
  expect(await activeVersion(deps)).toBe(2);
});

it('two trainings at once are refused, and old versions go, but not the one in use', async () => {
  const { deps, ids, say } = await learningWorld();
  await say(ids.slice(0, 12), 'positive');
  await deps.store.leases.take('learning.train', 'another', { now: deps.clock.now(), until: deps.clock.now() + 1000 });
  await expect(train(deps, { by: 'usr_a' })).rejects.toMatchObject({ code: 'learning.conflict' });
  await deps.store.leases.release('learning.train', 'another');
  for (let i = 0; i < 12; i++) {
    await train(deps, { by: 'usr_a' });
    if (i > 0) await activateVersion(deps, 1, 'usr_a');
  }
  const versions = (await listTrainings(deps)).map(({ version }) => version);
  expect(versions).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  await expect(activateVersion(deps, 2, 'usr_a')).rejects.toMatchObject({ code: 'learning.not-found' });
});

it('asked for on the page, it tells how far it is, how it ended, and why it could not', async () => {
  const { deps, ids, say } = await learningWorld();
  await askForTraining(deps, 'usr_a', false);
  expect(await trainProgress(deps)).toMatchObject({ state: 'waiting' });
  await trainJob(deps, { by: 'usr_a', isForced: false });
  expect(await trainProgress(deps)).toMatchObject({
    state: 'failed',
    error: { tr: expect.stringContaining('düzeltme') },
  });
  await say(ids.slice(0, 12), 'positive');
  await trainJob(deps, { by: 'usr_a', isForced: false });
  expect(await trainProgress(deps)).toMatchObject({ state: 'done', error: null });
  expect(await activeVersion(deps)).toBe(1);
});
