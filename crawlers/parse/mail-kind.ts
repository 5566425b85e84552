// Which mails no person wrote to the firm: automatic answers, bounces, newsletters, machines that take no reply, and the
// firm's own mails. Pure. In doubt a mail is a person's: a lost complaint is worse than a newsletter too many.

import { fold } from '../../core/text/fold.ts';
import { addressOf, headerOf, type Mail } from './mail.ts';

export type MailKind = 'person' | 'auto-reply' | 'bounce' | 'newsletter' | 'machine' | 'own';

/** Sees the folded subject. */
const AUTO_SUBJECT =
  /^(?:otomatik (?:yanit|cevap|ileti)|ofis disinda|automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|abwesenheit)/;
const BOUNCERS = /^(?:mailer-daemon|postmaster|mail-daemon|bounces?(?:[+-].*)?)@/;
const MACHINES = /^(?:no-?_?reply|do-?not-?reply|donotreply|yanitlamayin|noreply-.+|bildirim|notifications?)@/;
/** Domains at which everybody may have an address: the firm's own mailbox there says nothing about other senders. */
const SHARED =
  /^(?:gmail\.com|googlemail\.com|hotmail\.[a-z.]+|outlook\.[a-z.]+|live\.[a-z.]+|yahoo\.[a-z.]+|yandex\.[a-z.]+|icloud\.com|me\.com|mynet\.com|superonline\.com|ttmail\.com|proton\.me|protonmail\.com|gmx\.[a-z.]+)$/;

/** `ownAddress`: the mailbox's address when it is known, so that answers of colleagues are not taken for customers'. */
export function kindOf(mail: Mail, ownAddress: string | null): MailKind {
  const has = (name: string) => mail.headers.has(name);
  const said = (name: string) => (headerOf(mail, name) ?? '').toLowerCase();
  const from = addressOf(mail, 'from')?.address ?? '';
  const type = said('content-type');
  if (/^multipart\/report/.test(type) || said('return-path') === '<>' || BOUNCERS.test(from)) return 'bounce';
  const auto = said('auto-submitted');
  if (
    (auto !== '' && !/^no\b/.test(auto)) ||
    has('x-autoreply') ||
    has('x-autorespond') ||
    /^auto[-_]?reply/.test(said('precedence')) ||
    AUTO_SUBJECT.test(fold(headerOf(mail, 'subject') ?? ''))
  )
    return 'auto-reply';
  if (has('list-id') || has('list-unsubscribe') || has('list-post') || /^(?:bulk|list|junk)\b/.test(said('precedence')))
    return 'newsletter';
  // A form of the firm's own website writes from the house and names the customer in Reply-To.
  const writer = addressOf(mail, 'reply-to')?.address ?? from;
  if (isOwn(writer, ownAddress)) return 'own';
  return MACHINES.test(writer) || writer === '' ? 'machine' : 'person';
}

function isOwn(writer: string, ownAddress: string | null): boolean {
  const domain = ownAddress?.toLowerCase().split('@')[1];
  if (domain === undefined) return false;
  if (writer === ownAddress?.toLowerCase()) return true;
  return !SHARED.test(domain) && writer.endsWith(`@${domain}`);
}
