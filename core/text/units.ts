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
  /** A hashtag, handle, address, or a part of one. */
  isCompound: boolean;
  isDottedText: boolean;
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

/** Runs of words that phrases are looked for in: the text itself first, then one run for each compound. */
export function unitsOf(text: string): Unit[][] {
  const main: Unit[] = [];
  const runs: Unit[][] = [main];
  const isDotted = TURKISH.test(text);
  let isDisguised = false;
  let lastEnd = -2;
  for (const token of tokenize(text)) {
    if (token.kind === 'emoji') continue;
    const place = main.length;
    if (token.kind === 'word') {
      main.push(unit(token, place, token.folded, token.raw, isDotted));
      const shape = shapeOf(token.raw);
      if (shape & JOINED) addParts(token, place, token.raw, runs);
      isDisguised ||= (shape & DISGUISED) !== 0;
    } else if (token.kind === 'number') {
      main.push(unit(token, place, token.folded, token.raw, isDotted));
    } else if (token.kind === 'url' || token.kind === 'email') {
      addHost(token, main, runs);
    } else {
      main.push(unit(token, place, token.folded, token.raw.slice(1), isDotted));
      addParts(token, place, token.raw.slice(1), runs);
      addCompanions(token, place, token.folded, token.folded, runs);
    }
    isDisguised ||= touches(text, lastEnd, token.start);
    lastEnd = token.end;
  }
  if (isDisguised) addDisguised(text, main, runs);
  return runs;
}

function unit(token: Token, place: number, folded: string, raw: string, isDottedText: boolean): Unit {
  const { start, end, suffix } = token;
  const isCompound = token.kind !== 'word' && token.kind !== 'number';
  const rest = { raw, start, end, place, isCompound, isDottedText };
  if (suffix === undefined) return { folded, cut: -1, ...rest };
  return { folded: folded + suffix, cut: folded.length, ...rest };
}

function part(token: Token, place: number, raw: string, folded: string): Unit {
  return { folded, cut: -1, raw, start: token.start, end: token.end, place, isCompound: true, isDottedText: false };
}

function addHost(token: Token, main: Unit[], runs: Unit[][]): void {
  const host = token.folded
    .replace(/^https?:\/\//, '')
    .replace(/^[^/]*@/, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/s, '');
  const place = main.length;
  main.push(unit(token, place, host, host, false));
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

const TURKISH = /[çğıöşüÇĞİÖŞÜ]/;

/** What a word looks like, as bits: a forgotten space ("TurkcellFatura", "Turkcell250gb"), a disguise ("m4rkam", "Markaaam"). */
const JOINED = 1;
const DISGUISED = 2;

/** One look at the code units; only Latin letters with their Turkish friends are told apart. */
function shapeOf(raw: string): number {
  let shape = 0;
  let last = 0; // 0 other, 1 lower case, 2 upper case, 3 digit
  let letters = 0;
  let same = 0;
  let previous = 0;
  let hasDigitAfterLetter = false;
  for (let i = 0; i < raw.length; i++) {
    const unit = raw.charCodeAt(i);
    const kind = kindOf(unit);
    const isLetter = kind === 1 || kind === 2;
    if (kind === 2 && last === 1) shape |= JOINED;
    if (kind === 3 && letters >= MIN_NAME) shape |= JOINED;
    if (kind === 3 && letters > 0) hasDigitAfterLetter = true;
    if (isLetter && hasDigitAfterLetter) shape |= DISGUISED;
    const lower = unit | 32;
    same = isLetter && lower === previous ? same + 1 : 1;
    if (same >= 3) shape |= DISGUISED;
    previous = lower;
    letters = isLetter ? letters + 1 : 0;
    last = kind;
  }
  return shape;
}

function kindOf(unit: number): number {
  if (unit >= 97 && unit <= 122) return 1;
  if (unit >= 65 && unit <= 90) return 2;
  if (unit >= 48 && unit <= 57) return 3;
  if (unit < 0xc0) return 0;
  if (unit === 0xe7 || unit === 0x11f || unit === 0x131 || unit === 0xf6 || unit === 0x15f || unit === 0xfc) return 1;
  return unit === 0xc7 || unit === 0x11e || unit === 0x130 || unit === 0xd6 || unit === 0x15e || unit === 0xdc ? 2 : 0;
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
  '!': 'I',
  '€': 'e',
};
const MAX_DISGUISED = 40;

/**
 * Runs of the text with the spellings that shall slip past a search read as they are meant: digits for letters, signs
 * in words, letters drawn out. Only for texts that have any.
 */
function addDisguised(text: string, main: readonly Unit[], runs: Unit[][]): void {
  const plain = joinSigns(text, main);
  for (const read of [readOnce, readTwice]) {
    let isChanged = plain !== main;
    const run = plain.map((word) => {
      const raw = word.raw.length <= MAX_DISGUISED ? read(word.raw) : word.raw;
      if (raw === word.raw) return word;
      isChanged = true;
      const [token] = tokenize(raw);
      return token
        ? { ...unit(token, word.place, token.folded, raw, word.isDottedText), start: word.start, end: word.end }
        : word;
    });
    if (isChanged) runs.push(run);
  }
}

/** "m4rk4m" -> "markam", "Markaaaam" -> "Markam". */
function readOnce(raw: string): string {
  return withLetters(raw, 'I').replace(/(\p{L})\1{2,}/giu, '$1');
}

/** The other reading: 1 is l, and a drawn-out letter was double: "app1e", "Turkcellll" -> "Turkcell". */
function readTwice(raw: string): string {
  return withLetters(raw, 'l').replace(/(\p{L})\1{2,}/giu, '$1$1');
}

/** Letters for digits and signs that stand between letters, or anywhere in such a word. A capital I is both i and ı. */
function withLetters(raw: string, one: string): string {
  if (!/\p{L}[\d$@!€]+\p{L}/u.test(raw)) return raw;
  return raw.replace(/[013457$@!€]/g, (sign) => (sign === '1' ? one : (LETTER_FOR[sign] ?? sign)));
}

/** Words that touch a sign on both sides are one: "dolandır", "!", "cı". */
function joinSigns(text: string, main: readonly Unit[]): readonly Unit[] {
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

/** Is there nothing but one sign between an end and a start? A handle brings its own sign. */
function touches(text: string, end: number, start: number): boolean {
  if (start !== end && start !== end + 1) return false;
  const sign = text.charAt(end);
  return sign !== '' && SIGNS.includes(sign);
}
