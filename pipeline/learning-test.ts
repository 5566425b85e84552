// How good would it be? Learning is tried on parts of the lessons and judged on the part that was left out: how many of
// people's words it then says by itself, and how many judgements that nobody corrected it changes. Writes nothing.

import { wordOf } from '../core/corrections.ts';
import {
  LEARNED_FIELDS,
  type LearnedField,
  type LearnedJudgement,
  type LearnedLayer,
  type Learner,
} from '../core/learning.ts';
import { fullText } from '../core/mention.ts';
import type { BrandView } from '../core/ports.ts';
import { type ChangeExample, differences } from './judgement-changes.ts';
import type { Example, Material } from './lessons.ts';
import { maskSpans } from './mask.ts';

export interface LearningTest {
  strength: number;
  /** People's words by field: how many there are, and how many the machine said before, and says of texts it did not learn. */
  fields: Record<LearnedField, { count: number; before: number; after: number }>;
  anchors: { count: number; changed: number; examples: ChangeExample[] };
  isBetter: boolean;
}

/** From careful to bold; the one with the best outcome is taken. */
export const STRENGTHS = [0.03, 0.2, 1] as const;
/** Better means: at least so many more of people's words (and at least two), … */
const LEAST_GAIN = 0.05;
/** … while no more than this share of what nobody corrected becomes another. */
export const MOST_CHANGED = 0.03;
/** How much a changed judgement weighs against a word that was learned, when strengths are compared. */
const CHANGE_WEIGHT = 5;
const MAX_EXAMPLES = 10;
const MAX_TEXT = 200;
const MANY_LESSONS = 2000;

interface Options {
  pause: () => Promise<void>;
  onProgress?: (done: number, total: number) => void;
}

/** Deterministic. With many lessons the strengths are compared on one part only. */
export async function testLearning(learner: Learner, material: Material, options: Options): Promise<LearningTest> {
  const isMany = material.lessons.length > MANY_LESSONS;
  const folds = isMany ? 3 : 5;
  const total = isMany ? STRENGTHS.length + folds : STRENGTHS.length * folds;
  let done = 0;
  const step = () => {
    done += 1;
    options.onProgress?.(done, total);
  };
  const before = new Map<Example, LearnedJudgement>();
  for (const one of [...material.lessons, ...material.anchors]) before.set(one, learner.judge(one, null));
  const tried: LearningTest[] = [];
  for (const strength of STRENGTHS)
    tried.push(
      await testStrength(learner, material, { strength, folds, last: isMany ? 1 : folds, step, before, ...options }),
    );
  const best = tried.reduce((a, b) => (worth(b) > worth(a) ? b : a));
  return isMany
    ? testStrength(learner, material, { strength: best.strength, folds, last: folds, step, before, ...options })
    : best;
}

function worth({ fields, anchors }: LearningTest): number {
  const { count, before, after } = sumOf(fields);
  const gain = (after - before) / Math.max(1, count);
  return gain - CHANGE_WEIGHT * (anchors.changed / Math.max(1, anchors.count));
}

function sumOf(fields: LearningTest['fields']): { count: number; before: number; after: number } {
  const all = Object.values(fields);
  const sum = (name: 'count' | 'before' | 'after') => all.reduce((total, one) => total + one[name], 0);
  return { count: sum('count'), before: sum('before'), after: sum('after') };
}

interface Trial extends Options {
  strength: number;
  folds: number;
  /** As the shipped models judge. */
  before: ReadonlyMap<Example, LearnedJudgement>;
  /** Folds that are tried. */
  last: number;
  step: () => void;
}

async function testStrength(learner: Learner, { lessons, anchors }: Material, trial: Trial): Promise<LearningTest> {
  const result: LearningTest = {
    strength: trial.strength,
    fields: Object.fromEntries(LEARNED_FIELDS.map((field) => [field, { count: 0, before: 0, after: 0 }])) as never,
    anchors: { count: 0, changed: 0, examples: [] },
    isBetter: false,
  };
  for (let fold = 0; fold < trial.last; fold++) {
    const isOut = ({ group }: Example) => foldOf(group, trial.folds) === fold;
    const known = lessons.filter((one) => !isOut(one));
    const held = anchors.filter((one) => !isOut(one));
    const { strength, pause, before } = trial;
    const layer = await learner.learn([...known, ...held], { version: 1, strength, pause });
    const views = withExamples(known);
    for (const one of lessons.filter(isOut)) judgeLesson(learner, one, { layer, views, before }, result);
    await pause();
    for (const one of anchors.filter(isOut)) judgeAnchor(learner, one, { layer, views, before }, result);
    await pause();
    trial.step();
  }
  const { count, before, after } = sumOf(result.fields);
  const isGain = after - before >= Math.max(2, LEAST_GAIN * count);
  const isCalm = result.anchors.changed <= MOST_CHANGED * result.anchors.count;
  return { ...result, isBetter: isGain && isCalm };
}

function foldOf(group: string, folds: number): number {
  let h = 0;
  for (let i = 0; i < group.length; i++) h = (Math.imul(h, 31) + group.charCodeAt(i)) | 0;
  return (h >>> 0) % folds;
}

/** Brands with the examples of their watches and those that the lessons give. */
function withExamples(lessons: readonly Example[]): ReadonlyMap<string, BrandView> {
  const views = new Map<string, BrandView>();
  const texts = new Map<string, { positive: string[]; negative: string[] }>();
  for (const { brandId, brand, told, input } of lessons) {
    const word = told.find(({ field }) => field === 'relevance')?.to;
    if (!brand || word === undefined) continue;
    const own = texts.get(brandId) ?? copyOf(brand.examples);
    texts.set(brandId, own);
    own[word === 'brand' ? 'positive' : 'negative'].push(fullText(input));
    views.set(brandId, { ...brand, examples: own });
  }
  return views;
}

function copyOf(examples: BrandView['examples']): { positive: string[]; negative: string[] } {
  return { positive: [...(examples?.positive ?? [])], negative: [...(examples?.negative ?? [])] };
}

interface Learned {
  layer: LearnedLayer;
  views: ReadonlyMap<string, BrandView>;
  before: ReadonlyMap<Example, LearnedJudgement>;
}

function bothWays(learner: Learner, one: Example, { layer, views, before }: Learned) {
  const { input, brand, brandId } = one;
  const after = learner.judge({ input, brand: views.get(brandId) ?? brand }, layer);
  return { before: before.get(one) ?? after, after };
}

function judgeLesson(learner: Learner, one: Example, learned: Learned, { fields }: LearningTest): void {
  const { before, after } = bothWays(learner, one, learned);
  for (const told of one.told) {
    const row = fields[told.field as LearnedField];
    if (!row) continue;
    row.count += 1;
    if (wordOf(before, told) === told.to) row.before += 1;
    if (wordOf(after, told) === told.to) row.after += 1;
  }
}

function judgeAnchor(learner: Learner, one: Example, learned: Learned, { anchors }: LearningTest): void {
  const { before, after } = bothWays(learner, one, learned);
  anchors.count += 1;
  const changes = differences(before, after);
  if (changes.length === 0) return;
  anchors.changed += 1;
  if (anchors.examples.length >= MAX_EXAMPLES) return;
  const offset = one.input.title ? one.input.title.length + 1 : 0;
  const line = maskSpans(one.input.text, one.pii, offset).replace(/\s+/g, ' ');
  const text = line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…` : line;
  anchors.examples.push({ mentionId: one.mentionId, text, changes });
}
