// A shipped model with what the installation learned added to its scores. Without a layer it is the model itself and costs
// nothing. The layer can be exchanged while the process runs; between two texts, never within one. A layer that was learned
// on other weights than these is not used.

import type { LabelChange, LearnedLayer, LearningModel } from '../../core/learning.ts';
import { FEATURE_BITS, type Features } from '../model/features.ts';
import { type LinearModel, lengthScale, type ModelMeta } from '../model/linear.ts';

/** What analyzers need of a model. */
export interface Scorer {
  readonly meta: ModelMeta;
  scores(features: Features, facts: readonly string[]): Float64Array;
  probabilities(features: Features, facts: readonly string[]): Float64Array;
}

/** What a fact counts beside the text's unit length. */
export const FACT_VALUE = 0.5;
const MASK = (1 << FEATURE_BITS) - 1;

/** The layer in use, shared by the scorers of a process. */
export class LayerHolder {
  #layer: LearnedLayer | null = null;
  readonly #listeners: ((layer: LearnedLayer | null) => void)[] = [];

  get version(): number {
    return this.#layer?.version ?? 0;
  }

  use(layer: LearnedLayer | null): void {
    if (layer === this.#layer) return;
    this.#layer = layer;
    for (const listener of this.#listeners) listener(layer);
  }

  onChange(listener: (layer: LearnedLayer | null) => void): void {
    this.#listeners.push(listener);
  }
}

export class LearnedScorer implements Scorer {
  readonly #model: LinearModel;
  #table: ChangeTable | null = null;
  /** The version tells what was learned: '2026-11-24' is the shipped model, '2026-11-24+3' with the third training. */
  meta: ModelMeta;

  constructor(model: LinearModel, name: LearningModel, holder: LayerHolder) {
    this.#model = model;
    this.meta = model.meta;
    holder.onChange((layer) => {
      const isFit = layer?.models[name] === model.meta.version;
      const changes = (isFit && layer?.changes[name]) || {};
      this.#table = Object.keys(changes).length > 0 ? new ChangeTable(changes, model.meta.labels) : null;
      this.meta = layer && isFit ? { ...model.meta, version: `${model.meta.version}+${layer.version}` } : model.meta;
    });
  }

  scores(features: Features, facts: readonly string[]): Float64Array {
    const scores = this.#model.scores(features, facts);
    this.#table?.addTo(scores, features, facts, this.#model.meta.temperature);
    return scores;
  }

  probabilities(features: Features, facts: readonly string[]): Float64Array {
    if (!this.#table) return this.#model.probabilities(features, facts);
    const { temperature, kind } = this.#model.meta;
    const scores = this.scores(features, facts).map((score) => score / temperature);
    if (kind === 'one-vs-rest') return scores.map((score) => 1 / (1 + Math.exp(-score)));
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  }
}

/** Changed weights by feature: a table of row numbers, so that a feature without a change costs one look. */
class ChangeTable {
  readonly #rowOf = new Uint16Array(1 << FEATURE_BITS);
  readonly #rows: { at: number; weight: number }[][] = [[]];
  readonly #facts = new Map<string, { at: number; weight: number }[]>();

  constructor(changes: Readonly<Record<string, LabelChange>>, labels: readonly string[]) {
    for (const [label, { ids, weights, facts }] of Object.entries(changes)) {
      const at = labels.indexOf(label);
      if (at < 0) continue;
      ids.forEach((id, i) => {
        this.#rowFor(id).push({ at, weight: weights[i] ?? 0 });
      });
      for (const [fact, weight] of Object.entries(facts))
        this.#facts.set(fact, [...(this.#facts.get(fact) ?? []), { at, weight }]);
    }
  }

  #rowFor(id: number): { at: number; weight: number }[] {
    const bucket = id & MASK;
    if (this.#rowOf[bucket] === 0) {
      this.#rowOf[bucket] = this.#rows.length;
      this.#rows.push([]);
    }
    return this.#rows[this.#rowOf[bucket] as number] as { at: number; weight: number }[];
  }

  addTo(scores: Float64Array, { buckets, count }: Features, facts: readonly string[], temperature: number): void {
    const scale = lengthScale(count) * temperature;
    for (let i = 0; i < count; i++) {
      const row = this.#rowOf[(buckets[i] as number) & MASK] as number;
      if (row === 0) continue;
      for (const { at, weight } of this.#rows[row] as { at: number; weight: number }[])
        scores[at] = (scores[at] as number) + weight * scale;
    }
    for (const fact of facts)
      for (const { at, weight } of this.#facts.get(fact) ?? [])
        scores[at] = (scores[at] as number) + weight * FACT_VALUE * temperature;
  }
}
