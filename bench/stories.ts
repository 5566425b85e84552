// Measures stories on real texts beside the checkout: copies made by perturbing them must be joined, other texts and
// other complaints about the same company must not. Prints precision and recall for each kind, and texts a second.
// Usage: npx tsx bench/stories.ts [--show]; memory: node --expose-gc --import tsx bench/stories.ts --million

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_REMEMBERED, StoryAssigner, storiesOf } from '../core/stories.ts';
import { StoryIndex } from '../core/story-index.ts';
import { fold } from '../core/text/fold.ts';
import { fingerprint } from '../core/text/similarity.ts';

const shared = resolve(import.meta.dirname, '../../shared/data');
const isShowing = process.argv.includes('--show');

export interface Row {
  id: string;
  text: string;
  title?: string;
  brand?: string;
}

export function rowsOf(name: string): Row[] {
  const lines = readFileSync(resolve(shared, `${name}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

/** Deterministic numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Change = (text: string, random: () => number) => string;
const dropWords =
  (share: number): Change =>
  (text, random) =>
    text
      .split(' ')
      .filter(() => random() >= share)
      .join(' ');
const GREETINGS = ['Merhaba,', 'İyi günler,', 'Sayın yetkili,', 'Selamlar arkadaşlar', 'Slm'];
const pick = (list: readonly string[], random: () => number) => list[Math.floor(random() * list.length)] as string;

const CHANGES: Record<string, Change> = {
  exact: (text) => text,
  'ascii, lower case': (text) => fold(text),
  'UPPER CASE': (text) => text.toLocaleUpperCase('tr'),
  retweet: (text) => `RT @haberci_61: ${text}`,
  'link behind': (text, random) => `${text} https://t.co/${Math.floor(random() * 1e9).toString(36)}`,
  'numbers changed': (text, random) => text.replace(/\d/g, () => String(Math.floor(random() * 10))),
  'greeting and sign-off': (text, random) => `${pick(GREETINGS, random)} ${text} Teşekkürler, iyi çalışmalar.`,
  'drops 5 % of words': dropWords(0.05),
  'drops 10 % of words': dropWords(0.1),
  'drops 20 % of words': dropWords(0.2),
  'swaps two sentences': (text) =>
    text
      .split(/(?<=[.!?]) /)
      .reverse()
      .join(' '),
  'cut after 60 %': (text) => `${text.slice(0, Math.ceil(text.length * 0.6))}…`,
  'comment before': (text, random) =>
    `${pick(['Bu ne ya rezalet resmen', 'Aynen katılıyorum arkadaşlar', 'Görmeyen kalmasın lütfen paylaşın'], random)} "${text}"`,
};

function sample(name: string, count: number, minLength: number, random: () => number): Row[] {
  const rows = rowsOf(name).filter((row) => row.text.length >= minLength);
  const step = rows.length / Math.min(count, rows.length);
  return Array.from(
    { length: Math.min(count, rows.length) },
    (_, i) => rows[Math.floor(i * step + random() * step * 0.9)] as Row,
  );
}

/** How many changed copies join the story of their original, while all the originals and other copies are there. */
async function measureCopies(originals: readonly Row[]): Promise<void> {
  const random = randomFrom(7);
  for (const [name, change] of Object.entries(CHANGES)) {
    const copies = originals.map((row) => ({ id: `${row.id}'`, text: change(row.text, random) }));
    const stories = await storiesOf([...originals, ...copies]);
    const of = new Map(stories.map(({ id, story }) => [id, story]));
    const missed = originals.filter((row) => of.get(row.id) !== of.get(`${row.id}'`));
    const recall = 1 - missed.length / originals.length;
    console.log(`  ${name.padEnd(24)} recall ${recall.toFixed(4)}  n ${originals.length}`);
    if (isShowing) for (const row of missed.slice(0, 4)) console.log(`      - ${row.text.slice(0, 150)}`);
  }
}

/** Different texts: every story of more than one is listed to be looked at. */
async function measureGlue(name: string, rows: readonly Row[]): Promise<void> {
  const from = performance.now();
  const stories = await storiesOf(
    rows.map((row, i) => ({
      id: String(i),
      text: row.text,
      seenAt: 1000 * i,
      ...(row.title ? { title: row.title } : {}),
    })),
  );
  const seconds = (performance.now() - from) / 1000;
  const members = new Map<string, number[]>();
  for (const { id, story } of stories) members.set(story, [...(members.get(story) ?? []), Number(id)]);
  const many = [...members.values()].filter((list) => list.length > 1).sort((a, b) => b.length - a.length);
  const glued = many.reduce((sum, list) => sum + list.length - 1, 0);
  const rate = Math.round(rows.length / seconds);
  console.log(
    `  ${name.padEnd(34)} n ${rows.length}  joined ${glued}  largest ${many[0]?.length ?? 1}  ${rate} texts/s`,
  );
  if (!isShowing) return;
  for (const list of many.slice(0, 12)) {
    console.log(`    ${list.length}:`);
    for (const i of list.slice(0, 4))
      console.log(`      - ${[rows[i]?.title, rows[i]?.text].join(' | ').slice(0, 200)}`);
  }
}

/** Pairs of news that were read and labelled: how many that are put together tell one event, and how many of those are found. */
async function measureEvents(): Promise<void> {
  const file = resolve(import.meta.dirname, 'support/same-event.json');
  const { same, different } = JSON.parse(readFileSync(file, 'utf8')) as { same: string[]; different: string[] };
  const labelled = resolve(shared, '../fixtures/news-tr-labelled/labeled_news_without_cardinalities.json');
  const news = JSON.parse(readFileSync(labelled, 'utf8')) as { title: string; content: string; date: string }[];
  const stories = await storiesOf([
    ...rowsOf('background/ttc3600_haber').map(({ id, text }, at) => ({
      ...{ id: id.slice('ttc3600_haber-'.length), text, seenAt: 1000 * at },
    })),
    ...news.map(({ title, content, date }, at) => ({ id: String(at), title, text: content, seenAt: Date.parse(date) })),
  ]);
  const storyOf = new Map(stories.map(({ id, story }) => [id, story]));
  const isJoined = (pair: string) => new Set(pair.split(' ').map((id) => storyOf.get(id))).size === 1;
  const [right, wrong] = [same.filter(isJoined).length, different.filter(isJoined).length];
  console.log(
    `  precision ${(right / (right + wrong)).toFixed(3)}  recall ${(right / same.length).toFixed(3)}  (${same.length} pairs of one event, ${different.length} of two)`,
  );
}

/** Seconds of processor time so far: other work on the machine does not count. */
const cpuSeconds = () => process.cpuUsage().user / 1e6;

function measureSignatures(): void {
  const texts = ['background/brand_tweets_telekom', 'complaints/turkcell_sikayet', 'background/memnuniyet_net'].flatMap(
    rowsOf,
  );
  for (const row of texts.slice(0, 2000)) fingerprint(null, row.text);
  const from = cpuSeconds();
  let bands = 0;
  let bytes = 0;
  for (const row of texts) {
    const made = fingerprint(null, row.text);
    bands += made.bands.length;
    bytes += made.signature.length;
  }
  const rate = texts.length / (cpuSeconds() - from);
  const mean = texts.reduce((sum, row) => sum + row.text.length, 0) / texts.length;
  console.log(
    `signatures: ${Math.round(rate)} texts per second of processor time (mean ${Math.round(mean)} characters, ${(bands / texts.length).toFixed(1)} bands, ${Math.round(bytes / texts.length)} bytes)`,
  );
  for (const size of [1e5, 1e6]) {
    const big = texts
      .map((row) => row.text)
      .join(' ')
      .slice(0, size);
    const start = performance.now();
    fingerprint(null, big);
    console.log(`  one text of ${size} characters: ${(performance.now() - start).toFixed(1)} ms`);
  }
}

/** A million mentions in batches, made of the words of real texts, every fifth a changed copy of a recent one. */
async function measureMillion(): Promise<void> {
  const random = randomFrom(3);
  const texts = ['background/brand_tweets_telekom', 'complaints/turkcell_sikayet']
    .flatMap(rowsOf)
    .map((row) => row.text);
  const words = texts.join(' ').split(' ');
  const invent = () => Array.from({ length: 10 + Math.floor(random() * 40) }, () => pick(words, random)).join(' ');
  const assigner = new StoryAssigner({ findCandidates: async () => [] }, new StoryIndex(MAX_REMEMBERED));
  const recent: { text: string; story: string }[] = [];
  const from = cpuSeconds();
  const found = { copies: 0, joined: 0, glued: 0 };
  for (let batch = 0; batch < 1000; batch++) {
    const items = Array.from({ length: 1000 }, (_, i) => {
      const original = random() < 0.2 && recent.length > 0 ? pickOr(recent, random) : null;
      const text = original?.text.replace(/\d/g, '7') ?? invent();
      return { original, item: { mentionId: `${batch}-${i}`, title: null, text, seenAt: batch * 60_000 + i } };
    });
    const stories = await assigner.assignBatch(
      'b',
      items.map(({ item }) => item),
    );
    for (const [i, { original, item }] of items.entries()) {
      const story = stories[i]?.storyId ?? '';
      if (original) found.copies += 1;
      if (original && original.story === story) found.joined += 1;
      if (!original && stories[i]?.isNew === false) found.glued += 1;
      if (i % 20 === 0) recent[Math.floor(random() * 500)] = { text: item.text, story };
    }
    if (batch % 200 === 199) {
      globalThis.gc?.();
      const heap = Math.round(process.memoryUsage().heapUsed / 1048576);
      console.log(
        `  ${batch + 1},000 mentions: ${Math.round(((batch + 1) * 1e3) / (cpuSeconds() - from))} per second of processor time, ${heap} MB of heap, ${JSON.stringify(found)}`,
      );
    }
  }
}

function pickOr<T>(list: readonly T[], random: () => number): T | null {
  return list[Math.floor(random() * list.length)] ?? null;
}

const random = randomFrom(1);
if (process.argv.includes('--million')) {
  await measureMillion();
  process.exit(0);
}
measureSignatures();
console.log('reports of one event in other words, pairs:');
await measureEvents();
console.log('copies, tweets (20 characters and more):');
await measureCopies(sample('background/brand_tweets_telekom', 1500, 20, random));
console.log('copies, tweets (80 characters and more):');
await measureCopies(sample('background/brand_tweets_telekom', 1500, 80, random));
console.log('copies, news:');
await measureCopies(sample('background/ttc3600_haber', 800, 200, random));
console.log('copies, complaints:');
await measureCopies(sample('complaints/turkcell_sikayet', 1500, 60, random));
console.log('different texts (what is joined is printed with --show):');
for (const name of [
  'complaints/turkcell_sikayet',
  'complaints/arcelik_sikayet',
  'complaints/banka_sikayet_2025',
  'background/brand_tweets_telekom',
  'background/brand_tweets_havayolu',
  'background/trendyol_yorum',
  'sentiment/magaza_yorumlari',
  'background/ttc3600_haber',
  'background/eksi_basliklar',
]) {
  await measureGlue(name, rowsOf(name));
}
