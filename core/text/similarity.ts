// How alike two texts are, without keeping the texts: a short signature for comparing and a few bands for finding.
// Signature: bottom-k sketches of word pairs (Broder 1997) of the whole text and of its beginning. Bands: pairs of
// min-hashes (locality-sensitive hashing), so that a database finds look-alikes by equality. Pure and deterministic.

import { linkOf, mix, pairOf, type WordStream, wordStream } from './shingles.ts';
import {
  encode,
  encodeSignature,
  LEAD,
  LEAD_WORDS,
  readSignature,
  type Signature,
  type Sketch,
  WHOLE,
} from './signature.ts';

export interface Fingerprint {
  /** Made of letters, digits, '-', '_' and '.'; compare with compareSignatures(). */
  signature: string;
  /** Texts that share none are not compared. At most MAX_BANDS. */
  bands: string[];
}

const WHOLE_BANDS = 6;
const LEAD_BANDS = 10;
const EVENT_BANDS = 16;
const MAX_KEYS = 3;
export const MAX_BANDS = 1 + WHOLE_BANDS + 2 * LEAD_BANDS + EVENT_BANDS + 2 * MAX_KEYS;
/** With fewer telling words, likeness says nothing. The same words in the same order may still be a copy. */
const MIN_TELLING = 4;
/** Reports of one event share most of their rare words. Chosen by looking at pairs of news; see bench/stories.ts. */
const MIN_TERMS = 8;
const MIN_SHARED_TERMS = 5;
/** Share of the rare words of the one with fewer, plus likeness of all words of the beginnings. See docs/adr/0015. */
const SAME_EVENT = 0.8;
/** So much more where there are few rare words: five of six are soon together. */
const FEW_TERMS = 0.2;
const LEAST_TERMS = 6;
const NO_TERMS: ReadonlySet<number> = new Set();
/** Headlines of reports: enough word pairs to be one of a kind, and most of them shared. */
const HEADLINE = 16;
const MAX_HEADLINE_LENGTH = 200;
const MIN_HEADLINE = 5;
const SAME_HEADLINE = 0.6;
/** Feeds of search engines put the outlet behind the headline: "… - Gazete". */
const OUTLET = /\s[-–—|]\s[^-–—|]{2,40}$/;

/**
 * Signature and bands of a mention. A title that the text begins with counts once. `url` is the mention's own address
 * where others link to it (an article), null where many mentions share one (reviews). Linear in the length of the text.
 */
export function fingerprint(title: string | null, text: string, url: string | null = null): Fingerprint {
  const whole = title && !text.startsWith(title) ? `${text}\n${title}` : text;
  const stream = wordStream(whole);
  const own = url === null ? null : linkOf(url);
  if (own !== null) stream.links.unshift(own);
  const isThin = stream.tellingCount < MIN_TELLING;
  const isOwn = stream.tellingCount >= 3 || (stream.tellingCount === 2 && stream.words.length >= 5);
  const pairs = isThin ? NO_PAIRS : pairsOf(stream.words, stream.words.length);
  const units = unitsOf(stream, whole);
  const isReport = !stream.isPersonal && stream.terms.length >= LEAST_TERMS;
  const headline = headlineOf(title, text, stream);
  const isShort = stream.words.length <= LEAD_WORDS;
  const leadPairs = isShort ? pairs : pairsOf(stream.words, LEAD_WORDS);
  const signature: Signature = {
    exact: exactOf(units),
    isOwn,
    whole: sketchOf(pairs, WHOLE),
    lead: { size: 0, low: [] },
    headline: sketchOf(headline, HEADLINE),
    words: sketchOf(isThin ? NO_PAIRS : distinctWords(stream.words), LEAD),
    links: linksOf(stream, units, isOwn),
    campaigns: [...new Set(stream.campaigns)].slice(0, MAX_KEYS),
    terms: isReport ? [...new Set(stream.terms.map((term) => mix(term) >>> 8))].sort((x, y) => x - y) : [],
  };
  signature.lead = isShort ? signature.whole : sketchOf(leadPairs, LEAD);
  const bands = [
    ...(!isOwn ? [] : [`x${signature.exact}`]),
    ...minBands('l', leadPairs, LEAD_BANDS),
    ...(isShort && headline.length === leadPairs.length ? [] : minBands('l', headline, LEAD_BANDS)),
    ...(isShort ? [] : minBands('w', pairs, WHOLE_BANDS)),
    ...(isReport ? minBands('e', Uint32Array.from(stream.terms, mix), EVENT_BANDS) : []),
    ...signature.links.map((link) => `u${encode(link & 0xffffff)}`),
    ...signature.campaigns.map((tag) => `h${encode(tag & 0xffffff)}`),
  ];
  return { signature: encodeSignature(signature), bands: [...new Set(bands)] };
}

/** Pairs of the title of a report, or of its first words where it is no longer than a headline. */
function headlineOf(title: string | null, text: string, stream: WordStream): Uint32Array {
  if (stream.isPersonal || stream.tellingCount < MIN_TELLING) return NO_PAIRS;
  const line = (title || text).replace(OUTLET, '');
  if (line.length > MAX_HEADLINE_LENGTH) return NO_PAIRS;
  const { words, tellingCount } = line === text && !title ? stream : wordStream(line);
  return tellingCount < MIN_TELLING ? NO_PAIRS : pairsOf(words, HEADLINE + 1);
}

/** A retweet of a text that is nobody's own is known by whom it repeats and what; that stands for a link. */
function linksOf({ links, retweeted }: WordStream, units: readonly number[], isOwn: boolean): number[] {
  const repeated = isOwn || retweeted === 0 ? [] : [hashAll(units, retweeted)];
  return [...new Set([...repeated, ...links])].slice(0, MAX_KEYS);
}

/** The words, or the signs of a text that has none (emoji). */
function unitsOf({ words }: WordStream, text: string): readonly number[] {
  return words.length > 0 ? words : Array.from(text.slice(0, 200), (sign) => sign.codePointAt(0) ?? 0);
}

/** Hash of all units in order. */
function exactOf(units: readonly number[]): string {
  return encode(hashAll(units, 0x811c9dc5) & 0xffffff) + encode(hashAll(units, 0x2545f491) & 0xffffff);
}

function hashAll(numbers: readonly number[], seed: number): number {
  let h = seed;
  for (const number of numbers) h = mix(h ^ Math.imul(number, 0x9e3779b1));
  return h;
}

const NO_PAIRS = new Uint32Array(0);

/** Hashes of the distinct pairs of neighbours among the first `limit` words, ascending. */
function pairsOf(words: readonly number[], limit: number): Uint32Array {
  const end = Math.min(limit, words.length);
  const pairs = new Uint32Array(Math.max(0, end - 1));
  for (let i = 1; i < end; i++) pairs[i - 1] = pairOf(words[i - 1] as number, words[i] as number);
  return ascending(pairs);
}

/** Sorts in place and drops what is there twice. */
function ascending(values: Uint32Array): Uint32Array {
  values.sort();
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    if (i === 0 || values[i] !== values[i - 1]) values[size++] = values[i] as number;
  }
  return values.subarray(0, size);
}

/** Hashes of the distinct words among the first LEAD_WORDS, ascending. */
function distinctWords(words: readonly number[]): Uint32Array {
  return ascending(Uint32Array.from(words.slice(0, LEAD_WORDS), mix));
}

function sketchOf(pairs: Uint32Array, keep: number): Sketch {
  const low: number[] = [];
  for (let i = 0; i < pairs.length && low.length < keep; i++) {
    const value = (pairs[i] as number) >>> 8;
    if (value !== low.at(-1)) low.push(value);
  }
  return { size: pairs.length, low };
}

/** A family of hash functions over numbers that are already even: multiply by an odd number, add another. */
const MULTIPLIERS = Uint32Array.from({ length: 2 * EVENT_BANDS }, (_, row) => mix(row + 1) | 1);
const ADDENDS = Uint32Array.from({ length: 2 * EVENT_BANDS }, (_, row) => mix(0x51ed270b + row));

/** Two min-hashes a band: unrelated texts about one company share a few pairs in a hundred and hardly ever two. */
function minBands(kind: string, pairs: Uint32Array, count: number): string[] {
  if (pairs.length === 0) return [];
  const rows = 2 * count;
  const least = new Uint32Array(rows).fill(0xffffffff);
  for (const pair of pairs) {
    for (let row = 0; row < rows; row++) {
      const value = (Math.imul(pair, MULTIPLIERS[row] as number) + (ADDENDS[row] as number)) >>> 0;
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

/**
 * How sure two reports are of one event, by the same headline, or by their rare words (names, places, long numbers) and the
 * words of their beginnings together; 0 when not. `common`: terms that say nothing here, because every other event of the
 * days has them as well. Symmetric.
 */
export function eventLikeness(a: Signature, b: Signature, needed = SAME_EVENT, common = NO_TERMS): number {
  const pairs = Math.min(a.headline.size, b.headline.size);
  const headline = pairs < MIN_HEADLINE ? 0 : jaccard(a.headline.low, b.headline.low, HEADLINE);
  if (headline >= SAME_HEADLINE) return headline;
  const [left, right] = common.size === 0 ? [a.terms, b.terms] : [telling(a, common), telling(b, common)];
  const small = Math.min(left.length, right.length);
  if (small < MIN_SHARED_TERMS) return 0;
  const shared = countShared(left, right);
  if (shared < MIN_SHARED_TERMS) return 0;
  const likeness = shared / small + jaccard(a.words.low, b.words.low, LEAD);
  return likeness >= (small < MIN_TERMS ? needed + FEW_TERMS : needed) ? Math.min(1, likeness) : 0;
}

function telling({ terms }: Signature, common: ReadonlySet<number>): number[] {
  return terms.filter((term) => !common.has(term));
}

/** Both ascending. */
function countShared(a: readonly number[], b: readonly number[]): number {
  let shared = 0;
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [x, y] = [a[i] as number, b[k] as number];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) k += 1;
  }
  return shared;
}

/** The same for texts of the same words in the same order; null for those that are nobody's own ("teşekkürler"). */
export function copyKey(title: string | null, text: string, url: string | null = null): string | null {
  const signature = readSignature(fingerprint(title, text, url).signature);
  return signature?.isOwn ? signature.exact : null;
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
  if (a.exact === b.exact && a.isOwn === b.isOwn) return { score: 1, isCopy: a.isOwn };
  if (a.whole.size === 0 || b.whole.size === 0) return UNLIKE;
  const whole = jaccard(a.whole.low, b.whole.low, WHOLE);
  const small = Math.min(a.whole.size, b.whole.size);
  const large = Math.max(a.whole.size, b.whole.size);
  const contained = Math.min(1, ((whole / (1 + whole)) * (a.whole.size + b.whole.size)) / small);
  const lead = jaccard(a.lead.low, b.lead.low, LEAD);
  const isPart = small >= 6 && large <= 4 * small && contained >= (small >= 10 ? 0.75 : 0.85);
  const isLead = small >= 12 && lead >= 0.5;
  // words left out break two pairs each, but hardly change which words are there
  const words = jaccard(a.words.low, b.words.low, LEAD);
  const isEdited = Math.min(a.words.size, b.words.size) >= 7 && words >= 0.65 && Math.max(whole, lead) >= 0.2;
  const score = Math.min(0.999, Math.max(whole, isLead || isEdited ? lead : 0));
  return { score, isCopy: whole >= neededLikeness(small) || isPart || isLead || isEdited };
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
