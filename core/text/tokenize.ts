// Cuts a text into tokens and sentences. Looks at the folded text, so invisible characters and look-alike letters
// cannot split a word; every token says where it stands in the original. Linear in the length of the text.

import { foldWithMap } from './fold.ts';

export type TokenKind = 'word' | 'number' | 'hashtag' | 'mention' | 'url' | 'email' | 'emoji';

export interface Token {
  kind: TokenKind;
  /** As it stands in the text. */
  raw: string;
  /** Folded; without # or @, and without the suffix after an apostrophe. */
  folded: string;
  /** UTF-16 offsets in the text, end exclusive. */
  start: number;
  end: number;
  /** Folded letters after an apostrophe, further apostrophes left out: "Markam'dan" -> 'dan'. */
  suffix?: string;
}

const OTHER = 0;
export const LETTER = 1;
export const DIGIT = 2;
const SYMBOL = 3;
const UNSEEN = 255;
const CLASSES = new Uint8Array(0x10000).fill(UNSEEN);

function classify(unit: number): number {
  const character = String.fromCharCode(unit);
  let found = OTHER;
  if (/\p{L}/u.test(character)) found = LETTER;
  else if (/\p{N}/u.test(character)) found = DIGIT;
  else if (/\p{Extended_Pictographic}/u.test(character) || (unit >= 0xd800 && unit <= 0xdbff)) found = SYMBOL;
  CLASSES[unit] = found;
  return found;
}

/** Class of the code unit: LETTER, DIGIT or something else. */
export function classAt(text: string, index: number): number {
  if (index >= text.length) return OTHER;
  const unit = text.charCodeAt(index);
  const known = CLASSES[unit] as number;
  return known === UNSEEN ? classify(unit) : known;
}

const URL_AT = /(?:https?:\/\/|www\.)[^\s"'<>()[\]{}]+/y;
const EMAIL_AT = /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/y;
// Lengths are bounded, or 'a.a.a.a…' would take quadratic time.
/** Only endings that are no Turkish words: 'bitti.de', 'yok.me' are sentences without a space. */
const DOMAIN_AT =
  /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|net|org|gov|edu|tr|io|co|app|shop|store|online|site|xyz|info|biz|dev|tv|live|click|top)(?:\.tr)?(?:\/[^\s"'<>()[\]{}]*)?(?![a-z0-9])/y;
const TAG_AT = /[\p{L}\p{N}_]+/uy;
const HANDLE_AT = /[a-z0-9_]+(?:[.-][a-z0-9_]+)*/y;

function matchAt(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** All tokens in order; punctuation and white space are left out. */
export function tokenize(text: string): Token[] {
  const { folded, at } = foldWithMap(text);
  const tokens: Token[] = [];
  let i = 0;

  /** Adds folded[from..to) and the suffix after its apostrophe; `body` is where the word itself begins. */
  const add = (kind: TokenKind, from: number, body: number, to: number): number => {
    const suffixEnd = kind === 'emoji' ? to : endOfSuffix(folded, to);
    const start = at(from);
    const end = at(suffixEnd);
    const token: Token = { kind, raw: text.slice(start, end), folded: folded.slice(body, to), start, end };
    if (suffixEnd > to) token.suffix = folded.slice(to + 1, suffixEnd).replaceAll("'", '');
    tokens.push(token);
    return suffixEnd;
  };

  while (i < folded.length) {
    const found = classAt(folded, i);
    const character = folded.charCodeAt(i);
    if (found === LETTER || found === DIGIT) {
      i = addWord(folded, i, found, add);
    } else if (found === SYMBOL) {
      i = addSymbol(folded, i, add);
    } else if (character === 35 /* # */) {
      const end = matchAt(TAG_AT, folded, i + 1);
      i = end < 0 ? i + 1 : add('hashtag', i, i + 1, end);
    } else if (character === 64 /* @ */) {
      const end = matchAt(HANDLE_AT, folded, i + 1);
      i = end < 0 ? i + 1 : add('mention', i, i + 1, end);
    } else {
      i += 1;
    }
  }
  return tokens;
}

type Add = (kind: TokenKind, from: number, body: number, to: number) => number;

function addWord(folded: string, from: number, first: number, add: Add): number {
  let to = from + 1;
  let isNumber = first === DIGIT;
  for (let found = classAt(folded, to); found === LETTER || found === DIGIT; found = classAt(folded, to)) {
    if (found === LETTER) isNumber = false;
    to += 1;
  }
  const next = folded.charCodeAt(to);
  if (next === 58 /* : */ || (next === 46 && folded.startsWith('www.', from))) {
    const end = matchAt(URL_AT, folded, from);
    if (end >= 0) return add('url', from, from, trimUrl(folded, from, end));
  }
  // '.', '-', '_', '+' or '@' may go on to an address, e-mail or domain; letters and spaces cannot.
  if (next === 46 || next === 45 || next === 64 || next === 95 || next === 43) {
    const email = matchAt(EMAIL_AT, folded, from);
    if (email >= 0) return add('email', from, from, email);
    const domain = next === 46 || next === 45 ? matchAt(DOMAIN_AT, folded, from) : -1;
    if (domain >= 0 && !isNumber) return add('url', from, from, trimUrl(folded, from, domain));
  }
  if (isNumber) {
    while (/[.,:/]/.test(folded.charAt(to)) && classAt(folded, to + 1) === DIGIT) {
      to += 2;
      while (classAt(folded, to) === DIGIT) to += 1;
    }
  }
  return add(isNumber ? 'number' : 'word', from, from, to);
}

/** Punctuation at the end of an address belongs to the sentence. */
function trimUrl(folded: string, from: number, to: number): number {
  let end = to;
  while (end > from && '.,;:!?*'.includes(folded.charAt(end - 1))) end -= 1;
  return end;
}

/** One emoji is one token; two regional indicators are one flag; skin tones belong to the emoji before them. */
function addSymbol(folded: string, from: number, add: Add): number {
  const point = folded.codePointAt(from) as number;
  let to = from + (point > 0xffff ? 2 : 1);
  if (point > 0xffff && /\p{L}|\p{N}/u.test(String.fromCodePoint(point))) {
    for (
      let next = folded.codePointAt(to);
      next && next > 0xffff && /\p{L}|\p{N}/u.test(String.fromCodePoint(next));
    ) {
      to += 2;
      next = folded.codePointAt(to);
    }
    return add('word', from, from, to);
  }
  const isFlag = point >= 0x1f1e6 && point <= 0x1f1ff;
  if (!isFlag && !/\p{Extended_Pictographic}/u.test(String.fromCodePoint(point))) return to;
  const next = folded.codePointAt(to) ?? 0;
  if (isFlag && next >= 0x1f1e6 && next <= 0x1f1ff) to += 2;
  while (((folded.codePointAt(to) ?? 0) & ~7) === 0x1f3f8 && (folded.codePointAt(to) ?? 0) >= 0x1f3fb) to += 2;
  return add('emoji', from, from, to);
}

/** End of "'dan" behind a word; an apostrophe without a letter behind it is a quotation mark. */
function endOfSuffix(folded: string, from: number): number {
  let to = from;
  while (folded.charCodeAt(to) === 39 && classAt(folded, to + 1) === LETTER) {
    to += 2;
    while (classAt(folded, to) === LETTER) to += 1;
  }
  return to;
}

export interface Sentence {
  text: string;
  start: number;
  end: number;
}

const BREAK = /[.!?…]+["'”’)\]]*(?=\s|$)|\n+/g;
const ABBREVIATION =
  /(?:^|[\s(])(?:dr|av|prof|doç|yrd|öğr|gör|sn|bkz|vb|vs|vd|örn|no|tel|st|cad|sok|mah|apt|ltd|şti|tic|san|a\.ş|t\.c|mr|mrs|ms|inc|co|ing|yy|m\.ö|m\.s|\p{L})$/iu;
const ORDINAL = /(?:^|\s)\d{1,4}$/;

/** Sentences with their offsets. A full stop after an abbreviation, an initial or an ordinal number does not end one. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  let from = 0;
  const cut = (to: number) => {
    const part = text.slice(from, to);
    const start = from + part.length - part.trimStart().length;
    const trimmed = part.trim();
    if (trimmed !== '') found.push({ text: trimmed, start, end: start + trimmed.length });
    from = to;
  };
  for (const match of text.matchAll(BREAK)) {
    const before = text.slice(Math.max(from, match.index - 8), match.index);
    const after = text.slice(match.index + 1, match.index + 8).trimStart();
    if (match[0] === '.' && after !== '') {
      if (ABBREVIATION.test(before) || (ORDINAL.test(before) && /^\p{Ll}/u.test(after))) continue;
    }
    cut(match.index + match[0].length);
  }
  cut(text.length);
  return found;
}
