// Bluesky's search with an account's own key (an app password): newest first, by words. The company asks not to use the
// search as a stream; that is what Jetstream is for (crawlers/parse/jetstream.ts). Must never ask without a sign-in:
// without one, the search is refused or stands still on its first page.

import { z } from 'zod';
import { MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import { viewMention } from '../parse/bluesky.ts';
import { parseDate } from '../parse/dates.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 100;
const MAX_TERMS = 3;
/** Posts reach the search late; what is read twice is stored once. */
const OVERLAP_MS = 15 * MINUTE;

const params = z.strictObject({
  server: webAddress(
    'Sunucu',
    'Hesabınızın sunucusu (PDS); çoğu için https://bsky.social · Server of your account (PDS)',
  ).default('https://bsky.social'),
  language: z
    .string()
    .regex(/^(?:[a-z]{2})?$/)
    .default('tr')
    .meta({ title: 'Dil', description: 'Gönderilerin dili; boşsa hepsi · Language of the posts; empty = all of them' }),
});
type Params = z.infer<typeof params>;

/** When the newest post that was read was seen by the network. */
interface Cursor {
  newestAt?: number;
}

/** Lives only within one run: the access token of the session that was opened for it. */
interface Note {
  step: 'session' | 'search';
  terms?: string[];
  token?: string;
  search?: string;
}

export const source: Source<Params> = {
  manifest: {
    id: 'bluesky',
    title: 'Bluesky',
    channel: 'social',
    homepage: 'https://docs.bsky.app/docs/api/app-bsky-feed-search-posts',
    description: {
      tr: 'Bluesky’de izlemenin kelimelerini arar; hesabınızın bir uygulama şifresi gerekir.',
      en: 'Searches Bluesky for the words of the watch; needs an app password of your account.',
    },
    isOfficial: true,
    needs: ['bluesky'],
    params,
    example: { server: 'https://bsky.social', language: 'tr' },
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 4, obeysRobots: false },
    legalNote:
      'Documented interface, free, with your own app password (key "bluesky" = handle:app-password). Three hundred sign-ins a day are allowed, one a run is used. Deleted posts must be deleted here too.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan({ server }, _cursor, context) {
    const terms = context.terms.slice(0, MAX_TERMS);
    if (terms.length === 0)
      throw new AppError('source.invalid', 'There is nothing to search for: give the watch a query with a word in it.');
    const [, identifier = '', password = ''] = /^([^:]*):(.*)$/s.exec(context.keys['bluesky'] ?? '') ?? [];
    return [
      {
        url: `${siteRoot(server)}/xrpc/com.atproto.server.createSession`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier: identifier.replace(/^@/, ''), password }),
        note: { step: 'session', terms } satisfies Note,
      },
    ];
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    const note = objectOf(context.note) as unknown as Note;
    return note.step === 'session' ? signedIn(body, note, context) : found(body, note, context);
  },
};

function signedIn(body: Json, { terms = [] }: Note, context: ParseContext<Params>): ParsedPage {
  const token = textOf(body.accessJwt);
  if (token === null) throw shapeChanged('accessJwt');
  const { language, server } = context.params;
  const { newestAt } = objectOf(context.cursor) as Cursor;
  const next = terms.map((term) => {
    const search = new URLSearchParams({ q: wordOf(term), sort: 'latest', limit: String(PAGE_SIZE) });
    if (language) search.set('lang', language);
    if (newestAt !== undefined) search.set('since', new Date(newestAt - OVERLAP_MS).toISOString());
    return searchRequest(server, search, token);
  });
  return { mentions: [], next, isMeasuredEmpty: true };
}

function wordOf(term: string): string {
  return /\s/.test(term) ? `"${term.replaceAll('"', '')}"` : term;
}

function searchRequest(server: string, search: URLSearchParams, token: string): RequestPlan {
  return {
    url: `${siteRoot(server)}/xrpc/app.bsky.feed.searchPosts?${search}`,
    headers: { authorization: `Bearer ${token}` },
    note: { step: 'search', token, search: search.toString() } satisfies Note,
  };
}

function found(body: Json, note: Note, { params: { server }, cursor }: ParseContext<Params>): ParsedPage {
  if (!Array.isArray(body.posts)) throw shapeChanged('posts');
  const views = body.posts.map(objectOf);
  const mentions = views.map(viewMention).filter((mention) => mention !== null);
  // Posts that are only pictures have no text; a page of them is no new shape as long as they have an address.
  if (views.length > 0 && !views.some((view) => textOf(view.uri) && Object.keys(objectOf(view.record)).length > 0))
    throw shapeChanged('uri and record of the posts');
  const { newestAt: knownAt } = objectOf(cursor) as Cursor;
  const times = views.map((view) => parseDate(view.indexedAt, 'UTC') ?? 0);
  const following = textOf(body.cursor);
  const isBehind = knownAt !== undefined && times.length > 0 && Math.min(...times) < knownAt - OVERLAP_MS;
  const next: RequestPlan[] = [];
  if (following !== null && !isBehind && (numberOf(views.length) ?? 0) >= PAGE_SIZE / 2 && note.token && note.search) {
    const search = new URLSearchParams(note.search);
    search.set('cursor', following);
    next.push(searchRequest(server, search, note.token));
  }
  const newestAt = Math.max(knownAt ?? 0, ...times);
  return {
    mentions,
    isMeasuredEmpty: mentions.length === 0,
    next,
    ...(newestAt > 0 ? { cursor: { newestAt } satisfies Cursor } : {}),
  };
}
