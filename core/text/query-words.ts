// Names in the query language, Turkish beside English: fields, operators, channels and finding types, and the errors
// about them. Parsing itself is in query.ts.

import { AppError } from '../errors.ts';
import { suggest } from '../suggest.ts';
import { CHANNELS, FINDING_TYPES, type FindingType } from '../types.ts';
import { fold } from './fold.ts';

export const QUERY_FIELDS = ['site', 'author', 'lang', 'channel', 'type'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

export const FIELD_NAMES: Record<string, QueryField | 'title'> = {
  title: 'title',
  baslik: 'title',
  site: 'site',
  author: 'author',
  yazar: 'author',
  lang: 'lang',
  dil: 'lang',
  channel: 'channel',
  kanal: 'channel',
  type: 'type',
  tur: 'type',
};

const CHANNEL_NAMES: Record<string, string> = {
  destek: 'support',
  arama: 'search',
  sosyal: 'social',
  haber: 'news',
  topluluk: 'community',
  sikayet: 'complaint',
};

/** Lower-case "ve" and "veya" join too: nobody looks for them. "not" and "değil" are words unless in capitals. */
const OPERATORS: Record<string, 'and' | 'or' | 'not'> = {
  AND: 'and',
  VE: 'and',
  and: 'and',
  ve: 'and',
  '&': 'and',
  '&&': 'and',
  OR: 'or',
  VEYA: 'or',
  or: 'or',
  veya: 'or',
  '|': 'or',
  '||': 'or',
  NOT: 'not',
  DEĞİL: 'not',
  DEGIL: 'not',
};

/** Types by what people call them; the ids of the taxonomy work as well. */
const TYPE_NAMES: Record<string, FindingType> = {
  dolandiricilik: 'fraud',
  sizinti: 'data-leak',
  'veri-sizintisi': 'data-leak',
  'sahte-hesap': 'fake-account',
  'sahte-site': 'fake-domain',
  'sahte-reklam': 'fake-ad',
  'sahte-urun': 'counterfeit',
  tehdit: 'threat-to-person',
  boykot: 'boycott',
  kesinti: 'outage',
  dava: 'legal-process',
  sikayet: 'complaint',
  yorum: 'negative-review',
  soru: 'question',
  ovgu: 'praise',
  oneri: 'suggestion',
  duyuru: 'announcement',
};

const MAX_DISTANCE = 50;

/** Throws AppError 'query.invalid'; `position` is 0-based and told to people from 1. */
export function fail(position: number, problem: string, en: string, tr: string): never {
  throw new AppError('query.invalid', `${en} (position ${position + 1})`, {
    facts: { position, problem, tr: `${tr} (${position + 1}. karakter)` },
  });
}

const SHOWN_FIELDS = ['title', 'site', 'author', 'lang', 'channel', 'type'];

/** "sit:markam.com" -> did you mean site:? */
export function failUnknownField(name: string, position: number): never {
  const known = SHOWN_FIELDS.map((field) => `${field}:`).join(' ');
  const near = suggest(fold(name), [...SHOWN_FIELDS, ...Object.keys(FIELD_NAMES)]);
  const en = near ? ` Did you mean ${near}:?` : '';
  const tr = near ? ` ${near}: mi demek istediniz?` : '';
  fail(
    position,
    'unknown-field',
    `"${name}:" is not a field.${en} Use ${known}, or put the words in quotes.`,
    `“${name}:” diye bir alan yok.${tr} ${known} kullanın ya da sözcükleri tırnak içine alın.`,
  );
}

/** The operator a bare word is, or null. Throws for near/ without a sensible number. */
export function operatorOf(text: string, position: number): 'and' | 'or' | 'not' | 'near' | null {
  const near = /^(?:near|yak[ıi]n)\/(.*)$/iu.exec(text);
  if (near === null) return Object.hasOwn(OPERATORS, text) ? (OPERATORS[text] ?? null) : null;
  const distance = /^\d{1,3}$/.test(near[1] as string) ? Number(near[1]) : 0;
  if (distance < 1 || distance > MAX_DISTANCE) {
    const en = `Write how many words apart, 1 to ${MAX_DISTANCE}: near/5.`;
    const tr = `En çok kaç sözcük arayla geçsin, 1 ile ${MAX_DISTANCE} arasında yazın: yakın/5.`;
    fail(position, 'near-number', en, tr);
  }
  return 'near';
}

/** The value of a field in the form in which it is compared. Throws for values that cannot be. */
export function fieldValue(field: QueryField, text: string, position: number): string {
  const value = fold(text);
  if (value === '')
    fail(position, 'empty-field', `Write a value after "${field}:".`, `“${field}:” sonrasına bir değer yazın.`);
  if (field === 'author') return value.replace(/^@/, '');
  if (field === 'site')
    return value
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/.*$/, '');
  if (field === 'channel') return oneOf(CHANNEL_NAMES[value] ?? value, CHANNELS, 'channel', 'kanal', text, position);
  if (field === 'type') return oneOf(TYPE_NAMES[value] ?? value, FINDING_TYPES, 'type', 'tür', text, position);
  return value;
}

function oneOf(
  value: string,
  known: readonly string[],
  en: string,
  tr: string,
  text: string,
  position: number,
): string {
  if (known.includes(value)) return value;
  const list = known.join(', ');
  const turkishNames = Object.keys(en === 'channel' ? CHANNEL_NAMES : TYPE_NAMES);
  const turkish = en === 'channel' ? turkishNames.join(', ') : list;
  const near = suggest(value, [...known, ...turkishNames]);
  fail(
    position,
    `unknown-${en}`,
    `"${text}" is not a ${en}.${near ? ` Did you mean ${near}?` : ''} Use one of: ${list}.`,
    `“${text}” diye bir ${tr} yok.${near ? ` ${near} mi demek istediniz?` : ''} Şunlardan birini yazın: ${turkish}.`,
  );
}
