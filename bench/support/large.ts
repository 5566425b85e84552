// Fills a store with as many judged mentions as wanted: half a year of them, in stories of every size, some of them in
// incidents. The judgements are invented, so that it takes minutes and not hours; everything else is as the pipeline does it.

import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { derivedId, newId } from '../../core/id.ts';
import { toMention } from '../../core/mention.ts';
import type { JudgementCommit } from '../../core/ports.ts';
import { fingerprint } from '../../core/text/similarity.ts';
import type { Channel, FindingType, Incident, Judgement, Mention, RollupDimension } from '../../core/types.ts';
import { type Place, textsFor } from './app.ts';

const SPAN_MS = 180 * DAY;
const BATCH = 1000;
const INCIDENTS = 60;
/** Share of mentions that begin a story; the rest joins one of the latest, mostly the large ones. */
const NEW_STORIES = 0.55;
const ALIVE_STORIES = 400;
const RARE_EVERY = 9973;

/** What is searched for: words of every tenth text, and words of one in ten thousand. */
export const WORDS = { common: ['internet', 'fatura', 'bir', 'uçuş'], rare: ['mikrodalga', 'hologram', 'zarpak'] };

const CHANNELS: readonly Channel[] = [
  'social',
  'social',
  'social',
  'news',
  'community',
  'complaint',
  'support',
  'search',
];
const TYPES: readonly FindingType[] = [
  ...['complaint', 'complaint', 'complaint', 'question', 'praise', 'negative-review', 'outage'],
  ...['fraud', 'boycott', 'data-leak', 'announcement', 'seller-issue'],
] as readonly FindingType[];
const LABELS = ['negative', 'negative', 'neutral', 'neutral', 'positive'] as const;
const LEVELS = [4, 4, 4, 4, 4, 4, 3, 3, 2, 1] as const;

/** Deterministic numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Filler {
  readonly #place: Place;
  readonly #random = randomFrom(5);
  readonly #stories: string[] = [];
  readonly #worst: Judgement[] = [];
  readonly #texts: readonly string[];
  readonly #count: number;
  readonly #begin: number;

  constructor(place: Place, count: number) {
    this.#place = place;
    this.#count = count;
    this.#texts = textsFor(Math.min(count, 20_000)).texts;
    this.#begin = place.app.deps.clock.now() - SPAN_MS;
  }

  async fill(): Promise<void> {
    const { store } = this.#place.app.deps;
    for (let from = 0; from < this.#count; from += BATCH) {
      const size = Math.min(BATCH, this.#count - from);
      const mentions = Array.from({ length: size }, (_, i) => this.#mention(from + i));
      const hits = mentions.map((mention) => ({ mention, watchIds: this.#watchIds() }));
      await store.mentions.add(hits);
      await store.judgements.commit(hits.map(({ mention, watchIds }) => this.#commit(mention, watchIds)));
      if ((from / BATCH) % 100 === 99) console.log(`  ${from + size} of ${this.#count} mentions are in`);
    }
    await this.#openIncidents();
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  #mention(at: number): Mention {
    const rare = at % RARE_EVERY === 0 ? ` ${this.#pick(WORDS.rare)}` : '';
    const text = `${this.#texts[at % this.#texts.length]}${rare} ${Math.floor(this.#random() * 1e6)}`;
    const seenAt = this.#begin + Math.floor((at / this.#count) * SPAN_MS);
    const raw = { nativeId: `l${at}`, text, author: { handle: `user${Math.floor(this.#random() ** 2 * 50_000)}` } };
    const facts = { sourceId: this.#pick(['import', 'webhook', 'feed', 'mastodon']), channel: this.#pick(CHANNELS) };
    const mention = toMention({ ...raw, publishedAt: seenAt - MINUTE }, { ...facts, seenAt, isBackfill: false });
    if (!mention) throw new Error('nothing to read in a text');
    return mention;
  }

  #watchIds(): string[] {
    const ids = this.#place.watches.map(({ id }) => id);
    return this.#random() < 0.1 ? ids.slice(0, 2) : [this.#pick(ids)];
  }

  #story(mentionId: string): { id: string; isNew: boolean } {
    if (this.#stories.length === 0 || this.#random() < NEW_STORIES) {
      const id = derivedId('sto', mentionId);
      this.#stories.push(id);
      if (this.#stories.length > ALIVE_STORIES) this.#stories.splice(Math.floor(this.#random() * ALIVE_STORIES), 1);
      return { id, isNew: true };
    }
    const at = Math.floor(this.#random() ** 3 * this.#stories.length);
    return { id: this.#stories[at] as string, isNew: false };
  }

  #commit(mention: Mention, watchIds: readonly string[]): JudgementCommit {
    const { signature, bands } = fingerprint(null, mention.text);
    const story = this.#story(mention.id);
    const judgement = this.#judge(mention, story.id);
    if (judgement.severity.level <= 2) this.#worst.push(judgement);
    const values: [RollupDimension, string][] = [
      ['all', ''],
      ['channel', mention.channel],
      ['sentiment', judgement.sentiment.label],
      ['severity', String(judgement.severity.level)],
      ...judgement.types.map(({ type }): [RollupDimension, string] => ['type', type]),
    ];
    const hourAt = Math.floor(mention.seenAt / HOUR) * HOUR;
    const same = { brandId: judgement.brandId, hourAt, sourceId: mention.sourceId };
    const rollups = watchIds.flatMap((watchId) =>
      values.map(([dimension, value]) => ({ ...same, watchId, dimension, value })),
    );
    return { judgement, story: { ...story, title: mention.text.slice(0, 100), signature, bands }, rollups };
  }

  #judge(mention: Mention, storyId: string): Judgement {
    const type = this.#pick(TYPES);
    const label = this.#pick(LABELS);
    const parts = { harm: 1, credibility: 1, velocity: 1, reach: 1, vulnerability: 0, trigger: null, cap: null };
    const finding = { analyzer: 'threats', version: '1', kind: 'type' as const, label: type, confidence: 0.8 };
    return {
      mentionId: mention.id,
      brandId: this.#place.brand.id,
      storyId,
      language: { code: 'tr', confidence: 0.9 },
      relevance: { isBrand: true, confidence: 0.9 },
      sentiment: { label, score: label === 'negative' ? -0.7 : 0.2, confidence: 0.8 },
      actor: { label: 'customer', confidence: 0.7 },
      aspects: [],
      types: [{ type, confidence: 0.8, start: 0, end: 10 }],
      pii: [],
      severity: { level: this.#pick(LEVELS), score: 4, parts },
      findings: [{ ...finding, start: 0, end: 10 }],
      analyzedAt: mention.seenAt,
    };
  }

  async #openIncidents(): Promise<void> {
    const { store } = this.#place.app.deps;
    const step = Math.max(1, Math.floor(this.#worst.length / INCIDENTS));
    for (let at = 0; at < INCIDENTS && at * step < this.#worst.length; at++) {
      const members = this.#worst.slice(at * step, at * step + 50);
      const incident = incidentOf(members, at >= INCIDENTS - 8);
      const entry = { id: newId('tim'), incidentId: incident.id, at: incident.openedAt, kind: 'opened', by: 'system' };
      await store.incidents.open(incident, { ...entry, text: incident.reason });
    }
  }
}

function incidentOf(members: readonly Judgement[], isOpen: boolean): Incident {
  const at = members[0]?.analyzedAt ?? 0;
  const id = newId('inc');
  return {
    ...{ id, brandId: members[0]?.brandId ?? '', fingerprint: id, ruleId: 'volume', title: 'Olumsuz dalga' },
    ...{ reason: 'Son saatte her zamankinden çok olumsuz ileti.', severity: 2, leadType: 'complaint' },
    state: isOpen ? 'open' : 'resolved',
    ...{ ownerId: null, openedAt: at, updatedAt: at, acknowledgedAt: null, resolvedAt: isOpen ? null : at + HOUR },
    storyIds: [...new Set(members.map(({ storyId }) => storyId))],
    mentionIds: members.map(({ mentionId }) => mentionId),
    ...{ mentionCount: members.length, revision: 1 },
  };
}

/** Fills the place. A million takes minutes; it says how far it is. */
export async function fillLarge(place: Place, count: number): Promise<void> {
  await new Filler(place, count).fill();
}
