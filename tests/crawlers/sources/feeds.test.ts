// The three sources that read feeds: what becomes of an item, and what is asked.

import { describe, expect, it } from 'vitest';
import { source as feed } from '../../../crawlers/sources/feed.ts';
import { source as alerts, unwrapGoogle } from '../../../crawlers/sources/google-alerts.ts';
import { source as news, splitOutlet } from '../../../crawlers/sources/google-news.ts';
import { fixture, NOW, planned, read, reply } from './support.ts';

describe('feed', () => {
  const params = { url: 'https://gazete.example/rss.xml' };
  const page = read(feed, reply(params.url, fixture('feed', 'rss.xml')), { params });

  it('takes the fuller text, the author, the date and the wish for a pause', () => {
    expect(page.mentions[0]).toMatchObject({
      nativeId: 'gazete.example:gazete-1001',
      url: 'https://gazete.example/haber/1001?utm_source=rss',
      title: 'Markam’da iade kuyruğu',
      text: 'Müşteriler para iadesi bekliyor.\n\nŞirket açıklama yapmadı.\nBekleyiş sürüyor.',
      author: { name: 'Ayşe Örnek' },
      publishedAt: Date.UTC(2026, 10, 24, 5, 15),
      language: 'tr',
      engagement: { comments: 12 },
      siteName: 'Örnek Gazete – Ekonomi',
    });
    expect(page.nextRunInMs).toBe(900_000);
  });

  it('keeps a short id apart from the same one of another feed', () => {
    const ids = ['https://a.example/', 'https://b.example/'].map((link) => {
      const text = `<rss version="2.0"><channel><title>k</title><link>${link}</link><item><title>x</title><guid isPermaLink="false">7</guid></item></channel></rss>`;
      return read(feed, reply(params.url, text), { params }).mentions[0]?.nativeId;
    });
    expect(ids).toEqual(['a.example:7', 'b.example:7']);
  });

  it('invents no date and no title', () => {
    expect(page.mentions[1]).toMatchObject({ title: 'Tarihi bozuk haber', publishedAt: null });
    expect(page.mentions[2]).toMatchObject({ title: null, text: 'Başlıksız kısa not: Markam kargosu yine gecikti.' });
    expect(page.mentions.map(({ publishedAt }) => publishedAt)).not.toContain(NOW);
  });

  it('says that a feed without items is empty', () => {
    const empty = '<rss version="2.0"><channel><title>k</title><link>https://a.example/</link></channel></rss>';
    expect(read(feed, reply(params.url, empty), { params })).toMatchObject({ mentions: [], isMeasuredEmpty: true });
  });
});

describe('google-news', () => {
  it('asks with the watch’s query in Google’s own syntax', () => {
    const query = '(markam OR "markam express") AND iade -şeker site:gazete.example';
    const [url = ''] = planned(news, {}, { query });
    expect(url).toBe(
      'https://news.google.com/rss/search?q=(markam+OR+"markam+express")+iade+-şeker+site:gazete.example+when:1d&hl=tr&gl=TR&ceid=TR:tr',
    );
  });

  it('prefers its own words, language, country and window', () => {
    const params = { query: 'acme', language: 'en-US', country: 'US', window: '7d' };
    expect(planned(news, params)).toEqual([
      'https://news.google.com/rss/search?q=acme+when:7d&hl=en-US&gl=US&ceid=US:en',
    ]);
  });

  it.each([
    ['Kargo - iade büyüyor - Ajans Bir', 'Ajans Bir', 'Kargo - iade büyüyor', 'Ajans Bir'],
    ['Başlıkta yayın yok', 'Ajans Bir', 'Başlıkta yayın yok', 'Ajans Bir'],
    ['Uzun bir başlık burada - Gazete', null, 'Uzun bir başlık burada', 'Gazete'],
    ['Tek parça', null, 'Tek parça', null],
    ['- Ajans Bir', 'Ajans Bir', '- Ajans Bir', 'Ajans Bir'],
  ])('"%s" from %s is the headline "%s" of %s', (title, known, headline, outlet) => {
    expect(splitOutlet(title, known)).toEqual({ title: headline, outlet });
  });

  it('makes up no text: the description only repeats the headline', () => {
    const { mentions } = read(news, reply('https://news.google.com/rss/search', fixture('google-news', 'search.xml')), {
      params: {},
    });
    expect(mentions[0]).toMatchObject({
      title: 'Markam iade süresini uzattı',
      text: '',
      siteName: 'Örnek Gazete',
      nativeId: 'CBMiORNEK1',
    });
  });
});

describe('google-alerts', () => {
  const params = { url: 'https://www.google.com/alerts/feeds/1/2' };

  it('takes only addresses of alert feeds', () => {
    const check = (url: string) => alerts.manifest.params.safeParse({ url }).success;
    expect(check(params.url)).toBe(true);
    for (const url of [
      'https://google.example/alerts/feeds/1/2',
      'http://www.google.com/alerts/feeds/1/2',
      'https://www.google.com/alerts',
    ])
      expect(check(url)).toBe(false);
  });

  it('unwraps the link and takes the bold marks away', () => {
    const { mentions } = read(alerts, reply(params.url, fixture('google-alerts', 'alert.xml')), { params });
    expect(mentions).toMatchObject([
      {
        url: 'https://forum.example/konu/5?sayfa=2',
        title: 'Markam müşterileri iade bekliyor',
        text: 'İadesi gelmeyen Markam müşterileri ...',
        siteName: 'forum.example',
      },
    ]);
  });

  it.each([
    ['https://www.google.com/url?q=https://a.example/b&sa=U', 'https://a.example/b'],
    ['https://www.google.com.tr/url?url=https%3A%2F%2Fa.example%2Fb%3Fc%3D1', 'https://a.example/b?c=1'],
    ['https://www.google.com/url?q=javascript:alert(1)', 'https://www.google.com/url?q=javascript:alert(1)'],
    ['https://a.example/url?q=https://b.example', 'https://a.example/url?q=https://b.example'],
  ])('%s leads to %s', (link, target) => {
    expect(unwrapGoogle(link)).toBe(target);
  });
});
