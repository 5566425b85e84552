// What people change: watches with their checks, incidents with their steps.

import { describe, expect, it } from 'vitest';
import * as schema from '../../api/schema.ts';
import * as previews from '../../api/schema-preview.ts';
import { addIncident, addMention, world } from './support.ts';

describe('a watch', () => {
  it('reads every source that needs nothing when none was chosen, and is due at once', async () => {
    const w = await world();
    const made = await w.member
      .post('/api/watches')
      .send({ brandId: w.brand.id, name: 'Kargo', query: 'Markam VE kargo' });
    expect(made.status).toBe(201);
    const watch = schema.watch.parse(made.body);
    expect(watch.subscriptions.map(({ sourceId }) => sourceId)).toEqual(['search']);
    expect(watch.subscriptions[0]?.nextRunAt).toBe(w.clock.now());
    expect(watch.daily).toHaveLength(14);
    expect(watch.brandName).toBe('Markam');
  });

  it.each([
    [{ sources: [{ sourceId: 'forum', params: { url: 'olmaz' } }] }, 'watch.invalid', 'sources.0.params.url'],
    [{ sources: [{ sourceId: 'yok' }] }, 'watch.invalid', 'sources.0.sourceId'],
    [{ sources: [{ sourceId: 'webhook' }] }, 'watch.invalid', 'sources.0.sourceId'],
    [{ query: '(Markam' }, 'query.invalid', 'query'],
    [{ everyMs: 1 }, 'request.invalid', 'everyMs'],
  ])('with a mistake is refused and the field named: %j', async (change, code, path) => {
    const w = await world();
    const body = { brandId: w.brand.id, name: 'Kargo', query: 'Markam', ...change };
    const response = await w.member.post('/api/watches').send(body);
    expect(response).toMatchObject({ status: 400, body: { code } });
    expect(response.body.errors[0].path).toBe(path);
    expect(await w.deps.store.watches.list()).toHaveLength(1);
  });

  it('needs a brand and a name of its own', async () => {
    const w = await world();
    const post = (body: object) => w.member.post('/api/watches').send({ query: 'Markam', ...body });
    expect((await post({ brandId: 'brd_none', name: 'X' })).body.code).toBe('brand.not-found');
    expect((await post({ brandId: w.brand.id, name: 'MARKAM' })).body.code).toBe('watch.conflict');
  });

  it('keeps the cursor of sources that stay and asks anew when its query changes', async () => {
    const w = await world();
    const path = `/api/watches/${w.watch.id}`;
    const [before] = await w.deps.store.subscriptions.list({ watchId: w.watch.id });
    if (before) await w.deps.store.subscriptions.put({ ...before, cursor: { page: 7 } });
    const forum = { sourceId: 'forum', params: { url: 'https://ornek.example' } };
    const sources = [{ sourceId: 'search', params: {} }, forum];
    const widened = schema.watch.parse((await w.member.patch(path).send({ sources }).expect(200)).body);
    expect(widened.subscriptions).toHaveLength(2);
    const kept = await w.deps.store.subscriptions.get(before?.id ?? '');
    expect(kept?.cursor).toEqual({ page: 7 });
    await w.member
      .patch(path)
      .send({ query: 'Markam kargo', sources: [forum] })
      .expect(200);
    const [left, ...rest] = await w.deps.store.subscriptions.list({ watchId: w.watch.id });
    expect(rest).toEqual([]);
    expect(left).toMatchObject({ sourceId: 'forum', cursor: null });
  });

  it('is paused, not read while paused, resumed, read now, removed; its mentions stay', async () => {
    const w = await world();
    const path = `/api/watches/${w.watch.id}`;
    const mentionId = await addMention(w, { nativeId: 'a', text: 'Markam' });
    expect((await w.member.patch(path).send({ isPaused: true })).body.isPaused).toBe(true);
    expect((await w.member.post(`${path}/run`)).body.code).toBe('watch.paused.conflict');
    await w.member.patch(path).send({ isPaused: false }).expect(200);
    await w.clock.advance(1000);
    await w.member.post(`${path}/run`).expect(200, { ok: true });
    const [due] = await w.deps.store.subscriptions.list({ watchId: w.watch.id });
    expect(due?.nextRunAt).toBe(w.clock.now());
    await w.member.delete(path).expect(200);
    await w.member.delete(path).expect(404);
    await w.viewer.get(`/api/mentions/${mentionId}`).expect(200);
    const actions = (await w.deps.store.audit.list(20)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['watch.created', 'watch.changed', 'watch.removed']));
  });
});

describe('a preview', () => {
  it('shows what the query would have found and why', async () => {
    const w = await world();
    await addMention(w, { nativeId: 'a', text: 'Markam’dan aldığım kargo gelmedi' });
    await addMention(w, { nativeId: 'b', text: 'Bambaşka bir konu' });
    const preview = previews.preview.parse(
      (await w.member.post('/api/watches/preview').send({ query: 'Markam kargo' })).body,
    );
    expect(preview).toMatchObject({ isValid: true, error: null, scannedCount: 2, matchedCount: 1, perDay: 1 });
    expect(preview.hits[0]?.why).toMatch(/^Eşleşti/);
    expect(preview.hits[0]?.spans[0]?.start).toBe(0);
  });

  it('of a query that cannot be read says where it is wrong, in the language of the reader', async () => {
    const w = await world();
    const ask = async () =>
      previews.preview.parse((await w.member.post('/api/watches/preview').send({ query: 'Markam (kargo' })).body);
    const turkish = await ask();
    expect(turkish).toMatchObject({ isValid: false, hits: [] });
    expect(turkish.error?.position).toBeTypeOf('number');
    await w.member.post('/api/me/locale').send({ locale: 'en' });
    expect((await ask()).error?.message).not.toBe(turkish.error?.message);
  });
});

describe('an incident', () => {
  it('goes forward step by step, with an owner, a timeline and the rules told at the end', async () => {
    const w = await world();
    const id = await addIncident(w);
    const act = (body: object) => w.member.post(`/api/incidents/${id}/actions`).send(body);
    const taken = schema.incidentDetail.parse((await act({ action: 'acknowledge' })).body);
    expect(taken.incident).toMatchObject({ state: 'acknowledged', ownerName: 'member', brandName: 'Markam' });
    expect(taken.series).toHaveLength(48);
    expect((await act({ action: 'acknowledge' })).body.code).toBe('incident.done.conflict');
    expect((await act({ action: 'review' })).body.code).toBe('incident.conflict');
    await act({ action: 'note', text: 'Kargo şirketi arandı' }).expect(200);
    await act({ action: 'note' }).expect(400);
    await act({ action: 'contain' }).expect(200);
    expect(w.jobs.filter(({ name }) => name === 'evaluate')).toEqual([]);
    await act({ action: 'resolve', text: 'Teslimat başladı' }).expect(200);
    expect(w.jobs.at(-1)).toEqual({ name: 'evaluate', payload: { brandId: w.brand.id } });
    const done = schema.incidentDetail.parse((await act({ action: 'review' })).body);
    expect(done.incident).toMatchObject({ state: 'reviewed', resolvedAt: w.clock.now() });
    expect(done.timeline.map(({ kind, byName }) => `${kind} ${byName}`).sort()).toEqual(
      [
        'opened itibar',
        'acknowledged member',
        'note member',
        'contained member',
        'resolved member',
        'reviewed member',
      ].sort(),
    );
    const open = await w.viewer.get('/api/incidents?isOpen=true');
    expect(schema.incidentPage.parse(open.body).items).toEqual([]);
    expect((await w.viewer.get('/api/incidents?isOpen=false')).body.items).toHaveLength(1);
  });

  it('is taken by one of two who are as fast, and the other is told', async () => {
    const w = await world();
    const id = await addIncident(w);
    const both = await Promise.all(
      [w.member, w.admin].map((agent) => agent.post(`/api/incidents/${id}/actions`).send({ action: 'acknowledge' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is assigned to people who may act, or to nobody', async () => {
    const w = await world();
    const id = await addIncident(w);
    const users = (await w.admin.get('/api/users')).body as { id: string; role: string }[];
    const idOf = (role: string) => users.find((user) => user.role === role)?.id;
    const assign = (ownerId: unknown) =>
      w.member.post(`/api/incidents/${id}/actions`).send({ action: 'assign', ownerId });
    expect((await assign(idOf('admin'))).body.incident.ownerName).toBe('admin');
    expect((await assign(idOf('viewer'))).body.code).toBe('user.not-found');
    expect((await assign(null)).body.incident.ownerId).toBeNull();
  });
});
