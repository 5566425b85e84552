// Web search through the user's own SearXNG, which asks several engines at once. `json` must be switched on there under
// search.formats. When no engine answered, that is not "nothing found". Must never ask somebody else's instance.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ALL_WORDS, questionsOf, resultPage, type SearchResult, searchParams } from '../parse/web-search.ts';

const params = z.strictObject({
  instance: webAddress(
    'SearXNG adresi',
    'Kendi kurduğunuz SearXNG; iç ağdaysa adresini fetch.allowHosts’a da ekleyin · Your own instance; when it is on a private network, name it in fetch.allowHosts too',
  ),
  ...searchParams(1, ALL_WORDS),
  categories: z
    .string()
    .regex(/^[a-z]+(?: [a-z]+)*(?:,[a-z]+(?: [a-z]+)*)*$/)
    .default('general')
    .meta({ title: 'Kategoriler', description: 'general, news … · SearXNG categories, separated by commas' }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Sonuçların dili · Language of the results' }),
  timeRange: z.enum(['', 'day', 'week', 'month', 'year']).default('').meta({
    title: 'Süre',
    description: 'Boşsa sıralamanın kendisi izlenir · Empty follows the ranking itself; day gives what is new',
  }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'searxng',
    title: 'SearXNG',
    channel: 'search',
    homepage: 'https://docs.searxng.org/dev/search_api.html',
    description: {
      tr: 'Kendi SearXNG’nizle markayı arar; sonuç sayfasına yeni giren her sayfayı alır.',
      en: 'Searches for the brand with your own SearXNG and takes every page that newly shows among the results.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: {
      instance: 'https://arama.example',
      words: ALL_WORDS,
      everyHours: 1,
      categories: 'general',
      language: 'tr',
      timeRange: '',
    },
    selection: 'match',
    isAggregator: true,
    // Its robots.txt keeps strangers' crawlers out of the search; the owner of the instance is no stranger.
    politeness: { minIntervalMs: 2000, maxPages: 1, obeysRobots: false },
    legalNote:
      'Only for an instance that you run yourself. It asks other engines in your name; whether they allow that is between them and you.',
    expectedPerDay: 2,
    isVerifiedLive: false,
  },
  plan(options, _cursor, context) {
    const { instance, categories, language, timeRange } = options;
    return questionsOf(options, context).map((question) => {
      const search = new URLSearchParams({ q: question, format: 'json', language, categories, pageno: '1' });
      if (timeRange) search.set('time_range', timeRange);
      return { url: `${siteRoot(instance)}/search?${search}`, note: { question } };
    });
  },
  parse(reply, { params: options, note, timeZone }) {
    const body = objectOf(parseJsonReply(reply));
    if (!Array.isArray(body.results)) throw shapeChanged('results');
    const rows = body.results.map(objectOf);
    const results = rows.map((row) => resultOf(row, timeZone)).filter((found) => found !== null);
    if (rows.length > 0 && results.length === 0) throw shapeChanged('url and title of the results');
    const silent = listOf(body.unresponsive_engines).map((engine) => textOf(listOf(engine)[0]));
    if (rows.length === 0 && silent.length > 0) {
      throw new AppError(
        'source.broken',
        'None of the engines behind your SearXNG answered. Look at its /stats page and switch on engines that work.',
        { retry: 'later', facts: { engines: silent } },
      );
    }
    const question = textOf(objectOf(note).question) ?? textOf(body.query) ?? '';
    const { everyHours, timeRange } = options;
    return resultPage(results, { question, everyHours, isRecentOnly: timeRange !== '' });
  },
};

function resultOf(row: Json, timeZone: string): SearchResult | null {
  const url = resolveLink(row.url, []);
  const title = inlineText(textOf(row.title));
  if (url === null || title === null) return null;
  return {
    url,
    title,
    text: inlineText(textOf(row.content), 2000) ?? '',
    publishedAt: parseDate(row.publishedDate, timeZone),
  };
}
