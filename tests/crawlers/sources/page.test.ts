// A page by address: its text once, again when it changes, its comments apart; and the real articles of Turkish outlets.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { source } from '../../../crawlers/sources/page.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, read, reply } from './support.ts';

const url = 'https://rehber.example/inceleme/markam';
const params = { url };
const html = fixture('page', 'article.html');

describe('page', () => {
  it('gives the main text with its own date, and each comment with author and date', () => {
    const page = read(source, reply(url, html), { params });
    const [article, first, second] = page.mentions;
    expect(article).toMatchObject({
      title: 'Markam alışveriş sitesi incelemesi',
      publishedAt: Date.UTC(2026, 9, 2, 7),
      language: 'tr',
      siteName: 'Örnek Rehber',
      engagement: { comments: 2 },
    });
    expect(article?.text).toContain('ikincisi ise on bir gün kargoda bekledi');
    expect(article?.text).not.toMatch(/para hâlâ yatmadı|Ana sayfa/);
    expect(first).toMatchObject({ text: 'Benim iadem de üç hafta sürdü, para hâlâ yatmadı.', parentId: url });
    expect(second).toMatchObject({ author: { name: 'Zeynep' }, publishedAt: Date.UTC(2026, 10, 21, 6) });
  });

  it('is silent about a page that is unchanged, whatever moves around its text', () => {
    const first = read(source, reply(url, html), { params: { url, comments: false } });
    const moved = html.replace('</nav>', '<a href="/yeni">Yeni</a></nav>').replaceAll('</p>\n', '</p>\n\n  ');
    const again = read(source, reply(url, moved), { params: { url, comments: false }, cursor: first.cursor });
    expect(again).toMatchObject({ mentions: [], isMeasuredEmpty: true, cursor: first.cursor });
  });

  it('comes again when its text has changed, under a new identity and without a date', () => {
    const first = read(source, reply(url, html), { params });
    const changed = html.replace('önermiyoruz', 'öneriyoruz');
    const again = read(source, reply(url, changed), { params, cursor: first.cursor });
    expect(again.mentions[0]?.publishedAt).toBeNull();
    expect(again.mentions[0]?.nativeId).not.toBe(first.mentions[0]?.nativeId);
    expect(again.mentions[1]?.nativeId).toBe(first.mentions[1]?.nativeId);
  });

  it('keeps its identity when the site redirects or renames its canonical address', () => {
    const [direct] = read(source, reply(url, html), { params }).mentions;
    const renamed = html.replace('rehber.example/inceleme/markam"', 'rehber.example/yeni/markam"');
    const [moved] = read(source, reply('https://rehber.example/yeni/markam', renamed), { params }).mentions;
    expect(moved?.nativeId).toBe(direct?.nativeId);
  });

  it('goes on to further pages for their comments, as many as wanted, drawn like the first, and never to another site', () => {
    const linked = (href: string) =>
      html.replace('</section>', `<a rel="nofollow next" href="${href}">Sonraki</a></section>`);
    const wanted = { url, pages: 2, drawn: true };
    const first = read(source, reply(url, linked('?sayfa=2')), { params: wanted, note: { page: 1 } });
    expect(first.next).toEqual([{ url: `${url}?sayfa=2`, note: { page: 2 }, browser: {} }]);
    const second = read(source, reply(`${url}?sayfa=2`, linked('?sayfa=3')), { params: wanted, note: { page: 2 } });
    expect(second.next).toEqual([]);
    expect(second.mentions.map(({ nativeId }) => nativeId)).toEqual(
      first.mentions.slice(1).map(({ nativeId }) => nativeId),
    );
    expect(second.cursor).toBeUndefined();
    expect(read(source, reply(url, linked('?sayfa=2')), { params }).next).toEqual([]);
    const away = read(source, reply(url, linked('https://baska.example/')), { params: wanted });
    expect(away.next).toEqual([]);
  });

  it('reads a page that leaves its last tags out, and refuses one that breaks off', () => {
    const optional = html.replace(/<\/(?:body|html)>/g, '');
    expect(read(source, reply(url, optional), { params }).mentions).toHaveLength(3);
    expect(() => read(source, reply(url, html.slice(0, html.indexOf('</article>'))), { params })).toThrow(/breaks off/);
  });
});

describeShared('page with real articles of Turkish outlets', (at) => {
  it.each([
    ['AnadoluAjansi_2026_04_20.html.gz', 'https://www.aa.com.tr/tr/haber'],
    ['Haberturk_2024_07_03.html.gz', 'https://www.haberturk.com/haber'],
    ['NTVTR_2025_11_10.html.gz', 'https://www.ntv.com.tr/haber'],
  ])('reads %s once and knows it again', (file, address) => {
    const body = gunzipSync(readFileSync(at('fixtures/news-tr-articles', file))).toString('utf8');
    const page = read(source, reply(address, body), { params: { url: address } });
    expect(page.mentions[0]?.text.length).toBeGreaterThan(500);
    expect(page.mentions[0]?.publishedAt).not.toBeNull();
    const again = read(source, reply(address, body), { params: { url: address }, cursor: page.cursor });
    expect(again.mentions.filter(({ nativeId }) => nativeId === page.mentions[0]?.nativeId)).toEqual([]);
  });
});
