// The sentiment model: three classes over all sentiment sets and our own texts. One machine per class; their margins are
// turned into shares by one temperature, found on development texts that the model has not seen.

import type { ModelMeta } from '../../analyzers/model/linear.ts';
import { SENTIMENTS, type SentimentLabel } from '../../core/types.ts';
import type { Split } from './corpus.ts';
import { ExampleMaker, FactTable, heldBack, SENTIMENT_SETS, sentimentRows } from './examples.ts';
import { temperatureOf } from './fit.ts';
import { generate } from './generate.ts';
import type { Example, Trained } from './learn.ts';
import { ownRows, readRowsByLabel } from './own-texts.ts';
import { learnSvm, type SvmOptions } from './svm.ts';

const BITS = 19;
const PER_FRAGMENT = 4;
const MADE_WEIGHT = 0.15;
/** Whole texts of ours, and real ones that we read and labelled. */
const WEIGHT = { read: 1.8, own: 0.5 } as const;
/** Sets whose development part looks like what users watch. */
const LIKE_USE = ['findings', 'turkcell', 'magaza', 'eticaret', 'bertemal', 'garanti'];

interface SentimentExample extends Example {
  set: string;
  split: Split;
}

/** Our own readings keep their weight; in the sets of others a class counts more the rarer it is, by the square root. */
function balance(examples: readonly SentimentExample[]): SentimentExample[] {
  const counts = new Map<string, number[]>();
  for (const { set, target } of examples) {
    const row = counts.get(set) ?? SENTIMENTS.map(() => 0);
    row[target] = (row[target] ?? 0) + 1;
    counts.set(set, row);
  }
  return examples.map((one) => {
    if (['findings', 'written', 'read', 'own', 'made'].includes(one.set)) return one;
    const row = (counts.get(one.set) ?? []).filter((count) => count > 0);
    const mean = row.reduce((sum, count) => sum + count, 0) / row.length;
    const own = counts.get(one.set)?.[one.target] ?? mean;
    return { ...one, weight: one.weight * Math.sqrt(mean / own) };
  });
}

function collect(dataDir: string, facts: FactTable): SentimentExample[] {
  const maker = new ExampleMaker(facts);
  const held = heldBack(dataDir);
  const labelsOf = (label: string): Int8Array => Int8Array.from(SENTIMENTS, (one) => (one === label ? 1 : 0));
  const examples: SentimentExample[] = [];
  const ours = { read: readRowsByLabel(dataDir, held), own: ownRows('texts') };
  const isRead = new Set(ours.read.map((row) => row.id));
  for (const { id } of SENTIMENT_SETS) {
    sentimentRows(dataDir, id, held).forEach(({ row, label, weight }, i) => {
      if (row.split === 'test' || isRead.has(row.id)) return;
      const target = SENTIMENTS.indexOf(label as SentimentLabel);
      const made = maker.make(row, i % 2 === 0);
      examples.push({ ...made, target, labels: labelsOf(label), weight, set: id, split: row.split });
    });
  }
  for (const set of ['read', 'own'] as const)
    ours[set].forEach((row, i) => {
      const label = row.sentiment ?? 'neutral';
      const target = SENTIMENTS.indexOf(label);
      const made = maker.make(row, i % 2 === 0);
      examples.push({ ...made, target, labels: labelsOf(label), weight: WEIGHT[set], set, split: 'train' });
    });
  for (const made of generate(PER_FRAGMENT, 12)) {
    const target = SENTIMENTS.indexOf(made.sentiment);
    const example = maker.make({ ...made, id: 'made', split: 'train' }, true);
    const labels = labelsOf(made.sentiment);
    examples.push({ ...example, target, labels, weight: MADE_WEIGHT, set: 'made', split: 'train' });
  }
  return examples;
}

/** Learns twice: once without the development part, to find the temperature, then with its labelled texts. */
export function fitSentiment(dataDir: string, version: string): { model: Trained; meta: ModelMeta; count: number } {
  const facts = new FactTable();
  const examples = balance(collect(dataDir, facts));
  const options: SvmOptions = {
    classes: SENTIMENTS.length,
    facts: facts.names.length,
    bits: BITS,
    costYes: 1.5,
    costNo: 1,
    factValue: 0.3,
    passes: 10,
    seed: 1,
  };
  const train = examples.filter((one) => one.split === 'train');
  const dev = examples.filter((one) => one.split === 'dev' && LIKE_USE.includes(one.set));
  const temperature = temperatureOf(learnSvm(train, options), dev);
  const all = examples.filter((one) => one.split === 'train' || one.set === 'findings' || one.set === 'written');
  const meta: ModelMeta = {
    version,
    kind: 'softmax',
    bits: BITS,
    labels: [...SENTIMENTS],
    facts: facts.names,
    temperature,
    thresholds: [],
  };
  return { model: learnSvm(all, options), meta, count: all.length };
}
