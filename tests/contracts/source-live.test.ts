// What every source must keep that is listened to or that pushes, walked over the registry: addresses without keys, texts
// for people, and nothing that a stranger sends may throw anything but the one error that is meant.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { toMention } from '../../core/mention.ts';
import type { Source, StreamMessage } from '../../core/ports.ts';
import type { RawMention } from '../../core/types.ts';
import { sources } from '../../crawlers/sources/index.gen.ts';
import { keysOf } from '../crawlers/sources/support.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const all = [...sources.values()].map((source) => [source.manifest.id, source] as const);
const listened = all.filter(([, { stream }]) => stream);
const pushing = all.filter(([, { webhook }]) => webhook);

/** JSON of any shape, and of shapes that come near to real ones. */
const near = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({
      id: fc.jsonValue(),
      title: fc.jsonValue(),
      body: fc.jsonValue(),
      payload: fc.jsonValue(),
      entry: fc.jsonValue(),
    })
    .map((value) => JSON.stringify(value)),
);

function expectMentions({ manifest }: Source, raws: readonly RawMention[]): void {
  const facts = { sourceId: manifest.id, channel: manifest.channel, seenAt: NOW, isBackfill: false };
  for (const raw of raws) expect(() => toMention(raw, facts)).not.toThrow();
}

it('finds those that it judges', () => {
  expect(listened.map(([id]) => id)).toContain('bluesky');
  expect(pushing.map(([id]) => id)).toContain('zendesk');
});

describe.each(listened)('the stream of %s', (_id, source) => {
  const { manifest, stream } = source;
  if (!stream) return;
  const params = manifest.params.parse(manifest.example);

  it('is opened at encrypted addresses that hold no key, whatever the cursor', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(null), fc.jsonValue()), (cursor) => {
        const plans = stream.open(params, cursor, keysOf(source));
        expect(plans.length).toBeGreaterThan(0);
        for (const { url } of plans) {
          expect(url).toMatch(/^(?:wss|https):\/\/[^/@]+\//);
          expect(url).not.toMatch(/(?:id|secret)-0001/);
        }
      }),
    );
  });

  it('is never chosen for somebody who chose nothing', () => {
    expect(manifest.isOptIn).toBe(true);
  });

  it('survives whatever comes, and keeps its place when nothing does', () => {
    const context = { cursor: null, now: NOW, timeZone: 'Europe/Istanbul' };
    const message = fc.record<StreamMessage>({
      event: fc.constantFrom('message', 'complaint'),
      data: near,
      id: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
        const read = stream.read(messages, context);
        expect(read.unreadableCount).toBeLessThanOrEqual(messages.length);
        expectMentions(source, read.mentions);
        expect(() => stream.open(params, read.cursor, keysOf(source))).not.toThrow();
      }),
    );
    const cursor = { seq: 7, timeUs: 1_795_500_000_000_000 };
    expect(stream.read([], { ...context, cursor }).cursor).toEqual(cursor);
  });
});

describe.each(pushing)('the webhook of %s', (_id, source) => {
  const { manifest, webhook } = source;
  if (!webhook) return;
  const params = manifest.params.parse(manifest.example);
  const settings = { secret: 'cok-gizli-bir-sir', verifyToken: '', publicKeys: null, params };

  it('says in both languages where its address goes', () => {
    expect(webhook.setup.tr.length).toBeGreaterThan(40);
    expect(webhook.setup.en.length).toBeGreaterThan(40);
    expect(webhook.setup.tr).not.toBe(webhook.setup.en);
    for (const name of webhook.needs ?? []) expect(Object.keys(manifest.example)).toContain(name);
  });

  it('believes nobody without a signature, with any headers, and with an empty secret', () => {
    const headers = fc.dictionary(
      fc.constantFrom(
        'x-itibar-signature',
        'x-itibar-secret',
        'x-hub-signature',
        'x-hub-signature-256',
        'x-zdesk-jwt',
        'x-zendesk-webhook-signature',
      ),
      fc.oneof(
        fc.string(),
        fc.uint8Array().map((bytes) => `sha256=${Buffer.from(bytes).toString('hex')}`),
      ),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array(), fc.constantFrom('', settings.secret), (given, body, secret) => {
        const request = { headers: given, body, now: NOW };
        expect(webhook.isSigned(request, { ...settings, secret })).toBe(false);
        expect(() => webhook.sentAt(request)).not.toThrow();
      }),
    );
  });

  it('reads whatever comes or refuses it as no body of the service', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        try {
          const read = webhook.parse(body, { params, now: NOW, timeZone: 'Europe/Istanbul' });
          expectMentions(
            source,
            read.items.map(({ raw }) => raw),
          );
          for (const named of read.named ?? [])
            expect(webhook.ask?.(named, { params, keys: keysOf(source) }).url).toMatch(/^https:\/\//);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).code).toBe('hook.invalid');
        }
      }),
    );
  });
});
