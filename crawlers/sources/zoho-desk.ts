// Tickets of the firm's own Zoho Desk. The list says which are new, but not what they say: each new one is asked for. Every
// run begins by exchanging the refresh token for an access token, which lives only within the run. No mail address is kept.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { ParseContext, ParsedPage, RequestPlan, Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { type Json, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';
import { ticketState } from '../parse/resolution.ts';
import { claimsOf } from '../parse/signature.ts';
import { ticketHook } from '../parse/ticket-hook.ts';

/** List and tickets together must stay below what one run may ask. */
const PAGE_SIZE = 50;

const params = z.strictObject({
  region: z.enum(['com', 'eu', 'in', 'com.au', 'jp', 'sa']).default('eu').meta({
    title: 'Veri merkezi',
    description: 'Adresteki desk.zoho. ardındaki · What stands behind desk.zoho. in your address',
  }),
  orgId: z
    .string()
    .regex(/^\d{4,20}$/)
    .meta({ title: 'Kuruluş numarası', description: 'Ayarlar › API’deki orgId · The orgId under Setup › API' }),
});
type Params = z.infer<typeof params>;

interface Cursor {
  newestAt?: number;
}

/** Lives only within one run. */
interface Note {
  step: 'token' | 'list' | 'ticket';
  token?: string;
}

export const source: Source<Params> = {
  manifest: {
    id: 'zoho-desk',
    title: 'Zoho Desk',
    channel: 'support',
    homepage: 'https://desk.zoho.com/DeskAPIDocument#Tickets#Tickets_Listalltickets',
    description: {
      tr: 'Kendi Zoho Desk’inizdeki yeni destek kayıtlarını alır.',
      en: 'Takes the new tickets of your own Zoho Desk.',
    },
    isOfficial: true,
    needs: ['zoho-desk'],
    params,
    example: { region: 'eu', orgId: '20080000000' },
    selection: 'trust',
    politeness: { minIntervalMs: 1500, maxPages: 4, obeysRobots: false },
    legalNote:
      'Your own data by the documented interface; each request costs credits of your edition, one for every new ticket. Key "zoho-desk" = clientId:clientSecret:refreshToken with the scope Desk.tickets.READ. Tickets are personal data of your customers: tell them, keep them no longer than needed, and mask them before anything leaves the house.',
    expectedPerDay: 20,
    isVerifiedLive: false,
  },
  plan({ region }, _cursor, { keys }) {
    const [clientId = '', clientSecret = '', refreshToken = ''] = (keys['zoho-desk'] ?? '').split(':');
    const body = new URLSearchParams({
      ...{ grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret },
      ...{ refresh_token: refreshToken },
    });
    return [
      {
        url: `https://accounts.zoho.${region}/oauth/v2/token`,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
        note: { step: 'token' } satisfies Note,
      },
    ];
  },
  parse(reply, context) {
    // "No tickets" is an answer without a body.
    if (reply.status === 204) return { mentions: [], isMeasuredEmpty: true };
    const body = objectOf(parseJsonReply(reply));
    const note = objectOf(context.note) as unknown as Note;
    if (note.step === 'token') return tokenGiven(body, context.params);
    return note.step === 'list' ? listed(body, note, context) : ticketRead(body, context);
  },
  webhook: {
    needs: ['orgId'],
    setup: {
      tr: 'Zoho Desk › Setup › Developer Space › Webhooks: adresi girin, Ticket_Add olayına abone olun. secret, oluşan webhook’un numarasıdır (Zoho imzasını bu numaraya yazar). params.region ve params.orgId gerekir.',
      en: 'Zoho Desk › Setup › Developer Space › Webhooks: enter the address, subscribe to Ticket_Add. The secret is the number of the webhook that was made (Zoho writes its signature to that number). params.region and params.orgId are needed.',
    },
    sentAt: () => null,
    /** A token of Zoho's for this webhook of this organisation; it has an end, but does not cover the body. */
    isSigned({ headers, now }, { secret, params: { orgId }, publicKeys }) {
      const claims = claimsOf(headers['x-zdesk-jwt'] ?? '', publicKeys, now);
      return claims !== null && claims['iss'] === `orgId:${orgId}` && claims['aud'] === `webhookId:${secret}`;
    },
    publicKeys: ({ region }) => ({ url: `https://desk.zoho.${region}/.well-known/jwks.json` }),
    /** Zoho asks once whether anybody is there, and signs nothing then. */
    challenge: () => 'ok',
    parse: (body, { params: { orgId } }) =>
      ticketHook(body, (event) => {
        if (!/^Ticket_(?:Add|Update)$/.test(textOf(event['eventType']) ?? '')) return null;
        const ticket = objectOf(event['payload']);
        const id = textOf(ticket['id']);
        const raw = id === null ? null : toMention(ticket, id, orgId, parseDate(ticket['createdTime'], 'UTC'));
        return { id, raw, isEnough: true };
      }),
  },
};

function tokenGiven(body: Json, { region, orgId }: Params): ParsedPage {
  const token = textOf(body['access_token']);
  if (token === null) {
    throw new AppError(
      'source.blocked',
      'Zoho does not accept the refresh token. Make a new one for this region and set it as the key "zoho-desk".',
      { retry: 'later', facts: { detail: (textOf(body['error']) ?? '').slice(0, 100) } },
    );
  }
  const search = `limit=${PAGE_SIZE}&from=0&sortBy=-createdTime`;
  return {
    mentions: [],
    next: [deskRequest(region, orgId, `tickets?${search}`, { step: 'list', token })],
    isMeasuredEmpty: true,
  };
}

function deskRequest(region: string, orgId: string, path: string, note: Note): RequestPlan {
  const headers = { authorization: `Zoho-oauthtoken ${note.token ?? ''}`, orgid: orgId, accept: 'application/json' };
  return { url: `https://desk.zoho.${region}/api/v1/${path}`, headers, note };
}

function listed(body: Json, note: Note, { params: { region, orgId }, cursor }: ParseContext<Params>): ParsedPage {
  if (!Array.isArray(body['data'])) throw shapeChanged('data');
  const rows = body['data'].map(objectOf);
  const { newestAt = 0 } = objectOf(cursor) as Cursor;
  const fresh = rows.filter((row) => (parseDate(row['createdTime'], 'UTC') ?? Number.POSITIVE_INFINITY) > newestAt);
  const ids = fresh.map((row) => textOf(row['id'])).filter((id) => id !== null);
  if (rows.length > 0 && rows.every((row) => textOf(row['id']) === null)) throw shapeChanged('id of the tickets');
  return {
    mentions: [],
    isMeasuredEmpty: true,
    next: ids.map((id) =>
      deskRequest(region, orgId, `tickets/${encodeURIComponent(id)}?include=contacts`, { ...note, step: 'ticket' }),
    ),
  };
}

function ticketRead(ticket: Json, { params: { orgId }, cursor }: ParseContext<Params>): ParsedPage {
  const id = textOf(ticket['id']);
  if (id === null) throw shapeChanged('id of the ticket');
  const createdAt = parseDate(ticket['createdTime'], 'UTC');
  const mention = toMention(ticket, id, orgId, createdAt);
  const newestAt = Math.max((objectOf(cursor) as Cursor).newestAt ?? 0, createdAt ?? 0);
  return {
    mentions: mention === null ? [] : [mention],
    isMeasuredEmpty: mention === null,
    ...(newestAt > 0 ? { cursor: { newestAt } satisfies Cursor } : {}),
  };
}

/** Null for spam and for tickets that say nothing. */
function toMention(ticket: Json, id: string, orgId: string, publishedAt: number | null): RawMention | null {
  const text = htmlToText(textOf(ticket['description']) ?? '');
  const title = inlineText(textOf(ticket['subject']));
  if ((text === '' && title === null) || ticket['isSpam'] === true) return null;
  const contact = objectOf(ticket['contact']);
  const name = [textOf(contact['firstName']), textOf(contact['lastName'])].filter(Boolean).join(' ');
  return {
    nativeId: `${orgId}:${id}`,
    url: resolveLink(ticket['webUrl'], []),
    title,
    text,
    author: { name: inlineText(name) },
    publishedAt,
    threadId: `${orgId}:${id}`,
    siteName: ['Zoho Desk', textOf(ticket['channel'])].filter(Boolean).join(' · '),
    resolution: ticketState(/^closed$/i.test(textOf(ticket['statusType']) ?? textOf(ticket['status']) ?? '')),
  };
}
