// The composition root: configuration in, a running itibar out. The only file that constructs everything; nothing else
// knows which store, queue, sources or notifiers there are.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from './api/server.ts';
import { packageRoot, version } from './config/root.ts';
import type { Config } from './config/schema.ts';
import { systemClock } from './core/clock.ts';
import { AppError, messageOf } from './core/errors.ts';
import type { Analyzer, Clock, Log } from './core/ports.ts';
import type { ImportRow } from './crawlers/parse/import-rows.ts';
import type { DemoWeb } from './demo/open.ts';
import type { Deps, Parts } from './pipeline/deps.ts';

export interface AppOptions {
  clock?: Clock;
  log?: Log;
  /** Leaves the analyzers' weights unread: for commands that judge nothing. Judging then throws. */
  isLight?: boolean;
}

export interface App {
  deps: Deps;
  /** Works on jobs and starts what makes jobs. Ends with close(). */
  startJobs(): void;
  /** API and page. Throws 'server.port-in-use'. */
  serve(): Promise<RunningApi>;
  /** Finishes or hands back running jobs, then closes everything in the opposite order of opening. */
  close(): Promise<void>;
}

export const databaseName = 'itibar.db';

/** Path of the database of a configuration. */
export function databasePath(config: Config): string {
  return join(config.data.dir, databaseName);
}

/** Opens the store (migrated), the queue and all parts; nothing runs yet. Throws AppError with what to do. */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? (await openLog(config));
  prepareFolder(config.data.dir);
  const path = databasePath(config);
  const [parts, { openStore }, { openQueue }] = await Promise.all([
    importParts(),
    import('./store/open.ts'),
    import('./queue/open.ts'),
  ]);
  const { kind, url } = config.store;
  const store = openStore(kind === 'mongo' ? { kind, url, clock } : { kind, path, clock });
  await store.migrate();
  const queue = openQueue({ kind: config.queue.kind, path, clock, log });
  const { contact, timeZone, keys } = config;
  const { sources, notifiers, alerting } = parts;
  const fetcher = parts.createFetcher({
    config: config.fetch,
    contact,
    version,
    clock,
    log,
    validators: store.sources,
  });
  const collect = parts.createCollect({ fetcher, sources, clock, log, timeZone, keys, history: store.sources });
  const { analyzers, judge } = options.isLight ? noJudge() : await openJudge();
  const deps: Deps = {
    ...{ config, clock, log, store, queue, fetcher, sources, analyzers, notifiers },
    notifierIo: parts.createNotifierIo({ clock, log }),
    t: parts.loadTranslate(),
    events: parts.createEventBus(log),
    parts: { collect, judge, alerting },
    publicUrl: publicUrlOf(config),
  };
  return run(deps, parts);
}

async function openLog(config: Config): Promise<Log> {
  const { createLog } = await import('./config/log.ts');
  return createLog(config.log.level);
}

/** Loaded when the app is opened and not before: `itibar lab` and the help need none of them. */
async function importParts() {
  const [http, registry, open, i18n, collect, fetcher, sources, events, work] = await Promise.all([
    import('./alerts/http.ts'),
    import('./alerts/notifiers/index.gen.ts'),
    import('./alerts/open.ts'),
    import('./config/i18n.ts'),
    import('./crawlers/collect.ts'),
    import('./crawlers/fetch/fetcher.ts'),
    import('./crawlers/sources/index.gen.ts'),
    import('./pipeline/events.ts'),
    import('./pipeline/work.ts'),
  ]);
  return { ...http, ...registry, ...open, ...i18n, ...collect, ...fetcher, ...sources, ...events, ...work };
}

function run(deps: Deps, { startWork, startClockwork }: Awaited<ReturnType<typeof importParts>>): App {
  const closers: (() => unknown)[] = [];
  return {
    deps,
    startJobs() {
      startWork(deps);
      closers.push(startClockwork(deps));
    },
    async serve() {
      const { startApi } = await import('./api/server.ts');
      const { createInbound } = await import('./crawlers/sources/webhook.ts');
      const dashboardDir = join(packageRoot, 'dashboard', 'dist');
      const api = await startApi(deps, { version, dashboardDir, inbound: createInbound(deps.config.timeZone) });
      closers.push(() => api.stop());
      return api;
    },
    async close() {
      for (const closer of closers.splice(0).reverse()) await closer();
      await deps.queue.close();
      await deps.fetcher.close();
      await deps.store.close();
    },
  };
}

async function openJudge(): Promise<{ analyzers: readonly Analyzer[]; judge: Parts['judge'] }> {
  const [{ openAnalyzers }, { createJudge }] = await Promise.all([
    import('./analyzers/open.ts'),
    import('./analyzers/judge.ts'),
  ]);
  const analyzers = await openAnalyzers();
  return { analyzers, judge: createJudge(analyzers) };
}

function noJudge(): { analyzers: readonly Analyzer[]; judge: Parts['judge'] } {
  const judge = () => {
    throw new AppError('app.light', 'This command was opened without the analyzers and cannot judge texts.');
  };
  return { analyzers: [], judge };
}

function publicUrlOf({ server }: Config): string {
  if (server.publicUrl) return server.publicUrl.replace(/\/+$/, '');
  const host = server.host === '0.0.0.0' || server.host === '::' ? 'localhost' : server.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
}

function prepareFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError(
      'store.unwritable',
      `The data folder ${dir} cannot be made (${messageOf(cause)}). Choose another with data.dir or --data.`,
      { cause },
    );
  }
}

export interface Lab {
  judge: Parts['judge'];
  toContractLine: typeof import('./analyzers/judge.ts').toContractLine;
}

/** What `itibar analyze` uses: no store, no network. */
export async function openLab(): Promise<Lab> {
  const [{ judge }, { toContractLine }] = await Promise.all([openJudge(), import('./analyzers/judge.ts')]);
  return { judge, toContractLine };
}

/** What `itibar lab feed` uses: bytes of a feed to its plain items. `url` is the base of relative links. */
export async function openFeedReader(): Promise<(bytes: Uint8Array, url: string | null) => object> {
  const { feedContract } = await import('./crawlers/parse/feed.ts');
  return (bytes, url) => feedContract(bytes, url ?? undefined);
}

/** Reads the article of a page for `itibar lab extract`; dates without a zone are taken to be of `timeZone`. */
export async function openArticleReader(
  timeZone: string,
): Promise<(bytes: Uint8Array, url: string | null) => Promise<object>> {
  const { extractContract } = await import('./crawlers/parse/article.ts');
  return (bytes, url) => extractContract(bytes, { url, now: systemClock.now(), timeZone });
}

/** Puts a backup in the place of the data. Throws AppError with what to do. */
export async function restoreBackup(config: Config, file: string): Promise<{ path: string; keptAs: string | null }> {
  const { restoreSqlite } = await import('./store/sqlite/restore.ts');
  prepareFolder(config.data.dir);
  const path = databasePath(config);
  return { path, ...(await restoreSqlite(file, path)) };
}

/** What is wrong with the database file; none = sound. */
export async function checkIntegrity(config: Config): Promise<string[]> {
  const { integrityProblems } = await import('./store/sqlite/integrity.ts');
  return integrityProblems(databasePath(config));
}

/** Null when the mail server lets us in, else one sentence. */
export async function checkMail(config: Config): Promise<string | null> {
  const { verifyMail } = await import('./alerts/notifiers/mail.ts');
  return verifyMail(config.mail);
}

/** The rows of a file that is imported, in any charset; `format` null = judged by name and first character. */
export async function openImport(
  bytes: AsyncIterable<Uint8Array>,
  options: { name: string; format: 'csv' | 'jsonl' | null; timeZone: string; now: number },
): Promise<AsyncIterable<ImportRow>> {
  const { decodeChunks, importFormat, readImport } = await import('./crawlers/parse/import-rows.ts');
  const { name, format, timeZone, now } = options;
  const reader = decodeChunks(bytes)[Symbol.asyncIterator]();
  const first = await reader.next();
  const head = first.done ? '' : first.value;
  const chunks = (async function* () {
    yield head;
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
  })();
  return readImport(chunks, { format: format ?? importFormat(name, head), timeZone, now });
}

export type { DemoWeb, HistoryLine } from './demo/open.ts';

/** The sample web of `itibar demo`, loaded only when it is asked for. */
export async function startDemoWeb(options: { clock: Clock; log: Log; seed: number }): Promise<DemoWeb> {
  const { openDemoWeb } = await import('./demo/open.ts');
  return openDemoWeb(options);
}
