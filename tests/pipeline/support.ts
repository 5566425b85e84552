// The jobs over a real store and a real queue, both in memory, with a clock that stands still. Sources, judging and
// notifiers are small objects made here; the rules are the real ones.

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { alerting } from '../../alerts/open.ts';
import { weigh } from '../../analyzers/judge.ts';
import { loadTranslate } from '../../config/i18n.ts';
import { configSchema } from '../../config/schema.ts';
import { FakeClock, MINUTE } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import { toMention } from '../../core/mention.ts';
import type { Collected, Fetcher, JobName, LiveEvent, Notifier, Queue, Source } from '../../core/ports.ts';
import type { Brand, FindingType, MentionHit, RawMention, Run, SeverityLevel, Watch } from '../../core/types.ts';
import { createBrand } from '../../pipeline/brands.ts';
import type { Deps, Judged } from '../../pipeline/deps.ts';
import { createEventBus } from '../../pipeline/events.ts';
import { createWatch } from '../../pipeline/watches.ts';
import { openQueue } from '../../queue/open.ts';
import { openStore } from '../../store/open.ts';
import { openVault } from '../../store/vault.ts';
import { memoryLog } from '../queue/support.ts';

const t = loadTranslate();

export interface Job {
  name: JobName;
  payload: unknown;
  options: object;
}

export interface World {
  deps: Deps;
  clock: FakeClock;
  /** Every job that was asked for, in order. */
  jobs: Job[];
  lines: { level: string; message: string | undefined; facts: object }[];
  events: LiveEvent[];
  brand: Brand;
  watch: Watch;
  /** What the notifier 'phone' was asked to send. */
  sent: { key: string; title: string }[];
}

export interface WorldOptions {
  config?: object;
  judge?: Deps['parts']['judge'];
  capturePage?: Deps['parts']['capturePage'];
  openLearner?: Deps['parts']['openLearner'];
  collect?: Deps['parts']['collect'];
  /** What the notifier does instead of sending. */
  send?: () => Promise<void>;
  fetcher?: Fetcher;
}

const silentFetcher: Fetcher = {
  fetch: () => Promise.reject(new Error('jobs never fetch by themselves')),
  capture: () => Promise.reject(new Error('jobs never fetch by themselves')),
  listen: () => Promise.reject(new Error('nothing to listen to')),
  close: async () => undefined,
};

export const PHONE_ROUTE = { id: 'phone', notifier: 'phone', minSeverity: 3 };

/** One brand, one watch that reads the source 'forum', one route to the notifier 'phone' besides the log. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const clock = new FakeClock();
  const { log, lines } = memoryLog();
  const store = openStore({ kind: 'sqlite', path: ':memory:', clock });
  await store.migrate();
  const real = openQueue({ kind: 'local', path: ':memory:', clock, log });
  const vaultDir = join(tmpdir(), newId('vault'));
  onTestFinished(async () => {
    await real.close(0);
    await store.close();
    await rm(vaultDir, { recursive: true, force: true });
  });
  const jobs: Job[] = [];
  const sent: World['sent'] = [];
  const bus = createEventBus(log);
  const events: LiveEvent[] = [];
  bus.listen((event) => events.push(event));
  const deps: Deps = {
    config: configSchema.parse({ routes: [PHONE_ROUTE], ...options.config }),
    ...{ clock, log, store, t, events: bus, analyzers: [], publicUrl: 'http://127.0.0.1:4280' },
    queue: recording(real, jobs),
    vault: openVault({ dir: vaultDir, clock }),
    fetcher: options.fetcher ?? silentFetcher,
    sources: new Map([['forum', forum]]),
    notifiers: new Map([
      ['phone', phone(sent, options.send)],
      ['log', quietNotifier],
    ]),
    notifierIo: { http: () => Promise.reject(new Error('no network')), log, clock },
    parts: {
      collect: options.collect ?? (() => Promise.reject(new Error('nothing to collect'))),
      judge: options.judge ?? judgeByWords,
      // Its findings say nothing: what it said is what it says.
      conclude: (_findings, input, reach) => (options.judge ?? judgeByWords)(input, null, reach),
      weigh,
      learned: { version: 0, use: () => undefined },
      openLearner: options.openLearner ?? (() => Promise.reject(new Error('nothing to learn with'))),
      capturePage: options.capturePage ?? (() => Promise.reject(new Error('nothing to capture'))),
      alerting,
    },
  };
  const brand = await createBrand(deps, brandInput('Markam'), 'test');
  const watch = await addWatch(deps, brand.id, 'Markam');
  return { deps, clock, jobs, lines, events, brand, watch, sent };
}

export function brandInput(name: string) {
  return { name, aliases: [], domains: [], accounts: [], competitors: [] };
}

export function addWatch(deps: Deps, brandId: string, name: string, change: Partial<Watch> = {}): Promise<Watch> {
  const { kind = 'brand', query = name, everyMs = 15 * MINUTE } = change;
  return createWatch(deps, { brandId, name, kind, query, everyMs, sources: [] }, 'test');
}

function recording(real: Queue, jobs: Job[]): Queue {
  return {
    enqueue: async (name, payload, options = {}) => {
      await real.enqueue(name, payload, options);
      jobs.push({ name, payload, options });
    },
    work: (name, handler, options) => real.work(name, handler, options),
    stats: () => real.stats(),
    deadLetters: (limit) => real.deadLetters(limit),
    replay: (id) => real.replay(id),
    drain: () => real.drain(),
    close: (graceMs) => real.close(graceMs),
  };
}

/** Jobs of one name that were asked for, payloads only. */
export function asked(world: World, name: JobName): unknown[] {
  return world.jobs.filter((job) => job.name === name).map(({ payload }) => payload);
}

const forum: Source = {
  manifest: {
    id: 'forum',
    title: 'Örnek Forum',
    channel: 'community',
    homepage: 'https://forum.example',
    description: { tr: 'Örnek kaynak.', en: 'A sample source.' },
    isOfficial: false,
    needs: [],
    params: z.record(z.string(), z.unknown()),
    example: {},
    selection: 'match',
    politeness: { minIntervalMs: 1000, maxPages: 1, obeysRobots: true },
    legalNote: '',
    expectedPerDay: 10,
    isVerifiedLive: false,
  },
  plan: () => [],
  parse: () => ({ mentions: [] }),
};

function phone(sent: World['sent'], send?: () => Promise<void>): Notifier {
  return {
    manifest: { id: 'phone', title: 'Telefon', settings: z.record(z.string(), z.unknown()), secrets: [] },
    render: ({ title }) => title,
    send: async (title, _settings, { idempotencyKey }) => {
      await send?.();
      sent.push({ key: idempotencyKey, title: String(title) });
    },
  };
}

const quietNotifier: Notifier = {
  manifest: { id: 'log', title: 'Günlük', settings: z.record(z.string(), z.unknown()), secrets: [] },
  render: (message) => message,
  send: async () => undefined,
};

/** Severity and type by a word in the text: 'sızıntı' is a crisis, 'kargo' a complaint, anything else small talk. */
export const judgeByWords: Deps['parts']['judge'] = ({ text }) => {
  if (text.includes('sızıntı')) return judged('negative', 1, 'data-leak');
  if (text.includes('kargo')) return judged('negative', 3, 'complaint');
  return judged('neutral', 4, null);
};

export function judged(
  label: 'negative' | 'neutral' | 'positive',
  level: SeverityLevel,
  type: FindingType | null,
): Judged {
  return {
    language: { code: 'tr', confidence: 0.9 },
    relevance: { isBrand: true, confidence: 0.9 },
    sentiment: { label, score: label === 'negative' ? -0.8 : 0, confidence: 0.9 },
    actor: { label: 'customer', confidence: 0.7 },
    aspects: [],
    types: type ? [{ type, confidence: 0.95, start: 0, end: 4 }] : [],
    pii: [],
    severity: {
      level,
      score: 14 - 3 * level,
      parts: { harm: 2, credibility: 2, velocity: 1, reach: 1, vulnerability: 0, trigger: null, cap: null },
    },
    findings: [],
  };
}

/** Mentions of the forum that were seen now. */
export function hitsOf(
  { deps, watch }: Pick<World, 'deps' | 'watch'>,
  raws: RawMention[],
  options: { isBackfill?: boolean; watchIds?: string[]; seenAt?: number } = {},
): MentionHit[] {
  const { isBackfill = false, watchIds = [watch.id], seenAt = deps.clock.now() } = options;
  return raws.map((raw) => {
    const mention = toMention(raw, { sourceId: 'forum', channel: 'community', seenAt, isBackfill });
    if (!mention) throw new Error('nothing to read in the mention');
    return { mention, watchIds };
  });
}

/** Stores mentions as the fetch job would; their ids. */
export async function store(world: World, raws: RawMention[], options: Parameters<typeof hitsOf>[2] = {}) {
  return (await world.deps.store.mentions.add(hitsOf(world, raws, options))).addedIds;
}

/** What crawlers/collect.ts would hand back for one run that found these. */
export function collectedOf(
  world: Pick<World, 'deps' | 'watch'>,
  hits: MentionHit[],
  change: Partial<Collected> = {},
): Collected {
  const now = world.deps.clock.now();
  const run: Run = {
    id: newId('run'),
    subscriptionId: '',
    sourceId: 'forum',
    startedAt: now,
    durationMs: 120,
    outcome: hits.length > 0 ? 'ok' : 'empty',
    itemCount: hits.length,
    addedCount: 0,
    sizeBytes: 1000,
    error: null,
  };
  return { hits, run, cursor: undefined, nextRunAt: now + 15 * MINUTE, suspension: null, ...change };
}

/** n different texts, so that no two become one story. */
export function talk(count: number, start = 0): RawMention[] {
  const words = ['elma', 'armut', 'kiraz', 'vişne', 'incir', 'dut', 'ayva', 'nar', 'üzüm', 'erik', 'muz', 'kavun'];
  return Array.from({ length: count }, (_, index) => {
    const number = start + index;
    const pick = (step: number) => `${words[(number * step) % words.length]}${number * step}`;
    return { nativeId: `n${number}`, text: `Markam ${[1, 2, 3, 5, 7, 11].map(pick).join(' ')}` };
  });
}
