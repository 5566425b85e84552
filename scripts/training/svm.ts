// Linear support vector machines, one per label, by dual coordinate descent (Hsieh et al., ICML 2008, algorithm 1 with
// shrinking; L2-regularised squared hinge loss). Rare buckets weigh more (idf); that weight is folded into the result, so
// that use needs no table. Deterministic.

import { lengthScale } from '../../analyzers/model/linear.ts';
import { randomFrom } from './corpus.ts';
import type { Example, Trained } from './learn.ts';

export interface SvmOptions {
  classes: number;
  facts: number;
  bits: number;
  /** Cost of a wrong positive and of a wrong negative, per unit of example weight. */
  costYes: number;
  costNo: number;
  /** How strongly a fact counts beside the text's unit length. */
  factValue: number;
  passes: number;
  seed: number;
}

interface Rows {
  starts: Uint32Array;
  ids: Uint32Array;
  values: Float32Array;
  squares: Float64Array;
}

/** ln((1+N)/(1+df)) + 1 per bucket, over all examples. */
function rarityOf(examples: readonly Example[], size: number): Float32Array {
  const counts = new Float32Array(size);
  for (const { buckets } of examples) for (const bucket of buckets) counts[bucket & (size - 1)]!++;
  return counts.map((count) => Math.log((1 + examples.length) / (1 + count)) + 1);
}

/** Typical weight of a bucket: brings the rows near unit length. */
const USUAL_RARITY = 5;

function rowsOf(examples: readonly Example[], rarity: Float32Array, options: SvmOptions): Rows {
  const mask = rarity.length - 1;
  const total = examples.reduce((sum, one) => sum + one.buckets.length + one.facts.length, 0);
  const rows: Rows = {
    starts: new Uint32Array(examples.length + 1),
    ids: new Uint32Array(total),
    values: new Float32Array(total),
    squares: new Float64Array(examples.length),
  };
  let at = 0;
  examples.forEach(({ buckets, facts }, i) => {
    const scale = lengthScale(buckets.length) / USUAL_RARITY;
    let square = 1; // the bias counts as a feature of value one
    for (const bucket of buckets) {
      const id = bucket & mask;
      const value = (rarity[id] as number) * scale;
      rows.ids[at] = id;
      rows.values[at++] = value;
      square += value * value;
    }
    for (const fact of facts) {
      rows.ids[at] = rarity.length + fact;
      rows.values[at++] = options.factValue;
      square += options.factValue ** 2;
    }
    rows.squares[i] = square;
    rows.starts[i + 1] = at;
  });
  return rows;
}

/** One label: weights over buckets and facts, the bias last. `sides` is 1, -1, or 0 for "not known". */
function solve(rows: Rows, sides: Int8Array, costs: Float64Array, size: number, passes: number, seed: number) {
  const weights = new Float32Array(size + 1);
  const duals = new Float64Array(sides.length);
  const order: number[] = [];
  for (let i = 0; i < sides.length; i++) if (sides[i] !== 0) order.push(i);
  const random = randomFrom(seed);
  const { starts, ids, values, squares } = rows;
  let active = order.length;
  let ceiling = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < passes; pass++) {
    for (let i = active - 1; i > 0; i--) swap(order, i, Math.floor(random() * (i + 1)));
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let s = 0; s < active; s++) {
      const i = order[s] as number;
      const side = sides[i] as number;
      const from = starts[i] as number;
      const to = starts[i + 1] as number;
      let score = weights[size] as number;
      for (let k = from; k < to; k++) score += (weights[ids[k] as number] as number) * (values[k] as number);
      const slack = 0.5 / (costs[i] as number);
      const dual = duals[i] as number;
      const gradient = side * score - 1 + dual * slack;
      if (dual === 0 && gradient > ceiling) {
        active--;
        swap(order, s, active);
        s--;
        continue;
      }
      const projected = dual === 0 ? Math.min(gradient, 0) : gradient;
      highest = Math.max(highest, projected);
      lowest = Math.min(lowest, projected);
      if (Math.abs(projected) < 1e-9) continue;
      const next = Math.max(0, dual - gradient / ((squares[i] as number) + slack));
      const step = (next - dual) * side;
      duals[i] = next;
      if (step === 0) continue;
      for (let k = from; k < to; k++) {
        const id = ids[k] as number;
        weights[id] = (weights[id] as number) + step * (values[k] as number);
      }
      weights[size] = (weights[size] as number) + step;
    }
    if (highest - lowest <= 0.1) {
      if (active === order.length) break;
      active = order.length;
      ceiling = Number.POSITIVE_INFINITY;
    } else ceiling = highest <= 0 ? Number.POSITIVE_INFINITY : highest;
  }
  return weights;
}

function swap(order: number[], a: number, b: number): void {
  const held = order[a] as number;
  order[a] = order[b] as number;
  order[b] = held;
}

/** All labels. Scores are margins: scoresOf() of learn.ts gives them, about -1 and 1 for sure cases. */
export function learnSvm(examples: readonly Example[], options: SvmOptions): Trained {
  const { classes, bits } = options;
  const size = 2 ** bits;
  const rarity = rarityOf(examples, size);
  const rows = rowsOf(examples, rarity, options);
  const model: Trained = {
    bits,
    classes,
    weights: new Float32Array(size * classes),
    bias: new Float32Array(classes),
    facts: new Float32Array(options.facts * classes),
  };
  const sides = new Int8Array(examples.length);
  const costs = new Float64Array(examples.length);
  for (let c = 0; c < classes; c++) {
    examples.forEach((example, i) => {
      const label = example.labels?.[c] ?? -1;
      sides[i] = label < 0 ? 0 : label === 1 ? 1 : -1;
      costs[i] = example.weight * (label === 1 ? options.costYes : options.costNo);
    });
    const weights = solve(rows, sides, costs, size + options.facts, options.passes, options.seed + c);
    for (let b = 0; b < size; b++)
      model.weights[b * classes + c] = ((weights[b] as number) * (rarity[b] as number)) / USUAL_RARITY;
    for (let f = 0; f < options.facts; f++)
      model.facts[f * classes + c] = (weights[size + f] as number) * options.factValue;
    model.bias[c] = weights[size + options.facts] as number;
  }
  return model;
}
