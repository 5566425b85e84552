// What searching means, the same in every store: each word of the search is the beginning of a word of the mention,
// both folded. A final p, t or k also stands for its softened form, so that "kitap" finds "kitabı". No stems: what people
// type is a beginning nearly always, and a stemmer that cuts too much ("adana" -> "ada") would find the wrong things.

import { fold } from './fold.ts';

const MAX_WORDS = 16;
/** "şikayet'ten" is searched as "şikayet"; but "l'oréal" has nothing before its apostrophe that could stand alone. */
const MIN_BEFORE_APOSTROPHE = 3;
const MIN_SOFTENED = 4;
const SOFTENED: Record<string, string> = { p: 'b', t: 'd', k: 'g' };
const WORD = /([\p{L}\p{N}]+)((?:'[\p{L}\p{N}]+)*)/gu;
const NO_WORD = /[^\p{L}\p{N}]+/gu;
const LETTER_BEFORE = /[\p{L}\p{N}]$/u;

/** Beginnings of which one must be there, for every word of the search. Empty: no word in the search, nothing is found. */
export type SearchTerms = readonly (readonly string[])[];

/** Null when nothing is searched for (blank); at most 16 words count. */
export function searchTerms(search: string): SearchTerms | null {
  if (search.trim() === '') return null;
  const words = new Set<string>();
  for (const [, word = '', rest = ''] of fold(search).matchAll(WORD)) {
    words.add(word);
    if (word.length < MIN_BEFORE_APOSTROPHE) for (const part of rest.split("'").filter(Boolean)) words.add(part);
  }
  return [...words].slice(0, MAX_WORDS).map(beginningsOf);
}

function beginningsOf(word: string): string[] {
  const soft = word.length >= MIN_SOFTENED ? SOFTENED[word.slice(-1)] : undefined;
  return soft === undefined ? [word] : [word, word.slice(0, -1) + soft];
}

/** Whether a folded text has all of it. */
export function isFound(folded: string, terms: SearchTerms): boolean {
  return terms.length > 0 && terms.every((beginnings) => beginnings.some((start) => hasBeginning(folded, start)));
}

function hasBeginning(folded: string, start: string): boolean {
  for (let at = folded.indexOf(start); at >= 0; at = folded.indexOf(start, at + 1))
    if (at === 0 || !LETTER_BEFORE.test(folded.slice(Math.max(0, at - 2), at))) return true;
  return false;
}

/** The words of a folded text with one space between: what an index of words is made of. */
export function searchWords(folded: string): string {
  return folded.replace(NO_WORD, ' ').trim();
}
