// Şikayetvar's markup: cards of a brand's page and the page of one complaint. The JSON-LD is asked first, for it outlived
// the redesign of 2026; the classes before and after it are the way out. Pure.

import type { RawMention, Resolution } from '../../core/types.ts';
import { parseDate } from './dates.ts';
import { all, attribute, countIn, type Element, first, jsonLdIn, lineOf, type Page, readable } from './dom.ts';
import { htmlToText, inlineText } from './html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from './json.ts';
import { resolveLink } from './links.ts';

interface When {
  timeZone: string;
  now: number;
}

export interface Card {
  /** '/brand/what-happened': the complaint's identity. */
  path: string;
  url: string;
  title: string | null;
  text: string;
  publishedAt: number | null;
  isSolved: boolean;
}

const SOLVED = /(?:^|[^\p{L}])çözüldü(?:[^\p{L}]|$)/iu;
const DATES = 'time, .post-time, span[class*="text-zinc-500"], [class*="date"], [class*="time"]';

/** The complaints of a list, in their order; members, categories and other brands' complaints are left out. */
export function cardsOf(page: Page, site: string, brand: string, when: When): Card[] {
  const cards = all(page, 'article').flatMap((card) => {
    const links = all(card, 'h2 a[href], h3 a[href], a[title][href]');
    for (const link of links) {
      const url = resolveLink(attribute(link, 'href'), [site]);
      const path = url === null ? '' : new URL(url).pathname.replace(/\/+$/, '');
      if (url === null || !path.startsWith(`/${brand}/`) || (lineOf(link) ?? '').startsWith('#')) continue;
      const title = lineOf(link) ?? attribute(link, 'title');
      const text = readable(first(card, '.complaint-description, p'));
      const publishedAt = dateIn(card, when);
      return [{ path, url: new URL(path, site).href, title, text, publishedAt, isSolved: isSolvedIn(card) }];
    }
    return [];
  });
  return [...new Map(cards.map((card) => [card.path, card])).values()];
}

function isSolvedIn(element: Element): boolean {
  // The badge stands alone in its element; a customer may write the word into a sentence.
  return all(element, 'span, div, li, strong').some((part) => {
    const text = lineOf(part, 60) ?? '';
    return text.length < 40 && SOLVED.test(text);
  });
}

function dateIn(element: Element, { timeZone, now }: When): number | null {
  for (const part of all(element, DATES)) {
    const at = parseDate(attribute(part, 'datetime') ?? attribute(part, 'title') ?? lineOf(part, 60), timeZone, now);
    if (at !== null) return at;
  }
  return null;
}

/** A complaint that is not opened: what its card says. */
export function excerpt({ path, url, title, text, publishedAt, isSolved }: Card, brand: string): RawMention {
  return {
    ...{ nativeId: path, url, isOwnPage: true, title, text, isExcerpt: true, publishedAt },
    ...{ language: 'tr', threadId: path, siteName: brand, resolution: isSolved ? { state: 'solved' } : null },
  };
}

/**
 * The complaint with the brand's answer and whether it was solved, then what others wrote under it, each a mention of its
 * own; none when there is nothing to read.
 */
export function complaintMentions(page: Page, url: string, facts: When & { isSolved: boolean }): RawMention[] {
  const path = new URL(url).pathname.replace(/\/+$/, '');
  const brand = path.split('/')[1] ?? '';
  const declared = jsonLdIn(page).find((object) => object['@type'] === 'DiscussionForumPosting') ?? {};
  const shared = { url: new URL(path, url).href, language: 'tr', threadId: path, siteName: brand };
  const complaint = complaintOf(page, declared, facts);
  if (complaint.text === '' && complaint.title === null) return [];
  const written = answersOf(page, declared, facts);
  const replies = written.flatMap(({ author, ...reply }, index) => {
    if (!author) return [];
    const nativeId = `${path}#${reply.publishedAt ?? `answer-${index + 1}`}`;
    return [{ ...shared, ...reply, author, nativeId, parentId: path }];
  });
  const isSolved = facts.isSolved || first(page, '.complaint-solution') !== null;
  const resolution = resolutionOf(written.findLast(({ author }) => author === null) ?? null, isSolved);
  const main: RawMention = { ...shared, ...complaint, nativeId: path, isOwnPage: true, resolution };
  return [main, ...uniqueById(replies), ...thanksOf(page, main, path, shared)];
}

function resolutionOf(answer: Pick<RawMention, 'text' | 'publishedAt'> | null, isSolved: boolean): Partial<Resolution> {
  const state = isSolved ? 'solved' : answer === null ? 'open' : 'answered';
  return { state, answer: answer?.text ?? null, answeredAt: answer?.publishedAt ?? null };
}

function uniqueById<T extends { nativeId: string }>(items: T[]): T[] {
  return [...new Map(items.map((item) => [item.nativeId, item])).values()];
}

function complaintOf(page: Page, declared: Json, { timeZone, now }: When): Omit<RawMention, 'nativeId'> {
  const body = first(page, '.complaint-detail-description, [class*="complaint-detail-description"]');
  const date = first(page, '.post-time, .js-tooltip.time, time');
  const author = objectOf(declared.author);
  const shownDate = attribute(date, 'datetime') ?? attribute(date, 'title') ?? lineOf(date, 60);
  return {
    title: inlineText(textOf(declared.headline)) ?? lineOf(first(page, 'h1')),
    text: htmlToText(textOf(declared.text) ?? '') || readable(body),
    author: { name: inlineText(textOf(author.name)), url: resolveLink(author.url, [] as const) },
    publishedAt: parseDate(declared.dateCreated ?? declared.datePublished ?? shownDate, timeZone, now),
    engagement: {
      comments: Array.isArray(declared.comment) ? declared.comment.length : numberOf(declared.commentCount),
      likes: likesOf(declared),
      views: countIn(lineOf(first(page, '.js-view-count'))),
    },
  };
}

function likesOf(declared: Json): number | null {
  const counters = [declared.interactionStatistic].flat().map(objectOf);
  const like = counters.find((counter) => /Like/.test(textOf(counter.interactionType) ?? ''));
  return numberOf(like?.userInteractionCount) ?? numberOf(declared.upvoteCount);
}

/** Comments of the JSON-LD; where it has none, the brand's answer as the page shows it. `author` null = the brand. */
function answersOf(page: Page, declared: Json, when: When): Pick<RawMention, 'text' | 'author' | 'publishedAt'>[] {
  const listed = listOf(declared.comment).map(objectOf);
  const answers = listed.flatMap((comment) => {
    const text = htmlToText(textOf(comment.text) ?? '');
    const author = objectOf(comment.author);
    const name = inlineText(textOf(author.name));
    const publishedAt = parseDate(comment.dateCreated ?? comment.datePublished, when.timeZone, when.now);
    const isBrand = author['@type'] === 'Organization';
    return text === '' ? [] : [{ text, author: isBrand ? null : { name }, publishedAt }];
  });
  if (listed.length > 0) return answers;
  const shown = first(page, '.brand-answer, div[class*="bg-indigo-50"]');
  const text = readable(shown);
  return shown === null || text === '' ? [] : [{ text, author: null, publishedAt: dateIn(shown, when) }];
}

/** What the customer wrote when it was solved; none where the page has only the mark. */
function thanksOf(page: Page, main: RawMention, path: string, shared: Partial<RawMention>): RawMention[] {
  const text = readable(first(page, '.complaint-solution'));
  if (text === '') return [];
  const author = main.author ?? null;
  return [{ ...shared, nativeId: `${path}#solved`, text, author, publishedAt: null, parentId: path }];
}
