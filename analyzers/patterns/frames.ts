// What surrounds an act that a pattern found: is it denied, heard of, quoted, asked, part of a film; whom did it happen to,
// and was it done to the brand or in its name. The model gets it as facts; a denial and talk of a screen also weaken the
// hit. Hearsay and quotation never hide anything: a rumour is what a PR team must hear (severity.ts lowers its credibility).
// Bounded: a few words around each hit, and one pass over the text for quotation marks.

import { LEAD_ORDER } from '../../core/types.ts';
import type { PatternHit, PatternToken } from './match.ts';
import type { Role } from './roles.ts';
import { BIT, classesOf } from './words.ts';

/** In the order in which they are told. 'plain': an act that is just stated, without any of the first seven. */
export const FRAMES = [
  'denied',
  'heard',
  'quoted',
  'asked',
  'conditional',
  'figurative',
  'screen',
  'solved',
  'author-victim',
  'others-victim',
  'in-brands-name',
  'brand-victim',
  'brand-doer',
  'brands-own',
  'plain',
] as const;
export type Frame = (typeof FRAMES)[number];

const DANGEROUS: ReadonlySet<string> = new Set(LEAD_ORDER);
const IMITATED: ReadonlySet<string> = new Set(['fake-ad', 'fake-account', 'fake-domain', 'impersonation-page']);
const DOUBTS: readonly Frame[] = ['denied', 'heard', 'quoted', 'asked', 'conditional', 'figurative', 'screen'];
const OF_ROLE: Readonly<Record<Role, Frame | null>> = {
  '#as-brand': 'in-brands-name',
  '#to-brand': 'brand-victim',
  '#by-brand': 'brand-doer',
  '#of-brand': 'brands-own',
  '#from-brand': null,
};

/** What is left of a hit's confidence where it is denied or told of a screen. */
const WEAKENED = 0.4;
/** Words around a hit, in its sentence, that belong to it. */
const REACH = 8;
/** Words behind it in which "diye", "mi" or "-mış" still mean it, and in which "değil" still denies it. */
const NEAR = 3;
/** Words behind it in which it may be told that all is well again, whatever the sentence. */
const SOLVED_REACH = 25;
const LONGEST_QUOTE = 600;
const SPACE = 32;

interface Text {
  full: string;
  tokens: readonly PatternToken[];
}

/** The hits, weakened where they are not meant, and the frames of all dangerous ones together. */
export function frame(
  text: Text,
  hits: readonly PatternHit[],
  roles: readonly { role: Role; at: number }[],
): { hits: PatternHit[]; frames: Frame[] } {
  let quotes: Span[] | null = null;
  const found = new Set<Frame>();
  const framed = hits.map((hit) => {
    const isDangerous = DANGEROUS.has(hit.type);
    const around = aroundOf(text, hit);
    const own = new Set<Frame>();
    if (isDenied(text, hit, around)) own.add('denied');
    if (isDangerous) {
      quotes ??= quotesIn(text.full);
      addTelling(text, hit, around, quotes, own);
      for (const { role, at } of roles) {
        const name = at >= around.from && at <= around.to ? OF_ROLE[role] : null;
        if (name) own.add(name);
      }
      if (!DOUBTS.some((doubt) => own.has(doubt))) own.add('plain');
      for (const name of own) found.add(name);
    }
    const isWeak = own.has('denied') || own.has('screen');
    return isWeak ? { ...hit, confidence: hit.confidence * WEAKENED } : hit;
  });
  return { hits: framed, frames: FRAMES.filter((name) => found.has(name)) };
}

/** The words of the hit's sentence around it; token positions, both included. */
function aroundOf(text: Text, { first, end }: PatternHit): { from: number; to: number } {
  let from = first;
  let to = end;
  while (from > 0 && from > first - REACH && !isBreak(text, from - 1)) from--;
  while (to < text.tokens.length - 1 && to < end + REACH && !isBreak(text, to)) to++;
  return { from, to };
}

/** Does a sentence end behind the token? */
function isBreak({ full, tokens }: Text, at: number): boolean {
  const end = tokens[at]?.end ?? 0;
  const start = tokens[at + 1]?.start ?? full.length;
  if (start - end === 1 && full.charCodeAt(end) === SPACE) return false;
  return /[.!?…\n]/.test(full.slice(end, Math.min(start, end + 20)));
}

function classAt({ tokens }: Text, at: number): number {
  const token = tokens[at];
  return token ? classesOf(token.folded, tokens[at + 1]?.folded) : 0;
}

function classesIn(text: Text, from: number, to: number): number {
  let bits = 0;
  for (let at = from; at <= to; at++) bits |= classAt(text, at);
  return bits;
}

/**
 * "Yok" and "olmadı" deny what stands right before them, "değil" nearly anything, "yalanladı" and "asılsız" the sentence.
 * That a page is "not ours" or "not real" says that it is false.
 */
function isDenied(text: Text, hit: PatternHit, { from, to }: { from: number; to: number }): boolean {
  const { first, end } = hit;
  if (hit.pattern.openly || IMITATED.has(hit.type)) return false;
  if (hit.isNegated && DANGEROUS.has(hit.type)) return true;
  const before = classesIn(text, Math.max(from, first - NEAR), first - 1);
  if (before & BIT.rumour) return true;
  for (let at = end + 1; at <= to; at++) {
    const bits = classAt(text, at);
    if (bits & (BIT.disproved | BIT.rumour)) return true;
    if (at > end + NEAR || (bits & (BIT.not | BIT.notSo)) === 0 || classAt(text, at + 1) & BIT.asks) continue;
    const previous = classAt(text, at - 1);
    if (previous & BIT.notTheAct || before & BIT.only) continue;
    if (bits & BIT.notSo || at - 1 === end || previous & BIT.matter) return true;
  }
  return false;
}

/** How the act is told, and whom it happened to. */
function addTelling(
  text: Text,
  { first, last, end }: PatternHit,
  { from, to }: { from: number; to: number },
  quotes: readonly Span[],
  own: Set<Frame>,
): void {
  const all = classesIn(text, from, to);
  const near = classesIn(text, first, Math.min(to, end + NEAR));
  const behind = classesIn(text, end + 1, Math.min(to, end + NEAR));
  const isMine = (all & BIT.me) !== 0;
  const start = text.tokens[first]?.start ?? 0;
  const stop = text.tokens[last]?.end ?? start;
  if (all & BIT.heard || (near & BIT.told && !isMine)) own.add('heard');
  if (behind & BIT.said || quotes.some((quote) => quote.start <= start && stop <= quote.end)) own.add('quoted');
  if (near & BIT.asks || isAsked(text, to)) own.add('asked');
  if (all & BIT.conditional) own.add('conditional');
  if (all & BIT.figurative) own.add('figurative');
  if (all & BIT.screen && !isMine) own.add('screen');
  if (classesIn(text, end + 1, Math.min(text.tokens.length - 1, end + SOLVED_REACH)) & BIT.solved) own.add('solved');
  if (isMine) own.add('author-victim');
  else if (all & BIT.others) own.add('others-victim');
}

function isAsked({ full, tokens }: Text, at: number): boolean {
  const end = tokens[at]?.end ?? full.length;
  const next = tokens[at + 1]?.start ?? full.length;
  return full.slice(end, Math.min(next, end + 5)).includes('?');
}

interface Span {
  start: number;
  end: number;
}

const MARKS = /["“”„«»‘’'\n]/g;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"”',
  '“': '”"“',
  '„': '“”"',
  '«': '»',
  '‘': "’'",
  "'": "'’",
};
const LETTER = /[\p{L}\p{N}]/u;

/** What stands within quotation marks of any kind, in one line. An apostrophe between letters is none. */
function quotesIn(full: string): Span[] {
  const spans: Span[] = [];
  let open: { mark: string; at: number } | null = null;
  for (const { 0: mark, index } of full.matchAll(MARKS)) {
    const isInWord = (mark === "'" || mark === '’') && LETTER.test(full.charAt(index + 1));
    if (mark === '\n') open = null;
    else if (open && CLOSING[open.mark]?.includes(mark) && !isInWord) {
      if (index - open.at <= LONGEST_QUOTE) spans.push({ start: open.at, end: index + 1 });
      open = null;
    } else if (open === null && mark in CLOSING && !LETTER.test(full.charAt(index - 1))) open = { mark, at: index };
  }
  return spans;
}
