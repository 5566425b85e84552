// From a feed's item to a raw mention, as all sources that read feeds do it.

import type { RawMention } from '../../core/types.ts';
import { canonicalUrl, hostOf } from '../../core/url.ts';
import type { Feed, FeedItem } from './feed.ts';

/** Ids that name one item in the whole world: addresses, tag: and urn: names, YouTube's, UUIDs and long hashes. */
const GLOBAL_ID = /^(?:https?:\/\/|tag:|urn:|yt:|[\da-f]{8}-[\da-f]{4}-|[\w-]{40,}$)/i;

/** "7" is an item of one feed; with the site's host before it, it cannot be taken for another feed's "7". */
function identityOf(item: FeedItem, feed: Feed, feedUrl: string): string | null {
  const id = item.guid ?? (item.link === null ? item.id : null);
  return id === null || GLOBAL_ID.test(id) ? id : `${hostOf(feed.link ?? feedUrl) ?? hostOf(feedUrl) ?? 'feed'}:${id}`;
}

/**
 * Some feeds lead from every item to one page, or to the front page: that is nobody's own. The same item twice is one.
 */
function isOwnPage({ link, guid }: FeedItem, feed: Feed): boolean {
  if (link === null || canonicalUrl(link) === canonicalUrl(feed.link ?? '')) return false;
  return feed.items.every((other) => other.link !== link || other.guid === guid);
}

/** The fuller of content and summary is the text; title and date stay as the sender wrote them. */
export function feedMention(item: FeedItem, feed: Feed, feedUrl: string): RawMention {
  const [content, summary] = [item.content ?? '', item.summary ?? ''];
  return {
    nativeId: identityOf(item, feed, feedUrl),
    url: item.link,
    isOwnPage: isOwnPage(item, feed),
    title: item.title,
    text: content.length >= summary.length ? content : summary,
    author: item.author === null ? null : { name: item.author, url: item.authorUrl },
    publishedAt: item.publishedAt,
    language: item.language ?? feed.language,
    engagement: { comments: item.comments, views: item.views, likes: item.likes },
    siteName: item.source?.title ?? feed.title,
  };
}
