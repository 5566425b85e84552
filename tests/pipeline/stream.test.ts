// Listening: from a message on a real socket to a stored mention and its cursor, who may listen, what a refusal leads to,
// and that whatever breaks off loses and doubles nothing.

import { describe, expect, it } from 'vitest';
import type { Source } from '../../core/ports.ts';
import { source as bluesky } from '../../crawlers/sources/bluesky.ts';
import { fetchJob } from '../../pipeline/fetch.ts';
import { jetstream, listening, post, seqIn, until } from './stream-support.ts';
import { asked, collectedOf, type World } from './support.ts';

const source = bluesky as unknown as Source;

describe('a stream that is listened to', () => {
  it('stores what any watch asks for, has it analysed, and remembers where it was', async () => {
    const server = await jetstream((socket) => {
      socket.send(post(1, 'Markam kargom gelmedi'));
      socket.send(post(2, 'bugün hava güzel'));
      socket.send('kırık {');
      socket.send(post(3, 'markamdan iade alamadım'));
    });
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    const second = await own.subscribe('İade', 'iade');
    own.start();
    await until(own.world, async () => (await own.store.mentions.count()) === 2);
    await until(own.world, async () => ((await own.state()).cursor as { seq?: number } | null)?.seq === 3);
    const { items } = await own.store.mentions.list({}, { limit: 9 });
    const both = items.find(({ mention }) => mention.text.includes('iade'));
    expect(both?.watchIds).toHaveLength(2);
    expect(both?.watchIds).toContain(second.id);
    expect(items[0]?.mention).toMatchObject({ sourceId: 'bluesky', channel: 'social', isBackfill: false });
    expect(asked(own.world, 'analyze').length).toBeGreaterThan(0);
    expect(server.paths[0]).toContain('/xrpc/network.bsky.jetstream.subscribeEvents?collections=app.bsky.feed.post');
  });

  it('goes on where it was when the connection breaks, and stores the repeated one once', async () => {
    const server = await jetstream((socket, path) => {
      // Inclusive, as the real one is, and with gaps: the filter leaves out what is no post.
      for (const seq of [10, 20, 30, 40].filter((one) => one >= seqIn(path)).slice(0, 2))
        socket.send(post(seq, `markam ${seq}`));
      setTimeout(() => socket.terminate(), 30);
    });
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, async () => (await own.store.mentions.count()) === 4);
    expect(server.paths.map((path) => new URL(path, 'ws://x').searchParams.get('cursor')).slice(0, 3)).toEqual([
      null,
      '20',
      '30',
    ]);
  });

  it('loses nothing while the store is away, and moves its cursor only after', async () => {
    const server = await jetstream((socket) => socket.send(post(7, 'markam')));
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    let refusals = 0;
    const { add } = own.store.mentions;
    own.deps.store.mentions.add = (hits) => (refusals++ < 3 ? Promise.reject(new Error('disk is full')) : add(hits));
    own.start();
    await until(own.world, () => refusals === 2);
    expect((await own.state()).cursor).toBeNull();
    await until(own.world, async () => (await own.store.mentions.count()) === 1);
    await until(own.world, async () => (await own.state()).cursor !== null);
  });

  it('is read by one process at a time, and by the next when that one stops', async () => {
    const server = await jetstream(() => undefined);
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    const stopFirst = own.start();
    await until(own.world, () => server.sockets.length === 1);
    own.start();
    await own.world.clock.advance(60_000);
    expect(server.sockets).toHaveLength(1);
    await stopFirst();
    await until(own.world, () => server.sockets.length === 2);
    await until(own.world, () => server.sockets[0]?.readyState === 3);
  });

  it('ends when the lease is lost', async () => {
    const server = await jetstream(() => undefined);
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, () => server.sockets.length === 1);
    own.deps.store.leases.take = async () => false;
    await until(own.world, () => server.sockets[0]?.readyState === 3);
    expect(server.sockets).toHaveLength(1);
  });

  it('is left when its last watch is paused, and a changed query counts at once', async () => {
    const server = await jetstream(() => undefined);
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, () => server.sockets.length === 1);
    const [watch] = (await own.store.watches.list()).filter(({ name }) => name === 'Markam canlı');
    if (!watch) throw new Error('no watch');
    await own.store.watches.put({ ...watch, query: 'zarpak' });
    await own.world.clock.advance(6_000);
    server.sockets[0]?.send(post(1, 'markam'));
    server.sockets[0]?.send(post(2, 'zarpak'));
    await until(own.world, async () => (await own.store.mentions.count()) === 1);
    await own.store.watches.put({ ...watch, isPaused: true });
    await until(own.world, () => server.sockets[0]?.readyState === 3);
  });

  it('is asked for by the old wire where the new one is not there, and by time where the place is forgotten', async () => {
    const old = (time: number) =>
      JSON.stringify({
        ...{ did: 'did:plc:ornek', time_us: time, kind: 'commit' },
        commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: `k${time}`, record: { text: 'markam' } },
      });
    const first = Date.UTC(2026, 10, 24, 5) * 1000;
    const server = await jetstream(
      (socket) => socket.send(old(first)),
      (path) => (path.startsWith('/xrpc') ? 404 : null),
    );
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, async () => (await own.store.mentions.count()) === 1);
    expect(server.paths[1]).toMatch(/^\/subscribe\?wantedCollections=app\.bsky\.feed\.post/);
    const plans = source.stream?.open({ jetstream: 'wss://a.example' }, { seq: 9, timeUs: first }, {}) ?? [];
    expect(plans.map(({ url, warning }) => [new URL(url).searchParams.get('cursor'), Boolean(warning)])).toEqual([
      ['9', false],
      [String(first - 5_000_000), true],
      [String(first - 5_000_000), false],
    ]);
  });

  it('suspends the source when it is refused and nothing else can be asked, and tries again after the pause', async () => {
    let isClosed = true;
    const server = await jetstream(
      (socket) => socket.send(post(1, 'markam')),
      () => (isClosed ? 403 : null),
    );
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, async () => (await own.store.sources.health('bluesky'))?.suspendedUntil != null);
    const health = await own.store.sources.health('bluesky');
    expect(health?.suspendedReason).toContain('403');
    await own.world.clock.advance(60_000);
    expect(server.paths).toHaveLength(1);
    isClosed = false;
    await own.world.clock.leap(16 * 60_000);
    await until(own.world, async () => (await own.store.mentions.count()) === 1);
  });

  it('waits longer and longer, to a minute, while nobody can be reached', async () => {
    const server = await jetstream(() => undefined);
    await server.stop();
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    const runs = () => own.store.sources.runs({ sourceId: 'bluesky', limit: 50 });
    await until(own.world, async () => (await runs()).length === 12);
    const times = (await runs()).map(({ startedAt }) => startedAt).reverse();
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(pauses[0]).toBeLessThan(2_000);
    for (const pause of pauses.slice(-3)) expect(pause).toBeGreaterThanOrEqual(30_000);
    expect((await own.store.sources.health('bluesky'))?.suspendedUntil).toBeNull();
  });

  it('writes one run a minute, also when nothing comes', async () => {
    const server = await jetstream((socket) => {
      socket.send(post(1, 'markam'));
      socket.send(post(2, 'başka'));
    });
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, async () => (await own.store.mentions.count()) === 1);
    const runs = async () => (await own.store.sources.runs({ sourceId: 'bluesky', limit: 9 })).reverse();
    await until(own.world, async () => (await runs()).length === 2);
    expect(await runs()).toMatchObject([
      { outcome: 'ok', itemCount: 2, addedCount: 1, error: null },
      { outcome: 'empty', itemCount: 0, addedCount: 0, error: null },
    ]);
  });

  it('says so when it runs and nothing in it can be read', async () => {
    const server = await jetstream((socket) => socket.send('{"yeni":"biçim"}'));
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host]);
    own.start();
    await until(own.world, async () => (await own.store.sources.health('bluesky'))?.lastError != null);
    expect((await own.store.sources.runs({ sourceId: 'bluesky', limit: 1 }))[0]).toMatchObject({ outcome: 'changed' });
  });
});

describe('a source with a stream', () => {
  const withKey = { keys: { bluesky: 'ayse.example:abcd-efgh-ijkl' } };

  async function polledWhile(isOpen: boolean, options: typeof withKey | object) {
    const server = await jetstream(
      () => undefined,
      () => (isOpen ? null : 403),
    );
    let polls = 0;
    let world: World | null = null;
    const own = await listening(source, { jetstream: `ws://${server.host}` }, [server.host], {
      ...options,
      collect: async () => {
        polls += 1;
        if (!world) throw new Error('no world');
        const collected = collectedOf(world, []);
        return { ...collected, run: { ...collected.run, sourceId: 'bluesky' } };
      },
    });
    world = own.world;
    own.start();
    await until(own.world, () => server.paths.length > 0);
    await until(own.world, async () => isOpen === (await own.state()).isOpen && (await own.state()).at > 0);
    const [subscription] = await own.store.subscriptions.list({ sourceId: 'bluesky' });
    const poll = () => fetchJob(own.deps, { subscriptionId: subscription?.id ?? '' });
    return { poll, count: () => polls };
  }

  it('is asked once for what was before, and then only listened to', async () => {
    const { poll, count } = await polledWhile(true, withKey);
    expect(await poll()).not.toBeNull();
    expect(await poll()).toBeNull();
    expect(count()).toBe(1);
  });

  it('is never asked without the key that asking needs', async () => {
    const { poll, count } = await polledWhile(true, {});
    expect(await poll()).toBeNull();
    expect(count()).toBe(0);
  });

  it('is asked like any other while its stream is closed, and the run says why', async () => {
    const { poll } = await polledWhile(false, withKey);
    await poll();
    expect(await poll()).toMatchObject({ error: expect.stringMatching(/403.*pages are read instead/) });
  });
});
