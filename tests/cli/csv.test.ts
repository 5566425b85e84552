import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../core/csv.ts';

describe('a cell of the CSV export', () => {
  it('is never a formula', () => {
    for (const text of ['=1+1', '+905551112233', '-2', '@SUM(A1)', '\t=1', ' =HYPERLINK("http://x")', '＝1', '\r=1'])
      expect(csvCell(text)).toMatch(/^"?'/);
    expect(csvCell(-2)).toBe('-2');
    expect(csvCell(null)).toBe('');
  });

  it('gives back any text, but for the apostrophe before what looks like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (texts) => {
        const [row] = parse(texts.map(csvCell).join(','), { relax_column_count: true, skip_empty_lines: false });
        const cells = (row ?? []) as string[];
        expect(cells.map((cell, at) => (cell === `'${texts[at]}` ? texts[at] : cell))).toEqual(texts);
      }),
    );
  });
});
