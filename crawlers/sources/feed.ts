// Any feed of an outlet, blog or forum: RSS, Atom, RDF, JSON Feed, by its address or, for Turkish outlets, by the name in
// config/outlets.yml. Everything that the feed carries comes out; the watch's query decides what is kept. Must never
// follow links: the articles behind them are another matter.

import { z } from 'zod';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { Source } from '../../core/ports.ts';
import { type OutletId, outlets } from '../outlets.gen.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { feedMention } from '../parse/feed-mentions.ts';
import { webAddress } from '../parse/params.ts';

const OUTLET_IDS = Object.keys(outlets) as OutletId[];

const params = z
  .strictObject({
    url: webAddress(
      'Akış adresi',
      'RSS, Atom ya da JSON Feed adresi · Address of an RSS, Atom or JSON feed',
    ).optional(),
    outlet: z
      .enum(OUTLET_IDS, { error: 'is no outlet of config/outlets.yml; give the address of its feed as url instead' })
      .optional()
      .meta({
        title: 'Yayın',
        description: 'Adresi bilinen bir yayın; adres yerine · A known outlet, instead of an address',
      }),
  })
  .refine(({ url, outlet }) => (url === undefined) !== (outlet === undefined), {
    error: 'give either url or outlet',
  });
type Params = z.infer<typeof params>;

/** Group of config/outlets.yml -> one subscription for each of its outlets. */
const GROUPS = Object.fromEntries(
  [...new Set(OUTLET_IDS.map((id) => outlets[id].group))].map((group) => [
    group,
    OUTLET_IDS.filter((id) => outlets[id].group === group).map((outlet) => ({ outlet })),
  ]),
);

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';

export const source: Source<Params> = {
  manifest: {
    id: 'feed',
    title: 'RSS / Atom',
    channel: 'news',
    homepage: 'https://www.rssboard.org/rss-specification',
    description: {
      tr: 'Bir haber sitesinin, blogun ya da forumun akışını okur; sorgunuza uyan yazıları alır.',
      en: 'Reads the feed of an outlet, blog or forum and keeps what matches your query.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { url: 'https://www.trthaber.com/sondakika.rss' },
    presets: GROUPS,
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 1, obeysRobots: true },
    legalNote: 'Feeds are offered for reading by programs; text and pictures stay the property of their publisher.',
    expectedPerDay: 3,
    isVerifiedLive: true,
  },
  plan({ url, outlet }) {
    const address = outlet === undefined ? url : outlets[outlet].url;
    return address === undefined ? [] : [{ url: address, headers: { accept: ACCEPT } }];
  },
  parse(reply, { timeZone, now, params: { outlet } }) {
    const feed = parseFeedReply(reply, { timeZone, now });
    // Feeds call themselves "Son Dakika" or "Gündem"; the outlet's name says more.
    const named = outlet === undefined ? {} : { siteName: outlets[outlet].name };
    return {
      mentions: feed.items.map((item) => ({ ...feedMention(item, feed, reply.url), ...named })),
      isMeasuredEmpty: feed.items.length === 0,
      ...(feed.ttlMs === null ? {} : { nextRunInMs: Math.min(Math.max(feed.ttlMs, 5 * MINUTE), DAY) }),
    };
  },
};
