// What learning takes and gives: examples of hashed features, and a linear model in full precision with its scores.

import { lengthScale } from '../../analyzers/model/linear.ts';

export interface Example {
  buckets: Uint32Array;
  /** Ids of the facts that hold. */
  facts: readonly number[];
  /** softmax: the class. */
  target: number;
  /** one-vs-rest: 1 yes, 0 no, -1 not known, per class. */
  labels?: Int8Array;
  weight: number;
}

export interface Trained {
  bits: number;
  classes: number;
  /** bucket-major: weights[bucket * classes + class]. */
  weights: Float32Array;
  bias: Float32Array;
  /** facts × classes; not divided by the text's length. */
  facts: Float32Array;
}

/** Scores before the squashing: bias + sum of weights / sqrt(number of features). */
export function scoresOf(
  model: Trained,
  { buckets, facts }: Pick<Example, 'buckets' | 'facts'>,
  out: Float64Array,
): Float64Array {
  const { classes, weights, bias } = model;
  const mask = 2 ** model.bits - 1;
  out.fill(0);
  for (const bucket of buckets) {
    const base = (bucket & mask) * classes;
    for (let c = 0; c < classes; c++) out[c] = (out[c] as number) + (weights[base + c] as number);
  }
  const scale = lengthScale(buckets.length);
  for (let c = 0; c < classes; c++) out[c] = (out[c] as number) * scale + (bias[c] as number);
  for (const fact of facts)
    for (let c = 0; c < classes; c++) out[c] = (out[c] as number) + (model.facts[fact * classes + c] as number);
  return out;
}

export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  let top = -Infinity;
  for (const s of scores) top = Math.max(top, s);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp(((scores[c] as number) - top) / temperature);
    sum += scores[c] as number;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum;
  return scores;
}
