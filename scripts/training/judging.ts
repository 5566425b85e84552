// Runs the shipped analyzers over labelled rows, as the product would: one judgement per row. Trains nothing.

import { createJudge, type Judged } from '../../analyzers/judge.ts';
import { openAnalyzers } from '../../analyzers/open.ts';
import type { BrandView } from '../../core/ports.ts';
import type { Row } from './corpus.ts';

export type JudgeRow = (row: Row) => Judged;

/** A brand of which nothing but the name is known. */
export function namedBrand(name: string): BrandView {
  return { id: 'brd_eval', name, aliases: [], domains: [], accounts: [], competitors: [] };
}

/** The brand's view is made once per name: the reader keeps what it worked out about it. */
export async function openRowJudge(): Promise<JudgeRow> {
  const judge = createJudge(await openAnalyzers());
  const brands = new Map<string, BrandView>();
  return (row) => {
    const name = row.brand;
    let brand: BrandView | null = null;
    if (name !== null) {
      brand = brands.get(name) ?? namedBrand(name);
      brands.set(name, brand);
    }
    return judge(
      {
        title: row.title,
        text: row.text,
        channel: row.channel,
        url: null,
        authorHandle: null,
        publishedAt: null,
      },
      brand,
      { followers: null, storySize: 1 },
    );
  };
}
