// eld's language detector (eld/medium) on a table of our own: as the module that eld ships, its n-grams are a hundred
// thousand objects that cost half a second and 150 MB; read as text into three arrays they cost 2 MB. Must give eld's own
// results to the last digit, which a test compares; so it leans on the layout of the one pinned version.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/errors.ts';
import type { Detector } from './language.ts';

/** An n-gram is at most six characters below 256: four in one number, two in the other. */
const FIRST_PART = 4;
const LONGEST = 6;
/** The pinned version has 105,548. */
const LEAST = 100_000;
const SLOT_BITS = 18;
const SLOTS = 2 ** SLOT_BITS;

/** Scores by language number of one n-gram, as eld keeps them. */
type Scores = Record<number, number>;

/** N-grams and their scores in an open hash table. */
class NgramTable {
  readonly #heads = new Uint32Array(SLOTS);
  readonly #tails = new Uint16Array(SLOTS);
  /** Where the scores of the n-gram begin, from 1; 0 = no n-gram here. */
  readonly #starts = new Uint32Array(SLOTS);
  /** Pairs of language and score, each n-gram's ended by END. */
  #pairs = new Uint8Array(2 ** 19);
  #end = 1;
  count = 0;

  static readonly END = 255;

  add(ngram: string, scores: readonly number[]): void {
    const slot = this.#slotOf(ngram);
    this.#starts[slot] = this.#end;
    this.#heads[slot] = headOf(ngram);
    this.#tails[slot] = tailOf(ngram);
    this.count += 1;
    if (this.#end + scores.length + 1 > this.#pairs.length) {
      const wider = new Uint8Array(this.#pairs.length * 2);
      wider.set(this.#pairs);
      this.#pairs = wider;
    }
    for (const score of scores) this.#pairs[this.#end++] = score;
    this.#pairs[this.#end++] = NgramTable.END;
  }

  get(ngram: string): Scores | undefined {
    if (ngram.length > LONGEST) return undefined;
    let at = this.#starts[this.#slotOf(ngram)] as number;
    if (at === 0) return undefined;
    const scores: Scores = {};
    for (; this.#pairs[at] !== NgramTable.END; at += 2)
      scores[this.#pairs[at] as number] = this.#pairs[at + 1] as number;
    return scores;
  }

  /** Its own slot, or the free one where it belongs. */
  #slotOf(ngram: string): number {
    const head = headOf(ngram);
    const tail = tailOf(ngram);
    let slot = Math.imul(head ^ Math.imul(tail, 0x9e3779b1), 0x85ebca6b) >>> (32 - SLOT_BITS);
    while (this.#starts[slot] !== 0 && (this.#heads[slot] !== head || this.#tails[slot] !== tail))
      slot = (slot + 1) % SLOTS;
    return slot;
  }
}

function headOf(ngram: string): number {
  let head = 0;
  for (let i = 0; i < FIRST_PART && i < ngram.length; i++) head = (head << 8) | ngram.charCodeAt(i);
  return head >>> 0;
}

function tailOf(ngram: string): number {
  let tail = 0;
  for (let i = FIRST_PART; i < ngram.length; i++) tail = (tail << 8) | ngram.charCodeAt(i);
  return tail;
}

const TYPE = /\{type:'(\w+)'/;
const LANGUAGE = /(\d+):'([a-z]{2})'/g;
const BEGIN = ',ngrams:{';
const [QUOTE, DOUBLE_QUOTE, BACKSLASH, COMMA, ZERO, NINE, CLOSE] = [39, 34, 92, 44, 48, 57, 125];

/** The object that eld's module `ngrams/medium.js` exports, without running it. Throws 'model.missing' when it is another. */
export function readNgrams(source: string): { type: string; languages: Record<string, string>; table: NgramTable } {
  const begin = source.indexOf(BEGIN);
  const head = source.slice(0, Math.max(0, begin));
  const type = TYPE.exec(head)?.[1] ?? '';
  const languages = Object.fromEntries([...head.matchAll(LANGUAGE)].map(([, number, code]) => [number, code]));
  const table = new NgramTable();
  const scores: number[] = [];
  for (let at = begin < 0 ? source.length : begin + BEGIN.length; at < source.length; at++) {
    const { key, next } = readKey(source, at);
    at = readScores(source, next + ':{'.length, scores);
    table.add(key, scores);
    if (source.charCodeAt(at + 1) === COMMA) at++;
    else break;
  }
  if (type === '' || table.count < LEAST) {
    throw new AppError('model.missing', 'The n-grams of the package eld cannot be read: run npm install again.');
  }
  return { type, languages, table };
}

/** A key in quotes or, where it is a plain word, without. `next` is the place behind it. */
function readKey(source: string, from: number): { key: string; next: number } {
  const quote = source.charCodeAt(from);
  if (quote !== QUOTE && quote !== DOUBLE_QUOTE) {
    const next = Math.max(from, source.indexOf(':', from));
    return { key: source.slice(from, next), next };
  }
  let isEscaped = false;
  let end = from + 1;
  for (; end < source.length && source.charCodeAt(end) !== quote; end++) {
    if (source.charCodeAt(end) !== BACKSLASH) continue;
    isEscaped = true;
    end++;
  }
  const key = source.slice(from + 1, end);
  return { key: isEscaped ? key.replace(/\\(.)/g, '$1') : key, next: end + 1 };
}

/** Language and score in turns, up to the closing bracket; its place is returned. */
function readScores(source: string, from: number, scores: number[]): number {
  scores.length = 0;
  let value = 0;
  for (let at = from; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + code - ZERO;
      continue;
    }
    scores.push(value);
    value = 0;
    if (code === CLOSE) return at;
  }
  return source.length;
}

interface EldModule {
  createEld(): { instance: Detector; loadData(data: { type: string; languages: object; ngrams: object }): void };
}

/** eld at work on the table. Throws 'model.missing' when the package is another than the pinned one. */
export async function openDetector(): Promise<Detector> {
  const entry = import.meta.resolve('eld/medium');
  const [source, { createEld }] = await Promise.all([
    readFile(fileURLToPath(new URL('../ngrams/medium.js', entry)), 'utf8'),
    import(new URL('../languageDetector.js', entry).href) as Promise<EldModule>,
  ]);
  const { type, languages, table } = readNgrams(source);
  const ngrams = new Proxy({}, { get: (_, ngram) => (typeof ngram === 'string' ? table.get(ngram) : undefined) });
  const { instance, loadData } = createEld();
  loadData({ type, languages, ngrams });
  return instance;
}
