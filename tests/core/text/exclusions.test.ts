import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aloneWords, compileExclusions, nodeText } from '../../../core/text/exclusions.ts';
import { compileQuery } from '../../../core/text/match.ts';
import { parseQuery } from '../../../core/text/query.ts';

describe('what the NOT parts of a query hide', () => {
  it.each([
    ['markam -çekiliş', 'markam çekilişi başladı', 'çekiliş'],
    ['markam -çekiliş -hediye', 'markamdan hediye kart', 'hediye'],
    ['markam -(çekiliş OR "hediye kartı")', 'markam hediye kartı', '"hediye kartı"'],
    ['markam NOT (iade kargo)', 'markam iade kargo', '(iade kargo)'],
    ['markam -=Getir', 'markam Getir', '=Getir'],
    ['markam -hedi*', 'markam hediyelik', 'hedi*'],
    ['(markam -çekiliş) OR kargo', 'markam çekiliş', 'çekiliş'],
  ])('%s hides %j by %s', (query, text, by) => {
    expect(compileExclusions(query)?.find({ text })).toMatchObject({ by });
  });

  it.each([
    ['markam -çekiliş', 'markam kargo'], // matches anyway
    ['markam -çekiliş', 'çekiliş var'], // would not match without it either
    ['(markam -çekiliş) OR kargo', 'markam kargo çekiliş'], // matches by the other part
  ])('%s hides nothing of %j', (query, text) => {
    expect(compileExclusions(query)?.find({ text })).toBeNull();
  });

  it('is decided by type and channel too', () => {
    const finder = compileExclusions('markam -type:spam -kanal:haber');
    expect(finder?.find({ text: 'markam', types: ['spam'] })).toMatchObject({ by: 'type:spam' });
    expect(finder?.find({ text: 'markam', types: [], channel: 'news' })).toMatchObject({ by: 'channel:news' });
    expect(compileExclusions('markam kargo')).toBeNull();
  });

  it('never hides what matches, whatever the query', () => {
    const word = fc.constantFrom('elma', 'armut', 'kiraz', 'dut');
    const query = fc.array(fc.tuple(fc.constantFrom('', '-', 'OR ', 'OR -'), word), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(query, fc.array(word, { maxLength: 4 }), (parts, words) => {
        const text = words.join(' ');
        const asked = parts
          .map(([sign, name]) => sign + name)
          .join(' ')
          .replace(/^OR -?/, '');
        let matched: boolean;
        try {
          matched = compileQuery(asked).match({ text }).matched;
        } catch {
          return;
        }
        const hidden = compileExclusions(asked)?.find({ text }) ?? null;
        if (matched) expect(hidden).toBeNull();
        else if (hidden) expect(words).toContain(hidden.by);
      }),
    );
  });
});

it('writes a part of a query so that it can be read again', () => {
  for (const query of [
    'elma',
    '"yeşil elma"',
    '=Elma',
    'elm*',
    'title:elma',
    'site:x.com',
    'type:fraud',
    'a1 near/3 b1',
  ])
    expect(parseQuery(nodeText(parseQuery(query)))).toEqual(parseQuery(query));
});

it.each([
  ['mavi', ['mavi']],
  ['mavi OR "mavi mağaza" OR getir', ['mavi', 'getir']],
  ['mavi -gökyüzü', ['mavi']],
  ['mavi mağaza', []],
  ['=Mavi', []],
  ['mav*', []],
  ['site:mavi.com', []],
])('single words that alone make %s match: %j', (query, words) => {
  expect(aloneWords(query)).toEqual(words);
});
