// A signature as text and taken apart: what similarity.ts makes and compares. A store keeps the text and nothing else.
// It must stay readable for as long as stories are joined, so another make-up needs another VERSION.

import { mix } from './shingles.ts';

const VERSION = '4';
/** Sketch sizes: up to so many word pairs a comparison is exact, beyond it an estimate (standard error below 0.09). */
export const WHOLE = 32;
export const LEAD = 24;
/** Feeds and search results give the first sentences of an article, so beginnings are compared on their own. */
export const LEAD_WORDS = 40;

export interface Sketch {
  /** Number of distinct word pairs. */
  size: number;
  /** The smallest hashes, 24 bits, ascending. */
  low: number[];
}

/** A signature, taken apart. */
export interface Signature {
  /** Hash of the whole word stream. */
  exact: string;
  /** Whether a text with the same words is a copy: not for "çok güzel ürün, teşekkürler". */
  isOwn: boolean;
  whole: Sketch;
  /** The same object as `whole` for short texts. */
  lead: Sketch;
  /** Word pairs of the headline of a report, or of a short one itself; empty for personal texts. */
  headline: Sketch;
  /** The words of the beginning, whatever stands between them. */
  words: Sketch;
  links: number[];
  campaigns: number[];
  /** Rare words of a report, ascending; none for personal and for short texts. */
  terms: number[];
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By character code; what is no digit counts as 0. */
const VALUES = new Uint8Array(128);
for (const [value, digit] of [...DIGITS].entries()) VALUES[digit.charCodeAt(0)] = value;

/** A band as a small whole number, for an index in memory. Two bands may share one, which costs a comparison. */
export function numberOf(band: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < band.length; i++) h = Math.imul(h ^ band.charCodeAt(i), 0x01000193);
  return mix(h) >>> 2;
}

/** 24 bits as four characters; the order of the strings is of no meaning. */
export function encode(value: number): string {
  const digit = (shift: number) => DIGITS.charAt((value >>> shift) & 63);
  return digit(18) + digit(12) + digit(6) + digit(0);
}

/** The text of a signature: letters, digits, '-', '_' and '.'. */
export function encodeSignature({
  exact,
  isOwn,
  whole,
  lead,
  headline,
  words,
  links,
  campaigns,
  terms,
}: Signature): string {
  const parts = [
    isOwn ? VERSION : `${VERSION}c`,
    exact,
    whole.size.toString(36),
    whole.low.map(encode).join(''),
    lead === whole ? '' : lead.low.map(encode).join(''),
    headline.size.toString(36),
    headline.low.map(encode).join(''),
    words.size.toString(36),
    words.low.map(encode).join(''),
    links.map((link) => encode(link & 0xffffff)).join(''),
    campaigns.map((tag) => encode(tag & 0xffffff)).join(''),
    terms.map(encode).join(''),
  ];
  return parts.join('.');
}

/** Takes a signature apart; null when it is of another version or damaged, which is then like nothing. */
export function readSignature(signature: string): Signature | null {
  const [version, exact, ...parts] = signature.split('.');
  const [size, whole, lead, pairCount, headline, wordCount, words, links, campaigns, terms] = parts;
  if (!version?.startsWith(VERSION) || exact === undefined || terms === undefined) return null;
  const all = sketch(size, whole);
  const begin = lead === '' ? all : { size: LEAD_WORDS, low: decode(lead as string) };
  const isOwn = version === VERSION;
  const keys = { links: decode(links as string), campaigns: decode(campaigns as string), terms: decode(terms) };
  return {
    exact,
    isOwn,
    whole: all,
    lead: begin,
    ...{ headline: sketch(pairCount, headline), words: sketch(wordCount, words) },
    ...keys,
  };
}

function sketch(size: string | undefined, low: string | undefined): Sketch {
  return { size: Number.parseInt(size ?? '', 36) || 0, low: decode(low ?? '') };
}

function decode(text: string): number[] {
  const values: number[] = [];
  for (let i = 0; i + 4 <= text.length; i += 4) {
    let value = 0;
    for (let k = i; k < i + 4; k++) value = (value << 6) | (VALUES[text.charCodeAt(k)] ?? 0);
    values.push(value);
  }
  return values;
}
