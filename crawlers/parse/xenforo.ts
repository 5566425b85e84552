// XenForo's markup (2.x, and 1.x for topics): posts of a topic and rows of a search. Quotes and signatures are somebody
// else's words or no words and are left out. Pure.

import type { RawMention } from '../../core/types.ts';
import { parseDate, parseEpoch } from './dates.ts';
import { all, attribute, countIn, type Element, first, jsonLdIn, lineOf, type Page, readable } from './dom.ts';
import { inlineText } from './html-text.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { resolveLink } from './links.ts';
import type { ThreadLinks, ThreadPost } from './thread.ts';

export interface SearchRow {
  url: string;
  title: string | null;
  snippet: string;
  author: string | null;
  publishedAt: number | null;
  /** Address and number of the topic, without the post. */
  topic: string | null;
  topicId: string | null;
}

const POSTS = 'article.message[data-author][id^="js-post-"], #messageList > li[data-author][id^="post-"]';
const TEXTS = '.message-body .bbWrapper, .message-content .bbWrapper, .messageContent .messageText, .messageText';

/** Number of a post in an address: …/post-123, /posts/123/. */
export function postIdOf(url: string): string | null {
  return /(?:\/post-|\/posts\/|#post-)(\d+)/.exec(url)?.[1] ?? null;
}

export function threadPosts(page: Page, url: string, timeZone: string): ThreadPost[] {
  const host = new URL(url).host;
  const topicId = topicIdOf(attribute(first(page, 'html'), 'data-content-key') ?? url);
  const declared = jsonLdIn(page).find((object) => object['@type'] === 'DiscussionForumPosting') ?? {};
  const replies = repliesOf(declared);
  const shared = {
    title: inlineText(textOf(declared.headline)) ?? lineOf(first(page, 'h1.p-title-value, .titleBar h1, h1')),
    language: attribute(first(page, 'html'), 'lang'),
    siteName: attribute(first(page, 'meta[property="og:site_name"]'), 'content') ?? host,
    threadId: topicId === null ? null : `${host}:thread:${topicId}`,
  };
  return all(page, POSTS).flatMap((post) => {
    const id = Number(/(\d+)$/.exec(attribute(post, 'id') ?? '')?.[1]);
    const text = readable(first(post, TEXTS), { isDropped: isForeign });
    if (!Number.isSafeInteger(id)) return [];
    const isOpening = all(post, '.message-attribution-opposite li, .postNumber').some((li) => lineOf(li) === '#1');
    const mention: RawMention = {
      ...shared,
      nativeId: `${host}:post:${id}`,
      url: linkOf(post, id, url),
      text,
      author: {
        name: attribute(post, 'data-author'),
        url: resolveLink(attribute(first(post, '.message-name a.username, a.username'), 'href'), [url]),
      },
      publishedAt: timeOf(post, timeZone),
      engagement: { likes: likesOf(post), comments: isOpening ? replies : null },
      parentId: answeredOf(post, host),
    };
    return [{ id, mention: text === '' && !isOpening ? null : mention }];
  });
}

export function threadLinks(page: Page, url: string): ThreadLinks {
  const numbers = all(page, '.pageNav-main a, .PageNav nav a').filter((link) => /^\d+$/.test(lineOf(link) ?? ''));
  const last = numbers.sort((a, b) => Number(lineOf(b)) - Number(lineOf(a)))[0];
  const current = Number(lineOf(first(page, '.pageNav-page--current a, .PageNav .currentPage')) ?? 1);
  const isLater = last !== undefined && Number(lineOf(last)) > current;
  return {
    url,
    last: isLater ? resolveLink(attribute(last, 'href'), [url]) : null,
    previous: resolveLink(attribute(first(page, 'a.pageNav-jump--prev, link[rel="prev"]'), 'href'), [url]),
  };
}

export function searchRows(page: Page, url: string, timeZone: string, now: number): SearchRow[] {
  return all(page, 'li.block-row, ol.searchResultsList > li').flatMap((row) => {
    const link = first(row, '.contentRow-title a, .titleText .title a');
    const target = resolveLink(attribute(link, 'href'), [url]);
    if (target === null || !/\/(?:threads|konu|posts|post)\b|post-\d+|\.\d+\//.test(target)) return [];
    return [
      {
        url: target,
        title: lineOf(link),
        snippet: readable(first(row, '.contentRow-snippet, .snippet')),
        author: attribute(row, 'data-author') ?? lineOf(first(row, '.username')),
        publishedAt: timeOf(row, timeZone, now),
        topic: /^.*\.\d+\//.exec(target)?.[0] ?? null,
        topicId: topicIdOf(target),
      },
    ];
  });
}

/** The number of the topic in "thread-123" or in …/name.123/post-456. */
function topicIdOf(text: string): string | null {
  return (
    /^thread-(\d+)$/.exec(text)?.[1] ?? /\.(\d+)(?:\/|$)/.exec(new URL(text, 'https://x.invalid').pathname)?.[1] ?? null
  );
}

function linkOf(post: Element, id: number, url: string): string {
  const link = first(post, `a[href*="post-${id}"], a[href*="posts/${id}"]`);
  const href = resolveLink(attribute(link, 'href'), [url])?.replace(/\/share\/?$/, '');
  return href ?? new URL(`#post-${id}`, url).href;
}

function timeOf(element: Element, timeZone: string, now?: number): number | null {
  const time = first(element, 'time[datetime], .DateTime');
  return (
    parseEpoch(attribute(time, 'data-time') ?? '') ??
    parseDate(attribute(time, 'datetime') ?? attribute(time, 'title') ?? lineOf(time), timeZone, now)
  );
}

/** "Ali, Veli ve diğer 12 kişi": the named ones and the number. 0 where the bar is there and empty. */
function likesOf(post: Element): number | null {
  const bar = first(post, '.reactionsBar, .likesSummary');
  if (bar === null) return null;
  const link = first(bar, '.reactionsBar-link, .LikeText');
  if (link === null) return 0;
  const names = all(link, 'bdi, .username');
  const rest = names.reduce((text, name) => text.replace(lineOf(name) ?? '', ''), lineOf(link) ?? '');
  return names.length + (countIn(rest) ?? 0);
}

/** The first post that is quoted. */
function answeredOf(post: Element, host: string): string | null {
  const quoted = attribute(first(post, '.bbCodeBlock--quote[data-source^="post"]'), 'data-source');
  const id = /post:\s*(\d+)/.exec(quoted ?? '')?.[1];
  return id === undefined ? null : `${host}:post:${id}`;
}

/** Replies as the topic declares them to search engines. */
function repliesOf(topic: Json): number | null {
  const counters = [topic.interactionStatistic].flat().map(objectOf);
  const reply = counters.find((counter) => /Reply|Comment/.test(textOf(counter.interactionType) ?? ''));
  return numberOf(reply?.userInteractionCount);
}

function isForeign(name: string, attributes: Record<string, string>): boolean {
  const classes = attributes['class'] ?? '';
  return (name === 'blockquote' && /quote/i.test(classes)) || /signature|bbCodeQuote|js-selectToQuoteEnd/.test(classes);
}
