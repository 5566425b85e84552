// How many stored mentions a second 1, 2 and 4 workers judge, on both profiles, as ratios in one run. The workers are
// processes as `itibar worker --jobs analyze`; the clock runs from the first job to the last judgement.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { openApp } from '../app.ts';
import { configSchema } from '../config/schema.ts';
import { systemClock } from '../core/clock.ts';
import { toMention } from '../core/mention.ts';
import type { Log } from '../core/ports.ts';
import type { MentionHit } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';
import { seedBrands } from '../pipeline/setup.ts';
import { generate } from '../scripts/training/generate.ts';
import { type Servers, startServers } from './support/servers.ts';

const WORKERS = [1, 2, 4];
const BRAND = 'Norbank';
/** Mentions, and how many stand in a job. FerretDB 1 walks whole collections, so it gets few: it shows that it works. */
const LOADS = { embedded: { count: 4000, chunk: 100 }, small: { count: 160, chunk: 20 } };
const LOOK_MS = 20;

type Load = { count: number; chunk: number };
type Engines = { store: object; queue: object };

const silent: Log = {
  ...{ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  child: () => silent,
};

function hitsOf(deps: Deps, watchId: string, count: number): MentionHit[] {
  const made = generate(Math.ceil(count / 1000) + 1);
  return Array.from({ length: count }, (_, at): MentionHit => {
    const { text, title } = made[at % made.length] as (typeof made)[number];
    const raw = { nativeId: `b${at}`, title, text: `${BRAND}: ${text} ${at}` };
    const facts = { sourceId: 'import', channel: 'complaint' as const, seenAt: deps.clock.now(), isBackfill: true };
    const mention = toMention(raw, facts);
    if (!mention) throw new Error('nothing to read in a generated text');
    return { mention, watchIds: [watchId] };
  });
}

/** Resolves when it says that it works. */
async function startWorker(dir: string, engines: Engines): Promise<ChildProcess> {
  const settings = { data: { dir }, log: { level: 'error' }, ...engines };
  const env = Object.fromEntries(
    Object.entries(settings).flatMap(([area, values]) =>
      Object.entries(values).map(([name, value]) => [`ITIBAR_${area}_${name}`.toUpperCase(), String(value)]),
    ),
  );
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    join(import.meta.dirname, '../cli/index.ts'),
    'worker',
    '--jobs',
    'analyze',
    '--json',
  ];
  const child = spawn(process.execPath, args, {
    ...{ cwd: dir, env: { PATH: process.env['PATH'] ?? '', ...env } },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('a worker ended')));
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended]);
  ended.catch(() => undefined); // it is killed at the end
  return child;
}

/** Mentions a second. */
async function measure(workers: number, { count, chunk }: Load, engines: Engines): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'itibar-bench-'));
  const brands = [{ name: BRAND, watches: [{ name: BRAND, query: 'norbank' }] }];
  const app = await openApp(configSchema.parse({ ...engines, data: { dir }, brands }), { log: silent, isLight: true });
  const children: ChildProcess[] = [];
  try {
    const { deps } = app;
    await seedBrands(deps);
    const [watch] = await deps.store.watches.list();
    const hits = hitsOf(deps, watch?.id ?? '', count);
    for (let at = 0; at < count; at += chunk) await deps.store.mentions.add(hits.slice(at, at + chunk));
    for (let at = 0; at < workers; at += 1) children.push(await startWorker(dir, engines));
    const ids = hits.map(({ mention }) => mention.id);
    const startedAt = performance.now();
    for (let at = 0; at < count; at += chunk)
      await deps.queue.enqueue('analyze', { mentionIds: ids.slice(at, at + chunk) });
    for (;;) {
      const { pending, running, delayed, dead } = (await deps.queue.stats()).analyze;
      if (delayed + dead > 0) throw new Error('a job failed');
      if (pending + running === 0) break;
      await systemClock.sleep(LOOK_MS);
    }
    const perSecond = (count * 1000) / (performance.now() - startedAt);
    if ((await deps.store.mentions.listUnjudged(1)).length > 0) throw new Error('something was not judged');
    return perSecond;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function profile(name: string, load: Load, engines: (workers: number) => Engines, first: number | null) {
  let base = first;
  let own: number | null = null;
  for (const workers of WORKERS) {
    const perSecond = await measure(workers, load, engines(workers));
    base ??= perSecond;
    own ??= perSecond;
    console.log(
      `  ${name.padEnd(9)} ${workers} worker${workers === 1 ? ' ' : 's'} ${String(Math.round(perSecond)).padStart(7)} mentions/s   ${(perSecond / own).toFixed(2)} of one worker, ${(perSecond / base).toFixed(2)} of one embedded`,
    );
  }
  return base;
}

function scaledEngines(servers: Servers): (workers: number) => Engines {
  return (workers) => ({
    store: { kind: 'mongo', url: servers.mongoUrl(`bench${workers}`) },
    queue: { kind: 'bullmq', url: servers.redisUrl(workers) },
  });
}

const servers = await startServers();
console.log(
  `profiles: judging stored mentions, ${cpus().length} cores, store of the scaled profile: ${servers?.name ?? 'none'}`,
);
const embedded = () => ({ store: { kind: 'sqlite' }, queue: { kind: 'local' } });
const base = await profile('embedded', LOADS.embedded, embedded, null);
if (servers) {
  try {
    const isSlow = servers.name.startsWith('FerretDB');
    await profile('scaled', isSlow ? LOADS.small : LOADS.embedded, scaledEngines(servers), base);
    if (isSlow)
      console.log('  FerretDB 1 has one writer at a time and walks collections: set TEST_MONGODB_URL for a MongoDB.');
  } finally {
    servers.stop();
  }
} else console.log('  scaled    skipped: no MongoDB or Redis server');
