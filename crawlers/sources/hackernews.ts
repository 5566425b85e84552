// Hacker News through Algolia's search, newest first: stories and comments that hold a word of the query. The search
// knows no OR, so each word is asked by itself.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate, parseEpoch } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 100;
const MAX_TERMS = 3;

const params = z.strictObject({
  kinds: z.enum(['all', 'stories', 'comments']).default('all').meta({
    title: 'Ne aranacak',
    description: 'Başlıklar, yorumlar ya da ikisi de · Stories, comments, or both',
  }),
});
type Params = z.infer<typeof params>;

const TAGS = { all: '(story,comment)', stories: 'story', comments: 'comment' } as const;

/** In seconds, as the service counts. */
interface Cursor {
  newest?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'hackernews',
    title: 'Hacker News',
    channel: 'community',
    homepage: 'https://news.ycombinator.com/',
    description: {
      tr: 'Hacker News başlıklarında ve yorumlarında sorgunuzun kelimelerini arar.',
      en: 'Searches the stories and comments of Hacker News for the words of your query.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { kinds: 'all' },
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 4, obeysRobots: true },
    legalNote: 'Public search interface that Algolia offers for Hacker News, without a key and without a promise.',
    expectedPerDay: 0.2,
    isVerifiedLive: false,
  },
  plan({ kinds }, cursor, { terms }) {
    const words = terms.filter((term) => term.length >= 3).slice(0, MAX_TERMS);
    if (words.length === 0)
      throw new AppError('source.invalid', 'The search needs a word of three letters or more: add one to the query.');
    return words.map((word) => searchRequest(word, kinds, (objectOf(cursor) as Cursor).newest, 0));
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    if (!Array.isArray(body.hits)) throw shapeChanged('hits');
    return pageOf(body, context);
  },
};

function searchRequest(word: string, kinds: Params['kinds'], newest: number | undefined, page: number): RequestPlan {
  const query = word.includes(' ') ? `"${word.replaceAll('"', '')}"` : word;
  const asked = new URLSearchParams({ query, tags: TAGS[kinds], hitsPerPage: String(PAGE_SIZE) });
  asked.set('typoTolerance', 'false');
  asked.set('advancedSyntax', 'true');
  if (newest !== undefined) asked.set('numericFilters', `created_at_i>${newest}`);
  if (page > 0) asked.set('page', String(page));
  return { url: `https://hn.algolia.com/api/v1/search_by_date?${asked}`, note: { word } };
}

function pageOf(body: Json, context: ParseContext<Params>): ParsedPage {
  const hits = listOf(body.hits).map(objectOf);
  const mentions = hits.map(toMention).filter((mention) => mention !== null);
  if (hits.length > 0 && mentions.length === 0) throw shapeChanged('objectID, title or comment_text of the hits');
  const { newest: known } = objectOf(context.cursor) as Cursor;
  const word = textOf(objectOf(context.note).word);
  const page = (numberOf(body.page) ?? 0) + 1;
  // A first run takes one page: years of the past are not what was asked for.
  const hasMore = known !== undefined && word !== null && page < (numberOf(body.nbPages) ?? 0);
  const times = mentions.map(({ publishedAt }) => Math.floor((publishedAt ?? 0) / 1000));
  return {
    mentions,
    isMeasuredEmpty: hits.length === 0,
    ...(hasMore ? { next: [searchRequest(word, context.params.kinds, known, page)] } : {}),
    ...(times.length > 0 ? { cursor: { newest: Math.max(known ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

function toMention(hit: Json): RawMention | null {
  const id = textOf(hit.objectID);
  const title = inlineText(textOf(hit.title) ?? textOf(hit.story_title));
  const text = htmlToText(textOf(hit.comment_text) ?? textOf(hit.story_text) ?? '');
  if (id === null || (title === null && text === '')) return null;
  const author = textOf(hit.author);
  const isComment = textOf(hit.comment_text) !== null;
  return {
    nativeId: id,
    url: `https://news.ycombinator.com/item?id=${encodeURIComponent(id)}`,
    isOwnPage: true,
    title,
    text,
    author:
      author === null
        ? null
        : { handle: author, url: `https://news.ycombinator.com/user?id=${encodeURIComponent(author)}` },
    publishedAt: parseEpoch(hit.created_at_i) ?? parseDate(hit.created_at, 'UTC'),
    language: 'en',
    engagement: { likes: numberOf(hit.points), comments: numberOf(hit.num_comments) },
    parentId: isComment ? textOf(hit.parent_id) : null,
    threadId: isComment ? textOf(hit.story_id) : id,
  };
}
