// Where words stand in a text: its running words, and the words inside hashtags, handles and host names.
// "#MarkamıBoykotEt", "#boykotmarkam" and "https://markam-iade.com" all speak of Markam.

import { type Token, tokenize } from './tokenize.ts';
import type { TextWord } from './word.ts';

/** A word to compare with queries; the span is always the whole token, which is what a reader sees. */
export interface Unit extends TextWord {
  start: number;
  end: number;
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
  for (const token of tokenize(text)) {
    if (token.kind === 'emoji') continue;
    if (token.kind === 'word' || token.kind === 'number') {
      main.push(unit(token, token.folded, token.raw));
    } else if (token.kind === 'url' || token.kind === 'email') {
      addHost(token, main, runs);
    } else {
      main.push(unit(token, token.folded, token.raw.slice(1)));
      addCompound(token, runs);
    }
  }
  return runs;
}

function unit(token: Token, folded: string, raw: string): Unit {
  const { start, end, suffix } = token;
  if (suffix === undefined) return { folded, cut: -1, raw, start, end };
  return { folded: folded + suffix, cut: folded.length, raw, start, end };
}

function part(token: Token, raw: string, folded: string): Unit {
  return { folded, cut: -1, raw, start: token.start, end: token.end };
}

function addHost(token: Token, main: Unit[], runs: Unit[][]): void {
  const host = token.folded
    .replace(/^https?:\/\//, '')
    .replace(/^[^/]*@/, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/s, '');
  main.push({ ...unit(token, host, host), raw: host });
  const name = host.replace(ENDING, '');
  for (let dot = host.indexOf('.'); dot >= 0 && dot < name.length; dot = host.indexOf('.', dot + 1)) {
    runs.push([part(token, host.slice(dot + 1), host.slice(dot + 1))]);
  }
  for (const label of name.split('.')) {
    const words = label.split('-').filter((word) => word !== '');
    if (words.length > 0 && label !== host) runs.push(words.map((word) => part(token, word, word)));
    for (const word of words) addCompanions(token, word, word, runs);
  }
}

const CAMEL = /\p{Lu}?\p{Ll}[\p{Ll}\p{M}]*|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{Lo}+/gu;

function addCompound(token: Token, runs: Unit[][]): void {
  const body = token.raw.slice(1).normalize('NFC');
  const words = body.split(/[_.-]+/).flatMap((piece) => piece.match(CAMEL) ?? []);
  if (words.length > 1) runs.push(words.map((word) => part(token, word, foldPart(word))));
  addCompanions(token, token.folded, token.folded, runs);
}

function foldPart(word: string): string {
  const [first] = tokenize(word);
  return first ? first.folded + (first.suffix ?? '') : '';
}

function addCompanions(token: Token, folded: string, raw: string, runs: Unit[][]): void {
  for (const companion of COMPANIONS) {
    if (folded.length < companion.length + MIN_NAME) continue;
    if (folded.startsWith(companion)) {
      runs.push([part(token, raw.slice(companion.length), folded.slice(companion.length))]);
    }
    if (folded.endsWith(companion)) {
      runs.push([part(token, raw.slice(0, -companion.length), folded.slice(0, -companion.length))]);
    }
  }
}
