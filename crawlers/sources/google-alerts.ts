// A Google Alert that is delivered as a feed. The address is made by hand and is a secret of the account: it must never
// be logged. Links are taken out of Google's redirect; titles lose the bold marks of the search words.

import { z } from 'zod';
import type { Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { hostOf } from '../../core/url.ts';
import { type FeedItem, parseFeedReply } from '../parse/feed.ts';
import { resolveLink } from '../parse/links.ts';

const params = z.strictObject({
  url: z
    .url()
    .regex(/^https:\/\/www\.google\.[a-z.]+\/alerts\/feeds\/\d+\/\d+$/, {
      error: 'must look like https://www.google.com/alerts/feeds/…/… (Google Alerts → Deliver to: RSS feed)',
    })
    .meta({
      title: 'Uyarı akışı',
      description:
        'Google Alerts’te “Teslim yeri: RSS feed” seçip akışın adresini yapıştırın · In Google Alerts choose “Deliver to: RSS feed” and paste its address',
    }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'google-alerts',
    title: 'Google Alerts',
    channel: 'search',
    homepage: 'https://www.google.com/alerts',
    description: {
      tr: 'Kurduğunuz bir Google Alerts uyarısının bulduğu sayfaları alır.',
      en: 'Takes the pages that a Google Alert of yours has found.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { url: 'https://www.google.com/alerts/feeds/01234567890123456789/1234567890123456789' },
    selection: 'trust',
    isAggregator: true,
    politeness: { minIntervalMs: 5000, maxPages: 1, obeysRobots: true },
    legalNote: 'The feed belongs to your Google account; whoever has its address can read it.',
    expectedPerDay: 4,
    isVerifiedLive: true,
  },
  plan: ({ url }) => [{ url }],
  parse(reply, { timeZone }) {
    const feed = parseFeedReply(reply, { timeZone });
    return { mentions: feed.items.map(found), isMeasuredEmpty: feed.items.length === 0 };
  },
};

function found(item: FeedItem): RawMention {
  const url = unwrapGoogle(item.link);
  return {
    nativeId: item.guid,
    url,
    isOwnPage: true,
    title: item.title,
    text: item.content ?? item.summary ?? '',
    publishedAt: item.publishedAt,
    siteName: url === null ? null : hostOf(url),
  };
}

/** The address inside https://www.google.com/url?…; any other address stays. */
export function unwrapGoogle(link: string | null): string | null {
  if (link === null) return null;
  const url = new URL(link);
  if (!/(^|\.)google\.[a-z.]+$/.test(url.hostname) || url.pathname !== '/url') return link;
  return resolveLink(url.searchParams.get('url') ?? url.searchParams.get('q'), []) ?? link;
}
