// What one process costs: from start to the first answered request beside a bare express server, the memory of one that
// watches fifty sources of the sample web, and the most that an import takes. The compiled server, as it is shipped.
// Usage: npx tsx bench/memory.ts [--seconds 60] [--quick]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { packageRoot } from '../config/root.ts';
import { SECOND, systemClock } from '../core/clock.ts';
import { type DemoWeb, openDemoWeb } from '../demo/open.ts';
import { silent, textsFor } from './support/app.ts';
import { buildServer, residentMb, type Started, startProcess, stopProcess } from './support/built.ts';
import { isQuick, option, quantile, tell } from './support/figures.ts';

const SOURCES = 50;
const PER_WATCH = 10;
const LIMIT_MB = 350;
const BARE = `const app = (await import('express')).default(); app.get('/', (_, answer) => answer.json({}));
  const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: 'http://127.0.0.1:' + server.address().port })));
  process.on('SIGINT', () => process.exit(0));`;

const watchSeconds = option('seconds', isQuick ? 12 : 60);
const startRounds = isQuick ? 3 : 5;
const importCount = isQuick ? 4000 : 20_000;

const server = buildServer();
const dir = mkdtempSync(join(tmpdir(), 'itibar-bench-'));
const cli = join(server, 'cli', 'index.js');

/** Start and bare start in turns; the least processor time and the median of the clock. */
async function measureStart(): Promise<void> {
  const runs = { ours: [] as Started[], bare: [] as Started[] };
  for (let round = 0; round < startRounds; round++) {
    const bare = await startProcess(['--input-type=module', '-e', BARE], '/', packageRoot);
    await stopProcess(bare);
    const data = join(dir, `start-${round}`);
    const ours = await startProcess([cli, '--data', data, '--json', 'start', '--port', '0'], '/api/session', dir);
    await stopProcess(ours);
    runs.bare.push(bare);
    runs.ours.push(ours);
  }
  const wall = (list: Started[]) =>
    quantile(
      list.map(({ wallSeconds }) => wallSeconds),
      0.5,
    );
  const beside = { what: 'a bare express server', ratio: wall(runs.ours) / wall(runs.bare) };
  tell({ what: 'start to first answered request', value: wall(runs.ours), unit: 's', beside, target: { most: 2 } });
  const cpu = runs.ours.map(({ cpuSeconds }) => cpuSeconds).filter((seconds) => seconds !== null);
  if (cpu.length > 0) tell({ what: 'processor time of the start', value: Math.min(...cpu), unit: 's' });
}

/** A configuration that watches the sample web in fifty places, each with an address of its own. */
function configFor(web: DemoWeb): string {
  const [first] = web.brand.watches ?? [];
  const places = (first?.sources ?? []).map(({ id, params }) => ({ id, params: { ...params } }));
  const watches = Array.from({ length: SOURCES / PER_WATCH }, (_, at) => ({
    name: `${web.brand.name} ${at}`,
    query: first?.query ?? '',
    every: '10s',
    sources: Array.from({ length: PER_WATCH }, (_, i) => placeAt(places, at * PER_WATCH + i)),
  }));
  const fetch = { allowHosts: web.hosts, minInterval: 100 };
  return stringify({ log: { level: 'error' }, server: { port: 0 }, fetch, brands: [{ ...web.brand, watches }] });
}

function placeAt(places: readonly { id: string; params: Record<string, unknown> }[], at: number) {
  const { id, params } = places[at % places.length] as (typeof places)[number];
  const url = typeof params['url'] === 'string' ? { url: `${params['url']}?reader=${at}` } : {};
  return { id, params: { ...params, ...url } };
}

async function measureWatching(): Promise<void> {
  const web = await openDemoWeb({ clock: systemClock, log: silent, seed: 1 });
  const file = join(dir, 'itibar.yml');
  writeFileSync(file, configFor(web));
  const args = [cli, '-c', file, '--data', join(dir, 'watching'), '--json', 'start', '--port', '0'];
  const started = await startProcess(args, '/api/session', dir);
  const samples: number[] = [];
  try {
    for (let second = 0; second < watchSeconds; second++) {
      await systemClock.sleep(SECOND);
      samples.push(residentMb(started.child) ?? Number.NaN);
    }
  } finally {
    await stopProcess(started);
    await web.stop();
  }
  const third = Math.max(1, Math.floor(samples.length / 3));
  const middle = quantile(samples.slice(third, 2 * third), 0.5);
  const last = quantile(samples.slice(-third), 0.5);
  const beside = { what: 'that of the middle third', ratio: last / middle };
  const what = `memory, ${SOURCES} sources watched for ${watchSeconds} s`;
  if (Number.isFinite(last)) tell({ what, value: last, unit: 'MB', beside, target: { most: LIMIT_MB } });
  else console.log('  memory of a process cannot be read on this system');
}

function measureImport(): void {
  const data = mkdtempSync(join(dir, 'import-'));
  const file = join(dir, 'texts.jsonl');
  writeFileSync(
    file,
    textsFor(importCount)
      .texts.map((text, id) => JSON.stringify({ id, text }))
      .join('\n'),
  );
  const itibar = (...args: string[]) => {
    const run = spawnSync(process.execPath, [cli, '--data', data, '--json', ...args], {
      encoding: 'utf8',
      cwd: data,
    });
    if (run.status !== 0) throw new Error(run.stderr + run.stdout);
    return run.stdout;
  };
  itibar('watch', 'add', 'turkcell', '--create-brand', '-s', 'feed:url=https://a.example/rss', '--yes');
  const { perSecond, peakBytes } = JSON.parse(itibar('import', file)) as { perSecond: number; peakBytes: number };
  tell({
    what: `memory at most, import of ${importCount}`,
    value: peakBytes / 2 ** 20,
    unit: 'MB',
    target: { most: LIMIT_MB },
  });
  tell({ what: 'import, mentions a second by the clock', value: perSecond, unit: '/s', target: { least: 1500 } });
}

console.log('memory: the compiled server, one process');
try {
  await measureStart();
  await measureWatching();
  measureImport();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
