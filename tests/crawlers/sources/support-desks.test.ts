// The firm's own desks: only what customers wrote, nothing of their addresses, and no ticket lost between two runs.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../core/clock.ts';
import type { ParsedPage, Source } from '../../../core/ports.ts';
import { source as freshdesk } from '../../../crawlers/sources/freshdesk.ts';
import { source as intercom } from '../../../crawlers/sources/intercom.ts';
import { source as zendesk } from '../../../crawlers/sources/zendesk.ts';
import { source as zoho } from '../../../crawlers/sources/zoho-desk.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, NOW, read, reply } from './support.ts';

function firstPlan<P>(source: Source<P>, params: unknown, keys: Record<string, string>, cursor: unknown = null) {
  const context = { query: 'markam', terms: ['markam'], now: NOW, keys };
  const [plan] = source.plan(source.manifest.params.parse(params), cursor, context);
  if (!plan) throw new Error('nothing was planned');
  return plan;
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const addressesIn = (page: ParsedPage) => JSON.stringify(page.mentions).match(/@posta\.example|5550000000/g);

describe('zendesk', () => {
  const params = { subdomain: 'markam' };
  const page = () =>
    read(zendesk, reply('https://markam.zendesk.com/', fixture('zendesk', 'tickets.json')), { params });

  it('begins a week back and goes on from the cursor', () => {
    const first = firstPlan(zendesk, params, { zendesk: 'ayse@markam.example/token:KEY' });
    expect(first.url).toContain(`start_time=${Math.floor((NOW - 7 * DAY) / 1000)}&include=users`);
    expect(first.headers?.['authorization']).toBe(basic('ayse@markam.example/token:KEY'));
    const later = firstPlan(zendesk, params, {}, page().cursor);
    expect(new URL(later.url).searchParams.get('cursor')).toBe('MTc2Mzk5OTk5OS4wfHw1MDQ=');
  });

  it('takes what customers wrote, and what they wrote beside a rating, and not agents’ or deleted tickets', () => {
    expect(page().mentions.map(({ nativeId, title }) => [nativeId, title])).toEqual([
      ['markam:501', 'Kargom gelmedi'],
      ['markam:501:rating', 'Kargom gelmedi'],
      ['markam:502', 'İade'],
    ]);
    expect(page().mentions[1]).toMatchObject({ engagement: { rating: 1 }, parentId: 'markam:501', publishedAt: null });
    expect(page().mentions[0]).toMatchObject({
      author: { name: 'Ayşe Örnek' },
      siteName: 'Zendesk · email',
      language: 'tr',
    });
    expect(page().mentions.map(({ resolution }) => resolution?.state)).toEqual(['solved', undefined, 'open']);
    expect(addressesIn(page())).toBeNull();
  });

  it('reads on until the end of the stream', () => {
    const more = { tickets: [], users: [], after_cursor: 'NEXT', end_of_stream: false };
    const answer = read(zendesk, reply('https://markam.zendesk.com/', more), { params });
    expect(answer.next?.[0]?.url).toContain('cursor=NEXT&include=users');
    expect(page().next).toBeUndefined();
  });
});

describe('freshdesk', () => {
  const params = { domain: 'markam' };
  const url = 'https://markam.freshdesk.com/api/v2/tickets';
  const page = (cursor: unknown = null) =>
    read(freshdesk, reply(url, fixture('freshdesk', 'tickets.json')), { params, cursor });

  it('asks oldest change first, with the key in the place of the name, and a minute of overlap later', () => {
    const first = firstPlan(freshdesk, params, { freshdesk: 'KEY' });
    const search = new URL(first.url).searchParams;
    expect([search.get('order_by'), search.get('order_type')]).toEqual(['updated_at', 'asc']);
    expect(first.headers?.['authorization']).toBe(basic('KEY:X'));
    const later = firstPlan(freshdesk, params, {}, page().cursor);
    expect(new URL(later.url).searchParams.get('updated_since')).toBe('2026-11-24T05:59:00.000Z');
  });

  it('leaves out spam and what an agent sent, and every address', () => {
    expect(page().mentions.map(({ title, siteName }) => [title, siteName])).toEqual([
      ['Ürün kırık geldi', 'Freshdesk · email'],
      ['Fatura', 'Freshdesk · chat'],
    ]);
    expect(page().mentions.map(({ resolution }) => resolution?.state)).toEqual(['open', 'solved']);
    expect(addressesIn(page())).toBeNull();
  });

  it('pages by the Link header with the same beginning', () => {
    const first = firstPlan(freshdesk, params, {});
    const link = `<${url}?page=2>; rel="next"`;
    const answer = read(freshdesk, reply(url, fixture('freshdesk', 'tickets.json'), { link }), {
      params,
      note: first.note,
    });
    const search = new URL(answer.next?.[0]?.url ?? '').searchParams;
    expect(search.get('page')).toBe('2');
    expect(search.get('updated_since')).toBe(new URL(first.url).searchParams.get('updated_since'));
  });
});

describe('intercom', () => {
  const params = { region: 'eu', appId: 'abcd1234' };
  const plan = (cursor: unknown = null) => firstPlan(intercom, params, { intercom: 'TOKEN' }, cursor);
  const page = () =>
    read(intercom, reply(plan().url, fixture('intercom', 'conversations.json')), { params, note: plan().note });

  it('asks in the region’s own house for what changed, oldest first', () => {
    expect(plan().url).toBe('https://api.eu.intercom.io/conversations/search');
    expect(plan().headers).toMatchObject({ authorization: 'Bearer TOKEN' });
    const asked = JSON.parse(plan(page().cursor).body ?? '');
    expect(asked).toMatchObject({ query: { value: 1763977799 }, sort: { order: 'ascending' } });
  });

  it('takes the customer’s first words and the remark beside a rating, not what the firm sent', () => {
    expect(page().mentions.map(({ text }) => text)).toEqual([
      'Param hâlâ yatmadı,\niki hafta oldu.',
      'Üç kez yazdım, geç döndüler.',
    ]);
    expect(page().mentions[1]).toMatchObject({
      engagement: { rating: 2 },
      parentId: '701',
      publishedAt: 1763974800000,
    });
    expect(page().mentions[0]?.url).toBe('https://app.intercom.com/a/apps/abcd1234/conversations/701');
    expect(page().mentions[0]?.resolution?.state).toBe('solved');
    expect(addressesIn(page())).toBeNull();
  });

  it('pages with the answer’s own mark and the same question', () => {
    const asked = JSON.parse(page().next?.[0]?.body ?? '');
    expect(asked.pagination).toEqual({ per_page: 150, starting_after: 'WzE3NjM5Nzc4MDAwMDAsNzAyLDFd' });
    expect(asked.query).toEqual(JSON.parse(plan().body ?? '').query);
  });
});

describe('zoho-desk', () => {
  const params = { region: 'eu', orgId: '20080000000' };
  const step = (name: string) => ({ step: name, token: 'ACCESS' });

  it('exchanges its refresh token first and lists the newest with what it got', () => {
    const plan = firstPlan(zoho, params, { 'zoho-desk': 'id:secret:refresh' });
    expect(plan).toMatchObject({ url: 'https://accounts.zoho.eu/oauth/v2/token', method: 'POST' });
    expect(plan.body).toBe('grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token=refresh');
    const page = read(zoho, reply(plan.url, { access_token: 'ACCESS' }), { params, note: plan.note });
    expect(page.next?.[0]).toMatchObject({
      url: 'https://desk.zoho.eu/api/v1/tickets?limit=50&from=0&sortBy=-createdTime',
      headers: { authorization: 'Zoho-oauthtoken ACCESS', orgid: '20080000000' },
    });
    expect(() => read(zoho, reply(plan.url, { error: 'invalid_code' }), { params, note: plan.note })).toThrow(
      /refresh token/,
    );
  });

  it('asks for each ticket that is newer than the newest known', () => {
    const data = ['2026-11-24T06:30:00.000Z', '2026-11-24T06:00:00.000Z', '2026-11-23T06:00:00.000Z'].map(
      (createdTime, index) => ({ id: String(3 - index), createdTime }),
    );
    const page = read(zoho, reply('https://desk.zoho.eu/', { data }), {
      ...{ params, note: step('list'), cursor: { newestAt: Date.UTC(2026, 10, 24) } },
    });
    expect(page.next?.map(({ url }) => url)).toEqual([
      'https://desk.zoho.eu/api/v1/tickets/3?include=contacts',
      'https://desk.zoho.eu/api/v1/tickets/2?include=contacts',
    ]);
  });

  it('reads a ticket without its customer’s address, and measures an answer without a body', () => {
    const page = read(zoho, reply('https://desk.zoho.eu/', fixture('zoho-desk', 'ticket.json')), {
      ...{ params, note: step('ticket') },
    });
    expect(page.mentions[0]).toMatchObject({
      text: 'Mavi istedim, kırmızı geldi.',
      author: { name: 'Ayşe Örnek' },
      siteName: 'Zoho Desk · Email',
      resolution: { state: 'open', answer: null, answeredAt: null },
    });
    expect(addressesIn(page)).toBeNull();
    const nothing = { ...reply('https://desk.zoho.eu/', ''), status: 204 };
    expect(read(zoho, nothing, { params, note: step('list') })).toMatchObject({ mentions: [], isMeasuredEmpty: true });
  });
});

describeShared('zendesk’s recorded exports', (at) => {
  interface Exchange {
    request: { uri: string };
    response: { body: { string?: string; base64_string?: string } };
  }

  function answers(name: string): { uri: string; body: string }[] {
    const cassette = JSON.parse(readFileSync(at('fixtures/zendesk', name), 'utf8')) as {
      http_interactions: Exchange[];
    };
    return cassette.http_interactions.map(({ request, response }) => {
      const { string, base64_string: packed } = response.body;
      return {
        uri: request.uri,
        body: packed ? gunzipSync(Buffer.from(packed, 'base64')).toString('utf8') : (string ?? ''),
      };
    });
  }

  it('gives every ticket of the cursor export once, and its cursor', () => {
    const exports = answers('TicketsIncrementalTest.test_get_values.json').filter(({ uri }) =>
      uri.includes('cursor.json'),
    );
    expect(exports.length).toBeGreaterThan(0);
    for (const { uri, body } of exports) {
      const answer = JSON.parse(body) as { tickets: { status: string }[]; after_cursor: string };
      const page = read(zendesk, reply(uri, body), { params: { subdomain: 'd3v-zenpydev' } });
      const kept = answer.tickets.filter(({ status }) => status !== 'deleted');
      expect(page.mentions).toHaveLength(kept.length);
      expect(new Set(page.mentions.map(({ nativeId }) => nativeId)).size).toBe(kept.length);
      expect(page.cursor).toEqual({ after: answer.after_cursor });
    }
  });
});
