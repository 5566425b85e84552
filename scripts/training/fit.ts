// From examples to files: learns, calibrates on the development part, quantises to eight bits, writes NAME.bin and NAME.json.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LinearModel, type ModelMeta } from '../../analyzers/model/linear.ts';
import { type Example, scoresOf, softmax, type Trained } from './learn.ts';

/** The temperature (0.1 to 3) with the smallest log loss on the development examples. */
export function temperatureOf(model: Trained, dev: readonly Example[]): number {
  let best = 1;
  let lowest = Number.POSITIVE_INFINITY;
  const scores = new Float64Array(model.classes);
  for (let t = 0.1; t <= 3; t += 0.02) {
    let loss = 0;
    for (const example of dev) {
      softmax(scoresOf(model, example, scores), t);
      loss -= Math.log(Math.max(1e-9, scores[example.target] ?? 0));
    }
    if (loss < lowest) {
      lowest = loss;
      best = t;
    }
  }
  return Math.round(best * 100) / 100;
}

/** Limits whose score is this near to the best are as good: their mean is steadier than the best itself. */
const AS_GOOD = 0.985;

/**
 * The threshold with the best F score for one label; `lean` over 1 favours recall (F-beta). Few positives pull it
 * towards a modest one.
 */
export function thresholdOf(shares: readonly number[], isTrue: readonly boolean[], lean = 1): number {
  const positives = isTrue.filter(Boolean).length;
  if (positives < 3) return 0.3;
  const square = lean * lean;
  const tried: { limit: number; score: number }[] = [];
  for (let limit = 0.04; limit < 0.9; limit += 0.02) {
    let hit = 0;
    let given = 0;
    shares.forEach((share, i) => {
      if (share < limit) return;
      given++;
      if (isTrue[i]) hit++;
    });
    tried.push({ limit, score: ((1 + square) * hit) / (given + square * positives) });
  }
  const top = Math.max(...tried.map((one) => one.score));
  const good = tried.filter((one) => one.score >= top * AS_GOOD);
  const best = good.reduce((sum, one) => sum + one.limit, 0) / good.length;
  const trust = positives / (positives + 8);
  return Math.round((best * trust + 0.3 * (1 - trust)) * 100) / 100;
}

/** Eight bits per weight, one scale per label: the largest weight (clipped at the 99.99th percentile) becomes 127. */
export function pack(model: Trained, meta: ModelMeta): Uint8Array {
  const n = model.classes;
  const floats = new Float32Array(n * 2 + model.facts.length);
  const bytes = new Int8Array(model.weights.length);
  for (let c = 0; c < n; c++) {
    const sizes: number[] = [];
    for (let i = c; i < model.weights.length; i += n) {
      const size = Math.abs(model.weights[i] as number);
      if (size > 0) sizes.push(size);
    }
    sizes.sort((a, b) => a - b);
    const scale = Math.max(1e-6, sizes[Math.floor(sizes.length * 0.9995)] ?? 1e-6) / 127;
    floats[c] = scale;
    floats[n + c] = model.bias[c] as number;
    for (let i = c; i < model.weights.length; i += n) {
      bytes[i] = Math.max(-127, Math.min(127, Math.round((model.weights[i] as number) / scale)));
    }
  }
  floats.set(model.facts, n * 2);
  const out = new Uint8Array(floats.byteLength + bytes.byteLength);
  out.set(new Uint8Array(floats.buffer), 0);
  out.set(new Uint8Array(bytes.buffer), floats.byteLength);
  new LinearModel(meta, out); // throws when the parts do not fit
  return out;
}

export function writeModel(folder: string, name: string, model: Trained, meta: ModelMeta): number {
  const bytes = pack(model, meta);
  writeFileSync(join(folder, `${name}.bin`), bytes);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(meta)}\n`);
  return bytes.byteLength;
}
