// What is decided about evidence without touching anything: which words of a page count as changed, and when a captured
// page is looked at again. Pure. Counters, dates and what stands beside the text must never count as a change.

import { DAY, HOUR, MINUTE } from './clock.ts';
import type { PageText } from './ports.ts';
import { fold } from './text/fold.ts';

/** Pauses between one look and the next; after the last one the page is left alone. */
export const CHECK_PAUSES_MS = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY] as const;
/** A page that is gone is looked at once more before that is believed. */
export const CONFIRM_PAUSE_MS = 10 * MINUTE;

/** The files of a pack, in the order in which they are shown. */
export const EVIDENCE_FILES = {
  mention: 'mention.json',
  warc: 'page.warc.gz',
  screenshot: 'screenshot.png',
  text: 'text.json',
} as const;

/** Below this share of common words a page is another one, whatever its sentences. */
const SAME_PAGE = 0.9;
/** Shorter ones are buttons, counters and names. */
const MIN_WORDS = 4;
const MAX_SENTENCES = 2000;
const MAX_SHOWN = 20;
const MAX_SHOWN_LENGTH = 300;

/** Words of dates in text, folded: they change by themselves. */
const TIME_WORDS = new Set(
  fold(
    `ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık january february march april may june july
     august september october november december pazartesi salı çarşamba perşembe cuma cumartesi pazar monday tuesday
     wednesday thursday friday saturday sunday önce ago dün bugün yesterday today saniye dakika saat gün hafta ay yıl
     second seconds minute minutes hour hours day days week weeks month months year years`,
  ).split(/\s+/),
);

export interface TextChange {
  /** 0 to 1: words in common (Dice), of title and text. */
  similarity: number;
  /** Bounded, as they stood on the page. */
  removed: string[];
  added: string[];
}

/** When the look number `count` (0 = the first one) is due after `now`; null when there are no more. */
export function nextCheckAt(count: number, now: number): number | null {
  const pauseMs = CHECK_PAUSES_MS[count];
  return pauseMs === undefined ? null : now + pauseMs;
}

export interface ComparedMention {
  /** Our stored copy: title and text. */
  text: string;
  /** A page on which others go on writing: what they add is no change. */
  isThread: boolean;
}

/**
 * What changed between two texts of a page, or null when nothing that counts did. It counts when a sentence of the mention
 * that stood on the page stands there no more, word by word, or when the page as a whole is another one.
 */
export function compareTexts(before: PageText, after: PageText, mention: ComparedMention): TextChange | null {
  const [old, now] = [sentencesOf(articleOf(before)), sentencesOf(articleOf(after))];
  const { similarity, keptShare } = commonWords(old, now);
  const stoodThere = keysOf(wholeOf(before));
  const standsThere = keysOf(wholeOf(after));
  const isLost = [...keysOf(mention.text)].some((key) => stoodThere.has(key) && !standsThere.has(key));
  if ((mention.isThread ? keptShare : similarity) >= SAME_PAGE && !isLost) return null;
  return {
    similarity,
    removed: missingFrom(wholeOf(before), standsThere),
    added: missingFrom(wholeOf(after), stoodThere),
  };
}

interface Sentence {
  shown: string;
  /** Its words without numbers and dates, folded. */
  words: string[];
}

function sentencesOf(text: string): Sentence[] {
  return text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .slice(0, MAX_SENTENCES)
    .map((part) => ({ shown: part.replace(/\s+/g, ' ').trim(), words: wordsOf(part) }))
    .filter(({ words }) => words.length >= MIN_WORDS);
}

function wordsOf(text: string): string[] {
  return (fold(text).match(/\p{L}+/gu) ?? []).filter((word) => !TIME_WORDS.has(word));
}

function articleOf({ title, text }: PageText): string {
  return `${title ?? ''}\n${text}`;
}

function wholeOf(page: PageText): string {
  return [articleOf(page), ...page.comments].join('\n');
}

function keysOf(text: string): Set<string> {
  return new Set(sentencesOf(text).map(({ words }) => words.join(' ')));
}

function missingFrom(text: string, known: ReadonlySet<string>): string[] {
  const missing = sentencesOf(text).filter(({ words }) => !known.has(words.join(' ')));
  return missing.slice(0, MAX_SHOWN).map(({ shown }) => shown.slice(0, MAX_SHOWN_LENGTH));
}

/**
 * Words in common, with their counts: Dice's coefficient, and the share of the earlier words that are still there. Where
 * there are no words nothing is missing.
 */
function commonWords(
  before: readonly Sentence[],
  after: readonly Sentence[],
): { similarity: number; keptShare: number } {
  const counts = new Map<string, number>();
  const words = (sentences: readonly Sentence[]) => sentences.flatMap((sentence) => sentence.words);
  const [old, now] = [words(before), words(after)];
  for (const word of old) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of now) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    counts.set(word, count - 1);
    common += 1;
  }
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return { similarity: share(2 * common, old.length + now.length), keptShare: share(common, old.length) };
}
