// What others would do with the same training texts, measured in the same run: natural's Bayes classifier, a small word
// list, and fastText where Debian's program is installed. Never shipped.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '../../core/text/fold.ts';

export interface Sample {
  text: string;
  label: string;
}

export type Guess = (texts: readonly string[]) => string[];

const wordsOf = (text: string): string[] =>
  fold(text)
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 300) ?? [];

interface BayesClassifier {
  addDocument(words: string[], label: string): void;
  train(): void;
  classify(words: string[]): string;
}

/** npm's natural: multinomial Bayes over the folded words, without its English stemmer. */
export async function bayes(train: readonly Sample[]): Promise<Guess> {
  // By name, because the package ships sources that do not pass our compiler settings.
  const name = 'natural';
  const { default: natural } = (await import(name)) as { default: { BayesClassifier: new () => BayesClassifier } };
  const classifier = new natural.BayesClassifier();
  for (const { text, label } of train) classifier.addDocument(wordsOf(text), label);
  classifier.train();
  return (texts) => texts.map((text) => classifier.classify(wordsOf(text)));
}

const GOOD = new Set(
  'tesekkur tesekkurler memnun harika mukemmel guzel super iyi sevdim begendim kaliteli hizli tavsiye bravo basarili'.split(
    ' ',
  ),
);
const BAD = new Set(
  'kotu berbat rezalet sikayet magdur sorun bozuk iade gelmedi dolandirici pisman yavas yok degil ariza yalan hirsiz'.split(
    ' ',
  ),
);

/** Counts good and bad words: what a simple tool does. */
export const lexicon: Guess = (texts) =>
  texts.map((text) => {
    let sum = 0;
    for (const word of wordsOf(text)) sum += GOOD.has(word) ? 1 : BAD.has(word) ? -1 : 0;
    return sum > 0 ? 'positive' : sum < 0 ? 'negative' : 'neutral';
  });

/** Debian's fasttext (supervised, word pairs, character n-grams); null where it is not installed. */
export function fastText(train: readonly Sample[]): Guess | null {
  if (spawnSync('fasttext', { stdio: 'ignore' }).error) return null;
  return (texts) => {
    const folder = mkdtempSync(join(tmpdir(), 'itibar-eval-'));
    try {
      const line = (one: Sample): string => `__label__${one.label} ${wordsOf(one.text).join(' ')}`;
      writeFileSync(join(folder, 'train.txt'), train.map(line).join('\n'));
      writeFileSync(join(folder, 'test.txt'), texts.map((text) => wordsOf(text).join(' ') || 'bos').join('\n'));
      const options = [
        '-epoch',
        '25',
        '-wordNgrams',
        '2',
        '-minn',
        '3',
        '-maxn',
        '5',
        '-thread',
        '1',
        '-bucket',
        '200000',
      ];
      const model = join(folder, 'model');
      spawnSync('fasttext', ['supervised', '-input', join(folder, 'train.txt'), '-output', model, ...options]);
      const said = spawnSync('fasttext', ['predict', `${model}.bin`, join(folder, 'test.txt')], { encoding: 'utf8' });
      return said.stdout
        .trim()
        .split('\n')
        .map((one) => one.replace('__label__', '').trim());
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}
