// Coming in: the one-time link, login, sessions, tokens, roles, and requests that another site sends.

import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { ensureSetupLink } from '../../api/auth.ts';
import { problem, session } from '../../api/schema-access.ts';
import { DAY } from '../../core/clock.ts';
import { addMention, emptyWorld, PASSWORD, world } from './support.ts';

const person = { email: 'Ayse@Markam.example', name: 'Ayşe', password: PASSWORD };
const tokenIn = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
const cookieOf = (response: request.Response) => String(response.headers['set-cookie'] ?? '');

describe('the first admin', () => {
  it('is made by the one-time link, is signed in by it, and the link works once', async () => {
    const { deps, app } = await emptyWorld();
    expect((await request(app).get('/api/session')).body).toMatchObject({
      user: null,
      needsSetup: true,
      version: '1.2.3',
    });
    const token = tokenIn(await ensureSetupLink(deps));
    const made = await request(app)
      .post('/api/setup')
      .send({ token, ...person })
      .expect(200);
    expect(session.parse(made.body)).toMatchObject({
      needsSetup: false,
      user: { role: 'admin', email: 'ayse@markam.example' },
    });
    expect(cookieOf(made)).toMatch(/^itibar_session=[\w-]{43};.*HttpOnly; SameSite=Lax/);
    expect(cookieOf(made)).not.toContain('Secure');
    const again = await request(app)
      .post('/api/setup')
      .send({ token, ...person, email: 'b@markam.example' });
    expect(again).toMatchObject({ status: 403, body: { code: 'setup.denied' } });
    expect(await ensureSetupLink(deps)).toBeNull();
  });

  it('cannot be made with a wrong or replaced link, and a wrong try does not spoil the right one', async () => {
    const { deps, app } = await emptyWorld();
    const old = tokenIn(await ensureSetupLink(deps));
    const fresh = tokenIn(await ensureSetupLink(deps));
    await request(app)
      .post('/api/setup')
      .send({ token: old, ...person })
      .expect(403);
    await request(app)
      .post('/api/setup')
      .send({ token: fresh, ...person })
      .expect(200);
  });

  it('is made once when two people use the link at the same moment', async () => {
    const { deps, app } = await emptyWorld();
    const token = tokenIn(await ensureSetupLink(deps));
    const tries = await Promise.all(
      ['a', 'b'].map((name) =>
        request(app)
          .post('/api/setup')
          .send({ token, ...person, email: `${name}@markam.example` }),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await deps.store.users.list()).toHaveLength(1);
  });

  it('leaves neither the password nor the link in the store', async () => {
    const { deps, app } = await emptyWorld();
    const token = tokenIn(await ensureSetupLink(deps));
    expect(await deps.store.settings.get('setup.token-hash')).not.toBe(token);
    await request(app)
      .post('/api/setup')
      .send({ token, ...person })
      .expect(200);
    const [user] = await deps.store.users.list();
    expect(user?.passwordHash).toMatch(/^scrypt\$15\$8\$3\$/);
    expect(JSON.stringify(await deps.store.audit.list(50))).not.toContain(PASSWORD);
  });
});

describe('login', () => {
  it('says the same for an unknown address and a wrong password, and writes both down', async () => {
    const { app, deps } = await world();
    const wrong = await request(app).post('/api/login').send({ email: 'admin@markam.example', password: 'yanlis' });
    const unknown = await request(app).post('/api/login').send({ email: 'kimse@markam.example', password: PASSWORD });
    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    expect(problem.parse(wrong.body).detail).toBe('E-posta adresi ya da parola yanlış.');
    const actions = (await deps.store.audit.list(50)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'login.failed')).toHaveLength(2);
    expect(actions).toContain('login.done');
  });

  it('refuses an address after ten wrong tries', async () => {
    const { app } = await emptyWorld();
    const attempt = () => request(app).post('/api/login').send({ email: 'a@markam.example', password: 'x' });
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await attempt()).status);
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
    const last = await attempt();
    expect(last).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect(last.headers['content-type']).toContain('application/problem+json');
  });

  it('ends with logout, after 14 days without use, and when the user is disabled', async () => {
    const { admin, member, viewer, deps, clock } = await world();
    await member.post('/api/logout').expect(200);
    await member.get('/api/brands').expect(401);
    await clock.leap(13 * DAY);
    expect(cookieOf(await admin.get('/api/brands').expect(200))).toContain('itibar_session='); // prolonged
    await clock.leap(2 * DAY);
    await admin.get('/api/brands').expect(200);
    await viewer.get('/api/brands').expect(401);
    const user = await deps.store.users.findByEmail('admin@markam.example');
    if (user) await deps.store.users.put({ ...user, isDisabled: true });
    await admin.get('/api/brands').expect(401);
  });

  it('sets a secure cookie where the public address is https', async () => {
    const { app, deps } = await world();
    deps.publicUrl = 'https://itibar.markam.example';
    const response = await request(app).post('/api/login').send({ email: 'admin@markam.example', password: PASSWORD });
    expect(cookieOf(response)).toContain('Secure');
  });
});

describe('a change that another site sends', () => {
  it.each([
    [{ Origin: 'https://kotu.example' }],
    [{ Origin: 'null' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('is refused: %o', async (headers) => {
    const { admin, deps } = await world();
    const response = await admin.post('/api/brands').set(headers).send({ name: 'Pazarlamacım' });
    expect(response).toMatchObject({ status: 403, body: { code: 'origin.denied' } });
    expect(await deps.store.brands.list()).toHaveLength(1);
  });

  it('is taken from our own pages, at the public address too', async () => {
    const { admin, deps } = await world();
    deps.publicUrl = 'https://itibar.markam.example';
    const own = { Origin: 'https://itibar.markam.example', 'Sec-Fetch-Site': 'same-origin' };
    await admin.post('/api/brands').set(own).send({ name: 'Pazarlamacım' }).expect(201);
  });
});

describe('roles', () => {
  const changes = [
    ['post', '/api/watches'],
    ['post', '/api/watches/preview'],
    ['patch', '/api/stories/sto_x'],
    ['post', '/api/incidents/inc_x/actions'],
    ['post', '/api/sources/forum/resume'],
    ['delete', '/api/watches/wat_x'],
  ] as const;

  it('let a viewer read and never write', async () => {
    const { viewer } = await world();
    await viewer.get('/api/today').expect(200);
    await viewer.get('/api/brands').expect(200);
    for (const [method, path] of changes) {
      const response = await viewer[method](path).send({});
      expect([path, response.status, response.body.code]).toEqual([path, 403, 'auth.denied']);
    }
    await viewer.post('/api/me/locale').send({ locale: 'en' }).expect(200);
  });

  it('keep brands, people and tokens for admins', async () => {
    const { member, admin } = await world();
    await member.post('/api/brands').send({ name: 'Pazarlamacım' }).expect(403);
    await member.get('/api/tokens').expect(403);
    await member.post('/api/users').send({ email: 'x@markam.example', name: 'X', password: PASSWORD }).expect(403);
    await admin.post('/api/users').send({ email: 'x@markam.example', name: 'X', password: PASSWORD }).expect(201);
    await admin.post('/api/users').send({ email: 'X@markam.example', name: 'X', password: PASSWORD }).expect(409);
  });

  it('show addresses of the team to admins only', async () => {
    const { member, admin } = await world();
    const seen = (await member.get('/api/users')).body as { email: string }[];
    expect(seen.map(({ email }) => email).filter(Boolean)).toEqual(['member@markam.example']);
    expect((await admin.get('/api/users')).body.every(({ email }: { email: string }) => email !== '')).toBe(true);
  });

  it('ask strangers to sign in', async () => {
    const { app } = await world();
    const response = await request(app).get('/api/today');
    expect(response).toMatchObject({ status: 401, body: { code: 'auth.needed', detail: 'Önce oturum açın.' } });
  });
});

describe('an API token', () => {
  it('reads or writes by its scope, is shown once, stored hashed, and stops when removed', async () => {
    const { admin, app, deps, watch } = await world();
    const make = async (scope: string) =>
      (await admin.post('/api/tokens').send({ name: scope, scope }).expect(201)).body;
    const read = await make('read');
    const write = await make('write');
    const as = (token: string) => ({ Authorization: `Bearer ${token}` });
    expect(read.token).toMatch(/^itb_/);
    expect(JSON.stringify(await deps.store.tokens.list())).not.toContain(read.token);
    await request(app).get('/api/today').set(as(read.token)).expect(200);
    const run = `/api/watches/${watch.id}/run`;
    expect((await request(app).post(run).set(as(read.token))).body.code).toBe('auth.token.denied');
    await request(app).post(run).set(as(write.token)).expect(200);
    await request(app).get('/api/tokens').set(as(write.token)).expect(403);
    const listed = (await admin.get('/api/tokens')).body as { id: string; lastUsedAt: number | null }[];
    expect(listed).toHaveLength(2);
    expect(JSON.stringify(listed)).not.toContain('hash');
    await admin.delete(`/api/tokens/${read.view.id}`).expect(200);
    await request(app).get('/api/today').set(as(read.token)).expect(401);
    await admin.delete(`/api/tokens/${read.view.id}`).expect(404);
  });
});

describe('the data of one author', () => {
  it('is deleted by an admin only, whole, and an audit entry without the name is left', async () => {
    const w = await world();
    const id = await addMention(w, {
      nativeId: '9',
      text: 'Markam siparişim gelmedi',
      author: { handle: 'ayse_k' },
    });
    await w.member.post('/api/erasures').send({ author: 'ayse_k' }).expect(403);
    const { body } = await w.admin.post('/api/erasures').send({ author: 'ayse_k' }).expect(200);
    expect(body).toEqual({ erased: 1 });
    expect(await w.deps.store.mentions.get(id)).toBeNull();
    const entries = JSON.stringify(await w.deps.store.audit.list(10));
    expect(entries).toContain('author');
    expect(entries).not.toContain('ayse_k');
  });
});
