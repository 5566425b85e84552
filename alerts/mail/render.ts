// One door to the mails: which message becomes which mail. Pure; must never decide whether something is sent.

import type { AlertMessage } from '../../core/types.ts';
import { renderAlertMail } from './alert-mail.ts';
import { renderDigestMail } from './digest-mail.ts';

export interface RenderedMail {
  /** One line, no control characters. */
  subject: string;
  text: string;
  html: string;
}

/** `timeZone` is the IANA zone that times are shown in. */
export function renderMail(message: AlertMessage, timeZone = 'Europe/Istanbul'): RenderedMail {
  return message.sections.length > 0 || message.kind === 'digest'
    ? renderDigestMail(message)
    : renderAlertMail(message, timeZone);
}
