// Correcting over HTTP: who may, what comes back, and what is offered for texts that look alike.

import { expect, it } from 'vitest';
import type { Finding } from '../../core/types.ts';
import { addMention, world } from './support.ts';

const SAID: Finding[] = [
  { analyzer: 'sentiment', version: '1', kind: 'sentiment', label: 'negative', confidence: 0.62, score: -0.4 },
  { analyzer: 'threats', version: '1', kind: 'type', label: 'complaint', confidence: 0.8, start: 0, end: 6 },
];
const TEXT = 'Markam kargosu yine gecikti, üç gündür bekliyorum, kimse aramadı';

it('a member corrects; the answer shows the word, who said it, and what the machine said', async () => {
  const { admin, member, viewer, ...rest } = await world();
  const id = await addMention(rest, { nativeId: 'a', text: TEXT }, { findings: SAID });
  const body = { corrections: [{ field: 'sentiment', to: 'neutral' }] };
  await viewer.put(`/api/mentions/${id}/corrections`).send(body).expect(403);
  const { body: view } = await member.put(`/api/mentions/${id}/corrections`).send(body).expect(200);
  expect(view.judgement).toMatchObject({ sentiment: { label: 'neutral', confidence: 1 }, corrected: ['sentiment'] });
  expect(view.machine.sentiment).toEqual({ label: 'negative', confidence: 0.62 });
  expect(view.corrections).toMatchObject([{ field: 'sentiment', from: 'negative', to: 'neutral', byName: 'member' }]);
  const { body: listed } = await viewer.get('/api/mentions?sentiment=neutral').expect(200);
  expect(listed.items[0].corrections).toHaveLength(1);
  const { body: all } = await viewer.get('/api/corrections').expect(200);
  expect(all.items).toMatchObject([{ correction: { mentionId: id }, text: TEXT }]);
  const path = `/api/mentions/${id}/corrections/${view.corrections[0].id}`;
  await viewer.delete(path).expect(403);
  const { body: undone } = await admin.delete(path).expect(200);
  expect(undone).toMatchObject({ corrections: [], machine: null, judgement: { sentiment: { label: 'negative' } } });
  await member.delete(path).expect(404);
});

it('a word that the field does not have is refused with the field’s words', async () => {
  const { member, ...rest } = await world();
  const id = await addMention(rest, { nativeId: 'a', text: TEXT }, { findings: SAID });
  const send = (correction: object) =>
    member.put(`/api/mentions/${id}/corrections`).send({ corrections: [correction] });
  const { body } = await send({ field: 'severity', to: '7' }).expect(400);
  expect(body).toMatchObject({ code: 'correction.invalid', errors: [{ path: 'corrections.0.to' }] });
  await send({ field: 'type', to: 'yes' }).expect(400);
  await member
    .put('/api/mentions/men_none/corrections')
    .send({ corrections: [{ field: 'claim', to: 'true' }] })
    .expect(404);
});

it('look-alikes are offered with the correction and marked where they are shown; only the chosen ones follow', async () => {
  const { member, viewer, ...rest } = await world();
  const put = (nativeId: string, text: string) => addMention(rest, { nativeId, text }, { findings: SAID });
  const first = await put('a', TEXT);
  const copy = await put('b', `${TEXT} ya`);
  await put('c', 'Markam kutusunun içinden bambaşka bir ürün çıktı, fatura da yok');
  const body = { corrections: [{ field: 'type', label: 'complaint', to: 'no' }] };
  const { body: view } = await member.put(`/api/mentions/${first}/corrections`).send(body).expect(200);
  const path = `/api/corrections/${view.corrections[0].id}`;
  const { body: offers } = await viewer.get(`${path}/lookalikes`).expect(200);
  expect(offers.items).toMatchObject([{ mentionId: copy, reason: 'copy' }]);
  const { body: marked } = await viewer.get(`/api/mentions/${copy}`).expect(200);
  expect(marked.suggestions).toMatchObject([{ field: 'type', label: 'complaint', to: 'no', byName: 'member' }]);
  expect(marked.judgement.types).toHaveLength(1);
  await viewer
    .post(`${path}/apply`)
    .send({ mentionIds: [copy] })
    .expect(403);
  expect(
    (
      await member
        .post(`${path}/apply`)
        .send({ mentionIds: [copy] })
        .expect(200)
    ).body,
  ).toEqual({ count: 1 });
  const { body: after } = await viewer.get(`/api/mentions/${copy}`).expect(200);
  expect(after).toMatchObject({ suggestions: [], judgement: { types: [], corrected: ['type'] } });
});

it('a story marked as irrelevant corrects its mentions', async () => {
  const { member, viewer, ...rest } = await world();
  const id = await addMention(rest, { nativeId: 'a', text: TEXT }, { findings: SAID, story: 'S' });
  const { body: mention } = await viewer.get(`/api/mentions/${id}`).expect(200);
  await member.patch(`/api/stories/${mention.storyId}`).send({ state: 'irrelevant' }).expect(200);
  const { body: after } = await viewer.get(`/api/mentions/${id}`).expect(200);
  expect(after.judgement).toMatchObject({ relevance: { isBrand: false }, types: [{ type: 'unrelated' }] });
  await member.patch(`/api/stories/${mention.storyId}`).send({ state: 'open' }).expect(200);
  expect((await viewer.get(`/api/mentions/${id}`)).body.corrections).toEqual([]);
});

it('the page of what was learned shows counts and trainings to all, and lets only admins act', async () => {
  const { admin, member, viewer, deps, jobs, ...rest } = await world();
  const id = await addMention({ deps, ...rest }, { nativeId: 'a', text: TEXT }, { findings: SAID });
  await member
    .put(`/api/mentions/${id}/corrections`)
    .send({ corrections: [{ field: 'claim', to: 'false' }] })
    .expect(200);
  const { body } = await viewer.get('/api/learning').expect(200);
  expect(body).toMatchObject({
    counts: { claim: 1, sentiment: 0 },
    active: 0,
    trainings: [],
    progress: null,
    reanalysis: null,
  });
  await member.post('/api/learning/train').send({}).expect(403);
  expect((await admin.post('/api/learning/train').send({}).expect(200)).body.progress).toMatchObject({
    state: 'waiting',
  });
  expect(jobs).toContainEqual({ name: 'train', payload: { by: expect.any(String), isForced: false } });
  await admin.post('/api/learning/version').send({ version: 3 }).expect(404);
  await member.post('/api/learning/reanalysis').send({}).expect(403);
  const { body: run } = await admin.post('/api/learning/reanalysis').send({}).expect(200);
  expect(run).toMatchObject({ state: 'running', doneCount: 0, totalCount: 1 });
  await admin.post('/api/learning/reanalysis').send({}).expect(409);
  expect((await admin.delete('/api/learning/reanalysis').expect(200)).body).toMatchObject({ state: 'cancelled' });
});

it('examples of a watch are taken and given back', async () => {
  const { member, watch, deps } = await world();
  const examples = { positiveExamples: ['Markam kargosu'], negativeExamples: ['markam diye bir köy'] };
  const { body } = await member.patch(`/api/watches/${watch.id}`).send(examples).expect(200);
  expect(body).toMatchObject(examples);
  expect(await deps.store.watches.get(watch.id)).toMatchObject(examples);
});
