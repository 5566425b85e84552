// Stories that people merge, split and keep apart, and how a story went.

import { expect, it } from 'vitest';
import * as schema from '../../api/schema.ts';
import { storyCourse, storyPair } from '../../api/schema-stories.ts';
import { derivedId } from '../../core/id.ts';
import { addIncident, addMention, world } from './support.ts';

const [FIRE, STRIKE] = [derivedId('sto', 'yangın'), derivedId('sto', 'grev')];
const WAVE = { kind: 'text' as const, accountCount: 9, from: 1, to: 2, datedCount: 4, youngCount: 3 };

async function twoStories() {
  const w = await world();
  const a = await addMention(w, { nativeId: 'a', text: 'Markam deposunda yangın çıktı' }, { story: 'yangın' });
  const b = await addMention(w, { nativeId: 'b', text: 'Markam işçileri grevde' }, { story: 'grev' });
  const c = await addMention(w, { nativeId: 'c', text: 'Markam deposunda yangın çıktı' }, { story: 'yangın' });
  return { w, ids: { a, b, c } };
}

it('are merged, found under the old address, taken into their incident, and come apart again', async () => {
  const { w } = await twoStories();
  const incidentId = await addIncident(w, { storyIds: [STRIKE] });
  const merged = await w.member
    .post(`/api/stories/${FIRE}/merge`)
    .send({ storyIds: [STRIKE] })
    .expect(200);
  expect(schema.story.parse(merged.body)).toMatchObject({ id: FIRE, mentionCount: 3, incidentId });
  const old = await w.viewer.get(`/api/stories/${STRIKE}`).expect(200);
  expect(old.body.id).toBe(FIRE);
  const mentions = await w.viewer.get(`/api/mentions?storyId=${STRIKE}`).expect(200);
  expect(mentions.body.items).toHaveLength(3);
  expect(w.jobs.map(({ name }) => name)).toContain('evaluate');
  const course = storyCourse.parse((await w.viewer.get(`/api/stories/${FIRE}/course`).expect(200)).body);
  expect(course.links).toMatchObject([
    { kind: 'merged', fromId: STRIKE, intoId: FIRE, byName: 'member', canUndo: true },
  ]);
  const undone = await w.member.post(`/api/stories/${STRIKE}/undo-merge`).send({}).expect(200);
  expect(storyPair.parse(undone.body)).toMatchObject({ story: { id: FIRE, mentionCount: 2 }, made: { id: STRIKE } });
  const again = await w.member.post(`/api/stories/${STRIKE}/undo-merge`).send({});
  expect(again).toMatchObject({ status: 400, body: { code: 'story.undo.invalid' } });
});

it('are split, and a wrong choice is refused with a sentence', async () => {
  const { w, ids } = await twoStories();
  const split = (mentionIds: string[]) => w.member.post(`/api/stories/${FIRE}/split`).send({ mentionIds });
  const pair = storyPair.parse((await split([ids.c]).expect(200)).body);
  expect([pair.story.mentionCount, pair.made.mentionCount]).toEqual([1, 1]);
  expect(await split([ids.a])).toMatchObject({ status: 400, body: { code: 'story.split.invalid' } });
  const apart = await w.member.post(`/api/stories/${FIRE}/apart`).send({ storyId: STRIKE }).expect(200);
  expect(apart.body.id).toBe(FIRE);
  const course = storyCourse.parse((await w.viewer.get(`/api/stories/${FIRE}/course`)).body);
  expect(course.links.map(({ kind, canUndo }) => [kind, canUndo])).toEqual([
    ['apart', false],
    ['apart', false],
  ]);
});

it('are only for members to change, and only within a brand', async () => {
  const { w } = await twoStories();
  await w.viewer
    .post(`/api/stories/${FIRE}/merge`)
    .send({ storyIds: [STRIKE] })
    .expect(403);
  const alone = await w.member.post(`/api/stories/${FIRE}/merge`).send({ storyIds: [FIRE] });
  expect(alone).toMatchObject({ status: 400, body: { code: 'story.merge.invalid' } });
  await w.member.post(`/api/stories/${FIRE}/merge`).send({ storyIds: [] }).expect(400);
  await w.member
    .post(`/api/stories/${FIRE}/merge`)
    .send({ storyIds: ['sto_none'] })
    .expect(404);
});

it('tell how they went, with the wave they are marked for and personal data masked', async () => {
  const { w, ids } = await twoStories();
  await addMention(w, { nativeId: 'd', text: 'Markam yangını için 0532 123 45 67 ara' }, { story: 'yangın' });
  await w.deps.store.stories.setWave(FIRE, {
    ...WAVE,
    followedCount: 0,
    smallCount: 0,
    mentionIds: [ids.a, 'men_gone'],
  });
  const story = schema.story.parse((await w.viewer.get(`/api/stories/${FIRE}`)).body);
  expect(story.wave).toEqual({ ...WAVE, followedCount: 0, smallCount: 0 });
  const course = storyCourse.parse((await w.viewer.get(`/api/stories/${FIRE}/course`)).body);
  expect(course).toMatchObject({ readCount: 3, isWhole: true, suggested: [], past: [] });
  expect(course.copies).toMatchObject([{ count: 2, otherIds: [expect.any(String)] }]);
  expect(course.waveMentions.map(({ id }) => id)).toEqual([ids.a]);
  expect(course.outlets).toMatchObject([{ siteName: null, sourceId: 'forum', count: 3 }]);
  expect(JSON.stringify(course)).not.toContain('123 45 67');
});
