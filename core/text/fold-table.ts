// What one character becomes when text is folded: the tables behind fold.ts.
// A character is worked out once, on first sight, and remembered; nothing here looks at a whole text.

/** Folded forms that Unicode decomposition does not give: Turkish dotless i, other Latin letters, quotes, dashes. */
const SPECIAL: Record<string, string> = {
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ł: 'l',
  þ: 'th',
  ŋ: 'n',
  ə: 'e',
  ɡ: 'g',
  '™': '',
  '℠': '',
  '®': '',
  '©': '',
  ς: 'σ',
  ...fromPairs("’' ‘' ‛' ʼ' ʻ' ʽ' ʹ' ˈ' `' ´' ′' ‵' ＇' “\" ”\" „\" ‟\" «\" »\" ‹\" ›\" ‐- ‑- ‒- –- —- ―- −-"),
  // Look-alikes that spoofed brand names are written with. Upper and lower case must agree, so Н (h) takes н along.
  ...fromPairs('аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl'),
  ...fromPairs('αa βb εe ζz ηh ιi κk μm νn οo ρp τt υy χx'),
};

function fromPairs(pairs: string): Record<string, string> {
  return Object.fromEntries(pairs.split(' ').map((pair) => [pair.slice(0, -1), pair.slice(-1)]));
}

const SPACE = /^[\s\u0085]$/u;
const DROPPED = /^[\p{M}\p{Cf}\p{Cc}]$/u;

/** The folded form of one code point: '' when it is dropped, ' ' for any white space, else one or more characters. */
export function foldedCharacter(character: string): string {
  if (SPACE.test(character)) return ' ';
  if (DROPPED.test(character)) return '';
  const known = SPECIAL[character];
  if (known !== undefined) return known;
  const next = character.toLowerCase().normalize('NFKD');
  if (next === character) return character;
  let out = '';
  for (const part of next) out += part === character ? part : foldedCharacter(part);
  return out;
}

/** Marks in FOLDED: not looked up yet, dropped, and more than one character or a surrogate. */
export const UNKNOWN = 0;
export const DROP = 0xffff;
export const COMPLEX = 0xfffe;

/** Folded code unit by code unit, filled by foldedUnit() as characters are met. */
export const FOLDED = new Uint16Array(0x10000);

/** Looks a code unit up for the first time and remembers it. */
export function foldedUnit(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const folded = isSurrogate ? null : foldedCharacter(String.fromCharCode(unit));
  let value = COMPLEX;
  if (folded === '') value = DROP;
  else if (folded?.length === 1) value = folded.charCodeAt(0);
  FOLDED[unit] = value;
  return value;
}

const complex = new Map<string, string>();
const COMPLEX_LIMIT = 20_000;

/** Like foldedCharacter(), remembered; for what does not fit FOLDED. A lone surrogate becomes U+FFFD. */
export function foldedComplex(character: string): string {
  let folded = complex.get(character);
  if (folded === undefined) {
    const isLone = character.length === 1 && character >= '\ud800' && character <= '\udfff';
    folded = isLone ? '\ufffd' : foldedCharacter(character);
    if (complex.size < COMPLEX_LIMIT) complex.set(character, folded);
  }
  return folded;
}
