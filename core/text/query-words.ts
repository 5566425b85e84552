// Names in the query language, Turkish beside English: fields, operators, channels and finding types, and the errors
// about them. Parsing itself is in query.ts.

import { AppError } from '../errors.ts';
import { CHANNELS, FINDING_TYPES } from '../types.ts';
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

const MAX_DISTANCE = 50;

/** Throws AppError 'query.invalid'; `position` is 0-based and told to people from 1. */
export function fail(position: number, problem: string, en: string, tr: string): never {
  throw new AppError('query.invalid', `${en} (position ${position + 1})`, {
    facts: { position, problem, tr: `${tr} (${position + 1}. karakter)` },
  });
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
  if (field === 'type') return oneOf(value, FINDING_TYPES, 'type', 'tür', text, position);
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
  const turkish = en === 'channel' ? Object.keys(CHANNEL_NAMES).join(', ') : list;
  fail(
    position,
    `unknown-${en}`,
    `"${text}" is not a ${en}. Use one of: ${list}.`,
    `“${text}” diye bir ${tr} yok. Şunlardan birini yazın: ${turkish}.`,
  );
}
