// Alerts by a real SMTP server on loopback: what arrives, what a hostile text can do (nothing), what a failure says.

import { describe, expect, it } from 'vitest';
import { createNotifierIo } from '../../alerts/http.ts';
import { renderMail } from '../../alerts/mail/render.ts';
import { WORDS } from '../../alerts/mail/words.ts';
import { messageIdOf, notifier, verifyMail } from '../../alerts/notifiers/mail.ts';
import { systemClock } from '../../core/clock.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { AlertMessage } from '../../core/types.ts';
import { memoryLog } from '../queue/support.ts';
import { hostileMessage, KINDS, messageOf } from './messages.ts';
import { deadPort, mailReceiver } from './receivers.ts';
import { t } from './support.ts';

const io = createNotifierIo({ clock: systemClock, log: memoryLog().log });

async function send(port: number, message: AlertMessage, change: object = {}, key = 'del_1'): Promise<void> {
  const settings = notifier.manifest.settings.parse({
    ...{ host: '127.0.0.1', port, from: 'itibar <itibar@markam.example>', to: ['ekip@markam.example'] },
    ...change,
  });
  await notifier.send(notifier.render(message, settings), settings, { io, idempotencyKey: key });
}

describe('a mail', () => {
  it('arrives once at everybody, in Turkish, with text and HTML, as an automatic message', async () => {
    const { mails, port } = await mailReceiver();
    const to = ['Ayşe Işık <ayse@markam.example>', 'ekip@markam.example'];
    await send(port, messageOf('opened', 'tr'), { to });
    expect(mails.map((got) => got.to)).toEqual([['ayse@markam.example', 'ekip@markam.example']]);
    const { mail } = mails[0] ?? expect.fail('no mail');
    expect(mail.subject).toMatch(/^\[YÜKSEK\] Markam · Olumsuz dalga: /);
    expect(mail.text).toContain('Iğdır’dan yazıyorum, kimse ulaşamıyor mu?');
    expect(mail.html).toContain('Iğdır’dan yazıyorum, kimse ulaşamıyor mu?');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.attachments).toEqual([]);
  });

  it('has the same Message-ID whenever the same delivery is sent, and another for another', async () => {
    const { mails, port } = await mailReceiver();
    for (const key of ['del_1', 'del_1', 'del_2']) await send(port, messageOf('opened', 'tr'), {}, key);
    const ids = mails.map(({ mail }) => mail.messageId);
    expect(ids[0]).toBe(messageIdOf('del_1', 'itibar <itibar@markam.example>'));
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each(KINDS)('of the kind %s lets no text from outside into a header or the markup', async (kind) => {
    const { mails, port } = await mailReceiver();
    await send(port, hostileMessage(kind));
    const { mail, raw, to } = mails[0] ?? expect.fail('no mail');
    expect(to).toEqual(['ekip@markam.example']);
    expect([...mail.headers.keys()].sort()).toEqual(
      [
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
        'x-auto-response-suppress',
      ].sort(),
    );
    expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    const html = String(mail.html);
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)/i);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.match(/href="(?!https?:)/g)).toBe(null);
    const isUnseen = (text = '') => text.includes('\u0000') || text.includes('\u202e');
    expect([mail.subject, html, mail.text].map((part) => isUnseen(part))).toEqual([false, false, false]);
  });

  it('bounds its subject and its samples', () => {
    const message = messageOf('opened', 'tr');
    const { subject, text } = renderMail({ ...message, title: 'uzun başlık '.repeat(500) });
    expect(subject.length).toBeLessThanOrEqual(160);
    expect(subject).toMatch(/…$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(512);
  });

  it('shows times in the zone of the team', () => {
    const message = messageOf('opened', 'tr');
    expect(renderMail(message, 'Europe/Istanbul').html).toContain('24 Kasım 09:05');
    expect(renderMail({ ...message, locale: 'en' }, 'UTC').html).toContain('24 November at 06:05');
  });

  it('speaks of severities with the words of the dashboard', () => {
    for (const locale of ['tr', 'en'] as const)
      for (const level of [1, 2, 3, 4] as const)
        expect(WORDS[locale].severity[level]).toBe(t(locale, `severity.${level}`));
  });
});

describe('the settings of a mail', () => {
  it.each([
    ['from', 'a@b.example\r\nBcc: x@evil.example'],
    ['to', ['a@b.example\nX: y']],
    ['to', []],
  ])('are refused when %s is %j', (key, value) => {
    const good = { host: 'h', from: 'a@b.example', to: ['c@d.example'] };
    expect(notifier.manifest.settings.safeParse(good).success).toBe(true);
    expect(notifier.manifest.settings.safeParse({ ...good, [key]: value }).success).toBe(false);
  });
});

describe('a mail server that says no', () => {
  const login = { user: 'itibar-kullanici', password: 'cok-gizli-parola' };

  it('to the login: it is tried again, because people mend passwords, and the password stays secret', async () => {
    const { mails, port } = await mailReceiver({ login });
    const error = await send(port, messageOf('opened', 'tr'), { ...login, password: 'yanlis-gizli' }).then(
      () => expect.fail('it was sent'),
      (reason: unknown) => reason as DeliveryError,
    );
    expect(error).toBeInstanceOf(DeliveryError);
    expect([error.retry, error.message.includes('535')]).toEqual(['later', true]);
    expect(JSON.stringify([error.message, error.facts, String(error.cause ?? '')])).not.toMatch(/gizli|kullanici/);
    await send(port, messageOf('opened', 'tr'), login);
    expect(mails).toHaveLength(1);
  });

  it('to one address of two: the other got it, so it is never sent again', async () => {
    const { mails, port } = await mailReceiver({ refuseTo: ['yok@markam.example'] });
    const sending = send(port, messageOf('opened', 'tr'), { to: ['yok@markam.example', 'ekip@markam.example'] });
    await expect(sending).rejects.toMatchObject({ retry: 'never', facts: { rejectedCount: 1 } });
    expect(mails.map(({ to }) => to)).toEqual([['ekip@markam.example']]);
  });

  it('to all addresses: never again', async () => {
    const { port } = await mailReceiver({ refuseTo: ['ekip@markam.example'] });
    await expect(send(port, messageOf('opened', 'tr'))).rejects.toMatchObject({ retry: 'never' });
  });
});

describe('the check of a mail server', () => {
  const login = { user: 'itibar', password: 'cok-gizli-parola' };
  const server = (port: number, change = {}) => ({
    host: '127.0.0.1',
    port,
    secure: false,
    user: '',
    password: '',
    ...change,
  });

  it('is content with one that takes the login, and sends nothing', async () => {
    const { mails, port } = await mailReceiver({ login });
    expect(await verifyMail(server(port, login))).toBe(null);
    expect(mails).toEqual([]);
  });

  it('says in one sentence what is wrong, without the password', async () => {
    const { port } = await mailReceiver({ login });
    expect(await verifyMail(server(port, { ...login, password: 'yanlis-gizli' }))).toBe(
      `127.0.0.1:${port} refuses the user or the password`,
    );
    const dead = await deadPort();
    expect(await verifyMail(server(dead))).toBe(`127.0.0.1:${dead} does not answer as a mail server should (ESOCKET)`);
  });
});
