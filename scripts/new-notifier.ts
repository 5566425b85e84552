// npm run new:notifier -- ID: writes a notifier that posts JSON, with its test, and renews the registry. What it writes is
// yours to change. Never overwrites.

import { scaffold } from './scaffold.ts';

const notifier = (id: string) => `// Sends alerts to …, in one sentence. Must never put a secret into an error.

import { z } from 'zod';
import type { Notifier } from '../../core/ports.ts';
import { checkHttpAnswer } from '../retry-status.ts';

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Where to post'),
});
type Settings = z.infer<typeof settings>;

export const notifier: Notifier<Settings, string> = {
  manifest: { id: '${id}', title: '${id}', settings, secrets: ['url'] },

  render(message) {
    return JSON.stringify({ text: \`\${message.title}\\n\${message.reason}\` });
  },

  async send(body, { url }, { io, idempotencyKey }) {
    const answer = await io.http({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': idempotencyKey },
      body,
      timeoutMs: 15_000,
    });
    checkHttpAnswer(answer, '${id}', io.clock.now());
  },
};
`;

const test = (id: string) => `// ${id}: what is sent, and what an answer means.

import { describe, expect, it } from 'vitest';
import { notifier } from '../../../alerts/notifiers/${id}.ts';
import { systemClock } from '../../../core/clock.ts';
import type { Log, NotifierIo } from '../../../core/ports.ts';
import type { AlertMessage } from '../../../core/types.ts';

const message: AlertMessage = {
  ...{ kind: 'opened', locale: 'tr', brandName: 'Markam', title: 'Kargo şikâyetleri arttı', severity: 2, reason: 'Bir saatte 12 şikâyet.' },
  ...{ facts: [], samples: [], sections: [], links: [], at: Date.UTC(2026, 10, 24) },
};
const settings = { url: 'https://${id}.example/' };

function ioOf(status: number, sent: Parameters<NotifierIo['http']>[0][]): NotifierIo {
  const quiet = () => undefined;
  const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
  return { clock: systemClock, log, http: async (request) => (sent.push(request), { status, headers: {}, body: '' }) };
}

describe('${id}', () => {
  it('sends title and reason with the key that makes repeats harmless', async () => {
    const sent: Parameters<NotifierIo['http']>[0][] = [];
    await notifier.send(notifier.render(message, settings), settings, { io: ioOf(200, sent), idempotencyKey: 'k1' });
    expect(sent[0]?.body).toContain('Kargo şikâyetleri arttı');
    expect(sent[0]?.headers['idempotency-key']).toBe('k1');
  });

  it('is tried again after a failure of the receiver, and not after a refusal', async () => {
    const send = (status: number) =>
      notifier.send('{}', settings, { io: ioOf(status, []), idempotencyKey: 'k1' });
    await expect(send(503)).rejects.toMatchObject({ retry: 'later' });
    await expect(send(404)).rejects.toMatchObject({ retry: 'never' });
  });
});
`;

scaffold({
  kind: 'notifier',
  files: (id) => ({
    [`alerts/notifiers/${id}.ts`]: notifier(id),
    [`tests/alerts/notifiers/${id}.test.ts`]: test(id),
  }),
  next: (id) =>
    `add a line for ${id} to TARGETS in tests/alerts/notifiers.test.ts, then npx vitest run --project unit tests/alerts`,
});
