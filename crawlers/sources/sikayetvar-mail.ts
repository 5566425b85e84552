// Şikayetvar's notices in the firm's own mailbox: the earliest word of a complaint, often before it is public. What was
// written is taken with the complaint's link and member. Replies are mentions of their own under it, "solved" is its state.

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
  const shared = { url, language: 'tr', threadId: complaintId, siteName: brand };
  const complaint = { ...shared, nativeId: complaintId, isOwnPage: complaintId.startsWith('/'), title };
  if (state === 'new')
    return [
      {
        ...complaint,
        text,
        author: { name: author },
        publishedAt: mail.sentAt,
        resolution: { state: 'open' as const },
      },
    ];
  const reply = { ...shared, title, text, author: { name: author }, publishedAt: mail.sentAt, parentId: complaintId };
  // One complaint may be answered many times; the notice is what they differ by.
  if (state === 'answered') return [{ ...reply, nativeId: `${complaintId}#${mail.id}` }];
  // The notice tells the complaint's new state, not what it says.
  const solved: RawMention = { ...complaint, text: 'Çözüldü', isExcerpt: true, resolution: { state: 'solved' } };
  return text === '' ? [solved] : [solved, { ...reply, nativeId: `${complaintId}#solved` }];
}
