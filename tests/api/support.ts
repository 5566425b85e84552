// One API over a real store in memory, with a clock that stands still: what every test of this folder starts from.

import { createHmac, scryptSync } from 'node:crypto';
import type { Express } from 'express';
import request from 'supertest';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { conclude, weigh } from '../../analyzers/judge.ts';
import { type ApiOptions, createApi } from '../../api/server.ts';
import { loadTranslate } from '../../config/i18n.ts';
import { configSchema } from '../../config/schema.ts';
import { FakeClock } from '../../core/clock.ts';
import { derivedId, newId } from '../../core/id.ts';
import { toMention } from '../../core/mention.ts';
import type { EventBus, JobName, LiveEvent, Log, Source } from '../../core/ports.ts';
import type { Brand, Judgement, RawMention, Watch } from '../../core/types.ts';
import { source as webhook } from '../../crawlers/sources/webhook.ts';
import { createBrand } from '../../pipeline/brands.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { createWatch } from '../../pipeline/watches.ts';
import { openStore } from '../../store/open.ts';

export const PASSWORD = 'uzun-bir-parola';
export const HOOK_SECRET = 'cok-gizli-bir-anahtar';
/** Made with the least cost there is, which a hash itself names: signing in is real here, and quick. */
const CHEAP_HASH = `scrypt$1$8$1$c2FsdA$${scryptSync(PASSWORD, 'salt', 32, { N: 2, r: 8, p: 1 }).toString('base64url')}`;
const t = loadTranslate();

export interface World {
  deps: Deps;
  clock: FakeClock;
  app: Express;
  /** Jobs that were asked for. */
  jobs: { name: JobName; payload: unknown }[];
  /** Signed-in agents. */
  admin: request.Agent;
  member: request.Agent;
  viewer: request.Agent;
  brand: Brand;
  watch: Watch;
}

/** An installation without anybody in it. */
export async function emptyWorld(options: Partial<ApiOptions> = {}, config: object = {}) {
  const clock = new FakeClock();
  const store = openStore({ kind: 'sqlite', path: ':memory:', clock });
  await store.migrate();
  const jobs: World['jobs'] = [];
  const deps = {
    config: configSchema.parse({
      webhooks: { destek: { secret: HOOK_SECRET, brand: 'Markam' } },
      ...config,
    }),
    clock,
    log: silentLog(),
    store,
    queue: { enqueue: async (name: JobName, payload: unknown) => void jobs.push({ name, payload }) },
    sources: new Map([forum, search, webhook as unknown as Source].map((source) => [source.manifest.id, source])),
    t,
    events: eventBus(),
    publicUrl: 'http://127.0.0.1:4280',
    parts: { conclude, weigh },
  } as unknown as Deps;
  const { app, live } = createApi(deps, { version: '1.2.3', dashboardDir: null, ...options });
  onTestFinished(async () => {
    live.close();
    await store.close();
  });
  return { deps, clock, app, live, jobs };
}

/** One brand with one watch, and somebody of every role signed in. */
export async function world(options: Partial<ApiOptions> = {}, config: object = {}): Promise<World> {
  const { deps, clock, app, jobs } = await emptyWorld(options, config);
  const brand = await createBrand(
    deps,
    { name: 'Markam', aliases: [], domains: [], accounts: [], competitors: [] },
    'test',
  );
  const watch = await createWatch(
    deps,
    { brandId: brand.id, name: 'Markam', kind: 'brand', query: 'Markam', everyMs: 900_000, sources: [] },
    'test',
  );
  const signIn = async (role: 'admin' | 'member' | 'viewer') => {
    const email = `${role}@markam.example`;
    const person = { id: newId('usr'), email, name: role, role, passwordHash: CHEAP_HASH, locale: 'tr' as const };
    await deps.store.users.put({ ...person, createdAt: clock.now(), isDisabled: false });
    const agent = request.agent(app);
    await agent.post('/api/login').send({ email, password: PASSWORD }).expect(200);
    return agent;
  };
  const [admin, member, viewer] = [await signIn('admin'), await signIn('member'), await signIn('viewer')];
  return { deps, clock, app, jobs, admin, member, viewer, brand, watch };
}

/** Stores a mention and its judgement as the analyze job would. Returns the mention's id. */
export async function addMention(
  { deps, brand, watch }: Pick<World, 'deps' | 'brand' | 'watch'>,
  raw: RawMention,
  judged: Partial<Judgement> & { story?: string } = {},
): Promise<string> {
  const seenAt = deps.clock.now();
  const mention = toMention(raw, { sourceId: 'forum', channel: 'community', seenAt, isBackfill: false });
  if (!mention) throw new Error('nothing to read in the mention');
  await deps.store.mentions.add([{ mention, watchIds: [watch.id] }]);
  const { story = mention.id, ...rest } = judged;
  const storyId = derivedId('sto', story);
  const judgement: Judgement = {
    mentionId: mention.id,
    brandId: brand.id,
    storyId,
    language: { code: 'tr', confidence: 0.9 },
    relevance: { isBrand: true, confidence: 0.9 },
    sentiment: { label: 'negative', score: -0.7, confidence: 0.8 },
    actor: { label: 'customer', confidence: 0.7 },
    aspects: [{ id: 'delivery', confidence: 0.8 }],
    types: [{ type: 'complaint', confidence: 0.9, start: 0, end: 4 }],
    pii: [],
    severity: {
      level: 3,
      score: 4,
      parts: { harm: 1, credibility: 2, velocity: 1, reach: 1, vulnerability: 0, trigger: null, cap: null },
    },
    findings: [],
    analyzedAt: seenAt,
    ...rest,
  };
  const hourAt = Math.floor(seenAt / 3_600_000) * 3_600_000;
  const rollup = (dimension: 'all' | 'sentiment' | 'aspect' | 'type' | 'channel', value: string) => ({
    ...{ watchId: watch.id, brandId: brand.id, hourAt, sourceId: mention.sourceId, dimension, value },
  });
  const isNew = (await deps.store.stories.get(storyId)) === null;
  await deps.store.judgements.commit([
    {
      judgement,
      story: {
        id: storyId,
        isNew,
        title: mention.title ?? mention.text.slice(0, 80),
        signature: storyId,
        bands: [storyId],
      },
      rollups: [
        rollup('all', ''),
        rollup('sentiment', judgement.sentiment.label),
        rollup('aspect', 'delivery'),
        rollup('type', 'complaint'),
        rollup('channel', mention.channel),
      ],
    },
  ]);
  return mention.id;
}

export async function addIncident(
  { deps, brand }: Pick<World, 'deps' | 'brand'>,
  change: object = {},
): Promise<string> {
  const now = deps.clock.now();
  const id = newId('inc');
  await deps.store.incidents.open(
    {
      id,
      brandId: brand.id,
      fingerprint: id,
      ruleId: 'volume',
      title: 'Olumsuz dalga',
      reason: 'Son 60 dakikada 12 olumsuz.',
      severity: 2,
      leadType: 'complaint',
      state: 'open',
      ownerId: null,
      openedAt: now,
      updatedAt: now,
      acknowledgedAt: null,
      resolvedAt: null,
      storyIds: [],
      mentionIds: [],
      mentionCount: 12,
      revision: 1,
      ...change,
    },
    { id: newId('tim'), incidentId: id, at: now, kind: 'opened', by: 'system', text: 'Son 60 dakikada 12 olumsuz.' },
  );
  return id;
}

function sourceOf(id: string, params: z.ZodType, extra: object = {}): Source {
  return {
    manifest: {
      id,
      title: `Kaynak ${id}`,
      channel: 'community',
      homepage: 'https://ornek.example',
      description: { tr: 'Örnek kaynak.', en: 'A sample source.' },
      isOfficial: false,
      needs: [],
      params,
      example: {},
      selection: 'match',
      politeness: { minIntervalMs: 1000, maxPages: 1, obeysRobots: true },
      legalNote: '',
      expectedPerDay: 10,
      isVerifiedLive: false,
      ...extra,
    },
    plan: () => [],
    parse: () => ({ mentions: [] }),
  } as Source;
}

const search = sourceOf('search', z.strictObject({}));
const forum = sourceOf('forum', z.strictObject({ url: z.url() }));

export function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function eventBus(): EventBus {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (fn) => {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };
}

function silentLog(): Log {
  const log: Log = { debug: noop, info: noop, warn: noop, error: noop, child: () => log };
  return log;
}

function noop(): void {
  // A test that wants to see the log brings its own.
}
