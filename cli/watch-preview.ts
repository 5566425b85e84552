// The preview of a query on the terminal: what it would have found, what its exclusions hide, and advice.

import type { Preview } from '../pipeline/preview.ts';
import type { Cli } from './context.ts';
import { maskedText } from './mention-text.ts';
import { count, counted, paint, shorten } from './ui.ts';

const SHOWN = 5;

export function showPreview(cli: Cli, query: string, preview: Preview): void {
  cli.out.say(`Query: ${query}`);
  for (const sentence of preview.advice) cli.out.say(paint.yellow(sentence));
  if (preview.scannedCount === 0) {
    cli.out.say(paint.dim('Nothing is stored yet, so there is nothing to try it on.'));
    return;
  }
  const { matchedCount, scannedCount, perDay, hits, hidden, sources } = preview;
  const rate = perDay === null ? '' : `, about ${perDay} a day`;
  cli.out.say(
    `Would have found ${paint.bold(count(matchedCount))} of the last ${counted(scannedCount, 'mention')}${rate}.`,
  );
  for (const { found, why } of hits.slice(0, SHOWN))
    cli.out.say(`  ${shorten(maskedText(found), 90)}\n  ${paint.dim(shorten(why, 90))}`);
  if (sources.length > 1) {
    const all = sources.slice(0, SHOWN).map(({ sourceId, count: found }) => `${sourceId} ${count(found)}`);
    cli.out.say(paint.dim(`By source: ${all.join(', ')}`));
  }
  showExamples(cli, preview.byExamples);
  if (hidden.count === 0) return;
  const parts = hidden.parts.slice(0, SHOWN).map((part) => `-${part.by} ${count(part.count)}`);
  cli.out.say(`The exclusions hide ${paint.bold(count(hidden.count))}: ${parts.join(', ')}.`);
  for (const { found, by } of hidden.samples.slice(0, SHOWN))
    cli.out.say(`  ${shorten(maskedText(found), 90)}\n  ${paint.dim(`hidden by -${by}`)}`);
}

function showExamples(cli: Cli, { count: hiddenCount, meantCount, samples }: Preview['byExamples']): void {
  if (hiddenCount > 0) cli.out.say(`With the examples ${paint.bold(count(hiddenCount))} of them mean something else:`);
  for (const { found } of samples.slice(0, SHOWN)) cli.out.say(`  ${shorten(maskedText(found), 90)}`);
  if (meantCount > 0) cli.out.say(`With the examples ${paint.bold(count(meantCount))} more mean the brand.`);
}
