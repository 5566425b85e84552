// Bluesky's posts, however they come: as records of the stream or as views of the search. Both give a post the same
// identity, its at:// address, so that one post is one mention.

import { DAY } from '../../core/clock.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from './dates.ts';
import { inlineText } from './html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from './json.ts';

export const POST_COLLECTION = 'app.bsky.feed.post';

/** 'at://did:plc:x/app.bsky.feed.post/3k2' -> the post's page; null for what is no post's address. */
export function postUrl(uri: string | null): string | null {
  const [, did, key] = /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.:~-]+)$/.exec(uri ?? '') ?? [];
  return did && key ? `https://bsky.app/profile/${did}/post/${key}` : null;
}

/**
 * A post record as mention; null when there is nothing to read in it. `seenAt` (epoch ms) is when the network saw it: the
 * author's own clock is believed only when it does not lie ahead of that.
 */
export function recordMention(uri: string, record: Json, seenAt: number | null): RawMention | null {
  const url = postUrl(uri);
  const text = [textOf(record.text), cardOf(objectOf(record.embed))].filter(Boolean).join('\n\n');
  if (url === null || text === '') return null;
  const written = parseDate(record.createdAt, 'UTC');
  const isAhead = written !== null && seenAt !== null && written > seenAt + DAY / 24;
  const reply = objectOf(record.reply);
  const did = uri.split('/')[2] ?? '';
  return {
    nativeId: uri,
    url,
    text,
    author: { handle: did, url: `https://bsky.app/profile/${did}` },
    publishedAt: isAhead ? seenAt : written,
    language: textOf(listOf(record.langs)[0]),
    parentId: textOf(objectOf(reply.parent).uri),
    threadId: textOf(objectOf(reply.root).uri),
  };
}

/** A post view of the search: the record with its author's name and the counts. */
export function viewMention(view: Json): RawMention | null {
  const uri = textOf(view.uri);
  const mention = uri === null ? null : recordMention(uri, objectOf(view.record), parseDate(view.indexedAt, 'UTC'));
  if (mention === null) return null;
  const author = objectOf(view.author);
  const handle = textOf(author.handle);
  const [reposts, quotes] = [numberOf(view.repostCount), numberOf(view.quoteCount)];
  return {
    ...mention,
    author: {
      name: inlineText(textOf(author.displayName)),
      handle: handle === 'handle.invalid' ? (mention.author?.handle ?? null) : handle,
      url: mention.author?.url ?? null,
      followers: numberOf(author.followersCount),
      createdAt: parseDate(author.createdAt, 'UTC'),
    },
    engagement: {
      likes: numberOf(view.likeCount),
      shares: reposts === null && quotes === null ? null : (reposts ?? 0) + (quotes ?? 0),
      comments: numberOf(view.replyCount),
    },
  };
}

/** Title, description and address of a link card, and what pictures show, as their author put it. */
function cardOf(embed: Json): string {
  const media = Object.keys(objectOf(embed.media)).length > 0 ? objectOf(embed.media) : embed;
  const card = objectOf(media.external);
  const lines = [textOf(card.title), textOf(card.description), textOf(card.uri)];
  const pictures = listOf(media.images).map((image) => textOf(objectOf(image).alt));
  return [...lines, ...pictures].filter(Boolean).join('\n');
}
