// What an installation learned from its people: small changes that are added to the shipped models. Plain data, so that it
// can be stored, moved and loaded by every process. Holds no texts: only numbers of hashed features.

import type { AnalyzerInput, BrandView } from './ports.ts';
import type { Correction, Judgement } from './types.ts';

/** Weights added to one label's score, by feature number, and by name of a fact ('pattern:…'). */
export interface LabelChange {
  ids: number[];
  weights: number[];
  facts: Record<string, number>;
}

/** The models whose labels can be changed, as in analyzers/model. */
export const LEARNING_MODELS = ['sentiment', 'labels'] as const;
export type LearningModel = (typeof LEARNING_MODELS)[number];

export interface LearnedLayer {
  /** 1 for the first training of the installation; counts up. */
  version: number;
  /** Versions of the shipped models that it was learned on top of; on others it is not used. */
  models: Record<LearningModel, string>;
  changes: Record<LearningModel, Record<string, LabelChange>>;
}

export type Told = Pick<Correction, 'field' | 'label' | 'to'>;

/** A text as it is judged, with what people said of it; none = an anchor, which should be judged as before. */
export interface Lesson {
  input: AnalyzerInput;
  brand: BrandView | null;
  told: readonly Told[];
}

export type LearnedJudgement = Omit<Judgement, 'mentionId' | 'brandId' | 'storyId' | 'analyzedAt'>;

/** Learns apart from the process's own judging, on models of its own. */
export interface Learner {
  /**
   * What the lessons teach on top of the shipped models. The larger `strength`, the more one lesson may change; `pause` is
   * awaited between labels, so that others may work.
   */
  learn(
    lessons: readonly Lesson[],
    options: { version: number; strength: number; pause: () => Promise<void> },
  ): Promise<LearnedLayer>;
  /** As the shipped models judge with the layer; null = without. */
  judge(lesson: Pick<Lesson, 'input' | 'brand'>, layer: LearnedLayer | null): LearnedJudgement;
}

/** The fields that a layer can change; relevance learns by itself, from each brand's own examples. */
export const LEARNED_FIELDS = ['sentiment', 'type', 'aspect', 'relevance'] as const;
export type LearnedField = (typeof LEARNED_FIELDS)[number];
