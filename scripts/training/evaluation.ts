// The tables of npm run eval, one method per task. Judges through the shipped analyzers, never through a training model.

import { ACTORS, ASPECTS, FINDING_TYPES, type FindingType, SENTIMENTS } from '../../core/types.ts';
import { bayes, fastText, lexicon } from './baselines.ts';
import { type Row, readRows, type Split, thin } from './corpus.ts';
import type { JudgeRow } from './judging.ts';
import { calibrationError, type Figures, multi, single } from './metrics.ts';
import { ownRows } from './own-texts.ts';
import { classTable, figure, type Paint } from './table.ts';

export interface EvaluationOptions {
  dataDir: string;
  part: Split;
  judge: JudgeRow;
  paint: Paint;
  print: (text: string) => void;
}

/** Types that a brand's people must not miss. */
export const DANGEROUS: readonly FindingType[] = [
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
const isDangerous = (type: string): boolean => (DANGEROUS as readonly string[]).includes(type);

/** Sentiment sets with what others published on sets of the same name. */
const SENTIMENT: readonly [file: string, published: string][] = [
  ['turkcell_braintr', 'BERTurk, ten-fold: macro F1 0.818'],
  ['magaza_yorumlari', ''],
  ['eticaret_urun_yorumlari', ''],
  ['film_tr_polarity', 'BERTurk, random 15 %: macro F1 0.9235'],
  ['film_beyazperde_long', ''],
  ['brand_entity_bertemal', ''],
  ['garanti_bank_tweets', ''],
  ['telecom_tweets_binary', ''],
];

/** Ordinary texts for counting false alarms: reviews, moods and film talk in which nothing dangerous is said. */
const ORDINARY = ['sentiment/magaza_yorumlari', 'sentiment/film_tr_polarity', 'sentiment/tsatweets_kulcu'];

export class Evaluation {
  readonly summary: Record<string, number> = {};
  readonly tables: { title: string; figures: Figures }[] = [];
  /** One line each for the model card. */
  readonly lines: string[] = [];
  #options: EvaluationOptions;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  #rows(file: string): Row[] {
    return readRows(this.#options.dataDir, file).filter((row) => row.split === this.#options.part);
  }

  #line(name: string, value: number, detail = ''): void {
    const { paint, print } = this.#options;
    this.summary[name] = Math.round(value * 1e4) / 1e4;
    this.lines.push(`| ${name} | ${value.toFixed(3)} | ${detail} |`);
    print(`  ${name.padEnd(44)} ${figure(value, paint)} ${paint.dim(detail)}`);
  }

  #table(title: string, figures: Figures, least = 1): void {
    const { paint, print } = this.#options;
    this.tables.push({ title, figures });
    print(classTable(title, figures, paint, least));
  }

  sentimentSets(): void {
    const { judge, paint, print } = this.#options;
    print(paint.head('Sentiment, sets of others'));
    for (const [file, published] of SENTIMENT) {
      const once = new Map(this.#rows(`sentiment/${file}`).map((row) => [row.text, row]));
      const rows = [...once.values()];
      const said = rows.map((row) => judge({ ...row, brand: null }).sentiment);
      const gold = rows.map((row) => row.label ?? '');
      const figures = single(
        gold,
        said.map((one) => one.label),
        SENTIMENTS,
      );
      const ece = calibrationError(
        said.map((one) => one.confidence),
        said.map((one, i) => one.label === gold[i]),
      );
      const detail = `n ${rows.length}, accuracy ${figures.accuracy.toFixed(3)}, calibration error ${ece.toFixed(3)}`;
      this.#line(
        `sentiment ${file} macro F1`,
        figures.macroF1,
        published ? `${detail}; published ${published}` : detail,
      );
    }
    print('');
  }

  async sentiment(set: 'findings' | 'written'): Promise<void> {
    const rows = this.#rows(`labelled/${set}`);
    const said = rows.map((row) => this.#options.judge(row).sentiment);
    const gold = rows.map((row) => row.sentiment ?? '');
    const figures = single(
      gold,
      said.map((one) => one.label),
      SENTIMENTS,
    );
    this.#table(`Sentiment towards the brand, ${set}`, figures);
    const ece = calibrationError(
      said.map((one) => one.confidence),
      said.map((one, i) => one.label === gold[i]),
    );
    this.#line(`sentiment ${set} macro F1`, figures.macroF1, `n ${rows.length}`);
    this.summary[`sentiment ${set} calibration error`] = ece;
    this.#options.print(`  expected calibration error ${ece.toFixed(3)}`);
    if (set === 'findings') await this.#sentimentBaselines(rows, gold);
    this.#options.print('');
  }

  async #sentimentBaselines(rows: readonly Row[], gold: readonly string[]): Promise<void> {
    const { dataDir } = this.#options;
    const train = [
      ...readRows(dataDir, 'labelled/findings').map((row) => ({ ...row, label: row.sentiment ?? '' })),
      ...thin(readRows(dataDir, 'sentiment/turkcell_braintr'), 3000),
      ...thin(readRows(dataDir, 'sentiment/magaza_yorumlari'), 1500),
    ]
      .filter((row) => row.split !== 'test')
      .map((row) => ({ text: row.text, label: row.label ?? '' }));
    const texts = rows.map((row) => row.text);
    const guesses = { natural: await bayes(train), lexicon, fastText: fastText(train) };
    for (const [name, guess] of Object.entries(guesses)) {
      if (guess === null) {
        this.#options.print(`  baseline ${name}: not installed`);
        continue;
      }
      this.#line(`sentiment findings, baseline ${name}`, single(gold, guess(texts), SENTIMENTS).macroF1);
    }
  }

  /** 'check': texts of our own writing by another hand, never learned from; models were compared on them. */
  types(set: 'findings' | 'written' | 'check', least: number): void {
    const rows = set === 'check' ? ownRows('check') : this.#rows(`labelled/${set}`);
    const said = rows.map((row) => this.#options.judge(row).types.map((one) => one.type as string));
    const gold = rows.map((row) => (row.types ?? []) as string[]);
    const figures = multi(gold, said, FINDING_TYPES, least);
    this.#table(`Finding types, ${set} (mean over classes with ${least} texts and more)`, figures, least);
    this.#line(`types ${set} macro F1`, figures.macroF1, `n ${rows.length}`);
    const common = multi(gold, said, FINDING_TYPES, 15);
    this.#line(`types ${set} macro F1, types with 15 texts and more`, common.macroF1);
    let wanted = 0;
    let found = 0;
    let alarms = 0;
    let ordinary = 0;
    gold.forEach((types, i) => {
      for (const type of types.filter(isDangerous)) {
        wanted++;
        if (said[i]?.includes(type)) found++;
      }
      if (types.some(isDangerous)) return;
      ordinary++;
      if (said[i]?.some(isDangerous)) alarms++;
    });
    this.#line(`types ${set} dangerous recall`, found / Math.max(1, wanted), `${found} of ${wanted}`);
    const detail = `${alarms} of ${ordinary} texts without a dangerous type`;
    this.#line(`types ${set} false dangerous labels`, alarms / Math.max(1, ordinary), detail);
    this.#options.print('');
  }

  rest(): void {
    const rows = this.#rows('labelled/findings');
    const judged = rows.map(this.#options.judge);
    const aspects = multi(
      rows.map((row) => (row.aspects ?? []) as string[]),
      judged.map((one) => one.aspects.map((aspect) => aspect.id as string)),
      ASPECTS,
      5,
    );
    this.#table('Aspects, findings (mean over classes with 5 texts and more)', aspects, 5);
    this.#line('aspects findings macro F1', aspects.macroF1);
    const actors = single(
      rows.map((row) => row.actor ?? 'unknown'),
      judged.map((one) => one.actor.label),
      ACTORS,
    );
    this.#table('Actor, findings', actors);
    this.#line('actor findings accuracy', actors.accuracy);
    const severity = single(
      rows.map((row) => String(row.severity)),
      judged.map((one) => String(one.severity.level)),
      ['1', '2', '3', '4'],
    );
    this.#table('Severity level, findings', severity);
    this.#line('severity findings accuracy', severity.accuracy);
    this.#options.print('');
  }

  /** Share of ordinary texts that are given a dangerous type. */
  alarms(): void {
    for (const file of ORDINARY) {
      const rows = thin(this.#rows(file), 700);
      const alarms = rows.filter((row) => this.#options.judge(row).types.some((one) => isDangerous(one.type))).length;
      this.#line(
        `false dangerous labels, ${file.replace(/.*\//, '')}`,
        alarms / rows.length,
        `${alarms} of ${rows.length}`,
      );
    }
    this.#options.print('');
  }

  relevance(): void {
    const rows = this.#rows('labelled/relevance');
    const said = rows.map((row) => this.#options.judge({ ...row, brand: row.word ?? null }).relevance);
    const figures = single(
      rows.map((row) => (row.isBrand ? 'brand' : 'other')),
      said.map((one) => (one?.isBrand ? 'brand' : 'other')),
      ['brand', 'other'],
    );
    this.#table('Relevance: is the company meant, or the ordinary word', figures);
    this.#line('relevance accuracy', figures.accuracy, `n ${rows.length}`);
  }
}
