import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { parseQuery, queryTerms } from '../../../core/text/query.ts';

function problem(query: string): AppError {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${query} was accepted`);
}

describe('parseQuery', () => {
  it.each([
    ['', 'empty', 0],
    ['elma (armut', 'open-bracket', 5],
    ['elma) armut', 'extra-bracket', 4],
    ['elma "armut', 'open-quote', 5],
    ['elma renk:mavi', 'unknown-field', 5],
    ['elma channel:sokak', 'unknown-channel', 5],
    ['site: x', 'empty-field', 0],
    ['-elma', 'only-negative', 0],
    ['elma OR -armut', 'only-negative', 0],
    ['elma AND AND armut', 'word-missing', 9],
    ['elma OR', 'word-missing', 7],
    ['el*ma', 'wildcard', 0],
    ['e*', 'short-prefix', 0],
    ['"!!"', 'no-letters', 0],
    ['*elma', 'wildcard', 0],
    ['elma near/0 armut', 'near-number', 5],
    ['elma yakın/çok armut', 'near-number', 5],
    ['near/3 elma', 'word-missing', 0],
    ['elma near/3', 'word-missing', 11],
    ['elma near/3 -armut', 'word-missing', 12],
    ['elma near/3 (armut kiraz)', 'near-side', 12],
    ['site:x.com near/3 elma', 'near-side', 0],
    ['a near/2 b near/2 c', 'near-chain', 11],
    ['elma type:yangın', 'unknown-type', 5],
    ['-elma type:fraud OR -elma', 'only-negative', 0],
    [`${'('.repeat(50)}a${')'.repeat(50)}`, 'too-deep', 21],
    ['a'.repeat(5000), 'too-long', 4000],
  ])('refuses %j: %s at %i', (query, id, position) => {
    const error = problem(query);
    expect(error).toMatchObject({ code: 'query.invalid', facts: { problem: id, position } });
    expect(error.message).toContain(`position ${position + 1}`);
    expect(error.facts['tr']).toContain(`${position + 1}. karakter`);
  });

  it.each([
    ['elma sit:x.com', 'site:'],
    ['elma kanl:haber', 'kanal:'],
    ['elma channel:newz', 'news'],
    ['elma kanal:habr', 'haber'],
    ['elma type:fruad', 'fraud'],
    ['elma tür:dolandiricilk', 'dolandiricilik'],
  ])('says what was meant by %j: %s', (query, meant) => {
    const error = problem(query);
    expect(error.message).toContain(`Did you mean ${meant}`);
    expect(error.facts['tr']).toContain(`${meant} mi demek istediniz?`);
  });

  it('knows types by their Turkish names too', () => {
    expect(parseQuery('elma tür:dolandırıcılık')).toEqual(parseQuery('elma type:fraud'));
  });

  it('reads anything or says what is wrong', () => {
    const piece = fc.constantFrom(
      'elma',
      '"mavi dolap"',
      '(',
      ')',
      'OR',
      'AND',
      'NOT',
      '-',
      'site:x',
      '=A',
      '="A b"',
      'near/3',
      'yakın/9',
      'type:fraud',
      'veya',
      '|',
      'ab*',
      ' ',
      '"',
      ':',
      '’',
      'İ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join(' ')),
        ),
        (query) => {
          try {
            parseQuery(query);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
    );
  });
});

describe('joining words', () => {
  it('are operators in capitals and, where nobody looks for them, in lower case', () => {
    for (const [one, other] of [
      ['elma veya armut', 'elma OR armut'],
      ['elma ve armut', 'elma AND armut'],
      ['elma || armut', 'elma VEYA armut'],
      ['elma && armut', 'elma armut'],
      ['elma DEGIL armut', 'elma -armut'],
    ] as const)
      expect(parseQuery(one)).toEqual(parseQuery(other));
    expect(parseQuery('elma "veya" armut')).not.toEqual(parseQuery('elma veya armut'));
    expect(parseQuery('orijinal değil')).toEqual(parseQuery('orijinal "değil"'));
  });

  it('bind in this order: near, not, and, or', () => {
    expect(parseQuery('a1 near/2 b1 c1 OR -d1 e1')).toEqual(
      parseQuery('(((a1 near/2 b1) AND c1) OR ((NOT d1) AND e1))'),
    );
  });
});

describe('queryTerms', () => {
  it('gives the wanted words, phrases and names first', () => {
    expect(queryTerms('iade OR "Markam Destek" OR Markam OR MARKAM -çekiliş site:x.com')).toEqual([
      'Markam Destek',
      'Markam',
      'iade',
    ]);
  });
});
