// The labels model: finding types, aspects and actors. Learns one machine per label, calibrates each on texts that the
// calibrating run has not seen, chooses the limits there too, then learns once more on everything it may see.

import { createHash } from 'node:crypto';
import type { ModelMeta } from '../../analyzers/model/linear.ts';
import type { Split } from './corpus.ts';
import { ExampleMaker, FactTable, heldBack } from './examples.ts';
import { thresholdOf } from './fit.ts';
import { LABELS, type LabelExample, labelExamples, madeExamples, ordinaryExamples, RARE_TYPES } from './labels.ts';
import { scoresOf, type Trained } from './learn.ts';
import { learnSvm, type SvmOptions } from './svm.ts';

const FOLDS = 3;
const BITS = 17;
const PER_FRAGMENT = 7;
const MADE_WEIGHT = 0.9;

/** How far the limits of types that nobody may miss lean towards recall (F-beta). */
const LEAN = 1.4;
/** Share of ordinary texts in which one rare type may be seen wrongly. */
const MOST_ALARMS = 0.0012;

/** Types that nobody may miss. */
const LEANING = new Set(
  [
    'fraud',
    'data-leak',
    'product-safety',
    'threat-to-person',
    'corporate-attack',
    'fake-account',
    'fake-domain',
    'fake-ad',
    'impersonation-page',
  ].map((type) => `type:${type}`),
);

/** The part, 0 to FOLDS - 1, that a labelled text stands in; null for texts that are only ever learned from. */
export function foldOf(example: LabelExample): number | null {
  if (!['findings', 'written', 'own'].includes(example.set)) return null;
  return (createHash('sha1').update(example.row.text).digest()[3] ?? 0) % FOLDS;
}

export interface Corpus {
  examples: LabelExample[];
  facts: string[];
}

export function labelCorpus(dataDir: string, wanted: readonly Split[]): Corpus {
  const facts = new FactTable();
  const maker = new ExampleMaker(facts);
  const held = heldBack(dataDir);
  const labelled = labelExamples(dataDir, maker, held, wanted);
  const ordinary = ordinaryExamples(dataDir, maker, held);
  const made = madeExamples(maker, PER_FRAGMENT, MADE_WEIGHT);
  return { examples: [...labelled, ...ordinary, ...made], facts: facts.names };
}

export function svmOptions(facts: number): SvmOptions {
  return { classes: LABELS.length, facts, bits: BITS, costYes: 3, costNo: 1, factValue: 0.3, passes: 14, seed: 2 };
}

/** Margins of every labelled example, each from a model that has not seen it. */
export function crossMargins(corpus: Corpus, options: SvmOptions): Map<number, Float64Array> {
  const margins = new Map<number, Float64Array>();
  const folds = corpus.examples.map(foldOf);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = learnSvm(
      corpus.examples.filter((example, i) => folds[i] !== fold && example.set !== 'pool'),
      options,
    );
    corpus.examples.forEach((example, i) => {
      const isPool = example.set === 'pool' && i % FOLDS === fold;
      if (isPool || folds[i] === fold) margins.set(i, scoresOf(model, example, new Float64Array(options.classes)));
    });
  }
  return margins;
}

export interface Calibration {
  slope: number;
  shift: number;
}

/** Platt's sigmoid over margins by Newton's method; labels with few examples keep a plain one. */
export function calibrate(margins: readonly number[], isTrue: readonly boolean[]): Calibration {
  const positives = isTrue.filter(Boolean).length;
  let slope = 2.5;
  let shift = 0;
  if (positives < 5) return { slope, shift };
  const yes = (positives + 1) / (positives + 2);
  const no = 1 / (margins.length - positives + 2);
  for (let round = 0; round < 50; round++) {
    let ga = 0;
    let gb = 0;
    let haa = 1e-6;
    let hab = 0;
    let hbb = 1e-6;
    margins.forEach((margin, i) => {
      const p = 1 / (1 + Math.exp(-(slope * margin + shift)));
      const d = p - (isTrue[i] ? yes : no);
      const w = p * (1 - p);
      ga += d * margin;
      gb += d;
      haa += w * margin * margin;
      hab += w * margin;
      hbb += w;
    });
    const det = haa * hbb - hab * hab;
    if (Math.abs(det) < 1e-12) break;
    const da = (hbb * ga - hab * gb) / det;
    const db = (haa * gb - hab * ga) / det;
    slope = Math.min(12, Math.max(0.3, slope - Math.max(-1, Math.min(1, da))));
    shift = Math.min(8, Math.max(-8, shift - Math.max(-1, Math.min(1, db))));
    if (Math.abs(da) + Math.abs(db) < 1e-6) break;
  }
  return { slope, shift };
}

/** The same model whose scores are log odds. */
export function inLogOdds(model: Trained, calibrations: readonly Calibration[]): Trained {
  const { classes } = model;
  for (let i = 0; i < model.weights.length; i++)
    model.weights[i] = (model.weights[i] as number) * (calibrations[i % classes]?.slope ?? 1);
  for (let i = 0; i < model.facts.length; i++)
    model.facts[i] = (model.facts[i] as number) * (calibrations[i % classes]?.slope ?? 1);
  for (let c = 0; c < classes; c++)
    model.bias[c] = (model.bias[c] as number) * (calibrations[c]?.slope ?? 1) + (calibrations[c]?.shift ?? 0);
  return model;
}

export interface Limits {
  calibrations: Calibration[];
  thresholds: number[];
}

/** Calibration and limit per label from margins of unseen texts. */
export function limitsOf(corpus: Corpus, margins: ReadonlyMap<number, Float64Array>): Limits {
  const all = [...margins.keys()];
  const seen = all.filter((i) => corpus.examples[i]?.set !== 'pool');
  const pool = all.filter((i) => corpus.examples[i]?.set === 'pool');
  const calibrations: Calibration[] = [];
  const thresholds = LABELS.map((label, c) => {
    const own = seen.map((i) => margins.get(i)?.[c] ?? 0);
    const truth = seen.map((i) => corpus.examples[i]?.labels?.[c] === 1);
    const calibration = calibrate(own, truth);
    calibrations.push(calibration);
    const share = (margin: number): number => 1 / (1 + Math.exp(-(calibration.slope * margin + calibration.shift)));
    const best = thresholdOf(own.map(share), truth, LEANING.has(label) ? LEAN : 1);
    if (!(RARE_TYPES as readonly string[]).includes(label.slice(5))) return best;
    const alarms = pool.map((i) => share(margins.get(i)?.[c] ?? 0)).sort((a, b) => b - a);
    return Math.max(best, alarms[Math.floor(alarms.length * MOST_ALARMS)] ?? 0);
  });
  return { calibrations, thresholds };
}

export function fitLabels(corpus: Corpus, version: string): { model: Trained; meta: ModelMeta; limits: Limits } {
  const options = svmOptions(corpus.facts.length);
  const limits = limitsOf(corpus, crossMargins(corpus, options));
  const taught = corpus.examples.filter((example) => example.set !== 'pool');
  const model = inLogOdds(learnSvm(taught, options), limits.calibrations);
  const meta: ModelMeta = {
    version,
    kind: 'one-vs-rest',
    bits: BITS,
    labels: [...LABELS],
    facts: corpus.facts,
    temperature: 1,
    thresholds: limits.thresholds,
  };
  return { model, meta, limits };
}
