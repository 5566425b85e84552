import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { FakeClock, SECOND } from '../../core/clock.ts';
import { signBody, startSupportDesk } from '../../demo/support.ts';
import { silentLog } from './support.ts';

const SECRET = 'a-secret-that-is-long-enough';
const stops: (() => unknown)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Received {
  body: string;
  timestamp: string;
  signature: string;
}

async function startWebhook(statuses: number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const status = statuses.shift() ?? 202;
    if (status < 300) {
      received.push({
        body,
        timestamp: String(request.headers['x-itibar-timestamp']),
        signature: String(request.headers['x-itibar-signature']),
      });
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

it('signs what it sends and tries again after a refusal without losing or repeating a ticket', async () => {
  const { url, received } = await startWebhook([503, 500]);
  const clock = new FakeClock();
  const desk = startSupportDesk({ clock, log: silentLog, webhookUrl: url, secret: SECRET, seed: 7 });
  stops.push(desk.stop);
  await clock.advance(120 * SECOND);
  expect(desk.sentCount).toBeGreaterThan(5);
  const tickets = received.flatMap(({ body }) => JSON.parse(body) as { id: string; text: string; channel: string }[]);
  expect(tickets).toHaveLength(desk.sentCount);
  expect(new Set(tickets.map(({ id }) => id)).size).toBe(tickets.length);
  expect(tickets.some(({ text }) => text.includes('çekildi'))).toBe(true);
  expect(tickets.every(({ channel }) => channel === 'support')).toBe(true);
  for (const { body, timestamp, signature } of received) expect(signature).toContain(signBody(SECRET, timestamp, body));
});
