// Ekşi Sözlük: topics whose title names the brand, found by the site's title search and on the agenda, and their new
// entries, read from each topic's end. The site has no interface and searches titles only. Must never get around its bot check.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { all, attribute, countIn, first, lineOf, type Page, parsePage, readable } from '../parse/dom.ts';
import { listOf, numberOf, objectOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { shapeChanged } from '../parse/refuse.ts';
import { type ThreadLinks, type ThreadPost, threadPage } from '../parse/thread.ts';

const SITE = 'https://eksisozluk.com';
const MAX_TERMS = 2;
const MAX_TOPICS = 8;
const TOPIC = /--(\d+)$/;

const params = z.strictObject({
  topic: z
    .url({ protocol: /^https$/, hostname: /(?:^|\.)eksisozluk\.com$/, error: 'must be the address of a topic' })
    .optional()
    .meta({
      title: 'Başlık',
      description: 'Arama yerine tek bir başlık okunur · Read this topic instead of searching',
    }),
  agenda: z.boolean().default(true).meta({
    title: 'Gündem',
    description: 'Gündemdeki başlıklara da bakılır · Look at the agenda as well',
  }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'eksi-sozluk',
    title: 'Ekşi Sözlük',
    channel: 'community',
    homepage: 'https://eksisozluk.com/',
    description: {
      tr: 'Adında markanız geçen başlıkları arar, gündeme bakar ve bu başlıkların yeni girdilerini alır.',
      en: 'Finds topics of Ekşi Sözlük that name your brand, by search and on the agenda, and takes their new entries.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { agenda: true },
    selection: 'match',
    politeness: { minIntervalMs: 3000, maxPages: 6, obeysRobots: true },
    legalNote:
      'No interface and no promise; public pages, read slowly and as robots.txt allows. Cloudflare stops visits from most data centres, and itibar leaves it at that: watch the site through a search source then.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan({ topic, agenda }, _cursor, { terms }) {
    if (topic !== undefined) return [{ url: bare(topic), note: { kind: 'topic' } }];
    const words = terms.slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a name in it.');
    const searches = words.map((word) => {
      const asked = new URLSearchParams({ 'SearchForm.Keywords': word, 'SearchForm.SortOrder': 'Date' });
      return { url: `${SITE}/basliklar/ara?${asked}`, note: { kind: 'search', terms: words } };
    });
    return agenda ? [...searches, { url: `${SITE}/basliklar/gundem`, note: { kind: 'agenda', terms } }] : searches;
  },
  parse(reply, context) {
    const page = parsePage(reply);
    const { kind } = objectOf(context.note);
    if (kind === 'search' || kind === 'agenda') return topics(page, kind, context);
    return threadPage(entriesOf(page, context), linksOf(page, reply.url), context);
  },
};

function bare(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** A list of topics: those that name the brand are read next. With nothing found the search shows a heading and no list. */
function topics(page: Page, kind: 'search' | 'agenda', context: ParseContext<Params>): ParsedPage {
  const links = all(page, 'ul.topic-list a[href]').flatMap((link) => {
    const url = resolveLink(attribute(link, 'href'), [SITE]);
    if (url === null || !TOPIC.test(new URL(url).pathname)) return [];
    const count = lineOf(first(link, 'small')) ?? '';
    const title = lineOf(link) ?? '';
    return [{ url: bare(url), title: count !== '' && title.endsWith(count) ? title.slice(0, -count.length) : title }];
  });
  const heading = attribute(first(page, 'h2[title*="başlık"], h1[title*="başlık"]'), 'title');
  if (links.length === 0 && (kind === 'agenda' || countIn(heading) !== 0)) throw shapeChanged('ul.topic-list');
  const terms = listOf(objectOf(context.note).terms).map((term) => fold(String(term)));
  const named = links.filter(({ title }) => terms.some((term) => fold(title).includes(term)));
  const urls = [...new Set(named.map(({ url }) => url))].slice(0, MAX_TOPICS);
  const next: RequestPlan[] = urls.map((url) => ({ url, note: { kind: 'topic' } }));
  return { mentions: [], next, isMeasuredEmpty: true };
}

function entriesOf(page: Page, { timeZone, now }: ParseContext<Params>): ThreadPost[] {
  const heading = first(page, 'h1#title');
  const topicId = attribute(heading, 'data-id');
  const title = attribute(heading, 'data-title') ?? lineOf(heading);
  return all(page, '#entry-item-list > li[data-id][data-author]').flatMap((entry) => {
    const id = numberOf(attribute(entry, 'data-id'));
    if (id === null) return [];
    const text = readable(first(entry, '.content'));
    const written = (lineOf(first(entry, 'a.entry-date')) ?? '').replace(/\s*~.*$/s, '');
    const mention: RawMention = {
      nativeId: String(id),
      url: `${SITE}/entry/${id}`,
      isOwnPage: true,
      title,
      text,
      author: {
        name: attribute(entry, 'data-author'),
        handle: attribute(entry, 'data-author'),
        url: resolveLink(attribute(first(entry, 'a.entry-author'), 'href'), [SITE]),
      },
      publishedAt: parseDate(written, timeZone, now),
      language: 'tr',
      engagement: {
        likes: numberOf(attribute(entry, 'data-favorite-count')),
        comments: numberOf(attribute(entry, 'data-comment-count')),
      },
      threadId: topicId === null ? null : `topic:${topicId}`,
    };
    return [{ id, mention: text === '' ? null : mention }];
  });
}

function linksOf(page: Page, url: string): ThreadLinks {
  const pager = first(page, '.pager[data-pagecount]');
  const count = numberOf(attribute(pager, 'data-pagecount')) ?? 1;
  const current = numberOf(attribute(pager, 'data-currentpage')) ?? 1;
  const at = (number: number) => `${bare(url)}?p=${number}`;
  return { url, last: count > current ? at(count) : null, previous: current > 1 ? at(current - 1) : null };
}
