// Mailboxes that take a token instead of a password: over the small server of our own, and over a real Dovecot that asks
// whose each token is. The service that hands tokens out is a real one on loopback.

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../config/schema.ts';
import { FakeClock, HOUR } from '../../../core/clock.ts';
import { hideKeys } from '../../../core/keys.ts';
import type { Clock, FetchResult } from '../../../core/ports.ts';
import { describeDovecot, startDovecot } from '../../support/dovecot.ts';
import { type ImapStore, imapStore, serveImap } from '../../support/imap-server.ts';
import { listen, reader, site } from './support.ts';

const USER = 'destek@markam.example';
const mail = 'From: elif@posta.example\r\nSubject: bir\r\nMessage-ID: <bir@posta.example>\r\n\r\nKargom gelmedi.\r\n';

interface TokenService {
  host: string;
  url: string;
  /** Forms as they were asked, oldest first. */
  asked: Record<string, string>[];
}

/** Answers each grant with what `answer` says. */
async function tokenService(answer: (turn: number) => [status: number, body: object]): Promise<TokenService> {
  const asked: Record<string, string>[] = [];
  const server = await site(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push(Object.fromEntries(new URLSearchParams(body)));
    const [status, reply] = answer(asked.length);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  return { host: server.host, url: `${server.url}/token`, asked };
}

/** keys.imap as the configuration makes it. */
function keyOf(oauth: Record<string, string>): string {
  return configSchema.parse({ keys: { imap: { user: USER, oauth } } }).keys['imap'] ?? '';
}

const APP = { clientId: 'app-1.example', clientSecret: 'cok-gizli-app', refreshToken: '1//yenileme-0001' };

function opened(
  mailHost: string,
  service: TokenService,
  change: { oauth?: Record<string, string>; clock?: Clock } = {},
) {
  const { get } = reader([mailHost, service.host], change.clock ? { clock: change.clock } : {});
  const key = keyOf({ ...APP, tokenUrl: service.url, ...change.oauth });
  const headers = { authorization: `Basic ${Buffer.from(key).toString('base64')}` };
  return (): Promise<FetchResult> => get({ url: `imap://${mailHost}/INBOX?since=2020-01-01`, headers });
}

function tokenStore(...tokens: string[]): ImapStore {
  return { ...imapStore([mail]), user: USER, tokens: new Set(tokens) };
}

async function mailServer(store: ImapStore, capabilities = 'IMAP4rev1 SASL-IR AUTH=XOAUTH2'): Promise<string> {
  return (await listen(createServer((socket) => serveImap(socket, store, capabilities)))).host;
}

describe('a mailbox with a token', () => {
  it('is read with one that is kept until shortly before it runs out', async () => {
    const service = await tokenService((turn) => [200, { access_token: `t${turn}`, expires_in: 3600 }]);
    const store = tokenStore('t1', 't2');
    const clock = new FakeClock();
    const read = opened(await mailServer(store), service, { clock });
    expect(await read()).toMatchObject({ outcome: 'ok', error: null });
    expect(await read()).toMatchObject({ outcome: 'ok' });
    expect(service.asked).toEqual([
      {
        grant_type: 'refresh_token',
        refresh_token: APP.refreshToken,
        client_id: APP.clientId,
        client_secret: APP.clientSecret,
      },
    ]);
    await clock.advance(HOUR);
    expect(await read()).toMatchObject({ outcome: 'ok' });
    expect(service.asked).toHaveLength(2);
    expect(store.commands).not.toContain('LOGIN');
    expect(store.commands).toContain('AUTHENTICATE XOAUTH2');
  });

  it('is read with a new one when the server takes the kept one no more, and only once more', async () => {
    const service = await tokenService((turn) => [200, { access_token: `t${turn}`, expires_in: 3600 }]);
    const store = tokenStore('t1');
    const read = opened(await mailServer(store), service);
    await read();
    store.tokens = new Set(['t2']);
    expect(await read()).toMatchObject({ outcome: 'ok' });
    store.tokens = new Set();
    const refused = await read();
    expect(refused).toMatchObject({ outcome: 'blocked', error: expect.stringMatching(/IMAP.*docs\/operations\.md/) });
    expect(service.asked).toHaveLength(3);
  });

  it('goes on with the refresh token that the service handed out last', async () => {
    const service = await tokenService((turn) => [200, { access_token: `t${turn}`, refresh_token: `r${turn}` }]);
    const store = tokenStore('t1', 't2');
    const clock = new FakeClock();
    const read = opened(await mailServer(store), service, { clock });
    await read();
    await clock.advance(2 * HOUR);
    await read();
    expect(service.asked.map((form) => form['refresh_token'])).toEqual([APP.refreshToken, 'r1']);
  });

  it('is read by an app that signs in for itself', async () => {
    const service = await tokenService(() => [200, { access_token: 't1' }]);
    const scope = 'https://outlook.office365.com/.default';
    const read = opened(await mailServer(tokenStore('t1')), service, { oauth: { refreshToken: '', scope } });
    expect(await read()).toMatchObject({ outcome: 'ok' });
    expect(service.asked[0]).toMatchObject({ grant_type: 'client_credentials', scope });
    expect(service.asked[0]).not.toHaveProperty('refresh_token');
  });

  it.each([
    [
      400,
      { error: 'invalid_grant', error_description: 'x 1//yenileme-0001' },
      'blocked',
      /invalid_grant.*refresh token/,
    ],
    [401, { error: 'invalid_client' }, 'blocked', /clientId and clientSecret/],
    [429, {}, 'throttled', /429/],
    [503, {}, 'broken', /503/],
    [200, { access_token: 'iki\nsatır' }, 'blocked', /refresh token/],
  ])('is not opened when the service answers %i %j', async (status, body, outcome, sentence) => {
    const service = await tokenService(() => [status, body]);
    const store = tokenStore('t1');
    const result = await opened(await mailServer(store), service)();
    expect(result).toMatchObject({ outcome, reply: null, error: expect.stringMatching(sentence) });
    expect(result.error).not.toContain('yenileme');
    expect(store.commands).toEqual([]);
  });

  it('says so where the server offers no such sign-in', async () => {
    const service = await tokenService(() => [200, { access_token: 't1' }]);
    const result = await opened(await mailServer(tokenStore('t1'), 'IMAP4rev1'), service)();
    expect(result).toMatchObject({ outcome: 'broken', error: expect.stringContaining('no sign-in by OAuth') });
  });

  it('never asks a private or unencrypted address for a token', async () => {
    const store = tokenStore('t1');
    const host = await mailServer(store);
    const service = await tokenService(() => [200, { access_token: 't1' }]);
    for (const tokenUrl of ['http://127.0.0.1:1/token', 'http://oauth.example/token', 'https://10.0.0.1/token']) {
      const read = opened(host, { ...service, url: tokenUrl });
      expect(await read()).toMatchObject({ outcome: 'refused' });
    }
    expect(service.asked).toEqual([]);
    expect(store.commands).toEqual([]);
  });
});

describe('keys.imap', () => {
  it('hides each secret of its own, and wants what is needed', () => {
    const key = keyOf({ ...APP, tokenUrl: 'https://oauth2.example/token' });
    for (const secret of [APP.clientSecret, APP.refreshToken, key])
      expect(hideKeys(`a ${secret} b`, { imap: key })).toBe('a ••• b');
    const parse = (oauth: object) => configSchema.safeParse({ keys: { imap: { user: USER, oauth } } }).success;
    const tokenUrl = 'https://oauth2.example/token';
    expect(parse({ tokenUrl, clientId: 'a' })).toBe(false);
    expect(parse({ tokenUrl, clientId: 'a', refreshToken: 'a:b' })).toBe(false);
    expect(parse({ tokenUrl: 'yok', clientId: 'a', refreshToken: 'b' })).toBe(false);
    expect(parse({ tokenUrl, clientId: 'a', refreshToken: 'b', fazla: 1 })).toBe(false);
  });
});

describeDovecot('a mailbox of Dovecot that takes tokens', () => {
  it('is read with a good one, and refuses one that is nobody’s', async () => {
    const good = new Set(['gecerli-1']);
    const info = await site((request, response) => {
      const token = new URL(request.url ?? '', 'http://x').searchParams.get('token') ?? '';
      if (!good.has(token)) return response.writeHead(401).end('{}');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ email: USER }));
    });
    const dovecot = await startDovecot({ tokenInfoUrl: `${info.url}/info?token=` });
    try {
      dovecot.deliver(Buffer.from(mail), '1.a.host');
      const service = await tokenService((turn) => [200, { access_token: `gecerli-${turn}` }]);
      const read = opened(dovecot.host, service);
      const first = await read();
      expect(first).toMatchObject({ outcome: 'ok', error: null });
      expect(JSON.parse(first.reply?.body ?? '')).toMatchObject({ messages: [{ uid: 1 }] });
      good.clear();
      expect(await read()).toMatchObject({ outcome: 'blocked', error: expect.stringContaining('access token') });
      expect(service.asked).toHaveLength(2);
    } finally {
      await dovecot.stop();
    }
  });
});
