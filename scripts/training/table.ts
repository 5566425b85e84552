// Tables for a person at a terminal: figures right-aligned, good ones green, poor ones red. Prints nothing by itself.

import { createColors } from 'picocolors';
import type { Figures } from './metrics.ts';

export interface Paint {
  good(text: string): string;
  fair(text: string): string;
  poor(text: string): string;
  head(text: string): string;
  dim(text: string): string;
}

export function paintFor(isColoured: boolean): Paint {
  const colours = createColors(isColoured);
  return {
    good: colours.green,
    fair: colours.yellow,
    poor: colours.red,
    head: (text) => colours.bold(text),
    dim: colours.dim,
  };
}

/** 0.8123 as '0.812', coloured by how good it is. */
export function figure(value: number, paint: Paint): string {
  const text = value.toFixed(3);
  if (value >= 0.8) return paint.good(text);
  return value >= 0.6 ? paint.fair(text) : paint.poor(text);
}

/** One row per class that occurs or is given, then the mean. Classes under `least` texts are dimmed: they are not counted. */
export function classTable(title: string, figures: Figures, paint: Paint, least = 1): string {
  const lines = [paint.head(title), paint.dim(`  ${'class'.padEnd(20)}${'n'.padStart(6)}  precision  recall      F1`)];
  for (const one of figures.classes) {
    if (one.n === 0 && one.precision === 0) continue;
    const name = `  ${one.label.padEnd(20)}${String(one.n).padStart(6)}`;
    const cells = [one.precision, one.recall, one.f1].map((value) => figure(value, paint));
    lines.push(`${one.n < least ? paint.dim(name) : name}      ${cells.join('   ')}`);
  }
  const counted = figures.classes.filter((one) => one.n >= least).length;
  lines.push(
    `  ${`macro F1 of ${counted} classes`.padEnd(26)}  ${figure(figures.macroF1, paint)}   ${paint.dim(`exactly right ${figures.accuracy.toFixed(3)}, n ${figures.n}`)}`,
  );
  return `${lines.join('\n')}\n`;
}
