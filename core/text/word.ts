// One word of a query against one word of a text: suffix-tolerant, as a prefix, or exactly as written.
// Diacritics are forgiven when either side was typed without them, never when both sides show them and differ.

import { fold, lowerTr } from './fold.ts';
import { isSuffixed, type Letters, lastVowelOf, type StemFacts, VOWEL_BITS } from './suffix.ts';

export type WordMode = 'suffixed' | 'prefix' | 'exact';

export interface WordPattern {
  mode: WordMode;
  /** Folded, apostrophes left out: what words are compared with. */
  folded: string;
  /** Other beginnings the word has before a vowel: kitap -> kitab, şehir -> şehr. */
  softened: string[];
  /** NFC as typed; for exact matches and for diacritics. */
  raw: string;
  /** Offset in `folded` at which the query itself has an apostrophe ("Domino's"), or -1. */
  cut: number;
  /** 'kır' says ı even to a text typed without dots, so "kirde" is no form of it. */
  facts: StemFacts;
  /** A word that means something else with other dots (ölüm, olum), so dots are not forgiven to those who set them. */
  isAmbiguous: boolean;
  /** Letters with their dots, for comparing; null where every spelling is forgiven. */
  spelling: readonly string[] | null;
}

/** A word of a text, or of a hashtag or host name, as the matcher looks at it. */
export interface TextWord {
  /** Folded, suffix included, apostrophes left out. */
  folded: string;
  /** Offset in `folded` of the first apostrophe, or -1. */
  cut: number;
  raw: string;
  /** Filled in when it is first asked for. */
  letters?: Letters;
  spelling?: readonly string[];
  /** Does the writer use Turkish letters elsewhere in the text? */
  isDottedText?: boolean;
}

const MAX_APOSTROPHE_SUFFIX = 8;

/** Words whose stem changes before a vowel in a way that no rule gives: dropped or doubled letters. */
const IRREGULAR = new Map(
  (
    'sehir:sehr isim:ism fikir:fikr resim:resm vakit:vakt nehir:nehr beyin:beyn burun:burn agiz:agz ogul:ogl omuz:omz ' +
    'karin:karn alin:aln gogus:gogs boyun:boyn koyun:koyn keyif:keyf kayip:kayb emir:emr omur:omr kisim:kism ' +
    'cisim:cism hacim:hacm nakit:nakd akit:akd hak:hakk his:hiss hat:hatt ret:redd af:aff sir:sirr zit:zidd tip:tibb su:suy'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

const SOFTER: Record<string, string> = { p: 'b', t: 'd', k: 'g' }; // ç -> c is one letter when folded

/**
 * Words of so many letters hardly have a twin, and half-typed dots are common: "müsteri", "aldıgım". (Those that have
 * one are in AMBIGUOUS.)
 */
const FORGIVEN = 6;

/**
 * Prepares a word of a query. `raw` is as typed, without operator characters. Within a phrase the neighbours say which of
 * two words is meant, so there dots are always forgiven.
 */
export function compileWord(raw: string, mode: WordMode, isAlone = false): WordPattern {
  const whole = fold(raw);
  const folded = whole.replaceAll("'", '');
  const softened: string[] = [];
  const composed = raw.normalize('NFC');
  const kind = kindOf(composed, folded);
  if (mode === 'suffixed' && kind !== 'name') {
    const irregular = IRREGULAR.get(folded);
    const soft = SOFTER[folded.slice(-1)];
    if (irregular) softened.push(irregular);
    if (soft && folded.length >= 3) softened.push(folded.slice(0, -1) + soft);
  }
  const cut = whole.indexOf("'");
  const isAmbiguous = isAlone && AMBIGUOUS.has(folded);
  return {
    ...{ mode, folded, softened },
    raw: composed,
    cut: cut >= folded.length ? -1 : cut,
    facts: { kind, lastVowel: lastVowelOf(lettersOf({ folded, cut: -1, raw }), folded.length) },
    isAmbiguous,
    spelling: kind === 'name' || isAmbiguous || (folded.length < FORGIVEN && DOTTED.test(composed)) ? spell(raw) : null,
  };
}

/** Folded forms that are two words or more: on and ön, kır and kir, sürat and surat. Picked by hand from a count over edited texts. */
const AMBIGUOUS = new Set(
  (
    'ac aci acik adli alim alin ani as asi asik asili asli asma asti bas basa basi basin basta bol bor bos bul buz cam cami can ' +
    'car cin cip cop dis don dondu donmus dur dus duz es esik fon gol gul gum hali halinin ilik ilim im in is ise isi isim isik ' +
    'isin isinma isit kas kasik kati katil kayisi kes kil kin kir kis kisik kok koku kopuk kor kose koy koyun kul kum kur kurt ' +
    'kus kusur mali masa od odun ol oldu olum olmus on onu ot oz pes pis sac sakin sal san sanli sap sema sen ser sevk sik siki ' +
    'sinir sinirli sir sira sis sok son su sucu sura surat sure sus sut taktik tas tasi tik tip tur tut tutun uc ucu un us varis ' +
    'yarisi yas yasa yasli yuz'
  ).split(' '),
);

const MAX_SHORT_NAME = 3;
/** Verb roots that are also names, or that people watch: "Getir'di" is never written without its apostrophe. */
const VERBS = new Set(
  (
    'getir götür tuttur gönder bekle topla atla duy bul anla gez sat taşı kapat bak gör ver gel git al yap ol sev seç çık ' +
    'gir dur çek sor bil tanı düşün iste başla bitir başlat kazan harca öde dene giy çalış konuş dinle izle oyna paylaş keşfet'
  ).split(' '),
);

/** A capital and three letters at most (BİM, Şok, Cif) is a name that is spelt as it is typed. */
function kindOf(raw: string, folded: string): StemFacts['kind'] {
  if (folded.length <= MAX_SHORT_NAME && /^\p{Lu}/u.test(raw)) return 'name';
  return VERBS.has(lowerTr(raw)) ? 'verb' : 'noun';
}

/** Does the word of the text hold the word of the query? */
export function matchesWord(pattern: WordPattern, word: TextWord): boolean {
  const { folded, mode } = pattern;
  if (mode === 'exact') return word.raw.normalize('NFC').replace(/['’‘ʼ`´].*$/su, '') === withoutTail(pattern);
  if (word.folded.startsWith(folded)) {
    if (mode === 'prefix') return agreeInDiacritics(pattern, word, folded.length);
    // a final ç turns into c before a vowel, which folding hides: ağaç, ağacı
    const isSoftening = pattern.spelling?.at(-1) === 'ç' && word.folded.length > folded.length;
    const firm = isSoftening ? folded.length - 1 : folded.length;
    if (isFormOf(pattern, word) && agreeInDiacritics(pattern, word, firm)) return true;
  }
  if (word.cut >= 0) return false; // names keep their spelling before an apostrophe: Arçelik'i
  return pattern.softened.some(
    (stem) =>
      word.folded.startsWith(stem) &&
      isVowel(word.folded.charAt(stem.length)) &&
      isSuffixed(lettersOf(word), stem.length, pattern.facts) &&
      agreeInDiacritics(pattern, word, Math.min(stem.length, folded.length) - 1),
  );
}

/** Equal but for case, diacritics and apostrophes: for all words of a phrase but the last. */
export function equalsWord(pattern: WordPattern, word: TextWord): boolean {
  if (pattern.mode !== 'suffixed') return matchesWord(pattern, word);
  return word.folded === pattern.folded && agreeInDiacritics(pattern, word, word.folded.length);
}

function withoutTail(pattern: WordPattern): string {
  return pattern.raw.replace(/['’‘ʼ`´].*$/su, '');
}

function isFormOf({ folded, cut, facts }: WordPattern, word: TextWord): boolean {
  const rest = word.folded.length - folded.length;
  if (rest === 0) return true;
  if (word.cut === folded.length)
    return rest <= MAX_APOSTROPHE_SUFFIX || isSuffixed(lettersOf(word), folded.length, facts);
  // An apostrophe inside the name: Domino'stan is Domino's or Dominos, but marka'mdan is not Markam.
  const isInName = word.cut === cut || folded.slice(word.cut) === 's';
  if (word.cut >= 0 && word.cut < folded.length && !isInName) return false;
  return folded.length > 1 && isSuffixed(lettersOf(word), folded.length, facts);
}

function isVowel(letter: string): boolean {
  return letter !== '' && 'aeiou'.includes(letter);
}

const DOTTED = /[çğıöşüÇĞİÖŞÜ]/;

/** Folded letters of a word with what each vowel may stand for: typed without any dots, u may be ü and i may be ı. */
function lettersOf(word: TextWord): Letters {
  word.letters ??= readLetters(word.raw);
  return word.letters;
}

function readLetters(raw: string): Letters {
  const composed = raw.normalize('NFC');
  const isPlain = !DOTTED.test(composed);
  let folded = '';
  const vowels: number[] = [];
  for (const character of composed) {
    const part = fold(character);
    for (const letter of part) {
      if (letter === "'" || letter === '#' || letter === '@') continue;
      folded += letter;
      vowels.push(part.length > 1 ? (VOWEL_BITS[letter] ?? 0) : vowelBits(character, letter, isPlain));
    }
  }
  return { folded, vowels };
}

function vowelBits(character: string, letter: string, isPlain: boolean): number {
  if (letter === 'i') {
    if (character === 'I' || (isPlain && character !== 'İ')) return bitsOf('ıi');
    return bitsOf(character === 'ı' ? 'ı' : 'i');
  }
  if (letter !== 'o' && letter !== 'u') return bitsOf(letter);
  if (isPlain) return bitsOf(letter === 'o' ? 'oö' : 'uü');
  return bitsOf(/[öüÖÜ]/.test(character) ? (letter === 'o' ? 'ö' : 'ü') : letter);
}

function bitsOf(vowels: string): number {
  let bits = 0;
  for (const vowel of vowels) bits |= VOWEL_BITS[vowel] ?? 0;
  return bits;
}

/**
 * False when both sides were typed with Turkish letters and differ in the first `length` letters: "havası" is not
 * "havaşı", but "havasi" may be either. Of a word that exists with and without dots, one side's dots are enough, unless
 * the whole text was typed without. Upper-case I is ı and i.
 */
function agreeInDiacritics({ spelling, isAmbiguous }: WordPattern, word: TextWord, length: number): boolean {
  if (spelling === null) return true;
  word.spelling ??= spell(word.raw);
  const found = word.spelling;
  const end = Math.min(length, spelling.length);
  let isSame = true;
  for (let i = 0; i < end; i++) {
    const letter = found[i];
    if (letter !== undefined && letter !== spelling[i] && letter !== '?' && spelling[i] !== '?') isSame = false;
  }
  return isSame || !((isAmbiguous && word.isDottedText === true) || found.some((letter) => 'çğıöşü'.includes(letter)));
}

/** Letters of a word with their dots; '?' for a capital I, which is ı and i. */
export function spell(text: string): string[] {
  const letters: string[] = [];
  for (const character of text.normalize('NFC')) {
    if (character === 'I') letters.push('?');
    else if (DOTTED.test(character)) letters.push(character === 'İ' ? 'i' : character.toLowerCase());
    else letters.push(...fold(character).replace(/['#@]/g, ''));
  }
  return letters;
}
