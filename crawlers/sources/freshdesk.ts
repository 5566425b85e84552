// Tickets of the firm's own Freshdesk that changed since the last time, oldest change first, with what the customer wrote.
// Spam, deleted tickets and those an agent sent out are left out. Must never store a mail address or a phone number.

import { z } from 'zod';
import { DAY, MINUTE } from '../../core/clock.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, numberOf, objectOf, textOf } from '../parse/json.ts';
import { linkRelation } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ticketState } from '../parse/resolution.ts';
import { isSecret } from '../parse/signature.ts';
import { ticketHook } from '../parse/ticket-hook.ts';

const PAGE_SIZE = 100;
/** A ticket may be written while the list is read. */
const OVERLAP_MS = MINUTE;
/** developers.freshdesk.com: 10 is a mail that an agent sent. */
const OUTBOUND = 10;
/** Resolved and closed. */
const DONE = new Set([4, 5]);
const WAYS: Record<number, string> = { 1: 'email', 2: 'portal', 3: 'phone', 7: 'chat', 9: 'widget', 13: 'whatsapp' };

const params = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/)
    .meta({ title: 'Alan adı', description: '….freshdesk.com’un önündeki ad · The name before .freshdesk.com' }),
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
    id: 'freshdesk',
    title: 'Freshdesk',
    channel: 'support',
    homepage: 'https://developers.freshdesk.com/api/#list_all_tickets',
    description: {
      tr: 'Kendi Freshdesk’inizdeki yeni destek kayıtlarını alır.',
      en: 'Takes the new tickets of your own Freshdesk.',
    },
    isOfficial: true,
    needs: ['freshdesk'],
    params,
    example: { domain: 'markam', days: 7 },
    selection: 'trust',
    politeness: { minIntervalMs: 4000, maxPages: 10, obeysRobots: false },
    legalNote:
      'Your own data by the documented interface, free; key "freshdesk" = the API key of an agent. Tickets are personal data of your customers: tell them, keep them no longer than needed, and mask them before anything leaves the house.',
    expectedPerDay: 20,
    isVerifiedLive: false,
  },
  plan({ domain, days }, cursor, { keys, now }) {
    const { updatedAt } = objectOf(cursor) as Cursor;
    const since = updatedAt === undefined ? now - days * DAY : updatedAt - OVERLAP_MS;
    return [listRequest(domain, new Date(since).toISOString(), 1, keys['freshdesk'] ?? '')];
  },
  parse(reply, context) {
    const body = parseJsonReply(reply);
    if (objectOf(context.note)['step'] === 'named') return pageOf([objectOf(body)], false, context);
    const rows = Array.isArray(body) ? body.map(objectOf) : null;
    if (rows === null) throw shapeChanged('a list of tickets');
    const hasMore = rows.length >= PAGE_SIZE || linkRelation(reply.headers['link'], 'next') !== null;
    return pageOf(rows, hasMore, context);
  },
  webhook: {
    needs: ['domain'],
    setup: {
      tr: 'Freshdesk › Admin › Workflows › Automations › Ticket Creation: “Trigger webhook”, POST, adres; özel başlık (custom header) olarak x-itibar-secret ve kendi seçtiğiniz uzun secret; içerik JSON, Simple. params.domain gerekir.',
      en: 'Freshdesk › Admin › Workflows › Automations › Ticket Creation: "Trigger webhook", POST, the address; as custom header x-itibar-secret with a long secret of your choice; content JSON, Simple. params.domain is needed.',
    },
    // Freshdesk signs nothing: the secret itself is sent, over HTTPS.
    sentAt: () => null,
    isSigned: ({ headers }, { secret }) => isSecret(headers['x-itibar-secret'], secret),
    parse: (body, { params: { domain } }) =>
      ticketHook(body, (sent) => {
        const ticket = ticketOf(sent);
        return { id: textOf(ticket['id']), raw: toMention(ticket, domain) };
      }),
    ask(named, { params: { domain }, keys }) {
      const { headers } = listRequest(domain, '', 1, keys['freshdesk'] ?? '');
      const url = `https://${domain}.freshdesk.com/api/v2/tickets/${String(named)}?include=requester`;
      return { url, ...(headers ? { headers } : {}), note: { step: 'named' } };
    },
  },
};

const WAY_OF: Record<string, number> = {
  Email: 1,
  Portal: 2,
  Phone: 3,
  Chat: 7,
  'Feedback Widget': 9,
  'Outbound Email': 10,
};

/** The automation's fields (`freshdesk_webhook.ticket_…`) under the names of the interface; or a ticket as it is there. */
function ticketOf(sent: Json): Json {
  const simple = objectOf(sent['freshdesk_webhook']);
  const own = Object.keys(simple).length > 0 ? simple : sent;
  if (textOf(own['ticket_id']) === null) return own;
  return {
    id: own['ticket_id'],
    subject: own['ticket_subject'],
    description: own['ticket_description'],
    requester_name: own['ticket_requester_name'],
    created_at: own['ticket_created_at'],
    source: WAY_OF[textOf(own['ticket_source']) ?? ''] ?? own['ticket_source'],
  };
}

function listRequest(domain: string, since: string, page: number, key: string): RequestPlan {
  const search = new URLSearchParams({
    ...{ updated_since: since, include: 'description,requester', order_by: 'updated_at', order_type: 'asc' },
    ...{ per_page: String(PAGE_SIZE), page: String(page) },
  });
  return {
    url: `https://${domain}.freshdesk.com/api/v2/tickets?${search}`,
    // The key stands in the place of the user's name; the password is not looked at.
    headers: { authorization: `Basic ${Buffer.from(`${key}:X`).toString('base64')}`, accept: 'application/json' },
    note: { since, page },
  };
}

function pageOf(
  rows: Json[],
  hasMore: boolean,
  { params: { domain }, note, keys, cursor }: ParseContext<Params>,
): ParsedPage {
  if (rows.some((row) => textOf(row['id']) === null)) throw shapeChanged('id of the tickets');
  const mentions = rows.map((row) => toMention(row, domain)).filter((found) => found !== null);
  const known = objectOf(cursor) as Cursor;
  const times = rows.map((row) => parseDate(row['updated_at'], 'UTC') ?? 0);
  const updatedAt = Math.max(known.updatedAt ?? 0, ...times);
  const { since, page } = objectOf(note);
  const next =
    hasMore && textOf(since) !== null
      ? [listRequest(domain, textOf(since) ?? '', (numberOf(page) ?? 1) + 1, keys['freshdesk'] ?? '')]
      : [];
  return {
    mentions,
    isMeasuredEmpty: mentions.length === 0,
    next,
    ...(updatedAt > 0 ? { cursor: { updatedAt } satisfies Cursor } : {}),
  };
}

function toMention(ticket: Json, domain: string): RawMention | null {
  const way = numberOf(ticket['source']);
  if (ticket['spam'] === true || ticket['deleted'] === true || way === OUTBOUND) return null;
  const text = htmlToText(textOf(ticket['description_text']) ?? textOf(ticket['description']) ?? '');
  const title = inlineText(textOf(ticket['subject']));
  const id = textOf(ticket['id']) ?? '';
  if (text === '' && title === null) return null;
  const requester = objectOf(ticket['requester']);
  return {
    nativeId: `${domain}:${id}`,
    url: `https://${domain}.freshdesk.com/a/tickets/${id}`,
    title,
    text,
    author: { name: inlineText(textOf(requester['name']) ?? textOf(ticket['requester_name'])) },
    publishedAt: parseDate(ticket['created_at'], 'UTC'),
    threadId: `${domain}:${id}`,
    siteName: ['Freshdesk', WAYS[way ?? 0]].filter(Boolean).join(' · '),
    resolution: ticketState(DONE.has(numberOf(ticket['status']) ?? 0)),
  };
}
