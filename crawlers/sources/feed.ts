// Any feed of an outlet, blog or forum: RSS, Atom, RDF, JSON Feed. Everything that the feed carries comes out; the
// watch's query decides what is kept. Must never follow links: the articles behind them are another matter.

import { z } from 'zod';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { Source } from '../../core/ports.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { feedMention } from '../parse/feed-mentions.ts';
import { webAddress } from '../parse/params.ts';

const params = z.strictObject({
  url: webAddress('Akış adresi', 'RSS, Atom ya da JSON Feed adresi · Address of an RSS, Atom or JSON feed'),
});
type Params = z.infer<typeof params>;

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
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 1, obeysRobots: true },
    legalNote: 'Feeds are offered for reading by programs; text and pictures stay the property of their publisher.',
    expectedPerDay: 3,
    isVerifiedLive: true,
  },
  plan: ({ url }) => [{ url, headers: { accept: ACCEPT } }],
  parse(reply, { timeZone, now }) {
    const feed = parseFeedReply(reply, { timeZone, now });
    return {
      mentions: feed.items.map((item) => feedMention(item, feed, reply.url)),
      isMeasuredEmpty: feed.items.length === 0,
      ...(feed.ttlMs === null ? {} : { nextRunInMs: Math.min(Math.max(feed.ttlMs, 5 * MINUTE), DAY) }),
    };
  },
};
