// kill -9 while a stream is listened to, with real processes on a real file: the next one takes the lease over, goes on
// where the cursor stood, and nothing is lost or counted twice. One more is ended with SIGTERM, which must end it cleanly.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../core/clock.ts';
import { openStore } from '../../store/open.ts';
import { endCli, freshFolder, startCli } from '../support/cli.ts';

const KILLS = 6;
const POSTS = 3000;

const post = (seq: number) =>
  JSON.stringify({
    $type: 'message',
    payload: {
      $type: 'network.bsky.jetstream.subscribeEvents#commit',
      ...{ seq, did: 'did:plc:ornek', time: new Date(systemClock.now()).toISOString(), operation: 'create' },
      ...{ collection: 'app.bsky.feed.post', rkey: `k${seq}` },
      record: { text: seq % 3 === 0 ? `zarpak kargom ${seq} gündür gelmedi` : `bugün ${seq} adım attım` },
    },
  });
const WANTED = Math.floor(POSTS / 3);

/** Sends from the asked place on, a few posts at a time, so that a kill hits in the middle. */
async function slowStream(): Promise<{ host: string; cursors: (number | null)[] }> {
  const server = createServer();
  const cursors: (number | null)[] = [];
  const feed = async (socket: WebSocket, from: number) => {
    for (let seq = from; seq <= POSTS && socket.readyState === 1; seq += 1) {
      socket.send(post(seq));
      if (seq % 20 === 0) await sleep(10);
    }
  };
  new WebSocketServer({ server, handleProtocols: () => 'xrpc.v1.json' }).on('connection', (socket, request) => {
    const asked = new URL(request.url ?? '', 'ws://x').searchParams.get('cursor');
    cursors.push(asked === null ? null : Number(asked));
    socket.on('error', () => undefined);
    void feed(socket, Number(asked ?? 1));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, cursors };
}

it(`a stream loses and doubles nothing when its reader is killed ${KILLS} times`, { timeout: 300_000 }, async () => {
  const data = freshFolder();
  const { host, cursors } = await slowStream();
  mkdirSync(data, { recursive: true });
  writeFileSync(
    join(data, 'itibar.yml'),
    `data: { dir: ${JSON.stringify(data)} }
fetch: { allowHosts: ["${host}"], minInterval: 1 }
queue: { lease: 1s }
brands:
  - name: zarpak
    watches:
      - { name: zarpak, query: zarpak, sources: [{ id: bluesky, params: { jetstream: "ws://${host}" } }] }
`,
  );
  const itibar = { cwd: data };
  const first = await startCli(['start', '--port', '0'], itibar);
  const store = openStore({ kind: 'sqlite', path: join(data, 'itibar.db'), clock: systemClock });
  onTestFinished(() => store.close());
  const stored = async () => store.mentions.count().catch(() => 0);
  const until = async (count: number) => {
    for (let tries = 0; tries < 3000 && (await stored()) < count; tries += 1) await sleep(10);
    expect(await stored()).toBeGreaterThanOrEqual(count);
  };
  let running = first;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await until(Math.floor(((kill + 0.4) * WANTED) / KILLS));
    await endCli(running, 'SIGKILL');
    expect(running.child.signalCode).toBe('SIGKILL');
    running = await startCli(['start', '--port', '0'], itibar);
  }
  await until(WANTED);
  for (let tries = 0; tries < 1000 && (await store.mentions.listUnjudged(1)).length > 0; tries += 1) await sleep(20);
  await endCli(running, 'SIGTERM');
  expect(running.child.exitCode).toBe(0);
  expect(await stored()).toBe(WANTED);
  const rows = await store.rollups.read({ dimension: 'all', from: 0, to: Number.MAX_SAFE_INTEGER, groupBy: [] });
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(WANTED);
  expect(await store.mentions.listUnjudged(10)).toEqual([]);
  // Each reader that came to it went on behind what was stored, and none began anew.
  expect(cursors.length).toBeGreaterThan(KILLS / 2);
  expect(cursors.slice(1).every((cursor, index) => (cursor ?? 0) >= (cursors[index] ?? 0) && (cursor ?? 0) > 1)).toBe(
    true,
  );
});
