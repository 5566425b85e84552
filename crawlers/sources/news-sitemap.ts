// News sitemaps as outlets write them for Google News: every article of the last two days with title and date, also those
// that no feed carries. An index of sitemaps is followed to its newest parts. Must never follow links to the articles.

import { Parser } from 'htmlparser2';
import { z } from 'zod';
import type { ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { resolveLink } from '../parse/links.ts';
import { webAddress } from '../parse/params.ts';
import { htmlInsteadOf, looksLikeHtml, refuseEmptyOrChallenge, shapeChanged, truncated } from '../parse/refuse.ts';

/** Parts of an index that are read in one run, newest first. */
const MAX_PARTS = 5;
const MAX_ENTRIES = 5000;

const params = z.strictObject({
  url: webAddress(
    'Site haritası',
    'Haber sitesinin Google News site haritası · The outlet’s Google News sitemap, often named in robots.txt',
  ),
});
type Params = z.infer<typeof params>;

/** One <url> of a sitemap or one <sitemap> of an index: the text of its elements by their local names. */
type Entry = Record<string, string>;

interface Sitemap {
  root: string | null;
  isClosed: boolean;
  entries: Entry[];
}

export const source: Source<Params> = {
  manifest: {
    id: 'news-sitemap',
    title: 'Haber site haritası',
    channel: 'news',
    homepage: 'https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap',
    description: {
      tr: 'Bir haber sitesinin son iki günlük haberlerini Google News site haritasından okur: başlık, tarih, adres.',
      en: 'Reads an outlet’s articles of the last two days from its Google News sitemap: title, date, address.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { url: 'https://www.haberturk.com/sitemap_google_news.xml' },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 2, obeysRobots: true },
    legalNote:
      'Sitemaps are published for programs and read as robots.txt allows; only titles are taken, no article text.',
    expectedPerDay: 4,
    isVerifiedLive: false,
  },
  plan: ({ url }) => [{ url, headers: { accept: 'application/xml, text/xml;q=0.9, */*;q=0.5' } }],
  parse(reply, { timeZone }) {
    refuseEmptyOrChallenge(reply);
    if (looksLikeHtml(reply.body)) throw htmlInsteadOf('a sitemap');
    const { root, isClosed, entries } = readSitemap(reply.body);
    if (root === null) throw shapeChanged('urlset or sitemapindex');
    if (!isClosed) throw truncated();
    return root === 'sitemapindex' ? parts(entries, reply.url) : articles(entries, reply.url, timeZone);
  },
};

/** The newest parts of an index; those that call themselves news are preferred to all others. */
function parts(entries: Entry[], base: string): ParsedPage {
  const known = entries.filter((entry) => resolveLink(entry['loc'], [base]) !== null);
  if (entries.length > 0 && known.length === 0) throw shapeChanged('loc');
  const news = known.filter((entry) => /news|haber|gundem|sondakika/i.test(new URL(entry['loc'] ?? '', base).pathname));
  const newest = [...(news.length > 0 ? news : known)].sort((a, b) =>
    (b['lastmod'] ?? '').localeCompare(a['lastmod'] ?? ''),
  );
  const next: RequestPlan[] = newest
    .slice(0, MAX_PARTS)
    .map((entry) => ({ url: resolveLink(entry['loc'], [base]) ?? base }));
  return { mentions: [], next, isMeasuredEmpty: true };
}

function articles(entries: Entry[], base: string, timeZone: string): ParsedPage {
  const mentions = entries.map((entry) => toMention(entry, base, timeZone)).filter((found) => found !== null);
  // An ordinary sitemap lists addresses without titles: there is nothing in it that a query could match.
  if (entries.length > 0 && mentions.length === 0) throw shapeChanged('news:title of the articles');
  return { mentions, isMeasuredEmpty: entries.length === 0 };
}

function toMention(entry: Entry, base: string, timeZone: string): RawMention | null {
  const url = resolveLink(entry['loc'], [base]);
  const title = inlineText(entry['title']);
  if (url === null || title === null) return null;
  return {
    url,
    title,
    text: inlineText(entry['keywords'], 1000) ?? '',
    publishedAt: parseDate(entry['publication_date'], timeZone),
    language: entry['language'] ?? null,
    siteName: inlineText(entry['name']),
  };
}

/** Elements inside <url> whose text is kept. `image:title` and the like must not be taken for the article's. */
const KEPT = /^(?:loc|lastmod|(?:news|n):(?:title|name|language|publication_date|keywords))$/;

function readSitemap(xml: string): Sitemap {
  const map: Sitemap = { root: null, isClosed: false, entries: [] };
  let entry: Entry | null = null;
  let field: string | null = null;
  const parser = new Parser(
    {
      onopentag(name) {
        const local = name.replace(/^.*:/, '');
        map.root ??= local === 'urlset' || local === 'sitemapindex' ? local : null;
        if (local === 'url' || local === 'sitemap') entry = {};
        else field = KEPT.test(name) ? local : null;
      },
      ontext(text) {
        if (entry !== null && field !== null) entry[field] = ((entry[field] ?? '') + text).slice(0, 5000);
      },
      onclosetag(name, isImplied) {
        const local = name.replace(/^.*:/, '');
        field = null;
        if (isImplied) return;
        if ((local === 'url' || local === 'sitemap') && entry !== null && map.entries.length < MAX_ENTRIES)
          map.entries.push(trimmed(entry));
        if (local === 'url' || local === 'sitemap') entry = null;
        if (local === map.root) map.isClosed = true;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return map;
}

function trimmed(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).map(([name, text]) => [name, text.trim()]));
}
