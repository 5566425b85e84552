// The sources that are listened to, over real sockets: Şikayetvar's events, and what Bluesky's network really sent.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../core/ports.ts';
import { source as bluesky } from '../../crawlers/sources/bluesky.ts';
import { source as live } from '../../crawlers/sources/sikayetvar-live.ts';
import { site } from '../crawlers/fetch/support.ts';
import { fixture } from '../crawlers/sources/support.ts';
import { describeShared } from '../support/shared.ts';
import { jetstream, listening, until } from './stream-support.ts';

const source = bluesky as unknown as Source;

describe('Şikayetvar’s live stream', () => {
  const text = () => fixture('sikayetvar-live', 'live.txt');

  it('gives the complaints of the brand and of the query, and goes on behind the last id', async () => {
    const ids: (string | undefined)[] = [];
    const server = await site((request, response) => {
      ids.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (ids.length === 1) response.end(text());
    });
    const params = { brand: 'zarpak', address: `${server.url}/live` };
    const own = await listening(live as unknown as Source, params, [server.host]);
    await own.subscribe('İade', 'iade');
    own.start();
    await until(own.world, async () => (await own.store.mentions.count()) === 2);
    await until(own.world, () => ids.length === 2);
    expect(ids).toEqual([undefined, '72']);
    const { items } = await own.store.mentions.list({}, { limit: 9 });
    expect(items.map(({ mention }) => mention).find(({ key }) => key.endsWith(':901'))).toMatchObject({
      ...{ title: 'Kargom gelmedi', text: 'Zarpak siparişim 9 gündür yolda', channel: 'complaint', siteName: 'zarpak' },
      author: { name: 'Ayşe Ö.', url: 'https://www.sikayetvar.com/uye/ayse-o' },
      publishedAt: Date.UTC(2026, 10, 24, 5, 15),
    });
    const second = items.find(({ mention }) => mention.key.endsWith(':902'));
    expect(second).toMatchObject({ mention: { title: null, text: 'İade yok', publishedAt: 1_795_500_000_000 } });
  });

  it('that answers 404 leaves the brand’s page to be read', async () => {
    const server = await site((_request, response) => response.writeHead(404).end());
    const own = await listening(live as unknown as Source, { brand: 'markam', address: `${server.url}/live` }, [
      server.host,
    ]);
    own.start();
    await until(own.world, async () => (await own.state()).error !== null);
    expect((await own.state()).error).toMatch(/404.*pages are read instead/);
    expect((await own.store.sources.health('sikayetvar-live'))?.suspendedUntil).toBeNull();
    const asksFor = live.plan({ brand: 'markam', address: server.url }, null, {
      query: '',
      terms: [],
      now: 0,
      keys: {},
    });
    expect(asksFor[0]?.url).toBe('https://www.sikayetvar.com/markam');
  });
});

describeShared('the real 150 events of Bluesky, over a socket', (at) => {
  it('are stored once, however often the connection breaks', async () => {
    const lines = readFileSync(at('fixtures', 'bluesky', 'jetstream', 'expected_v1.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const timeOf = (line: string) => (JSON.parse(line) as { time_us: number }).time_us;
    let opened = 0;
    const server = await jetstream(
      (socket, path) => {
        opened += 1;
        const from = Number(new URL(path, 'ws://x').searchParams.get('cursor') ?? 0);
        const rest = lines.filter((line) => timeOf(line) >= from);
        for (const line of opened < 4 ? rest.slice(0, 40 * opened) : rest) socket.send(line);
        if (opened < 4) setTimeout(() => socket.terminate(), 20);
      },
      (path) => (path.startsWith('/xrpc') ? 404 : null),
    );
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    await own.subscribe('Hepsi', 'site:bsky.app');
    own.start();
    await until(own.world, () => opened === 4);
    await until(own.world, async () => (await own.store.mentions.count()) === 17);
    await own.world.clock.advance(5000);
    expect(await own.store.mentions.count()).toBe(17);
    const newest = Math.max(...lines.map(timeOf));
    await until(own.world, async () => ((await own.state()).cursor as { timeUs?: number } | null)?.timeUs === newest);
  });
});
