// From rows to examples: the same reading of a text as in use, and the choice of data sets, made by measurement on the
// development part (see analyzers/model/README.md).

import { EvidenceReader } from '../../analyzers/evidence.ts';
import type { PatternHit } from '../../analyzers/patterns/match.ts';
import { TextReader } from '../../analyzers/text-view.ts';
import type { BrandView } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { Channel } from '../../core/types.ts';
import { type Row, readRows, type Split, thin } from './corpus.ts';
import type { Example } from './learn.ts';

/** Companies that the training texts are about: their names must not learn an opinion. */
const TRAINING_NAMES = `turkcell vodafone telekom ttnet thy pegasus ajet anadolujet sunexpress arçelik beko vakıfbank
  işbank garanti ziraat akbank trendyol hepsiburada getir netflix exxen blutv twitch turknet superonline superbox migros
  bim a101 amazon n11 çiçeksepeti yemeksepeti samsung apple xiaomi boyner teknosa mediamarkt vestel aras yurtiçi mng ptt avea
  finansbank enpara denizbank halkbank kuveyt bosch lcw koton defacto iphone lifecell tivibu superyardim thyao papara`
  .split(/\s+/)
  .filter((name) => name !== '');

export function brandOf(names: readonly string[]): BrandView {
  return {
    id: 'brd_training',
    name: names[0] ?? '',
    aliases: names.slice(1),
    domains: [],
    accounts: [],
    competitors: [],
  };
}

const common = brandOf([
  ...TRAINING_NAMES,
  ...[
    'türk telekom',
    'iş bankası',
    'yapı kredi',
    'turk hava yolları',
    'ziraat bankası',
    'aras kargo',
    'vatan bilgisayar',
  ],
]);

/** Gives every fact a number, in the order in which they are first met. */
export class FactTable {
  readonly names: string[] = [];
  #ids = new Map<string, number>();

  idsOf(facts: readonly string[]): number[] {
    return facts.map((fact) => {
      const known = this.#ids.get(fact);
      if (known !== undefined) return known;
      this.#ids.set(fact, this.names.length);
      this.names.push(fact);
      return this.names.length - 1;
    });
  }
}

export class ExampleMaker {
  #reader = new TextReader();
  #evidence = new EvidenceReader();

  readonly facts: FactTable;
  /** Patterns found in the text that was made last. */
  lastHits: readonly PatternHit[] = [];

  constructor(facts: FactTable) {
    this.facts = facts;
  }

  /** `withChannel` false leaves the channel out, as when a text arrives without one. */
  make(row: Row, withChannel: boolean): { buckets: Uint32Array; facts: number[] } {
    const full = row.title ? `${row.title}\n${row.text}` : row.text;
    const names = common.aliases;
    const isNew = row.brand !== null && !names.includes(fold(row.brand)) && row.brand !== common.name;
    const brand = isNew ? { ...common, aliases: [...names, row.brand as string] } : common;
    const view = this.#reader.read({ full, brand });
    const { features, facts, hits } = this.#evidence.read(view, {
      channel: withChannel ? row.channel : null,
      title: row.title,
    });
    this.lastHits = hits;
    return { buckets: features.buckets.slice(0, features.count), facts: this.facts.idsOf(facts) };
  }
}

/** Letters and digits only: the same text with other punctuation is the same text. */
export function textKey(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Rows of findings.jsonl that are held back, by key: their copies in other sets must not be trained on. */
export function heldBack(dataDir: string): ReadonlyMap<string, Split> {
  return new Map(readRows(dataDir, 'labelled/findings').map((row) => [textKey(row.text), row.split]));
}

export interface Labelled {
  row: Row;
  label: string;
  weight: number;
}

const labelOf = (row: Row): string => row.label ?? '';

/** Data sets for sentiment: file, channel to assume, label, weight, rows at most. */
export const SENTIMENT_SETS: readonly {
  id: string;
  file: string;
  channel: Channel | null;
  label: (row: Row) => string;
  weight: number;
  atMost?: number;
  only?: (row: Row) => boolean;
}[] = [
  { id: 'findings', file: 'labelled/findings', channel: null, label: (row) => row.sentiment ?? '', weight: 2.8 },
  { id: 'written', file: 'labelled/written', channel: null, label: (row) => row.sentiment ?? '', weight: 0.5 },
  { id: 'turkcell', file: 'sentiment/turkcell_braintr', channel: 'social', label: labelOf, weight: 0.3 },
  { id: 'magaza', file: 'sentiment/magaza_yorumlari', channel: 'complaint', label: labelOf, weight: 0.3 },
  { id: 'eticaret', file: 'sentiment/eticaret_urun_yorumlari', channel: 'complaint', label: labelOf, weight: 0.3 },
  { id: 'bertemal', file: 'sentiment/brand_entity_bertemal', channel: 'social', label: labelOf, weight: 0.3 },
  { id: 'garanti', file: 'sentiment/garanti_bank_tweets', channel: 'social', label: labelOf, weight: 0.3 },
  { id: 'telecom', file: 'sentiment/telecom_tweets_binary', channel: 'social', label: labelOf, weight: 0.3 },
  { id: 'verigood', file: 'sentiment/brand_entity_verigood', channel: null, label: labelOf, weight: 0.15 },
  {
    id: 'tesekkur',
    file: 'sentiment/turkcell_tesekkur',
    channel: 'complaint',
    label: () => 'positive',
    weight: 0.3,
    atMost: 1200,
  },
  {
    id: 'karma',
    file: 'complaints/sikayetvar_karma_2024',
    channel: 'complaint',
    label: () => 'negative',
    weight: 0.3,
    atMost: 2500,
  },
  {
    id: 'arcelik',
    file: 'complaints/arcelik_sikayet',
    channel: 'complaint',
    label: () => 'negative',
    weight: 0.3,
    atMost: 800,
  },
  {
    id: 'banka',
    file: 'complaints/banka_sikayet_2025',
    channel: 'complaint',
    label: () => 'negative',
    weight: 0.3,
    atMost: 800,
  },
  {
    id: 'replies',
    file: 'background/brand_tweets_telekom',
    channel: 'social',
    label: () => 'neutral',
    weight: 0.3,
    atMost: 600,
    only: (row) => row.label === 'brand_reply',
  },
  { id: 'finans', file: 'background/finans_haber_2025', channel: 'news', label: () => 'neutral', weight: 0.3 },
  { id: 'haber', file: 'background/ttc3600_haber', channel: 'news', label: () => 'neutral', weight: 0.3, atMost: 400 },
  { id: 'sms', file: 'threats/sms_spam', channel: null, label: () => 'neutral', weight: 0.3, atMost: 500 },
  {
    id: 'tweets',
    file: 'threats/offenseval2020_tr',
    channel: 'social',
    label: () => 'neutral',
    weight: 0.3,
    atMost: 2000,
  },
  { id: 'film', file: 'sentiment/film_tr_polarity', channel: null, label: labelOf, weight: 0.3 },
  { id: 'film-long', file: 'sentiment/film_beyazperde_long', channel: null, label: labelOf, weight: 0.3 },
  { id: 'fsmtsa', file: 'sentiment/fsmtsa', channel: null, label: labelOf, weight: 0.1 },
];

/** All rows of one sentiment set, one row per text, with the channel filled in and held-back copies left out. */
export function sentimentRows(dataDir: string, id: string, held: ReadonlyMap<string, Split>): Labelled[] {
  const set = SENTIMENT_SETS.find((one) => one.id === id);
  if (!set) throw new Error(`No sentiment set ${id}.`);
  const rows = readRows(dataDir, set.file).filter((row) => set.only?.(row) ?? true);
  const once = new Map(rows.map((row) => [row.text, row]));
  return thin([...once.values()], set.atMost ?? Number.POSITIVE_INFINITY).map((row) => {
    const elsewhere = id === 'findings' ? undefined : held.get(textKey(row.text));
    return {
      row: { ...row, channel: row.channel ?? set.channel, split: elsewhere ?? row.split },
      label: set.label(row),
      weight: set.weight,
    };
  });
}

export type { Example };
