// Alerts and digests by SMTP. The Message-ID comes from the delivery's id, so that a repeat is recognised as one mail.
// Must never let text from outside into a header, nor the password or an address into an error.

import { z } from 'zod';
import { DeliveryError } from '../../core/errors.ts';
import { sha256 } from '../../core/id.ts';
import type { Notifier } from '../../core/ports.ts';
import { type RenderedMail, renderMail } from '../mail/render.ts';
import { smtpRetry } from '../retry-status.ts';

const line = z.string().regex(/^[^\r\n\0]*$/, 'must be one line');

const settings = z.strictObject({
  host: line.min(1).describe('SMTP server'),
  port: z.coerce.number().int().min(1).max(65535).default(587),
  secure: z.boolean().default(false).describe('TLS from the first byte (port 465)'),
  user: z.string().default(''),
  password: z.string().default(''),
  from: line.min(3),
  to: z.array(line.min(3)).min(1).describe('Who gets the mail'),
  timeZone: z.string().default('Europe/Istanbul').describe('IANA zone of the times in the mail'),
});
type Settings = z.infer<typeof settings>;

export const notifier: Notifier<Settings, RenderedMail> = {
  manifest: { id: 'mail', title: 'E-posta', settings, secrets: ['user', 'password'] },

  render(message, { timeZone }) {
    return renderMail(message, timeZone);
  },

  async send(mail, mailSettings, { idempotencyKey }) {
    const { createTransport } = await import('nodemailer');
    const { host, port, secure, user, password } = mailSettings;
    const transport = createTransport({
      host,
      port,
      secure,
      ...(user ? { auth: { user, pass: password }, requireTLS: !secure && !isLoopback(host) } : {}),
      connectionTimeout: 15_000,
      greetingTimeout: 15_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const info = await transport.sendMail({
        from: mailSettings.from,
        to: mailSettings.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: messageIdOf(idempotencyKey, mailSettings.from),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      if (info.rejected.length > 0) throw partlyRejected(info.rejected.length);
    } catch (error) {
      throw error instanceof DeliveryError ? error : asDeliveryError(error);
    } finally {
      transport.close();
    }
  },
};

/** The same delivery always has the same Message-ID; the domain is that of the sender. */
export function messageIdOf(idempotencyKey: string, from: string): string {
  const domain = /@([a-z0-9.-]+)/i.exec(from)?.[1] ?? 'itibar.invalid';
  return `<itibar-${sha256(idempotencyKey).slice(0, 32)}@${domain}>`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Some got it: sending again would repeat it to them. */
function partlyRejected(count: number): DeliveryError {
  return new DeliveryError(
    `The mail server refused ${count} of the addresses, the others got the mail. Check the list of addresses.`,
    { retry: 'never', facts: { rejectedCount: count } },
  );
}

function asDeliveryError(error: unknown): DeliveryError {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : null;
  const name = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const retry = smtpRetry(code === null || Number.isNaN(code) ? null : code);
  const advice = retry === 'later' ? 'It will be tried again.' : 'Check the addresses and the mail settings.';
  const what = code ? `answered with ${code}` : `could not be reached or broke off (${name})`;
  return new DeliveryError(`The mail server ${what}. ${advice}`, { retry, facts: { code, name } });
}

export interface MailServer {
  host: string;
  port: number;
  secure: boolean;
  user: string;
  password: string;
}

const PATIENCE_MS = 8_000;

/**
 * Does the server answer and take the login? Sends nothing. Null when all is well, else one sentence, never the password
 * nor what the server says about it.
 */
export async function verifyMail({ host, port, secure, user, password }: MailServer): Promise<string | null> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ host, port, secure },
    ...(user ? { auth: { user, pass: password } } : {}),
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EAUTH') return `${host}:${port} refuses the user or the password`;
    return `${host}:${port} does not answer as a mail server should (${code})`;
  } finally {
    transport.close();
  }
}
