// What Instagram's and Facebook's webhooks share: the signature over the raw bytes, the proof of the address, and the
// envelope of changes. Pure. Private messages (`messaging`) are never read.

import { AppError } from '../../core/errors.ts';
import type { SourceWebhook, WebhookItems } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { type Json, listOf, objectOf, textOf } from './json.ts';
import { isHmac, isSecret, namedSignature } from './signature.ts';

/** One change of one account or page. */
export interface MetaChange {
  /** Of the account or page. */
  accountId: string;
  field: string;
  value: Json;
}

export type MetaFound = { raw: RawMention } | { named: unknown } | { error: string } | null;

/** X-Hub-Signature-256 with the app secret; Meta signs no time, so a repeated one only finds what is known. */
export const metaSigned: Pick<SourceWebhook, 'sentAt' | 'isSigned' | 'challenge'> = {
  sentAt: () => null,
  isSigned: ({ headers, body }, { secret }) =>
    isHmac(namedSignature(headers['x-hub-signature-256'], 'sha256'), {
      ...{ algorithm: 'sha256', encoding: 'hex', secret, parts: [body] },
    }),
  challenge: (query, { verifyToken }) => {
    const text = query['hub.challenge'] ?? '';
    const isAsked = query['hub.mode'] === 'subscribe' && /^[\w-]{1,200}$/.test(text);
    return isSecret(query['hub.verify_token'], verifyToken) && isAsked ? text : null;
  },
};

/** Every change of the object ('instagram' or 'page') as `read` sees it; of other objects nothing. Throws 'hook.invalid'. */
export function readChanges(body: unknown, object: string, read: (change: MetaChange) => MetaFound): WebhookItems {
  const envelope = objectOf(body);
  if (!Array.isArray(envelope['entry'])) throw new AppError('hook.invalid', 'The body holds no entry.');
  const result: WebhookItems = { items: [], rejected: [], named: [] };
  if (textOf(envelope['object']) !== object) return result;
  let index = 0;
  for (const entry of envelope['entry'].map(objectOf)) {
    for (const change of listOf(entry['changes']).map(objectOf)) {
      const found = read({
        accountId: textOf(entry['id']) ?? '',
        field: textOf(change['field']) ?? '',
        value: objectOf(change['value']),
      });
      if (found !== null && 'raw' in found) result.items.push({ index, raw: found.raw });
      else if (found !== null && 'named' in found) result.named?.push(found.named);
      else if (found !== null) result.rejected.push({ index, error: found.error });
      index += 1;
    }
  }
  return result;
}

/** Ids of Meta are digits, of comments and posts in two parts; whatever else comes is asked for nowhere. */
export function graphId(value: unknown): string | null {
  const id = textOf(value);
  return id !== null && /^\d{3,30}(?:_\d{3,30})?$/.test(id) ? id : null;
}
