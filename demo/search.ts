// The search engine of the sample web: answers as SearXNG does, with JSON for programs and a page for people.

import { DAY, HOUR } from '../core/clock.ts';
import type { Clock, Log } from '../core/ports.ts';
import { escapeMarkup, page } from './html.ts';
import { type IndexedPage, searchAt } from './search-index.ts';
import { json, ROBOTS, type RunningSite, startSite } from './site.ts';

/** What the demo's watch asks, and its month of answers before. */
export const SEARCH_NAME = 'Pazarlamacım';
export const SEARCH_WORDS = 'şikayet, güvenilir mi, iade, dolandırıcı mı';
export const SEARCH_DAYS = 29;

export function startSearch(options: {
  clock: Clock;
  log: Log;
  host: string;
  startedAt: number;
  seed: number;
}): Promise<RunningSite> {
  const { clock, startedAt, seed } = options;
  return startSite({
    name: 'search',
    host: options.host,
    log: options.log,
    handle({ path, query }) {
      if (path === '/robots.txt') return ROBOTS;
      const question = query.get('q') ?? '';
      const found = question === '' ? [] : searchAt(question, clock.now(), startedAt, seed);
      if (path === '/') return form('', []);
      if (path !== '/search') return null;
      return query.get('format') === 'json' ? answer(question, found) : form(question, found);
    },
  });
}

function answer(question: string, found: readonly IndexedPage[]) {
  const results = found.map((each) => ({ ...each, engine: 'ornek', category: 'general' }));
  return json({ query: question, number_of_results: results.length, results, unresponsive_engines: [] });
}

function form(question: string, found: readonly IndexedPage[]) {
  const items = found.map(
    ({ url, title, content }) =>
      `<li><strong>${escapeMarkup(title)}</strong><br><span class="meta">${escapeMarkup(url)}</span><p>${escapeMarkup(content)}</p></li>`,
  );
  const box = `<form action="/search"><input name="q" value="${escapeMarkup(question)}" aria-label="Arama"> <button>Ara</button></form>`;
  return page('Arama (örnek)', `${box}<ol>${items.join('')}</ol>`);
}

export interface PastAnswer {
  query: string;
  at: number;
  results: { url: string; title: string }[];
}

/** Twice a day for a month, oldest first, each question as the source asks it. Ends an hour before the demo begins. */
export function pastAnswers(startedAt: number, seed: number): PastAnswer[] {
  const questions = [SEARCH_NAME, ...SEARCH_WORDS.split(', ').map((word) => `${SEARCH_NAME} ${word}`)];
  const times = Array.from({ length: SEARCH_DAYS * 2 }, (_, index) => startedAt - HOUR - (index * DAY) / 2).reverse();
  return times.flatMap((at) =>
    questions.map((query) => ({
      ...{ query, at },
      results: searchAt(query, at, startedAt, seed).map(({ url, title }) => ({ url, title })),
    })),
  );
}
