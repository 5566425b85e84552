// Articles out of pages: what is said in JSON-LD, in meta tags, and only to the reader's eye; comments apart; real pages
// of Turkish outlets against the fields that people wrote down for them.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { decodeText } from '../../../crawlers/fetch/charset.ts';
import { extractArticle, extractContract } from '../../../crawlers/parse/article.ts';
import { describeShared } from '../../support/shared.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 0, 30);
const PARAGRAPH =
  'Markam müşterileri iki haftadır para iadesi bekliyor; şirket, ödemelerin bankalardaki yoğunluk yüzünden geciktiğini, kimsenin hakkının yanmayacağını söyledi.';

function page(parts: { head?: string; before?: string; after?: string }): string {
  const body = Array.from({ length: 6 }, (_, index) => `<p>${index + 1}. ${PARAGRAPH}</p>`).join('');
  return `<!doctype html><html lang="tr-TR"><head><title>İade kuyruğu - Örnek Gazete</title>${parts.head ?? ''}</head><body><nav><a href="/">Ana sayfa</a></nav><h1>Markam’da iade kuyruğu uzadı</h1>${parts.before ?? ''}<div class="haber-metni">${body}</div>${parts.after ?? ''}<footer>© 2019 Örnek Gazete</footer></body></html>`;
}

describe('extractArticle', () => {
  it('believes JSON-LD first, in graphs, with line feeds in strings and several authors', async () => {
    const jsonLd = `<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Örnek"},{"@type":["NewsArticle"],"headline":"Kuyruk
 uzadı &#039;yine&#039;","datePublished":"2026-11-23T10:15:00","dateModified":"2026-11-24T08:00:00+03:00","author":[{"@type":"Person","name":"Ayşe Örnek"},{"name":"https://x.example"},"Veli Deneme"],"publisher":{"name":"Örnek Gazete"}}]}</script>`;
    const article = await extractArticle(page({ head: `${jsonLd}<meta property="og:title" content="Başka">` }), {
      now: NOW,
    });
    expect(article).toMatchObject({
      title: "Kuyruk uzadı 'yine'",
      author: 'Ayşe Örnek, Veli Deneme',
      publishedAt: Date.UTC(2026, 10, 23, 7, 15),
      siteName: 'Örnek Gazete',
      language: 'tr',
    });
    expect(article.text.match(/Markam müşterileri/g)).toHaveLength(6);
    expect(article.text).not.toMatch(/Ana sayfa|©/);
  });

  it('takes OpenGraph and other meta tags, without the site’s name in the title', async () => {
    const head =
      '<meta property="og:title" content="Markam’da kuyruk | Örnek Gazete"><meta property="og:site_name" content="Örnek Gazete"><meta property="article:published_time" content="2026-11-22T09:00:00+03:00"><meta name="author" content="Ali Muhabir"><link rel="canonical" href="/haber/1">';
    expect(await extractArticle(page({ head }), { url: 'https://gazete.example/haber/1?x=1', now: NOW })).toMatchObject(
      {
        title: 'Markam’da kuyruk',
        siteName: 'Örnek Gazete',
        author: 'Ali Muhabir',
        publishedAt: Date.UTC(2026, 10, 22, 6),
        canonicalUrl: 'https://gazete.example/haber/1',
      },
    );
  });

  it.each([
    ['<span class="tarih">23 Kasım 2026 Pazartesi 14:30</span>', Date.UTC(2026, 10, 23, 11, 30)],
    ['<span class="tarih">23.11.2026 - 14:30 Güncelleme: 24.11.2026</span>', Date.UTC(2026, 10, 23, 11, 30)],
    ['<time datetime="2026-11-23T14:30:00+03:00">dün</time>', Date.UTC(2026, 10, 23, 11, 30)],
    ['<div class="news-date">28 Eylül 16:55</div>', Date.UTC(2026, 8, 28, 13, 55)],
    ['<div class="date">3 saat önce</div>', Date.UTC(2026, 10, 24, 6)],
    ['<span class="tarih">dün 09:10</span>', Date.UTC(2026, 10, 23, 6, 10)],
    ['<span class="tarih">Güncelleme: 24.11.2026 10:00</span>', null],
    ['<span class="tarih">24.11.2036 10:00</span>', null],
    ['<span class="tarih">Hava 12 derece</span>', null],
    ['<aside class="related"><time datetime="2026-11-20">x</time></aside>', null],
  ])('reads the date out of %s', async (before, expected) => {
    expect((await extractArticle(page({ before }), { now: NOW })).publishedAt).toBe(expected);
  });

  it('keeps comments apart from the text', async () => {
    const after =
      '<div id="yorumlar"><h3>Yorumlar</h3><ul><li class="comment"><b class="fn">Zeynep</b> <time datetime="2026-11-24T08:00:00+03:00">bugün</time><div class="comment-content"><p>Benim de iadem gelmedi.</p></div><ul><li class="comment"><span class="fn">Can</span><div class="comment-content">Aynen.</div></li></ul></li></ul></div>';
    const article = await extractArticle(page({ after }), { now: NOW });
    expect(article.comments).toEqual([
      { text: 'Benim de iadem gelmedi.', author: 'Zeynep', publishedAt: Date.UTC(2026, 10, 24, 5) },
      { text: 'Aynen.', author: 'Can', publishedAt: null },
    ]);
    expect(article.text).not.toContain('Aynen');
    expect(article.text).toContain('para iadesi bekliyor');
  });

  it('leaves out the lines that pages put between paragraphs', async () => {
    const html = page({}).replace('</p><p>3.', '</p><p>REKLAM</p><p>İlgili Haberler</p><p>3.');
    expect((await extractArticle(html)).text).not.toMatch(/REKLAM|İlgili/);
  });

  it('says nothing that a page does not say', async () => {
    const article = await extractArticle('<html><body><p>Kısa.</p></body></html>', { now: NOW });
    expect(article).toMatchObject({
      title: null,
      author: null,
      publishedAt: null,
      siteName: null,
      language: null,
      comments: [],
    });
  });

  it.each(['', 'düz metin', '{"a":1}'])('refuses %j', async (text) => {
    await expect(extractArticle(text)).rejects.toThrow(AppError);
  });

  it('refuses a page that is built to be slow', async () => {
    await expect(extractArticle('<div>'.repeat(100_000))).rejects.toMatchObject({ code: 'extract.refused' });
  });
});

interface Expected {
  title: string;
  authors: string[];
  publishing_date: string;
  body: { sections: { headline: string[]; paragraphs: string[] }[] };
}

/** Page, the file and version with its fields, its author and time as they really stand on the page. */
const REAL = [
  // The written-down date of this one has day and month the wrong way round; the page says 05.04.2025.
  ['AnadoluAjansi_2025_04_05', 'AnadoluAjansi', 'V1', null, '2025-04-04T21:00:00.000Z'],
  ['AnadoluAjansi_2026_04_20', 'AnadoluAjansi', 'V2', 'Fatma Sevinç Çetin', '2026-04-20T11:09:42.000Z'],
  ['Haberturk_2024_07_03', 'Haberturk', 'V1', 'Habertürk', '2024-07-03T15:24:28.000Z'],
  ['NTVTR_2024_04_30', 'NTVTR', 'V1', 'NTV', '2024-04-30T13:48:00.000Z'],
  ['NTVTR_2025_11_10', 'NTVTR', 'V2', 'NTV', '2025-11-10T14:59:02.000Z'],
] as const;

describeShared('real Turkish article pages', (at) => {
  it.each(REAL)('%s gives title, date and every paragraph', async (file, outlet, version, author, publishedAt) => {
    const folder = (name: string) => at('fixtures', 'news-tr-articles', name);
    const expected = (JSON.parse(readFileSync(folder(`${outlet}.json`), 'utf8')) as Record<string, Expected>)[version];
    const html = decodeText(gunzipSync(readFileSync(folder(`${file}.html.gz`))), null).text;
    const article = await extractArticle(html, { now: NOW });
    expect(article).toMatchObject({ title: expected?.title, author });
    expect(new Date(article.publishedAt ?? 0).toISOString()).toBe(publishedAt);
    const flat = article.text.replace(/\s+/g, ' ');
    const paragraphs = (expected?.body.sections ?? []).flatMap((section) => section.paragraphs);
    expect(paragraphs.filter((paragraph) => !flat.includes(paragraph.replace(/\s+/g, ' ').slice(0, 60)))).toEqual([]);
    const wanted = paragraphs.join(' ').length;
    expect(article.text.length).toBeLessThan(wanted * 1.25);
  });

  it.each([
    ['mynet-2020-11-30.html', '2020-11-30', 'Samsun’da sobadan zehirlenen 2 çocuk hastanelik oldu'],
    ['detaykibris-2020-10-30.html', '2020-10-30', "Yıkılan binalar,kurtarma çalışmaları...İzmir'den görüntüler"],
  ])('%s was published on %s', async (file, day, title) => {
    const article = await extractContract(readFileSync(at('fixtures', 'news-tr-articles', file)), { now: NOW });
    expect(new Date(article.publishedAt ?? 0).toISOString().slice(0, 10)).toBe(day);
    expect(article.title).toBe(title);
    expect(article.text.length).toBeGreaterThan(200);
  });

  it('a blog page gives its comment and not the comment’s words in the text', async () => {
    const html = readFileSync(at('fixtures', 'blogger', 'weinlachgummis.blogspot.com.rezi.html'), 'utf8');
    const { text, comments } = await extractArticle(html);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.text).toContain('Hey Tanja');
    expect(text).not.toContain('Hey Tanja');
  });
});
