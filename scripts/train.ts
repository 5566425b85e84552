// npm run train -- --data DIR: trains the three small models of analyzers/model from the labelled texts beside the checkout.
// Deterministic: same data, same weights. Never trains on the test part, never copies a text.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonWords } from '../analyzers/model/common-words.ts';
import { writeModel } from './training/fit.ts';
import { fitLabels, labelCorpus } from './training/label-model.ts';
import { LABELS } from './training/labels.ts';
import { countCommonWords, fitRelevance } from './training/relevance-model.ts';
import { fitSentiment } from './training/sentiment-model.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
});
const dataDir = resolve(values.data ?? resolve(import.meta.dirname, '../../shared/data'));
const folder = resolve(values.out ?? resolve(import.meta.dirname, '../analyzers/model'));
const VERSION = '4';

function trainSentiment(): void {
  const { model, meta, count } = fitSentiment(dataDir, VERSION);
  const size = writeModel(folder, 'sentiment', model, meta);
  console.log(`sentiment: ${count} texts, ${size} bytes, temperature ${meta.temperature}`);
}

function trainLabels(): void {
  const corpus = labelCorpus(dataDir, ['train', 'dev']);
  const { model, meta } = fitLabels(corpus, VERSION);
  const size = writeModel(folder, 'labels', model, meta);
  console.log(`labels: ${corpus.examples.length} texts, ${LABELS.length} heads, ${size} bytes`);
}

function trainRelevance(): void {
  const table = countCommonWords(dataDir);
  writeFileSync(join(folder, 'words.bin'), table);
  const fit = fitRelevance(dataDir, ['train', 'dev'], new CommonWords(table), VERSION);
  const size = writeModel(folder, 'relevance', fit.model, fit.meta);
  console.log(
    `relevance: ${size} bytes, accuracy on unseen words ${fit.unseenWords.toFixed(3)}, on unseen texts ${fit.unseenTexts.toFixed(3)}`,
  );
}

const jobs = { sentiment: trainSentiment, labels: trainLabels, relevance: trainRelevance };
for (const [name, job] of Object.entries(jobs)) if (!values.only || values.only === name) job();
