// Mastodon and what speaks like it: a hashtag's timeline, an account's posts, or a search where the server lets guests
// search. A server sees what its users see, so several big servers see more. Must never count a boost as a post.

import { z } from 'zod';
import type { ParseContext, ParsedPage, Reply, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { linkRelation, resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const PAGE_SIZE = 40;

const params = z
  .strictObject({
    server: webAddress('Sunucu', 'Örneğin https://mastodon.social · A Mastodon server'),
    tag: z
      .string()
      .regex(/^#?[\p{L}\p{N}_]+$/u, { error: 'must be one hashtag, letters and digits only' })
      .max(100)
      .optional()
      .meta({ title: 'Etiket', description: 'İzlenecek etiket, # olmadan · Hashtag to follow, without #' }),
    account: z
      .string()
      .regex(/^@?[\w.-]+(?:@[\w.-]+)?$/)
      .max(200)
      .optional()
      .meta({ title: 'Hesap', description: 'Yazdıkları izlenecek hesap · Account whose posts are read' }),
    search: z.boolean().optional().meta({
      title: 'Arama',
      description:
        'İzlemenin sorgusunu ara; çoğu sunucu misafire aratmaz · Search for the watch’s query; most servers refuse guests',
    }),
  })
  .refine(({ tag, account, search }) => [tag, account, search].filter(Boolean).length === 1, {
    error: 'give exactly one of tag, account and search',
  });
type Params = z.infer<typeof params>;

/** `newestId` is the highest post read; `accountId` the server's number of the account. */
interface Cursor {
  newestId?: string;
  accountId?: string;
}

export const source: Source<Params> = {
  manifest: {
    id: 'mastodon',
    title: 'Mastodon',
    channel: 'social',
    homepage: 'https://docs.joinmastodon.org/methods/timelines/#tag',
    description: {
      tr: 'Bir Mastodon sunucusunda bir etiketi ya da hesabı izler.',
      en: 'Follows a hashtag or an account on a Mastodon server.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { server: 'https://mastodon.social', tag: 'markam' },
    selection: 'match',
    politeness: { minIntervalMs: 1500, maxPages: 5, obeysRobots: true },
    legalNote:
      'Public posts through the documented interface; deleted posts must be deleted here too when their author asks.',
    expectedPerDay: 3,
    isVerifiedLive: true,
  },
  plan(options, cursor, context) {
    const root = `${siteRoot(options.server)}/api`;
    const { newestId, accountId } = objectOf(cursor) as Cursor;
    if (options.tag) {
      const tag = encodeURIComponent(options.tag.replace(/^#/, ''));
      return [{ url: `${root}/v1/timelines/tag/${tag}?${paging(newestId)}` }];
    }
    if (options.account) {
      if (accountId) return [statusesOf(root, accountId, newestId)];
      const acct = encodeURIComponent(options.account.replace(/^@/, ''));
      return [{ url: `${root}/v1/accounts/lookup?acct=${acct}`, note: { step: 'lookup' } }];
    }
    const words = encodeURIComponent(context.terms[0] ?? context.query);
    return [{ url: `${root}/v2/search?q=${words}&type=statuses&limit=${PAGE_SIZE}`, note: { step: 'search' } }];
  },
  parse(reply, context) {
    const body = parseJsonReply(reply);
    if (objectOf(context.note).step === 'lookup') return accountFound(body, context);
    const list = Array.isArray(body) ? body : objectOf(body).statuses;
    if (!Array.isArray(list)) throw shapeChanged('a list of statuses');
    return pageOf(list, reply, context);
  },
};

/** `min_id` gives the oldest posts above it, so that a gap is closed from its lower end; without one the newest come. */
function paging(newestId: string | undefined): string {
  return newestId ? `min_id=${encodeURIComponent(newestId)}&limit=${PAGE_SIZE}` : `limit=${PAGE_SIZE}`;
}

function statusesOf(root: string, accountId: string, newestId: string | undefined): RequestPlan {
  const id = encodeURIComponent(accountId);
  return {
    url: `${root}/v1/accounts/${id}/statuses?exclude_reblogs=true&${paging(newestId)}`,
    note: { accountId },
  };
}

function accountFound(body: unknown, { params: { server } }: ParseContext<Params>): ParsedPage {
  const accountId = textOf(objectOf(body).id);
  if (accountId === null) throw shapeChanged('the account’s id');
  return { mentions: [], next: [statusesOf(`${siteRoot(server)}/api`, accountId, undefined)], isMeasuredEmpty: true };
}

function pageOf(list: unknown[], reply: Reply, context: ParseContext<Params>): ParsedPage {
  const stored = objectOf(context.cursor) as Cursor;
  const note = objectOf(context.note);
  const statuses = list.map(objectOf);
  const mentions = statuses.map((status) => toMention(status, context.params.server)).filter((found) => found !== null);
  if (statuses.length > 0 && mentions.length === 0 && statuses.some((status) => status.reblog == null))
    throw shapeChanged('id, url or content of the statuses');
  const isForward = stored.newestId !== undefined;
  const newest = textOf(statuses[0]?.id);
  // Back-filling pages go down; only the first of them holds the newest post.
  const newestId = isForward ? (newest ?? stored.newestId) : (textOf(note.newestId) ?? newest ?? undefined);
  const accountId = textOf(note.accountId) ?? stored.accountId;
  const following = linkRelation(reply.headers.link, isForward ? 'prev' : 'next');
  const nextUrl = statuses.length >= PAGE_SIZE ? resolveLink(following, [reply.url]) : null;
  const isSameServer = nextUrl !== null && new URL(nextUrl).origin === new URL(reply.url).origin;
  return {
    mentions,
    isMeasuredEmpty: statuses.length === 0,
    ...(isSameServer ? { next: [{ url: nextUrl, note: { newestId, accountId } }] } : {}),
    ...(newestId ? { cursor: { newestId, ...(accountId ? { accountId } : {}) } satisfies Cursor } : {}),
  };
}

/** Null for boosts and for what has no identity. `uri` is the post's identity on every server that shows it. */
function toMention(status: Json, server: string): RawMention | null {
  if (status.reblog != null) return null;
  const uri = textOf(status.uri);
  const url = resolveLink(textOf(status.url) ?? uri, []);
  if ((uri === null && url === null) || typeof status.content !== 'string') return null;
  const account = objectOf(status.account);
  const spoiler = inlineText(textOf(status.spoiler_text));
  const handle = textOf(account.acct) ?? textOf(account.username);
  return {
    nativeId: uri ?? url,
    url,
    text: [spoiler, htmlToText(status.content)].filter(Boolean).join('\n\n'),
    author: {
      name: inlineText(textOf(account.display_name)) ?? textOf(account.username),
      handle: handle === null || handle.includes('@') ? handle : `${handle}@${new URL(server).host}`,
      url: resolveLink(account.url, []),
      followers: numberOf(account.followers_count),
      // Of an account of another server it may only say when this one first heard of it.
      createdAt: handle?.includes('@') ? null : parseDate(account.created_at, 'UTC'),
    },
    publishedAt: parseDate(status.created_at, 'UTC'),
    language: textOf(status.language),
    engagement: {
      likes: numberOf(status.favourites_count),
      shares: numberOf(status.reblogs_count),
      comments: numberOf(status.replies_count),
    },
    siteName: new URL(server).host,
  };
}
