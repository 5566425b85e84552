// Examples for the labels model: finding types, aspects and actors, one yes/no head each. Labelled rows say yes or no to
// every head; weakly labelled sets say something about a few and nothing about the rest.

import { ACTORS, ASPECTS, FINDING_TYPES, type FindingType } from '../../core/types.ts';
import { type Row, readRows, type Split, thin } from './corpus.ts';
import { type ExampleMaker, textKey } from './examples.ts';
import { generate, type Made } from './generate.ts';
import type { Example } from './learn.ts';
import { ownRows, readRowsByLabel } from './own-texts.ts';

/** Actors that the model may learn. */
const LEARNED_ACTORS = ACTORS.filter((actor) => ['customer', 'journalist', 'brand'].includes(actor));

export const LABELS: readonly string[] = [
  ...FINDING_TYPES.map((type) => `type:${type}`),
  ...ASPECTS.map((aspect) => `aspect:${aspect}`),
  ...LEARNED_ACTORS.map((actor) => `actor:${actor}`),
];

/** What a fully labelled row says to every head. */
export function labelsOf(row: Row): Int8Array {
  const yes = new Set<string>([
    ...(row.types ?? []).map((type) => `type:${type}`),
    ...(row.aspects ?? []).map((aspect) => `aspect:${aspect}`),
    `actor:${row.actor ?? 'unknown'}`,
  ]);
  return Int8Array.from(LABELS, (label) => (yes.has(label) ? 1 : 0));
}

type Say = Record<string, 0 | 1>;

const NO_THREAT: Say = Object.fromEntries(
  FINDING_TYPES.filter(
    (type) =>
      ![
        'unrelated',
        'smear',
        'threat-to-person',
        'sensitive-topic',
        'misinformation',
        'personal-scandal',
        'boycott',
      ].includes(type),
  ).map((type: FindingType) => [`type:${type}`, 0 as const]),
);

const WEAK: readonly {
  file: string;
  atMost: number;
  channel: Row['channel'];
  only?: (row: Row) => boolean;
  say: Say;
}[] = [
  {
    file: 'complaints/sikayetvar_karma_2024',
    atMost: 1500,
    channel: 'complaint',
    say: { 'type:complaint': 1, 'type:unrelated': 0, 'type:praise': 0, 'actor:journalist': 0 },
  },
  {
    file: 'complaints/banka_sikayet_2025',
    atMost: 500,
    channel: 'complaint',
    say: { 'type:complaint': 1, 'type:unrelated': 0, 'type:praise': 0, 'actor:customer': 1 },
  },
  {
    file: 'complaints/arcelik_sikayet',
    atMost: 500,
    channel: 'complaint',
    say: { 'type:complaint': 1, 'type:unrelated': 0, 'type:praise': 0, 'actor:customer': 1, 'type:outage': 0 },
  },
  {
    file: 'sentiment/turkcell_tesekkur',
    atMost: 600,
    channel: 'complaint',
    say: { 'type:praise': 1, 'type:unrelated': 0, 'actor:customer': 1 },
  },
  {
    file: 'sentiment/magaza_yorumlari',
    atMost: 600,
    channel: 'complaint',
    only: (row) => row.label === 'positive',
    say: { 'type:praise': 1, 'type:complaint': 0, 'type:unrelated': 0, 'actor:customer': 1 },
  },
  {
    file: 'sentiment/eticaret_urun_yorumlari',
    atMost: 500,
    channel: 'complaint',
    only: (row) => row.label === 'negative',
    say: { 'type:praise': 0, 'type:unrelated': 0, 'type:announcement': 0, 'type:spam': 0, 'actor:customer': 1 },
  },
  {
    file: 'threats/sms_spam',
    atMost: 600,
    channel: null,
    only: (row) => row.label === 'spam',
    say: { 'type:spam': 1, 'type:complaint': 0, 'type:praise': 0 },
  },
  {
    file: 'threats/sms_spam',
    atMost: 300,
    channel: null,
    only: (row) => row.label !== 'spam',
    say: { ...NO_THREAT, 'type:unrelated': 1, 'type:spam': 0 },
  },
  { file: 'threats/offenseval2020_tr', atMost: 2000, channel: 'social', say: { ...NO_THREAT, 'type:unrelated': 1 } },
  {
    file: 'background/brand_tweets_telekom',
    atMost: 400,
    channel: 'social',
    only: (row) => row.label === 'brand_reply',
    say: { 'actor:brand': 1, 'type:complaint': 0, 'type:unrelated': 0, 'actor:customer': 0 },
  },
  {
    file: 'background/ttc3600_haber',
    atMost: 400,
    channel: 'news',
    say: { 'actor:journalist': 1, 'type:complaint': 0, 'type:praise': 0, 'actor:customer': 0 },
  },
];

/** Types that a text of the first may also be read as: in a text we made they are left open, neither yes nor no. */
const NEAR: Partial<Record<FindingType, readonly FindingType[]>> = {
  fraud: ['fake-account', 'fake-domain', 'impersonation-page', 'fake-ad', 'data-leak'],
  'fake-account': ['fraud', 'impersonation-page'],
  'fake-domain': ['fraud'],
  'impersonation-page': ['fraud', 'fake-account'],
  'fake-ad': ['fraud'],
  complaint: ['negative-review'],
  'negative-review': ['complaint'],
  'data-leak': ['corporate-attack', 'fraud', 'complaint'],
  'corporate-attack': ['data-leak'],
  misinformation: ['smear'],
  boycott: ['smear'],
  smear: ['negative-review'],
  'product-safety': ['complaint', 'negative-review'],
  outage: ['complaint', 'negative-review'],
  'misleading-price': ['complaint', 'negative-review'],
  counterfeit: ['complaint', 'negative-review'],
  'ex-employee': ['negative-review'],
  'sensitive-topic': ['smear', 'boycott'],
  'own-error': ['sensitive-topic'],
  'personal-scandal': ['sensitive-topic'],
  'negative-news': ['legal-process'],
  'seller-issue': ['complaint'],
};

function labelsOfMade(made: Made): Int8Array {
  const open = new Set<string>(made.types.flatMap((type) => NEAR[type] ?? []).map((type) => `type:${type}`));
  if (made.actor === 'journalist' && made.sentiment === 'negative') open.add('type:negative-news');
  const yes = new Set<string>([...made.types.map((type) => `type:${type}`), `actor:${made.actor}`]);
  return Int8Array.from(LABELS, (label) => {
    if (yes.has(label)) return 1;
    return label.startsWith('aspect:') || open.has(label) ? -1 : 0;
  });
}

export interface LabelExample extends Example {
  row: Row;
  /** 'pool': ordinary texts that no model learns from; limits are set so that they raise hardly any alarm. */
  set: 'findings' | 'read' | 'written' | 'own' | 'weak' | 'made' | 'pool';
}

/** Types that hardly ever occur in an ordinary day's texts. */
export const RARE_TYPES: readonly FindingType[] = [
  'fraud',
  'data-leak',
  'product-safety',
  'threat-to-person',
  'corporate-attack',
  'fake-account',
  'fake-domain',
  'fake-ad',
  'impersonation-page',
  'counterfeit',
  'ex-employee',
  'competitor-attack',
  'own-error',
  'ai-misstatement',
  'personal-scandal',
  'boycott',
];

/** Ordinary texts, taken as free of the rare types where no pattern of these stands in them. */
const ORDINARY: readonly { file: string; atMost: number; channel: Row['channel'] }[] = [
  { file: 'background/brand_tweets_telekom', atMost: 1800, channel: 'social' },
  { file: 'background/brand_tweets_havayolu', atMost: 1000, channel: 'social' },
  { file: 'background/brand_tweets_yayin', atMost: 1000, channel: 'social' },
  { file: 'background/trendyol_yorum', atMost: 600, channel: 'complaint' },
  { file: 'background/memnuniyet_net', atMost: 800, channel: 'complaint' },
  { file: 'sentiment/magaza_yorumlari', atMost: 1000, channel: 'complaint' },
  { file: 'sentiment/eticaret_urun_yorumlari', atMost: 1000, channel: 'complaint' },
  { file: 'sentiment/film_tr_polarity', atMost: 600, channel: 'community' },
  { file: 'sentiment/kisisel_tweetler_2022', atMost: 800, channel: 'social' },
  { file: 'complaints/turkcell_sikayet', atMost: 600, channel: 'complaint' },
  { file: 'complaints/arcelik_sikayet', atMost: 600, channel: 'complaint' },
  { file: 'background/finans_haber_2025', atMost: 400, channel: 'news' },
  { file: 'threats/offenseval2020_tr', atMost: 1500, channel: 'social' },
  { file: 'threats/nefret_mayda', atMost: 1000, channel: 'social' },
  { file: 'sentiment/tsatweets_kulcu', atMost: 1000, channel: 'social' },
  { file: 'background/eksi_basliklar', atMost: 1200, channel: 'community' },
];

/** Every second one is learned from, the others are the pool. */
export function ordinaryExamples(
  dataDir: string,
  maker: ExampleMaker,
  held: ReadonlyMap<string, Split>,
): LabelExample[] {
  const labels = Int8Array.from(LABELS, (label) =>
    label.startsWith('type:') && (RARE_TYPES as readonly string[]).includes(label.slice(5)) ? 0 : -1,
  );
  const out: LabelExample[] = [];
  for (const { file, atMost, channel } of ORDINARY) {
    thin(readRows(dataDir, file), atMost).forEach((row, i) => {
      if (held.has(textKey(row.text)) || row.split === 'test') return;
      const made = maker.make({ ...row, channel }, i % 3 !== 0);
      const isSuspect = maker.lastHits.some((hit) => (RARE_TYPES as readonly string[]).includes(hit.type));
      if (isSuspect) return;
      out.push({ ...made, target: 0, labels, weight: 0.5, row, set: i % 2 === 0 ? 'weak' : 'pool' });
    });
  }
  return out;
}

/** Texts of our own making, as rows: none of them is ever part of a test. */
export function madeExamples(maker: ExampleMaker, perFragment: number, weight: number): LabelExample[] {
  return generate(perFragment).map((made, i) => {
    const row: Row = { ...made, id: `made-${i}`, split: 'train' };
    return { ...maker.make(row, true), target: 0, labels: labelsOfMade(made), weight, row, set: 'made' };
  });
}

/** How much a fully labelled text of a set counts. */
const WEIGHT = { findings: 1.5, read: 1.2, written: 1, own: 1 } as const;

/** Labelled and weakly labelled rows of the wanted part. */
export function labelExamples(
  dataDir: string,
  maker: ExampleMaker,
  held: ReadonlyMap<string, Split>,
  wanted: readonly Split[],
): LabelExample[] {
  const out: LabelExample[] = [];
  const labelled = {
    findings: readRows(dataDir, 'labelled/findings').filter((row) => wanted.includes(row.split)),
    read: readRowsByLabel(dataDir, held).filter((row) => wanted.includes(row.split)),
    written: readRows(dataDir, 'labelled/written').filter((row) => wanted.includes(row.split)),
    own: ownRows('texts'),
  };
  for (const set of ['findings', 'read', 'written', 'own'] as const) {
    labelled[set].forEach((row, i) => {
      // A text of which the channel is not known must be judged as well: every third row comes without it.
      const made = maker.make(row, i % 3 !== 0);
      out.push({ ...made, target: 0, labels: labelsOf(row), weight: WEIGHT[set], row, set });
    });
  }
  const isRead = new Set(labelled.read.map((row) => row.id));
  for (const weak of WEAK) {
    const rows = readRows(dataDir, weak.file).filter((row) => !isRead.has(row.id) && (weak.only?.(row) ?? true));
    thin(rows, weak.atMost).forEach((row, i) => {
      const split = held.get(textKey(row.text)) ?? row.split;
      if (!wanted.includes(split)) return;
      const labels = Int8Array.from(LABELS, (label) => weak.say[label] ?? -1);
      const made = maker.make({ ...row, channel: weak.channel, brand: null }, i % 3 !== 0);
      out.push({ ...made, target: 0, labels, weight: 0.3, row, set: 'weak' });
    });
  }
  return out;
}
