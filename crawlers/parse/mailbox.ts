// What the sources that read a mailbox share: their parameters, the request for what is new, and the way from the reply to
// mails. Pure. Mail addresses stay here: identities are hashes, authors are names. Must never hand out an address.

import { z } from 'zod';
import { DAY } from '../../core/clock.ts';
import { derivedId } from '../../core/id.ts';
import { hideKeys } from '../../core/keys.ts';
import type { ParseContext, ParsedPage, PlanContext, Reply, RequestPlan } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import type { MailboxMessage, MailboxPage } from '../fetch/mailbox.ts';
import { parseDate } from './dates.ts';
import { numberOf, objectOf, textOf } from './json.ts';
import { headerOf, type Mail, messageIdsOf, readMail } from './mail.ts';
import { parseJsonReply, shapeChanged } from './refuse.ts';

/** How far the sender's clock may be from the time at which the mailbox took the mail. */
const MAX_UNDER_WAY_MS = 7 * DAY;
const MAX_AHEAD_MS = DAY;
/** Shorter passwords are words of their own. */
const MIN_PASSWORD = 8;
const REPLY_PREFIX = /^(?:(?:re|ynt|yan|cvp|cevap|fwd?|ilt|yönl|aw|wg)\s*(?:\[\d+\])?\s*:\s*)+/iu;

export const mailboxParams = z.strictObject({
  host: z
    .string()
    .max(250)
    .regex(/^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/, {
      error: 'must be the name of the mail server, such as imap.example.com',
    })
    .meta({ title: 'Sunucu', description: 'IMAP sunucusunun adı · Name of the IMAP server' }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .default(993)
    .meta({ title: 'Kapı', description: 'TLS için 993, STARTTLS için 143 · 993 for TLS, 143 for STARTTLS' }),
  security: z.enum(['tls', 'starttls']).default('tls').meta({
    title: 'Şifreleme',
    description: 'Parola yalnızca şifreli bağlantıda gönderilir · The password is sent over an encrypted line only',
  }),
  mailbox: z
    .string()
    .min(1)
    .max(200)
    .default('INBOX')
    .meta({ title: 'Klasör', description: 'Okunacak posta klasörü · Mailbox folder to read' }),
  days: z.number().int().min(1).max(365).default(7).meta({
    title: 'İlk okuma (gün)',
    description: 'İlk okumada kaç gün geriye gidilsin · How many days back the first run goes',
  }),
});
export type MailboxParams = z.infer<typeof mailboxParams>;

interface Cursor {
  validity?: string;
  uid?: number;
}

/** One mail with what the mailbox says about it. */
export interface ReceivedMail extends Mail {
  /** Stable over runs and mailboxes, and no address. */
  id: string;
  parentId: string | null;
  /** Id of the first mail of the thread; its own when it begins one. */
  threadId: string;
  /** Subject without "Re:" and "Ynt:". */
  subject: string | null;
  /** What the sender's clock said, or the mailbox's where that cannot be. */
  sentAt: number | null;
}

/** The request for what came after the cursor; `from` asks the server for mails of that sender only. */
export function mailboxRequest(
  params: MailboxParams,
  cursor: unknown,
  { keys, now }: Pick<PlanContext, 'keys' | 'now'>,
  from?: string,
): RequestPlan {
  const { validity, uid } = objectOf(cursor) as Cursor;
  const search = new URLSearchParams({ since: new Date(now - params.days * DAY).toISOString().slice(0, 10) });
  if (from) search.set('from', from);
  if (validity !== undefined && uid !== undefined) {
    search.set('validity', validity);
    search.set('after', String(uid));
  }
  const scheme = params.security === 'tls' ? 'imaps' : 'imap';
  const key = Buffer.from(keys['imap'] ?? '').toString('base64');
  return {
    url: `${scheme}://${params.host}:${params.port}/${encodeURIComponent(params.mailbox)}?${search}`,
    headers: { authorization: `Basic ${key}` },
  };
}

/** The mails of the reply as mentions, by `read`, which gives none for mails that are left out. */
export function mailboxPage<P extends MailboxParams>(
  reply: Reply,
  context: ParseContext<P>,
  read: (mail: ReceivedMail) => RawMention[],
  from?: string,
): ParsedPage {
  const page = pageIn(reply);
  const mentions = new Map<string, RawMention>();
  for (const message of page.messages) {
    const mail = received(message, page.uidValidity, context);
    for (const mention of read(mail)) {
      // A notice of an item's new state is no second copy of the item.
      const part = mention.isExcerpt === true ? 'state' : 'whole';
      if (isReadable(mention))
        mentions.set(`${mention.nativeId ?? mail.id} ${part}`, withoutPassword(mention, context.keys));
    }
  }
  const cursor = { validity: page.uidValidity, uid: page.lastUid } satisfies Cursor;
  return {
    mentions: [...mentions.values()],
    // What was left out was read all the same.
    isMeasuredEmpty: mentions.size === 0,
    ...(page.hasMore ? { next: [mailboxRequest(context.params, cursor, context, from)] } : {}),
    cursor,
  };
}

/** The reply holds mails in base64, where the crawler cannot see that somebody wrote the mailbox's password into one. */
function withoutPassword(mention: RawMention, keys: PlanContext['keys']): RawMention {
  const password = (keys['imap'] ?? '').replace(/^[^:]*:/, '');
  if (password.length < MIN_PASSWORD) return mention;
  const hide = (text: string) => hideKeys(text, { password });
  return { ...mention, text: hide(mention.text), title: mention.title ? hide(mention.title) : null };
}

function isReadable({ title, text }: RawMention): boolean {
  return text.trim() !== '' || (title ?? '') !== '';
}

function pageIn(reply: Reply): MailboxPage {
  const body = objectOf(parseJsonReply(reply));
  const uidValidity = textOf(body['uidValidity']);
  const lastUid = numberOf(body['lastUid']);
  if (!Array.isArray(body['messages']) || uidValidity === null || lastUid === null)
    throw shapeChanged('messages, uidValidity or lastUid');
  const messages = body['messages'].map(objectOf).map(
    (message): MailboxMessage => ({
      uid: numberOf(message['uid']) ?? 0,
      receivedAt: numberOf(message['receivedAt']),
      size: numberOf(message['size']),
      source: textOf(message['source']) ?? '',
    }),
  );
  return { uidValidity, lastUid, hasMore: body['hasMore'] === true, messages };
}

function received(message: MailboxMessage, validity: string, context: ParseContext<MailboxParams>): ReceivedMail {
  const mail = readMail(Buffer.from(message.source, 'base64'));
  const { host, mailbox } = context.params;
  const [own] = messageIdsOf(mail, 'message-id');
  // Message ids of some programs hold the sender's address.
  const id = derivedId('mail', ...(own ? [own] : [host, mailbox, validity, String(message.uid)]));
  const references = messageIdsOf(mail, 'references');
  const parent = messageIdsOf(mail, 'in-reply-to')[0] ?? references.at(-1);
  const root = references[0] ?? parent;
  return {
    ...mail,
    id,
    parentId: parent ? derivedId('mail', parent) : null,
    threadId: root ? derivedId('mail', root) : id,
    subject: (headerOf(mail, 'subject') ?? '').replace(REPLY_PREFIX, '').trim() || null,
    sentAt: sentAt(headerOf(mail, 'date'), message.receivedAt, context.timeZone),
  };
}

function sentAt(header: string | null, receivedAt: number | null, timeZone: string): number | null {
  const claimed = parseDate(header, timeZone);
  if (claimed === null || receivedAt === null) return claimed ?? receivedAt;
  const isBelievable = claimed > receivedAt - MAX_UNDER_WAY_MS && claimed < receivedAt + MAX_AHEAD_MS;
  return isBelievable ? claimed : receivedAt;
}
