// Where the demo's mails end: a real SMTP server that keeps what it gets in memory, and a page to read it.
// It delivers nothing. A mail's HTML is hostile: it is shown in a sandboxed frame under its own strict policy.

import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { AppError, messageOf } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { dateForPeople, escapeMarkup, page } from './html.ts';
import { type Answer, json, ROBOTS, type RunningSite, startSite } from './site.ts';

const MOST_MAILS = 200;
const MOST_BYTES = 10_000_000;

const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

export interface StoredMail {
  id: number;
  receivedAt: number;
  from: string;
  to: string;
  subject: string;
  text: string;
  /** Empty when the mail has none. */
  html: string;
  headers: { name: string; value: string }[];
  /** Who the sender named in the envelope; the To header may differ. */
  recipients: string[];
}

export interface Mailbox {
  host: string;
  /** SMTP port, without TLS and without login. */
  port: number;
  inboxUrl: string;
  /** host:port of the inbox page. */
  inboxHost: string;
  /** Newest first. */
  mails(): readonly StoredMail[];
  stop(): Promise<void>;
}

/** Starts the SMTP server and its inbox page on free ports. Throws AppError('demo.port'). */
export async function startMailbox(options: { clock: Clock; log: Log; host: string }): Promise<Mailbox> {
  const mails: StoredMail[] = [];
  let nextId = 1;
  const smtp = new SMTPServer({
    banner: 'Ornek posta kutusu',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    logger: false,
    onData(stream, session, done) {
      receive(stream)
        .then((mail) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          mails.unshift(toStored(mail, nextId++, options.clock.now(), recipients));
          mails.splice(MOST_MAILS);
          done();
        })
        .catch((error: unknown) => {
          options.log.warn({ error: messageOf(error) }, 'The demo mailbox refused a mail.');
          done(error instanceof Error ? error : new Error(String(error)));
        });
    },
  });
  const port = await listen(smtp, options.host);
  smtp.on('error', (error) => options.log.warn({ error: messageOf(error) }, 'The demo mailbox lost a connection.'));
  const inbox: RunningSite = await startSite({
    name: 'mailbox',
    host: options.host,
    log: options.log,
    handle: ({ path }) => inboxAnswer(path, mails),
  });
  return {
    host: options.host,
    port,
    inboxUrl: inbox.url,
    inboxHost: inbox.host,
    mails: () => mails,
    stop: async () => {
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      await inbox.stop();
    },
  };
}

function listen(smtp: SMTPServer, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: Error) =>
      reject(new AppError('demo.port', 'The demo mailbox could not open a port.', { cause, facts: { host } }));
    smtp.once('error', onError);
    const server = smtp.listen(0, host, () => {
      smtp.off('error', onError);
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : 0);
    });
  });
}

async function receive(stream: SMTPServerDataStream): Promise<ParsedMail> {
  const mail = await simpleParser(stream, { skipImageLinks: true, skipTextLinks: true });
  if (stream.sizeExceeded) throw new Error('552 The mail is larger than the demo mailbox takes.');
  return mail;
}

function toStored(mail: ParsedMail, id: number, receivedAt: number, recipients: string[]): StoredMail {
  const addressText = (field: ParsedMail['to']) =>
    [field ?? []]
      .flat()
      .map((entry) => entry.text)
      .join(', ');
  return {
    id,
    receivedAt,
    from: mail.from?.text ?? '',
    to: addressText(mail.to),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: mail.headerLines.map(({ key, line }) => ({ name: key, value: line.slice(line.indexOf(':') + 1).trim() })),
    recipients,
  };
}

function inboxAnswer(path: string, mails: readonly StoredMail[]): Answer | null {
  if (path === '/') return listPage(mails);
  if (path === '/robots.txt') return ROBOTS;
  if (path === '/api/mails') return json({ mails });
  const [, id, part] = /^\/mails\/(\d+)(\/html)?$/.exec(path) ?? [];
  const mail = mails.find((candidate) => candidate.id === Number(id));
  if (!mail) return null;
  return part ? framed(mail) : mailPage(mail);
}

function listPage(mails: readonly StoredMail[]): Answer {
  const rows = mails.map(
    (mail) =>
      `<li><a href="/mails/${mail.id}">${escapeMarkup(mail.subject || '(konusuz)')}</a><br><span class="meta">${escapeMarkup(mail.from)} → ${escapeMarkup(mail.to)} · ${dateForPeople(mail.receivedAt)}</span></li>`,
  );
  const list = rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>Henüz posta gelmedi.</p>';
  return page('Posta kutusu', list, { refresh: '5' });
}

function mailPage(mail: StoredMail): Answer {
  const frame = mail.html
    ? `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${mail.id}/html" title="Postanın HTML görünümü"></iframe>`
    : '<p class="meta">Bu postanın HTML bölümü yok.</p>';
  const headers = mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return page(
    mail.subject || '(konusuz)',
    `<p><a href="/">Posta kutusu</a></p><p class="meta">${escapeMarkup(mail.from)} → ${escapeMarkup(mail.to)} · ${dateForPeople(mail.receivedAt)}</p>${frame}<h2>Düz metin</h2><pre>${escapeMarkup(mail.text)}</pre><h2>Başlıklar</h2><pre>${escapeMarkup(headers)}</pre>`,
  );
}

/** The mail's own markup, unescaped on purpose: scripts, forms and outside pictures are off; links open a new tab. */
function framed(mail: StoredMail): Answer {
  return {
    type: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': FRAME_POLICY },
    body: `<base target="_blank">${mail.html}`,
  };
}
