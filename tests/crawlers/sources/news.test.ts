// News beyond feeds: sitemaps, Bing, GDELT, the outlets of config/outlets.yml.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outlets } from '../../../crawlers/outlets.gen.ts';
import { source as bing, unwrapBing } from '../../../crawlers/sources/bing-news.ts';
import { source as feed } from '../../../crawlers/sources/feed.ts';
import { source as gdelt } from '../../../crawlers/sources/gdelt.ts';
import { source as sitemap } from '../../../crawlers/sources/news-sitemap.ts';
import { renderOutlets } from '../../../scripts/gen-outlets.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, planned, read, reply } from './support.ts';

describe('news-sitemap', () => {
  const params = { url: 'https://gazete.example/haber.xml' };

  it('takes title, outlet, date and language, and never the title of a picture', () => {
    const { mentions } = read(sitemap, reply(params.url, fixture('news-sitemap', 'news.xml')), { params });
    expect(mentions[0]).toMatchObject({
      url: 'https://gazete.example/ekonomi/markam-yeni-depo-1001',
      title: 'Markam, Eskişehir’de yeni depo açtı',
      text: 'markam, depo, Eskişehir',
      siteName: 'Örnek Gazete',
      language: 'tr',
      publishedAt: Date.UTC(2026, 10, 24, 5, 15),
    });
    expect(mentions[1]).toMatchObject({ title: 'Markam müşterileri iade için bekliyor: "Üç haftadır ses yok"' });
    expect(mentions[1]?.url).toBe('https://gazete.example/gundem/markam-iade-1002?a=1&b=2');
  });

  it('follows an index to its newest news parts and to no others', () => {
    const rows = ['sayfalar.xml 2026-11-24', 'news-1.xml 2026-11-20', 'news-2.xml 2026-11-24'].map((row) => {
      const [name, day] = row.split(' ');
      return `<sitemap><loc>https://gazete.example/${name}</loc><lastmod>${day}</lastmod></sitemap>`;
    });
    const page = read(sitemap, reply(params.url, `<sitemapindex>${rows.join('')}</sitemapindex>`), { params });
    expect(page.next?.map(({ url }) => url)).toEqual([
      'https://gazete.example/news-2.xml',
      'https://gazete.example/news-1.xml',
    ]);
  });

  it('says that an ordinary sitemap has no titles, and measures an empty one', () => {
    const plain = '<urlset><url><loc>https://gazete.example/a</loc></url></urlset>';
    expect(() => read(sitemap, reply(params.url, plain), { params })).toThrow(/documented shape/);
    expect(read(sitemap, reply(params.url, '<urlset></urlset>'), { params })).toMatchObject({
      mentions: [],
      isMeasuredEmpty: true,
    });
  });
});

describe('bing-news', () => {
  it('takes the article’s own address out of the redirect, and the outlet', () => {
    const page = read(bing, reply('https://www.bing.com/news/search', fixture('bing-news', 'search.xml')), {
      params: {},
    });
    expect(page.mentions.map(({ url, siteName }) => [url, siteName])).toEqual([
      ['https://gazete.example/ekonomi/markam-kargo?id=5', 'Örnek Gazete'],
      ['https://haber.example/gundem/markam', 'Haber & Ajans'],
    ]);
  });

  it('leaves other addresses alone, also those that only look like Bing’s', () => {
    for (const link of [
      'https://gazete.example/news/apiclick.aspx?url=https%3A%2F%2Fevil.example%2F',
      'https://www.bing.com/news/other?url=https%3A%2F%2Fevil.example%2F',
      'https://www.bing.com/news/apiclick.aspx?url=javascript%3Aalert(1)',
    ])
      expect(unwrapBing(link)).toBe(link);
  });

  it('asks for the query in the words of a search engine', () => {
    expect(planned(bing, {}, { query: 'markam (iade OR kargo)' })).toEqual([
      'https://www.bing.com/news/search?q=markam+(iade+OR+kargo)&format=rss&mkt=tr-TR',
    ]);
  });
});

describe('gdelt', () => {
  const ask = (body: string) => () =>
    read(gdelt, reply('https://api.gdeltproject.org/api/v2/doc/doc', body), { params: {} });

  it('asks for each term also without its Turkish letters, and for none under three letters', () => {
    const [url = ''] = planned(gdelt, {}, { terms: ['Şikâyet Örnek', 'markam', 'n1'] });
    expect(url).toContain('query=("şikâyet+örnek"+OR+"sikayet+ornek"+OR+markam)+sourcelang:turkish&');
    expect(() => planned(gdelt, {}, { terms: ['n1'] })).toThrow(/three letters/);
  });

  it('closes up the blanks before punctuation and dates an article by the moment it was seen', () => {
    const { mentions } = ask(fixture('gdelt', 'articles.json'))();
    expect(mentions[0]).toMatchObject({
      title: 'Markam, Eskisehirde yeni depo acti',
      publishedAt: Date.UTC(2026, 10, 24, 6, 15),
      language: 'tr',
    });
  });

  it('tells nothing found from hurry, from a question it does not understand and from a new shape', () => {
    expect(ask('{}')()).toMatchObject({ mentions: [], isMeasuredEmpty: true });
    const codeOf = (body: string) => {
      try {
        ask(body)();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return null;
    };
    expect(codeOf('Please limit requests to one every 5 seconds or contact …')).toBe('source.throttled');
    expect(codeOf('The specified phrase is too short.')).toBe('source.refused');
    expect(codeOf('{"items":[]}')).toBe('source.changed');
  });

  it('reads titles whose backslashes were not escaped', () => {
    const body =
      '{"articles":[{"url":"https://gazete.example/a","title":"Markam \\ iade","seendate":"20261124T061500Z"}]}';
    expect(ask(body)().mentions[0]?.title).toBe('Markam \\ iade');
  });
});

describe('outlets', () => {
  const yaml = readFileSync(join(import.meta.dirname, '../../../config/outlets.yml'), 'utf8');

  it('are what the generated file holds, sixty and more, each with an address of its own', () => {
    const generated = readFileSync(join(import.meta.dirname, '../../../crawlers/outlets.gen.ts'), 'utf8');
    expect(renderOutlets(yaml)).toBe(generated);
    const rows = Object.values(outlets);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ url }) => url)).size).toBe(rows.length);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const { url } of rows) expect(new URL(url).href).toBe(url);
  });

  it('refuses an outlet of a group that is not listed and an address without https', () => {
    const one = (group: string, url: string) =>
      `groups: { ulusal: National }\noutlets: { gazete: { name: Gazete, group: ${group}, url: '${url}' } }`;
    expect(renderOutlets(one('ulusal', 'https://gazete.example/rss'))).toContain("'gazete'");
    expect(() => renderOutlets(one('yerel', 'https://gazete.example/rss'))).toThrow(/not listed/);
    expect(() => renderOutlets(one('ulusal', 'http://gazete.example/rss'))).toThrow();
  });

  it('are read by name, under the outlet’s name, and are no second parameter beside an address', () => {
    expect(planned(feed, { outlet: 'hurriyet' })).toEqual(['https://www.hurriyet.com.tr/rss/anasayfa']);
    const rss = fixture('feed', 'rss.xml');
    const page = read(feed, reply('https://www.hurriyet.com.tr/rss/anasayfa', rss), { params: { outlet: 'hurriyet' } });
    expect(new Set(page.mentions.map(({ siteName }) => siteName))).toEqual(new Set(['Hürriyet']));
    const accepts = (params: object) => feed.manifest.params.safeParse(params).success;
    expect(accepts({ outlet: 'boyle-bir-gazete-yok' })).toBe(false);
    expect(accepts({})).toBe(false);
    expect(accepts({ outlet: 'hurriyet', url: 'https://gazete.example/rss' })).toBe(false);
  });

  it('come in groups that take all of them in, each with good parameters', () => {
    const sets = Object.values(feed.manifest.presets ?? {}).flat();
    expect(sets).toHaveLength(Object.keys(outlets).length);
    for (const params of sets) expect(feed.manifest.params.safeParse(params).success).toBe(true);
  });

  describeShared('against the public list they were taken from', (at) => {
    it('stand in it, but for two that another list names', () => {
      const list = readFileSync(at('fixtures/turkish-feed-list/bakinazik-rss-list.md'), 'utf8');
      const missing = Object.entries(outlets).filter(([, { url }]) => !list.includes(`| ${url} |`));
      expect(missing.map(([id]) => id)).toEqual(['milliyet', 't24']);
    });
  });
});
