// What the web search sources share: the questions they ask about a brand ("markam", "markam şikayet" …), the results as
// mentions, and which page stood where. A page is one mention, made when it first shows among the results; where it
// stands from then on is told by the ranking of every answer.

import { z } from 'zod';
import { HOUR } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParsedPage, PlanContext } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { canonicalUrl, hostOf } from '../../core/url.ts';
import { toSearchQuery } from './search-query.ts';

const MAX_QUERY = 250;
const MAX_WORDS = 8;

/** What people ask before they buy. Where a question costs nothing, all of it is asked. */
const USUAL_WORDS = 'şikayet, güvenilir mi, iade';
export const ALL_WORDS = `${USUAL_WORDS}, dolandırıcı mı, yorum`;

/** Parameters of every web search; `everyHours` is the least pause between two runs. */
export const searchParams = (everyHours: number, usualWords = USUAL_WORDS) => ({
  query: z
    .string()
    .trim()
    .min(1)
    .max(MAX_QUERY)
    .optional()
    .meta({ title: 'Arama', description: 'Boşsa izlemenin sorgusu aranır · Empty = the watch’s own query' }),
  words: z.string().trim().max(200).default(usualWords).meta({
    title: 'Ek sözler',
    description:
      'Adın yanına eklenerek ayrıca aranır, virgülle ayrılmış; her biri bir arama daha demektir · Each is asked once more beside the name, separated by commas',
  }),
  everyHours: z.number().min(0).max(24).default(everyHours).meta({
    title: 'Aralık (saat)',
    description: 'İki okuma arasında en az bu kadar beklenir · Least pause between two runs, in hours',
  }),
});

export interface SearchParams {
  query?: string | undefined;
  words: string;
  everyHours: number;
}

/** The name alone, then with each of the words. Throws 'source.invalid' when the watch has nothing to ask for. */
export function questionsOf(params: Pick<SearchParams, 'query' | 'words'>, context: PlanContext): string[] {
  const { query, terms } = context;
  const name = params.query ?? toSearchQuery(query, MAX_QUERY) ?? terms.slice(0, 3).join(' OR ');
  if (name.trim() === '')
    throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
  const words = params.words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  const inner = / OR /.test(name) && !/^\([^()]*\)$/.test(name) ? `(${name})` : name;
  return [...new Set([name, ...words.map((word) => `${inner} ${word}`)])];
}

export interface SearchResult {
  url: string;
  title: string | null;
  text: string;
  publishedAt: number | null;
  language?: string | null;
  siteName?: string | null;
}

/** As many as two pages: enough to see something come up. */
const MAX_RANK = 20;

interface Asked {
  question: string;
  everyHours: number;
  /** True when the engine was asked for what is new, which is no ranking. */
  isRecentOnly: boolean;
}

/** Results in their order as mentions, and what stood where. */
export function resultPage(
  results: readonly SearchResult[],
  { question, everyHours, isRecentOnly }: Asked,
): ParsedPage {
  const seen = new Map<string, SearchResult>();
  for (const result of results) {
    const address = canonicalUrl(result.url) ?? result.url;
    if (!seen.has(address)) seen.set(address, result);
  }
  const ranked = [...seen].slice(0, MAX_RANK).map(([url, { title }]) => ({ url, title }));
  return {
    mentions: [...seen.values()].map((result, at) => ({ ...toMention(result), rank: isRecentOnly ? null : at + 1 })),
    isMeasuredEmpty: results.length === 0,
    ...(isRecentOnly || question === '' ? {} : { ranking: { query: question, results: ranked } }),
    ...(everyHours > 0 ? { nextRunInMs: everyHours * HOUR } : {}),
  };
}

function toMention({ url, title, text, publishedAt, language, siteName }: SearchResult): RawMention {
  return { url, title, text, publishedAt, language: language ?? null, siteName: siteName ?? hostOf(url) };
}
