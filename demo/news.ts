// Three invented outlets on one server: RSS 2.0 with validators, article pages behind the links, robots.txt.
// The third one copies the others, as its like do.

import type { Clock, Log } from '../core/ports.ts';
import { dateForPeople, escapeMarkup, page } from './html.ts';
import type { Post, Scenario } from './scenario.ts';
import { type Answer, ROBOTS, type RunningSite, type SiteRequest, startSite, withValidators } from './site.ts';
import { OUTLETS } from './texts.ts';

const FEED_LIMIT = 40;

type Outlet = (typeof OUTLETS)[number];

/** Feeds stand at /{outlet}/rss.xml, articles at /{outlet}/haber/{id}. */
export function startNews(options: { clock: Clock; log: Log; host: string; scenario: Scenario }): Promise<RunningSite> {
  const articles = (outlet: number) =>
    options.scenario
      .posts('news', options.clock.now())
      .filter((post) => post.outlet === outlet)
      .reverse();
  return startSite({
    name: 'news',
    host: options.host,
    log: options.log,
    handle(request) {
      if (request.path === '/') return frontPage();
      if (request.path === '/robots.txt') return ROBOTS;
      const [, outletPath, rest = ''] = /^\/([a-z-]+)\/(.*)$/.exec(request.path) ?? [];
      const index = OUTLETS.findIndex((outlet) => outlet.path === outletPath);
      const outlet = OUTLETS[index];
      if (!outlet) return null;
      if (rest === 'rss.xml') return feed(request, outlet, articles(index), options.scenario.startedAt);
      if (rest === '') return listPage(outlet, articles(index));
      const post = articles(index).find(({ id }) => rest === `haber/${id}`);
      return post ? articlePage(request, outlet, post) : null;
    },
  });
}

function articleUrl(base: string, outlet: Outlet, post: Post): string {
  return `${base}/${outlet.path}/haber/${post.id}`;
}

function feed(request: SiteRequest, outlet: Outlet, posts: Post[], startedAt: number): Answer {
  const items = posts.slice(0, FEED_LIMIT).map((post) => {
    const url = escapeMarkup(articleUrl(request.base, outlet, post));
    return `<item><title>${escapeMarkup(post.title ?? '')}</title><link>${url}</link><guid isPermaLink="true">${url}</guid><dc:creator>${escapeMarkup(post.author.name)}</dc:creator><pubDate>${new Date(post.at).toUTCString()}</pubDate><description>${escapeMarkup(post.text)}</description></item>`;
  });
  const modifiedAt = posts[0]?.at ?? startedAt;
  const self = `${request.base}/${outlet.path}/rss.xml`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${escapeMarkup(outlet.name)}</title><link>${request.base}/${outlet.path}/</link><atom:link href="${self}" rel="self" type="application/rss+xml"/><description>${escapeMarkup(outlet.name)} son haberler</description><language>tr</language><lastBuildDate>${new Date(modifiedAt).toUTCString()}</lastBuildDate>
${items.join('\n')}
</channel></rss>
`;
  return withValidators(request, { type: 'application/rss+xml; charset=utf-8', body }, modifiedAt, 2);
}

function frontPage(): Answer {
  const links = OUTLETS.map(
    ({ path, name }) => `<li><a href="/${path}/">${escapeMarkup(name)}</a> · <a href="/${path}/rss.xml">RSS</a></li>`,
  );
  return page('Haber siteleri (örnek)', `<ul>${links.join('')}</ul>`);
}

function listPage(outlet: Outlet, posts: Post[]): Answer {
  const links = posts.map(
    (post) =>
      `<li><a href="/${outlet.path}/haber/${post.id}">${escapeMarkup(post.title ?? '')}</a> <span class="meta">${dateForPeople(post.at)}</span></li>`,
  );
  return page(outlet.name, `<ul>${links.join('')}</ul>`);
}

function articlePage(request: SiteRequest, outlet: Outlet, post: Post): Answer {
  const body = `<article><p class="meta">${escapeMarkup(post.author.name)} · <time datetime="${new Date(post.at).toISOString()}">${dateForPeople(post.at)}</time> · ${escapeMarkup(outlet.name)}</p><p>${escapeMarkup(post.text)}</p></article><p><a href="/${outlet.path}/">${escapeMarkup(outlet.name)}</a></p>`;
  return withValidators(request, page(post.title ?? outlet.name, body), post.at, 60);
}
