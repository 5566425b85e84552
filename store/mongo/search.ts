// Search in MongoDB: the words of each mention stand in a list with an index, and a search asks for their beginnings. What
// searching means is said in core/text/search.ts, the same for every store.

import { searchTerms, searchWords } from '../../core/text/search.ts';

/** Distinct words of a folded text, as they are kept beside a case. */
export function wordsOf(folded: string): string[] {
  return [...new Set(searchWords(folded).split(' '))].filter((word) => word !== '');
}

/** Conditions on `words`, all of which must hold; null when nothing is searched for; 'nothing' when nothing can be found. */
export function searchConditions(search: string | undefined): Record<string, unknown>[] | 'nothing' | null {
  const terms = search === undefined ? null : searchTerms(search);
  if (terms === null) return null;
  if (terms.length === 0) return 'nothing';
  // Words are letters and digits only, so nothing in them has a meaning in a pattern.
  return terms.map((beginnings) => {
    const wanted = beginnings.map((start) => ({ words: { $regex: `^${start}` } }));
    return wanted.length === 1 && wanted[0] ? wanted[0] : { $or: wanted };
  });
}
