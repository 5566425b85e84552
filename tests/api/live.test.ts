// The live line: says what changed, not more than four times a second, and ends with the session.

import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SECOND } from '../../core/clock.ts';
import { PASSWORD, type World, world } from './support.ts';

interface Line {
  text(): string;
  ended: Promise<void>;
  /** Resolves once the text holds what is wanted. */
  until(wanted: string): Promise<void>;
}

async function openLine(w: World, cookie: string): Promise<Line> {
  const server = createServer(w.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  let text = '';
  let look = (): void => undefined;
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ port, path: '/api/events', headers: { cookie } }, (response) => {
      response.setEncoding('utf8');
      const ended = new Promise<void>((done) => response.on('end', done));
      response.on('data', (piece: string) => {
        text += piece;
        look();
      });
      const until = (wanted: string) =>
        new Promise<void>((done) => {
          look = () => text.includes(wanted) && done();
          look();
        });
      resolve({ text: () => text, ended, until });
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function signedIn(w: World): Promise<{ agent: request.Agent; cookie: string }> {
  const agent = request.agent(w.app);
  const response = await agent.post('/api/login').send({ email: 'viewer@markam.example', password: PASSWORD });
  return { agent, cookie: String(response.headers['set-cookie']).split(';')[0] ?? '' };
}

describe('the live line', () => {
  it('tells what changed as an event', async () => {
    const w = await world();
    const line = await openLine(w, (await signedIn(w)).cookie);
    await line.until('retry:');
    w.deps.events.emit({ kind: 'incident', incidentId: 'inc_1' });
    await w.clock.advance(SECOND);
    await line.until('event: live\ndata: {"kind":"incident","id":"inc_1"}\n\n');
    await w.clock.advance(25 * SECOND);
    await line.until(': beat');
  });

  it('sends at most four messages a second, whatever happens, and forgets no kind', async () => {
    const w = await world();
    const line = await openLine(w, (await signedIn(w)).cookie);
    await line.until('retry:');
    for (let count = 0; count < 200; count += 1) {
      w.deps.events.emit({ kind: 'mentions', brandId: w.brand.id, count: 1 });
      w.deps.events.emit({ kind: 'story', storyId: `sto_${count}` });
      w.deps.events.emit({ kind: 'source', sourceId: 'search' });
    }
    await w.clock.advance(SECOND);
    await line.until('"source"');
    const messages = line.text().match(/^data: .*$/gm) ?? [];
    expect(messages).toEqual([
      `data: {"kind":"mentions","id":"${w.brand.id}"}`,
      'data: {"kind":"story","id":""}',
      'data: {"kind":"source","id":"search"}',
    ]);
  });

  it('ends at logout, and is not opened without a session', async () => {
    const w = await world();
    const { agent, cookie } = await signedIn(w);
    const line = await openLine(w, cookie);
    await line.until('retry:');
    await agent.post('/api/logout').expect(200);
    await line.ended;
    await request(w.app).get('/api/events').expect(401);
  });

  it('ends within half a minute when the session was ended elsewhere', async () => {
    const w = await world();
    const { cookie } = await signedIn(w);
    const line = await openLine(w, cookie);
    await line.until('retry:');
    const user = await w.deps.store.users.findByEmail('viewer@markam.example');
    await w.deps.store.sessions.removeOfUser(user?.id ?? '');
    await w.clock.advance(25 * SECOND);
    await line.ended;
  });
});
