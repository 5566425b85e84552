// What an installation learned from its people: small changes that are added to the shipped models. Plain data, so that it
// can be stored, moved and loaded by every process. Holds no texts: only numbers of hashed features.

import type { Correction } from './types.ts';

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
  changes: Record<LearningModel, Record<string, LabelChange>>;
}

/** A text with what people said of it. */
export type Told = readonly Pick<Correction, 'field' | 'label' | 'to'>[];
