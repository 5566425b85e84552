// Coordinated waves: the same words, or the same link, from many accounts within minutes. Many different customers with
// the same trouble write different texts and are no wave; retweets are none either, since they show whom they repeat.
// Says what was seen and accuses nobody. Pure; never asks for the time.

import { MINUTE } from './clock.ts';
import { readSignature, type Signature } from './text/signature.ts';
import { compareSignatures, fingerprint } from './text/similarity.ts';

export const WAVE_WINDOW_MS = 10 * MINUTE;
/** Distinct accounts within the window: people copy a good line, but not eight of them in ten minutes. */
export const MIN_TEXT_ACCOUNTS = 8;
/** A link travels faster on its own: share buttons give everybody the same headline. */
export const MIN_LINK_ACCOUNTS = 20;

export interface WaveItem {
  id: string;
  /** Handle or name; items of nobody are left out. */
  author: string | null;
  title: string | null;
  text: string;
  at: number;
}

export interface Wave {
  kind: 'text' | 'link';
  /** Items of the wave, oldest first. */
  ids: string[];
  accountCount: number;
  from: number;
  to: number;
}

interface Read {
  item: WaveItem;
  signature: Signature;
  bands: string[];
}

/** Waves among the items, the largest first. An item is in at most one wave of text and one of link. */
export function findWaves(items: readonly WaveItem[]): Wave[] {
  const read = items
    .filter(({ author, text }) => author !== null && !/^\s*RT @/i.test(text))
    .map((item): Read => {
      const { signature, bands } = fingerprint(item.title, item.text);
      return { item, bands, signature: readSignature(signature) as Signature };
    })
    .sort((a, b) => a.item.at - b.item.at || (a.item.id < b.item.id ? -1 : 1));
  const waves = [
    ...groupCopies(read).flatMap((group) => wavesIn('text', group, MIN_TEXT_ACCOUNTS)),
    ...groupLinks(read).flatMap((group) => wavesIn('link', group, MIN_LINK_ACCOUNTS)),
  ];
  return waves.sort((a, b) => b.accountCount - a.accountCount || a.from - b.from);
}

/** Copies of one text, each group in order of time. A text is compared with the first of each group it shares a band with. */
function groupCopies(read: readonly Read[]): Read[][] {
  const groups: Read[][] = [];
  const byBand = new Map<string, Set<Read[]>>();
  for (const one of read) {
    const near = new Set(one.bands.flatMap((band) => [...(byBand.get(band) ?? [])]));
    let group = [...near].find(([first]) => first && compareSignatures(first.signature, one.signature).isCopy);
    if (group === undefined) {
      group = [];
      groups.push(group);
      for (const band of one.bands) byBand.set(band, (byBand.get(band) ?? new Set()).add(group));
    }
    group.push(one);
  }
  return groups;
}

function groupLinks(read: readonly Read[]): Read[][] {
  const groups = new Map<number, Read[]>();
  for (const one of read) for (const link of one.signature.links) groups.set(link, [...(groups.get(link) ?? []), one]);
  return [...groups.values()];
}

function timeAt(group: readonly Read[], index: number): number {
  return group[index]?.item.at ?? 0;
}

/** Stretches of a group in which every item has enough accounts within one window around it. */
function wavesIn(kind: Wave['kind'], group: readonly Read[], minAccounts: number): Wave[] {
  const isDense = new Array<boolean>(group.length).fill(false);
  const inWindow = new Map<string, number>();
  let first = 0;
  for (let last = 0; last < group.length; last++) {
    const { author, at } = (group[last] as Read).item;
    inWindow.set(author ?? '', (inWindow.get(author ?? '') ?? 0) + 1);
    for (; at - (group[first] as Read).item.at > WAVE_WINDOW_MS; first++) {
      const gone = (group[first] as Read).item.author ?? '';
      const left = (inWindow.get(gone) ?? 1) - 1;
      if (left === 0) inWindow.delete(gone);
      else inWindow.set(gone, left);
    }
    if (inWindow.size >= minAccounts) isDense.fill(true, first, last + 1);
  }
  const waves: Wave[] = [];
  for (let i = 0; i < group.length; i++) {
    if (!isDense[i]) continue;
    const start = i;
    while (isDense[i + 1] && timeAt(group, i + 1) - timeAt(group, i) <= WAVE_WINDOW_MS) i += 1;
    const members = group.slice(start, i + 1).map(({ item }) => item);
    const accountCount = new Set(members.map(({ author }) => author)).size;
    const [from, to] = [members[0]?.at ?? 0, members.at(-1)?.at ?? 0];
    waves.push({ kind, ids: members.map(({ id }) => id), accountCount, from, to });
  }
  return waves;
}
