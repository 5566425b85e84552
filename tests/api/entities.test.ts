// Names over the API: a brand's lists, the table of the week, mentions by name, and a live try of sources.

import { expect, it } from 'vitest';
import * as schema from '../../api/schema.ts';
import { entityTable } from '../../api/schema-entities.ts';
import { addMention, world } from './support.ts';

const BRANCH = { kind: 'branch', name: 'Kadıköy Şubesi', aliases: ['Rıhtım'] } as const;

it('keeps lists that a change does not speak of, and refuses a kind that is none', async () => {
  const w = await world();
  const [brand] = (await w.admin.get('/api/brands')).body as { id: string; name: string }[];
  const put = (body: object) => w.admin.put(`/api/brands/${brand?.id}`).send({ name: brand?.name, ...body });
  expect(schema.brand.parse((await put({ entities: [BRANCH] })).body).entities).toEqual([BRANCH]);
  expect(schema.brand.parse((await put({ aliases: ['x'] })).body).entities).toEqual([BRANCH]);
  expect((await put({ entities: [{ kind: 'city', name: 'Ankara' }] })).status).toBe(400);
  expect((await w.member.put(`/api/brands/${brand?.id}`).send({ name: 'x' })).status).toBe(403);
});

it('finds mentions by what they name, and counts them', async () => {
  const w = await world();
  const entities = [{ kind: 'branch' as const, name: 'Kadıköy Şubesi', start: 0, end: 3 }];
  const id = await addMention(w, { nativeId: 'e1', text: 'Markam şubesi' }, { entities });
  await addMention(w, { nativeId: 'e2', text: 'Markam başka' });
  const found = schema.mentionPage.parse(
    (await w.member.get('/api/mentions').query({ entity: 'kadıköy şubesi' })).body,
  );
  expect(found.items.map((one) => one.id)).toEqual([id]);
  expect(found.items[0]?.judgement?.entities).toEqual(entities);
  const table = entityTable.parse((await w.member.get('/api/entities').query({ kind: 'city' })).body);
  expect(table).toEqual({ items: [], others: { nameCount: 0, count: 0, previous: 0 } });
  expect((await w.member.get('/api/entities').query({ kind: 'planet' })).status).toBe(400);
});

it('refuses to try sources that are not there, with the field that is wrong', async () => {
  const w = await world();
  const body = { query: 'markam', sources: [{ sourceId: 'nowhere', params: {} }] };
  const refused = await w.member.post('/api/watches/try').send(body);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('sources.0.sourceId');
});
