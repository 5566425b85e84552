// Reddit through its official interface with an app's own key: a search for new posts, or all new comments of one
// subreddit. Without a key Reddit answers nobody since 2026, and itibar does not try. Must never keep what was deleted.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseEpoch } from '../parse/dates.ts';
import { inlineText } from '../parse/html-text.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { accessToken, bearer, clientToken } from '../parse/oauth.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { toSearchQuery } from '../parse/search-query.ts';

const API = 'https://oauth.reddit.com';
const SITE = 'https://www.reddit.com';
const GONE = /^\[(?:deleted|removed)\b[^\]]*\]$/;

const params = z.strictObject({
  mode: z.enum(['search', 'comments']).default('search').meta({
    title: 'Okuma',
    description:
      'search: yeni gönderilerde ara; comments: bir topluluğun bütün yeni yorumları · Search new posts, or all new comments of a subreddit',
  }),
  subreddit: z
    .string()
    .regex(/^[A-Za-z\d][\w+]{1,200}$/, { error: 'must be a name such as Turkey, or several as Turkey+KGBTR' })
    .optional()
    .meta({
      title: 'Topluluk',
      description: 'Başında r/ olmadan, birkaçı + ile · Without r/ in front, several joined by +',
    }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'reddit',
    title: 'Reddit',
    channel: 'community',
    homepage: 'https://www.reddit.com/',
    description: {
      tr: 'Reddit’in resmî arayüzüyle yeni gönderilerde arar ya da bir topluluğun yeni yorumlarını okur.',
      en: 'Searches new Reddit posts through the official interface, or reads the new comments of a subreddit.',
    },
    isOfficial: true,
    needs: ['reddit'],
    params,
    example: { mode: 'search' },
    selection: 'match',
    // The interface is used with a key under its own terms; robots.txt speaks to crawlers of the pages.
    politeness: { minIntervalMs: 1000, maxPages: 6, obeysRobots: false },
    legalNote:
      'Official interface with a key of yours (id:secret of an app you register); commercial use needs Reddit’s agreement.',
    expectedPerDay: 3,
    // Tried on answers of the official interface that were recorded in 2016; newer ones were not at hand.
    isVerifiedLive: true,
  },
  plan({ mode, subreddit }, _cursor, { query, keys }) {
    if (mode === 'comments' && subreddit === undefined)
      throw new AppError('source.invalid', 'Comments are read of a subreddit: name one, or set mode to "search".');
    const asked = toSearchQuery(query, 500);
    if (mode === 'search' && asked === null)
      throw new AppError('source.invalid', 'Nothing of the query can be searched for: give it a name to look for.');
    const request = clientToken(`${SITE}/api/v1/access_token`, 'reddit', keys.reddit ?? '');
    return [{ ...request, note: { step: 'token', path: pathOf(mode, subreddit, asked ?? '') } }];
  },
  parse(reply, context) {
    const note = objectOf(context.note);
    const path = textOf(note.path) ?? '';
    if (note.step === 'token') {
      const token = accessToken(reply, 'reddit');
      return { mentions: [], next: [listRequest(path, token, null)], isMeasuredEmpty: true };
    }
    const listing = objectOf(objectOf(parseJsonReply(reply)).data);
    if (!Array.isArray(listing.children)) throw shapeChanged('data.children');
    return pageOf(listing, path, textOf(note.token) ?? '', context);
  },
};

function pathOf(mode: Params['mode'], subreddit: string | undefined, query: string): string {
  if (mode === 'comments') return `/r/${subreddit}/comments?limit=100&raw_json=1`;
  const asked = new URLSearchParams({ q: query, sort: 'new', t: 'week', type: 'link', limit: '100', raw_json: '1' });
  return subreddit === undefined ? `/search?${asked}` : `/r/${subreddit}/search?${asked}&restrict_sr=1`;
}

function listRequest(path: string, token: string, after: string | null): RequestPlan {
  const tail = after === null ? '' : `&after=${encodeURIComponent(after)}`;
  return { url: `${API}${path}${tail}`, headers: bearer(token), note: { path, token } };
}

function pageOf(listing: Json, path: string, token: string, context: ParseContext<Params>): ParsedPage {
  const things = listOf(listing.children).map(objectOf);
  const mentions = things.map(toMention).filter((mention) => mention !== null);
  if (things.length > 0 && things.every(({ data }) => textOf(objectOf(data).name) === null))
    throw shapeChanged('name of the posts');
  const { newestAt: knownAt } = objectOf(context.cursor) as Cursor;
  const times = things.map(({ data }) => parseEpoch(objectOf(data).created_utc) ?? 0);
  const after = textOf(listing.after);
  const hasMore = after !== null && knownAt !== undefined && Math.min(...times) > knownAt && path !== '';
  return {
    mentions,
    // A list of deleted posts only is a list that was read.
    isMeasuredEmpty: mentions.length === 0,
    ...(hasMore ? { next: [listRequest(path, token, after)] } : {}),
    ...(times.length > 0 ? { cursor: { newestAt: Math.max(knownAt ?? 0, ...times) } satisfies Cursor } : {}),
  };
}

/** t3 is a post, t1 a comment. Null for other things and for what its writer or a moderator took away. */
function toMention({ kind, data }: Json): RawMention | null {
  const thing = objectOf(data);
  const name = textOf(thing.name);
  const id = textOf(thing.id);
  const author = textOf(thing.author);
  const text = textOf(kind === 't1' ? thing.body : thing.selftext)?.trim() ?? '';
  if (name === null || id === null || (kind !== 't1' && kind !== 't3') || GONE.test(text)) return null;
  const topic = kind === 't3' ? name : textOf(thing.link_id);
  const subreddit = textOf(thing.subreddit);
  const permalink = textOf(thing.permalink) ?? `/r/${subreddit}/comments/${topic?.replace('t3_', '')}/_/${id}/`;
  return {
    nativeId: name,
    url: new URL(permalink, SITE).href,
    isOwnPage: true,
    title: inlineText(textOf(thing.title) ?? textOf(thing.link_title)),
    text,
    author:
      author === null || GONE.test(author)
        ? null
        : { handle: author, url: `${SITE}/user/${encodeURIComponent(author)}` },
    publishedAt: parseEpoch(thing.created_utc),
    engagement: {
      likes: numberOf(thing.score),
      comments: numberOf(thing.num_comments),
      shares: numberOf(thing.num_crossposts),
      views: numberOf(thing.view_count),
    },
    parentId: kind === 't1' ? textOf(thing.parent_id) : null,
    threadId: topic,
    siteName: subreddit === null ? null : `r/${subreddit}`,
  };
}
