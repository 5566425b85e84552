// Web search through Brave's own index, with a key. Every question costs; the pause between runs is the lever. Must never
// ask more than the first page: what stands there is what people see.

import { z } from 'zod';
import type { Source } from '../../core/ports.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ALL_WORDS, questionsOf, resultPage, type SearchResult, searchParams } from '../parse/web-search.ts';

const params = z.strictObject({
  ...searchParams(12),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('TR')
    .meta({ title: 'Ülke', description: 'İki harfli ülke kodu · Two-letter country of the results' }),
  language: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]{2,4})?$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Sonuçların dili · Language of the results' }),
  freshness: z.enum(['', 'pd', 'pw', 'pm']).default('').meta({
    title: 'Süre',
    description:
      'Boşsa sıralamanın kendisi izlenir; pd son gün, pw son hafta, pm son ay · Empty follows the ranking itself; pd, pw, pm = last day, week, month',
  }),
});
type Params = z.infer<typeof params>;

const EXAMPLE: Params = {
  words: 'şikayet, güvenilir mi, iade',
  everyHours: 12,
  country: 'TR',
  language: 'tr',
  freshness: '',
};

export const source: Source<Params> = {
  manifest: {
    id: 'brave-search',
    title: 'Brave Search',
    channel: 'search',
    homepage: 'https://api-dashboard.search.brave.com/',
    description: {
      tr: 'Markayı Brave’de arar; ilk sayfaya yeni giren her sayfayı alır. 1.000 arama 5 dolar; ayda 5 dolarlık kullanım ücretsiz.',
      en: 'Searches for the brand with Brave and takes every page that newly enters page one. 1,000 searches cost 5 dollars, of which 5 dollars a month are free.',
    },
    isOfficial: true,
    needs: ['brave-search'],
    params,
    example: EXAMPLE,
    presets: { itibar: [{ ...EXAMPLE, words: ALL_WORDS }] },
    selection: 'match',
    isAggregator: true,
    politeness: { minIntervalMs: 1500, maxPages: 1, obeysRobots: false },
    legalNote:
      'Contracted interface with your own key, so robots.txt does not apply. With the usual settings a watch asks 4 questions twice a day: about 240 a month, 1.20 dollars. Storing results needs a plan that allows it.',
    expectedPerDay: 1,
    isVerifiedLive: false,
    cost: {
      perCallUsd: 0.005,
      note: {
        tr: '1.000 arama 5 dolar; ayda 5 dolarlık kullanım ücretsizdir ve buradaki tutardan düşülmemiştir.',
        en: '1,000 searches cost 5 dollars; 5 dollars a month are free and not taken off here.',
      },
      checkedOn: '2026-11',
    },
  },
  plan(options, _cursor, context) {
    const { country, language, freshness } = options;
    const headers = { accept: 'application/json', 'x-subscription-token': context.keys['brave-search'] ?? '' };
    return questionsOf(options, context).map((question) => {
      const search = new URLSearchParams({ q: question, count: '20', country, search_lang: language });
      if (freshness) search.set('freshness', freshness);
      return { url: `https://api.search.brave.com/res/v1/web/search?${search}`, headers, note: { question } };
    });
  },
  parse(reply, { params: options, note, now }) {
    const body = objectOf(parseJsonReply(reply));
    if (body.type !== 'search' && body.web === undefined) throw shapeChanged('type or web');
    const rows = listOf(objectOf(body.web).results).map(objectOf);
    const results = rows.map((row) => resultOf(row, now)).filter((found) => found !== null);
    if (rows.length > 0 && results.length === 0) throw shapeChanged('url and title of the results');
    const question = textOf(objectOf(note).question) ?? textOf(objectOf(body.query).original) ?? '';
    const { everyHours, freshness } = options;
    return resultPage(results, { question, everyHours, isRecentOnly: freshness !== '' });
  },
};

function resultOf(row: Json, now: number): SearchResult | null {
  const url = resolveLink(row.url, []);
  const title = inlineText(textOf(row.title));
  if (url === null || title === null) return null;
  const more = listOf(row.extra_snippets).map((snippet) => inlineText(textOf(snippet), 2000));
  const profile = objectOf(row.profile);
  return {
    url,
    title,
    text: [inlineText(textOf(row.description), 2000), ...more].filter(Boolean).join('\n'),
    publishedAt: parseDate(row.page_age, 'UTC') ?? parseDate(row.age, 'UTC', now),
    language: textOf(row.language),
    siteName: inlineText(textOf(profile.long_name) ?? textOf(profile.name)),
  };
}
