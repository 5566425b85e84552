// Words as bits and small numbers in the database. What is given out here is stored: add at the end, never change.

import {
  CHANNELS,
  type Channel,
  FINDING_TYPES,
  type FindingType,
  type RollupDimension,
  SENTIMENTS,
  type SentimentLabel,
} from '../../core/types.ts';

export const CHANNEL_BITS: Record<Channel, number> = {
  support: 1,
  search: 2,
  social: 4,
  news: 8,
  community: 16,
  complaint: 32,
};

export const SENTIMENT_BITS: Record<SentimentLabel, number> = { negative: 1, neutral: 2, positive: 4 };

/** Bit numbers. A set of them stays exact in a JavaScript number up to bit 52. */
const TYPE_NUMBERS: Record<FindingType, number> = {
  'fake-account': 0,
  'fake-domain': 1,
  'ex-employee': 2,
  'negative-review': 3,
  misinformation: 4,
  'corporate-attack': 5,
  smear: 6,
  'personal-scandal': 7,
  complaint: 8,
  'competitor-attack': 9,
  'data-leak': 10,
  'impersonation-page': 11,
  'negative-news': 12,
  fraud: 13,
  'fake-ad': 14,
  counterfeit: 15,
  'seller-issue': 16,
  outage: 17,
  'product-safety': 18,
  boycott: 19,
  'legal-process': 20,
  'misleading-price': 21,
  'own-error': 22,
  'sensitive-topic': 23,
  'ai-misstatement': 24,
  'threat-to-person': 25,
  question: 26,
  praise: 27,
  suggestion: 28,
  announcement: 29,
  spam: 30,
  unrelated: 31,
};

export const DIMENSION_CODES: Record<RollupDimension, number> = {
  all: 0,
  sentiment: 1,
  type: 2,
  aspect: 3,
  severity: 4,
  channel: 5,
  entity: 6,
  'entity-negative': 7,
};

const DIMENSIONS = new Map(Object.entries(DIMENSION_CODES).map(([dimension, code]) => [code, dimension]));

export function dimensionOf(code: number): RollupDimension {
  return (DIMENSIONS.get(code) ?? 'all') as RollupDimension;
}

export function typeBit(type: FindingType): number {
  return 2 ** TYPE_NUMBERS[type];
}

/** The set as one number. */
export function typeBits(types: Iterable<FindingType>): number {
  let bits = 0;
  for (const type of types) bits = addBits(bits, typeBit(type));
  return bits;
}

function hasBit(bits: number, bit: number): boolean {
  return Math.floor(bits / bit) % 2 === 1;
}

const WORD = 2 ** 32;

/** Union; the bitwise operators of JavaScript stop at 32 bits. */
export function addBits(a: number, b: number): number {
  const low = (a | b) >>> 0;
  return a < WORD && b < WORD ? low : (Math.floor(a / WORD) | Math.floor(b / WORD)) * WORD + low;
}

export function channelsOf(bits: number): Channel[] {
  return CHANNELS.filter((channel) => hasBit(bits, CHANNEL_BITS[channel]));
}

export function typesOf(bits: number): FindingType[] {
  return FINDING_TYPES.filter((type) => hasBit(bits, typeBit(type)));
}

export function sentimentOf(bit: number): SentimentLabel | null {
  return SENTIMENTS.find((label) => SENTIMENT_BITS[label] === bit) ?? null;
}
