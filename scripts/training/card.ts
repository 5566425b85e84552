// Writes the measured part of the model card between its two marks. The words around it are a person's.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Evaluation } from './evaluation.ts';

const BEGIN = '<!-- figures: written by npm run eval -- --card -->';
const END = '<!-- end of figures -->';

/** Throws when the card has lost its marks. */
export function writeCard(path: string, evaluation: Evaluation): void {
  const card = readFileSync(path, 'utf8');
  const from = card.indexOf(BEGIN);
  const to = card.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${path} has no place for the figures: restore its two marks.`);
  const tables = evaluation.tables.map(({ title, figures }) => {
    const rows = figures.classes
      .filter((one) => one.n > 0)
      .map(
        (one) =>
          `| ${one.label} | ${one.n} | ${[one.precision, one.recall, one.f1].map((v) => v.toFixed(2)).join(' | ')} |`,
      );
    return `### ${title}\n\n| class | n | precision | recall | F1 |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  const measured = `\n| figure | value | |\n|---|---|---|\n${evaluation.lines.join('\n')}\n\n${tables.join('\n')}`;
  writeFileSync(path, card.slice(0, from + BEGIN.length) + measured + card.slice(to));
}
