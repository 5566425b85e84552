// The word stream that texts are compared by: folded, cut to word beginnings, numbers masked, greetings, handles and
// addresses left out, so that "RT @x: Merhaba, 3 gündür kargom gelmedi https://…" reads like the original complaint.
// One pass over the code units; nothing here depends on the order in which texts come.

import { canonicalUrl } from '../url.ts';
import { COMMON_BEGINNINGS } from './common-words.ts';
import { fold } from './fold.ts';
import { classAt, DIGIT, LETTER } from './tokenize.ts';

/** What is left of a text for comparing. All numbers are 32-bit hashes. */
export interface WordStream {
  /** One hash for each word in order. */
  words: number[];
  /** Distinct words that tell something, counted up to MAX_TELLING: no numbers, no filler, nothing that stands in every review. */
  tellingCount: number;
  /** Addresses of single pages (articles, posts), canonical. */
  links: number[];
  /** Hashtags of protest ("#BoykotMarkam"): names of an event rather than of a subject. */
  campaigns: number[];
  /** Distinct rare words and long numbers of the beginning: names, places, amounts. At most MAX_TERMS. */
  terms: number[];
  /** Written by somebody about himself ("aldığım", "bana", "istiyorum"): his own case, whoever else has the same. */
  isPersonal: boolean;
  /** Handle behind a leading "RT @", hashed; 0 without one. */
  retweeted: number;
}

/** Turkish words are compared by their beginnings, which is close to a stem (Can et al. 2008, "first n characters"). */
const BEGINNING = 5;
const MAX_TELLING = 6;
/** More hashtags than this are a cloud behind the text (stock tips, spam) and no part of it. */
const MAX_TAGS = 2;
const MIN_CAMPAIGN = 10;
const PROTEST =
  /boykot|rezalet|skandal|magdur|dolandir|hirsiz|hesapver|istifa|protesto|tepki|sessizkalma|susma|istiyoruz|iptaledi|geriver|kullanma|almiyor|boycott|scam|fraud/;
const MAX_TERMS = 16;
/** Reports say what happened in their first sentences. */
const TERM_WORDS = 80;
const MIN_TERM = 3;
const NUMBER = 0x9e3779b9;
/** A hostile megabyte without a space is one word; an address ends somewhere, and a text quotes only so many. */
const MAX_LINK = 2000;
const MAX_LINKS = 20;
/** Shops, chats and home pages: many people link them for reasons of their own. */
const NO_ARTICLE = /^https:\/\/(?:apps\.apple\.com|play\.google\.com|wa\.me|api\.whatsapp\.com|t\.me|[^/]+\/.{0,15}$)/;
/** Here a short path is a single page after all. */
const SHORTENER =
  /^https:\/\/(?:t\.co|bit\.ly|tinyurl\.com|ow\.ly|goo\.gl|is\.gd|buff\.ly|dlvr\.it|cutt\.ly|lnkd\.in)\/./;

const GREETINGS =
  'merhaba merhabalar selam selamlar slm mrb sayin saygilar saygilarimla tesekkurler tesekkur gunaydin hello hi dear';
const WISHES =
  'iyi-gunler iyi-aksamlar iyi-geceler iyi-calismalar iyi-sabahlar iyi-haftalar iyi-pazarlar kolay-gelsin ' +
  'hayirli-gunler hayirli-isler hayirli-cumalar hayirli-aksamlar';
const FILLERS =
  'bir bu su o ve ile de da ki mi mu ne icin cok daha en gibi kadar ama fakat ya yani hem her sey ben sen biz siz onlar bana ' +
  'bize sana size beni bizi seni sizi benim bizim senin sizin var yok diye olarak olan oldu oluyor degil evet hayir iyi ' +
  'gayet gercekten kesinlikle biraz bence artik hala simdi sonra once tam hic the and to of in is for on it you a this';
/** What reviews of anything are made of; ten of these in a row are still nobody's words. */
const REVIEW_WORDS =
  'urun urunu guzel kaliteli kalite tavsiye ederim ediyorum hizli kargo paketleme saglam elime ulasti geldi aldim almistim ' +
  'memnun kaldim kaldik begendim begendi fiyat performans uygun harika super mukemmel basarili hediye esim oglum kizim annem ' +
  'sorunsuz sekilde gonderi satici firma teslimat teslim ettiler kotu berbat rezalet pisman almayin numara yildiz kullaniyorum ' +
  'kullanisli bekledigim orijinal great good product fast';

const greetings = new Set(GREETINGS.split(' ').map(hashOf));
const untelling = new Set(`${FILLERS} ${REVIEW_WORDS}`.split(' ').map(hashOf));
const common = new Set(COMMON_BEGINNINGS.split(' ').map(hashOf));
const PERSONAL_WORDS = 'ben bana beni benim bende benden biz bize bizi bizim bizde bizden my me our i';
const personalWords = new Set(PERSONAL_WORDS.split(' '));
/** "istiyorum", "aldığım", "gördüğümüz"; other endings of the first person are endings of nouns as well. */
const PERSONAL_ENDING =
  /.(?:yorum|yoruz|digim|dugum|tigim|tugum|digimiz|dugumuz|tigimiz|tugumuz|medim|madim|amiyorum)$/;
const MAX_PERSONAL_WORD = 30;
const YEAR = /^(?:19|20)\d\d$/;

/** Words that may stand before a word to make a wish of both. */
const wishes = new Map<number, number[]>();
for (const [first, second] of WISHES.split(' ').map((pair) => pair.split('-').map(hashOf) as [number, number])) {
  wishes.set(second, [...(wishes.get(second) ?? []), first]);
}

/** One number for two neighbouring words. */
export function pairOf(first: number, second: number): number {
  return mix(Math.imul(first, 0x85ebca77) ^ second);
}

/** Spreads a 32-bit number evenly (finalizer of MurmurHash3). */
export function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hash of a word's beginning; doubled letters count once, so that "çoook" is "çok". FNV-1a. */
function hashRange(folded: string, from: number, to: number, limit: number): number {
  let h = 0x811c9dc5;
  let last = 0;
  for (let i = from, count = 0; i < to && count < limit; i++) {
    const unit = folded.charCodeAt(i);
    if (unit === last) continue;
    h = Math.imul(h ^ unit, 0x01000193);
    last = unit;
    count += 1;
  }
  return h >>> 0;
}

function hashOf(word: string): number {
  return hashRange(word, 0, word.length, BEGINNING);
}

/** Reads a text. Linear in its length. */
export function wordStream(text: string): WordStream {
  const folded = fold(text);
  const stream: WordStream = {
    words: [],
    tellingCount: 0,
    links: [],
    campaigns: [],
    terms: [],
    isPersonal: false,
    retweeted: 0,
  };
  const telling: number[] = [];
  let i = 0;
  const retweet = /^rt @([a-z0-9_]+):? ?/.exec(folded);
  if (retweet) {
    stream.retweeted = hashRange(retweet[1] as string, 0, 100, 100);
    i = retweet[0].length;
  }
  const isCloud = countTags(folded, i) > MAX_TAGS;
  while (i < folded.length) {
    const found = classAt(folded, i);
    const unit = folded.charCodeAt(i);
    if (found === LETTER || found === DIGIT) i = readWord(folded, i, stream, telling);
    else if (unit === 64 /* @ */) i = endOfName(folded, i + 1);
    else if (unit === 35 /* # */) i = isCloud ? endOfName(folded, i + 1) : readTag(folded, i + 1, stream, telling);
    else i += 1;
  }
  stream.tellingCount = telling.length;
  return stream;
}

function countTags(folded: string, from: number): number {
  let count = 0;
  for (let at = folded.indexOf('#', from); at >= 0 && count <= MAX_TAGS; at = folded.indexOf('#', at + 1)) count += 1;
  return count;
}

function readWord(folded: string, from: number, stream: WordStream, telling: number[]): number {
  let to = from;
  let hasLetter = false;
  for (let found = classAt(folded, to); found === LETTER || found === DIGIT; found = classAt(folded, to)) {
    if (found === LETTER) hasLetter = true;
    to += 1;
  }
  if (isLinkAt(folded, from, to)) return readLink(folded, from, stream);
  if (!hasLetter) {
    // "34.000,50" and "26 11 2025" are one number each
    if (stream.words.at(-1) !== NUMBER) stream.words.push(NUMBER);
    if (to - from >= MIN_TERM && !YEAR.test(folded.slice(from, to))) addTerm(hashRange(folded, from, to, 20), stream);
    return to;
  }
  const word = hashRange(folded, from, to, BEGINNING);
  push(word, stream, telling);
  if (to - from >= MIN_TERM && !common.has(word)) addTerm(word, stream);
  if (!stream.isPersonal) stream.isPersonal = isPersonal(folded, from, to);
  // the suffix behind an apostrophe says nothing new
  while (folded.charCodeAt(to) === 39 && classAt(folded, to + 1) === LETTER) {
    to += 2;
    while (classAt(folded, to) === LETTER) to += 1;
  }
  return to;
}

function push(word: number, stream: WordStream, telling: number[]): void {
  if (greetings.has(word)) return;
  const { words } = stream;
  if (wishes.get(word)?.includes(words.at(-1) ?? 0)) {
    words.pop();
    return;
  }
  words.push(word);
  if (telling.length < MAX_TELLING && !untelling.has(word) && !telling.includes(word)) telling.push(word);
}

function addTerm(term: number, { terms, words }: WordStream): void {
  if (words.length <= TERM_WORDS && terms.length < MAX_TERMS && !terms.includes(term)) terms.push(term);
}

function isPersonal(folded: string, from: number, to: number): boolean {
  const size = to - from;
  if (size > MAX_PERSONAL_WORD) return false;
  const last = folded.charCodeAt(to - 1);
  // m, z, or one of the few short words
  if (size > 6 && last !== 109 && last !== 122) return false;
  const word = folded.slice(from, to);
  return personalWords.has(word) || (size > 5 && PERSONAL_ENDING.test(word));
}

function isLinkAt(folded: string, from: number, to: number): boolean {
  const unit = folded.charCodeAt(from);
  if (unit === 104 /* h */) return folded.startsWith('://', to) && folded.startsWith('http', from);
  return unit === 119 /* w */ && folded.startsWith('www.', from);
}

function readLink(folded: string, from: number, stream: WordStream): number {
  let to = from;
  while (to < folded.length && folded.charCodeAt(to) !== 32) to += 1;
  if (stream.links.length >= MAX_LINKS || to - from > MAX_LINK) return to;
  const link = linkOf(folded.slice(from, to));
  if (link !== null) stream.links.push(link);
  return to;
}

/** Hash of the address of a single page; null for home pages, shops and what is no address. */
export function linkOf(url: string): number | null {
  const written = fold(url).replace(/[.,;:!?…)\]'"]+$/, '');
  const address = canonicalUrl(written.startsWith('http') ? written : `https://${written}`);
  if (address === null || (NO_ARTICLE.test(address) && !SHORTENER.test(address))) return null;
  return mix(hashRange(address, 0, address.length, MAX_LINK));
}

function endOfName(folded: string, from: number): number {
  let to = from;
  while (isNameUnit(folded, to)) to += 1;
  return to;
}

function isNameUnit(folded: string, at: number): boolean {
  const found = classAt(folded, at);
  return found === LETTER || found === DIGIT || folded.charCodeAt(at) === 95;
}

function readTag(folded: string, from: number, stream: WordStream, telling: number[]): number {
  const to = endOfName(folded, from);
  if (to === from) return to;
  if (to - from >= MIN_CAMPAIGN && PROTEST.test(folded.slice(from, Math.min(to, from + 100))))
    stream.campaigns.push(mix(hashRange(folded, from, to, 100)));
  push(hashRange(folded, from, to, BEGINNING), stream, telling);
  return to;
}
