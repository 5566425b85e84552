// What a query would find if its sources were read now: a live look at each, with an estimate a day. Stores nothing.
// One source that fails never stops the others.

import { DAY } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { timeOf } from '../core/mention.ts';
import { compileQuery } from '../core/text/match.ts';
import { queryTerms } from '../core/text/query.ts';
import type { Mention } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { trySource } from './try-source.ts';
import type { SourceChoice } from './watch-check.ts';

export interface TriedSource {
  sourceId: string;
  /** Of the first request that failed, else of the first one. */
  outcome: string;
  itemCount: number;
  /** What the watch would take. */
  matches: Mention[];
  /** By the time that the newest items of the source cover; null with fewer than two dated ones. */
  perDay: number | null;
  error: string | null;
}

/** At most `maxPages` pages of each source. Throws AppError 'query.invalid'. */
export async function tryQuery(
  deps: Deps,
  query: string,
  choices: readonly SourceChoice[],
  maxPages?: number,
): Promise<TriedSource[]> {
  const matcher = compileQuery(query);
  const asked = { query, terms: queryTerms(query) };
  const tried: TriedSource[] = [];
  for (const { sourceId, params } of choices) {
    const source = deps.sources.get(sourceId);
    if (!source) {
      tried.push(failed(sourceId, 'gone', `The source ${sourceId} is not there (any more); choose another.`));
      continue;
    }
    try {
      const { attempts, mentions } = await trySource(deps, source, params, asked, maxPages);
      const isTrusted = source.manifest.selection === 'trust';
      const matches = mentions.filter(
        ({ title, text, url, author, language, channel }) =>
          isTrusted || matcher.match({ title, text, url, authorHandle: author.handle, language, channel }).matched,
      );
      const broken = attempts.find(({ error }) => error !== null);
      const outcome = broken?.outcome ?? attempts[0]?.outcome ?? 'nothing to ask';
      const found = { sourceId, outcome, itemCount: mentions.length, matches, error: broken?.error ?? null };
      tried.push({ ...found, perDay: rateOf(mentions, matches.length, deps.clock.now()) });
    } catch (error) {
      tried.push(failed(sourceId, 'broken', messageOf(error)));
    }
  }
  return tried;
}

function failed(sourceId: string, outcome: string, error: string): TriedSource {
  return { sourceId, outcome, itemCount: 0, matches: [], perDay: null, error };
}

/** Matches a day over the time from the oldest dated item that was read until now, at least an hour. */
function rateOf(mentions: readonly Mention[], matchCount: number, now: number): number | null {
  const times = mentions.filter(({ publishedAt }) => publishedAt !== null).map(timeOf);
  if (times.length < 2) return null;
  const covered = Math.max(DAY / 24, now - Math.min(...times));
  return Math.round(((matchCount * DAY) / covered) * 10) / 10;
}
