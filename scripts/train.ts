// npm run train -- --data DIR: trains the three small models of analyzers/model from the labelled texts beside the checkout.
// Deterministic: same data, same weights. Never trains on the test part, never copies a text.

import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelMeta } from '../analyzers/model/linear.ts';
import { NamingReader } from '../analyzers/relevance.ts';
import { TextReader } from '../analyzers/text-view.ts';
import type { SentimentLabel } from '../core/types.ts';
import { SENTIMENTS } from '../core/types.ts';
import { readRows, splitOf } from './training/corpus.ts';
import { brandOf, ExampleMaker, FactTable, heldBack, SENTIMENT_SETS, sentimentRows } from './training/examples.ts';
import { crossPredict, temperatureOf, thresholdOf, writeModel } from './training/fit.ts';
import { LABELS, labelExamples } from './training/labels.ts';
import { type Example, type LearnOptions, learn } from './training/learn.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
});
const dataDir = resolve(values.data ?? resolve(import.meta.dirname, '../../shared/data'));
const folder = resolve(values.out ?? resolve(import.meta.dirname, '../analyzers/model'));
const VERSION = '1';

function trainSentiment(): void {
  const facts = new FactTable();
  const maker = new ExampleMaker(facts);
  const held = heldBack(dataDir);
  const train: Example[] = [];
  const dev: Example[] = [];
  for (const { id } of SENTIMENT_SETS) {
    sentimentRows(dataDir, id, held).forEach(({ row, label, weight }, i) => {
      const example = { ...maker.make(row, i % 2 === 0), target: SENTIMENTS.indexOf(label as SentimentLabel), weight };
      if (row.split === 'train') train.push(example);
      else if (
        row.split === 'dev' &&
        ['findings', 'turkcell', 'magaza', 'eticaret', 'bertemal', 'garanti'].includes(id)
      )
        dev.push(example);
    });
  }
  const options: LearnOptions = {
    classes: 3,
    facts: facts.names.length,
    bits: 18,
    epochs: 6,
    rate: 0.1,
    l2: 0,
    kind: 'softmax',
    seed: 1,
  };
  const model = learn(train, options);
  const temperature = temperatureOf(model, dev);
  const meta: ModelMeta = {
    version: VERSION,
    kind: 'softmax',
    bits: 18,
    labels: [...SENTIMENTS],
    facts: facts.names,
    temperature,
    thresholds: [],
  };
  const size = writeModel(folder, 'sentiment', model, meta);
  console.log(`sentiment: ${train.length} texts, ${size} bytes, temperature ${temperature}`);
}

/** Thresholds come from predictions on labelled texts that the predicting model has not seen. */
function trainLabels(): void {
  const facts = new FactTable();
  const maker = new ExampleMaker(facts);
  const examples = labelExamples(dataDir, maker, heldBack(dataDir), ['train', 'dev']);
  const options: LearnOptions = {
    classes: LABELS.length,
    facts: facts.names.length,
    bits: 16,
    epochs: 12,
    rate: 0.1,
    l2: 0,
    kind: 'one-vs-rest',
    seed: 2,
  };
  const folds = examples.map((one) =>
    one.set === 'weak' ? null : (createHash('sha1').update(one.row.text).digest()[3] ?? 0) % 4,
  );
  const said = crossPredict(examples, (i) => folds[i] ?? null, 4, options);
  const seen = [...said.keys()];
  const thresholds = LABELS.map((_, c) =>
    thresholdOf(
      seen.map((i) => said.get(i)?.[c] ?? 0),
      seen.map((i) => examples[i]?.labels?.[c] === 1),
    ),
  );
  const model = learn(examples, options);
  const meta: ModelMeta = {
    version: VERSION,
    kind: 'one-vs-rest',
    bits: 16,
    labels: [...LABELS],
    facts: facts.names,
    temperature: 1,
    thresholds,
  };
  const size = writeModel(folder, 'labels', model, meta);
  console.log(`labels: ${examples.length} texts, ${LABELS.length} heads, ${size} bytes`);
}

function trainRelevance(): void {
  const facts = new FactTable();
  const reader = new TextReader();
  const namings = new NamingReader();
  const examples: (Example & { isDev: boolean })[] = [];
  for (const row of readRows(dataDir, 'labelled/relevance') as (ReturnType<typeof readRows>[number] & {
    brand: unknown;
  })[]) {
    if (splitOf(row.text) === 'test' || !row.word) continue;
    const view = reader.read({ full: row.text, brand: brandOf([row.word]) });
    const label = row.isBrand ? 1 : 0;
    for (const naming of view.named.slice(0, 1)) {
      const seen = namings.read(view, naming, null);
      examples.push({
        buckets: seen.features.buckets.slice(0, seen.features.count),
        facts: facts.idsOf(seen.facts),
        target: label,
        labels: Int8Array.of(label),
        weight: 1,
        isDev: false,
      });
    }
  }
  const options: LearnOptions = {
    classes: 1,
    facts: facts.names.length,
    bits: 15,
    epochs: 12,
    rate: 0.1,
    l2: 0,
    kind: 'one-vs-rest',
    seed: 3,
  };
  const said = crossPredict(examples, (i) => i % 5, 5, options);
  const right = examples.filter((one, i) => (said.get(i)?.[0] ?? 0) >= 0.5 === (one.target === 1)).length;
  const model = learn(examples, options);
  const meta: ModelMeta = {
    version: VERSION,
    kind: 'one-vs-rest',
    bits: 15,
    labels: ['brand'],
    facts: facts.names,
    temperature: 1,
    thresholds: [0.5],
  };
  const size = writeModel(folder, 'relevance', model, meta);
  console.log(
    `relevance: ${examples.length} texts, ${size} bytes, five-fold accuracy ${(right / examples.length).toFixed(3)}`,
  );
}

const jobs = { sentiment: trainSentiment, labels: trainLabels, relevance: trainRelevance };
for (const [name, job] of Object.entries(jobs)) if (!values.only || values.only === name) job();
