// What a query would have found in what is already stored: the proof before a watch is added.
// Bounded by count and time, and it lets others work in between; must never scan everything.

import { DAY, SECOND } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { JudgedMention, Locale } from '../core/ports.ts';
import { compileQuery, type Matcher, type Span } from '../core/text/match.ts';
import type { Deps } from './deps.ts';

const MAX_SCANNED = 5000;
const MAX_MS = SECOND;
const MAX_HITS = 10;
const PAGE = 200;

export interface Preview {
  isValid: boolean;
  error: { message: string; position: number | null } | null;
  scannedCount: number;
  matchedCount: number;
  /** Over the time that the scanned mentions cover, at least a day; null when nothing is stored. */
  perDay: number | null;
  hits: { found: JudgedMention; why: string; spans: Span[] }[];
}

/** Newest first over at most 5,000 stored mentions or one second. A query that cannot be read is an answer, not an error. */
export async function previewQuery(deps: Deps, query: string, locale: Locale): Promise<Preview> {
  const preview: Preview = { isValid: true, error: null, scannedCount: 0, matchedCount: 0, perDay: null, hits: [] };
  let matcher: Matcher;
  try {
    matcher = compileQuery(query);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...preview, isValid: false, error: sentenceOf(error, locale) };
  }
  const until = deps.clock.now() + MAX_MS;
  let cursor: string | null = null;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = 0;
  do {
    const page = await deps.store.mentions.list({}, { limit: PAGE, cursor });
    for (const found of page.items) {
      const at = found.mention.publishedAt ?? found.mention.seenAt;
      oldest = Math.min(oldest, at);
      newest = Math.max(newest, at);
      preview.scannedCount += 1;
      look(matcher, found, preview, locale);
      if (deps.clock.now() > until) break;
    }
    cursor = page.nextCursor;
    await new Promise<void>((resolve) => setImmediate(resolve));
  } while (cursor && preview.scannedCount < MAX_SCANNED && deps.clock.now() <= until);
  if (preview.scannedCount > 0) {
    const perDay = preview.matchedCount / Math.max(1, (newest - oldest) / DAY);
    preview.perDay = Math.round(perDay * 10) / 10;
  }
  return preview;
}

function look(matcher: Matcher, found: JudgedMention, preview: Preview, locale: Locale): void {
  const { title, text, url, author, language, channel } = found.mention;
  const result = matcher.match({ title, text, url, authorHandle: author.handle, language, channel }, locale);
  if (!result.matched) return;
  preview.matchedCount += 1;
  if (preview.hits.length < MAX_HITS) preview.hits.push({ found, why: result.why, spans: result.spans });
}

function sentenceOf(error: AppError, locale: Locale): { message: string; position: number | null } {
  const { tr, position } = error.facts;
  return {
    message: locale === 'tr' && typeof tr === 'string' ? tr : error.message,
    position: typeof position === 'number' ? position : null,
  };
}
