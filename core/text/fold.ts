// Folding: the one form in which texts are compared and searched. Lower case, no diacritics, one kind of apostrophe,
// no invisible characters, look-alike letters made Latin, white space collapsed and trimmed.
// It must never depend on the machine's locale, and folding twice must change nothing.

import { COMPLEX, DROP, FOLDED, foldedComplex, foldedUnit, UNKNOWN } from './fold-table.ts';

export interface FoldedText {
  folded: string;
  /** UTF-16 offset in the original of a folded offset; good for starts and for exclusive ends. */
  at(index: number): number;
}

const PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;
const UNTIDY = /^ | $| {2}/;

/** 'ŞİKÂYET’ten' -> "sikayet'ten". İ I ı i all become i. */
export function fold(text: string): string {
  if (PLAIN.test(text) && !UNTIDY.test(text)) return text.toLowerCase();
  return run(text, false).folded;
}

/** fold() with a way back to the original offsets. */
export function foldWithMap(text: string): FoldedText {
  if (PLAIN.test(text) && !UNTIDY.test(text)) return { folded: text.toLowerCase(), at: (index) => index };
  const { folded, starts, end } = run(text, true);
  if (starts === null) return { folded, at: (index) => Math.min(index, end) };
  return { folded, at: (index) => (index >= folded.length ? end : (starts[index] ?? end)) };
}

/** Lower case by Turkish rules (I -> ı, İ -> i); diacritics stay. */
export function lowerTr(text: string): string {
  if (!/[Iİ]/.test(text)) return text.toLowerCase();
  return text.replaceAll('I', 'ı').replaceAll('İ', 'i').toLowerCase();
}

const SPACE = 0x20;

/** Scratch space that lives on between calls and grows with the longest text. */
let scratch = { units: new Uint16Array(4096), starts: new Uint32Array(4096) };

/** One pass over the code units. `starts` is null when every folded character stands at its original offset. */
function run(text: string, wantsMap: boolean): { folded: string; starts: Uint32Array | null; end: number } {
  const size = text.length;
  if (scratch.units.length < size) scratch = { units: new Uint16Array(size * 2), starts: new Uint32Array(size * 2) };
  const { units, starts } = scratch;
  let length = 0;
  let seen = 0; // all folded units or-ed: tells whether they fit one byte
  let spaceAt = -1; // offset of white space that is written once a character follows it
  let end = 0;
  let isShifted = false;
  for (let i = 0; i < size; i++) {
    const unit = text.charCodeAt(i);
    let folded = FOLDED[unit] as number;
    if (folded === UNKNOWN) folded = foldedUnit(unit);
    if (folded === COMPLEX) return runComplex(text);
    if (folded === DROP) {
      if (spaceAt < 0) end = i + 1; // a dropped mark belongs to the character before it
    } else if (folded === SPACE) {
      if (spaceAt < 0 && length > 0) spaceAt = i;
    } else {
      if (spaceAt >= 0) {
        if (spaceAt !== length) isShifted = true;
        starts[length] = spaceAt;
        units[length++] = SPACE;
        spaceAt = -1;
      }
      end = i + 1;
      if (i !== length) isShifted = true;
      seen |= folded;
      starts[length] = i;
      units[length++] = folded;
    }
  }
  const folded =
    seen < 0x100
      ? Buffer.from(units.subarray(0, length)).toString('latin1')
      : Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
  return { folded, starts: wantsMap && isShifted ? starts.slice(0, length) : null, end: length === 0 ? 0 : end };
}

/** The same for texts with characters that fold to several, or stand outside the BMP (emoji): slower and rarer. */
function runComplex(text: string): { folded: string; starts: Uint32Array; end: number } {
  const parts: string[] = [];
  const starts: number[] = [];
  let spaceAt = -1;
  let end = 0;
  for (let i = 0; i < text.length; ) {
    const from = i;
    const unit = text.charCodeAt(i);
    let folded = FOLDED[unit] as number;
    if (folded === UNKNOWN) folded = foldedUnit(unit);
    const character = folded === COMPLEX ? String.fromCodePoint(text.codePointAt(i) as number) : '';
    i += character.length || 1;
    const whole = folded === COMPLEX ? foldedComplex(character) : folded === DROP ? '' : String.fromCharCode(folded);
    if (whole === '' && spaceAt < 0) end = i;
    for (let k = 0; k < whole.length; k++) {
      const part = whole.charAt(k);
      if (part === ' ') {
        if (spaceAt < 0 && parts.length > 0) spaceAt = from;
        continue;
      }
      if (spaceAt >= 0) {
        parts.push(' ');
        starts.push(spaceAt);
        spaceAt = -1;
      }
      parts.push(part);
      starts.push(from);
      end = i;
    }
  }
  return { folded: parts.join(''), starts: Uint32Array.from(starts), end: parts.length === 0 ? 0 : end };
}
