// Tickets that a help desk pushes, one or a list of them: those with their words become mentions, those that are only named
// are asked for. Pure.

import { AppError } from '../../core/errors.ts';
import type { WebhookItems } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { type Json, objectOf } from './json.ts';

export interface SentTicket {
  id: string | null;
  /** Null when there is nothing to read in it. */
  raw: RawMention | null;
  /** True when a ticket without words is left at that. */
  isEnough?: boolean;
}

const MAX_TICKETS = 1000;

/** `read` gives null for events that are about something else. Throws 'hook.invalid' for what is no object or list of them. */
export function ticketHook(body: unknown, read: (sent: Json) => SentTicket | null): WebhookItems {
  const sent = Array.isArray(body) ? body : [body];
  if (sent.length > MAX_TICKETS || sent.some((one) => typeof one !== 'object' || one === null))
    throw new AppError('hook.invalid', 'The body is no ticket and no list of tickets.');
  const result: WebhookItems = { items: [], rejected: [], named: [] };
  for (const [index, one] of sent.entries()) {
    const ticket = read(objectOf(one));
    if (ticket === null) continue;
    if (ticket.id === null) result.rejected.push({ index, error: 'the id of the ticket is missing' });
    else if (ticket.raw !== null) result.items.push({ index, raw: ticket.raw });
    else if (!ticket.isEnough && /^\d{1,20}$/.test(ticket.id)) result.named?.push(ticket.id);
  }
  return result;
}
