// The article of a web page: title, text, author, date, site, language, and the readers' comments apart from it. JSON-LD
// and OpenGraph are asked first, Readability finds the text. The DOM and Readability are loaded only when first used.
// Never invents: what the page does not say is null.

import { createRequire } from 'node:module';
import { Parser } from 'htmlparser2';
import { AppError } from '../../core/errors.ts';
import { parseDateInWords } from '../../core/text/dates.ts';
import { hostOf } from '../../core/url.ts';
import { decodeText } from '../fetch/charset.ts';
import { type Comment, takeComments } from './article-comments.ts';
import { type Dom, type FactOptions, type PageFacts, pageFacts } from './article-meta.ts';
import { parseDate } from './dates.ts';
import { htmlToText, inlineText } from './html-text.ts';

const MAX_PAGE = 5_000_000;
const MAX_DEPTH = 2000;
const MAX_ELEMENTS = 100_000;

export interface Article {
  title: string | null;
  text: string;
  author: string | null;
  publishedAt: number | null;
  siteName: string | null;
  language: string | null;
  canonicalUrl: string | null;
  comments: Comment[];
}

export interface ArticleOptions {
  url?: string | null;
  /** Zone for dates that name none. */
  timeZone?: string;
  /** With it, dates in words and without a year are read, and dates of tomorrow and later are not believed. */
  now?: number;
}

/** Loaded when first needed and without waiting, because a source's parse() is synchronous. */
function readers(): Pick<typeof import('linkedom'), 'parseHTML'> & typeof import('@mozilla/readability') {
  const load = createRequire(import.meta.url);
  const { parseHTML } = load('linkedom') as typeof import('linkedom');
  return { ...(load('@mozilla/readability') as typeof import('@mozilla/readability')), parseHTML };
}

/** As readArticle(); the DOM may be loaded without blocking one day. */
export async function extractArticle(html: string, options: ArticleOptions = {}): Promise<Article> {
  return readArticle(html, options);
}

/**
 * Reads one page. Throws 'extract.empty' when there is no page, 'extract.refused' for one that is built to be slow.
 * A page without an article gives its title and an empty text.
 */
export function readArticle(html: string, options: ArticleOptions = {}): Article {
  const { url = null, timeZone = 'Europe/Istanbul', now } = options;
  if (!/<[a-z!]/i.test(html)) {
    throw new AppError('extract.empty', 'This is not an HTML page. Give the page as it was sent, with its markup.');
  }
  if (html.length > MAX_PAGE || isTooDeep(html)) {
    throw new AppError('extract.refused', 'The page is larger or nested deeper than any article. It is not read.');
  }
  const { parseHTML, Readability } = readers();
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const dom = document as unknown as Dom;
  const factOptions: FactOptions = { url, timeZone, ...(now === undefined ? {} : { now }) };
  const facts = pageFacts(dom, factOptions);
  const visible = visibleFacts(dom, factOptions);
  const comments = takeComments(dom, facts.comments, { timeZone, now });
  // React sends late parts of a page hidden and lets a script move them into place.
  for (const late of document.querySelectorAll('[hidden][id^="S:"]')) late.removeAttribute('hidden');
  for (const junk of document.querySelectorAll('script, style, noscript, template, iframe, form, nav, aside'))
    junk.remove();
  // Read before Readability takes the document apart.
  const marked = [...document.querySelectorAll(MARKED_BODY)].length === 1 ? document.querySelector(MARKED_BODY) : null;
  const markedBody = marked === null ? '' : htmlToText(marked.innerHTML);
  const reader = new Readability(document as unknown as ConstructorParameters<typeof Readability>[0], {
    maxElemsToParse: MAX_ELEMENTS,
    charThreshold: 200,
  });
  const read = parseOrNull(reader);
  const siteName = facts.siteName ?? (url === null ? null : hostOf(url));
  return {
    title: titleOf(facts, visible.heading, inlineText(read?.title), siteName),
    text: textOf(facts, markedBody, read?.content ?? ''),
    author: facts.author ?? visible.author ?? bylineOf(read?.byline),
    publishedAt: facts.publishedAt ?? visible.publishedAt,
    siteName,
    language: facts.language,
    canonicalUrl: facts.canonicalUrl,
    comments,
  };
}

/** What `itibar lab extract` prints, from bytes in any charset or text. */
export async function extractContract(
  input: Uint8Array | string,
  options: ArticleOptions = {},
): Promise<Omit<Article, 'canonicalUrl' | 'comments'>> {
  const html = typeof input === 'string' ? input : decodeText(Buffer.from(input), null).text;
  const { title, text, author, publishedAt, siteName, language } = await extractArticle(html, options);
  return { title, text, author, publishedAt, siteName, language };
}

function parseOrNull(reader: { parse(): unknown }): { title?: string; content?: string; byline?: string } | null {
  try {
    return reader.parse() as { title?: string; content?: string; byline?: string } | null;
  } catch {
    return null; // "aborting: too many elements": the page's own words about itself are still good
  }
}

/** Elements that are opened and never closed make every DOM slow. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  let deepest = 0;
  const parser = new Parser({
    onopentag: () => {
      depth++;
      deepest = Math.max(deepest, depth);
    },
    onclosetag: () => {
      depth--;
    },
  });
  for (let from = 0; from < html.length && deepest <= MAX_DEPTH; from += 16_384)
    parser.write(html.slice(from, from + 16_384));
  return deepest > MAX_DEPTH;
}

interface Visible {
  heading: string | null;
  author: string | null;
  publishedAt: number | null;
}

const DATE_PLACES =
  'time, [itemprop="datePublished"], abbr.published, [class*="date" i], [class*="tarih" i], [class*="time" i], [class*="zaman" i], [class*="publish" i], [class*="meta" i]';
/** Where a site itself says that the text stands. */
const MARKED_BODY = '[itemprop~="articleBody"], .entry-content';
const EXACT_DATES = 'time[datetime], abbr.published[title], [itemprop="datePublished"]';
const ELSEWHERE =
  '[class*="comment" i], [class*="yorum" i], [class*="related" i], [class*="ilgili" i], aside, footer, nav, [class*="sidebar" i]';

/** What only a reader of the page can see: its heading, the line with author and date. */
function visibleFacts(document: Dom, { timeZone, now }: FactOptions): Visible {
  const heading = document.querySelector('h1');
  const author = document.querySelector('[rel="author"], [itemprop="author"], a[href*="/yazar/"], a[href*="/author/"]');
  let publishedAt: number | null = null;
  // What machines are meant to read first, words after that.
  for (const place of [...document.querySelectorAll(EXACT_DATES), ...document.querySelectorAll(DATE_PLACES)]) {
    if (place.closest(ELSEWHERE) !== null) continue;
    const declared = place.getAttribute('datetime') ?? place.getAttribute('content') ?? place.getAttribute('title');
    publishedAt =
      believable(parseDate(declared, timeZone, now), now) ?? dateInText(place.textContent ?? '', timeZone, now);
    if (publishedAt !== null) break;
  }
  return { heading: inlineText(heading?.textContent), author: bylineOf(author?.textContent), publishedAt };
}

function believable(at: number | null, now: number | undefined): number | null {
  return at !== null && now !== undefined && at > now + 86_400_000 ? null : at;
}

const DATE_IN_TEXT =
  /(?:(\d{1,2}[./-]\d{1,2}[./-]\d{4})|(\d{1,2}\.?\s+\p{L}{3,9}\.?,?\s+\d{4}|\p{L}{3,9}\.?\s+\d{1,2},\s+\d{4}))(?:\s*(?:[-–|,·]|saat)?\s*(?:\p{L}{4,9}\s*[-–|,]?\s*)?(\d{1,2}[:.]\d{2}))?/u;
const UPDATED_BEFORE = /(?:güncelle\p{L}*|son düzenleme|updated|modified)[^\d]{0,20}$/iu;

/** The first full date in a short text, unless it is the one of an update. */
function dateInText(text: string, timeZone: string, now: number | undefined): number | null {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  if (line.length > 200) return null;
  const match = DATE_IN_TEXT.exec(line);
  if (!match) return now === undefined ? null : believable(parseDateInWords(line, now, timeZone), now);
  if (UPDATED_BEFORE.test(line.slice(0, match.index))) return null;
  const words = `${(match[1] ?? match[2] ?? '').replace(',', '')} ${match[3] ?? ''}`.trim();
  // A day with its year needs no now; the largest time makes any of them past.
  return believable(parseDateInWords(words, now ?? Number.MAX_SAFE_INTEGER / 2, timeZone), now);
}

/** "Haber: Ayşe Örnek" -> the name; sentences and addresses are no names. */
function bylineOf(text: string | null | undefined): string | null {
  const line = inlineText(text, 300)
    ?.replace(/^(?:haber|yazan|yazar|editör|kaynak|muhabir|by|von)\s*[:：]\s*|^by\s+/i, '')
    .trim();
  if (!line || line.length > 80 || /https?:|@|\d{2}[.:]\d{2}/.test(line)) return null;
  return line;
}

/** The declared title without the site's name behind it; the heading when that is what the title begins with. */
function titleOf(
  facts: PageFacts,
  heading: string | null,
  found: string | null,
  siteName: string | null,
): string | null {
  const title = facts.title ?? heading ?? found;
  if (title === null) return null;
  if (heading !== null && heading.length >= 15 && heading.length < title.length && title.startsWith(heading)) {
    const rest = title.slice(heading.length);
    if (/^\s*[|–—·»-]\s/.test(rest) && facts.title === null) return heading;
  }
  const match = /^(.{10,}?)\s+[|–—·»-]\s+([^|–—·»]{2,40})$/s.exec(title);
  const isSite = (ending: string) =>
    siteName !== null && ending.toLowerCase().includes(siteName.toLowerCase().replace(/\.com(?:\.tr)?$/, ''));
  return match && isSite(match[2] ?? '') ? (match[1] ?? title) : title;
}

/** Lines that pages put between paragraphs and that nobody wrote as a part of the text; without dots on i and ı. */
const JUNK_LINE =
  /^(?:reklam(?:lar)?|advertisement|anzeige|haberin devami.{0,40}|devami için tiklayin.{0,20}|(?:ilgili|benzer|diğer) haber(?:ler)?:?|etiketler ?:?|paylaş|yorum yap|google news.{0,60}abone.{0,20}|.{0,20}uygulamasini indirin.{0,60}|abone ol)$/;

function withoutJunk(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => !JUNK_LINE.test(line.trim().toLocaleLowerCase('tr').replaceAll('ı', 'i')));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Readability's text, or the site's own where that is clearly fuller: the element it marks, or its JSON-LD. */
function textOf(facts: PageFacts, markedBody: string, content: string): string {
  const read = withoutJunk(htmlToText(content));
  const declared = facts.articleBody === null ? '' : htmlToText(facts.articleBody);
  const best = read.length < markedBody.length * 0.7 ? withoutJunk(markedBody) : read;
  return best.length < declared.length * 0.6 ? declared : best;
}
