// Mentions that look like a corrected one and of which the machine said the same: offered to people, never changed here.
// Both ways: from a correction to the mentions it may hold for, and from a mention that is shown to the corrections that
// may hold for it. Looks at a bounded number of mentions.

import { wordOf } from '../core/corrections.ts';
import { linkedAddress } from '../core/mention.ts';
import type { JudgedMention, MentionFilter } from '../core/ports.ts';
import { rarityOf, stemsOf, wordLikeness } from '../core/text/alike.ts';
import { readSignature, type Signature } from '../core/text/signature.ts';
import { compareSignatures, fingerprint } from '../core/text/similarity.ts';
import type { Correction, FindingType, Mention, SentimentLabel } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { machineWord } from './judge-mention.ts';

/** story: of the same story. copy: the same text with small changes. alike: mostly the same words. */
export type LikeReason = 'copy' | 'story' | 'alike';

export interface Lookalike {
  found: JudgedMention;
  reason: LikeReason;
  /** 0 to 1. */
  likeness: number;
}

export interface Suggestion {
  correction: Correction;
  reason: LikeReason;
}

const MAX_STORY = 200;
const MAX_RECENT = 400;
const MAX_STORIES = 20;
const MAX_OFFERED = 50;
const MAX_CORRECTIONS = 300;
/** Share of telling words in common from which two texts are about the same thing. Chosen by reading offers, see docs/learning.md. */
export const ALIKE = 0.45;

interface Seen {
  storyId: string | null;
  signature: Signature | null;
  stems: ReadonlySet<string>;
}

function see(mention: Mention, storyId: string | null): Seen {
  const { signature } = fingerprint(mention.title, mention.text, linkedAddress(mention));
  const stems = stemsOf(mention.title ? `${mention.title} ${mention.text}` : mention.text);
  return { storyId, signature: readSignature(signature), stems };
}

function likenessOf(
  a: Seen,
  b: Seen,
  rarity: ReadonlyMap<string, number>,
): { reason: LikeReason; likeness: number } | null {
  const { score, isCopy } = a.signature && b.signature ? compareSignatures(a.signature, b.signature) : NONE;
  if (isCopy) return { reason: 'copy', likeness: score };
  const words = wordLikeness(a.stems, b.stems, rarity);
  if (a.storyId !== null && a.storyId === b.storyId) return { reason: 'story', likeness: words };
  return words >= ALIKE ? { reason: 'alike', likeness: words } : null;
}

const NONE = { score: 0, isCopy: false };

/** Copies first, then the likest. Empty for a correction that says what the machine says. */
export async function lookalikesOf(deps: Deps, correction: Correction): Promise<Lookalike[]> {
  const { mentionId, brandId, from, to } = correction;
  const [hit] = await deps.store.mentions.getMany([mentionId]);
  const judgement = await deps.store.judgements.get(mentionId, brandId);
  if (!hit || !judgement || from === to) return [];
  const own = see(hit.mention, judgement.storyId);
  const pool = (await gather(deps, hit.mention, judgement.storyId, correction)).filter(
    ({ mention }) => mention.id !== mentionId,
  );
  const open = await uncorrected(deps, pool, correction);
  const seen = open.map((found) => see(found.mention, found.judgement?.storyId ?? null));
  const rarity = rarityOf([own.stems, ...seen.map(({ stems }) => stems)]);
  const offers = open.flatMap((found, index) => {
    const like = seen[index] && likenessOf(own, seen[index], rarity);
    return like ? [{ found, ...like }] : [];
  });
  const order: LikeReason[] = ['copy', 'story', 'alike'];
  return offers
    .sort((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason) || b.likeness - a.likeness)
    .slice(0, MAX_OFFERED);
}

/** Its story, stories with similar texts, and what was lately found with the same label. */
async function gather(deps: Deps, mention: Mention, storyId: string, correction: Correction): Promise<JudgedMention[]> {
  const { brandId } = correction;
  const { bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
  const candidates = await deps.store.stories.candidates(brandId, bands, 0, 100);
  const stories = [...new Set([storyId, ...candidates.map((one) => one.storyId)])].slice(0, MAX_STORIES);
  const found = new Map<string, JudgedMention>();
  const add = async (filter: MentionFilter, limit: number) => {
    for (const one of (await deps.store.mentions.list(filter, { limit })).items) found.set(one.mention.id, one);
  };
  for (const id of stories) await add({ storyId: id }, MAX_STORY);
  await add({ brandId, ...sameLabel(correction) }, MAX_RECENT);
  return [...found.values()];
}

/** A filter that finds those of which the machine said the same, where lists can be filtered by that. */
function sameLabel({ field, label, from }: Correction): MentionFilter {
  if (field === 'sentiment') return { sentiment: from as SentimentLabel };
  return field === 'type' && from === 'yes' ? { type: label as FindingType } : {};
}

async function uncorrected(deps: Deps, pool: readonly JudgedMention[], like: Correction): Promise<JudgedMention[]> {
  const { field, label, brandId } = like;
  const corrections = await deps.store.corrections.ofMentions(pool.map(({ mention }) => mention.id));
  const isTold = (id: string) =>
    corrections.some(
      (one) => one.mentionId === id && one.brandId === brandId && one.field === field && one.label === label,
    );
  return pool.filter(
    ({ mention, judgement }) =>
      judgement?.brandId === brandId &&
      !isTold(mention.id) &&
      wordOf(machineWord(deps, mention, judgement), like) === like.from,
  );
}

/** By installation and brand: the corrected texts, as long as the corrections are the same. */
const corrected = new WeakMap<
  Deps['config'],
  Map<string, { stamp: string; entries: (Seen & { one: Correction })[] }>
>();

/** What was said of texts like these, by mention: at most one suggestion for each field and label. */
export async function suggestionsFor(
  deps: Deps,
  shown: readonly JudgedMention[],
): Promise<ReadonlyMap<string, Suggestion[]>> {
  const suggestions = new Map<string, Suggestion[]>();
  const brandIds = new Set(shown.flatMap(({ judgement }) => judgement?.brandId ?? []));
  for (const brandId of brandIds) {
    const known = await correctedTexts(deps, brandId);
    if (known.length === 0) continue;
    const own = shown.filter(({ judgement }) => judgement?.brandId === brandId);
    const told = await deps.store.corrections.ofMentions(own.map(({ mention }) => mention.id));
    const rarity = rarityOf(known.map(({ stems }) => stems));
    for (const found of own) {
      const words = told.filter((one) => one.mentionId === found.mention.id && one.brandId === brandId);
      const best = suggest(deps, found, { known, words, rarity });
      if (best.length > 0) suggestions.set(found.mention.id, best);
    }
  }
  return suggestions;
}

interface Corrected {
  known: readonly (Seen & { one: Correction })[];
  /** Of the mention itself: what people have said needs no suggestion. */
  words: readonly Correction[];
  rarity: ReadonlyMap<string, number>;
}

function suggest(deps: Deps, { mention, judgement }: JudgedMention, { known, words, rarity }: Corrected): Suggestion[] {
  if (!judgement) return [];
  const isTold = ({ field, label }: Correction) => words.some((one) => one.field === field && one.label === label);
  const machine = machineWord(deps, mention, judgement);
  const own = see(mention, judgement.storyId);
  const best = new Map<string, Suggestion & { likeness: number }>();
  for (const { one, ...seen } of known) {
    if (one.mentionId === mention.id || isTold(one) || wordOf(machine, one) !== one.from) continue;
    const like = likenessOf(own, seen, rarity);
    const key = `${one.field}:${one.label}`;
    if (like && like.likeness > (best.get(key)?.likeness ?? -1)) best.set(key, { correction: one, ...like });
  }
  return [...best.values()].map(({ correction, reason }) => ({ correction, reason }));
}

async function correctedTexts(deps: Deps, brandId: string): Promise<(Seen & { one: Correction })[]> {
  const all = (await deps.store.corrections.list({ brandId }, { limit: MAX_CORRECTIONS })).items;
  const told = all.filter(({ from, to }) => from !== to);
  const stamp = told.map(({ id, to, from }) => id + from + to).join();
  const byBrand = corrected.get(deps.config) ?? new Map();
  corrected.set(deps.config, byBrand);
  const known = byBrand.get(brandId);
  if (known?.stamp === stamp) return known.entries;
  const hits = await deps.store.mentions.getMany([...new Set(told.map(({ mentionId }) => mentionId))]);
  const seen = new Map<string, Seen>();
  for (const { mention } of hits) {
    const judgement = await deps.store.judgements.get(mention.id, brandId);
    seen.set(mention.id, see(mention, judgement?.storyId ?? null));
  }
  const entries = told.flatMap((one) => {
    const text = seen.get(one.mentionId);
    return text ? [{ one, ...text }] : [];
  });
  byBrand.set(brandId, { stamp, entries });
  return entries;
}
