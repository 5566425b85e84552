// Search in SQLite: an index of words (FTS5, without positions or contents) for words that are rare, and the same rule
// asked of each text, as the SQL function found(), where a word is so common that walking the newest finds a page sooner.

import type Database from 'better-sqlite3';
import { isFound, type SearchTerms, searchTerms, searchWords } from '../../core/text/search.ts';
import type { Connection } from './connection.ts';

/** With more hits than this a list is walked newest first; measured at a million mentions, both ways cost about the same. */
const MAX_COLLECTED = 10_000;
/** Shorter beginnings stand for too many words to be looked up. */
const MIN_INDEXED = 3;

/**
 * How a list is to be searched. `few`: ask the index with `match`, and when it is not exact found() of what it gives;
 * `many`: ask found(folded, terms) of each row.
 */
export type SearchPlan =
  | { kind: 'none' }
  | { kind: 'nothing' }
  | { kind: 'few'; match: string; terms: string; isExact: boolean }
  | { kind: 'many'; terms: string };

/** Makes the SQL function found(folded, terms as JSON). */
export function defineFound(db: Database.Database): void {
  let json = '';
  let terms: SearchTerms = [];
  db.function('found', { deterministic: true }, (folded: unknown, wanted: unknown) => {
    if (wanted !== json) [json, terms] = [String(wanted), JSON.parse(String(wanted))];
    return isFound(String(folded), terms) ? 1 : 0;
  });
}

export function planSearch(connection: Connection, search: string | undefined): SearchPlan {
  const terms = search === undefined ? null : searchTerms(search);
  if (terms === null) return { kind: 'none' };
  if (terms.length === 0) return { kind: 'nothing' };
  const json = JSON.stringify(terms);
  const indexed = terms.filter((beginnings) => beginnings.every((start) => start.length >= MIN_INDEXED));
  const match = matchOf(indexed);
  if (indexed.length === 0 || !isRare(connection, match)) return { kind: 'many', terms: json };
  return { kind: 'few', match, terms: json, isExact: indexed.length === terms.length };
}

/** FTS5's language. */
function matchOf(terms: SearchTerms): string {
  return terms.map((beginnings) => `(${beginnings.map((start) => `"${start}"*`).join(' OR ')})`).join(' AND ');
}

function isRare(connection: Connection, match: string): boolean {
  const text = `SELECT count(*) AS n FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ${MAX_COLLECTED + 1})`;
  return (connection.row<{ n: number }>(text, match)?.n ?? 0) <= MAX_COLLECTED;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** The index splits plain texts itself by the same rule; other scripts are split here, where \p{L} is understood. */
export function indexText(connection: Connection, mentionN: number, folded: string): void {
  const words = BEYOND_ASCII.test(folded) ? searchWords(folded) : folded;
  connection.run('INSERT INTO search (rowid, words) VALUES (?, ?)', mentionN, words);
}

export function unindexText(connection: Connection, mentionN: number): void {
  connection.run('DELETE FROM search WHERE rowid = ?', mentionN);
}
