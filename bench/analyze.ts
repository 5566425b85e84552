// How many short texts a second all analyzers together judge on one core, beside what natural's Bayes classifier and
// Debian's fastText need for one single label on the same texts in the same run. Texts are of our own making.

import { performance } from 'node:perf_hooks';
import { createJudge } from '../analyzers/judge.ts';
import { loadCommonWords, loadModel } from '../analyzers/model/load.ts';
import { openAnalyzers } from '../analyzers/open.ts';
import type { BrandView } from '../core/ports.ts';
import { bayes, fastText, type Guess } from '../scripts/training/baselines.ts';
import { generate, type Made } from '../scripts/training/generate.ts';
import { coreSeconds, tell } from './support/figures.ts';

const BRAND: BrandView = {
  id: 'brd_bench',
  name: 'Norbank',
  aliases: ['norbankim'],
  domains: ['norbank.example'],
  accounts: ['norbank'],
  competitors: [],
};

/** Texts a second: the best of `rounds` rounds, because other processes only ever slow one down. */
function speedOf(count: number, rounds: number, work: () => void): number {
  let best = 0;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    work();
    best = Math.max(best, (count * 1000) / (performance.now() - start));
  }
  return best;
}

function report(name: string, perSecond: number, ours: number): void {
  const ratio = ours / perSecond;
  console.log(
    `  ${name.padEnd(34)} ${String(Math.round(perSecond)).padStart(8)} texts/s   itibar is ${ratio.toFixed(2)} times as fast`,
  );
}

async function main(): Promise<void> {
  const loadStart = performance.now();
  await Promise.all([loadModel('sentiment'), loadModel('labels'), loadModel('relevance'), loadCommonWords()]);
  const loadMs = performance.now() - loadStart;
  const openedFrom = coreSeconds();
  const judge = createJudge(await openAnalyzers());
  const openedMs = (coreSeconds() - openedFrom) * 1000;
  const made: Made[] = generate(3);
  const judgeAll = (): void => {
    for (const { text, title, channel } of made) {
      judge({ title, text, channel, url: null, authorHandle: null, publishedAt: null }, BRAND, {
        followers: null,
        storySize: 1,
      });
    }
  };
  judgeAll();
  const ours = speedOf(made.length, 5, judgeAll);
  const letters = made.reduce((sum, one) => sum + one.text.length, 0) / made.length;
  console.log(
    `analyze: ${made.length} texts of ${Math.round(letters)} characters, weights read in ${Math.round(loadMs)} ms`,
  );
  tell({ what: 'models opened, processor time', value: openedMs, unit: 'ms', target: { most: 200 } });
  const samples = generate(1).map((one) => ({ text: one.text, label: one.sentiment }));
  const texts = made.slice(0, 600).map((one) => one.text);
  const others: [string, Guess | null][] = [
    ['natural, Bayes, sentiment only', await bayes(samples)],
    ['fastText, sentiment, with start-up', fastText(samples)],
  ];
  const peers: { name: string; perSecond: number }[] = [];
  for (const [name, guess] of others) {
    if (guess === null) console.log(`  ${name.padEnd(34)} not installed`);
    else peers.push({ name, perSecond: speedOf(texts.length, 2, () => guess(texts)) });
  }
  for (const { name, perSecond } of peers) report(name, perSecond, ours);
  const [peer] = peers;
  tell({
    what: 'full analysis, short texts a second, one core',
    value: ours,
    unit: '/s',
    ...(peer ? { beside: { what: peer.name, ratio: ours / peer.perSecond } } : {}),
    target: { least: 5000 },
  });
}

await main();
