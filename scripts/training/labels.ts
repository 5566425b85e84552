// Examples for the labels model: finding types, aspects and actors, one yes/no head each. Labelled rows say yes or no to
// every head; weakly labelled sets say something about a few and nothing about the rest.

import { ACTORS, ASPECTS, FINDING_TYPES, type FindingType } from '../../core/types.ts';
import { type Row, readRows, type Split, thin } from './corpus.ts';
import { type ExampleMaker, textKey } from './examples.ts';
import type { Example } from './learn.ts';

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

export interface LabelExample extends Example {
  row: Row;
  set: 'findings' | 'written' | 'weak';
}

/** Labelled and weakly labelled rows of the wanted part. */
export function labelExamples(
  dataDir: string,
  maker: ExampleMaker,
  held: ReadonlyMap<string, Split>,
  wanted: readonly Split[],
  weight = 3,
): LabelExample[] {
  const out: LabelExample[] = [];
  for (const set of ['findings', 'written'] as const) {
    readRows(dataDir, `labelled/${set}`).forEach((row, i) => {
      if (!wanted.includes(row.split)) return;
      // A text of which the channel is not known must be judged as well: every third row comes without it.
      out.push({
        ...maker.make(row, i % 3 !== 0),
        target: 0,
        labels: labelsOf(row),
        weight: set === 'findings' ? weight : weight / 1.5,
        row,
        set,
      });
    });
  }
  for (const weak of WEAK) {
    const rows = readRows(dataDir, weak.file).filter((row) => weak.only?.(row) ?? true);
    thin(rows, weak.atMost).forEach((row, i) => {
      const split = held.get(textKey(row.text)) ?? row.split;
      if (!wanted.includes(split)) return;
      const labels = Int8Array.from(LABELS, (label) => weak.say[label] ?? -1);
      const made = maker.make({ ...row, channel: weak.channel, brand: null }, i % 3 !== 0);
      out.push({ ...made, target: 0, labels, weight: 1, row, set: 'weak' });
    });
  }
  return out;
}
