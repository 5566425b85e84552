// Builds the analyzers in their order and hands them what they share: the reader, the evidence, the weights.
// The only file of this folder that loads anything heavy, and it does so once per process.

import type { Analyzer } from '../core/ports.ts';
import { createActor } from './actor.ts';
import { createAspect } from './aspect.ts';
import { openDetector } from './detector.ts';
import { createEnglish } from './english.ts';
import { createEntity } from './entity.ts';
import { EvidenceReader } from './evidence.ts';
import { createLanguage } from './language.ts';
import { LayerHolder, LearnedScorer } from './learned/scorer.ts';
import { loadCommonWords, loadModel } from './model/load.ts';
import { createPii } from './pii.ts';
import { createRelevance } from './relevance.ts';
import { createSentiment } from './sentiment.ts';
import { TextReader } from './text-view.ts';
import { createThreats } from './threats.ts';

/**
 * In the order in which they run: later ones see what earlier ones found. What the installation learned is in `holder` and
 * may be exchanged. Throws AppError when the weights are missing.
 */
export async function openAnalyzers(holder = new LayerHolder()): Promise<readonly Analyzer[]> {
  const [detector, plainSentiment, plainLabels, relevance, words] = await Promise.all([
    openDetector(),
    loadModel('sentiment'),
    loadModel('labels'),
    loadModel('relevance'),
    loadCommonWords(),
  ]);
  const sentiment = new LearnedScorer(plainSentiment, 'sentiment', holder);
  const labels = new LearnedScorer(plainLabels, 'labels', holder);
  const reader = new TextReader();
  const evidence = new EvidenceReader();
  return [
    createLanguage(reader, detector),
    createRelevance(reader, relevance, words),
    createSentiment(reader, evidence, sentiment),
    createThreats(reader, evidence, labels),
    createEnglish(reader),
    createAspect(reader, evidence, labels),
    createActor(reader, evidence, labels),
    createPii(),
    createEntity(reader, words),
  ];
}
