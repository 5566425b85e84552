// Is what stands behind a word a Turkish suffix? A small automaton over nominal inflection and the common derivations:
// plural, possessive, case, -ki, copula, person, question; with buffer letters and vowel harmony. Not a prefix test:
// "vatandaş" is not "vatan" plus a suffix. Order of suffixes after Göksel & Kerslake, Turkish: A Comprehensive Grammar, ch. 8.

/** A vowel is a bit, so that a letter typed without its dots can stand for two. */
export const VOWEL_BITS: Record<string, number> = { a: 1, ı: 2, o: 4, u: 8, e: 16, i: 32, ö: 64, ü: 128 };
const BACK = 0x0f;
export const ANY_VOWEL = 0xff;
const BIT_A = 1;
const BIT_DOTLESS = 2;
const BIT_U = 8;
const BIT_E = 16;
const BIT_I = 32;
const BIT_UE = 128;

/** Folded letters of a word and, for vowels, what each may stand for (0 for consonants). */
export interface Letters {
  folded: string;
  vowels: number[];
}

type State =
  | 'stem'
  | 'name'
  | 'verb'
  | 'plural'
  | 'owned'
  | 'owned3'
  | 'case'
  | 'place'
  | 'ki'
  | 'past'
  | 'reported'
  | 'is'
  | 'asked'
  | 'end';

const OWNED_BY = ['(I)m owned', '(I)n owned', '(I)mIz owned', '(I)nIz owned', '(s)I owned3'];
const CASES = ['(y)I case', '(y)A case', 'DA place', 'DAn case', '(n)In place', '(y)lA case', 'CA case'];
const CASES_WITH_N = ['nI case', 'nA case', 'nDA place', 'nDAn case', 'nIn place', '(y)lA case', 'ncA case'];
const IS = [
  '(y)DI past',
  '(y)mIs reported',
  '(y)sA past',
  '(y)ken end',
  'DIr is',
  '(y)Im end',
  'sIn end',
  '(y)Iz end',
  'sInIz end',
  'mI asked',
];
const DERIVED = ['CI stem', 'lI stem', 'sIz stem', 'lIK stem', 'gil plural'];

/** From each state: suffixes and the state behind them. A = a/e, I = ı/i/u/ü, D = d/t, C = c/ç, K = k/ğ, () = buffer. */
const GRAMMAR: Record<State, [string, State][]> = {
  stem: rules(DERIVED, ['lAr plural', 'lArI owned3'], OWNED_BY, CASES, IS),
  verb: rules(DERIVED, ['lAr plural', 'lArI owned3'], CASES),
  // short names: "kalem" is a pencil and no castle of mine, so nobody owns them; Bim'im keeps its apostrophe
  name: rules(['CI plural', 'lI plural', 'sIz plural', 'lAr plural', 'gil plural'], CASES, [
    'DIr is',
    '(y)DI end',
    '(y)mIs end',
  ]),
  plural: rules(OWNED_BY, CASES, IS),
  owned: rules(CASES, IS),
  owned3: rules(CASES_WITH_N, IS),
  case: rules(IS, ['DA end']), // the particle de/da, written together by mistake
  place: rules(['ki ki'], IS, ['DA end']),
  ki: rules(['lAr plural'], CASES_WITH_N, IS),
  past: rules(['m end', 'n end', 'k end', 'nIz end', 'lAr end']),
  reported: rules(['Im end', 'sIn end', 'Iz end', 'sInIz end', 'lAr end', 'tI end', 'sA end']),
  is: rules(['lAr end']),
  asked: rules(['(y)DI past', '(y)mIs reported', 'DIr end', '(y)Im end', 'sIn end', '(y)Iz end', 'sInIz end']),
  end: [],
};

function rules(...groups: string[][]): [string, State][] {
  return groups.flat().map((rule) => rule.split(' ') as [string, State]);
}

/** Where a walk stands: offset, what the last vowel may be, and whether the word so far ends in a vowel. */
interface Position {
  at: number;
  vowels: number;
  endsInVowel: boolean;
}

/** Two-way harmony (A) or four-way harmony (I) after any of these vowels. */
function harmony(kind: string, after: number): number {
  let bits = 0;
  if (kind === 'A') {
    if (after & BACK) bits |= BIT_A;
    if (after & ~BACK) bits |= BIT_E;
    return bits;
  }
  if (after & 0x03) bits |= BIT_DOTLESS; // a ı
  if (after & 0x0c) bits |= BIT_U; // o u
  if (after & 0x30) bits |= BIT_I; // e i
  if (after & 0xc0) bits |= BIT_UE; // ö ü
  return bits;
}

function accepts(symbol: string, letter: string): boolean {
  if (symbol === 'D') return letter === 'd' || letter === 't';
  if (symbol === 'C') return letter === 'c';
  if (symbol === 'K') return letter === 'k' || letter === 'g';
  return symbol === letter;
}

/** The position behind a suffix, or null when it does not stand here. */
function step(suffix: string, letters: Letters, from: Position): Position | null {
  let { at, vowels, endsInVowel } = from;
  for (let i = 0; i < suffix.length; i++) {
    let symbol = suffix.charAt(i);
    if (symbol === '(') {
      symbol = suffix.charAt(i + 1);
      i += 2;
      // a buffer consonant stands between two vowels, a buffer vowel between two consonants
      if ((symbol === 'I') === endsInVowel) continue;
    }
    const letter = letters.folded.charAt(at);
    const bits = letters.vowels[at] ?? 0;
    if (symbol === 'A' || symbol === 'I') {
      const agreed = bits & harmony(symbol, vowels);
      if (agreed === 0) return null;
      vowels = agreed;
    } else if (!accepts(symbol, letter)) {
      return null;
    } else if (bits !== 0) {
      vowels = bits; // the vowel of -ki, -ken, -gil does not follow harmony but rules what comes after
    }
    endsInVowel = bits !== 0;
    at += 1;
  }
  return { at, vowels, endsInVowel };
}

function walk(state: State, letters: Letters, from: Position, derivations: number): boolean {
  if (from.at === letters.folded.length) return true;
  for (const [suffix, next] of GRAMMAR[state]) {
    const isDerivation = next === 'stem';
    if (isDerivation && derivations === 0) continue;
    const position = step(suffix, letters, from);
    if (position && walk(next, letters, position, derivations - (isDerivation ? 1 : 0))) return true;
  }
  return false;
}

const MAX_DERIVATIONS = 3;
/** Longer endings are other words. "-cılarımızdakilerdenmişsiniz" has 28 letters. */
const MAX_SUFFIX = 30;

/** What is known of a stem beyond its letters. */
export interface StemFacts {
  /** What its last vowel may be, where somebody knows better than the text shows. */
  lastVowel: number;
  /** `verb`: what looks like "it was Getir" is the verb: getirdi. `name`: a short name, see GRAMMAR. */
  kind: 'noun' | 'verb' | 'name';
}

/** Are the letters from `stemLength` on suffixes of the letters before it? */
export function isSuffixed(letters: Letters, stemLength: number, facts: StemFacts): boolean {
  const length = letters.folded.length - stemLength;
  if (length === 0) return true;
  if (length < 0 || length > MAX_SUFFIX) return false;
  const stem = letters.folded.slice(0, stemLength);
  const isForeign = soundsUnlikeSpelling(stem) && !(facts.kind === 'name' && stem.endsWith('e'));
  const vowels =
    isForeign || takesFrontSuffix(stem) ? ANY_VOWEL : agreed(lastVowelOf(letters, stemLength), facts.lastVowel);
  const endsInVowel = (letters.vowels[stemLength - 1] ?? 0) !== 0;
  const ends = isForeign ? [true, false] : [endsInVowel];
  // Names such as Çiçeksepeti carry a possessive already: Çiçeksepetinden, not Çiçeksepetiden.
  const first: State = facts.kind === 'noun' ? 'stem' : facts.kind;
  const states: State[] = /[iu]$/.test(stem) && stemLength >= 4 ? [first, 'owned3'] : [first];
  return states.some((state) =>
    ends.some((end) => walk(state, letters, { at: stemLength, vowels, endsInVowel: end }, MAX_DERIVATIONS)),
  );
}

function agreed(seen: number, known: number): number {
  return (seen & known) === 0 ? seen : seen & known;
}

/** What the last vowel before an offset may be; any where there is none. */
export function lastVowelOf(letters: Letters, before: number): number {
  for (let i = before - 1; i >= 0; i--) {
    const bits = letters.vowels[i] ?? 0;
    if (bits !== 0) return bits;
  }
  return ANY_VOWEL; // an abbreviation is read letter by letter
}

/** Apple, Nike, Sony, n11, PTT, eBay: the suffix follows the sound, which the spelling does not show. */
function soundsUnlikeSpelling(stem: string): boolean {
  return /[qwx\d]|[aeiou]{2}|[^aeiou]y$|^[^aeiou]+$|[^aeiou]{2}e$|^.{1,3}e$/.test(stem);
}

/** saati, kontrolü, hâli: a back vowel before -l or in -at takes front suffixes in many loan words. */
function takesFrontSuffix(stem: string): boolean {
  return /[aou]l$|at$/.test(stem);
}
