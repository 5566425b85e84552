// What a query would have found in what is already stored: the proof before a watch is added. Also what its exclusions keep
// out, what was judged to mean something else, where the hits come from, and a word of advice where a name is an ordinary
// word. Bounded by count and time, and it lets others work in between; must never scan everything.

import { DAY, SECOND } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { BrandView, JudgedMention, Locale } from '../core/ports.ts';
import { aloneWords, compileExclusions, type ExclusionFinder } from '../core/text/exclusions.ts';
import { compileQuery, type Matcher, type Span } from '../core/text/match.ts';
import { brandViewOf, type WatchExamples } from './brand-view.ts';
import type { Deps } from './deps.ts';
import { judgeMention } from './judge-mention.ts';

const MAX_SCANNED = 5000;
const MAX_MS = SECOND;
const MAX_HITS = 10;
const MAX_HIDDEN = 5;
const MAX_PARTS = 20;
const PAGE = 200;

interface Sample {
  found: JudgedMention;
  spans: Span[];
}

export interface Preview {
  isValid: boolean;
  error: { message: string; position: number | null } | null;
  scannedCount: number;
  matchedCount: number;
  /** Over the time that the scanned mentions cover, at least a day; null when nothing is stored. */
  perDay: number | null;
  hits: (Sample & { why: string })[];
  /** Texts that would match without a NOT part; each sample with the part that hid it. */
  hidden: { count: number; parts: { by: string; count: number }[]; samples: (Sample & { by: string })[] };
  /** Hits that were judged to speak of something else of the name. */
  unmeant: { count: number; samples: Sample[] };
  /**
   * Hits that the examples of the draft tell from the brand, and how many that were thought to mean something else now mean
   * it; nothing without a draft. People's own words about a mention stand.
   */
  byExamples: { count: number; meantCount: number; samples: Sample[] };
  /** Where the hits come from, the most first. */
  sources: { sourceId: string; count: number }[];
  /** Sentences in the reader's language. */
  advice: string[];
}

/** Examples of a watch that is being written, or changed. */
export type ExamplesDraft = WatchExamples & { brandId: string; watchId?: string | undefined };

/** Newest first over at most 5,000 stored mentions or one second. A query that cannot be read is an answer, not an error. */
export async function previewQuery(deps: Deps, query: string, locale: Locale, draft?: ExamplesDraft): Promise<Preview> {
  const preview: Preview = {
    ...{ isValid: true, error: null, scannedCount: 0, matchedCount: 0, perDay: null, hits: [] },
    ...{ hidden: { count: 0, parts: [], samples: [] }, unmeant: { count: 0, samples: [] }, sources: [], advice: [] },
    byExamples: { count: 0, meantCount: 0, samples: [] },
  };
  let matcher: Matcher;
  let exclusions: ExclusionFinder | null;
  try {
    matcher = compileQuery(query);
    exclusions = compileExclusions(query);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...preview, isValid: false, error: sentenceOf(error, locale) };
  }
  const isShown = draft && draft.positiveExamples.length + draft.negativeExamples.length > 0;
  const brand = isShown ? await brandViewOf(deps, draft.brandId, draft) : null;
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
      const spans = look(matcher, exclusions, found, preview, locale);
      if (spans && brand) weighExamples(deps, brand, { found, spans }, preview);
      if (deps.clock.now() > until) break;
    }
    cursor = page.nextCursor;
    await new Promise<void>((resolve) => setImmediate(resolve));
  } while (cursor && preview.scannedCount < MAX_SCANNED && deps.clock.now() <= until);
  if (preview.scannedCount > 0) {
    const perDay = preview.matchedCount / Math.max(1, (newest - oldest) / DAY);
    preview.perDay = Math.round(perDay * 10) / 10;
  }
  preview.sources.sort((a, b) => b.count - a.count);
  preview.hidden.parts = preview.hidden.parts.sort((a, b) => b.count - a.count).slice(0, MAX_PARTS);
  preview.advice = await adviceOn(deps, query, preview, locale);
  return preview;
}

function look(
  matcher: Matcher,
  exclusions: ExclusionFinder | null,
  found: JudgedMention,
  preview: Preview,
  locale: Locale,
): Span[] | null {
  const { title, text, url, author, language, channel, sourceId } = found.mention;
  const types = found.judgement?.types.map(({ type }) => type) ?? null;
  const input = { title, text, url, authorHandle: author.handle, language, channel, types };
  const result = matcher.match(input, locale);
  if (!result.matched) {
    const hidden = exclusions?.find(input);
    if (!hidden) return null;
    preview.hidden.count += 1;
    countIn(preview.hidden.parts, (part) => part.by === hidden.by, { by: hidden.by, count: 0 });
    if (preview.hidden.samples.length < MAX_HIDDEN) preview.hidden.samples.push({ found, ...hidden });
    return null;
  }
  preview.matchedCount += 1;
  countIn(preview.sources, (one) => one.sourceId === sourceId, { sourceId, count: 0 });
  if (preview.hits.length < MAX_HITS) preview.hits.push({ found, why: result.why, spans: result.spans });
  if (found.judgement?.relevance?.isBrand === false) {
    preview.unmeant.count += 1;
    if (preview.unmeant.samples.length < MAX_HIDDEN) preview.unmeant.samples.push({ found, spans: result.spans });
  }
  return result.spans;
}

/** What relevance would say of a hit with the examples, against what it says now. */
function weighExamples(deps: Deps, brand: BrandView, sample: Sample, { byExamples }: Preview): void {
  const { mention, judgement } = sample.found;
  if (judgement?.corrected?.includes('relevance')) return;
  const isBrand = judgeMention(deps, mention, brand, { storySize: 1 })?.relevance?.isBrand;
  const wasBrand = judgement?.relevance?.isBrand ?? true;
  if (isBrand === undefined || isBrand === wasBrand) return;
  if (isBrand) byExamples.meantCount += 1;
  else {
    byExamples.count += 1;
    if (byExamples.samples.length < MAX_HIDDEN) byExamples.samples.push(sample);
  }
}

function countIn<T extends { count: number }>(all: T[], isMeant: (one: T) => boolean, fresh: T): void {
  const known = all.find(isMeant);
  if (!known) all.push(fresh);
  (known ?? fresh).count += 1;
}

/** A text in so many of the newest that are there is no name. */
const TOO_COMMON = 0.5;
const ENOUGH = 50;

async function adviceOn(deps: Deps, query: string, preview: Preview, locale: Locale): Promise<string[]> {
  const ordinary = (await deps.parts.ordinaryNames?.(aloneWords(query))) ?? [];
  const advice = ordinary.map((word) => deps.t(locale, 'preview.ordinary', { word, capital: withCapital(word) }));
  const { scannedCount, matchedCount, unmeant } = preview;
  if (unmeant.count > 0 && unmeant.count * 4 >= matchedCount)
    advice.push(deps.t(locale, 'preview.unmeant', { count: unmeant.count, all: matchedCount }));
  if (ordinary.length > 0 && scannedCount >= ENOUGH && matchedCount > scannedCount * TOO_COMMON)
    advice.push(deps.t(locale, 'preview.too-many', { count: matchedCount, all: scannedCount }));
  return advice;
}

function withCapital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('tr') + word.slice(1);
}

function sentenceOf(error: AppError, locale: Locale): { message: string; position: number | null } {
  const { tr, position } = error.facts;
  return {
    message: locale === 'tr' && typeof tr === 'string' ? tr : error.message,
    position: typeof position === 'number' ? position : null,
  };
}
