// Inbound webhooks: who may send, what is taken, and that sending again changes nothing.

import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import { HOOK_SECRET, sign, type World, world } from './support.ts';

function send(w: World, body: unknown, change: { at?: number; secret?: string; name?: string } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = String(Math.floor((change.at ?? w.clock.now()) / 1000));
  return request(w.app)
    .post(`/hooks/${change.name ?? 'destek'}`)
    .set('content-type', 'application/json')
    .set('x-itibar-timestamp', timestamp)
    .set('x-itibar-signature', sign(change.secret ?? HOOK_SECRET, timestamp, text))
    .send(text);
}

describe('a signed webhook', () => {
  it('stores what it brings, links it to the watches, and has it analysed', async () => {
    const w = await world();
    const body = [
      { id: '1', text: 'Markam siparişim gelmedi' },
      { id: '2', text: 'iade nerede kaldı' },
      { no: 'text' },
    ];
    const response = await send(w, body).expect(200);
    expect(response.body).toEqual({ accepted: 2, rejected: [{ index: 2, error: 'text is missing' }] });
    const page = await w.deps.store.mentions.list({}, { limit: 10 });
    expect(page.items.map(({ mention, watchIds }) => [mention.sourceId, mention.channel, watchIds])).toEqual([
      ['webhook', 'support', [w.watch.id]],
      ['webhook', 'support', [w.watch.id]],
    ]);
    expect(w.jobs).toMatchObject([
      { name: 'analyze', payload: { mentionIds: [expect.any(String), expect.any(String)] } },
    ]);
  });

  it('sent again adds nothing and asks for nothing', async () => {
    const w = await world();
    await send(w, { id: '1', text: 'Markam' }).expect(200);
    const again = await send(w, { id: '1', text: 'Markam' }).expect(200);
    expect(again.body).toEqual({ accepted: 1, rejected: [] });
    expect(await w.deps.store.mentions.count()).toBe(1);
    expect(w.jobs).toHaveLength(1);
  });

  it('tells which items had nothing in them', async () => {
    const w = await world();
    const { body } = await send(w, [
      { id: '1', text: '   ' },
      { id: '2', text: 'Markam' },
    ]).expect(200);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0 }] });
  });

  it.each([
    ['another secret', { secret: 'baska-bir-anahtar-1' }, 401, 'hook.denied'],
    ['an old timestamp', { at: Date.UTC(2026, 10, 24, 6) - HOUR }, 401, 'hook.late.denied'],
    ['a timestamp from the future', { at: Date.UTC(2026, 10, 24, 6) + HOUR }, 401, 'hook.late.denied'],
    ['a name that is not there', { name: 'yok' }, 404, 'hook.not-found'],
    ['the name of a built-in property', { name: 'constructor' }, 404, 'hook.not-found'],
  ])('is refused with %s', async (_what, change, status, code) => {
    const w = await world();
    const response = await send(w, { id: '1', text: 'Markam' }, change);
    expect(response).toMatchObject({ status, body: { code } });
    expect(await w.deps.store.mentions.count()).toBe(0);
  });

  it('is refused without a signature, and with a body that was changed on the way', async () => {
    const w = await world();
    await request(w.app).post('/hooks/destek').send({ text: 'Markam' }).expect(401);
    const timestamp = String(Math.floor(w.clock.now() / 1000));
    const changed = await request(w.app)
      .post('/hooks/destek')
      .set('x-itibar-timestamp', timestamp)
      .set('x-itibar-signature', sign(HOOK_SECRET, timestamp, '{"text":"a"}'))
      .send('{"text":"b"}');
    expect(changed.body.code).toBe('hook.denied');
  });

  it('is told when the body is no JSON or too large', async () => {
    const w = await world();
    expect((await send(w, '{olmaz')).body.code).toBe('hook.invalid');
    expect((await send(w, `"${'x'.repeat(5_100_000)}"`)).body.code).toBe('request.too-large');
  });
});
