// How alike two texts are, without keeping the texts: a short signature for comparing and a few bands for finding.
// Signature: bottom-k sketches of word pairs (Broder 1997) of the whole text and of its beginning. Bands: pairs of
// min-hashes (locality-sensitive hashing), so that a database finds look-alikes by equality. Pure and deterministic.

import { mix, type WordStream, wordStream } from './shingles.ts';

export interface Fingerprint {
  /** Made of letters, digits, '-', '_' and '.'; compare with compareSignatures(). */
  signature: string;
  /** Texts that share none are not compared. At most MAX_BANDS. */
  bands: string[];
}

/** Sketch sizes: up to so many word pairs a comparison is exact, beyond it an estimate (standard error below 0.09). */
const WHOLE = 32;
const LEAD = 24;
/** Feeds and search results give the first sentences of an article, so beginnings are compared on their own. */
const LEAD_WORDS = 40;
const WHOLE_BANDS = 6;
const LEAD_BANDS = 10;
const MAX_KEYS = 3;
export const MAX_BANDS = 1 + WHOLE_BANDS + LEAD_BANDS + 2 * MAX_KEYS;
/** Fewer telling words than this ("teşekkürler", "süper ürün") say nothing about being the same. */
const MIN_CONTENT = 4;
const VERSION = '1';

interface Sketch {
  /** Number of distinct word pairs. */
  size: number;
  /** The smallest hashes, 24 bits, ascending. */
  low: number[];
}

/** A signature, taken apart. */
export interface Signature {
  /** Hash of the whole word stream. */
  exact: string;
  /** Too few telling words: alike only by a link or as a retweet. */
  isThin: boolean;
  whole: Sketch;
  /** The same object as `whole` for short texts. */
  lead: Sketch;
  links: number[];
  campaigns: number[];
}

/** Signature and bands of a mention. A title that the text begins with counts once. Linear in the length of the text. */
export function fingerprint(title: string | null, text: string): Fingerprint {
  const whole = title && !text.startsWith(title) ? `${text}\n${title}` : text;
  const stream = wordStream(whole);
  const isThin = stream.contentCount < MIN_CONTENT;
  const pairs = isThin ? new Set<number>() : pairsOf(stream.words, stream.words.length);
  const isShort = stream.words.length <= LEAD_WORDS;
  const leadPairs = isShort ? pairs : pairsOf(stream.words, LEAD_WORDS);
  const signature: Signature = {
    exact: exactOf(stream, whole),
    isThin,
    whole: sketchOf(pairs, WHOLE),
    lead: { size: 0, low: [] },
    links: linksOf(stream, isThin),
    campaigns: [...new Set(stream.campaigns)].slice(0, MAX_KEYS),
  };
  signature.lead = isShort ? signature.whole : sketchOf(leadPairs, LEAD);
  const bands = [
    ...(isThin ? [] : [`x${signature.exact}`]),
    ...minBands('l', leadPairs, LEAD_BANDS),
    ...(isShort ? [] : minBands('w', pairs, WHOLE_BANDS)),
    ...signature.links.map((link) => `u${encode(link & 0xffffff)}`),
    ...signature.campaigns.map((tag) => `h${encode(tag & 0xffffff)}`),
  ];
  return { signature: encodeSignature(signature), bands: [...new Set(bands)] };
}

/** A retweet of a short text is known by whom it repeats and what; that stands for a link. */
function linksOf({ links, retweeted, words }: WordStream, isThin: boolean): number[] {
  const repeated = isThin && retweeted !== 0 && words.length > 0 ? [hashAll(words, retweeted)] : [];
  return [...new Set([...repeated, ...links])].slice(0, MAX_KEYS);
}

/** Hash of all words in order; of the text itself when it has none (emoji, other scripts' signs). */
function exactOf({ words }: WordStream, text: string): string {
  const units = words.length > 0 ? words : Array.from(text.slice(0, 200), (sign) => sign.codePointAt(0) ?? 0);
  return encode(hashAll(units, 0x811c9dc5) & 0xffffff) + encode(hashAll(units, 0x2545f491) & 0xffffff);
}

function hashAll(numbers: readonly number[], seed: number): number {
  let h = seed;
  for (const number of numbers) h = mix(h ^ Math.imul(number, 0x9e3779b1));
  return h;
}

function pairsOf(words: readonly number[], limit: number): Set<number> {
  const pairs = new Set<number>();
  const end = Math.min(limit, words.length);
  for (let i = 1; i < end; i++) {
    pairs.add(mix(Math.imul(words[i - 1] as number, 0x85ebca77) ^ (words[i] as number)));
  }
  return pairs;
}

function sketchOf(pairs: Set<number>, keep: number): Sketch {
  let low = [...pairs].map((pair) => pair >>> 8);
  if (low.length > 4 * keep) {
    // hashes are even, so nearly all of the smallest lie below this bound; sorting the rest would be wasted
    const bound = Math.ceil((3 * keep * 0x1000000) / low.length);
    const small = low.filter((value) => value < bound);
    if (small.length >= keep) low = small;
  }
  low = [...new Set(low)].sort((x, y) => x - y).slice(0, keep);
  return { size: pairs.size, low };
}

/** Two min-hashes a band: unrelated texts about one company share a few pairs in a hundred and hardly ever two. */
function minBands(kind: string, pairs: Set<number>, count: number): string[] {
  if (pairs.size === 0) return [];
  const rows = 2 * count;
  const least = new Uint32Array(rows).fill(0xffffffff);
  for (const pair of pairs) {
    for (let row = 0; row < rows; row++) {
      const value = mixRow(pair, row);
      if (value < (least[row] as number)) least[row] = value;
    }
  }
  const bands: string[] = [];
  for (let band = 0; band < count; band++) {
    const key = mix((least[2 * band] as number) ^ Math.imul(least[2 * band + 1] as number, 0x9e3779b1));
    bands.push(`${kind}${band.toString(36)}${encode(key & 0xffffff)}`);
  }
  return bands;
}

/** A family of hash functions: multiply by an odd number of the row's own, then fold the high bits down. */
function mixRow(pair: number, row: number): number {
  const product = Math.imul(pair ^ (row * 0x01000193), 0x9e3779b1 + 2 * Math.imul(row, 0x632be59b));
  return (product ^ (product >>> 15)) >>> 0;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** 24 bits as four characters; the order of the strings is of no meaning. */
function encode(value: number): string {
  const digit = (shift: number) => DIGITS.charAt((value >>> shift) & 63);
  return digit(18) + digit(12) + digit(6) + digit(0);
}

function encodeSignature({ exact, isThin, whole, lead, links, campaigns }: Signature): string {
  const parts = [
    isThin ? `${VERSION}t` : VERSION,
    exact,
    whole.size.toString(36),
    whole.low.map(encode).join(''),
    lead === whole ? '' : lead.low.map(encode).join(''),
    links.map((link) => encode(link & 0xffffff)).join(''),
    campaigns.map((tag) => encode(tag & 0xffffff)).join(''),
  ];
  return parts.join('.');
}

/** Takes a signature apart; null when it is of another version or damaged, which is then like nothing. */
export function readSignature(signature: string): Signature | null {
  const [version, exact, size, whole, lead, links, campaigns] = signature.split('.');
  if (!version?.startsWith(VERSION) || exact === undefined || campaigns === undefined) return null;
  const all: Sketch = { size: Number.parseInt(size as string, 36) || 0, low: decode(whole as string) };
  const begin = lead === '' ? all : { size: LEAD_WORDS, low: decode(lead as string) };
  const isThin = version.endsWith('t');
  return { exact, isThin, whole: all, lead: begin, links: decode(links as string), campaigns: decode(campaigns) };
}

function decode(text: string): number[] {
  const values: number[] = [];
  for (let i = 0; i + 4 <= text.length; i += 4) {
    let value = 0;
    for (let k = 0; k < 4; k++) value = value * 64 + (VALUES.get(text.charAt(i + k)) ?? 0);
    values.push(value);
  }
  return values;
}

/** Estimated Jaccard likeness of two sets from their smallest hashes. Symmetric. */
function jaccard(a: readonly number[], b: readonly number[], keep: number): number {
  let i = 0;
  let k = 0;
  let seen = 0;
  let both = 0;
  while (seen < keep && (i < a.length || k < b.length)) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[k] ?? Number.POSITIVE_INFINITY;
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) k += 1;
    seen += 1;
  }
  return seen === 0 ? 0 : both / seen;
}

export interface Likeness {
  /** 0 to 1: 1 for the same words in the same order, else the likeness of the word pairs. Symmetric. */
  score: number;
  /** Is one a copy of the other, with small edits, cut off or quoted? Different reports of one event are not. */
  isCopy: boolean;
}

const UNLIKE: Likeness = { score: 0, isCopy: false };

/** Compares two signatures. */
export function compareSignatures(a: Signature, b: Signature): Likeness {
  if (a.exact === b.exact && a.isThin === b.isThin) return { score: 1, isCopy: !a.isThin };
  if (a.whole.size === 0 || b.whole.size === 0) return UNLIKE;
  const whole = jaccard(a.whole.low, b.whole.low, WHOLE);
  const small = Math.min(a.whole.size, b.whole.size);
  const large = Math.max(a.whole.size, b.whole.size);
  const contained = Math.min(1, ((whole / (1 + whole)) * (a.whole.size + b.whole.size)) / small);
  const lead = jaccard(a.lead.low, b.lead.low, LEAD);
  const isPart = small >= 10 && large <= 4 * small && contained >= 0.75;
  const isLead = small >= 12 && lead >= 0.5;
  const score = Math.min(0.999, Math.max(whole, isLead ? lead : 0));
  return { score, isCopy: whole >= neededLikeness(small) || isPart || isLead };
}

/** Short texts share phrases by chance ("internet paketim bitti"), so they must agree more. Chosen by bench/stories.ts. */
function neededLikeness(size: number): number {
  if (size >= 24) return 0.3;
  return 0.6 - (0.3 * Math.max(0, size - 4)) / 20;
}

/** Likeness of two texts by their signatures, 0 to 1. */
export function similarity(a: string, b: string): number {
  const left = readSignature(a);
  const right = readSignature(b);
  if (left === null || right === null) return 0;
  return compareSignatures(left, right).score;
}
