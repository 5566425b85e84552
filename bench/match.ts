// Measures matching on real texts beside the checkout: what 1,000 watches cost compared with one, in the same run, and
// with a loop over the watches; and how often the brand a row names is found in its text.
// Usage: npx tsx bench/match.ts

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileQueries, compileQuery } from '../core/text/match.ts';
import { tokenize } from '../core/text/tokenize.ts';
import { tell } from './support/figures.ts';

const shared = resolve(import.meta.dirname, '../../shared/data');

interface Row {
  text: string;
  title?: string;
  brand?: string;
}

function rowsOf(name: string): Row[] {
  const lines = readFileSync(resolve(shared, `${name}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

/** Least seconds of each run over several rounds, one after the other in each round, so that all see the same machine. */
function seconds(runs: Record<string, () => void>, rounds = 7): Record<string, number> {
  const least: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const from = performance.now();
      run();
      least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, (performance.now() - from) / 1000);
    }
  }
  return least;
}

const names = readFileSync(resolve(shared, 'brand_names_sikayetvar.txt'), 'utf8').trim().split('\n');
const quoted = (name: string) => `"${name.replace(/["“”„«»*]/g, '')}"`;
const queryFor = (name: string, i: number) =>
  [quoted(name), `${quoted(name)} (iade OR kargo OR şikayet)`, `${quoted(name)} -çekiliş -hediye`][i % 3] as string;
const queries = names.slice(0, 1000).map((name, i) => ({ id: String(i), query: queryFor(name, i) }));
const texts = ['background/brand_tweets_telekom', 'complaints/sikayetvar_karma_2024', 'background/memnuniyet_net']
  .flatMap(rowsOf)
  .filter((_, i) => i % 4 === 0)
  .map((row) => row.text);
console.log(`${texts.length} texts, mean ${Math.round(texts.join('').length / texts.length)} characters`);

const one = compileQueries(queries.slice(0, 1));
const all = compileQueries(queries);
const withCommonWords = queries.map(({ id }) => {
  const name = quoted(names[Number(id)] as string);
  return { id, query: `${name} (internet OR fatura OR kargo OR müşteri)` };
});
const common = compileQueries(withCommonWords);
const every = compileQueries(names.map((name, i) => ({ id: String(i), query: quoted(name) })));
const run = (matcher: { match(input: { text: string }): unknown }) => () => {
  for (const text of texts) matcher.match({ text });
};
const taken = seconds({
  'tokens alone': () => {
    for (const text of texts) tokenize(text);
  },
  '1 watch': run(one),
  '1,000 watches, one automaton': run(all),
  '1,000 watches with common words': run(common),
  [`${names.length} watches`]: run(every),
});
const loop = queries.map(({ query }) => compileQuery(query));
const few = texts.slice(0, 100);
const looped = () => {
  for (const text of few) for (const matcher of loop) matcher.match({ text });
};
taken['1,000 watches in a loop'] = ((seconds({ looped }, 1)['looped'] as number) * texts.length) / few.length;
for (const [name, value] of Object.entries(taken)) {
  const ratio = value / (taken['1 watch'] as number);
  console.log(`  ${name.padEnd(34)} ${Math.round(texts.length / value)} texts/s  ${ratio.toFixed(2)} times one watch`);
}

tell({
  what: 'matching, texts a second for 1,000 watches',
  value: texts.length / (taken['1,000 watches, one automaton'] as number),
  unit: '/s',
  beside: {
    what: 'the time for one watch',
    ratio: (taken['1,000 watches, one automaton'] as number) / (taken['1 watch'] as number),
  },
});

console.log('the brand of the row is found in its title or text:');
for (const file of [
  'complaints/sikayetvar_karma_2024',
  'complaints/turkcell_sikayet',
  'complaints/banka_sikayet_2025',
  'complaints/arcelik_sikayet',
  'background/memnuniyet_net',
]) {
  const rows = rowsOf(file).filter((row) => row.brand);
  const matchers = new Map(
    [...new Set(rows.map((row) => row.brand as string))].map((brand) => [brand, compileQuery(quoted(brand))]),
  );
  const found = rows.filter(
    (row) => matchers.get(row.brand as string)?.match({ title: row.title ?? null, text: row.text }).matched,
  );
  console.log(`  ${file.padEnd(34)} ${(found.length / rows.length).toFixed(4)} of ${rows.length}`);
}
