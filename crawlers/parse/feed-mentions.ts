// From a feed's item to a raw mention, as all sources that read feeds do it.

import type { RawMention } from '../../core/types.ts';
import type { Feed, FeedItem } from './feed.ts';

/** The fuller of content and summary is the text; title and date stay as the sender wrote them. */
export function feedMention(item: FeedItem, feed: Feed): RawMention {
  const [content, summary] = [item.content ?? '', item.summary ?? ''];
  return {
    nativeId: item.guid ?? (item.link === null ? item.id : null),
    url: item.link,
    title: item.title,
    text: content.length >= summary.length ? content : summary,
    author: item.author === null ? null : { name: item.author, url: item.authorUrl },
    publishedAt: item.publishedAt,
    language: item.language ?? feed.language,
    engagement: { comments: item.comments, views: item.views, likes: item.likes },
    siteName: item.source?.title ?? feed.title,
  };
}
