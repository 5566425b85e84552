// Markup to the text a person would read: paragraphs and line breaks kept, scripts and styles dropped, entities decoded.
// Everything that comes in is hostile: the work is bounded, nothing of it is ever executed, and no markup comes out
// except characters that the author wrote as text.

import { Parser } from 'htmlparser2';

/** Input beyond this is not read: nobody writes posts of two million characters. */
const MAX_INPUT = 2_000_000;
const MAX_OUTPUT = 100_000;
const MAX_DEPTH = 5000;
const PIECE = 16_384;

const DROPPED = new Set(
  'script style noscript template head title svg math iframe object embed select textarea button form audio video canvas'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set('p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 article section figure hr'.split(' '));
const LINES = new Set(
  'div li dt dd tr header footer aside nav main address figcaption details summary center fieldset'.split(' '),
);

/** Anything that looks like a tag, a comment or an entity; without it there is no markup to remove. */
const MARKUP = /<[a-z!/?]|&(?:#\d|#x[\da-f]|[a-z])/i;
const KNOWN_TAG =
  /<\/?(?:p|br|div|span|a|b|i|u|em|strong|img|ul|ol|li|h[1-6]|blockquote|font|sup|sub|small|mark|q|cite|code|strike|s|wbr|figure)(?:\s[^<>]*)?\/?>/i;

/** Collects text with pending breaks, so that empty blocks leave no empty lines behind. */
class TextSink {
  private parts: string[] = [];
  private length = 0;
  private breaks = 0;
  private hasSpace = false;

  private readonly maxChars: number;

  constructor(maxChars: number) {
    this.maxChars = maxChars;
  }

  get isFull(): boolean {
    return this.length >= this.maxChars;
  }

  breakLine(count: number): void {
    this.breaks = Math.max(this.breaks, count);
  }

  /** `<br>`: two in a row are an empty line, more are not more. */
  addLine(): void {
    this.breaks = Math.min(2, this.breaks + 1);
  }

  add(text: string, isPreformatted: boolean): void {
    if (isPreformatted) {
      this.put(text);
      return;
    }
    const words = text.replace(/[\s\u00a0]+/g, ' ');
    if (words === ' ' || words === '') {
      this.hasSpace ||= words === ' ';
      return;
    }
    const before = words.startsWith(' ') || this.hasSpace;
    this.put((before && this.breaks === 0 && this.length > 0 ? ' ' : '') + words.trim());
    this.hasSpace = words.endsWith(' ');
  }

  private put(text: string): void {
    const lead = this.length === 0 ? '' : '\n'.repeat(this.breaks);
    this.breaks = 0;
    this.hasSpace = false;
    const room = this.maxChars - this.length;
    const piece = (lead + text).slice(0, room);
    this.parts.push(piece);
    this.length += piece.length;
  }

  toString(): string {
    return this.parts.join('').trim();
  }
}

export interface TextOptions {
  maxChars?: number;
  /** Elements that are left out with all they hold, besides scripts and the like: quotes, previews, signatures. */
  isDropped?: (name: string, attributes: Record<string, string>) => boolean;
}

/**
 * Plain text of an HTML fragment or page, at most `maxChars` long. Text without any markup comes back with its own line
 * breaks. Markup that was escaped twice by its sender ("&amp;lt;p&amp;gt;") is read once more.
 */
export function htmlToText(html: string, options: TextOptions = {}): string {
  const maxChars = options.maxChars ?? MAX_OUTPUT;
  const once = render(html.slice(0, MAX_INPUT), maxChars, options.isDropped);
  const isEscapedTwice =
    !KNOWN_TAG.test(html.slice(0, MAX_INPUT)) && /<\/?(?:p|br|div|a|span|b|strong)\b[^<>]*>/i.test(once.slice(0, 4000));
  return isEscapedTwice ? render(once, maxChars) : once;
}

/** Line breaks stay; indentation and runs of blanks do not. */
function plainLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function render(html: string, maxChars: number, isDropped?: TextOptions['isDropped']): string {
  if (!MARKUP.test(html)) return plainLines(html).slice(0, maxChars);
  const isFragmentOfText = !/<[a-z!/?]/i.test(html);
  const sink = new TextSink(maxChars);
  let depth = 0;
  /** Depth at which a dropped element began; what is deeper belongs to it. */
  let droppedAt = Number.POSITIVE_INFINITY;
  let preDepth = isFragmentOfText ? 1 : 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++;
        if (depth < droppedAt && (DROPPED.has(name) || isDropped?.(name, attributes))) droppedAt = depth;
        if (depth >= droppedAt) return;
        if (name === 'br') sink.addLine();
        else if (name === 'pre') preDepth++;
        if (PARAGRAPHS.has(name)) sink.breakLine(2);
        else if (LINES.has(name)) sink.breakLine(1);
        else if (name === 'td' || name === 'th') sink.add(' ', false);
      },
      ontext(text) {
        if (depth < droppedAt && !sink.isFull) sink.add(text, preDepth > 0);
      },
      onclosetag(name) {
        const wasDropped = depth >= droppedAt;
        if (depth <= droppedAt) droppedAt = Number.POSITIVE_INFINITY;
        depth--;
        if (wasDropped) return;
        if (name === 'pre') preDepth = Math.max(isFragmentOfText ? 1 : 0, preDepth - 1);
        if (PARAGRAPHS.has(name)) sink.breakLine(2);
        else if (LINES.has(name)) sink.breakLine(1);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  // In pieces, so that a document which only ever opens elements can be left: every level makes the parser slower.
  for (let from = 0; from < html.length && depth < MAX_DEPTH && !sink.isFull; from += PIECE)
    parser.write(html.slice(from, from + PIECE));
  if (depth < MAX_DEPTH) parser.end();
  return isFragmentOfText ? plainLines(sink.toString()) : sink.toString();
}

/**
 * One line of plain text for titles and names, which many senders fill with entities and inline tags. A "<" that begins
 * no tag of HTML stays what it is. Null when nothing is left.
 */
export function inlineText(text: string | null | undefined, maxChars = 500): string | null {
  if (!text) return null;
  const bounded = text.slice(0, maxChars * 20);
  const plain = KNOWN_TAG.test(bounded) || /&(?:#\d|#x[\da-f]|[a-z])/i.test(bounded) ? htmlToText(bounded) : bounded;
  const line = plain.replace(/[\s\u00a0]+/g, ' ').trim();
  return line === '' ? null : line.slice(0, maxChars);
}
