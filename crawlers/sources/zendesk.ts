// Tickets of the firm's own Zendesk, by the incremental export: every ticket that changed since the last time, and what
// customers wrote when they rated one. Agents' and deleted tickets are left out. Must never store a mail address.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, listOf, objectOf, textOf } from '../parse/json.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ticketState } from '../parse/resolution.ts';
import { isHmac } from '../parse/signature.ts';
import { ticketHook } from '../parse/ticket-hook.ts';

const params = z.strictObject({
  subdomain: z
    .string()
    .regex(/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/)
    .meta({ title: 'Alt alan adı', description: '….zendesk.com’un önündeki ad · The name before .zendesk.com' }),
  days: z.number().int().min(1).max(365).default(7).meta({
    title: 'İlk okuma (gün)',
    description: 'İlk okumada kaç gün geriye gidilsin · How many days back the first run goes',
  }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  after?: string;
}

export const source: Source<Params> = {
  manifest: {
    id: 'zendesk',
    title: 'Zendesk',
    channel: 'support',
    homepage: 'https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/',
    description: {
      tr: 'Kendi Zendesk’inizdeki yeni destek kayıtlarını ve müşterilerin memnuniyet yorumlarını alır.',
      en: 'Takes the new tickets of your own Zendesk and what customers write when they rate one.',
    },
    isOfficial: true,
    needs: ['zendesk'],
    params,
    example: { subdomain: 'markam', days: 7 },
    selection: 'trust',
    // Ten export requests a minute are allowed.
    politeness: { minIntervalMs: 7000, maxPages: 10, obeysRobots: false },
    legalNote:
      'Your own data by the documented interface, free; key "zendesk" = mail/token:KEY of an agent. Tickets are personal data of your customers: tell them, keep them no longer than needed, and mask them before anything leaves the house.',
    expectedPerDay: 20,
    isVerifiedLive: true,
  },
  plan({ subdomain, days }, cursor, { keys, now }) {
    const { after } = objectOf(cursor) as Cursor;
    const search = after ? { cursor: after } : { start_time: String(Math.floor((now - days * DAY) / 1000)) };
    return [exportRequest(subdomain, search, keys['zendesk'] ?? '')];
  },
  parse(reply, context) {
    const body = objectOf(parseJsonReply(reply));
    if (objectOf(context.note)['step'] === 'named')
      return pageOf([objectOf(body['ticket'])], { users: body['users'] }, context);
    if (!Array.isArray(body['tickets'])) throw shapeChanged('tickets');
    return pageOf(body['tickets'].map(objectOf), body, context);
  },
  webhook: {
    needs: ['subdomain'],
    setup: {
      tr: 'Zendesk › Admin Center › Apps and integrations › Webhooks: adresi girin, “Ticket created” olayına abone olun. secret, webhook’un sayfasındaki Signing secret’tır. params.subdomain gerekir.',
      en: 'Zendesk › Admin Center › Apps and integrations › Webhooks: enter the address, subscribe to the event "Ticket created". The secret is the Signing secret on the webhook’s page. params.subdomain is needed.',
    },
    sentAt: ({ headers }) => Date.parse(headers['x-zendesk-webhook-signature-timestamp'] ?? ''),
    isSigned: ({ headers, body }, { secret }) =>
      isHmac(headers['x-zendesk-webhook-signature'] ?? '', {
        ...{ algorithm: 'sha256', encoding: 'base64', secret },
        parts: [headers['x-zendesk-webhook-signature-timestamp'] ?? '', body],
      }),
    /** The event's own shape (`detail`), or a trigger's body with the ticket's fields; only an id is asked for. */
    parse: (body, { params: { subdomain } }) =>
      ticketHook(body, (sent) => {
        const type = textOf(sent['type']) ?? '';
        if (type.startsWith('zen:event-type:') && !/ticket\.(?:created|description_changed)$/.test(type)) return null;
        const ticket = [sent['detail'], sent['ticket'], sent].map(objectOf).find(({ id }) => textOf(id) !== null) ?? {};
        const raw = ticketMention(ticket, objectOf(ticket['requester']), subdomain);
        return { id: textOf(ticket['id']), raw };
      }),
    ask(named, { params: { subdomain }, keys }) {
      const { headers } = exportRequest(subdomain, {}, keys['zendesk'] ?? '');
      const url = `https://${subdomain}.zendesk.com/api/v2/tickets/${String(named)}.json?include=users`;
      return { url, ...(headers ? { headers } : {}), note: { step: 'named' } };
    },
  },
};

function exportRequest(subdomain: string, search: Record<string, string>, key: string): RequestPlan {
  return {
    url: `https://${subdomain}.zendesk.com/api/v2/incremental/tickets/cursor.json?${new URLSearchParams({ ...search, include: 'users' })}`,
    headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}`, accept: 'application/json' },
  };
}

function pageOf(tickets: Json[], body: Json, { params: { subdomain }, keys }: ParseContext<Params>): ParsedPage {
  if (tickets.some((ticket) => textOf(ticket['id']) === null)) throw shapeChanged('id of the tickets');
  const users = new Map(listOf(body['users']).map((user) => [textOf(objectOf(user)['id']), objectOf(user)]));
  const mentions = tickets
    .filter((ticket) => textOf(ticket['status']) !== 'deleted')
    .flatMap((ticket) => {
      const requester = users.get(textOf(ticket['requester_id'])) ?? {};
      return [ticketMention(ticket, requester, subdomain), ratingMention(ticket, requester, subdomain)];
    })
    .filter((found) => found !== null);
  const after = textOf(body['after_cursor']);
  const hasMore = body['end_of_stream'] === false && after !== null;
  return {
    mentions,
    // Tickets that were only deleted or hold nothing but a file are read all the same.
    isMeasuredEmpty: mentions.length === 0,
    ...(hasMore ? { next: [exportRequest(subdomain, { cursor: after }, keys['zendesk'] ?? '')] } : {}),
    ...(after === null ? {} : { cursor: { after } satisfies Cursor }),
  };
}

function addressOf(ticket: Json, subdomain: string): Pick<RawMention, 'url' | 'threadId'> {
  const id = textOf(ticket['id']) ?? '';
  return { url: `https://${subdomain}.zendesk.com/agent/tickets/${id}`, threadId: `${subdomain}:${id}` };
}

/** Null for tickets that an agent opened for himself or that say nothing. */
function ticketMention(ticket: Json, requester: Json, subdomain: string): RawMention | null {
  const role = textOf(requester['role']);
  const text = htmlToText(textOf(ticket['description']) ?? '');
  const title = inlineText(textOf(ticket['raw_subject']) ?? textOf(ticket['subject']));
  if ((text === '' && title === null) || role === 'admin' || role === 'agent') return null;
  const place = addressOf(ticket, subdomain);
  return {
    ...place,
    nativeId: place.threadId ?? null,
    title,
    text,
    author: { name: inlineText(textOf(requester['name'])) },
    publishedAt: parseDate(ticket['created_at'], 'UTC'),
    language: textOf(requester['locale']),
    siteName: ['Zendesk', textOf(objectOf(ticket['via'])['channel'])].filter(Boolean).join(' · '),
    resolution: ticketState(/^(?:solved|closed)$/.test(textOf(ticket['status']) ?? '')),
  };
}

/** What the customer wrote beside a rating. "good" and "bad" are all that Zendesk knows: the ends of a scale of five. */
function ratingMention(ticket: Json, requester: Json, subdomain: string): RawMention | null {
  const rating = objectOf(ticket['satisfaction_rating']);
  const score = textOf(rating['score']);
  const text = htmlToText(textOf(rating['comment']) ?? '');
  if (text === '' || (score !== 'good' && score !== 'bad')) return null;
  const place = addressOf(ticket, subdomain);
  return {
    ...place,
    nativeId: `${place.threadId}:rating`,
    title: inlineText(textOf(ticket['subject'])),
    text,
    author: { name: inlineText(textOf(requester['name'])) },
    // The export says when the ticket changed last, not when it was rated.
    publishedAt: null,
    engagement: { rating: score === 'good' ? 5 : 1 },
    parentId: place.threadId ?? null,
    siteName: 'Zendesk',
  };
}
