// Conversations of the firm's own Intercom that changed since the last time, oldest change first: what the customer wrote
// first, and what he said when he rated the answer. Messages that the firm sent out are left out. Must never store an address.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseEpoch } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ticketState } from '../parse/resolution.ts';
import { isHmac, namedSignature } from '../parse/signature.ts';

const HOSTS = { us: 'api.intercom.io', eu: 'api.eu.intercom.io', au: 'api.au.intercom.io' } as const;
const PAGE_SIZE = 150;
const VERSION = '2.13';

const params = z.strictObject({
  region: z.enum(['us', 'eu', 'au']).default('eu').meta({
    title: 'Bölge',
    description: 'Verinizin bulunduğu bölge · Region that holds your data',
  }),
  appId: z
    .string()
    .regex(/^[a-z\d]{4,20}$/)
    .optional()
    .meta({
      title: 'Çalışma alanı',
      description: 'Bağlantılar için, adreste apps/ ardındaki · For links, behind apps/',
    }),
  days: z.number().int().min(1).max(365).default(7).meta({
    title: 'İlk okuma (gün)',
    description: 'İlk okumada kaç gün geriye gidilsin · How many days back the first run goes',
  }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  updatedAt?: number;
}

export const source: Source<Params> = {
  manifest: {
    id: 'intercom',
    title: 'Intercom',
    channel: 'support',
    homepage:
      'https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations',
    description: {
      tr: 'Kendi Intercom’unuzdaki yeni konuşmaları ve müşterilerin puanlarını alır.',
      en: 'Takes the new conversations of your own Intercom and what customers write when they rate one.',
    },
    isOfficial: true,
    needs: ['intercom'],
    params,
    example: { region: 'eu', days: 7 },
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: 10, obeysRobots: false },
    legalNote:
      'Your own data by the documented interface, free; key "intercom" = an access token of a private app. Conversations are personal data of your customers: tell them, keep them no longer than needed, and mask them before anything leaves the house.',
    expectedPerDay: 20,
    isVerifiedLive: false,
  },
  plan({ region, days }, cursor, { keys, now }) {
    const { updatedAt } = objectOf(cursor) as Cursor;
    const since = Math.floor((updatedAt ?? now - days * DAY) / 1000) - 1;
    return [searchRequest(region, since, null, keys['intercom'] ?? '')];
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    if (!Array.isArray(body['conversations'])) throw shapeChanged('conversations');
    return pageOf(body['conversations'].map(objectOf), body, context);
  },
  webhook: {
    setup: {
      tr: 'Intercom › Settings › Integrations › Developer Hub › uygulamanız › Webhooks: adresi girin, conversation.user.created ve conversation.rating.added konularını seçin. secret, Basic information altındaki Client secret’tır.',
      en: 'Intercom › Settings › Integrations › Developer Hub › your app › Webhooks: enter the address, choose the topics conversation.user.created and conversation.rating.added. The secret is the Client secret under Basic information.',
    },
    // Intercom signs no time: what is sent again only finds what is known.
    sentAt: () => null,
    isSigned: ({ headers, body }, { secret }) =>
      isHmac(namedSignature(headers['x-hub-signature'], 'sha1'), {
        ...{ algorithm: 'sha1', encoding: 'hex', secret, parts: [body] },
      }),
    parse(body, { params: { appId } }) {
      const sent = objectOf(body);
      if (textOf(sent['topic']) === null) throw new AppError('hook.invalid', 'The body names no topic.');
      const item = objectOf(objectOf(sent['data'])['item']);
      if (!/^conversation\./.test(textOf(sent['topic']) ?? '') || textOf(item['id']) === null)
        return { items: [], rejected: [] };
      const found = [firstMessage(item, appId), ratingMention(item, appId)].filter((raw) => raw !== null);
      return { items: found.map((raw) => ({ index: 0, raw })), rejected: [] };
    },
  },
};

function searchRequest(region: Params['region'], since: number, after: string | null, key: string): RequestPlan {
  return {
    url: `https://${HOSTS[region]}/conversations/search`,
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${key}`, accept: 'application/json' },
      ...{ 'content-type': 'application/json', 'intercom-version': VERSION },
    },
    body: JSON.stringify({
      query: { field: 'updated_at', operator: '>', value: since },
      sort: { field: 'updated_at', order: 'ascending' },
      pagination: { per_page: PAGE_SIZE, ...(after === null ? {} : { starting_after: after }) },
    }),
    note: { since },
  };
}

function pageOf(rows: Json[], body: Json, { params: options, note, keys, cursor }: ParseContext<Params>): ParsedPage {
  if (rows.some((row) => textOf(row['id']) === null)) throw shapeChanged('id of the conversations');
  const mentions = rows
    .flatMap((row) => [firstMessage(row, options.appId), ratingMention(row, options.appId)])
    .filter((found) => found !== null);
  const known = objectOf(cursor) as Cursor;
  const updatedAt = Math.max(known.updatedAt ?? 0, ...rows.map((row) => parseEpoch(row['updated_at']) ?? 0));
  const after = textOf(objectOf(objectOf(body['pages'])['next'])['starting_after']);
  const since = numberOf(objectOf(note)['since']);
  return {
    mentions,
    isMeasuredEmpty: mentions.length === 0,
    ...(after !== null && since !== null
      ? { next: [searchRequest(options.region, since, after, keys['intercom'] ?? '')] }
      : {}),
    ...(updatedAt > 0 ? { cursor: { updatedAt } satisfies Cursor } : {}),
  };
}

function placeOf(conversation: Json, appId: string | undefined): Pick<RawMention, 'url' | 'threadId' | 'siteName'> {
  const id = textOf(conversation['id']);
  const way = textOf(objectOf(conversation['source'])['type']);
  return {
    url: appId === undefined ? null : `https://app.intercom.com/a/apps/${appId}/conversations/${id}`,
    threadId: id,
    siteName: ['Intercom', way].filter(Boolean).join(' · '),
  };
}

/** What the customer wrote first; null for what the firm, a bot or a campaign wrote. */
function firstMessage(conversation: Json, appId: string | undefined): RawMention | null {
  const start = objectOf(conversation['source']);
  const author = objectOf(start['author']);
  const text = htmlToText(textOf(start['body']) ?? '');
  if (!/^(?:user|lead|contact)$/.test(textOf(author['type']) ?? '') || text === '') return null;
  return {
    ...placeOf(conversation, appId),
    nativeId: textOf(conversation['id']),
    title: inlineText(textOf(conversation['title']) ?? htmlToText(textOf(start['subject']) ?? '')),
    text,
    author: { name: inlineText(textOf(author['name'])) },
    publishedAt: parseEpoch(conversation['created_at']),
    resolution: ticketState(
      textOf(conversation['state']) === 'closed',
      parseEpoch(objectOf(conversation['statistics'])['last_admin_reply_at']),
    ),
  };
}

function ratingMention(conversation: Json, appId: string | undefined): RawMention | null {
  const rating = objectOf(conversation['conversation_rating']);
  const text = htmlToText(textOf(rating['remark']) ?? '');
  const author = objectOf(objectOf(conversation['source'])['author']);
  if (text === '') return null;
  return {
    ...placeOf(conversation, appId),
    nativeId: `${textOf(conversation['id'])}:rating`,
    title: inlineText(textOf(conversation['title'])),
    text,
    author: {
      name: /^(?:user|lead|contact)$/.test(textOf(author['type']) ?? '') ? inlineText(textOf(author['name'])) : null,
    },
    publishedAt: parseEpoch(rating['created_at']),
    engagement: { rating: numberOf(rating['rating']) },
    parentId: textOf(conversation['id']),
  };
}
