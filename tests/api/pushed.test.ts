// Webhooks of services at the route: each is known by its own signature, proves its address where it is asked to, and what
// it only names is asked for by a job. Strangers are told nothing.

import { createHmac } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { RetryLater } from '../../core/errors.ts';
import type { Fetcher, FetchResult, RequestPlan, Source } from '../../core/ports.ts';
import { sources } from '../../crawlers/sources/index.gen.ts';
import { hookProblems } from '../../pipeline/hooks.ts';
import { pullJob } from '../../pipeline/pull.ts';
import { fixture } from '../crawlers/sources/support.ts';
import { type World, world } from './support.ts';

const SECRET = 'cok-gizli-bir-sir-0001';
const hook = (source: string, more: object = {}) => ({ secret: SECRET, brand: 'Markam', source, ...more });
const WEBHOOKS = {
  zen: hook('zendesk', { params: { subdomain: 'markam' } }),
  zen2: hook('zendesk'),
  insta: hook('instagram', { verifyToken: 'benim-sözüm' }),
  zoho: hook('zoho-desk', { params: { orgId: '20080000000' } }),
};

type Answer = Partial<FetchResult>;

async function opened(answer: (plan: RequestPlan) => Answer = () => ({})): Promise<World & { asked: RequestPlan[] }> {
  const w = await world({}, { webhooks: WEBHOOKS, keys: { instagram: 'instagram-token-0001' } });
  const asked: RequestPlan[] = [];
  const fetcher = {
    fetch: async (plan: RequestPlan) => {
      asked.push(plan);
      const base = { outcome: 'ok', reply: null, sizeBytes: 0, durationMs: 0, retryAfterMs: null, error: null };
      return { ...base, ...answer(plan) };
    },
  };
  Object.assign(w.deps, { sources, fetcher: fetcher as unknown as Fetcher });
  return Object.assign(w, { asked });
}

const ok = (plan: RequestPlan, body: unknown): Answer => ({
  outcome: 'ok',
  reply: { url: plan.url, status: 200, headers: {}, body: JSON.stringify(body), receivedAt: 0 },
});

function sendZendesk(w: World, { at = w.clock.now(), name = 'zen', secret = SECRET } = {}) {
  const body = fixture('zendesk', 'hook.json');
  const time = new Date(at).toISOString();
  return request(w.app)
    .post(`/hooks/${name}`)
    .set('content-type', 'application/json')
    .set('x-zendesk-webhook-signature-timestamp', time)
    .set('x-zendesk-webhook-signature', createHmac('sha256', secret).update(`${time}${body}`).digest('base64'))
    .send(body);
}

function sendInstagram(w: World) {
  const body = fixture('instagram', 'hook.json');
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  return request(w.app)
    .post('/hooks/insta')
    .set('content-type', 'application/json')
    .set('x-hub-signature-256', `sha256=${signature}`)
    .send(body);
}

describe('a service’s webhook', () => {
  it('is stored as a mention of its source, once', async () => {
    const w = await opened();
    expect((await sendZendesk(w).expect(200)).body).toEqual({ accepted: 1, rejected: [] });
    await sendZendesk(w).expect(200);
    const { items } = await w.deps.store.mentions.list({}, { limit: 9 });
    expect(items.map(({ mention }) => [mention.key, mention.channel])).toEqual([['zendesk:markam:501', 'support']]);
  });

  it.each([
    ['too old', { at: Date.UTC(2026, 10, 24, 6) - 6 * MINUTE }, 401],
    ['from the future', { at: Date.UTC(2026, 10, 24, 6) + 6 * MINUTE }, 401],
    ['signed with another secret', { secret: 'baska' }, 401],
    ['for a webhook whose parameters are missing', { name: 'zen2' }, 404],
  ])('that is %s is refused', async (_what, change, status) => {
    const w = await opened();
    expect((await sendZendesk(w, change)).status).toBe(status);
    expect(await w.deps.store.mentions.count()).toBe(0);
  });

  it('without a signature is refused before the body is read', async () => {
    const w = await opened();
    const answer = await request(w.app).post('/hooks/insta').send('{olmaz').expect(401);
    expect(answer.text).not.toMatch(/JSON|parse|olmaz/);
  });

  it('proves its address with the token, and says nothing without', async () => {
    const w = await opened();
    const ask = (token: string, name = 'insta') =>
      request(w.app)
        .get(`/hooks/${name}`)
        .query({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '11' });
    const good = await ask('benim-sözüm').expect(200);
    expect([good.text, good.type]).toEqual(['11', 'text/plain']);
    await ask('başka').expect(401);
    await ask('benim-sözüm', 'zen').expect(401);
    await request(w.app).get('/hooks/zoho').expect(200);
    await request(w.app).get('/hooks/yok').expect(404);
  });

  it('that only names an item has it asked for by a job, until it is there', async () => {
    let outcome: FetchResult['outcome'] = 'throttled';
    const w = await opened((plan) =>
      outcome === 'ok'
        ? ok(plan, { mentioned_comment: { id: '17900000000000003', text: 'Markam rezalet' }, id: '1' })
        : { outcome, error: 'Später.', retryAfterMs: 7000 },
    );
    expect((await sendInstagram(w).expect(200)).body).toMatchObject({ accepted: 3 });
    await sendInstagram(w).expect(200);
    const jobs = w.jobs.filter(({ name }) => name === 'pull').map(({ payload }) => payload as { pullId: string });
    expect(new Set(jobs.map(({ pullId }) => pullId)).size).toBe(2);
    const [job] = jobs;
    if (!job) throw new Error('no job');
    await expect(pullJob(w.deps, job)).rejects.toMatchObject({ retryAfterMs: 7000 });
    await expect(pullJob(w.deps, job)).rejects.toBeInstanceOf(RetryLater);
    outcome = 'ok';
    await pullJob(w.deps, job);
    await pullJob(w.deps, job);
    expect(w.asked).toHaveLength(3);
    expect(w.asked[0]?.secretQuery).toEqual({ access_token: 'instagram-token-0001' });
    const { items } = await w.deps.store.mentions.list({}, { limit: 9 });
    expect(items.map(({ mention }) => mention.key).sort()).toEqual([
      'instagram:17900000000000001',
      'instagram:17900000000000003',
    ]);
    expect(JSON.stringify(await w.deps.store.settings.get(`pull:${job.pullId}`))).toBe('null');
  });

  it('is given up after a day of refusals', async () => {
    const w = await opened(() => ({ outcome: 'blocked', error: 'instagram-token-0001 is not good' }));
    await sendInstagram(w).expect(200);
    const job = w.jobs.find(({ name }) => name === 'pull')?.payload as { pullId: string };
    await w.clock.leap(25 * 60 * MINUTE);
    await expect(pullJob(w.deps, job)).rejects.toThrow('••• is not good');
    await expect(pullJob(w.deps, job)).rejects.toMatchObject({ code: 'job.never-retry' });
  });

  it('asks for published keys again when a signature does not fit, but not for every stranger', async () => {
    const w = await opened((plan) => ok(plan, { keys: [] }));
    const send = () => request(w.app).post('/hooks/zoho').set('x-zdesk-jwt', 'a.b.c').send('[]').expect(401);
    await send();
    await send();
    expect(w.asked.map(({ url }) => url)).toEqual(['https://desk.zoho.eu/.well-known/jwks.json']);
    await w.clock.advance(6 * MINUTE);
    await send();
    await send();
    expect(w.asked).toHaveLength(2);
  });

  it('that cannot work is named with what is missing', async () => {
    const w = await opened();
    expect(hookProblems(w.deps)).toEqual(['webhooks.zen2.params do not fit zendesk: write subdomain.']);
    const config = {
      ...w.deps.config,
      webhooks: { a: { ...WEBHOOKS.insta, source: 'feed', params: {}, verifyToken: '' } },
    };
    expect(hookProblems({ config, sources: sources as ReadonlyMap<string, Source> })[0]).toMatch(
      /"feed" takes no webhooks\. There are: .*zendesk/,
    );
  });
});
