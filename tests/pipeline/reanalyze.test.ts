// Judging everything anew: the preview writes nothing, the run goes in steps and ends exact, and nobody is alerted.

import { expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { correct } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { gatherRuleInput } from '../../pipeline/evaluate-input.ts';
import {
  cancelReanalysis,
  currentReanalysis,
  previewReanalysis,
  reanalyzeJob,
  resumeReanalysis,
  startReanalysis,
} from '../../pipeline/reanalyze.ts';
import { asked, judgeByWords, judged, openWorld, store, talk } from './support.ts';

async function oldWorld(count: number) {
  let isNew = false;
  const judge: Deps['parts']['judge'] = (input, brand, reach) =>
    isNew ? judged('negative', 1, 'data-leak') : judgeByWords(input, brand, reach);
  const world = await openWorld({ judge });
  const ids = await store(world, talk(count));
  for (let from = 0; from < ids.length; from += 100)
    await analyzeJob(world.deps, { mentionIds: ids.slice(from, from + 100) });
  const renew = () => {
    isNew = true;
  };
  return { world, ids, renew };
}

async function severities({ deps, brand, clock }: Awaited<ReturnType<typeof openWorld>>) {
  const span = { from: 0, to: clock.now() + 2 * DAY, brandId: brand.id };
  const rows = await deps.store.rollups.read({ ...span, dimension: 'severity', groupBy: ['value'] });
  return Object.fromEntries(rows.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]));
}

it('the preview counts by field from and to, with examples, and writes nothing', async () => {
  const { world, renew } = await oldWorld(30);
  renew();
  const seen: number[] = [];
  const changes = await previewReanalysis(world.deps, {}, { onProgress: (count) => seen.push(count) });
  expect(changes).toMatchObject({
    ...{ judgedCount: 30, changedCount: 30, isWhole: true },
    sentiment: { neutral: { negative: 30 } },
    severity: { '4': { '1': 30 } },
    types: { 'data-leak': { added: 30, removed: 0 } },
  });
  expect(changes.examples).toHaveLength(20);
  expect(seen).toEqual([30]);
  expect(await severities(world)).toEqual({ 4: 30 });
  expect(await previewReanalysis(world.deps, { brandId: 'brd_none' })).toMatchObject({ judgedCount: 0 });
});

it('a run goes in steps, is asked for again after a crash, and ends with exact counts', async () => {
  const { world, ids, renew } = await oldWorld(450);
  renew();
  await correct(world.deps, {
    mentionIds: ids.slice(0, 1),
    brandId: world.brand.id,
    by: 'usr_a',
    wishes: [{ field: 'severity', to: '3' }],
  });
  const run = await startReanalysis(world.deps, {}, 'usr_a');
  await expect(startReanalysis(world.deps, {}, 'usr_a')).rejects.toMatchObject({ code: 'learning.conflict' });
  await reanalyzeJob(world.deps, { runId: run.id });
  expect(await currentReanalysis(world.deps)).toMatchObject({ state: 'running', doneCount: 200, totalCount: 450 });
  await resumeReanalysis(world.deps);
  await reanalyzeJob(world.deps, { runId: run.id });
  await reanalyzeJob(world.deps, { runId: run.id });
  expect(await currentReanalysis(world.deps)).toMatchObject({ state: 'done', doneCount: 450 });
  expect(await severities(world)).toEqual({ 1: 449, 3: 1 });
  await reanalyzeJob(world.deps, { runId: run.id });
  expect((await currentReanalysis(world.deps))?.doneCount).toBe(450);
});

it('alerts nobody for what looks worse only now, but for what a person says is worse', async () => {
  const { world, ids, renew } = await oldWorld(3);
  renew();
  const run = await startReanalysis(world.deps, {}, 'usr_a');
  const before = asked(world, 'evaluate').length;
  await reanalyzeJob(world.deps, { runId: run.id });
  expect(asked(world, 'evaluate')).toHaveLength(before);
  expect((await gatherRuleInput(world.deps, world.brand)).mentions).toEqual([]);
  const wishes = [{ field: 'type' as const, label: 'fraud', to: 'yes' }];
  await correct(world.deps, { mentionIds: ids.slice(0, 1), brandId: world.brand.id, by: 'usr_a', wishes });
  expect((await gatherRuleInput(world.deps, world.brand)).mentions.map(({ id }) => id)).toEqual(ids.slice(0, 1));
});

it('is cancelled between two steps, and what is done stays', async () => {
  const { world, renew } = await oldWorld(450);
  renew();
  const run = await startReanalysis(world.deps, {}, 'usr_a');
  await reanalyzeJob(world.deps, { runId: run.id });
  expect(await cancelReanalysis(world.deps, 'usr_a')).toMatchObject({ state: 'cancelled' });
  await reanalyzeJob(world.deps, { runId: run.id });
  expect(await currentReanalysis(world.deps)).toMatchObject({ state: 'cancelled', doneCount: 200 });
  expect(await severities(world)).toEqual({ 1: 200, 4: 250 });
  expect((await startReanalysis(world.deps, {}, 'usr_a')).id).not.toBe(run.id);
});
