// Personal data in a text: numbers that prove themselves by their check digits, and plain forms of
// e-mail, phone, plate, order number and address.
// Used to mask and to raise a leak's severity: what is masked already (dots for digits) is found again, without its proof.
// Reports places only, never values.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import type { Finding } from '../core/types.ts';
import { ANALYSED_CHARS } from './text-view.ts';

export type PiiKind = 'tckn' | 'iban' | 'card' | 'phone' | 'email' | 'plate' | 'order' | 'address';

export interface PiiSpan {
  kind: PiiKind;
  start: number;
  end: number;
}

const IBAN = /\bTR[\d•]{2}(?: ?[\d•]){22}(?![a-z0-9•])/gi;
const EMAIL = /[a-z0-9._%+•-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi;
const CARD = /(?<![\d.,•])[\d•]{4}([ -]?)[\d•]{4}\1[\d•]{4}\1[\d•]{1,7}(?![\d•])/g;
const PHONE =
  /(?<![\d.,•])(?:\+?(?:90|••)[ .-]?|[0•][ .-]?)?\(?[2-5•][\d•]{2}\)?[ .-]?[\d•]{3}[ .-]?[\d•]{2}[ .-]?[\d•]{2}(?![\d•])/g;
const TCKN = /(?<![\d.,•])[1-9•][\d•]{10}(?![\d•])/g;
const PLATE =
  /(?<![\p{L}\d.,•])(?:0[1-9]|[1-7]\d|8[01]|••) ?(?:[A-Z] ?[\d•]{4,5}|[A-Z]{2} ?[\d•]{3,4}|[A-Z]{3} ?[\d•]{2,3})(?![\p{L}\d•])/gu;
/** "sipariş no: 12345678", "TR-88231 numaralı kargom": only the number itself. Lengths are bounded, so the search is linear. */
const ORDER =
  /(?<!\p{L})(?:sipari[şs]|kargo|takip|talep|poli[çc]e|abone(?:lik)?|m[üu][şs]teri|[üu]yelik|rezervasyon|bilet|ba[şs]vuru|fatura|tesisat|pnr)\p{L}{0,4}\s{0,2}(?:no|numara|kod)\p{L}{0,6}\s{0,2}[:#.=-]?\s{0,2}(?<number>[A-Z]{0,4}-?[\d•][\d•-]{3,19})(?![\p{L}\d•])/giu;
const ORDER_BEFORE =
  /(?<![\p{L}\d•-])(?<number>[A-Z]{0,4}-?[\d•][\d•-]{4,19})\s(?:no'?lu|nolu|numaral[ıi])\s(?:sipari|kargo|paket|talep|poli|abone|rezervasyon|bilet|ba[şs]vuru|fatura)/giu;
/** A street with a house number; a street alone is no address of anybody. */
const ADDRESS =
  /(?<!\p{L})(?:[\p{L}\d•.]{2,20}\s){1,3}(?:mahallesi|mah\.?|mh\.?|caddesi|cadde|cad\.?|cd\.?|soka[ğg][ıi]|sokak|sok\.?|sk\.?|bulvar[ıi]|blv\.?)[\s,]{1,2}(?:[\p{L}\d•.,:/-]{1,20}\s{1,2}){0,6}?(?:no|numara|d(?:aire)?)\s?[:.]?\s?[\d•]{1,4}(?:\s?[/-]\s?[\d•]{1,4})?(?:[\s,]{1,2}(?:d(?:aire)?|k(?:at)?)\s?[:.]?\s?[\d•]{1,3}){0,2}(?![\p{L}\d•])/giu;
const UNITS = /[ \d](TL|KM|GB|MB|KG|CM|MM|GR|LT|ML|AY|AM|PM|USD|EUR|MBPS|GBP|TRY)[ \d]/;

/** Identity number of the Republic of Turkey: tenth and eleventh digits are checks over the ones before. */
export function isTckn(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const d = [...digits].map(Number);
  const at = (i: number): number => d[i] ?? 0;
  const odd = at(0) + at(2) + at(4) + at(6) + at(8);
  const even = at(1) + at(3) + at(5) + at(7);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  const eleventh = (odd + even + at(9)) % 10;
  return at(9) === tenth && at(10) === eleventh;
}

/** ISO 13616: move the first four characters to the end, letters to numbers, remainder by 97 is 1. */
export function isTurkishIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase();
  if (!/^TR\d{24}$/.test(plain)) return false;
  const digits = `${plain.slice(4)}2927${plain.slice(2, 4)}`; // T = 29, R = 27
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Luhn's check for payment cards, 13 to 19 digits. */
export function isCard(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^[2-6]\d{12,18}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits.charAt(digits.length - 1 - i));
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

const isMasked = (found: string) => found.includes('•');

const RULES: readonly { kind: PiiKind; form: RegExp; holds(found: string): boolean }[] = [
  { kind: 'iban', form: IBAN, holds: (found) => isMasked(found) || isTurkishIban(found) },
  { kind: 'email', form: EMAIL, holds: () => true },
  { kind: 'card', form: CARD, holds: (found) => isMasked(found) || isCard(found) },
  { kind: 'tckn', form: TCKN, holds: (found) => isMasked(found) || isTckn(found) },
  { kind: 'phone', form: PHONE, holds: () => true },
  { kind: 'order', form: ORDER, holds: () => true },
  { kind: 'order', form: ORDER_BEFORE, holds: () => true },
  { kind: 'address', form: ADDRESS, holds: () => true },
  { kind: 'plate', form: PLATE, holds: (found) => !UNITS.test(`${found} `) },
];

/** Most texts hold no number or only a short one: a look is far cheaper than the searches it saves. Never too strict. */
const HAS_MAIL = /[a-z0-9._%+•-]@[a-z0-9-]+\./i;
const HAS_DIGIT = /[\d•]/;
const HAS_NUMBER = /[\d•-](?:[^\d•-]*[\d•-]){3}/;
const HAS_STREET = /mah|mh|cad|cd|sok|sk|bulvar|blv/iu;

function rulesFor(text: string): typeof RULES {
  const hasMail = HAS_MAIL.test(text);
  const hasDigit = HAS_DIGIT.test(text);
  if (!hasDigit && !hasMail) return [];
  const hasNumber = hasDigit && HAS_NUMBER.test(text);
  const hasStreet = hasDigit && HAS_STREET.test(text);
  return RULES.filter(({ kind }) => (kind === 'email' ? hasMail : kind === 'address' ? hasStreet : hasNumber));
}

/** All places, in order, none overlapping: the stronger proof wins. */
export function findPii(text: string): PiiSpan[] {
  const spans: PiiSpan[] = [];
  for (const rule of rulesFor(text)) {
    for (const match of text.matchAll(rule.form)) {
      const found = match.groups?.['number'] ?? match[0];
      const start = match.index + match[0].indexOf(found);
      const end = start + found.length;
      if (!rule.holds(found) || spans.some((span) => start < span.end && end > span.start)) continue;
      spans.push({ kind: rule.kind, start, end });
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** Kinds that prove themselves by check digits or by their form. */
const CHECKED: readonly PiiKind[] = ['tckn', 'iban', 'card', 'email'];

export function createPii(): Analyzer {
  return {
    id: 'pii',
    version: '1',
    kinds: ['pii'],
    languages: 'any',
    analyze(_input: AnalyzerInput, context: AnalysisContext): Finding[] {
      return findPii(context.full.slice(0, ANALYSED_CHARS)).map(({ kind, start, end }) => ({
        analyzer: 'pii',
        version: '1',
        kind: 'pii',
        label: kind,
        confidence: CHECKED.includes(kind) ? 0.97 : 0.8,
        start,
        end,
      }));
    },
  };
}
