// One contract for every notifier there is. A new one needs a line in TARGETS: its settings, and what it talks to.

import { describe, expect, it } from 'vitest';
import { createNotifierIo } from '../../alerts/http.ts';
import { notifiers } from '../../alerts/notifiers/index.gen.ts';
import { FakeClock } from '../../core/clock.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { NotifierIo } from '../../core/ports.ts';
import { memoryLog } from '../queue/support.ts';
import { hostileMessage, KINDS, messageOf } from './messages.ts';
import { deadPort, mailReceiver, webReceiver } from './receivers.ts';

interface Target {
  talks: 'http' | 'smtp' | 'nothing';
  /** Settings whose secrets are recognisable words, for a receiver on this port of 127.0.0.1. */
  settings(port: number): Record<string, unknown>;
}

const TARGETS: Record<string, Target> = {
  log: { talks: 'nothing', settings: () => ({}) },
  mail: {
    talks: 'smtp',
    settings: (port) => ({
      host: '127.0.0.1',
      port,
      from: 'itibar <itibar@markam.example>',
      to: ['ekip@markam.example'],
    }),
  },
  webhook: {
    talks: 'http',
    settings: (port) => ({ url: `http://127.0.0.1:${port}/gizli-adres`, secret: 'gizli-anahtar-0123456789' }),
  },
};

function targetOf(id: string): Target {
  const target = TARGETS[id];
  if (!target) throw new Error(`The notifier ${id} has no line in TARGETS of this file; add one.`);
  return target;
}

function ioOf(): NotifierIo & { lines: object[] } {
  const { log, lines } = memoryLog();
  return { ...createNotifierIo({ clock: new FakeClock(), log }), lines };
}

/** The DeliveryError that sending ends with; fails when it does not. */
async function errorOf(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error(`expected a DeliveryError, got ${String(error)}`);
}

describe.each([...notifiers])('the notifier %s', (id, notifier) => {
  const { talks, settings } = targetOf(id);
  const { manifest } = notifier;
  const checked = (port: number) => manifest.settings.parse(settings(port));

  it('has its own id, a title, and checks its settings by name', () => {
    expect(manifest.id).toBe(id);
    expect(manifest.title).toMatch(/\S/);
    expect(manifest.settings.safeParse({ ...settings(1), tpyo: 1 }).success).toBe(false);
    const known = Object.keys(checked(1));
    for (const secret of manifest.secrets) expect(known).toContain(secret);
  });

  it.each(KINDS.flatMap((kind) => [[kind, 'tr'] as const, [kind, 'en'] as const]))(
    'renders %s in %s, always alike',
    (kind, locale) => {
      const message = messageOf(kind, locale);
      const before = JSON.stringify(message);
      const text = JSON.stringify(notifier.render(message, checked(1)));
      expect(text).toContain('Markam');
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect(JSON.stringify(notifier.render(message, checked(1)))).toBe(text);
      expect(JSON.stringify(message)).toBe(before);
    },
  );

  it('renders hostile texts of any length without a complaint', () => {
    for (const kind of KINDS) {
      const message = { ...hostileMessage(kind), title: 'ğ\ud83d'.repeat(50_000) };
      expect(() => notifier.render(message, checked(1))).not.toThrow();
    }
  });

  it('puts no secret and no address of the receiver into its payload', () => {
    const values = manifest.secrets.map((key) => String(checked(1)[key])).filter((value) => value.length > 3);
    const text = JSON.stringify(notifier.render(messageOf('opened', 'tr'), checked(1)));
    for (const value of values) expect(text).not.toContain(value);
  });

  const send = (port: number, io = ioOf()) =>
    notifier.send(notifier.render(messageOf('opened', 'tr'), checked(port)), checked(port), {
      io,
      idempotencyKey: 'del_1',
    });

  if (talks === 'nothing') {
    it('writes one line that carries the key and no text of a mention', async () => {
      const io = ioOf();
      await send(1, io);
      expect(io.lines).toHaveLength(1);
      expect(JSON.stringify(io.lines)).toContain('del_1');
      expect(JSON.stringify(io.lines)).not.toContain('ödeme ekranında kaldım');
    });
    return;
  }

  it('is to be tried again when nobody listens, and keeps its secrets', async () => {
    const port = await deadPort();
    const error = await errorOf(send(port));
    expect(error.retry).toBe('later');
    expect(error.message).toMatch(/\. It will be tried again\.$/);
    const shown = JSON.stringify([error.message, error.facts]);
    for (const key of manifest.secrets) {
      const value = String(checked(port)[key]);
      if (value.length > 3) expect(shown).not.toContain(value);
    }
  });

  if (talks === 'http') {
    it.each([
      [400, 'never'],
      [401, 'never'],
      [403, 'never'],
      [404, 'never'],
      [410, 'never'],
      [413, 'never'],
      [301, 'never'],
      [408, 'later'],
      [425, 'later'],
      [429, 'later'],
      [500, 'later'],
      [502, 'later'],
      [503, 'later'],
      [504, 'later'],
      [501, 'never'],
    ])('takes status %i for: try again %s, and repeats no secret', async (status, retry) => {
      const { got, port } = await webReceiver({
        status,
        headers: { location: 'http://127.0.0.1:1/' },
        body: 'gizli-anahtar-0123456789',
      });
      const error = await errorOf(send(port));
      expect(error.retry).toBe(retry);
      expect(error.message).toContain(String(status));
      const shown = JSON.stringify([error.message, error.facts]);
      expect(shown).not.toMatch(/gizli/);
      expect(got).toHaveLength(1);
    });

    it('waits as long as the receiver asks', async () => {
      const { port } = await webReceiver({ status: 429, headers: { 'retry-after': '120' } });
      expect((await errorOf(send(port))).retryAfterMs).toBe(120_000);
    });
  }

  if (talks === 'smtp') {
    it.each([
      [421, 'later'],
      [450, 'later'],
      [451, 'later'],
      [550, 'never'],
      [554, 'never'],
    ])('takes the answer %i of the mail server for: try again %s', async (code, retry) => {
      for (const options of [{ refuseSender: code }, { refuseData: code }]) {
        const { port } = await mailReceiver(options);
        const error = await errorOf(send(port));
        expect([error.retry, error.message.includes(String(code))]).toEqual([retry, true]);
      }
    });
  }
});
