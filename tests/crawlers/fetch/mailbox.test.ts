// Mailboxes through the whole Fetcher: over the small server of our own everywhere, and over a real Dovecot where it is
// installed. What a session must never do is asserted on the server's side.

import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/clock.ts';
import type { FetchResult, RequestPlan } from '../../../core/ports.ts';
import type { Guard } from '../../../crawlers/fetch/guard.ts';
import { createMailbox, type MailboxPage } from '../../../crawlers/fetch/mailbox.ts';
import { type Dovecot, describeDovecot, startDovecot } from '../../support/dovecot.ts';
import { type ImapStore, imapStore, serveImap } from '../../support/imap-server.ts';
import { listen, rawSite, reader, site } from './support.ts';
import { UNTRUSTED_CERT, UNTRUSTED_KEY } from './tls.ts';

const mail = (subject: string, from = 'elif@posta.example', body = 'Kargom gelmedi.') =>
  `From: ${from}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@posta.example>\r\n\r\n${body}\r\n`;

function login(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

async function server(store: ImapStore): Promise<string> {
  return (await listen(createServer((socket) => serveImap(socket, store)))).host;
}

function pageOf(result: FetchResult): MailboxPage {
  expect(result).toMatchObject({ outcome: 'ok', error: null });
  return JSON.parse(result.reply?.body ?? '') as MailboxPage;
}

function subjectsOf(page: MailboxPage): (string | undefined)[] {
  return page.messages.map(({ source }) => /^Subject: (.*?)\r?$/m.exec(Buffer.from(source, 'base64').toString())?.[1]);
}

/** Reads the host's INBOX as the store's user. */
function opened(host: string, store: Pick<ImapStore, 'user' | 'password'>) {
  const { get } = reader([host]);
  return (search: string, plan: Partial<RequestPlan> = {}) =>
    get({ url: `imap://${host}/INBOX?${search}`, headers: login(store.user, store.password), ...plan });
}

describe('a mailbox', () => {
  it('gives what came since a day, then only what is newer, and says when nothing is', async () => {
    const store = imapStore([mail('bir'), mail('iki')], { uid: 41 });
    const read = opened(await server(store), store);
    const first = pageOf(await read('since=2026-11-20'));
    expect(subjectsOf(first)).toEqual(['bir', 'iki']);
    expect(first).toMatchObject({ uidValidity: '1764000000', lastUid: 42, hasMore: false });
    expect(first.messages[0]).toMatchObject({ uid: 41, receivedAt: Date.UTC(2026, 10, 24, 6), size: 92 });
    const after = 'since=2026-11-20&validity=1764000000&after=42';
    expect(await read(after)).toMatchObject({ outcome: 'not-modified', reply: null });
    const inbox = store.mailboxes['INBOX'];
    inbox?.mails.push({ uid: 50, at: Date.UTC(2020, 0), source: Buffer.from(mail('üç')) });
    Object.assign(inbox ?? {}, { uidNext: 51 });
    expect(pageOf(await read(after))).toMatchObject({ lastUid: 50, messages: [{ uid: 50 }] });
  });

  it('is only looked at: nothing is marked, moved or selected for writing', async () => {
    const store = imapStore([mail('bir')]);
    pageOf(await opened(await server(store), store)('since=2026-11-20'));
    expect(store.mailboxes['INBOX']?.seen.size).toBe(0);
    expect(store.commands.join('\n')).toMatch(/^EXAMINE/m);
    expect(store.commands.join('\n')).not.toMatch(/SELECT|STORE|COPY|MOVE|EXPUNGE|APPEND|DELETE|BODY\[/);
    expect(store.commands.at(-1)).toBe('LOGOUT');
  });

  it('leaves out what is older than the day that is asked for', async () => {
    const store = imapStore([mail('eski')], { at: Date.UTC(2026, 9, 1) });
    const page = pageOf(await opened(await server(store), store)('since=2026-11-20'));
    expect(page).toMatchObject({ messages: [], lastUid: 1, hasMore: false });
  });

  it('is read by days again when its UIDs are no longer the same', async () => {
    const store = imapStore([mail('bir'), mail('iki')]);
    const page = pageOf(await opened(await server(store), store)('since=2026-11-20&validity=7&after=900'));
    expect(subjectsOf(page)).toEqual(['bir', 'iki']);
    expect(page).toMatchObject({ uidValidity: '1764000000', lastUid: 2 });
  });

  it('can be asked for one sender only, and what others wrote counts as looked at', async () => {
    const store = imapStore([mail('bir'), mail('iki', 'bildirim@sikayetvar.com'), mail('üç')]);
    const page = pageOf(await opened(await server(store), store)('since=2026-11-20&from=sikayetvar.com'));
    expect(subjectsOf(page)).toEqual(['iki']);
    expect(page.lastUid).toBe(3);
  });

  it('comes in pages when there is much in it', async () => {
    const store = imapStore(Array.from({ length: 30 }, (_, index) => mail(`no-${index + 1}`)));
    const read = opened(await server(store), store);
    const first = pageOf(await read('since=2026-11-20'));
    expect([first.messages.length, first.lastUid, first.hasMore]).toEqual([25, 25, true]);
    const second = pageOf(await read('since=2026-11-20&validity=1764000000&after=25'));
    expect([second.messages.length, second.lastUid, second.hasMore]).toEqual([5, 30, false]);
  });

  it('gives the beginning of a mail that is huge', async () => {
    const store = imapStore([mail('dev', 'a@posta.example', 'x'.repeat(3_000_000))]);
    const result = await opened(await server(store), store)('since=2026-11-20');
    const [message] = pageOf(result).messages;
    expect(message?.size).toBeGreaterThan(3_000_000);
    expect(Buffer.from(message?.source ?? '', 'base64')).toHaveLength(28_000);
    expect(result.sizeBytes).toBeLessThan(30_000);
  });

  it('says which setting is wrong when user or password are, and repeats neither', async () => {
    const store = imapStore([]);
    const host = await server(store);
    const read = opened(host, { user: store.user, password: 'yanlış "parola' });
    const result = await read('since=2026-11-20');
    expect(result).toMatchObject({ outcome: 'blocked', reply: null });
    expect(result.error).toMatch(/^127\.0\.0\.1:\d+ does not take .* keys\.imap/);
    expect(result.error).not.toMatch(/yanlış|destek/);
    expect(store.commands.filter((command) => command === 'LOGIN')).toHaveLength(1);
    expect(await read('since=2026-11-20', { headers: {} })).toMatchObject({ outcome: 'refused' });
  });

  it('says that there is no mailbox of that name', async () => {
    const store = imapStore([]);
    const host = await server(store);
    const url = `imap://${host}/${encodeURIComponent('Destek Kutusu')}?since=2026-11-20`;
    expect(await reader([host]).get({ url, headers: login(store.user, store.password) })).toMatchObject({
      outcome: 'gone',
      error: expect.stringContaining('no such mailbox'),
    });
  });

  it('keeps what came before a session broke off, and goes on behind it', async () => {
    const store = imapStore([mail('bir'), mail('iki'), mail('üç')]);
    store.instead = (line, tag) => {
      if (!/^UID FETCH/.test(line)) return null;
      const [first] = store.mailboxes['INBOX']?.mails ?? [];
      return `* 1 FETCH (UID 1 BODY[]<0> {${first?.source.length}}\r\n${first?.source})\r\n${tag} BAD enough\r\n`;
    };
    const page = pageOf(await opened(await server(store), store)('since=2026-11-20'));
    expect([subjectsOf(page), page.lastUid, page.hasMore]).toEqual([['bir'], 1, true]);
  });
});

describe('a hostile mail server', () => {
  const store = imapStore([mail('bir')]);
  const get = (host: string, timeout = 2000) =>
    reader([host], { config: { timeout } }).get({
      url: `imap://${host}/INBOX?since=2026-11-20`,
      headers: login(store.user, store.password),
    });

  it('that never greets is a timeout', async () => {
    const { host } = await rawSite(() => undefined);
    expect(await get(host, 300)).toMatchObject({ outcome: 'timeout', reply: null });
  });

  it('that hangs up is a broken connection', async () => {
    const { host } = await rawSite((socket) => socket.destroy());
    expect(await get(host)).toMatchObject({ outcome: 'network', reply: null });
  });

  it('that speaks something else is named so or runs out of time', async () => {
    const { host } = await rawSite((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(['broken', 'timeout', 'network']).toContain((await get(host, 500)).outcome);
  });

  it.each([
    ['announces a mail of four gigabytes', (_line: string) => '* 1 FETCH (UID 1 BODY[]<0> {4000000000}\r\n'],
    ['never ends a line', (_line: string) => `* 1 FETCH (UID 1 X "${'a'.repeat(5_000_000)}`],
  ])('that %s is cut off as too big', async (_name, words) => {
    const evil = imapStore([mail('bir')]);
    evil.instead = (line) => (/^UID FETCH/.test(line) ? words(line) : null);
    expect(await get(await server(evil))).toMatchObject({ outcome: 'too-big', reply: null });
  });

  it('that sends mails nobody asked for gives none of them', async () => {
    const evil = imapStore([mail('bir')]);
    evil.instead = (line, tag) =>
      /^UID FETCH/.test(line)
        ? `${Array.from({ length: 50 }, (_, at) => `* ${at + 2} FETCH (UID ${at + 900} BODY[]<0> {3}\r\nabc)\r\n`).join('')}${tag} OK done\r\n`
        : null;
    expect(pageOf(await get(await server(evil))).messages).toEqual([]);
  });

  it('that is too busy to let anybody in is waited for', async () => {
    const busy = imapStore([]);
    busy.instead = (line, tag) => (/^LOGIN/.test(line) ? `${tag} NO [UNAVAILABLE] later\r\n` : null);
    expect((await get(await server(busy))).outcome).toBe('throttled');
  });
});

describe('addresses of mailboxes', () => {
  it.each([
    ['imaps://127.0.0.1/INBOX', /private network/],
    ['imaps://2130706433/INBOX', /private network/],
    ['imap://[::1]:143/INBOX', /private network/],
    ['imaps://localhost/INBOX', /private network/],
    ['imaps://innen.example/INBOX', /private network/],
    ['imaps://mail.example:25/INBOX', /another service than a mailbox/],
    ['imaps://a:b@mail.example/INBOX', /user name or password/],
  ])('%s is refused before anything is opened', async (url, sentence) => {
    const { get } = reader([], { resolve: async () => [{ address: '10.0.0.7', family: 4 }] });
    expect(await get({ url, headers: login('a', 'b') })).toMatchObject({
      outcome: 'refused',
      error: expect.stringMatching(sentence),
    });
  });

  it('are never reached by a redirect of a page', async () => {
    const store = imapStore([]);
    const mailHost = await server(store);
    const home = await site((_, response) => response.writeHead(302, { location: `imap://${mailHost}/INBOX` }).end());
    expect(await reader([home.host, mailHost]).get(home.url)).toMatchObject({ outcome: 'refused' });
    expect(store.commands).toEqual([]);
  });
});

/** Leads every name to loopback and allows no exception: what a public server is to the real one. */
const openGuard: Pick<Guard, 'isAllowedPrivate' | 'lookup'> = {
  isAllowedPrivate: () => false,
  lookup: (_name, options, callback) =>
    options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
};

describe('the encrypted line', () => {
  const tokens = { get: () => Promise.reject(new Error('no token is needed')) };
  const limits = { clock: systemClock, version: '9.9.9', timeoutMs: 2000, maxBytes: 1_000_000, tokens };
  const read = (scheme: string, host: string, store: ImapStore, ca?: string) =>
    createMailbox({ ...limits, guard: openGuard as Guard, ...(ca ? { ca } : {}) }).read(
      new URL(`${scheme}://broken.example:${host.split(':')[1]}/INBOX?since=2026-11-20`),
      login(store.user, store.password),
      new AbortController().signal,
    );

  async function tlsServer(store: ImapStore): Promise<string> {
    const options = { key: UNTRUSTED_KEY, cert: UNTRUSTED_CERT };
    return (await listen(createTlsServer(options, (socket) => serveImap(socket, store)))).host;
  }

  it('is used with a certificate that can be trusted for the name', async () => {
    const store = imapStore([mail('bir')]);
    const { verdict, reply } = await read('imaps', await tlsServer(store), store, UNTRUSTED_CERT);
    expect(verdict.outcome).toBe('ok');
    expect((JSON.parse(reply?.body ?? '') as MailboxPage).messages).toHaveLength(1);
  });

  it('is not used with any other certificate: no password is sent', async () => {
    const store = imapStore([mail('bir')]);
    const { verdict } = await read('imaps', await tlsServer(store), store);
    expect(verdict).toMatchObject({ outcome: 'broken', error: expect.stringContaining('certificate') });
    expect(store.commands).toEqual([]);
  });

  it('is demanded of public servers: without STARTTLS no password is sent', async () => {
    const store = imapStore([mail('bir')]);
    const { verdict } = await read('imap', await server(store), store);
    expect(verdict).toMatchObject({ outcome: 'broken', error: expect.stringContaining('no encrypted connection') });
    expect(store.commands).not.toContain('LOGIN');
  });
});

describeDovecot('a mailbox of Dovecot', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
    dovecot.deliver(Buffer.from(mail('bir')), '1.a.host');
    dovecot.deliver(Buffer.from(mail('iki', 'bildirim@sikayetvar.com', 'x'.repeat(400_000))), '2.b.host');
  }, 20_000);
  afterAll(() => dovecot.stop());

  it('is read, read on, and left as it was', async () => {
    const read = opened(dovecot.host, dovecot);
    const first = pageOf(await read('since=2020-01-01'));
    expect(subjectsOf(first)).toEqual(['bir', 'iki']);
    expect(first).toMatchObject({ lastUid: 2, hasMore: false });
    const after = `since=2020-01-01&validity=${first.uidValidity}&after=2`;
    expect((await read(after)).outcome).toBe('not-modified');
    dovecot.deliver(Buffer.from(mail('üç')), '3.c.host');
    expect(subjectsOf(pageOf(await read(after)))).toEqual(['üç']);
    expect(subjectsOf(pageOf(await read('since=2020-01-01&from=sikayetvar.com')))).toEqual(['iki']);
    const { fresh, known } = dovecot.files();
    expect([...fresh, ...known]).toHaveLength(3);
    expect(known.filter((name) => /:2,.*S/.test(name))).toEqual([]);
  });

  it('refuses a wrong password and a mailbox that is not there, each with its sentence', async () => {
    const wrong = await opened(dovecot.host, { ...dovecot, password: 'yanlış' })('since=2020-01-01');
    expect(wrong).toMatchObject({ outcome: 'blocked', error: expect.stringContaining('keys.imap') });
    const url = `imap://${dovecot.host}/Olmayan?since=2020-01-01`;
    const headers = login(dovecot.user, dovecot.password);
    expect((await reader([dovecot.host]).get({ url, headers })).outcome).toBe('gone');
  });
});
