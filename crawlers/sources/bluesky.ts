// Bluesky: every public post by Jetstream, the network's own stream, without a key; and the search with an account's own
// key (an app password) for what was before and for when the stream is away. The company asks not to use the search as a
// stream. Must never search without a sign-in: without one, it is refused or stands still on its first page.

import { z } from 'zod';
import { MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import { viewMention } from '../parse/bluesky.ts';
import { parseDate } from '../parse/dates.ts';
import { jetstreamPlans, readStream } from '../parse/jetstream-stream.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 100;
const MAX_TERMS = 3;
const JETSTREAM = 'wss://jetstream.us-east.bsky.network';
/** Of the contract before it, which is frozen and goes on. */
const JETSTREAM_V1 = 'wss://jetstream1.us-east.bsky.network';
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
    .meta({
      title: 'Aramanın dili',
      description:
        'Yalnız arama için; canlı akışta izlemenin sorgusuna lang:tr yazın · For the search only; on the stream write lang:tr in the query',
    }),
  jetstream: z
    .string()
    .max(200)
    .regex(/^(?:wss?:\/\/[a-z\d.:[\]-]+)?$/, {
      error: 'must be an address such as wss://jetstream.us-east.bsky.network, or empty',
    })
    .default(JETSTREAM)
    .meta({
      title: 'Canlı akış',
      description: 'Jetstream sunucusu; boşsa yalnız arama kullanılır · Jetstream server; empty = the search only',
    }),
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
      tr: 'Bluesky’nin bütün açık gönderilerini canlı akıştan dinler; uygulama şifresi varsa eskileri de arar.',
      en: 'Listens to all public posts of Bluesky as they are written; with an app password it also searches older ones.',
    },
    isOfficial: true,
    needs: [],
    uses: ['bluesky'],
    params,
    example: { server: 'https://bsky.social', language: 'tr', jetstream: JETSTREAM },
    isOptIn: true,
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 4, obeysRobots: false },
    legalNote:
      'Documented interfaces, free. The stream needs no key and brings every public post of the network, some gigabytes a day; only posts that match a watch are kept. The search takes your own app password (key "bluesky" = handle:app-password); three hundred sign-ins a day are allowed, one a run is used. Deleted posts must be deleted here too.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan({ server }, _cursor, context) {
    if (!context.keys['bluesky'])
      throw new AppError(
        'source.key-missing',
        'Without a key Bluesky can only be listened to, and that is what `itibar start` and `itibar worker` do. Set keys.bluesky (handle:app-password) to search as well.',
      );
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
  stream: {
    open: ({ jetstream }, cursor) =>
      jetstream === '' ? [] : jetstreamPlans(jetstream, jetstream === JETSTREAM ? JETSTREAM_V1 : jetstream, cursor),
    read: readStream,
    canPoll: (_params, keys) => Boolean(keys['bluesky']),
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
