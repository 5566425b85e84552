// Posts alerts as signed JSON to any address. The receiver checks X-Itibar-Signature (HMAC-SHA256 over
// "timestamp.body") and drops repeats by Idempotency-Key. Must never put the secret or the address into an error.

import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Notifier } from '../../core/ports.ts';
import { checkHttpAnswer } from '../retry-status.ts';

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Where to post'),
  secret: z.string().min(16).describe('Shared with the receiver; at least 16 characters'),
});
type Settings = z.infer<typeof settings>;

/** Lower-case hex HMAC-SHA256 of `timestamp.body`; the timestamp is in epoch seconds. */
export function signWebhook(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

export const notifier: Notifier<Settings, string> = {
  manifest: { id: 'webhook', title: 'Webhook', settings, secrets: ['url', 'secret'] },

  render(message) {
    return JSON.stringify({ version: 1, ...message });
  },

  async send(body, { url, secret }, { io, idempotencyKey }) {
    const timestamp = String(Math.floor(io.clock.now() / 1000));
    const answer = await io.http({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'itibar-webhook',
        'idempotency-key': idempotencyKey,
        'x-itibar-timestamp': timestamp,
        'x-itibar-signature': `sha256=${signWebhook(secret, timestamp, body)}`,
      },
      body,
      timeoutMs: 15_000,
    });
    checkHttpAnswer(answer, 'The webhook receiver', io.clock.now());
  },
};
