// Which waves may be coordinated. A wave of one text is unusual by itself; where accounts share what an outlet wrote, or a
// link, or a few words, it takes accounts that are young or have hardly any followers, because honest people share news too.
// Says what is known of the accounts and nothing about who is behind them. Pure; never asks for the time.

import { DAY, HOUR } from './clock.ts';
import { joinLikeness } from './stories.ts';
import { readSignature } from './text/signature.ts';
import { fingerprint } from './text/similarity.ts';
import type { StoryWave } from './types.ts';
import { findWaves, type Wave, type WaveItem } from './waves.ts';

/** An account is young for so long. */
export const YOUNG_MS = 30 * DAY;
/** Fewer followers than this are few. */
export const FEW_FOLLOWERS = 25;
/** Of the accounts of which it is known. */
const SUSPICIOUS_YOUNG = 1 / 3;
const SUSPICIOUS_SMALL = 1 / 2;
/** With fewer of them their share says nothing. */
const MIN_YOUNG = 4;
const MIN_SMALL = 8;
const MAX_IDS = 50;
/** Pairs of words: shorter ones are written by everybody whom the same befalls ("uygulama yine çöktü"). */
const MIN_PAIRS = 8;

export interface Post extends Omit<WaveItem, 'at'> {
  storyId: string;
  /** Null, or a bare date: when it was posted is not known to the minute, and it is left out. */
  publishedAt: number | null;
  followers: number | null;
  /** When the account was opened. */
  createdAt: number | null;
  /** Of a newspaper, a search engine, the brand's own desk: what others share, never part of a wave. */
  isOutlet: boolean;
}

/** A wave worth telling, of the story that most of its posts are in. */
export interface Coordination extends StoryWave {
  storyId: string;
}

/** The largest of each story; the largest first. */
export function findCoordination(posts: readonly Post[]): Coordination[] {
  const byId = new Map<string, Post>();
  const items: WaveItem[] = [];
  for (const post of posts) {
    const at = post.publishedAt;
    if (post.isOutlet || at === null || at % HOUR === 0) continue;
    byId.set(post.id, post);
    items.push({ id: post.id, author: post.author, title: post.title, text: post.text, at });
  }
  const outlets = posts.filter(({ isOutlet }) => isOutlet);
  const found = new Map<string, Coordination>();
  for (const wave of findWaves(items)) {
    const members = wave.ids.flatMap((id) => byId.get(id) ?? []);
    const told = weigh(wave, members);
    if (isShared(wave, members, outlets) && !isSuspicious(told)) continue;
    if (!found.has(told.storyId)) found.set(told.storyId, told);
  }
  return [...found.values()];
}

function weigh({ kind, ids, accountCount, from, to }: Wave, members: readonly Post[]): Coordination {
  const accounts = new Map<string, Post>();
  for (const post of members) if (!accounts.has(post.author ?? '')) accounts.set(post.author ?? '', post);
  const count = (is: (post: Post) => boolean) => [...accounts.values()].filter(is).length;
  return {
    ...{ storyId: mostFrequent(members), kind, mentionIds: ids.slice(0, MAX_IDS), accountCount, from, to },
    datedCount: count(({ createdAt }) => createdAt !== null),
    youngCount: count(({ createdAt }) => createdAt !== null && createdAt > from - YOUNG_MS),
    followedCount: count(({ followers }) => followers !== null),
    smallCount: count(({ followers }) => followers !== null && followers < FEW_FOLLOWERS),
  };
}

function mostFrequent(members: readonly Post[]): string {
  const counts = new Map<string, number>();
  for (const { storyId } of members) counts.set(storyId, (counts.get(storyId) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

/** What honest people write alike too: a link, the words of an outlet that had them first, a few words. */
function isShared({ kind, from }: Wave, members: readonly Post[], outlets: readonly Post[]): boolean {
  if (kind === 'link') return true;
  const linked = members.filter(({ text }) => /https?:\/\/|www\./i.test(text)).length;
  if (linked * 2 >= members.length) return true;
  const [first] = members;
  if (!first) return false;
  const { signature } = fingerprint(first.title, first.text);
  if ((readSignature(signature)?.whole.size ?? 0) < MIN_PAIRS) return true;
  return outlets.some(
    ({ title, text, publishedAt }) =>
      (publishedAt === null || publishedAt <= from) &&
      [title, null].some((line) => joinLikeness(signature, fingerprint(line, line ?? text).signature, 0) > 0),
  );
}

function isSuspicious({ datedCount, youngCount, followedCount, smallCount }: StoryWave): boolean {
  const isYoung = youngCount >= MIN_YOUNG && youngCount >= SUSPICIOUS_YOUNG * datedCount;
  const isSmall = smallCount >= MIN_SMALL && smallCount >= SUSPICIOUS_SMALL * followedCount;
  return isYoung || isSmall;
}
