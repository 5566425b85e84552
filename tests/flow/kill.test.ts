// kill -9 in the middle of imports and fetches, with real processes on a real file: after the next run nothing is lost
// and nothing is counted twice. Kills are timed by what is stored and sent, so they hit on any machine.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import { openStore } from '../../store/open.ts';
import { endCli, freshFolder, runCli, startCli } from '../support/cli.ts';

const KILLS = 10;
const IMPORT_LINES = 1200;
const NEW_ITEMS_PER_READ = 30;

/** Looks on from another process, as a second `itibar` would. */
async function openBeside(data: string): Promise<Store> {
  const store = openStore({ kind: 'sqlite', path: join(data, 'itibar.db'), clock: systemClock });
  await store.migrate();
  return store;
}

async function progressOf(store: Store): Promise<number> {
  const stored = await store.mentions.count();
  return stored * 2 - (await store.mentions.listUnjudged(10_000)).length;
}

async function until(isReached: () => Promise<boolean> | boolean, running: { child: { exitCode: number | null } }) {
  while (running.child.exitCode === null && !(await isReached())) await sleep(10);
}

/** Every count that must be exact when nothing was lost and nothing doubled. */
async function countsOf(store: Store) {
  const rows = await store.rollups.read({ dimension: 'all', from: 0, to: Number.MAX_SAFE_INTEGER, groupBy: [] });
  let inStories = 0;
  let cursor: string | null = null;
  do {
    const page = await store.stories.list({}, { limit: 200, cursor });
    inStories += page.items.reduce((sum, story) => sum + story.mentionCount, 0);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return {
    stored: await store.mentions.count(),
    unjudged: (await store.mentions.listUnjudged(10)).length,
    counted: rows.reduce((sum, row) => sum + row.count, 0),
    inStories,
  };
}

const TOPICS = ['kargo', 'iade', 'ödeme', 'uygulama', 'fiyat', 'destek', 'garanti', 'kampanya'];

function textOf(index: number): string {
  const topic = TOPICS[index % TOPICS.length];
  return `Zarpak ${topic} konusunda ${index} numaralı kaydım hâlâ çözülmedi, ${index * 37} gündür bekliyorum`;
}

/** A feed that takes its time, answers conditional requests, and knows when half of a body is out. */
class SlowFeed {
  itemCount = 0;
  halfSentCount = 0;
  #server: Server | null = null;
  host = '';

  grow(count: number): void {
    this.itemCount += count;
  }

  async start(): Promise<void> {
    const server = createServer(async (request, response) => {
      response.on('error', () => undefined);
      if (request.url !== '/feed.xml') return response.writeHead(404).end();
      const etag = `"${this.itemCount}"`;
      if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
      const body = this.#body();
      response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag });
      response.write(body.slice(0, body.length / 2));
      await sleep(10);
      this.halfSentCount += 1;
      await sleep(40);
      response.end(body.slice(body.length / 2));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #body(): string {
    const items = Array.from(
      { length: this.itemCount },
      (_, at) => `<item><guid>k${at}</guid><title>Kayıt ${at}</title><description>${textOf(at)}</description></item>`,
    );
    return `<rss version="2.0"><channel><title>Zarpak</title><link>https://zarpak.example/</link>${items.join('')}</channel></rss>`;
  }
}

describe('kill -9', () => {
  it(`loses and doubles nothing when it hits an import ${KILLS} times`, { timeout: 600_000 }, async () => {
    const data = freshFolder();
    const added = await runCli([
      '--data',
      data,
      'watch',
      'add',
      'zarpak',
      '--create-brand',
      '-s',
      'feed:url=https://a.example/',
    ]);
    expect(added.code).toBe(0);
    const file = join(data, 'lines.jsonl');
    const line = (_: unknown, at: number) => JSON.stringify({ id: `k${at}`, text: textOf(at), channel: 'support' });
    writeFileSync(file, Array.from({ length: IMPORT_LINES }, line).join('\n'));
    const store = await openBeside(data);
    try {
      let killCount = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const running = await startCli(['--data', data, 'import', file]);
        const threshold = ((kill + 0.5) * 2 * IMPORT_LINES) / KILLS;
        await until(async () => (await progressOf(store)) >= threshold, running);
        await endCli(running, 'SIGKILL');
        if (running.child.signalCode === 'SIGKILL') killCount += 1;
      }
      expect(killCount).toBeGreaterThanOrEqual(KILLS - 2);
      const last = JSON.parse((await runCli(['--data', data, 'import', file, '--json'])).stdout);
      expect(last).toMatchObject({ readCount: IMPORT_LINES, badCount: 0 });
      expect(last.addedCount + last.knownCount).toBe(IMPORT_LINES);
      const exact = { stored: IMPORT_LINES, unjudged: 0, counted: IMPORT_LINES, inStories: IMPORT_LINES };
      expect(await countsOf(store)).toEqual(exact);
    } finally {
      await store.close();
    }
  });

  const site = new SlowFeed();
  afterAll(() => site.stop());

  it(`loses and doubles nothing when it hits a fetch ${KILLS} times`, { timeout: 600_000 }, async () => {
    const data = freshFolder();
    await site.start();
    mkdirSync(data, { recursive: true });
    writeFileSync(
      join(data, 'itibar.yml'),
      `data: { dir: ${JSON.stringify(data)} }\nfetch: { allowHosts: ["${site.host}"], minInterval: 1 }\n`,
    );
    const itibar = { cwd: data };
    const source = `feed:url=http://${site.host}/feed.xml`;
    expect((await runCli(['watch', 'add', 'zarpak', '--create-brand', '-s', source], itibar)).code).toBe(0);
    const store = await openBeside(data);
    try {
      let killCount = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        site.grow(NEW_ITEMS_PER_READ);
        const before = await progressOf(store);
        const halves = site.halfSentCount;
        const running = await startCli(['collect', '--all'], itibar);
        // In turn: half of the body is out, the first items are stored, the first are judged.
        await until(async () => {
          if (kill % 3 === 0) return site.halfSentCount > halves;
          const progress = (await progressOf(store)) - before;
          return kill % 3 === 1 ? progress > 0 : progress > NEW_ITEMS_PER_READ;
        }, running);
        await endCli(running, 'SIGKILL');
        if (running.child.signalCode === 'SIGKILL') killCount += 1;
      }
      expect(killCount).toBeGreaterThanOrEqual(KILLS / 2);
      const last = await runCli(['collect', '--all', '--json'], itibar);
      expect(JSON.parse(last.stdout)).toMatchObject({ runs: [{ source: 'feed', error: null }] });
      const { itemCount } = site;
      expect(await countsOf(store)).toEqual({
        stored: itemCount,
        unjudged: 0,
        counted: itemCount,
        inStories: itemCount,
      });
    } finally {
      await store.close();
    }
  });
});
