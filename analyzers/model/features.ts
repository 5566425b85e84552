// Turns tokens into hashed features, once per text, for every linear model of this folder.
// Feature kinds: words, word pairs, five-letter beginnings (a cheap Turkish stem) and their pairs, characters 3 to 5
// inside words, negation marks, emoji, shape of the text. Training and use share this file: change it and you must retrain.

import type { Token } from '../../core/text/tokenize.ts';

/** Models may use fewer bits, never more. */
export const FEATURE_BITS = 19;
const MASK = (1 << FEATURE_BITS) - 1;
const MAX_TOKENS = 400;
const MAX_WORD = 24;
const STEM = 5;

const SEED = { word: 11, pair: 23, stem: 37, stemPair: 53, chars: 71, negated: 97, mark: 113, title: 131 } as const;
const NEGATORS = new Set([
  'degil',
  'degildi',
  'degiller',
  'degilim',
  'degilmis',
  'yok',
  'yoktu',
  'yokmus',
  'hic',
  'asla',
]);

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 15);
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  return h & MASK;
}

function hashOf(seed: number, text: string, end = text.length): number {
  let h = Math.imul(seed, 0x9e3779b1) ^ 0x811c9dc5;
  for (let i = 0; i < end; i++) h = mix(h, text.charCodeAt(i));
  return h;
}

/** Numbers keep their length only, addresses and handles only that they are there. */
function wordOf(token: Token): string {
  switch (token.kind) {
    case 'number':
      return `0${token.folded.length}`;
    case 'url':
      return token.folded.includes('/') ? '://' : '.com';
    case 'email':
    case 'mention':
      return '@';
    default:
      return token.folded.length > MAX_WORD ? token.folded.slice(0, MAX_WORD) : token.folded;
  }
}

/** Buckets of one text, each once. `buckets` is reused by the next call of extract(): use it before that. */
export interface Features {
  buckets: Uint32Array;
  count: number;
}

export interface FeatureInput {
  /** Words and symbols in order, folded. Names of the brand carry no opinion of their own and are left out. */
  tokens: readonly (Token & { isBrand: boolean })[];
  /** The text itself: for emoji, capitals and punctuation. */
  full: string;
  /** Where the title ends in `full`; its words count once more as title words. 0 without a title. */
  titleEnd?: number;
}

/** Holds the buffers, so that a text costs no allocation. Not for use by two texts at once. */
export class FeatureExtractor {
  #seen = new Uint32Array(1 << FEATURE_BITS);
  #round = 0;
  #out = new Uint32Array(1 << 16);
  #count = 0;

  extract(input: FeatureInput): Features {
    this.#round++;
    this.#count = 0;
    this.#words(input);
    this.#shape(input);
    return { buckets: this.#out, count: this.#count };
  }

  #add(hash: number): void {
    const bucket = finish(hash);
    if (this.#seen[bucket] === this.#round || this.#count === this.#out.length) return;
    this.#seen[bucket] = this.#round;
    this.#out[this.#count++] = bucket;
  }

  #words(input: FeatureInput): void {
    let previous = '';
    const titleEnd = input.titleEnd ?? 0;
    const count = Math.min(input.tokens.length, MAX_TOKENS);
    for (let i = 0; i < count; i++) {
      const token = input.tokens[i];
      if (!token) break;
      const word = wordOf(token);
      if (token.isBrand) {
        previous = '@';
        continue;
      }
      this.#add(hashOf(SEED.word, word));
      const stemEnd = Math.min(STEM, word.length);
      this.#add(hashOf(SEED.stem, word, stemEnd));
      if (previous !== '') {
        this.#pair(SEED.pair, previous, previous.length, word, word.length);
        this.#pair(SEED.stemPair, previous, Math.min(STEM, previous.length), word, stemEnd);
        if (NEGATORS.has(word)) this.#add(hashOf(SEED.negated, previous, Math.min(STEM, previous.length)));
      }
      if (token.end <= titleEnd) {
        this.#add(hashOf(SEED.title, word, stemEnd));
        if (previous !== '') this.#pair(SEED.title, previous, Math.min(STEM, previous.length), word, stemEnd);
      }
      if (token.kind === 'word' || token.kind === 'hashtag') this.#characters(word);
      previous = word;
    }
  }

  #pair(seed: number, a: string, aEnd: number, b: string, bEnd: number): void {
    let h = mix(hashOf(seed, a, aEnd), 32);
    for (let i = 0; i < bEnd; i++) h = mix(h, b.charCodeAt(i));
    this.#add(h);
  }

  /** Three to five characters, the word's edges counting as one each. */
  #characters(word: string): void {
    const last = word.length + 1;
    for (let start = 0; start < last - 1; start++) {
      let h = Math.imul(SEED.chars, 0x9e3779b1);
      const end = Math.min(start + 4, last);
      for (let i = start; i <= end; i++) {
        h = mix(h, i === 0 ? 60 : i === last ? 62 : word.charCodeAt(i - 1));
        if (i - start >= 2) this.#add(h);
      }
    }
  }

  #shape(input: FeatureInput): void {
    const head = input.full.length > 2000 ? input.full.slice(0, 2000) : input.full;
    let upper = 0;
    let letters = 0;
    let digits = 0;
    let shouts = 0;
    let asks = 0;
    for (let i = 0; i < head.length; i++) {
      const code = head.charCodeAt(i);
      if (code >= 97 && code <= 122) letters++;
      else if (code >= 65 && code <= 90) upper++;
      else if (code >= 48 && code <= 57) digits++;
      else if (code === 33) shouts++;
      else if (code === 63) asks++;
    }
    this.#add(hashOf(SEED.mark, `length ${Math.min(9, Math.floor(Math.log2(input.full.length + 1)))}`));
    if (upper > 8 && upper > letters) this.#add(hashOf(SEED.mark, 'shouted'));
    if (shouts > 0) this.#add(hashOf(SEED.mark, `! ${Math.min(3, shouts)}`));
    if (asks > 0) this.#add(hashOf(SEED.mark, `? ${Math.min(3, asks)}`));
    if (digits > 0) this.#add(hashOf(SEED.mark, `digits ${Math.min(4, Math.floor(Math.log2(digits)))}`));
    if (head.endsWith('?')) this.#add(hashOf(SEED.mark, 'ends ?'));
  }
}
