// What services push: who is believed, and that a pushed item is the same mention as the pulled one. Signatures against the
// RFCs' own vectors; the shapes are those that the services document.

import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source, SourceWebhook } from '../../../core/ports.ts';
import { claimsOf, isHmac, isSecret, namedSignature } from '../../../crawlers/parse/signature.ts';
import { source as facebook } from '../../../crawlers/sources/facebook.ts';
import { source as freshdesk } from '../../../crawlers/sources/freshdesk.ts';
import { sources } from '../../../crawlers/sources/index.gen.ts';
import { source as instagram } from '../../../crawlers/sources/instagram.ts';
import { source as intercom } from '../../../crawlers/sources/intercom.ts';
import { source as zendesk } from '../../../crawlers/sources/zendesk.ts';
import { source as zoho } from '../../../crawlers/sources/zoho-desk.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, NOW, read, reply } from './support.ts';

const CONTEXT = { now: NOW, timeZone: 'Europe/Istanbul' };

function hookOf<P>({ webhook }: Source<P>): SourceWebhook<P> {
  if (!webhook) throw new Error('it takes no webhooks');
  return webhook;
}

function pushed<P>(source: Source<P>, params: object, body = fixture(source.manifest.id, 'hook.json')) {
  return hookOf(source).parse(JSON.parse(body), { params: source.manifest.params.parse(params), ...CONTEXT });
}

function believes<P>(source: Source<P>, headers: Record<string, string>, body: string, change: object = {}): boolean {
  const settings = { secret: 'Jefe', verifyToken: '', publicKeys: null, params: source.manifest.example, ...change };
  return hookOf(source).isSigned({ headers, body: Buffer.from(body), now: NOW }, settings);
}

describe('signatures', () => {
  const text = 'what do ya want for nothing?';

  it('are those of the RFCs', () => {
    const hex = (algorithm: 'sha1' | 'sha256', signature: string) =>
      isHmac(signature, { algorithm, encoding: 'hex', secret: 'Jefe', parts: [text.slice(0, 9), text.slice(9)] });
    // RFC 4231, 4.3 and RFC 2202, 3, test case 2.
    expect(hex('sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')).toBe(true);
    expect(hex('sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79')).toBe(true);
    expect(hex('sha1', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')).toBe(false);
  });

  it('are never right by chance, by being empty, or with an empty secret', () => {
    const facts = { algorithm: 'sha256', encoding: 'hex', parts: [text] } as const;
    fc.assert(fc.property(fc.string(), (given) => !isHmac(given, { ...facts, secret: 'Jefe' })));
    const ofEmpty = createHmac('sha256', '').update(text).digest('hex');
    expect(isHmac(ofEmpty, { ...facts, secret: '' })).toBe(false);
    expect([isSecret('', ''), isSecret(undefined, 'a'), isSecret('a', 'a'), isSecret('ab', 'a')]).toEqual([
      ...[false, false, true, false],
    ]);
    expect(namedSignature('sha1=ab', 'sha256')).toBe('');
  });
});

describe('a signed token', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object, head: object = { alg: 'RS256', kid: 'k1' }) => {
    const signed = `${part(head)}.${part(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
  };
  const claims = { iss: 'orgId:20080000000', aud: 'webhookId:4711', exp: Math.floor(NOW / 1000) + 60 };

  it('is believed while it runs, in seconds and in milliseconds', () => {
    expect(claimsOf(token(claims), keys, NOW)).toMatchObject(claims);
    expect(claimsOf(token({ ...claims, exp: NOW + 1 }), keys, NOW)).not.toBeNull();
    expect(claimsOf(token({ ...claims, exp: Math.floor(NOW / 1000) - 1 }), keys, NOW)).toBeNull();
    expect(claimsOf(token({ iss: 'a' }), keys, NOW)).toBeNull();
  });

  it('is not believed with another key, another algorithm, or anything changed', () => {
    const [head, body, signature] = token(claims).split('.');
    expect(claimsOf(`${head}.${part({ ...claims, aud: 'x' })}.${signature}`, keys, NOW)).toBeNull();
    expect(claimsOf(`${part({ alg: 'none' })}.${body}.`, keys, NOW)).toBeNull();
    const hmac = createHmac('sha256', keys)
      .update(`${part({ alg: 'HS256' })}.${body}`)
      .digest('base64url');
    expect(claimsOf(`${part({ alg: 'HS256' })}.${body}.${hmac}`, keys, NOW)).toBeNull();
    for (const bad of [null, '', '{}', '{"keys":[{"kty":"RSA"}]}', 'kırık'])
      expect(claimsOf(token(claims), bad, NOW)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => claimsOf(text, keys, NOW) === null));
  });

  it('of Zoho is for this organisation and this webhook', () => {
    const settings = { secret: '4711', publicKeys: keys, params: { region: 'eu', orgId: '20080000000' } };
    const sent = (more: object) => believes(zoho, { 'x-zdesk-jwt': token({ ...claims, ...more }) }, '[]', settings);
    expect([sent({}), sent({ iss: 'orgId:1' }), sent({ aud: 'webhookId:1' })]).toEqual([true, false, false]);
    expect(believes(zoho, {}, '[]', settings)).toBe(false);
  });
});

describe('who is believed', () => {
  const hmac = (algorithm: string, encoding: 'hex' | 'base64', text: string) =>
    createHmac(algorithm, 'Jefe').update(text).digest(encoding);

  it('Meta by sha256 over the bytes, Intercom by sha1', () => {
    const body = '{"a":"ş"}';
    for (const source of [facebook, instagram] as unknown as Source[]) {
      const signature = `sha256=${hmac('sha256', 'hex', body)}`;
      expect(believes(source, { 'x-hub-signature-256': signature }, body)).toBe(true);
      expect(believes(source, { 'x-hub-signature-256': signature }, `${body} `)).toBe(false);
      expect(believes(source, { 'x-hub-signature': `sha1=${hmac('sha1', 'hex', body)}` }, body)).toBe(false);
    }
    expect(believes(intercom, { 'x-hub-signature': `sha1=${hmac('sha1', 'hex', body)}` }, body)).toBe(true);
    expect(believes(intercom, { 'x-hub-signature': hmac('sha1', 'hex', body) }, body)).toBe(false);
  });

  it('Zendesk by its time and the bytes, Freshdesk by its secret', () => {
    const [time, body] = ['2026-11-24T09:00:00Z', '{"id":1}'];
    const headers = (at: string) => ({
      'x-zendesk-webhook-signature': hmac('sha256', 'base64', `${time}${body}`),
      'x-zendesk-webhook-signature-timestamp': at,
    });
    expect(believes(zendesk, headers(time), body)).toBe(true);
    expect(believes(zendesk, headers('2026-11-24T09:00:01Z'), body)).toBe(false);
    const request = { headers: headers(time), body: Buffer.from(body), now: NOW };
    expect(zendesk.webhook?.sentAt(request)).toBe(Date.UTC(2026, 10, 24, 9));
    expect(zendesk.webhook?.sentAt({ ...request, headers: {} })).toBeNaN();
    expect(believes(freshdesk, { 'x-itibar-secret': 'Jefe' }, body)).toBe(true);
    expect(believes(freshdesk, {}, body)).toBe(false);
  });

  it('proves its address to Meta only with the right token', () => {
    const settings = { secret: 'x', verifyToken: 'benim-sözüm', publicKeys: null, params: facebook.manifest.example };
    const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'benim-sözüm', 'hub.challenge': '1158201444' };
    const answer = (more: object, change: object = {}) =>
      facebook.webhook?.challenge?.({ ...asked, ...more }, { ...settings, ...change });
    expect(answer({})).toBe('1158201444');
    expect(answer({ 'hub.verify_token': 'başka' })).toBeNull();
    expect(answer({ 'hub.challenge': '<script>' })).toBeNull();
    expect(answer({ 'hub.mode': 'unsubscribe' })).toBeNull();
    expect(answer({ 'hub.verify_token': '' }, { verifyToken: '' })).toBeNull();
  });
});

describe('a pushed item is the pulled one', () => {
  it('at Zendesk, whether an event or a trigger sends it', () => {
    const params = { subdomain: 'markam' };
    const ticket = {
      id: 501,
      subject: 'Kargom gelmedi',
      description: 'Siparişim 9 gündür yolda.',
      via: { channel: 'web' },
    };
    const pulled = read(zendesk, reply('https://markam.zendesk.com/api', { tickets: [ticket] }), { params }).mentions;
    const byEvent = pushed(zendesk, params).items;
    const byTrigger = pushed(zendesk, params, JSON.stringify({ ticket })).items;
    for (const { raw } of [...byEvent, ...byTrigger])
      expect(raw).toMatchObject({ nativeId: pulled[0]?.nativeId, url: pulled[0]?.url, text: pulled[0]?.text });
    expect(byEvent[0]?.raw.publishedAt).toBe(Date.UTC(2026, 10, 24, 8));
    const other = { type: 'zen:event-type:ticket.tags_changed', detail: { id: '501', description: 'x' } };
    expect(pushed(zendesk, params, JSON.stringify(other)).items).toEqual([]);
  });

  it('at Freshdesk', () => {
    const params = { domain: 'markam' };
    const ticket = {
      id: 9,
      subject: 'İade',
      description_text: 'Para iadem yatmadı',
      source: 2,
      requester: { name: 'Ayşe Ö.' },
    };
    const pulled = read(freshdesk, reply('https://markam.freshdesk.com/api', [ticket]), { params }).mentions[0];
    const { nativeId, text, title, author, siteName, url } = pulled ?? {};
    expect(pushed(freshdesk, params).items[0]?.raw).toMatchObject({ nativeId, text, title, author, siteName, url });
  });

  it('at Intercom', () => {
    const params = { region: 'eu' };
    const item = (JSON.parse(fixture('intercom', 'hook.json')) as { data: { item: object } }).data.item;
    const pulled = read(intercom, reply('https://api.eu.intercom.io/', { conversations: [item] }), { params });
    expect(pushed(intercom, params).items.map(({ raw }) => raw)).toEqual(pulled.mentions);
    expect(pulled.mentions).toHaveLength(1);
    expect(pushed(intercom, params, '{"topic":"user.created","data":{"item":{"id":"1"}}}').items).toEqual([]);
  });

  it('at Zoho Desk', () => {
    const params = { region: 'eu', orgId: '20080000000' };
    const [event] = JSON.parse(fixture('zoho-desk', 'hook.json')) as { payload: object }[];
    const answer = reply('https://desk.zoho.eu/api/v1/tickets/1', event?.payload);
    const pulled = read(zoho, answer, { params, note: { step: 'ticket' } });
    expect(pushed(zoho, params).items.map(({ raw }) => raw)).toEqual(pulled.mentions);
    expect(pulled.mentions).toHaveLength(1);
  });

  it('at Facebook; likes, removals and private messages are nothing', () => {
    const { items, rejected, named } = pushed(facebook, facebook.manifest.example);
    const post = {
      id: '100200300_900',
      message: 'Kampanya',
      comments: { data: [{ id: '900_901', message: 'Markam kargom nerede?' }] },
    };
    const pulled = read(facebook, reply('https://graph.facebook.com/', { data: [post] }), {
      params: facebook.manifest.example,
    });
    const comment = pulled.mentions.find(({ nativeId }) => nativeId === '900_901');
    expect(items).toHaveLength(1);
    expect(items[0]?.raw).toMatchObject({
      ...{ nativeId: comment?.nativeId, text: comment?.text, parentId: comment?.parentId, threadId: comment?.threadId },
      ...{
        publishedAt: 1_795_500_000_000,
        author: { name: 'Deniz' },
        url: 'https://www.facebook.com/markam/posts/900',
      },
    });
    expect(named).toEqual([{ id: '777_778', isComment: false }]);
    expect(rejected).toEqual([{ index: 4, error: 'comment_id is missing' }]);
    const plan = facebook.webhook?.ask?.(named?.[0], {
      params: facebook.manifest.example,
      keys: { facebook: 'gizli' },
    });
    expect(plan?.url).toMatch(/^https:\/\/graph\.facebook\.com\/v\d+\.0\/777_778\?fields=/);
    expect(plan?.url).not.toContain('gizli');
    const found = read(facebook, reply('https://graph.facebook.com/', { id: '777_778', message: 'Markam çok kötü' }), {
      ...{ params: facebook.manifest.example, note: plan?.note },
    });
    expect(found.mentions).toMatchObject([{ nativeId: '777_778', text: 'Markam çok kötü' }]);
  });

  it('at Instagram; what is only named is asked for by its ids', () => {
    const { items, named } = pushed(instagram, instagram.manifest.example);
    expect(items.map(({ raw }) => raw)).toMatchObject([
      {
        nativeId: '17900000000000001',
        text: 'Kargom hâlâ gelmedi',
        author: { handle: 'ayse' },
        threadId: '18000000000000001',
      },
    ]);
    expect(named).toEqual([
      { userId: '17841400000000000', commentId: '17900000000000003' },
      { userId: '17841400000000000', mediaId: '18000000000000004' },
    ]);
    const asked = named?.map((one) => {
      const plan = instagram.webhook?.ask?.(one, { params: instagram.manifest.example, keys: { instagram: 'gizli' } });
      return decodeURIComponent(plan?.url ?? '');
    });
    expect(asked?.[0]).toContain('/17841400000000000?fields=mentioned_comment.comment_id(17900000000000003){');
    expect(asked?.[1]).toContain('mentioned_media.media_id(18000000000000004){');
  });

  it('is refused when the body is not the service’s', () => {
    for (const source of sources.values())
      for (const body of ['null', '7', '"x"', '[7]'])
        if (source.webhook && source.manifest.id !== 'webhook')
          expect(() => pushed(source, source.manifest.example, body), `${source.manifest.id} ${body}`).toThrow('body');
  });
});

describeShared('answers that Meta, Zendesk and Freshdesk really gave', (at) => {
  const real = (...path: string[]) =>
    JSON.parse(readFileSync(at('fixtures', ...path), 'utf8')) as Record<string, unknown>;

  it('are read where a webhook named the item', () => {
    const facts = { params: instagram.manifest.example, note: { step: 'mentioned' } };
    const url = 'https://graph.facebook.com/';
    const comment = read(instagram, reply(url, real('meta-graph', 'instagram-users-mentioned_comment.json')), facts);
    expect(comment.mentions).toMatchObject([
      { nativeId: expect.stringMatching(/^\d{17}$/), text: expect.stringContaining('@') },
    ]);
    const media = read(instagram, reply(url, real('meta-graph', 'instagram-users-mentioned_media.json')), facts);
    expect(media.mentions).toMatchObject([
      { nativeId: expect.stringMatching(/^\d{17}$/), publishedAt: expect.any(Number) },
    ]);
    const desk = { params: { domain: 'markam' }, note: { step: 'named' } };
    const ticket = read(freshdesk, reply('https://markam.freshdesk.com/', real('freshdesk', 'ticket_1.json')), desk);
    expect(ticket.mentions).toMatchObject([{ nativeId: 'markam:1' }]);
    const zen = { params: { subdomain: 'testing23' }, note: { step: 'named' } };
    const answer = reply('https://testing23.zendesk.com/', { ticket: real('zendesk', 'spec-ticket.json') });
    expect(read(zendesk, answer, zen).mentions).toMatchObject([{ nativeId: 'testing23:1' }]);
  });

  it('are the same mention when a trigger sends the ticket', () => {
    const ticket = real('zendesk', 'spec-ticket.json');
    const items = pushed(zendesk, { subdomain: 'testing23' }, JSON.stringify({ ticket })).items;
    expect(items.map(({ raw }) => raw.nativeId)).toEqual(['testing23:1']);
  });
});
