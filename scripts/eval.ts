// npm run eval -- --data DIR: how good the shipped analyzers are on labelled texts they were not trained on, with the
// baselines in the same run. Deterministic. Reads the test part only, and nothing is ever chosen by what it prints.
// --json prints one object of figures; --card writes them into analyzers/model/model-card.md.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCard } from './training/card.ts';
import type { Split } from './training/corpus.ts';
import { Evaluation } from './training/evaluation.ts';
import { openRowJudge } from './training/judging.ts';
import { paintFor } from './training/table.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string', default: 'test' },
    json: { type: 'boolean', default: false },
    card: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const { FORCE_COLOR: forced } = process.env;
  const evaluation = new Evaluation({
    dataDir: resolve(values.data ?? resolve(import.meta.dirname, '../../shared/data')),
    part: values.part as Split,
    judge: await openRowJudge(),
    paint: paintFor(process.stdout.isTTY === true || forced !== undefined),
    print: values.json ? () => undefined : console.log,
  });
  evaluation.sentimentSets();
  await evaluation.sentiment('findings');
  await evaluation.sentiment('written');
  evaluation.types('findings', 5);
  evaluation.types('written', 3);
  evaluation.types('check', 5);
  evaluation.rest();
  evaluation.alarms();
  evaluation.relevance();
  if (values.json) console.log(JSON.stringify(evaluation.summary));
  if (values.card) writeCard(resolve(import.meta.dirname, '../analyzers/model/model-card.md'), evaluation);
}

await main();
