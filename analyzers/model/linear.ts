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

export class LinearModel {
  readonly meta: ModelMeta;
  #factIds = new Map<string, number>();
  #scale: Float32Array;
  #bias: Float32Array;
  #factWeights: Float32Array;
  #weights: Int8Array;
  #sums: Int32Array;

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
    this.#weights = new Int8Array(copy.buffer, floats * 4, size);
    this.#sums = new Int32Array(n);
    meta.facts.forEach((fact, i) => {
      this.#factIds.set(fact, i);
    });
  }

  /** Raw score per label; facts the model does not know count nothing. */
  scores(features: Features, facts: readonly string[]): Float64Array {
    const n = this.meta.labels.length;
    const sums = this.#sums.fill(0);
    const mask = 2 ** this.meta.bits - 1;
    const weights = this.#weights;
    for (let i = 0; i < features.count; i++) {
      const base = ((features.buckets[i] as number) & mask) * n;
      for (let c = 0; c < n; c++) sums[c] = (sums[c] as number) + (weights[base + c] as number);
    }
    const norm = 1 / Math.sqrt(Math.max(1, features.count));
    const out = new Float64Array(n);
    for (let c = 0; c < n; c++)
      out[c] = (sums[c] as number) * (this.#scale[c] as number) * norm + (this.#bias[c] as number);
    for (const fact of facts) {
      const id = this.#factIds.get(fact);
      if (id === undefined) continue;
      for (let c = 0; c < n; c++) out[c] = (out[c] as number) + (this.#factWeights[id * n + c] as number);
    }
    return out;
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
