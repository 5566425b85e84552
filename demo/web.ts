// The sample web: starts every site of the demo on loopback and a start page that lists them.
// The system that watches it knows only these addresses; there is no other way in.

import type { Clock, Log } from '../core/ports.ts';
import { startForum } from './forum.ts';
import { escapeMarkup, page } from './html.ts';
import { startMailbox } from './mailbox.ts';
import { startNews } from './news.ts';
import { startReviews } from './reviews.ts';
import { createScenario, type ScenarioStatus } from './scenario.ts';
import { startSearch } from './search.ts';
import { json, ROBOTS, startSite } from './site.ts';
import { startSocial } from './social.ts';

export interface SampleSites {
  news: string;
  social: string;
  forum: string;
  reviews: string;
  search: string;
  mail: { host: string; port: number; inboxUrl: string };
}

export interface SampleWeb {
  /** Start page with links to all sites and the phase of the story; /status.json for programs. */
  url: string;
  /** host:port of every HTTP site, for fetch.allowHosts. */
  hosts: string[];
  sites: SampleSites;
  /** Where the story stands now. */
  readonly story: ScenarioStatus;
  stop(): Promise<void>;
}

/** Starts everything; the story begins at clock.now(). The same seed tells the same story. Throws AppError('demo.port'). */
export async function startSampleWeb(options: {
  clock: Clock;
  log: Log;
  host?: string;
  seed?: number;
}): Promise<SampleWeb> {
  const { clock, log } = options;
  const host = options.host ?? '127.0.0.1';
  const scenario = createScenario(clock.now(), options.seed);
  const running: { stop(): Promise<void> }[] = [];
  const started = async <T extends { stop(): Promise<void> }>(site: Promise<T>): Promise<T> => {
    const one = await site;
    running.push(one);
    return one;
  };
  const stop = async () => {
    await Promise.all(running.splice(0).map((site) => site.stop()));
  };
  try {
    const shared = { clock, log, host, scenario };
    const news = await started(startNews(shared));
    const social = await started(startSocial(shared));
    const forum = await started(startForum(shared));
    const reviews = await started(startReviews(shared));
    const { startedAt } = scenario;
    const search = await started(startSearch({ clock, log, host, startedAt, seed: options.seed ?? 1 }));
    const mailbox = await started(startMailbox({ clock, log, host }));
    const sites: SampleSites = {
      news: news.url,
      social: social.url,
      forum: forum.url,
      reviews: reviews.url,
      search: search.url,
      mail: { host: mailbox.host, port: mailbox.port, inboxUrl: mailbox.inboxUrl },
    };
    const status = () => scenario.status(clock.now());
    const hub = await started(startHub({ log, host, sites, status }));
    return {
      url: hub.url,
      hosts: [news.host, social.host, forum.host, reviews.host, search.host],
      sites,
      get story() {
        return status();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startHub(options: { log: Log; host: string; sites: SampleSites; status: () => ScenarioStatus }) {
  const { sites } = options;
  const links: [string, string, string][] = [
    ['Haber siteleri', sites.news, 'RSS akışları ve haber sayfaları'],
    ['Sosyal medya', sites.social, 'Etiket akışları'],
    ['Forum', sites.forum, 'Konular ve arama'],
    ['Uygulama mağazası', sites.reviews, 'Yıldızlı yorumlar'],
    ['Arama motoru', sites.search, 'SearXNG gibi yanıt verir'],
    ['Posta kutusu', sites.mail.inboxUrl, 'Gönderilen uyarı ve özet e-postaları'],
  ];
  return startSite({
    name: 'hub',
    host: options.host,
    log: options.log,
    handle({ path }) {
      if (path === '/robots.txt') return ROBOTS;
      if (path === '/status.json') return json(options.status());
      if (path !== '/') return null;
      const { words, postCount } = options.status();
      const rows = links.map(
        ([name, url, what]) =>
          `<li><a href="${escapeMarkup(url)}">${escapeMarkup(name)}</a> <span class="meta">${escapeMarkup(what)}</span></li>`,
      );
      const body = `<p>${escapeMarkup(words.tr)}</p><p class="meta">${escapeMarkup(words.en)} · ${postCount} ileti</p><ul>${rows.join('')}</ul><p class="meta">Buradaki marka, kişi ve metinlerin tümü kurmacadır. / Every brand, person and text here is invented.</p>`;
      return page('Örnek web', body, { refresh: '5' });
    },
  });
}
