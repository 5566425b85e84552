// What the store's contract is tried with: invented brands, watches, mentions and judgements, short to write.

import { HOUR } from '../../core/clock.ts';
import { derivedId } from '../../core/id.ts';
import { toMention } from '../../core/mention.ts';
import type { JudgementCommit, Store } from '../../core/ports.ts';
import type {
  Aspect,
  Brand,
  Channel,
  Delivery,
  Evidence,
  FindingType,
  Incident,
  Judgement,
  Mention,
  RawMention,
  SentimentLabel,
  SeverityLevel,
  Subscription,
  TimelineEntry,
  Watch,
} from '../../core/types.ts';

/** A store that is migrated and empty, with its clock. `cleanup` closes and removes it. */
export interface OpenedStore {
  store: Store;
  clock: { now(): number; advance(ms: number): Promise<void> };
  cleanup(): Promise<void>;
}

export const T0 = Date.UTC(2026, 10, 24, 6, 0, 0);

export function brandOf(id = 'brd_a', name = 'Markam'): Brand {
  return { id, name, aliases: ['marka'], domains: [], accounts: [], competitors: [], createdAt: T0 };
}

export function watchOf(id = 'wat_a', change: Partial<Watch> = {}): Watch {
  return {
    id,
    brandId: 'brd_a',
    name: id,
    kind: 'brand',
    query: 'Markam',
    positiveExamples: [],
    negativeExamples: ['başka'],
    isPaused: false,
    everyMs: HOUR,
    createdAt: T0,
    updatedAt: T0,
    ...change,
  };
}

export function subscriptionOf(id = 'sub_a', change: Partial<Subscription> = {}): Subscription {
  return {
    ...{ id, watchId: 'wat_a', sourceId: 'forum', params: { url: 'https://ornek.example' }, cursor: null },
    ...{ nextRunAt: T0, lastRunAt: null },
    ...change,
  };
}

/** Two brands with a watch each, and a second watch of the first. */
export async function seed(store: Store): Promise<void> {
  await store.brands.put(brandOf());
  await store.brands.put(brandOf('brd_b', 'Öteki'));
  await store.watches.put(watchOf());
  await store.watches.put(watchOf('wat_a2'));
  await store.watches.put(watchOf('wat_b', { brandId: 'brd_b' }));
}

export function mentionOf(
  id: string,
  raw: Partial<RawMention> = {},
  facts: { sourceId?: string; channel?: Channel; seenAt?: number; isBackfill?: boolean; isAggregator?: boolean } = {},
): Mention {
  const mention = toMention(
    { nativeId: id, text: `Kargo gelmedi ${id}`, ...raw },
    { sourceId: 'forum', channel: 'community', seenAt: T0, isBackfill: false, ...facts },
  );
  if (!mention) throw new Error('nothing to read in the sample');
  return mention;
}

export interface Judged {
  brandId?: string;
  story?: string;
  sentiment?: SentimentLabel;
  severity?: SeverityLevel;
  types?: FindingType[];
  aspects?: Aspect[];
  watchIds?: string[];
  bands?: string[];
  signature?: string;
  title?: string;
}

export function storyIdOf(name: string, brandId = 'brd_a'): string {
  return derivedId('sto', brandId, name);
}

export function judgementOf(mention: Mention, judged: Judged = {}): Judgement {
  const { brandId = 'brd_a', story = mention.id, sentiment = 'negative', severity = 3 } = judged;
  return {
    mentionId: mention.id,
    brandId,
    storyId: storyIdOf(story, brandId),
    language: { code: 'tr', confidence: 0.9 },
    relevance: { isBrand: true, confidence: 0.8 },
    sentiment: { label: sentiment, score: -0.5, confidence: 0.7 },
    actor: { label: 'customer', confidence: 0.6 },
    aspects: (judged.aspects ?? ['delivery']).map((id) => ({ id, confidence: 0.8 })),
    types: (judged.types ?? ['complaint']).map((type) => ({ type, confidence: 0.9, start: 0, end: 5 })),
    pii: [{ kind: 'phone', start: 1, end: 4 }],
    severity: {
      level: severity,
      score: 4.5,
      parts: { harm: 1, credibility: 2, velocity: 0, reach: 1, vulnerability: 0, trigger: null, cap: 'old' },
    },
    findings: [
      { analyzer: 'sentiment', version: '1', kind: 'sentiment', label: sentiment, confidence: 0.7, score: -0.5 },
    ],
    analyzedAt: T0 + 5,
  };
}

export function commitOf(mention: Mention, judged: Judged = {}): JudgementCommit {
  const judgement = judgementOf(mention, judged);
  const { watchIds = ['wat_a'], bands = [], signature = `s-${mention.id}`, title = mention.text } = judged;
  const at = Math.min(mention.publishedAt ?? mention.seenAt, mention.seenAt);
  const rollup = (watchId: string) => (dimension: 'all' | 'sentiment' | 'type', value: string) => ({
    ...{ watchId, brandId: judgement.brandId, hourAt: Math.floor(at / HOUR) * HOUR, sourceId: mention.sourceId },
    ...{ dimension, value },
  });
  return {
    judgement,
    story: { id: judgement.storyId, isNew: true, title, signature, bands },
    rollups: watchIds.flatMap((watchId) => {
      const of = rollup(watchId);
      const types = judgement.types.map(({ type }) => of('type', type));
      return [of('all', ''), of('sentiment', judgement.sentiment.label), ...types];
    }),
  };
}

/** Stores a mention, links it and judges it. */
export async function put(store: Store, mention: Mention, judged: Judged = {}): Promise<Mention> {
  const watchIds = judged.watchIds ?? ['wat_a'];
  await store.mentions.add([{ mention, watchIds }]);
  await store.judgements.commit([commitOf(mention, { ...judged, watchIds })]);
  return mention;
}

export function incidentOf(id: string, change: Partial<Incident> = {}): Incident {
  return {
    ...{ id, brandId: 'brd_a', fingerprint: 'volume', ruleId: 'volume', title: 'Dalga', reason: '12 olumsuz.' },
    ...{ severity: 2, leadType: 'complaint', state: 'open', ownerId: null, openedAt: T0, updatedAt: T0 },
    ...{ acknowledgedAt: null, resolvedAt: null, storyIds: [], mentionIds: [], mentionCount: 12, revision: 1 },
    ...change,
  };
}

export function entryOf(id: string, incidentId: string, change: Partial<TimelineEntry> = {}): TimelineEntry {
  return { id, incidentId, at: T0, kind: 'opened', by: 'system', text: 'Açıldı.', ...change };
}

export function evidenceOf(id: string, change: Partial<Evidence> = {}): Evidence {
  return {
    ...{ id, mentionId: 'men_1', storyIds: ['sto_1'], author: { name: 'Ali Veli', handle: '@aliveli' } },
    ...{ url: 'https://ornek.example/1', finalUrl: 'https://ornek.example/1', status: 200, capturedAt: T0 },
    ...{ reason: 'severe', by: 'system', outcome: 'ok', error: null, previousId: null, change: null },
    files: [{ name: 'mention.json', sha256: `${id}`.padEnd(64, '0'), sizeBytes: 12 }],
    checks: { count: 0, lastAt: null, nextAt: T0 + HOUR, isGoneOnce: false },
    ...change,
  };
}

export function deliveryOf(id: string, change: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id, subjectId: 'inc_1', routeId: 'mail', notifierId: 'mail', contentHash: id, reason: 'opened' },
    message: {
      ...{ kind: 'opened', locale: 'tr', brandName: 'Markam', title: 'Dalga', severity: 2, reason: '12 olumsuz.' },
      ...{ facts: [], samples: [], sections: [], links: [], at: T0 },
    },
    ...{ state: 'pending', attemptCount: 0, lastError: null, createdAt: T0, sentAt: null },
    ...change,
  };
}
