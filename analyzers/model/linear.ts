// A linear model as it is used: eight-bit weights per hashed feature and class, and a few full-precision weights for
// named facts (a pattern that matched, the channel). Scores only; what they mean is the caller's business.

import type { Features } from './features.ts';

/** Beside the weights as JSON. */
export interface ModelMeta {
  version: string;
  /** 'softmax': exactly one label. 'one-vs-rest': each label by itself. */
  kind: 'softmax' | 'one-vs-rest';
  bits: number;
  labels: string[];
  /** Names of the facts, in the order of their weights. */
  facts: string[];
  /** Scores are divided by this before the squashing, so that confidence means what it says. */
  temperature: number;
  /** one-vs-rest: probability from which a label is given. */
  thresholds: number[];
}

/** What each feature of a text with this many counts. Training and use share it: change it and you must retrain. */
export function lengthScale(count: number): number {
  return 1 / Math.sqrt(Math.max(1, count));
}

const BIAS = 128;
const LANES = 0x00ff00ff;
/** 256 × 255 still fits into 16 bits. */
const LANE_ROOM = 256;

/** Eight-bit weights made positive and put four to a word, so that one addition sums two labels (SIMD within a register). */
function packed(weights: Int8Array, labels: number): Uint32Array {
  const wordsPerRow = Math.ceil(labels / 4);
  const rows = weights.length / labels;
  const words = new Uint32Array(rows * wordsPerRow);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < labels; c++) {
      const at = row * wordsPerRow + (c >> 2);
      const value = (weights[row * labels + c] as number) + BIAS;
      words[at] = ((words[at] as number) | (value << ((c & 3) * 8))) >>> 0;
    }
  }
  return words;
}

export class LinearModel {
  readonly meta: ModelMeta;
  #factIds = new Map<string, number>();
  #scale: Float32Array;
  #bias: Float32Array;
  #factWeights: Float32Array;
  /** Four weights a word, each plus 128; see packed(). */
  #words: Uint32Array;
  #wordsPerRow: number;
  #rows = new Uint32Array(1024);

  /** `bytes`: per label scale and bias, facts × labels (all float32), then buckets × labels (int8). Throws when the size is wrong. */
  constructor(meta: ModelMeta, bytes: Uint8Array) {
    const n = meta.labels.length;
    const floats = n * 2 + meta.facts.length * n;
    const size = 2 ** meta.bits * n;
    if (bytes.byteLength !== floats * 4 + size) {
      throw new Error('The model file does not fit its description: run npm run train, or restore both files.');
    }
    const copy = bytes.slice();
    this.meta = meta;
    this.#scale = new Float32Array(copy.buffer, 0, n);
    this.#bias = new Float32Array(copy.buffer, n * 4, n);
    this.#factWeights = new Float32Array(copy.buffer, n * 8, meta.facts.length * n);
    this.#wordsPerRow = Math.ceil(n / 4);
    this.#words = packed(new Int8Array(copy.buffer, floats * 4, size), n);
    meta.facts.forEach((fact, i) => {
      this.#factIds.set(fact, i);
    });
  }

  /** Raw score per label; facts the model does not know count nothing. */
  scores(features: Features, facts: readonly string[]): Float64Array {
    const n = this.meta.labels.length;
    const { count } = features;
    const rows = this.#rowsOf(features);
    const norm = lengthScale(count);
    const out = new Float64Array(n);
    for (let word = 0; word < this.#wordsPerRow; word++) {
      const sums = this.#sumWord(rows, count, word);
      for (let lane = 0, c = word * 4; lane < 4 && c < n; lane++, c++)
        out[c] = (sums[lane] as number) * (this.#scale[c] as number) * norm + (this.#bias[c] as number);
    }
    for (const fact of facts) {
      const id = this.#factIds.get(fact);
      if (id === undefined) continue;
      for (let c = 0; c < n; c++) out[c] = (out[c] as number) + (this.#factWeights[id * n + c] as number);
    }
    return out;
  }

  /** Where each feature's weights begin. */
  #rowsOf({ buckets, count }: Features): Uint32Array {
    if (this.#rows.length < count) this.#rows = new Uint32Array(count * 2);
    const mask = 2 ** this.meta.bits - 1;
    const rows = this.#rows;
    for (let i = 0; i < count; i++) rows[i] = ((buckets[i] as number) & mask) * this.#wordsPerRow;
    return rows;
  }

  /** Sums of four labels at once: two 16-bit lanes in each of two integers, emptied before they can overflow. */
  #sumWord(rows: Uint32Array, count: number, word: number): readonly [number, number, number, number] {
    const words = this.#words;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let from = 0; from < count; from += LANE_ROOM) {
      const to = Math.min(count, from + LANE_ROOM);
      let even = 0;
      let odd = 0;
      for (let i = from; i < to; i++) {
        const four = words[(rows[i] as number) + word] as number;
        even = (even + (four & LANES)) | 0;
        odd = (odd + ((four >>> 8) & LANES)) | 0;
      }
      first += even & 0xffff;
      second += odd & 0xffff;
      third += even >>> 16;
      fourth += odd >>> 16;
    }
    const shift = BIAS * count;
    return [first - shift, second - shift, third - shift, fourth - shift];
  }

  /** Probability of each label: sums to one for softmax, each by itself for one-vs-rest. */
  probabilities(features: Features, facts: readonly string[]): Float64Array {
    const scores = this.scores(features, facts);
    const { temperature, kind } = this.meta;
    if (kind === 'one-vs-rest') return scores.map((score) => 1 / (1 + Math.exp(-score / temperature)));
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp((score - top) / temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  }
}
