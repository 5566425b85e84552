// Stems of Turkish words, for counting words and comparing texts. Rough on purpose: "kargolarımızdan" -> "kargo".
// Matching a watch's query never uses stems (see suffix.ts): a stemmer that cuts too much would find the wrong brand.

import { newStemmer } from 'snowball-stemmers';
import { fold, lowerTr } from './fold.ts';

const MAX_CACHED = 50_000;
/** No Turkish word is longer; what is longer is not stemmed, so that a hostile text costs nothing. */
const MAX_WORD = 40;

const stemmer = newStemmer('turkish');
// Two generations instead of an LRU list: a full one becomes the old one, so memory is bounded and a hit stays cheap.
let young = new Map<string, string>();
let old = new Map<string, string>();

/** Folded stem of one word: 'KARGOLARIMIZDAN' -> 'kargo'. What stands after an apostrophe is left out. */
export function stem(word: string): string {
  const known = young.get(word);
  if (known !== undefined) return known;
  const found = old.get(word) ?? compute(word);
  if (young.size >= MAX_CACHED) {
    old = young;
    young = new Map();
  }
  young.set(word, found);
  return found;
}

function compute(word: string): string {
  const folded = fold(word);
  const apostrophe = folded.indexOf("'");
  if (apostrophe > 0) return folded.slice(0, apostrophe);
  return folded.length > MAX_WORD ? folded : fold(stemmer.stem(lowerTr(word.normalize('NFC'))));
}
