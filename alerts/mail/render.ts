// One door to the mails: which message becomes which mail. Pure; must never decide whether something is sent.

import type { AlertMessage } from '../../core/types.ts';
import { oneLine } from '../text.ts';
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
  const clean = oneLiners(message);
  return clean.sections.length > 0 || clean.kind === 'digest'
    ? renderDigestMail(clean)
    : renderAlertMail(clean, timeZone);
}

/** Hidden marks and line breaks leave every text once, here, so that no block of a mail can forget one. */
function oneLiners(message: AlertMessage): AlertMessage {
  const line = (text: string) => oneLine(text, 1000);
  return {
    ...message,
    brandName: oneLine(message.brandName, 80),
    title: line(message.title),
    reason: line(message.reason),
    facts: message.facts.map(({ label, value }) => ({ label: oneLine(label, 80), value: line(value) })),
    sections: message.sections.map((section) => ({
      ...section,
      title: line(section.title),
      empty: line(section.empty),
    })),
    links: message.links.map(({ label, url }) => ({ label: oneLine(label, 80), url: oneLine(url, 2000) })),
  };
}
