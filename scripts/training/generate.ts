// Training texts of our own making: expands the fragments of texts/*.txt into many spellings, lengths and brands.
// Deterministic. Only ever trained on: no figure is measured on what this file makes.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Channel, FindingType, SentimentLabel } from '../../core/types.ts';
import { randomFrom } from './corpus.ts';
import {
  AMOUNTS,
  BRANDS,
  CLOSERS,
  COMMON_NAMES,
  GOODS,
  NO_NAME,
  OPENERS,
  PEOPLE,
  SELLERS,
  SITE_WORDS,
} from './names.ts';

export interface Made {
  text: string;
  title: string | null;
  channel: Channel | null;
  /** Null when the text does not name it or the reader is not told. */
  brand: string | null;
  types: FindingType[];
  sentiment: SentimentLabel;
  actor: Actor;
  /** The fragment it came from: texts of one fragment never stand on both sides of a split. */
  fragment: number;
}

interface Fragment {
  /** Of an ordinary day: expanded twice as often, because quiet is what a monitor hears most. */
  isOrdinary: boolean;
  types: FindingType[];
  sentiment: SentimentLabel;
  actor: Actor;
  sentences: string[];
}

/** Fragments in the order of the files' names and lines; the form is told in texts/imitation.txt. */
export function readFragments(folder: string = join(import.meta.dirname, 'texts')): Fragment[] {
  const fragments: Fragment[] = [];
  for (const file of readdirSync(folder).sort()) {
    let head: Omit<Fragment, 'sentences'> | null = null;
    const isOrdinary = file.startsWith('ordinary');
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line === '' || line.startsWith('# ')) continue;
      if (line.startsWith('= ')) {
        const [types = '', sentiment = 'neutral', actor = 'unknown'] = line.slice(2).split('; ');
        head = {
          isOrdinary,
          types: types.split(',') as FindingType[],
          sentiment: sentiment as SentimentLabel,
          actor: actor as Actor,
        };
      } else if (head) {
        fragments.push({ ...head, sentences: line.split(' ~ ') });
      }
    }
  }
  return fragments;
}

type Random = () => number;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** '[a|b [c|d]]' -> one of its ways. Innermost brackets first. */
function choose(text: string, random: Random): string {
  let open = text;
  for (let guard = 0; guard < 60; guard++) {
    const inner = /\[([^[\]]*)\]/.exec(open);
    if (!inner) return open;
    const chosen = pick(random, (inner[1] ?? '').split('|'));
    open = open.slice(0, inner.index) + chosen + open.slice(inner.index + inner[0].length);
  }
  return open;
}

const BACK = /[aıou]/;
const VOWEL = /[aeıioöuüAEIİOÖUÜ]/;

/** 'de' behind Markam -> 'da', behind Getirt -> 'te', behind Kervan 'nin' -> 'ın': enough of the harmony to read right. */
export function withEnding(name: string, ending: string): string {
  const lower = name.toLocaleLowerCase('tr');
  const vowels = [...lower].filter((letter) => VOWEL.test(letter));
  const last = vowels.at(-1) ?? 'e';
  let fitted = ending;
  if (!VOWEL.test(lower.at(-1) ?? '')) fitted = fitted.replace(/^[ny](?=[ieı])/, '');
  if (/[fstkçşhp]$/.test(lower)) fitted = fitted.replace(/^d/, 't');
  const high = BACK.test(last) ? (/[ou]/.test(last) ? 'u' : 'ı') : /[öü]/.test(last) ? 'ü' : 'i';
  return [...fitted].map((c) => (c === 'e' ? (BACK.test(last) ? 'a' : 'e') : c === 'i' ? high : c)).join('');
}

const ascii = (text: string): string =>
  text
    .toLocaleLowerCase('tr')
    .replace(/[çğıöşü]/g, (c) => ({ ç: 'c', ğ: 'g', ı: 'i', ö: 'o', ş: 's', ü: 'u' })[c] ?? c)
    .replace(/[^a-z0-9]/g, '');

interface Naming {
  /** As it is written into the text. */
  shown: string;
  isNamed: boolean;
}

function fill(text: string, naming: Naming, rival: string, random: Random): string {
  const root = ascii(naming.isNamed ? naming.shown : pick(random, BRANDS));
  const quote = pick(random, ["'", "'", '’', '']);
  return text
    .replace(/\{B\}'(\p{Ll}+)/gu, (_, ending: string) =>
      naming.isNamed ? `${naming.shown}${quote}${withEnding(naming.shown, ending)}` : commonWith(naming.shown, ending),
    )
    .replace(/\{R\}'(\p{Ll}+)/gu, (_, ending: string) => `${rival}${quote}${withEnding(rival, ending)}`)
    .replaceAll('@{B}', naming.isNamed ? `@${root}` : '')
    .replaceAll('{B}', naming.shown)
    .replaceAll('{R}', rival)
    .replace(
      /\{D\}/g,
      () =>
        `${root}${pick(random, ['-', '-', ''])}${pick(random, SITE_WORDS)}.${pick(random, ['com', 'net', 'org', 'shop', 'online', 'xyz', 'com.tr', 'info', 'site'])}`,
    )
    .replace(
      /\{H\}/g,
      () =>
        `${pick(random, ['@', '"', ''])}${root}${pick(random, ['_', '.', ''])}${pick(random, ['destek', 'yardim', 'cozum', 'resmi', 'tr', 'musteri', 'iletisim'])}${pick(random, ['', '1', '34', '_tr'])}`,
    )
    .replace(/\{G\}/g, () => pick(random, GOODS))
    .replace(/\{P\}/g, () => pick(random, PEOPLE))
    .replace(/\{S\}/g, () => pick(random, SELLERS))
    .replace(/\{T\}/g, () => pick(random, AMOUNTS))
    .replace(/\{N\}/g, () => String(2 + Math.floor(random() * 88)));
}

/** 'firma' + 'nin' etc.: the words of NO_NAME all end in a vowel or take the buffer by themselves. */
function commonWith(word: string, ending: string): string {
  return word === '' ? '' : word + withEnding(word, ending);
}

/** What thumbs make of it. Each habit by itself, so that none comes always with another. */
function misspell(text: string, random: Random): string {
  let out = text;
  if (random() < 0.25) out = out.replace(/([iıuü])yor(?=\p{L}|\s|[.,!]|$)/gu, '$1yo');
  if (random() < 0.25) out = out.replace(/\bbir (?=\p{L})/gu, 'bi ');
  if (random() < 0.2) out = out.replace(/acağım/g, 'cam').replace(/eceğim/g, 'cem');
  if (random() < 0.15) out = out.replace(/değil/g, 'diil');
  if (random() < 0.12) out = out.replace(/[.,;:]/g, '');
  if (random() < 0.1) out = out.replace(/([aeıioöuü])(?=[!.]|$)/u, '$1$1$1');
  if (random() < 0.4) out = out.toLocaleLowerCase('tr');
  else if (random() < 0.12) out = out.toLocaleUpperCase('tr');
  return out;
}

function channelOf(actor: Actor, types: readonly FindingType[], random: Random): Channel | null {
  if (random() < 0.35) return null;
  if (actor === 'journalist') return 'news';
  if (types.includes('complaint')) return pick(random, ['complaint', 'complaint', 'social', 'community', 'support']);
  return pick(random, ['social', 'social', 'social', 'community']);
}

function namingOf(random: Random): Naming & { told: string | null } {
  const kind = random();
  const name = pick(random, BRANDS);
  if (kind < 0.65) return { shown: name, isNamed: true, told: name };
  if (kind < 0.82) return { shown: name, isNamed: true, told: null };
  return { shown: pick(random, NO_NAME), isNamed: false, told: null };
}

function make(fragment: Fragment, id: number, random: Random): Made {
  const naming = namingOf(random);
  const rival = pick(
    random,
    [...COMMON_NAMES, ...BRANDS].filter((name) => name !== naming.shown),
  );
  const kept = fragment.sentences.filter((sentence) => sentence.startsWith('!') || random() < 0.55);
  const said = kept.map((sentence) => {
    const plain = choose(sentence.startsWith('!') ? sentence.slice(1) : sentence, random);
    return fill(plain, naming, rival, random)
      .replace(/\s+/g, ' ')
      .replace(/\s+([,.?!])/g, '$1')
      .trim();
  });
  const isNews = fragment.actor === 'journalist';
  const hasTitle = said.length > 1 && random() < (isNews ? 0.3 : fragment.types.includes('complaint') ? 0.25 : 0.03);
  const title = hasTitle ? (said.shift() ?? null) : null;
  let text = said
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.!?…]$/.test(sentence) || random() < 0.2 ? sentence : `${sentence}.`))
    .join(' ');
  if (!isNews && fragment.actor !== 'brand') {
    if (random() < 0.2) text = `${pick(random, OPENERS)} ${text}`;
    if (random() < 0.25) text = `${text} ${pick(random, CLOSERS)}`;
    text = misspell(text, random);
  }
  return {
    text,
    title,
    channel: channelOf(fragment.actor, fragment.types, random),
    brand: naming.told,
    types: fragment.types,
    sentiment: fragment.sentiment,
    actor: fragment.actor,
    fragment: id,
  };
}

/** `perFragment` texts of every fragment, none twice. */
export function generate(perFragment: number, seed = 11): Made[] {
  const random = randomFrom(seed);
  const made: Made[] = [];
  const seen = new Set<string>();
  readFragments().forEach((fragment, id) => {
    for (let i = 0; i < perFragment * (fragment.isOrdinary ? 2 : 1); i++) {
      const one = make(fragment, id, random);
      if (one.text === '' || seen.has(one.text)) continue;
      seen.add(one.text);
      made.push(one);
    }
  });
  return made;
}
