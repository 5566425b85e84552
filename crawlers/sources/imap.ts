// Mails of customers in the firm's own support mailbox: what is new since the last time, without automatic answers,
// bounces, newsletters and colleagues. Reads only, marks nothing as read. Must never store a mail address as an author.

import type { Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { addressOf, headerOf } from '../parse/mail.ts';
import { kindOf } from '../parse/mail-kind.ts';
import { ownWords } from '../parse/mail-text.ts';
import { type MailboxParams, mailboxPage, mailboxParams, mailboxRequest, type ReceivedMail } from '../parse/mailbox.ts';
import { isFromSikayetvar } from '../parse/sikayetvar-mail.ts';

export const source: Source<MailboxParams> = {
  manifest: {
    id: 'imap',
    title: 'E-posta kutusu (IMAP)',
    channel: 'support',
    homepage: 'https://www.rfc-editor.org/rfc/rfc9051.html',
    description: {
      tr: 'Kendi destek posta kutunuza gelen yeni müşteri e-postalarını okur; hiçbirini okundu işaretlemez.',
      en: 'Reads new mails of customers in your own support mailbox, and marks none of them as read.',
    },
    isOfficial: true,
    needs: ['imap'],
    params: mailboxParams,
    example: { host: 'imap.markam.example', port: 993, security: 'tls', mailbox: 'INBOX', days: 7 },
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: 20, obeysRobots: false },
    legalNote:
      'Your own mailbox by the documented protocol, free; key "imap" = user:password (many providers want an app password), or {user, oauth} where only OAuth is taken, as at Microsoft 365. Mails are personal data of your customers: tell them, keep them no longer than needed, and mask them before anything leaves the house.',
    expectedPerDay: 20,
    isVerifiedLive: true,
  },
  plan: (params, cursor, context) => [mailboxRequest(params, cursor, context)],
  parse(reply, context) {
    const user = context.keys['imap']?.split(':')[0] ?? '';
    return mailboxPage(reply, context, (mail) => mentionsOf(mail, user.includes('@') ? user : null));
  },
};

function mentionsOf(mail: ReceivedMail, ownAddress: string | null): RawMention[] {
  // The complaint site's notices have a source of their own.
  if (kindOf(mail, ownAddress) !== 'person' || isFromSikayetvar(mail)) return [];
  const author = addressOf(mail, 'reply-to')?.name ?? addressOf(mail, 'from')?.name ?? null;
  return [
    {
      nativeId: mail.id,
      title: mail.subject,
      text: ownWords(mail.text),
      author: { name: author },
      publishedAt: mail.sentAt,
      language: headerOf(mail, 'content-language'),
      parentId: mail.parentId,
      threadId: mail.threadId,
      siteName: 'E-posta',
    },
  ];
}
