// The relevance model: is the company meant, or the ordinary word of that name? Judged on words held out whole, because a
// user's brand is hardly ever one of the two dozen in the labelled texts.

import { type CommonWords, packCommonWords } from '../../analyzers/model/common-words.ts';
import type { ModelMeta } from '../../analyzers/model/linear.ts';
import { isOrdinaryName, NamingReader } from '../../analyzers/relevance.ts';
import { TextReader } from '../../analyzers/text-view.ts';
import { tokenize } from '../../core/text/tokenize.ts';
import { readRows, type Split } from './corpus.ts';
import { brandOf, FactTable } from './examples.ts';
import { calibrate, inLogOdds } from './label-model.ts';
import { type Example, scoresOf, type Trained } from './learn.ts';
import { learnSvm, type SvmOptions } from './svm.ts';

const BITS = 15;
const FOLDS = 6;
/** Sets in which words are mostly just words. */
const ORDINARY_SETS = [
  'threats/offenseval2020_tr',
  'sentiment/film_tr_polarity',
  'sentiment/film_beyazperde_long',
  'sentiment/kisisel_tweetler_2022',
  'sentiment/tsatweets_kulcu',
  'background/ttc3600_haber',
];
/** A word that mostly has a capital is a name: "Samsung", "Turkcell". */
const LEAST_LOWER_SHARE = 0.4;

/** Table of words.bin: only hashed counts leave the data. */
export function countCommonWords(dataDir: string): Uint8Array {
  const lower = new Map<string, number>();
  const all = new Map<string, number>();
  for (const set of ORDINARY_SETS)
    for (const row of readRows(dataDir, set))
      for (const token of tokenize(row.text)) {
        if (token.kind !== 'word') continue;
        all.set(token.folded, (all.get(token.folded) ?? 0) + 1);
        if (/^\p{Ll}/u.test(token.raw)) lower.set(token.folded, (lower.get(token.folded) ?? 0) + 1);
      }
  for (const [word, count] of lower) if (count / (all.get(word) ?? 1) < LEAST_LOWER_SHARE) lower.delete(word);
  return packCommonWords(lower, 4);
}

interface NamingExample extends Example {
  word: string;
}

/** Names that are no ordinary words are the brand by rule (`byRule`: was that right). Of the others each naming twice: with the name known to the model and without, as for a name that it never saw. */
function namingExamples(
  dataDir: string,
  wanted: readonly Split[],
  words: CommonWords,
  facts: FactTable,
): { known: NamingExample[]; unknown: NamingExample[]; byRule: boolean[] } {
  const reader = new TextReader();
  const namings = new NamingReader(words);
  const known: NamingExample[] = [];
  const unknown: NamingExample[] = [];
  const byRule: boolean[] = [];
  for (const row of readRows(dataDir, 'labelled/relevance')) {
    if (!wanted.includes(row.split) || !row.word) continue;
    const view = reader.read({ full: row.text, brand: brandOf([row.word]) });
    const naming = view.named[0];
    if (!naming) continue;
    const seen = namings.read(view, naming, null);
    const label = row.isBrand ? 1 : 0;
    if (!isOrdinaryName(row.word, words)) {
      byRule.push(label === 1);
      continue;
    }
    const base = {
      buckets: seen.features.buckets.slice(0, seen.features.count),
      target: label,
      labels: Int8Array.of(label),
      word: row.word,
    };
    known.push({ ...base, facts: facts.idsOf(seen.facts), weight: 0.6 });
    const without = seen.facts.filter((fact) => !fact.startsWith('name:'));
    unknown.push({ ...base, facts: facts.idsOf(without), weight: 0.6 });
  }
  return { known, unknown, byRule };
}

export interface RelevanceFit {
  model: Trained;
  meta: ModelMeta;
  /** Accuracy on words of which no example was learned, and on texts of known words. */
  unseenWords: number;
  unseenTexts: number;
}

export function fitRelevance(
  dataDir: string,
  wanted: readonly Split[],
  words: CommonWords,
  version: string,
): RelevanceFit {
  const facts = new FactTable();
  const { known, unknown, byRule } = namingExamples(dataDir, wanted, words, facts);
  const options: SvmOptions = {
    classes: 1,
    facts: facts.names.length,
    bits: BITS,
    costYes: 1,
    costNo: 1,
    factValue: 0.4,
    passes: 40,
    seed: 3,
  };
  const names = [...new Set(known.map((one) => one.word))].sort();
  const test = (examples: NamingExample[], foldOf: (one: NamingExample, i: number) => number) => {
    const margins: number[] = new Array(examples.length).fill(0);
    for (let fold = 0; fold < FOLDS; fold++) {
      const mayLearn = (one: NamingExample, i: number): boolean => foldOf(one, i) !== fold;
      const model = learnSvm([...known.filter(mayLearn), ...unknown.filter(mayLearn)], options);
      examples.forEach((one, i) => {
        if (!mayLearn(one, i)) margins[i] = scoresOf(model, one, new Float64Array(1))[0] ?? 0;
      });
    }
    const right = examples.filter((one, i) => (margins[i] ?? 0) >= 0 === (one.target === 1)).length;
    const all = examples.length + byRule.length;
    return { margins, accuracy: (right + byRule.filter(Boolean).length) / Math.max(1, all) };
  };
  const byWord = test(unknown, (one) => names.indexOf(one.word) % FOLDS);
  const byText = test(known, (_, i) => i % FOLDS);
  const truth = unknown.map((one) => one.target === 1);
  const calibration = calibrate([...byWord.margins, ...byText.margins], [...truth, ...truth]);
  const model = inLogOdds(learnSvm([...known, ...unknown], options), [{ slope: calibration.slope, shift: 0 }]);
  const meta: ModelMeta = {
    version,
    kind: 'one-vs-rest',
    bits: BITS,
    labels: ['brand'],
    facts: facts.names,
    temperature: 1,
    thresholds: [0.5],
  };
  return { model, meta, unseenWords: byWord.accuracy, unseenTexts: byText.accuracy };
}
