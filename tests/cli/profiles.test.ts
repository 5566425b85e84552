// The two profiles as processes: the embedded one loads nothing of the scaled one; the scaled one runs in parts that hear of
// each other, answer for themselves and end cleanly.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endCli, freshFolder, runCli, startCli, untilSaid } from '../support/cli.ts';
import { describeMongo, type MongoServer, startMongo } from '../support/mongo.ts';
import { canStartRedis, type RedisServer, startRedis } from '../support/redis.ts';

type Running = Awaited<ReturnType<typeof startCli>>;

/** Every script that a process loaded, as V8 reports it at the end. */
function loadedScripts(folder: string): string[] {
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  return [...new Set(urls)];
}

const OF_SCALED = /node_modules\/(?:bullmq|ioredis|mongodb|bson)\//;

describe('the embedded profile', { timeout: 60_000 }, () => {
  it('loads no bullmq, ioredis or mongodb while it serves, works and ends', async () => {
    const folder = freshFolder();
    const coverage = join(folder, 'coverage');
    mkdirSync(coverage);
    const args = ['--data', folder, 'start', '--port', '0', '--json', '--log-level', 'error'];
    const running = await startCli(args, { cwd: folder, env: { NODE_V8_COVERAGE: coverage } });
    const [line] = await untilSaid(running, /\{.*"url".*\}/);
    const { url } = JSON.parse(line) as { url: string };
    expect((await fetch(`${url}/api/ready`)).status).toBe(200);
    expect(await endCli(running)).toBe(0);
    const scripts = loadedScripts(coverage);
    expect(scripts.some((script) => script.includes('better-sqlite3'))).toBe(true);
    expect(scripts.filter((script) => OF_SCALED.test(script))).toEqual([]);
  });

  it('refuses half a scaled profile with a sentence', async () => {
    const env = { ITIBAR_STORE_KIND: 'mongo', ITIBAR_STORE_URL: 'mongodb://127.0.0.1:1/itibar' };
    const { code, stderr } = await runCli(['worker'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('store.kind "mongo" and queue.kind "local" do not go together');
  });

  it('names jobs that there are', async () => {
    const { code, stderr } = await runCli(['worker', '--jobs', 'fetch,analize']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean analyze?');
  });
});

describeMongo('the scaled profile', () => {
  let mongo: MongoServer;
  let redis: RedisServer;
  const running: Running[] = [];
  const folder = freshFolder();
  const options = () => ({
    cwd: folder,
    env: {
      ITIBAR_STORE_KIND: 'mongo',
      ITIBAR_STORE_URL: mongo.urlOf('profiles'),
      ITIBAR_QUEUE_KIND: 'bullmq',
      ITIBAR_QUEUE_URL: redis.url,
      ITIBAR_METRICS_IS_ENABLED: 'true',
    },
  });
  const start = async (...args: string[]) => {
    const one = await startCli([...args, '--json', '--log-level', 'error'], options());
    running.push(one);
    const [line] = await untilSaid(one, /\{.*"(?:url|healthUrl)".*\}/);
    return { one, facts: JSON.parse(line) as { url: string; healthUrl: string; setupUrl: string; what: string } };
  };

  beforeAll(async () => {
    if (!canStartRedis) throw new Error('these tests need the package "redis-server"');
    [mongo, redis] = await Promise.all([startMongo(), startRedis()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(running.map((one) => endCli(one, 'SIGKILL')));
    await Promise.all([mongo?.stop(), redis?.stop()]);
  });

  it('runs as worker, scheduler and page, which answer for themselves and end cleanly', {
    timeout: 120_000,
  }, async () => {
    const [worker, scheduler, page] = [
      await start('worker', '--jobs', 'fetch,evaluate', '--health-port', '0'),
      await start('scheduler', '--health-port', '0'),
      await start('serve', '--port', '0'),
    ];
    expect(worker.facts).toMatchObject({ what: 'worker', jobs: ['fetch', 'evaluate'], profile: 'scaled' });
    for (const url of [worker.facts.healthUrl, scheduler.facts.healthUrl, page.facts.url]) {
      expect((await fetch(`${url}/api/ready`)).status).toBe(200);
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('itibar_queue_jobs{name="fetch",state="pending"}');
    }
    for (const { one } of [worker, scheduler, page]) expect(await endCli(one)).toBe(0);
  });

  it('tells open pages what another process changed', { timeout: 120_000 }, async () => {
    const { facts, one } = await start('serve', '--port', '0');
    const setup = new URL(facts.setupUrl);
    const body = JSON.stringify({
      token: setup.searchParams.get('token'),
      ...{ email: 'ayse@zarpak.example', name: 'Ayşe', password: 'uzun bir parola' },
    });
    const headers = { 'content-type': 'application/json' };
    const signedIn = await fetch(`${facts.url}/api/setup`, { method: 'POST', headers, body });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const stream = await fetch(`${facts.url}/api/events`, { headers: { cookie } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('no stream');
    const added = await runCli(
      ['watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://a.example/', '--every', '1d'],
      options(),
    );
    expect(added.code).toBe(0);
    let heard = '';
    while (!heard.includes('"kind":"watch"')) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the line ended: ${heard}`);
      heard += value;
    }
    await reader.cancel();
    expect(await endCli(one)).toBe(0);
  });

  it('says in doctor which servers it found, and what backup and restore are there', { timeout: 60_000 }, async () => {
    const doctor = await runCli(['doctor', '--no-mail', '--json'], options());
    const { findings } = JSON.parse(doctor.stdout) as { findings: { what: string; state: string; says: string }[] };
    const found = (what: string) => findings.find((finding) => finding.what === what);
    expect(found('MongoDB')?.says).toMatch(/^(MongoDB|FerretDB) \d/);
    expect(found('Redis')?.says).toMatch(/^\d+\.\d+/);
    expect(found('Redis durability')?.state).toBe('warn');
    expect(found('database')?.state).toBe('ok');
    expect(found('data folder')).toBeUndefined();
    const copy = await runCli(['backup', join(folder, 'copy.db')], options());
    expect([copy.code, copy.stderr]).toEqual([1, expect.stringContaining('mongodump')]);
    const back = await runCli(['restore', join(folder, 'copy.db')], options());
    expect([back.code, back.stderr]).toEqual([1, expect.stringContaining('mongorestore')]);
  });

  it('refuses a Redis that may throw jobs away', { timeout: 60_000 }, async () => {
    const lossy = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    try {
      const { env, cwd } = options();
      const refused = await runCli(['worker'], { cwd, env: { ...env, ITIBAR_QUEUE_URL: lossy.url } });
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('maxmemory-policy')]);
      const doctor = await runCli(['doctor', '--no-mail', '--json'], {
        cwd,
        env: { ...env, ITIBAR_QUEUE_URL: lossy.url },
      });
      expect(doctor.code).toBe(1);
      expect(doctor.stdout).toContain('allkeys-lru');
    } finally {
      await lossy.stop();
    }
  });
});

describeMongo('itibar migrate-store', () => {
  let mongo: MongoServer;
  beforeAll(async () => {
    mongo = await startMongo();
  }, 60_000);
  afterAll(() => mongo?.stop());

  it('moves an embedded installation, says so by counts and checksums, and refuses what is no address', {
    timeout: 60_000,
  }, async () => {
    const data = freshFolder();
    const itibar = (...args: string[]) => runCli(['--data', data, ...args]);
    await itibar('watch', 'add', 'zarpak', '--create-brand', '-s', 'feed:url=https://a.example/');
    const lines = ['Zarpak kargom gelmedi', 'Zarpak iademi ödemedi'].map((text, id) => JSON.stringify({ id, text }));
    const imported = await runCli(['--data', data, 'import', '-', '--format', 'jsonl'], { input: lines.join('\n') });
    expect(imported.code).toBe(0);
    const to = mongo.urlOf('moved');
    const moved = await itibar('migrate-store', '--to', to, '--json');
    expect([moved.code, moved.stderr]).toEqual([0, '']);
    const { isSame, parts } = JSON.parse(moved.stdout) as {
      isSame: boolean;
      parts: { name: string; target: { count: number; checksum: string } }[];
    };
    expect(isSame).toBe(true);
    expect(parts.find(({ name }) => name === 'cases')?.target.count).toBe(2);
    await itibar('watch', 'add', 'sonradan', '-s', 'feed:url=https://a.example/');
    const differs = await itibar('migrate-store', '--from', data, '--to', to, '--verify-only');
    expect([differs.code, differs.stdout]).toEqual([1, expect.stringContaining('differs')]);
    expect((await itibar('migrate-store', '--to', to)).stdout).toContain('Both are the same');
    expect((await itibar('migrate-store', '--to', 'redis://x/')).code).toBe(2);
    expect((await itibar('migrate-store', '--from', '/yok.db', '--to', to)).stderr).toContain('no database file');
  });
});
