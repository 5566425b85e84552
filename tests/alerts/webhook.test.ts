import { createHmac, timingSafeEqual } from 'node:crypto';
import { expect, it } from 'vitest';
import { createNotifierIo } from '../../alerts/http.ts';
import { notifier, signWebhook } from '../../alerts/notifiers/webhook.ts';
import { httpRetry, retryAfterMs, smtpRetry } from '../../alerts/retry-status.ts';
import { FakeClock, HOUR, MINUTE } from '../../core/clock.ts';
import type { AlertMessage } from '../../core/types.ts';
import { memoryLog } from '../queue/support.ts';
import { ATTACK, hostileMessage, messageOf } from './messages.ts';
import { type Got, webReceiver } from './receivers.ts';
import { NOW } from './support.ts';

const SECRET = 'gizli-anahtar-0123456789';

async function post(port: number, message: AlertMessage, key = 'del_1'): Promise<void> {
  const io = createNotifierIo({ clock: new FakeClock(NOW), log: memoryLog().log });
  const settings = notifier.manifest.settings.parse({ url: `http://127.0.0.1:${port}/kanca`, secret: SECRET });
  await notifier.send(notifier.render(message, settings), settings, { io, idempotencyKey: key });
}

/** What a careful receiver does, written from the documentation and not with our own function. */
function isGenuine({ headers, body }: Got, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(`${headers['x-itibar-timestamp']}.${body}`).digest('hex');
  const given = String(headers['x-itibar-signature']).replace(/^sha256=/, '');
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

it('posts the whole message once, signed over time and body, with a key that drops repeats', async () => {
  const { got, port } = await webReceiver({ status: 204 });
  await post(port, messageOf('opened', 'tr'), 'del_7');
  expect(got).toHaveLength(1);
  const [first] = got as [Got];
  expect(first.url).toBe('/kanca');
  expect(first.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': 'del_7',
    'x-itibar-timestamp': String(NOW / 1000),
  });
  expect(JSON.parse(first.body)).toEqual({ version: 1, ...messageOf('opened', 'tr') });
  expect(isGenuine(first, SECRET)).toBe(true);
});

it('is not genuine with another secret, another time or another body', async () => {
  const { got, port } = await webReceiver({ status: 200 });
  await post(port, messageOf('digest', 'en'));
  const [first] = got as [Got];
  expect(isGenuine(first, `${SECRET}x`)).toBe(false);
  expect(isGenuine({ ...first, body: first.body.replace('Markam', 'Markan') }, SECRET)).toBe(false);
  expect(isGenuine({ ...first, headers: { ...first.headers, 'x-itibar-timestamp': '1' } }, SECRET)).toBe(false);
  expect(signWebhook(SECRET, '1', '{}')).toMatch(/^[0-9a-f]{64}$/);
});

it('carries hostile text as data: one body, no header of it', async () => {
  const { got, port } = await webReceiver({ status: 200 });
  await post(port, hostileMessage());
  const [first] = got as [Got];
  expect(JSON.parse(first.body).title).toBe(ATTACK);
  expect(Object.keys(first.headers)).not.toContain('bcc');
  expect(isGenuine(first, SECRET)).toBe(true);
});

it('does not follow a redirect, which could lead anywhere', async () => {
  const elsewhere = await webReceiver({ status: 200 });
  const { port } = await webReceiver({ status: 307, headers: { location: `http://127.0.0.1:${elsewhere.port}/` } });
  await expect(post(port, messageOf('opened', 'tr'))).rejects.toMatchObject({ retry: 'never' });
  expect(elsewhere.got).toEqual([]);
});

it('does not read an answer without end', async () => {
  const { port } = await webReceiver({ status: 200, body: 'x'.repeat(3_000_000) });
  await expect(post(port, messageOf('opened', 'tr'))).rejects.toMatchObject({ retry: 'later' });
});

it('refuses settings that are no web address, and secrets that are too short', () => {
  const parses = (url: string, secret = SECRET) => notifier.manifest.settings.safeParse({ url, secret }).success;
  expect(parses('https://kanca.example/a')).toBe(true);
  for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'ftp://a.example/', 'kanca'])
    expect(parses(url)).toBe(false);
  expect(parses('https://kanca.example/a', 'kisa')).toBe(false);
});

it('knows which answers are worth another try', () => {
  for (const status of [200, 201, 202, 204, 299]) expect(httpRetry(status)).toBe(null);
  for (const status of [408, 421, 425, 429, 500, 502, 503, 504, 599]) expect(httpRetry(status)).toBe('later');
  for (const status of [300, 304, 400, 401, 404, 418, 501, 505]) expect(httpRetry(status)).toBe('never');
  for (const code of [null, 421, 450, 452, 530, 535]) expect(smtpRetry(code)).toBe('later');
  for (const code of [500, 550, 552, 554]) expect(smtpRetry(code)).toBe('never');
});

it('reads Retry-After as seconds or a date, never as the past or more than a day', () => {
  expect(retryAfterMs('90', NOW)).toBe(90_000);
  expect(retryAfterMs(new Date(NOW + 5 * MINUTE).toUTCString(), NOW)).toBe(5 * MINUTE);
  expect(retryAfterMs(new Date(NOW - HOUR).toUTCString(), NOW)).toBe(0);
  expect(retryAfterMs('999999999', NOW)).toBe(24 * HOUR);
  for (const unreadable of [undefined, '', 'yarın', '-5s']) expect(retryAfterMs(unreadable, NOW)).toBe(null);
});
