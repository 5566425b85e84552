// Şikayetvar's notices in the firm's own mailbox: the earliest word of a complaint, often before it is public. What was
// written is taken with the complaint's link and member; answers and "solved" become mentions of their own under it.

import type { Source } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { type MailboxParams, mailboxPage, mailboxParams, mailboxRequest, type ReceivedMail } from '../parse/mailbox.ts';
import { isFromSikayetvar, noticeOf } from '../parse/sikayetvar-mail.ts';

const SENDER = 'sikayetvar.com';

export const source: Source<MailboxParams> = {
  manifest: {
    id: 'sikayetvar-mail',
    title: 'Şikayetvar bildirim e-postaları',
    channel: 'complaint',
    homepage: 'https://www.sikayetvar.com/',
    description: {
      tr: 'Şikayetvar marka panelinin bildirim e-postalarını posta kutunuzdan okur: yeni şikâyet, cevap, çözüldü.',
      en: 'Reads the notices of Şikayetvar’s brand panel in your mailbox: new complaint, answer, solved.',
    },
    isOfficial: true,
    needs: ['imap'],
    params: mailboxParams,
    example: { host: 'imap.markam.example', port: 993, security: 'tls', mailbox: 'INBOX', days: 7 },
    selection: 'trust',
    politeness: { minIntervalMs: 2000, maxPages: 20, obeysRobots: false },
    legalNote:
      'Mails that the site sends to you as a member, read in your own mailbox; key "imap" = user:password. Names in them are personal data: keep them no longer than needed. Switch the notices on in the brand panel.',
    expectedPerDay: 5,
    isVerifiedLive: false,
  },
  plan: (params, cursor, context) => [mailboxRequest(params, cursor, context, SENDER)],
  parse: (reply, context) => mailboxPage(reply, context, mentionsOf, SENDER),
};

function mentionsOf(mail: ReceivedMail): RawMention[] {
  if (!isFromSikayetvar(mail, SENDER)) return [];
  const notice = noticeOf(mail, mail.text);
  if (notice === null) return [];
  const { state, title, text, author, url, brand } = notice;
  const complaintId = notice.complaintId ?? mail.id;
  const shared = { url, publishedAt: mail.sentAt, language: 'tr', threadId: complaintId, siteName: brand };
  if (state === 'new') return [{ ...shared, nativeId: complaintId, title, text, author: { name: author } }];
  const answer = { ...shared, title, author: { name: author }, parentId: complaintId };
  if (state === 'solved')
    return [{ ...answer, nativeId: `${complaintId}#solved`, text: text === '' ? 'Çözüldü' : text }];
  // One complaint may be answered many times; the notice is what they differ by.
  return [{ ...answer, nativeId: `${complaintId}#${mail.id}`, text }];
}
