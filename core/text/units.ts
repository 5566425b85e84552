// Where words stand in a text: its running words, and the words inside hashtags, handles and host names.
// "#MarkamıBoykotEt", "#boykotmarkam" and "https://markam-iade.com" all speak of Markam.

import { type Token, tokenize } from './tokenize.ts';
import type { TextWord } from './word.ts';

/** A word to compare with queries; the span is always the whole token, which is what a reader sees. */
export interface Unit extends TextWord {
  start: number;
  end: number;
  /** Which word of the text it is, or is part of. */
  place: number;
}

/** What people glue to a name in a hashtag, a handle or a domain. */
const COMPANIONS = (
  'boykotet boykot destek musterihizmetleri musteri resmi official turkiye turk tr com kampanya indirim rezaleti rezalet ' +
  'magdurlari magduru magdur sikayet hizmet online market app iade yardim info shop store iletisim odeme kargo kurye ' +
  'iflas dolandirici skandali skandal haber guvenlik giris kart hediye cekilis firsat outlet'
).split(' ');
const MIN_NAME = 4;

/** Last parts of a host name that name nobody. */
const ENDING =
  /(?:\.(?:com|net|org|gov|edu|gen|web|bel|k12|av|dr|name|info|biz|io|co|app|shop|store|online|site|xyz|dev|tv|live|click|top))?(?:\.[a-z]{2,3})?$/;

const INNER_CAPITAL = /\p{Ll}\p{Lu}/u;

/** Runs of words that phrases are looked for in: the text itself first, then one run for each compound. */
export function unitsOf(text: string): Unit[][] {
  const main: Unit[] = [];
  const runs: Unit[][] = [main];
  const hasInnerCapitals = INNER_CAPITAL.test(text);
  for (const token of tokenize(text)) {
    if (token.kind === 'emoji') continue;
    const place = main.length;
    if (token.kind === 'word' || token.kind === 'number') {
      main.push(unit(token, place, token.folded, token.raw));
      if (hasInnerCapitals && INNER_CAPITAL.test(token.raw)) addParts(token, place, token.raw, runs);
    } else if (token.kind === 'url' || token.kind === 'email') {
      addHost(token, main, runs);
    } else {
      main.push(unit(token, place, token.folded, token.raw.slice(1)));
      addParts(token, place, token.raw.slice(1), runs);
      addCompanions(token, place, token.folded, token.folded, runs);
    }
  }
  addDisguised(text, main, runs);
  return runs;
}

function unit(token: Token, place: number, folded: string, raw: string): Unit {
  const { start, end, suffix } = token;
  if (suffix === undefined) return { folded, cut: -1, raw, start, end, place };
  return { folded: folded + suffix, cut: folded.length, raw, start, end, place };
}

function part(token: Token, place: number, raw: string, folded: string): Unit {
  return { folded, cut: -1, raw, start: token.start, end: token.end, place };
}

function addHost(token: Token, main: Unit[], runs: Unit[][]): void {
  const host = token.folded
    .replace(/^https?:\/\//, '')
    .replace(/^[^/]*@/, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/s, '');
  const place = main.length;
  main.push(unit(token, place, host, host));
  const name = host.replace(ENDING, '');
  for (let dot = host.indexOf('.'); dot >= 0 && dot < name.length; dot = host.indexOf('.', dot + 1)) {
    runs.push([part(token, place, host.slice(dot + 1), host.slice(dot + 1))]);
  }
  for (const label of name.split('.')) {
    const words = label.split('-').filter((word) => word !== '');
    if (words.length > 0 && label !== host) runs.push(words.map((word) => part(token, place, word, word)));
    for (const word of words) addCompanions(token, place, word, word, runs);
  }
}

const CAMEL = /\p{Lu}?\p{Ll}[\p{Ll}\p{M}]*|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{Lo}+/gu;

/** "MarkamıBoykotEt" and "marka_iade" in their parts. */
function addParts(token: Token, place: number, raw: string, runs: Unit[][]): void {
  const words = raw
    .normalize('NFC')
    .split(/[_.-]+/)
    .flatMap((piece) => piece.match(CAMEL) ?? []);
  if (words.length > 1) runs.push(words.map((word) => part(token, place, word, foldPart(word))));
}

function foldPart(word: string): string {
  const [first] = tokenize(word);
  return first ? first.folded + (first.suffix ?? '') : '';
}

function addCompanions(token: Token, place: number, folded: string, raw: string, runs: Unit[][]): void {
  for (const companion of COMPANIONS) {
    if (folded.length < companion.length + MIN_NAME) continue;
    if (folded.startsWith(companion)) {
      runs.push([part(token, place, raw.slice(companion.length), folded.slice(companion.length))]);
    }
    if (folded.endsWith(companion)) {
      runs.push([part(token, place, raw.slice(0, -companion.length), folded.slice(0, -companion.length))]);
    }
  }
}

/** Spellings that shall slip past a search: digits for letters, signs in words, letters drawn out. */
const DISGUISED = /\p{L}\p{N}+\p{L}|(\p{L})\1\1|\p{L}[$@!€]+\p{L}/iu;
const SIGNS = '$@!€';
const LETTER_FOR: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  $: 's',
  '@': 'a',
  '!': 'i',
  '€': 'e',
};
const MAX_DISGUISED = 40;

/** Runs of the text with such words read as they are meant; only for texts that have any. */
function addDisguised(text: string, main: readonly Unit[], runs: Unit[][]): void {
  if (!DISGUISED.test(text)) return;
  const plain = joinSigns(text, main);
  for (const read of [readOnce, readTwice]) {
    let isChanged = plain !== main;
    const run = plain.map((word) => {
      const raw = word.raw.length <= MAX_DISGUISED ? read(word.raw) : word.raw;
      if (raw === word.raw) return word;
      isChanged = true;
      const [token] = tokenize(raw);
      return token ? { ...unit(token, word.place, token.folded, raw), start: word.start, end: word.end } : word;
    });
    if (isChanged) runs.push(run);
  }
}

/** "m4rk4m" -> "markam", "Markaaaam" -> "Markam". */
function readOnce(raw: string): string {
  return withLetters(raw, 'i').replace(/(\p{L})\1{2,}/giu, '$1');
}

/** The other reading: 1 is l, and a drawn-out letter was double: "app1e", "Turkcellll" -> "Turkcell". */
function readTwice(raw: string): string {
  return withLetters(raw, 'l').replace(/(\p{L})\1{2,}/giu, '$1$1');
}

/** Letters for digits and signs that stand between letters, or anywhere in such a word. */
function withLetters(raw: string, one: string): string {
  if (!/\p{L}[\d$@!€]+\p{L}/u.test(raw)) return raw;
  return raw.replace(/[013457$@!€]/g, (sign) => (sign === '1' ? one : (LETTER_FOR[sign] ?? sign)));
}

/** Words that touch a sign on both sides are one: "dolandır", "!", "cı". */
function joinSigns(text: string, main: readonly Unit[]): readonly Unit[] {
  if (![...SIGNS].some((sign) => text.includes(sign))) return main;
  const joined: Unit[] = [];
  for (const word of main) {
    const before = joined.at(-1);
    const isTouching = before !== undefined && touches(text, before.end, word.start);
    if (before === undefined || !isTouching) {
      joined.push(word);
      continue;
    }
    const raw = text.slice(before.start, word.end);
    joined[joined.length - 1] = { ...before, folded: raw, raw, end: word.end };
  }
  return joined.length === main.length ? main : joined;
}

function touches(text: string, end: number, start: number): boolean {
  if (end === start) return SIGNS.includes(text.charAt(start)) && text.charAt(start) !== '';
  return start === end + 1 && SIGNS.includes(text.charAt(end));
}
