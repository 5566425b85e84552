// Logistic regression on hashed binary features with unit length: softmax over classes, or one yes/no per class.
// AdaGrad, seeded order, averaged over nothing: small enough to read, deterministic on every machine with IEEE doubles.

import { randomFrom, shuffle } from './corpus.ts';

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

export interface LearnOptions {
  classes: number;
  facts: number;
  bits: number;
  epochs: number;
  rate: number;
  l2: number;
  kind: 'softmax' | 'one-vs-rest';
  seed: number;
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
  const scale = 1 / Math.sqrt(Math.max(1, buckets.length));
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

export function learn(examples: Example[], options: LearnOptions): Trained {
  const { classes, bits } = options;
  const size = 2 ** bits * classes;
  const model: Trained = {
    bits,
    classes,
    weights: new Float32Array(size),
    bias: new Float32Array(classes),
    facts: new Float32Array(options.facts * classes),
  };
  const squares = new Float32Array(size).fill(1e-3);
  const biasSquares = new Float32Array(classes).fill(1);
  const factSquares = new Float32Array(options.facts * classes).fill(1);
  const random = randomFrom(options.seed);
  const order = shuffle(examples.slice(), random);
  const scores = new Float64Array(classes);
  const gradient = new Float64Array(classes);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      scoresOf(model, example, scores);
      fillGradient(options.kind, example, scores, gradient);
      step(model, squares, biasSquares, factSquares, example, gradient, options);
    }
  }
  return model;
}

function fillGradient(
  kind: LearnOptions['kind'],
  example: Example,
  scores: Float64Array,
  gradient: Float64Array,
): void {
  if (kind === 'softmax') {
    softmax(scores);
    for (let c = 0; c < gradient.length; c++)
      gradient[c] = ((scores[c] as number) - (c === example.target ? 1 : 0)) * example.weight;
    return;
  }
  for (let c = 0; c < gradient.length; c++) {
    const label = example.labels?.[c] ?? -1;
    gradient[c] = label < 0 ? 0 : (1 / (1 + Math.exp(-(scores[c] as number))) - label) * example.weight;
  }
}

function step(
  model: Trained,
  squares: Float32Array,
  biasSquares: Float32Array,
  factSquares: Float32Array,
  { buckets, facts }: Example,
  gradient: Float64Array,
  options: LearnOptions,
): void {
  const { classes, weights, bias } = model;
  const mask = 2 ** model.bits - 1;
  const scale = 1 / Math.sqrt(Math.max(1, buckets.length));
  for (let c = 0; c < classes; c++) {
    const g = gradient[c] as number;
    if (Math.abs(g) < 1e-4) continue;
    const gs = g * scale;
    for (let i = 0; i < buckets.length; i++) {
      const at = ((buckets[i] as number) & mask) * classes + c;
      const w = weights[at] as number;
      const full = gs + options.l2 * w;
      const square = (squares[at] as number) + full * full;
      squares[at] = square;
      weights[at] = w - (options.rate * full) / Math.sqrt(square);
    }
    biasSquares[c] = (biasSquares[c] as number) + g * g;
    bias[c] = (bias[c] as number) - (options.rate * g) / Math.sqrt(biasSquares[c] as number);
    for (const fact of facts) {
      const at = fact * classes + c;
      factSquares[at] = (factSquares[at] as number) + g * g;
      model.facts[at] = (model.facts[at] as number) - (options.rate * g) / Math.sqrt(factSquares[at] as number);
    }
  }
}
