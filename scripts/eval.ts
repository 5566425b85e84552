// npm run eval -- --data DIR: how good the shipped analyzers are on labelled texts they were not trained on.
// Deterministic. One table per task with n, precision, recall and F1 per class. Reads the test part only; nothing is
// ever chosen by what it prints.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ACTORS, ASPECTS, FINDING_TYPES, type FindingType, SENTIMENTS } from '../core/types.ts';
import { type Row, readRows, type Split } from './training/corpus.ts';
import { type JudgeRow, openRowJudge } from './training/judging.ts';
import { calibrationError, multi, single } from './training/metrics.ts';
import { classTable, figure, paintFor } from './training/table.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string', default: 'test' },
    json: { type: 'boolean', default: false },
  },
});
const dataDir = resolve(values.data ?? resolve(import.meta.dirname, '../../shared/data'));
const part = values.part as Split;
const paint = paintFor(process.stdout.isTTY === true || process.env['FORCE_COLOR'] !== undefined);
const summary: Record<string, number> = {};

/** Types that a brand's people must not miss. */
const DANGEROUS: readonly FindingType[] = [
  'fraud',
  'data-leak',
  'product-safety',
  'threat-to-person',
  'corporate-attack',
  'fake-account',
  'fake-domain',
  'fake-ad',
  'impersonation-page',
];

function print(text: string): void {
  if (!values.json) console.log(text);
}

function note(name: string, value: number): void {
  summary[name] = Math.round(value * 1e4) / 1e4;
}

function line(name: string, value: number, detail = ''): void {
  note(name, value);
  print(`  ${name.padEnd(44)} ${figure(value, paint)} ${paint.dim(detail)}`);
}

/** Sentiment sets with what others reached on sets of the same name, where that is published. */
const SENTIMENT: readonly [file: string, published: string][] = [
  ['sentiment/turkcell_braintr', 'BERTurk 10-fold macro F1 0.818'],
  ['sentiment/magaza_yorumlari', ''],
  ['sentiment/eticaret_urun_yorumlari', ''],
  ['sentiment/film_tr_polarity', 'BERTurk macro F1 0.9235'],
  ['sentiment/film_beyazperde_long', ''],
  ['sentiment/brand_entity_bertemal', ''],
  ['sentiment/garanti_bank_tweets', ''],
  ['sentiment/telecom_tweets_binary', ''],
];

function sentimentOf(rows: readonly Row[], judge: JudgeRow, gold: (row: Row) => string): void {
  const said = rows.map((row) => judge(row).sentiment);
  const figures = single(
    rows.map(gold),
    said.map((one) => one.label),
    SENTIMENTS,
  );
  const ece = calibrationError(
    said.map((one) => one.confidence),
    said.map((one, i) => one.label === gold(rows[i] as Row)),
  );
  print(classTable('', figures, paint).trimStart());
  line('  macro F1', figures.macroF1);
  print(`    expected calibration error ${ece.toFixed(3)}`);
}

function evaluateSentiment(judge: JudgeRow): void {
  print(paint.head('Sentiment'));
  for (const [file, published] of SENTIMENT) {
    const once = new Map(readRows(dataDir, file).map((row) => [row.text, row]));
    const rows = [...once.values()].filter((row) => row.split === part);
    const said = rows.map((row) => judge({ ...row, brand: null }).sentiment);
    const figures = single(
      rows.map((row) => row.label ?? ''),
      said.map((one) => one.label),
      SENTIMENTS,
    );
    const ece = calibrationError(
      said.map((one) => one.confidence),
      said.map((one, i) => one.label === rows[i]?.label),
    );
    line(
      file.replace('sentiment/', 'sentiment '),
      figures.macroF1,
      `n ${rows.length}, accuracy ${figures.accuracy.toFixed(3)}, calibration error ${ece.toFixed(3)}${published ? `; published: ${published}` : ''}`,
    );
  }
  print('');
  for (const set of ['findings', 'written'] as const) {
    const rows = readRows(dataDir, `labelled/${set}`).filter((row) => row.split === part);
    print(paint.head(`Sentiment towards the brand, ${set}`));
    sentimentOf(rows, judge, (row) => row.sentiment ?? '');
    note(`sentiment ${set}`, summary['  macro F1'] ?? 0);
    delete summary['  macro F1'];
    print('');
  }
}

function evaluateTypes(judge: JudgeRow, set: 'findings' | 'written', least: number): void {
  const rows = readRows(dataDir, `labelled/${set}`).filter((row) => row.split === part);
  const judged = rows.map(judge);
  const said = judged.map((one) => one.types.map((type) => type.type as string));
  const gold = rows.map((row) => (row.types ?? []) as string[]);
  const figures = multi(gold, said, FINDING_TYPES, least);
  print(classTable(`Finding types, ${set} (mean over classes with ${least} texts and more)`, figures, paint, least));
  line(`types ${set} macro F1`, figures.macroF1);
  const isDangerous = (type: string): boolean => (DANGEROUS as readonly string[]).includes(type);
  let wanted = 0;
  let found = 0;
  let falseAlarms = 0;
  let ordinary = 0;
  gold.forEach((types, i) => {
    for (const type of types.filter(isDangerous)) {
      wanted++;
      if (said[i]?.includes(type)) found++;
    }
    if (types.some(isDangerous)) return;
    ordinary++;
    if (said[i]?.some(isDangerous)) falseAlarms++;
  });
  line(`types ${set} dangerous recall`, found / Math.max(1, wanted), `${found} of ${wanted}`);
  note(`types ${set} false alarms`, falseAlarms / Math.max(1, ordinary));
  print(`  ordinary texts with a dangerous label: ${falseAlarms} of ${ordinary}\n`);
  if (set === 'findings') evaluateRest(rows, judged);
}

function evaluateRest(rows: readonly Row[], judged: readonly ReturnType<JudgeRow>[]): void {
  const aspects = multi(
    rows.map((row) => (row.aspects ?? []) as string[]),
    judged.map((one) => one.aspects.map((aspect) => aspect.id as string)),
    ASPECTS,
    5,
  );
  print(classTable('Aspects, findings (mean over classes with 5 texts and more)', aspects, paint, 5));
  note('aspects findings macro F1', aspects.macroF1);
  const actors = single(
    rows.map((row) => row.actor ?? 'unknown'),
    judged.map((one) => one.actor.label),
    ACTORS,
  );
  print(classTable('Actor, findings', actors, paint));
  note('actor findings macro F1', actors.macroF1);
  const severity = single(
    rows.map((row) => String(row.severity)),
    judged.map((one) => String(one.severity.level)),
    ['1', '2', '3', '4'],
  );
  print(classTable('Severity level, findings', severity, paint));
  note('severity findings accuracy', severity.accuracy);
}

function evaluateRelevance(judge: JudgeRow): void {
  const rows = readRows(dataDir, 'labelled/relevance').filter((row) => row.split === part);
  const said = rows.map((row) => judge({ ...row, brand: row.word ?? null }).relevance);
  const figures = single(
    rows.map((row) => (row.isBrand ? 'brand' : 'other')),
    said.map((one) => (one?.isBrand ? 'brand' : 'other')),
    ['brand', 'other'],
  );
  print(classTable('Relevance: is the company meant, or the ordinary word', figures, paint));
  line('relevance accuracy', figures.accuracy);
  print('');
}

async function main(): Promise<void> {
  const judge = await openRowJudge();
  evaluateSentiment(judge);
  evaluateTypes(judge, 'findings', 5);
  evaluateTypes(judge, 'written', 3);
  evaluateRelevance(judge);
  if (values.json) console.log(JSON.stringify(summary));
}

await main();
