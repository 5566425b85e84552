// The inbound signed webhook: a help desk, a form or a script sends what it got, in a shape and with a signature of our
// own. Never planned. The signature is checked over the bytes as they came, in constant time.

import { z } from 'zod';
import { SECOND } from '../../core/clock.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import type { Source, WebhookItems } from '../../core/ports.ts';
import { type RecordOptions, recordToMention } from '../parse/record.ts';
import { isHmac } from '../parse/signature.ts';

const MAX_ITEMS = 5000;

const params = z.strictObject({});

export const source: Source<z.infer<typeof params>> = {
  manifest: {
    id: 'webhook',
    title: 'Webhook',
    channel: 'support',
    homepage: 'https://datatracker.ietf.org/doc/html/rfc2104',
    description: {
      tr: 'Destek sisteminizin imzalı olarak gönderdiği kayıtları alır.',
      en: 'Takes signed records that your help desk or scripts send.',
    },
    isOfficial: true,
    needs: ['webhooks'],
    params,
    example: {},
    selection: 'trust',
    isInbound: true,
    politeness: { minIntervalMs: 0, maxPages: 0, obeysRobots: false },
    legalNote: 'Customer messages are personal data: send what is needed for the purpose and nothing else.',
    expectedPerDay: 0,
    isVerifiedLive: true,
  },
  plan: () => [],
  parse() {
    throw new AppError('source.invalid', 'The webhook is not read: records are sent to /hooks/<name>.');
  },
  webhook: {
    setup: {
      tr: 'Gönderen: POST, gövde JSON; x-itibar-timestamp (saniye) ve x-itibar-signature: sha256=HMAC-SHA256(secret, zaman.gövde). secret’ı siz seçersiniz.',
      en: 'The sender: POST, JSON body; x-itibar-timestamp (seconds) and x-itibar-signature: sha256=HMAC-SHA256(secret, timestamp.body). You choose the secret.',
    },
    sentAt: ({ headers }) => {
      const timestamp = headers['x-itibar-timestamp'] ?? '';
      return /^\d{1,13}$/.test(timestamp) ? Number(timestamp) * SECOND : Number.NaN;
    },
    isSigned: ({ headers, body }, { secret }) =>
      verifyWebhook({
        ...{ secret, body },
        timestamp: headers['x-itibar-timestamp'] ?? '',
        signature: headers['x-itibar-signature'] ?? '',
      }),
    parse: (body, { timeZone }) => parseWebhookBody(body, { timeZone }),
  },
};

export interface SignedInput {
  secret: string;
  /** Seconds since the epoch, as it stood in x-itibar-timestamp. */
  timestamp: string;
  /** 'sha256=<hex>' or bare hex. */
  signature: string;
  body: string | Uint8Array;
}

/** True when the signature is the HMAC-SHA256 of `timestamp.body`. Age is judged by the caller. */
export function verifyWebhook({ secret, timestamp, signature, body }: SignedInput): boolean {
  const given = signature.trim().replace(/^sha256=/, '');
  return isHmac(given, { algorithm: 'sha256', encoding: 'hex', secret, parts: [`${timestamp}.`, body] });
}

/**
 * One object, a list of them, or {items: […]}. A record that cannot be read is rejected with its place and the rest is
 * taken. Throws 'hook.invalid' when the body is none of these or holds more than 5,000 records.
 */
export function parseWebhookBody(body: unknown, options: RecordOptions): WebhookItems {
  const records = recordsOf(body);
  if (records === null || records.length > MAX_ITEMS)
    throw new AppError('hook.invalid', 'Send one JSON object or a list of at most 5,000 of them.');
  const result: WebhookItems = { items: [], rejected: [] };
  for (const [index, record] of records.entries()) {
    try {
      result.items.push({ index, raw: recordToMention(record, options) });
    } catch (error) {
      result.rejected.push({ index, error: messageOf(error) });
    }
  }
  return result;
}

function recordsOf(body: unknown): unknown[] | null {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null) return null;
  const { items } = body as { items?: unknown };
  return Array.isArray(items) ? items : [body];
}
