// A watch's query in the words of a search engine: never narrower than the watch itself.

import { describe, expect, it } from 'vitest';
import { toSearchQuery } from '../../../crawlers/parse/search-query.ts';

describe('toSearchQuery', () => {
  it.each([
    ['markam', 'markam'],
    ['"markam express" OR markam', '"markam express" OR markam'],
    ['markam (iade OR kargo)', 'markam (iade OR kargo)'],
    ['markam -şeker', 'markam -şeker'],
    ['markam NOT (iade OR kargo)', 'markam'],
    ['(iade OR iptal) near/5 markam', '(iade OR iptal) markam'],
    ['title:markam site:gazete.example', 'intitle:markam site:gazete.example'],
    ['markam lang:tr', 'markam'],
    ['mark*', 'mark'],
    ['=Getir', 'Getir'],
  ])('%s is asked as %s', (query, asked) => {
    expect(toSearchQuery(query)).toBe(asked);
  });

  it('asks nothing rather than half of an alternative, and as many whole ones as fit', () => {
    expect(toSearchQuery('markam OR lang:tr')).toBeNull();
    expect(toSearchQuery('birinci OR ikinci OR üçüncü', 20)).toBe('birinci OR ikinci');
  });
});
