// Learns what people taught, as a layer on top of the shipped models: one small change for each label that was corrected.
// What people said pulls its own text over to the right side; every other text, and above all those that nobody corrected
// (anchors), holds its label where it is. Deterministic; reads the models once, writes nothing.

import type { LabelChange, LearnedLayer, Learner, LearningModel, Lesson, Told } from '../../core/learning.ts';
import { fullText } from '../../core/mention.ts';
import { EvidenceReader } from '../evidence.ts';
import { createJudge } from '../judge.ts';
import { FEATURE_BITS } from '../model/features.ts';
import { type LinearModel, lengthScale } from '../model/linear.ts';
import { loadModel } from '../model/load.ts';
import { openAnalyzers } from '../open.ts';
import { TextReader } from '../text-view.ts';
import { NEAR_LIMIT, PATTERN_ALONE } from '../threats.ts';
import { FACT_VALUE, LayerHolder } from './scorer.ts';
import { type Sparse, solveChange, type Task } from './solve.ts';

const BUCKETS = 1 << FEATURE_BITS;
const MOST_PASSES = 40;
/** Texts that are looked at for one label, all passes together: a second or so. */
const MOST_LOOKS = 60_000;
/** A text of three classes is pulled by two of them, so each pulls half as far. */
const MARGINS: Record<LearningModel, number> = { sentiment: 0.4, labels: 0.8 };
/** Bounds of a layer: about a megabyte as JSON. */
const MOST_PER_LABEL = 6000;
const MOST_IN_ALL = 50_000;
const LEAST_WEIGHT = 2e-3;

/** One lesson as the models see it. */
interface Seen {
  told: readonly Told[];
  buckets: Uint32Array;
  facts: readonly string[];
  /** Types of patterns that are enough where the model comes near its limit. */
  patterns: ReadonlySet<string>;
  scores: Record<LearningModel, Float64Array>;
}

export async function openLearner(): Promise<Learner> {
  const holder = new LayerHolder();
  const [judge, sentiment, labels] = await Promise.all([
    openAnalyzers(holder).then(createJudge),
    loadModel('sentiment'),
    loadModel('labels'),
  ]);
  const models = { sentiment, labels };
  const look = lookerOn(models);
  return {
    async learn(lessons, { version, strength, pause }) {
      const seen = lessons.map(look);
      const rarity = rarityOf(seen);
      const rows = seen.map(({ buckets }) => rowOf(buckets, rarity));
      const changes: LearnedLayer['changes'] = { sentiment: {}, labels: {} };
      for (const [model, label] of taughtLabels(lessons)) {
        const change = learnLabel({ seen, rows, rarity, strength }, models[model], model, label);
        if (change) changes[model][label] = change;
        await pause();
      }
      const versions = { sentiment: sentiment.meta.version, labels: labels.meta.version };
      return { version, models: versions, changes: bounded(changes) };
    },
    judge({ input, brand }, layer) {
      holder.use(layer);
      return judge(input, brand, { followers: null, storySize: 1 });
    },
  };
}

/** A lesson is read once, however often it is learned from. */
function lookerOn(models: Record<LearningModel, LinearModel>): (lesson: Lesson) => Seen {
  const known = new WeakMap<Lesson, Seen>();
  const reader = new TextReader();
  const evidenceReader = new EvidenceReader();
  const look = ({ input, brand, told }: Lesson): Seen => {
    const view = reader.read({ full: fullText(input), brand });
    const { features, facts, hits } = evidenceReader.read(view, input);
    return {
      told,
      buckets: features.buckets.slice(0, features.count),
      facts: facts.filter((fact) => fact.startsWith('pattern:')),
      patterns: new Set(hits.filter(({ confidence }) => confidence >= PATTERN_ALONE).map(({ type }) => type)),
      scores: {
        sentiment: models.sentiment.scores(features, facts),
        labels: models.labels.scores(features, facts),
      },
    };
  };
  return (lesson) => {
    const seen = known.get(lesson) ?? look(lesson);
    known.set(lesson, seen);
    return seen;
  };
}

/**
 * ln((1 + n) / (1 + df)) + 1 of every bucket, over the texts that nobody corrected: what many of them have tells little,
 * what only the corrected ones have tells most. Brought to a level at which a usual text is of length one, so that a lesson
 * weighs the same among ten and among ten thousand.
 */
function rarityOf(seen: readonly Seen[]): Float32Array {
  const anchors = seen.filter(({ told }) => told.length === 0);
  const counts = new Float32Array(BUCKETS);
  for (const { buckets } of anchors) for (const bucket of buckets) counts[bucket] = (counts[bucket] as number) + 1;
  const rarity = counts.map((count) => Math.log((1 + anchors.length) / (1 + count)) + 1);
  let sum = 0;
  for (const { buckets } of seen) for (const bucket of buckets) sum += (rarity[bucket] as number) ** 2 / buckets.length;
  const usual = Math.sqrt(sum / Math.max(1, seen.length)) || 1;
  return rarity.map((value) => value / usual);
}

/** Without the facts, whose numbers are of one label's table. */
function rowOf(buckets: Uint32Array, rarity: Float32Array): Sparse {
  const scale = lengthScale(buckets.length);
  return { ids: buckets, values: Float32Array.from(buckets, (bucket) => (rarity[bucket] as number) * scale) };
}

/** Labels that people said something about, in a fixed order. */
function taughtLabels(lessons: readonly Lesson[]): [LearningModel, string][] {
  const names = new Set(lessons.flatMap(({ told }) => told.flatMap(labelsOf)));
  return [...names].sort().map((name) => (name.includes(':') ? ['labels', name] : ['sentiment', name]));
}

function labelsOf({ field, label }: Told): string[] {
  if (field === 'sentiment') return ['negative', 'neutral', 'positive'];
  return field === 'type' || field === 'aspect' ? [`${field}:${label}`] : [];
}

interface Material {
  seen: readonly Seen[];
  rows: readonly Sparse[];
  rarity: Float32Array;
  strength: number;
}

function learnLabel(
  { seen, rows, rarity, strength }: Material,
  model: LinearModel,
  name: LearningModel,
  label: string,
): LabelChange | null {
  const at = model.meta.labels.indexOf(label);
  if (at < 0) return null;
  const facts = [...new Set(seen.flatMap((one) => one.facts))].sort();
  const numberOf = new Map(facts.map((fact, i) => [fact, BUCKETS + i]));
  const tasks = seen.map((one, index): Task => {
    const row = withFacts(
      rows[index] as Sparse,
      one.facts.map((fact) => numberOf.get(fact) ?? 0),
    );
    const offset = offsetOf(one, model, name, at);
    const told = sideOf(one.told, label);
    if (told !== 0) return { row, offset, side: told, margin: MARGINS[name], cost: strength };
    // An anchor: on the side where it is, and there as far as it is.
    const margin = Math.min(Math.abs(offset), MARGINS[name]);
    return { row, offset, side: offset >= 0 ? 1 : -1, margin, cost: strength };
  });
  const options = {
    size: BUCKETS + facts.length,
    passes: Math.max(4, Math.min(MOST_PASSES, Math.floor(MOST_LOOKS / seen.length))),
  };
  return toChange(solveChange(tasks, options), rarity, facts);
}

function withFacts({ ids, values }: Sparse, facts: readonly number[]): Sparse {
  if (facts.length === 0) return { ids, values };
  const more = new Uint32Array(ids.length + facts.length);
  const worth = new Float32Array(more.length).fill(FACT_VALUE);
  more.set(ids);
  more.set(facts, ids.length);
  worth.set(values);
  return { ids: more, values: worth };
}

/** 0 where nobody said anything: the label stays as it is. */
function sideOf(told: readonly Told[], label: string): 1 | -1 | 0 {
  const word = told.find((one) => labelsOf(one).includes(label));
  if (!word) return 0;
  const isYes = word.field === 'sentiment' ? word.to === label : word.to === 'yes';
  return isYes ? 1 : -1;
}

/** How far the label is from being given (under 0) or taken away (over 0), in log odds. */
function offsetOf(one: Seen, model: LinearModel, name: LearningModel, at: number): number {
  const { temperature, thresholds, labels } = model.meta;
  const scores = one.scores[name];
  const own = (scores[at] as number) / temperature;
  if (name === 'sentiment') {
    const others = [...scores].filter((_, i) => i !== at);
    return own - Math.max(...others) / temperature;
  }
  const limit = thresholds[at] ?? 0.5;
  const type = (labels[at] ?? '').replace('type:', '');
  const needed = one.patterns.has(type) ? limit * NEAR_LIMIT : limit;
  return own - Math.log(needed / (1 - needed));
}

/** The rarity is folded in, so that use needs no table. */
function toChange(weights: Float32Array, rarity: Float32Array, facts: readonly string[]): LabelChange {
  const found: [id: number, weight: number][] = [];
  for (let id = 0; id < BUCKETS; id++) {
    const weight = (weights[id] as number) * (rarity[id] as number);
    if (Math.abs(weight) >= LEAST_WEIGHT) found.push([id, weight]);
  }
  const kept = largest(found, MOST_PER_LABEL);
  const factWeights = facts.map((fact, i): [string, number] => [fact, rounded(weights[BUCKETS + i] as number)]);
  return {
    ids: kept.map(([id]) => id),
    weights: kept.map(([, weight]) => rounded(weight)),
    facts: Object.fromEntries(factWeights.filter(([, weight]) => Math.abs(weight) >= LEAST_WEIGHT)),
  };
}

/** In the order of their ids. */
function largest(found: readonly [number, number][], most: number): [number, number][] {
  if (found.length <= most) return [...found];
  const kept = found.toSorted((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || a[0] - b[0]).slice(0, most);
  return kept.sort((a, b) => a[0] - b[0]);
}

function bounded(changes: LearnedLayer['changes']): LearnedLayer['changes'] {
  const all = Object.values(changes).flatMap((labels) => Object.values(labels));
  const count = all.reduce((sum, { ids }) => sum + ids.length, 0);
  if (count <= MOST_IN_ALL) return changes;
  for (const change of all) {
    const pairs = change.ids.map((id, i): [number, number] => [id, change.weights[i] ?? 0]);
    const kept = largest(pairs, Math.floor((change.ids.length / count) * MOST_IN_ALL));
    change.ids = kept.map(([id]) => id);
    change.weights = kept.map(([, weight]) => weight);
  }
  return changes;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
