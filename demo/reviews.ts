// An App-Store-shaped review feed: Atom written as JSON, ten pages of fifty, newest first. Its oddities are kept:
// a single review comes as an object, and no reviews at all leave `entry` out.

import type { Clock, Log } from '../core/ports.ts';
import { dateForPeople, escapeMarkup, page } from './html.ts';
import type { Post, Scenario } from './scenario.ts';
import { type Answer, json, ROBOTS, type RunningSite, startSite } from './site.ts';

const PAGE_SIZE = 50;
const LAST_PAGE = 10;
const PATH = /^\/([a-z]{2})\/rss\/customerreviews(?:\/page=(\d+))?\/id=(\d+)(?:\/sortby=mostrecent)?\/json$/;

/** The invented shop's number in this store; every other number has no reviews. */
export const DEMO_APP_ID = '900100200';

export function startReviews(options: {
  clock: Clock;
  log: Log;
  host: string;
  scenario: Scenario;
}): Promise<RunningSite> {
  const newestFirst = () => options.scenario.posts('reviews', options.clock.now()).reverse();
  return startSite({
    name: 'reviews',
    host: options.host,
    log: options.log,
    handle({ base, path }) {
      if (path === '/') return listPage(newestFirst());
      if (path === '/robots.txt') return ROBOTS;
      const [, country, pageText = '1', appId] = PATH.exec(path) ?? [];
      if (!country || !appId) return null;
      const number = Number(pageText);
      if (number < 1 || number > LAST_PAGE) {
        return { ...json({ error: 'CustomerReviews RSS page depth is limited to 10' }), status: 400 };
      }
      const isOurs = country === 'tr' && appId === DEMO_APP_ID;
      const reviews = isOurs ? newestFirst() : [];
      return json(feed(base, country, appId, number, reviews));
    },
  });
}

const label = (text: string) => ({ label: text });

function feed(base: string, country: string, appId: string, number: number, reviews: Post[]): Record<string, unknown> {
  const root = `${base}/${country}/rss/customerreviews`;
  const link = (rel: string, to: number) => ({
    attributes: { rel, href: `${root}/page=${to}/id=${appId}/sortby=mostrecent/xml` },
  });
  const last = Math.max(1, Math.min(LAST_PAGE, Math.ceil(reviews.length / PAGE_SIZE)));
  const entries = reviews
    .slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    .map((post) => entry(base, country, appId, post));
  return {
    feed: {
      author: { name: label('iTunes Store'), uri: label(`${base}/`) },
      ...(entries.length === 0 ? {} : { entry: entries.length === 1 ? entries[0] : entries }),
      updated: label(new Date(reviews[0]?.at ?? 0).toISOString()),
      rights: label('Örnek mağaza'),
      title: label('iTunes Store: Müşteri Yorumları'),
      icon: label(`${base}/favicon.ico`),
      link: [
        link('self', number),
        link('first', 1),
        link('last', last),
        link('previous', Math.max(1, number - 1)),
        link('next', Math.min(last, number + 1)),
      ],
      id: label(`${root}/id=${appId}/json`),
    },
  };
}

function entry(base: string, country: string, appId: string, post: Post): Record<string, unknown> {
  return {
    author: {
      uri: label(`${base}/${country}/reviews/id${700_000 + post.id}`),
      name: label(post.author.handle),
      label: '',
    },
    updated: label(appleTime(post.at)),
    'im:rating': label(String(post.stars ?? 3)),
    'im:version': label('7.4.1'),
    id: label(String(11_000_000_000 + post.id)),
    title: label(post.title ?? ''),
    content: { label: post.text, attributes: { type: 'text' } },
    link: { attributes: { rel: 'related', href: `${base}/${country}/review?id=${appId}&type=Purple%20Software` } },
    'im:voteSum': label(String(post.likes)),
    'im:contentType': { attributes: { term: 'Application', label: 'Uygulama' } },
    'im:voteCount': label(String(post.likes + post.shares)),
  };
}

/** The store writes Cupertino time, seven hours behind UTC here all year round: '2026-11-24T01:05:09-07:00'. */
function appleTime(at: number): string {
  return `${new Date(at - 7 * 3_600_000).toISOString().slice(0, 19)}-07:00`;
}

function listPage(reviews: Post[]): Answer {
  const items = reviews
    .slice(0, 60)
    .map(
      (post) =>
        `<article><b>${'★'.repeat(post.stars ?? 3)} ${escapeMarkup(post.title ?? '')}</b><p>${escapeMarkup(post.text)}</p><p class="meta">${escapeMarkup(post.author.handle)} · ${dateForPeople(post.at)}</p></article>`,
    );
  return page('Uygulama mağazası (örnek)', items.join(''));
}
