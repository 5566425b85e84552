// The readers' comments of a page: taken out of the document, so that they are never read as a part of the article, and
// handed back one by one. Knows the usual markup of comment lists (WordPress, Blogger, Turkish news sites), no site by name.

import type { Dom, DomElement } from './article-meta.ts';
import { parseDate } from './dates.ts';
import { htmlToText, inlineText } from './html-text.ts';
import { type Json, objectOf, textOf } from './json.ts';

export interface Comment {
  text: string;
  author: string | null;
  publishedAt: number | null;
}

const MAX_COMMENTS = 500;
const ITEMS =
  '[itemprop="comment"], [itemtype*="schema.org/Comment"], li.comment, article.comment, div.comment, li[class*="comment-item"], div[class*="comment-item"], li[class*="yorum"], div[class*="yorum-item"], div.yorum';
/** Most telling first: a wrapper around everything is used only when there is nothing better. */
const BODIES = [
  '[itemprop="text"], .comment-content, .comment_content, [class*="comment-text"], [class*="yorum-metin"], [class*="yorum-icerik"]',
  'p',
  '.comment-body',
];
const AUTHOR =
  '[itemprop="author"], .fn, .comment-author, cite, [class*="author"], [class*="user"], [class*="yazar"], [class*="isim"]';
const LISTS = '[id], [class]';
const LIST_NAME =
  /(?:^|[\s_-])(?:comments?|commentlist|comment-list|yorum|yorumlar|disqus|disqus_thread|respond|fb-comments)(?:$|[\s_-])/i;

/** Takes comments and their lists out of the document. `declared` are those of the JSON-LD; they win when there are any. */
export function takeComments(
  document: Dom,
  declared: readonly Json[],
  zone: { timeZone: string; now?: number | undefined },
): Comment[] {
  const read = (value: unknown) => parseDate(textOf(value), zone.timeZone, zone.now);
  const found: Comment[] = [];
  for (const item of document.querySelectorAll(ITEMS)) {
    if (found.length >= MAX_COMMENTS) break;
    const comment = commentOf(item, read);
    if (comment !== null && !found.some((other) => other.text === comment.text && other.author === comment.author))
      found.push(comment);
  }
  removeLists(document);
  if (declared.length === 0) return found;
  return declared.slice(0, MAX_COMMENTS).flatMap((comment) => {
    const text = htmlToText(textOf(comment.text) ?? textOf(comment.description) ?? '');
    const author = inlineText(textOf(objectOf(comment.author).name) ?? textOf(comment.author), 200);
    return text === '' ? [] : [{ text, author, publishedAt: read(comment.dateCreated ?? comment.datePublished) }];
  });
}

/** Null for what only looks like a comment: forms, counters, lists. Answers to a comment are comments of their own. */
function commentOf(item: DomElement, read: (value: unknown) => number | null): Comment | null {
  const bodies =
    BODIES.map((selector) => [...item.querySelectorAll(selector)].filter((body) => isOwn(body, item))).find(
      (found) => found.length > 0,
    ) ?? [];
  const [first] = bodies;
  if (!first) return null;
  const isParagraphs = bodies.every((body) => body.parentElement === first.parentElement);
  const text = htmlToText((isParagraphs ? bodies : [first]).map((body) => `<p>${body.innerHTML}</p>`).join(''));
  const author = [...item.querySelectorAll(AUTHOR)].find((element) => isOwn(element, item));
  const time = [
    ...item.querySelectorAll(
      'time, [itemprop="datePublished"], [itemprop="dateCreated"], .comment-date, .comment-meta, [class*="date"], [class*="tarih"]',
    ),
  ].find((element) => isOwn(element, item));
  if (text.length < 2) return null;
  return {
    text,
    author: inlineText(author?.textContent, 100)?.replace(/\s*(?:dedi ki|diyor ki|says|said)\s*:?$/i, '') ?? null,
    publishedAt: read(time?.getAttribute('datetime') ?? time?.getAttribute('content') ?? time?.textContent?.trim()),
  };
}

function isOwn(element: DomElement, item: DomElement): boolean {
  return element.closest(ITEMS) === item;
}

/** Removes comment areas, but nothing that holds the page's heading or most of its text. */
function removeLists(document: Dom): void {
  const total = document.documentElement.textContent?.length ?? 0;
  for (const element of document.querySelectorAll(LISTS)) {
    const name = `${element.getAttribute('id') ?? ''} ${element.getAttribute('class') ?? ''}`;
    if (!LIST_NAME.test(name) || element.querySelector('h1, article') !== null) continue;
    if (/^(?:HTML|BODY|MAIN|ARTICLE)$/i.test((element as { tagName?: string }).tagName ?? '')) continue;
    if ((element.textContent?.length ?? 0) < total * 0.6) element.remove();
  }
}
