// The composition root: configuration in, a running itibar out. The only file that constructs everything; nothing else
// knows which store, queue, sources or notifiers there are.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from './api/listen.ts';
import type { Metrics } from './api/metrics.ts';
import { type Profile, profileOf } from './config/profile.ts';
import { packageRoot, version } from './config/root.ts';
import type { Config } from './config/schema.ts';
import { systemClock } from './core/clock.ts';
import { AppError, messageOf } from './core/errors.ts';
import type { Analyzer, Clock, EventBus, HostTurns, JobName, Log, Store } from './core/ports.ts';
import type { ImportRow } from './crawlers/parse/import-rows.ts';
import type { DemoWeb } from './demo/open.ts';
import type { Deps, Parts } from './pipeline/deps.ts';
import type { WorkOptions } from './pipeline/work.ts';

export interface AppOptions {
  clock?: Clock;
  log?: Log;
  /** Leaves the analyzers' weights unread: for commands that judge nothing. Judging then throws. */
  isLight?: boolean;
}

export interface App {
  deps: Deps;
  profile: Profile;
  /** Works on the named jobs (all, when none are named). Ends with close(). */
  work(names?: readonly JobName[], options?: WorkOptions): void;
  /** Starts what makes jobs: the schedule, the digest's clock, the housekeeping. Several processes may do so at once. */
  keepTime(): void;
  /** Both: everything in one process. */
  startJobs(): void;
  /** API and page. Throws 'server.port-in-use'. */
  serve(): Promise<RunningApi>;
  /** Health, readiness and figures alone, for processes without a page. Throws 'server.port-in-use'. */
  serveHealth(address: { host: string; port: number }): Promise<RunningApi>;
  /** Finishes or hands back running jobs, then closes everything in the opposite order of opening. */
  close(): Promise<void>;
}

export const databaseName = 'itibar.db';
/** Beside the database, never in it: files that are written once. */
export const evidenceFolder = 'evidence';

/** Path of the database of a configuration. */
export function databasePath(config: Config): string {
  return join(config.data.dir, databaseName);
}

/** Opens the store (migrated), the queue and all parts; nothing runs yet. Throws AppError with what to do. */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  const profile = profileOf(config);
  const clock = options.clock ?? systemClock;
  const log = options.log ?? (await openLog(config));
  const parts = await importParts();
  const engines = await openEngines(config, { clock, log });
  const { queue } = engines;
  const store = config.privacy.masksStored ? await masked(engines.store) : engines.store;
  const { contact, timeZone, keys, budgets } = config;
  const { sources, notifiers, alerting } = parts;
  const { events, turns, close } = await openShared(config, parts.createEventBus(log), { clock, log });
  const fetcher = parts.createFetcher({
    ...(turns ? { turns } : {}),
    config: config.fetch,
    contact,
    version,
    clock,
    log,
    validators: store.sources,
  });
  const collect = parts.createCollect({
    fetcher,
    sources,
    clock,
    log,
    timeZone,
    keys,
    history: store.sources,
    budgets,
  });
  const capturePage = parts.createCapturePage({ fetcher, clock, version, timeZone });
  const { analyzers, judge, learned } = options.isLight ? noJudge() : await openJudge();
  const { conclude, weigh } = await import('./analyzers/judge.ts');
  const deps: Deps = {
    ...{ config, clock, log, store, queue, fetcher, sources, analyzers, notifiers },
    notifierIo: parts.createNotifierIo({ clock, log }),
    t: parts.loadTranslate(),
    events,
    vault: parts.openVault({ dir: join(config.data.dir, evidenceFolder), clock }),
    parts: { collect, judge, conclude, weigh, learned, openLearner, ordinaryNames, alerting, capturePage },
    publicUrl: publicUrlOf(config),
  };
  const metrics = config.metrics.isEnabled ? await openMetrics(deps) : null;
  const metered = metrics ? parts.withMeter(deps, metrics.meter) : deps;
  return run(metered, parts, { profile, metrics, closeShared: close });
}

/** The store, migrated, and the queue of the profile. A queue that cannot be had leaves no store open. */
async function openEngines(config: Config, { clock, log }: { clock: Clock; log: Log }) {
  const [{ openStore }, { openQueue }] = await Promise.all([import('./store/open.ts'), import('./queue/open.ts')]);
  if (config.store.kind === 'sqlite') prepareFolder(config.data.dir);
  const path = databasePath(config);
  const { kind, url } = config.store;
  const store = openStore(kind === 'mongo' ? { kind, url, clock } : { kind, path, clock });
  try {
    await store.migrate();
    const { queue } = config;
    const options = { clock, log, settings: { leaseMs: queue.lease } };
    const opened =
      queue.kind === 'bullmq'
        ? openQueue({ kind: queue.kind, url: queue.url, ...options })
        : openQueue({ kind: queue.kind, path, ...options });
    return { store, queue: opened };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Nothing that is stored from here on holds what personal data looks like. */
async function masked(store: Store): Promise<Store> {
  const [{ findPii }, { withMaskedTexts }] = await Promise.all([
    import('./analyzers/pii.ts'),
    import('./pipeline/masked-store.ts'),
  ]);
  return withMaskedTexts(store, findPii);
}

interface Shared {
  events: EventBus;
  turns?: HostTurns;
  close(): Promise<void>;
}

/** What processes have in common: one process tells itself and keeps its own pauses; several do both through Redis. */
async function openShared(
  config: Config,
  local: EventBus,
  { clock, log }: { clock: Clock; log: Log },
): Promise<Shared> {
  if (config.queue.kind !== 'bullmq') return { events: local, close: async () => undefined };
  const [{ openSharedEvents }, { openTurns }] = await Promise.all([
    import('./queue/bullmq-events.ts'),
    import('./queue/bullmq-turns.ts'),
  ]);
  const { url } = config.queue;
  const events = openSharedEvents({ url, local, clock, log });
  const turns = openTurns({ url, clock, log });
  const close = async () => {
    turns.close();
    await events.close();
  };
  return { events, turns, close };
}

async function openMetrics({ queue, clock }: Deps): Promise<Metrics> {
  const { createMetrics } = await import('./api/figures.ts');
  return createMetrics({ queue, clock });
}

async function openLog(config: Config): Promise<Log> {
  const { createLog } = await import('./config/log.ts');
  return createLog(config.log.level);
}

/** Loaded when the app is opened and not before: `itibar lab` and the help need none of them. */
async function importParts() {
  const loaded = await Promise.all([
    import('./alerts/http.ts'),
    import('./alerts/notifiers/index.gen.ts'),
    import('./alerts/open.ts'),
    import('./config/i18n.ts'),
    import('./crawlers/collect.ts'),
    import('./crawlers/evidence/capture-page.ts'),
    import('./crawlers/fetch/fetcher.ts'),
    import('./crawlers/sources/index.gen.ts'),
    import('./pipeline/events.ts'),
    import('./pipeline/metered.ts'),
    import('./pipeline/stream.ts'),
    import('./pipeline/work.ts'),
    import('./store/vault.ts'),
  ]);
  const [http, registry, open, i18n, collect, capture, fetcher, sources, events, metered, stream, work, vault] = loaded;
  const first = { ...http, ...registry, ...open, ...i18n, ...collect, ...capture, ...fetcher, ...sources };
  return { ...first, ...events, ...metered, ...stream, ...work, ...vault };
}

interface Frame {
  profile: Profile;
  metrics: Metrics | null;
  closeShared: () => Promise<void>;
}

function run(
  deps: Deps,
  { startWork, startClockwork, startStreams }: Awaited<ReturnType<typeof importParts>>,
  { profile, metrics, closeShared }: Frame,
): App {
  const closers: (() => unknown)[] = [];
  const keepTime = () => void closers.push(startClockwork(deps));
  const closing = <T extends RunningApi>(api: T): T => {
    closers.push(() => api.stop());
    return api;
  };
  const work: App['work'] = (names, options) => {
    startWork(deps, names, options);
    if (names === undefined || names.includes('fetch')) closers.push(startStreams(deps));
  };
  return {
    deps,
    profile,
    work,
    keepTime,
    startJobs() {
      work();
      keepTime();
    },
    async serve() {
      const { startApi } = await import('./api/server.ts');
      const dashboardDir = join(packageRoot, 'dashboard', 'dist');
      return closing(await startApi(deps, { version, dashboardDir, metrics }));
    },
    async serveHealth(address) {
      const { startHealth } = await import('./api/health-server.ts');
      return closing(await startHealth(deps, { version, metrics, ...address }));
    },
    async close() {
      for (const closer of closers.splice(0).reverse()) await closer();
      await deps.queue.close();
      await deps.fetcher.close();
      await closeShared();
      await deps.store.close();
    },
  };
}

type Judging = { analyzers: readonly Analyzer[] } & Pick<Parts, 'judge' | 'learned'>;

async function openJudge(): Promise<Judging> {
  const [{ openAnalyzers }, { createJudge }, { LayerHolder }] = await Promise.all([
    import('./analyzers/open.ts'),
    import('./analyzers/judge.ts'),
    import('./analyzers/learned/scorer.ts'),
  ]);
  const learned = new LayerHolder();
  const analyzers = await openAnalyzers(learned);
  return { analyzers, judge: createJudge(analyzers), learned };
}

function noJudge(): Judging {
  const judge = () => {
    throw new AppError('app.light', 'This command was opened without the analyzers and cannot judge texts.');
  };
  return { analyzers: [], judge, learned: { version: 0, use: () => undefined } };
}

async function openLearner(): ReturnType<Parts['openLearner']> {
  const { openLearner: open } = await import('./analyzers/learned/learner.ts');
  return open();
}

async function ordinaryNames(names: readonly string[]): Promise<string[]> {
  const [{ isOrdinaryName }, { loadCommonWords }] = await Promise.all([
    import('./analyzers/relevance.ts'),
    import('./analyzers/model/load.ts'),
  ]);
  const words = await loadCommonWords();
  return names.filter((name) => isOrdinaryName(name, words));
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

/** The two ends of a move: `mongodb://…` or the path of a database file of the embedded profile, which must be there. */
export async function openStoreAt(address: string): Promise<Store> {
  const { openStore } = await import('./store/open.ts');
  const isServer = /^mongodb(\+srv)?:/.test(address);
  if (!isServer && !existsSync(address))
    throw new AppError('store.missing', 'There is no database file at this path.', { facts: { path: address } });
  const clock = systemClock;
  const store = openStore(isServer ? { kind: 'mongo', url: address, clock } : { kind: 'sqlite', path: address, clock });
  try {
    await store.migrate();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Puts a backup in the place of the data. Throws AppError with what to do. */
export async function restoreBackup(config: Config, file: string): Promise<{ path: string; keptAs: string | null }> {
  if (profileOf(config) === 'scaled')
    throw new AppError(
      'restore.unsupported',
      'This installation keeps its data in MongoDB: use mongorestore. A backup of the embedded profile is brought over with `itibar migrate-store`.',
    );
  const { restoreSqlite } = await import('./store/sqlite/restore.ts');
  prepareFolder(config.data.dir);
  const path = databasePath(config);
  return { path, ...(await restoreSqlite(file, path)) };
}

export interface EngineFacts {
  store: { name: string; version: string };
  queue: { version: string; evictionPolicy: string | null; isDurable: boolean; usedBytes: number };
}

/** What MongoDB the configuration leads to. Throws AppError with what to do. */
export async function checkStoreServer({ store }: Config): Promise<EngineFacts['store']> {
  const { mongoServer } = await import('./store/mongo/server.ts');
  return mongoServer({ url: store.url, clock: systemClock });
}

/** What Redis the configuration leads to. Throws AppError with what to do. */
export async function checkQueueServer({ queue }: Config): Promise<EngineFacts['queue']> {
  const { redisServer } = await import('./queue/bullmq-server.ts');
  return redisServer(queue.url);
}

/** What is wrong with the database file of the embedded profile; none = sound. */
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

export type { DemoWeb, HistoryLine, PastAnswer } from './demo/open.ts';

/** The sample web of `itibar demo`, loaded only when it is asked for. */
export async function startDemoWeb(options: { clock: Clock; log: Log; seed: number }): Promise<DemoWeb> {
  const { openDemoWeb } = await import('./demo/open.ts');
  return openDemoWeb(options);
}
