// Google's first page through SerpApi, with a key: the place of every page for "brand + şikayet" as people in Turkey see
// it. Every question costs a search of the plan. The key goes behind the address only when it is sent.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import { parseDate } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ALL_WORDS, questionsOf, resultPage, type SearchResult, searchParams } from '../parse/web-search.ts';

const params = z.strictObject({
  ...searchParams(12),
  country: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('tr')
    .meta({ title: 'Ülke', description: 'Google’ın ülkesi (gl) · Country of the results (gl)' }),
  language: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]{2})?$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Google’ın dili (hl) · Language of the page (hl)' }),
  freshness: z.enum(['', 'd', 'w', 'm']).default('').meta({
    title: 'Süre',
    description:
      'Boşsa sıralamanın kendisi izlenir; d son gün, w son hafta · Empty follows the ranking itself; d, w, m = last day, week, month',
  }),
});
type Params = z.infer<typeof params>;

const EXAMPLE: Params = {
  words: 'şikayet, güvenilir mi, iade',
  everyHours: 12,
  country: 'tr',
  language: 'tr',
  freshness: '',
};

export const source: Source<Params> = {
  manifest: {
    id: 'serpapi',
    title: 'Google (SerpApi)',
    channel: 'search',
    homepage: 'https://serpapi.com/search-api',
    description: {
      tr: 'Google’ın ilk sayfasını SerpApi üzerinden okur; sayfaya yeni giren her adresi alır. Ücretlidir: aylık 75 dolardan başlar.',
      en: 'Reads Google’s first page through SerpApi and takes every address that newly enters it. Costs from 75 dollars a month.',
    },
    isOfficial: false,
    needs: ['serpapi'],
    params,
    example: EXAMPLE,
    presets: { itibar: [{ ...EXAMPLE, words: ALL_WORDS }] },
    selection: 'match',
    isAggregator: true,
    politeness: { minIntervalMs: 1500, maxPages: 1, obeysRobots: false },
    legalNote:
      'A vendor’s contracted interface with your own key; the vendor reads Google, not itibar. With the usual settings a watch asks 4 questions twice a day: about 240 searches a month of your plan.',
    expectedPerDay: 1,
    isVerifiedLive: false,
    cost: {
      perMonthUsd: 75,
      note: {
        tr: 'Aylık abonelik, 75 dolardan başlar; her arama aboneliğin arama hakkından düşer.',
        en: 'A monthly plan from 75 dollars; every search is taken off the searches of the plan.',
      },
      checkedOn: '2026-11',
    },
  },
  plan(options, _cursor, context) {
    const { country, language, freshness } = options;
    return questionsOf(options, context).map((question) => {
      const search = new URLSearchParams({ engine: 'google', q: question, hl: language, gl: country });
      if (freshness) search.set('tbs', `qdr:${freshness}`);
      return {
        url: `https://serpapi.com/search.json?${search}`,
        secretQuery: { api_key: context.keys['serpapi'] ?? '' },
        note: { question },
      };
    });
  },
  parse(reply, { params: options, note, now }) {
    const body = objectOf(parseJsonReply(reply));
    const information = objectOf(body.search_information);
    const complaint = textOf(body.error);
    const isEmpty = /fully empty/i.test(textOf(information.organic_results_state) ?? '') || isNothing(complaint);
    if (complaint !== null && !isEmpty) {
      throw new AppError('source.refused', 'SerpApi refused the search. Look at your plan and key in its dashboard.', {
        retry: 'later',
        facts: { detail: complaint.slice(0, 200) },
      });
    }
    if (!Array.isArray(body.organic_results) && !isEmpty) throw shapeChanged('organic_results');
    const rows = listOf(body.organic_results)
      .map(objectOf)
      .sort((a, b) => (numberOf(a.position) ?? 0) - (numberOf(b.position) ?? 0));
    const results = rows.map((row) => resultOf(row, now)).filter((found) => found !== null);
    if (rows.length > 0 && results.length === 0) throw shapeChanged('link and title of the results');
    const question = textOf(objectOf(note).question) ?? textOf(objectOf(body.search_parameters).q) ?? '';
    const { everyHours, freshness } = options;
    return resultPage(results, { question, everyHours, isRecentOnly: freshness !== '' });
  },
};

function isNothing(complaint: string | null): boolean {
  return complaint !== null && /hasn'?t returned any results/i.test(complaint);
}

function resultOf(row: Json, now: number): SearchResult | null {
  const url = resolveLink(row.link, []);
  const title = inlineText(textOf(row.title));
  if (url === null || title === null) return null;
  return {
    url,
    title,
    text: inlineText(textOf(row.snippet), 2000) ?? '',
    publishedAt: parseDate(row.date, 'UTC', now),
    siteName: inlineText(textOf(row.source)),
  };
}
