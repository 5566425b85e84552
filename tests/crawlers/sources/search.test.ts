// Web search: which questions are asked, what of a result page is kept, and where everything stood.

import { describe, expect, it } from 'vitest';
import { source as brave } from '../../../crawlers/sources/brave-search.ts';
import { source as searxng } from '../../../crawlers/sources/searxng.ts';
import { source as serpapi } from '../../../crawlers/sources/serpapi.ts';
import { fixture, keysOf, NOW, planned, read, reply } from './support.ts';

const instance = 'https://arama.example';

/** The questions in the planned addresses. */
const asked = (params: object, query: string, terms = ['markam']) =>
  planned(searxng, { instance, ...params }, { query, terms }).map((url) => new URL(url).searchParams.get('q'));

describe('questions of a web search', () => {
  it('are the name alone and beside each of the words', () => {
    const words = ['şikayet', 'güvenilir mi', 'iade', 'dolandırıcı mı', 'yorum'];
    expect(asked({}, 'markam')).toEqual(['markam', ...words.map((word) => `markam ${word}`)]);
    expect(asked({ words: '' }, 'markam')).toEqual(['markam']);
  });

  it('put alternatives into brackets beside a word, and nothing that an engine has no word for', () => {
    expect(asked({ words: 'şikayet' }, 'markam OR "markam express"')).toEqual([
      'markam OR "markam express"',
      '(markam OR "markam express") şikayet',
    ]);
    expect(asked({ words: 'iade' }, 'lang:tr', ['markam'])).toEqual(['markam', 'markam iade']);
  });
});

describe('searxng', () => {
  const parse = (body: unknown, note?: unknown) =>
    read(searxng, reply(`${instance}/search`, body), { params: { instance }, note });

  it('takes a page once however its address is dressed up, and remembers where it stood', () => {
    const page = parse(fixture('searxng', 'results.json'), { question: 'markam şikayet' });
    expect(page.mentions.map(({ title }) => title)).toEqual([
      'Markam şikayetleri - Şikayet Örnek',
      'Markam güvenilir mi? | Forum Örnek',
    ]);
    expect(page.mentions[0]).toMatchObject({ publishedAt: null, siteName: 'sikayet.example' });
    expect(page.ranking).toEqual({
      query: 'markam şikayet',
      results: [
        { url: 'https://sikayet.example/markam', title: 'Markam şikayetleri - Şikayet Örnek' },
        { url: 'https://forum.example/konu/markam-guvenilir-mi.991', title: 'Markam güvenilir mi? | Forum Örnek' },
      ],
    });
  });

  it('tells nothing found from engines that did not answer', () => {
    expect(parse({ results: [], unresponsive_engines: [] }, { question: 'q' })).toMatchObject({
      isMeasuredEmpty: true,
    });
    expect(() => parse({ results: [], unresponsive_engines: [['google', 'CAPTCHA']] })).toThrow(/None of the engines/);
  });

  it('gives no ranking when only what is new was asked for, and an empty one when nothing was found', () => {
    const body = { results: [{ url: 'https://a.example/', title: 'A' }] };
    const recent = { params: { instance, timeRange: 'day' }, note: { question: 'q' } };
    expect(read(searxng, reply(`${instance}/search`, body), recent).ranking).toBeUndefined();
    expect(parse({ results: [] }, { question: 'q' }).ranking).toEqual({ query: 'q', results: [] });
  });
});

describe('brave-search', () => {
  it('sends the key in its header only', () => {
    const plans = brave.plan(brave.manifest.params.parse({ freshness: 'pd' }), null, {
      query: 'markam',
      terms: ['markam'],
      now: NOW,
      keys: { 'brave-search': 'BSA-secret' },
    });
    expect(plans).toHaveLength(4);
    expect(plans[0]?.headers?.['x-subscription-token']).toBe('BSA-secret');
    expect(plans[0]?.url).toContain('freshness=pd');
  });

  it('reads snippets without their marks, dates and site, and waits half a day', () => {
    const page = read(brave, reply('https://api.search.brave.com/', fixture('brave-search', 'web.json')), {
      params: {},
    });
    expect(page.mentions[0]).toMatchObject({
      text: 'Markam hakkında yazılan şikayet ve yorumlar.\nİade süresi üç haftayı geçti diyenler var.',
      publishedAt: Date.UTC(2026, 10, 21, 8, 30),
      siteName: 'sikayet.example',
    });
    expect(page.nextRunInMs).toBe(12 * 3_600_000);
    expect(page.ranking?.results[1]?.url).toBe('https://markam.example/');
  });

  it('measures nothing found', () => {
    const page = read(brave, reply('https://api.search.brave.com/', { type: 'search', query: {} }), { params: {} });
    expect(page).toMatchObject({ mentions: [], isMeasuredEmpty: true });
  });
});

describe('serpapi', () => {
  const parse = (body: unknown) => read(serpapi, reply('https://serpapi.com/search.json', body), { params: {} });

  it('keeps the key out of the address', () => {
    const [plan] = serpapi.plan(serpapi.manifest.params.parse({}), null, {
      query: 'markam',
      terms: ['markam'],
      now: NOW,
      keys: keysOf(serpapi),
    });
    expect(plan?.secretQuery).toEqual({ api_key: keysOf(serpapi)['serpapi'] });
    expect(plan?.url).not.toContain('api_key');
  });

  it('orders by Google’s own position and reads dates in words', () => {
    const page = parse(fixture('serpapi', 'google.json'));
    expect(page.ranking?.query).toBe('markam şikayet');
    expect(page.ranking?.results.map(({ url }) => url)).toEqual([
      'https://sikayet.example/markam',
      'https://markam.example/',
    ]);
    expect(page.mentions[0]).toMatchObject({ siteName: 'Şikayet Örnek' });
    expect(page.mentions[0]?.publishedAt).toBe(Date.UTC(2026, 10, 20));
  });

  it('tells nothing found from a refusal', () => {
    const nothing = { error: "Google hasn't returned any results for this query." };
    expect(parse(nothing)).toMatchObject({ mentions: [], isMeasuredEmpty: true });
    expect(() => parse({ error: 'Your account has run out of searches.' })).toThrow(/refused/);
  });
});
