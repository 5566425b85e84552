// MongoDB without transactions: a process that is killed at any point leaves nothing that a repeated call does not put
// right, and several processes at once count and claim everything exactly once.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import type { JudgementCommit, Store } from '../../core/ports.ts';
import type { Mention } from '../../core/types.ts';
import { openMongo } from '../../store/mongo/store.ts';
import {
  brandOf,
  commitOf,
  mentionOf,
  seed,
  storyIdOf,
  subscriptionOf,
  T0,
  watchOf,
} from '../contracts/store-samples.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts';
import { describeMongo, startMongo } from '../support/mongo.ts';

type Server = Awaited<ReturnType<typeof startMongo>>;

let server: Server;
const clock = new FakeClock(T0);
const newName = () => `itibar_test_${randomBytes(6).toString('hex')}`;

async function openFresh(name = newName()): Promise<{ store: Store; name: string }> {
  const store = openMongo({ url: server.urlOf(name), clock });
  await store.migrate();
  return { store, name };
}

/** Everything that one round of the test below may have touched, without the names of the round. */
async function stateOf(store: Store, round: string, mentions: readonly Mention[]) {
  const brandId = `brd_${round}`;
  const span = { brandId, from: 0, to: 2 * T0, groupBy: ['watch', 'value'] as ('watch' | 'value')[] };
  const counts = await Promise.all(
    (['all', 'sentiment', 'type'] as const).map((dimension) => store.rollups.read({ ...span, dimension })),
  );
  const stories = (await store.stories.list({ brandId }, { limit: 10 })).items;
  const judged = await Promise.all(mentions.map((mention) => store.judgements.get(mention.id, brandId)));
  const found = await store.stories.candidates(brandId, ['eski', 'yeni', 'ortak'], 0, 10);
  const storyNames = new Map(['S', 'T'].map((name) => [storyIdOf(name, brandId), name]));
  return {
    counts: counts.flat().map(({ watchId, value, count }) => [watchId?.replace(round, ''), value, count]),
    stories: stories
      .map(({ id, mentionCount, negativeCount, severity, types, authors }) => ({
        ...{ name: storyNames.get(id), mentionCount, negativeCount, severity, types, authors },
      }))
      .sort((a, b) => String(a.name).localeCompare(String(b.name))),
    judged: judged.map((each) => [each?.sentiment.label, storyNames.get(each?.storyId ?? '')]),
    candidates: found.map(({ storyId }) => storyNames.get(storyId)).sort(),
    unjudged: (await store.mentions.listUnjudged(100)).length,
  };
}

/** Two mentions in one story; then one is judged otherwise, one moves to another story, and a third one joins. */
function sample(round: string): { mentions: Mention[]; before: JudgementCommit[]; batch: JudgementCommit[] } {
  const [brandId, watchIds] = [`brd_${round}`, [`wat_${round}`, `wat_${round}2`]];
  const mentions = ['a', 'b', 'c'].map((name) => mentionOf(`${name}-${round}`, { author: { handle: name } }));
  const [a, b, c] = mentions as [Mention, Mention, Mention];
  return {
    mentions,
    before: [a, b].map((mention) => commitOf(mention, { brandId, watchIds, story: 'S', bands: ['eski', 'ortak'] })),
    batch: [
      commitOf(a, { brandId, watchIds, story: 'S', sentiment: 'positive', severity: 4, bands: ['ortak'] }),
      commitOf(b, { brandId, watchIds, story: 'T', types: ['fraud'], severity: 1, bands: ['yeni'] }),
      commitOf(c, { brandId, watchIds, story: 'S', bands: ['ortak', 'yeni'] }),
    ],
  };
}

async function prepare(store: Store, round: string) {
  await store.brands.put(brandOf(`brd_${round}`, round));
  for (const id of [`wat_${round}`, `wat_${round}2`]) await store.watches.put(watchOf(id, { brandId: `brd_${round}` }));
  const { mentions, before, batch } = sample(round);
  const hits = mentions.map((mention) => ({ mention, watchIds: [`wat_${round}`, `wat_${round}2`] }));
  return { mentions, before, batch, hits };
}

/** Runs fn on a store whose client is cut off after `count` commands. Returns whether it was. */
async function cutOff(name: string, count: number, fn: (store: Store) => Promise<unknown>): Promise<boolean> {
  const proxy: CuttingProxy = await startCuttingProxy(server.port, count);
  const url = server.urlOf(name).replace(/[^/@]+:\d+\//, `127.0.0.1:${proxy.port}/`);
  const store = openMongo({ url, clock, patienceMs: 150 });
  try {
    await fn(store).catch(() => undefined);
    return proxy.hasCut();
  } finally {
    await store.close();
    await proxy.close();
  }
}

describeMongo('MongoDB and killed processes', () => {
  beforeAll(async () => {
    server = await startMongo();
  }, 60_000);
  afterAll(() => server.stop());

  it('end a commit that broke off after any command in the state of one whole call', async () => {
    const { store, name } = await openFresh();
    const whole = await prepare(store, 'whole');
    await store.mentions.add(whole.hits);
    await store.judgements.commit(whole.before);
    await store.judgements.commit(whole.batch);
    const expected = await stateOf(store, 'whole', whole.mentions);
    expect(expected.counts).toContainEqual(['wat_', '', 3]);
    let isCut = true;
    let count = 0;
    for (; isCut && count < 200; count++) {
      const round = `r${count}x`;
      const { mentions, before, batch, hits } = await prepare(store, round);
      await store.mentions.add(hits);
      await store.judgements.commit(before);
      isCut = await cutOff(name, count, (cut) => cut.judgements.commit(batch));
      // Another worker may have taken the mentions in another handful.
      const parts = count % 2 === 0 ? [batch] : [batch.slice(2), batch.slice(0, 2)];
      for (const part of parts) await store.judgements.commit(part);
      expect(await stateOf(store, round, mentions), `cut after ${count} commands`).toEqual(expected);
    }
    expect(count).toBeGreaterThan(8);
    await store.close();
  }, 240_000);

  it('end a merge and a split that broke off after any command in the state of one whole call', async () => {
    const { store, name } = await openFresh();
    let isCut = true;
    let count = 0;
    for (; isCut && count < 200; count++) {
      const round = `r${count}x`;
      const brandId = `brd_${round}`;
      const { mentions, batch, hits } = await prepare(store, round);
      await store.mentions.add(hits);
      await store.judgements.commit(batch);
      const [S, T] = [storyIdOf('S', brandId), storyIdOf('T', brandId)];
      const moved = mentions[1]?.id ?? '';
      const merge = (one: Store) => one.stories.merge(S, [T], 'usr_1', T0);
      const isMergeCut = await cutOff(name, count, merge);
      await merge(store);
      const merged = await stateOf(store, round, mentions);
      expect(merged.stories, `cut after ${count} commands`).toMatchObject([
        { name: 'S', mentionCount: 3, severity: 1 },
      ]);
      expect(merged.candidates).toEqual(['S']);
      expect((await store.stories.get(T))?.id).toBe(S);
      expect((await store.stories.links(S))[0]).toMatchObject({ kind: 'merged', mentionIds: [moved] });
      const split = (one: Store) => one.stories.split(S, [moved], T, 'usr_1', T0);
      isCut = (await cutOff(name, count, split)) || isMergeCut;
      await split(store);
      const parted = await stateOf(store, round, mentions);
      expect(parted.stories, `cut after ${count} commands`).toMatchObject([
        { name: 'S', mentionCount: 2 },
        { name: 'T', mentionCount: 1, severity: 1 },
      ]);
      expect(parted.counts).toEqual(merged.counts);
      expect((await store.stories.links(S)).map(({ kind }) => kind)).toEqual(['apart']);
    }
    expect(count).toBeGreaterThan(8);
    await store.close();
  }, 240_000);

  it('end an add that broke off after any command with every mention once, linked and waiting', async () => {
    const { store, name } = await openFresh();
    let isCut = true;
    let count = 0;
    for (; isCut && count < 100; count++) {
      const { mentions, batch, hits } = await prepare(store, `r${count}x`);
      await store.mentions.add(hits.slice(0, 1).map((hit) => ({ ...hit, watchIds: [] })));
      isCut = await cutOff(name, count, (cut) => cut.mentions.add(hits));
      const { addedIds, knownCount } = await store.mentions.add(hits);
      expect(addedIds.length + knownCount).toBe(3);
      expect(await store.mentions.getMany(mentions.map(({ id }) => id))).toEqual(hits);
      expect((await store.mentions.listUnjudged(100)).sort()).toEqual(mentions.map(({ id }) => id).sort());
      const listed = await store.mentions.list({ brandId: `brd_r${count}x` }, { limit: 10 });
      expect(listed.items).toHaveLength(3);
      await store.judgements.commit(batch);
    }
    expect(count).toBeGreaterThan(3);
    expect(await store.mentions.count()).toBe(3 * count);
    await store.close();
  }, 120_000);

  it('end an erasure that broke off after any command with nothing left', async () => {
    const { store, name } = await openFresh();
    let isCut = true;
    for (let count = 0; isCut && count < 200; count++) {
      const round = `r${count}x`;
      const { mentions, before, hits } = await prepare(store, round);
      await store.mentions.add(hits);
      await store.judgements.commit(before);
      isCut = await cutOff(name, count, (cut) => cut.mentions.eraseAuthor('a', 'usr_1', T0));
      await store.mentions.eraseAuthor('a', 'usr_1', T0);
      const state = await stateOf(store, round, mentions);
      expect(state.counts, `cut after ${count} commands`).toContainEqual(['wat_', '', 1]);
      expect(state.stories).toMatchObject([{ name: 'S', mentionCount: 1, authors: ['b'] }]);
      await store.mentions.eraseAuthor('c', 'usr_1', T0);
      expect(await store.mentions.list({ brandId: `brd_${round}` }, { limit: 5 })).toMatchObject({
        items: [{ mention: { author: { handle: 'b' } } }],
      });
      await store.mentions.eraseAuthor('b', 'usr_1', T0);
      expect(await store.mentions.count()).toBe(0);
      expect((await stateOf(store, round, mentions)).counts).toEqual([]);
    }
    await store.close();
  }, 240_000);
});

const WORKER = join(import.meta.dirname, '../support/mongo-worker.ts');

interface Worker {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  ended: Promise<number | null>;
}

function startWorker(url: string, task: 'claim' | 'judge'): Worker {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, url, task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Record<string, unknown>[] = [];
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return { child, lines, ended };
}

describeMongo('MongoDB and several processes', () => {
  beforeAll(async () => {
    server = await startMongo();
  }, 60_000);
  afterAll(() => server.stop());

  it('hand every due subscription to one of them', async () => {
    const { store, name } = await openFresh();
    await seed(store);
    const ids = Array.from({ length: 40 }, (_, i) => `sub_${i}`);
    for (const id of ids) await store.subscriptions.put(subscriptionOf(id));
    const workers = [1, 2, 3].map(() => startWorker(server.urlOf(name), 'claim'));
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const claimed = workers.flatMap(({ lines }) => lines.map((line) => String(line.claimed)));
    expect(claimed.toSorted()).toEqual(ids.toSorted());
    await store.close();
  }, 60_000);

  it('count every mention once while they judge the same ones and one of them is killed', async () => {
    const { store, name } = await openFresh();
    await seed(store);
    const mentions = Array.from({ length: 240 }, (_, i) =>
      mentionOf(`m${i}`, { text: `Kargo ${'x'.repeat(i % 3)} ${i}` }),
    );
    await store.mentions.add(mentions.map((mention) => ({ mention, watchIds: ['wat_a'] })));
    const workers = [1, 2, 3].map(() => startWorker(server.urlOf(name), 'judge'));
    const [victim, ...others] = workers as [Worker, Worker, Worker];
    await new Promise((done) => victim.child.stdout?.once('data', done));
    victim.child.kill('SIGKILL');
    await victim.ended;
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0]);
    const last = startWorker(server.urlOf(name), 'judge');
    expect(await last.ended).toBe(0);
    const [sum] = await store.rollups.read({ dimension: 'all', from: 0, to: 2 * T0, groupBy: [] });
    expect(sum?.count).toBe(240);
    const stories = (await store.stories.list({}, { limit: 50 })).items;
    expect(stories.reduce((total, story) => total + story.mentionCount, 0)).toBe(240);
    expect(await store.mentions.listUnjudged(10)).toEqual([]);
    await store.close();
  }, 120_000);
});
