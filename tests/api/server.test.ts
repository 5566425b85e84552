// What holds for every answer: problems, limits, security headers, the description, the dashboard's files, start and stop.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { problem } from '../../api/schema-access.ts';
import { routes, startApi } from '../../api/server.ts';
import { systemClock } from '../../core/clock.ts';
import { emptyWorld, world } from './support.ts';

function dashboard(): string {
  const dir = mkdtempSync(join(tmpdir(), 'itibar-dash-'));
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>itibar</title>');
  writeFileSync(join(dir, 'assets', 'main-abc123.js'), 'export {};');
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

describe('problems', () => {
  it('name every wrong field, in the language of the reader', async () => {
    const { admin } = await world();
    const response = await admin.post('/api/brands').send({ name: '', colour: 'red' });
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const body = problem.parse(response.body);
    expect(body).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, code: 'request.invalid' });
    expect(body.errors?.map(({ path }) => path)).toContain('name');
    expect(body.detail).toContain('İstek beklenen biçimde değil');
    await admin.post('/api/me/locale').send({ locale: 'en' }).expect(200);
    const english = await admin.post('/api/brands').send({ name: '' });
    expect(english.body.detail).toContain('The request is not as expected');
  });

  it.each([
    ['get', '/api/nowhere', 404, 'request.not-found'],
    ['get', '/api/stories/sto_none', 404, 'story.not-found'],
    ['get', '/api/mentions/men_none', 404, 'mention.not-found'],
    ['get', '/api/incidents/inc_none', 404, 'incident.not-found'],
    ['get', '/api/stories?limit=1000', 400, 'request.invalid'],
    ['get', '/api/stories?cursor=olmaz', 400, 'request.cursor.invalid'],
    ['get', '/api/mentions/%E0%A4%A', 400, 'request.unreadable.invalid'],
  ] as const)('%s %s is %i %s', async (method, path, status, code) => {
    const { admin } = await world();
    const response = await admin[method](path);
    expect(problem.parse(response.body)).toMatchObject({ status, code });
    expect(response.status).toBe(status);
  });

  it('say nothing of what went wrong inside', async () => {
    const { admin, deps } = await world();
    const seen: object[] = [];
    deps.log = { ...deps.log, error: (facts: object) => void seen.push(facts) };
    deps.store.brands.list = async () => {
      throw new Error('SQLITE_CORRUPT in /var/lib/itibar');
    };
    const response = await admin.get('/api/brands');
    expect(response).toMatchObject({ status: 500, body: { code: 'server.failed' } });
    expect(JSON.stringify(response.body)).not.toContain('SQLITE');
    expect(JSON.stringify(seen)).toContain('SQLITE_CORRUPT');
  });

  it('answer a body that is no JSON, and one that is too large', async () => {
    const { admin } = await world();
    const broken = await admin.post('/api/brands').set('content-type', 'application/json').send('{"name":');
    expect(broken).toMatchObject({ status: 400, body: { code: 'request.unreadable.invalid' } });
    const large = await admin.post('/api/brands').send({ name: 'x'.repeat(300_000) });
    expect(large).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
  });
});

describe('every answer', () => {
  it('forbids sniffing, framing, foreign scripts and keeping', async () => {
    const { app } = await emptyWorld();
    const { headers } = await request(app).get('/api/health').expect(200, { ok: true, version: '1.2.3' });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('openapi.json', () => {
  it('lists every route with its role, its inputs and its answers, and no reference leads nowhere', async () => {
    const { app } = await emptyWorld();
    const { body } = await request(app).get('/api/openapi.json').expect(200);
    expect(body.openapi).toBe('3.1.0');
    for (const { method, path, access } of routes) {
      const operation = body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method];
      expect([path, operation?.['x-role']]).toEqual([path, access]);
    }
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/events', '/hooks/{name}']));
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(30);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(body.components.schemas)).toContain(reference.split('/').pop());
    }
    const stories = body.paths['/api/stories'].get.parameters.map(({ name }: { name: string }) => name);
    expect(stories).toEqual(expect.arrayContaining(['brandId', 'cursor', 'limit']));
  });

  it('describes no route twice', () => {
    const all = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the dashboard', () => {
  it('is served at every page address, its hashed files for a year, and nothing else is', async () => {
    const { app } = await emptyWorld({ dashboardDir: dashboard() });
    for (const path of ['/', '/incidents/inc_1', '/setup?token=x']) {
      const page = await request(app).get(path).expect(200);
      expect(page.text).toContain('<title>itibar</title>');
      expect(page.headers['cache-control']).toBe('no-cache');
    }
    const script = await request(app).get('/assets/main-abc123.js').expect(200);
    expect(script.headers['cache-control']).toContain('immutable');
    await request(app).get('/assets/main-old.js').expect(404);
    await request(app).get('/api/nowhere').expect(404);
    expect((await request(app).get('/../package.json')).text).not.toContain('dependencies');
    expect((await request(app).get('/%2e%2e/package.json')).text).not.toContain('dependencies');
  });
});

describe('start and stop', () => {
  it('answers on a free port and stops although a live line is open', async () => {
    const { deps, admin } = await world();
    deps.clock = systemClock;
    const cookie = (await admin.post('/api/login').send({ email: 'admin@markam.example', password: 'uzun-bir-parola' }))
      .headers['set-cookie'];
    const api = await startApi(deps, { version: '1', dashboardDir: null, host: '127.0.0.1', port: 0 });
    expect(api.url).toBe(`http://127.0.0.1:${api.port}`);
    const line = await fetch(`${api.url}/api/events`, { headers: { cookie: String(cookie).split(';')[0] ?? '' } });
    expect(line.status).toBe(200);
    await api.stop();
    expect(await line.text()).toContain('retry:');
    await expect(fetch(`${api.url}/api/health`)).rejects.toThrow();
  });

  it('says what to do when the port is taken', async () => {
    const { deps } = await emptyWorld();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const start = startApi(deps, { version: '1', dashboardDir: null, host: '127.0.0.1', port });
    await expect(start).rejects.toMatchObject({
      code: 'server.port-in-use',
      message: `Port ${port} is used by another program; choose another with --port or stop it.`,
    });
    other.close();
  });
});
