// The scaled profile under fire: one scheduler, three workers and one API as processes of their own on the MongoDB protocol
// and Redis, reading the sample web through a crisis. A worker is killed (-9) every few seconds, Redis is restarted, the
// store is away for ten seconds. Afterwards everything is there exactly once and nothing waits.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp } from '../../app.ts';
import { configSchema } from '../../config/schema.ts';
import { SECOND, systemClock } from '../../core/clock.ts';
import type { Clock, Queue, Store } from '../../core/ports.ts';
import { demoBrand } from '../../demo/brand.ts';
import { createScenario, type Post } from '../../demo/scenario.ts';
import { type SampleWeb, startSampleWeb } from '../../demo/web.ts';
import { fetchJob } from '../../pipeline/fetch.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { openQueue } from '../../queue/open.ts';
import { openStore } from '../../store/open.ts';
import { getJson } from '../demo/support.ts';
import { memoryLog } from '../queue/support.ts';
import { describeMongo, freePort, type MongoServer, startMongo } from '../support/mongo.ts';
import { canStartRedis, type RedisServer, startRedis } from '../support/redis.ts';
import { type Crew, startCrew } from './processes.ts';
import { allMentions, countsOf, mailDeliveries } from './support.ts';

const SEED = 1;
/** The story begins shortly before its crisis and stands still when the chaos ends. */
const LEAD_MS = 34 * SECOND;
const KILL_EVERY_MS = 4 * SECOND;
const STORE_AWAY_MS = 10 * SECOND;
/** Leases of killed workers, a claimed delivery's two minutes, and a loaded machine. */
const SETTLE_MS = 200 * SECOND;

/** The sample web's time: ahead of ours, until it is frozen. */
class StoryClock implements Clock {
  #leadMs = 0;
  #frozenAt: number | null = null;
  now = () => this.#frozenAt ?? systemClock.now() + this.#leadMs;
  sleep = systemClock.sleep;
  every = systemClock.every;
  skip(ms: number): void {
    this.#leadMs += ms;
  }
  freeze(): void {
    this.#frozenAt = this.now();
  }
}

interface Mail {
  headers: { name: string; value: string }[];
}

describeMongo('the scaled profile under fire', () => {
  const folder = mkdtempSync(join(tmpdir(), 'itibar-scaled-'));
  const clock = new StoryClock();
  let web: SampleWeb;
  let mongo: MongoServer & { dir: string; port: number };
  let redis: RedisServer;
  let redisArgs: string[];
  let crew: Crew;
  let apiUrl: string;
  let config: object;
  const watching: { store: Store; queue: Queue }[] = [];

  beforeAll(async () => {
    if (!canStartRedis) throw new Error('this test needs the package "redis-server"');
    redisArgs = ['--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'];
    const port = await freePort();
    [web, mongo, redis] = await Promise.all([
      startSampleWeb({ clock, log: memoryLog().log, seed: SEED }),
      startMongo(),
      startRedis(redisArgs),
    ]);
    const { host, port: mailPort } = web.sites.mail;
    config = {
      fetch: { allowHosts: web.hosts, minInterval: 100 },
      mail: { host, port: mailPort, from: 'itibar <itibar@demo.example>', to: ['iletisim@pazarlamacim.example'] },
      digest: { isEnabled: false },
      brands: [demoBrand(web.sites)],
    };
    const engines = {
      store: { kind: 'mongo', url: mongo.urlOf('scaled') },
      queue: { kind: 'bullmq', url: redis.url, lease: '6s' },
      server: { port },
      log: { level: 'warn' },
    };
    writeFileSync(join(folder, 'itibar.yml'), JSON.stringify({ ...config, ...engines }));
    apiUrl = `http://127.0.0.1:${port}`;
    const log = memoryLog().log;
    watching.push({
      store: openStore({ kind: 'mongo', url: mongo.urlOf('scaled'), clock: systemClock }),
      queue: openQueue({ kind: 'bullmq', url: redis.url, clock: systemClock, log }),
    });
    clock.skip(LEAD_MS);
    crew = await startCrew(
      {
        api: ['serve', '--json'],
        scheduler: ['scheduler', '--json'],
        ...{ worker1: ['worker', '--json'], worker2: ['worker', '--json'], worker3: ['worker', '--json'] },
      },
      { cwd: folder },
    );
    await until(async () => (await statusOf('/api/ready')) === 200, 60 * SECOND);
  }, 120_000);

  afterAll(async () => {
    await crew?.endAll();
    for (const { store, queue } of watching) await Promise.all([store.close(), queue.close(0)]);
    await Promise.all([mongo?.stop(), redis?.stop(), web?.stop()]);
    if (mongo?.dir) rmSync(mongo.dir, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  const statusOf = (path: string) =>
    fetch(`${apiUrl}${path}`)
      .then(({ status }) => status)
      .catch(() => 0);
  const stored = () => watching[0]?.store as Store;
  const queue = () => watching[0]?.queue as Queue;

  it('keeps working through kills, a restart of Redis and ten seconds without the store', {
    timeout: 180_000,
  }, async () => {
    let killCount = 0;
    const wait = async (ms: number) => {
      for (let waited = 0; waited < ms; waited += KILL_EVERY_MS) {
        await sleep(Math.min(KILL_EVERY_MS, ms - waited));
        if (crew.kill(`worker${(killCount % 3) + 1}`)) killCount += 1;
      }
    };
    await until(async () => (await stored().mentions.count()) > 0, 60 * SECOND);
    await wait(16 * SECOND);

    await redis.stop();
    await sleep(SECOND);
    redis = await startRedis(redisArgs, redis.port);
    await wait(12 * SECOND);

    if (mongo.process) {
      const { dir, port } = mongo;
      mongo.process.kill('SIGKILL');
      await sleep(STORE_AWAY_MS / 2);
      expect([await statusOf('/api/health'), await statusOf('/api/ready')]).toEqual([200, 503]);
      await sleep(STORE_AWAY_MS / 2);
      mongo = await startMongo({ dir, port });
    }
    await wait(16 * SECOND);
    clock.freeze();
    expect(killCount).toBeGreaterThanOrEqual(8);
  });

  it('then has every mention that can be read exactly once, judged and counted', {
    timeout: SETTLE_MS + 120_000,
  }, async () => {
    const wanted = await readAlone(config);
    expect(wanted.length).toBeGreaterThan(100);
    const missing = async () => {
      const keys = new Set((await allMentions(stored())).map(({ key }) => key));
      return wanted.filter((key) => !keys.has(key));
    };
    await until(async () => (await missing()).length === 0 && (await isQuiet()), SETTLE_MS);
    expect(await missing()).toEqual([]);
    expect(await crew.end('scheduler')).toBe(0);
    await until(async () => (await waiting()) === 0, SETTLE_MS);

    const mentions = await allMentions(stored());
    expect(new Set(mentions.map(({ key }) => key)).size).toBe(mentions.length);
    const { perWatch, inStories, unjudged } = await countsOf(stored());
    expect(unjudged).toBe(0);
    expect(inStories).toBe(mentions.length);
    expect(Math.max(...perWatch)).toBeLessThanOrEqual(mentions.length);
    const { startedAt } = web.story;
    const tagged = createScenario(startedAt, SEED)
      .posts('social', clock.now())
      .filter((post) => post.at > startedAt && /#pazarlamac[iı]m\b/i.test(post.text));
    const timesStored = (post: Post) => mentions.filter(({ key }) => key.endsWith(`/statuses/${idOf(post)}`)).length;
    expect(tagged.length).toBeGreaterThan(10);
    expect(tagged.map(timesStored)).toEqual(tagged.map(() => 1));
  });

  it('has sent every alert once, and no job is stuck or given up', { timeout: SETTLE_MS + 60_000 }, async () => {
    await until(async () => (await waiting()) === 0 && (await unsent()) === 0, SETTLE_MS);
    const deliveries = await mailDeliveries(stored());
    expect(deliveries.length).toBeGreaterThan(0);
    expect(deliveries.filter(({ state }) => state !== 'sent')).toEqual([]);
    const ids = await messageIds();
    expect(new Set(ids).size).toBe(deliveries.length);
    // Between "250 accepted" and our note of it lies a moment in which a kill makes a second try necessary: then the very
    // same mail (the same Message-ID) comes once more, and never without such a try.
    const repeats = ids.length - new Set(ids).size;
    const secondTries = deliveries.reduce((sum, { attemptCount }) => sum + attemptCount - 1, 0);
    expect(repeats).toBeLessThanOrEqual(secondTries);
    const open = (await stored().incidents.list({}, { limit: 100 })).items;
    expect(new Set(open.map(({ fingerprint }) => fingerprint)).size).toBe(open.length);
    expect(await queue().deadLetters(10)).toEqual([]);
    for (const name of ['worker1', 'worker2', 'worker3', 'api']) expect(await crew.end(name)).toBe(0);
  });

  /** Keys of everything that one undisturbed process finds in the frozen web. */
  async function readAlone(settings: object): Promise<string[]> {
    const alone = mkdtempSync(join(tmpdir(), 'itibar-alone-'));
    const app = await openApp(configSchema.parse({ ...settings, data: { dir: alone } }), {
      log: memoryLog().log,
      isLight: true,
    });
    try {
      await seedBrands(app.deps);
      for (const { id } of await app.deps.store.subscriptions.list()) await fetchJob(app.deps, { subscriptionId: id });
      return (await allMentions(app.deps.store)).map(({ key }) => key);
    } finally {
      await app.close();
      rmSync(alone, { recursive: true, force: true });
    }
  }

  async function waiting(): Promise<number> {
    const stats = Object.values(await queue().stats());
    return stats.reduce((sum, { pending, running, delayed }) => sum + pending + running + delayed, 0);
  }

  async function isQuiet(): Promise<boolean> {
    const { analyze, evaluate, notify } = await queue().stats();
    return [analyze, evaluate, notify].every(({ pending, running, delayed }) => pending + running + delayed === 0);
  }

  const unsent = async () => (await mailDeliveries(stored())).filter(({ state }) => state !== 'sent').length;

  async function messageIds(): Promise<string[]> {
    const { mails } = await getJson<{ mails: Mail[] }>(`${web.sites.mail.inboxUrl}/api/mails`);
    return mails.map(({ headers }) => headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? '');
  }

  /** Looks twice a second; says at the end what the processes wrote. */
  async function until(isReached: () => Promise<boolean>, withinMs: number): Promise<void> {
    const endAt = systemClock.now() + withinMs;
    while (!(await isReached().catch(() => false))) {
      if (systemClock.now() > endAt) {
        const said = [...(crew?.places.values() ?? [])].map(({ name, text }) => `${name}: ${text().slice(-3000)}`);
        throw new Error(`not reached in ${withinMs} ms; ${JSON.stringify(await queue().stats())}\n${said.join('\n')}`);
      }
      await sleep(500);
    }
  }
});

function idOf(post: Post): string {
  return String((BigInt(post.at) << 16n) | BigInt(post.id & 0xffff));
}
