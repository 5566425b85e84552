// Feeds of every family and in every state. Real ones first; our own only where an oddity needs one of its own.

import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { feedContract, isTruncatedFeed, parseFeed } from '../../../crawlers/parse/feed.ts';
import { describeShared } from '../../support/shared.ts';

function rss(items: string, channel = ''): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Kanal</title><link>https://site.example/</link>${channel}${items}</channel></rss>`;
}

/** Real file, items in it, and how many of them have a title, link, author, date, summary, content. */
const REAL: [
  string,
  number,
  Partial<Record<'title' | 'link' | 'author' | 'publishedAt' | 'summary' | 'content', number>>,
][] = [
  ['news-feeds/encoding.rss', 40, { title: 40, link: 40, publishedAt: 40, summary: 36 }],
  ['news-feeds/guardian.rss', 55, { title: 55, link: 55, author: 50, publishedAt: 55, summary: 55 }],
  ['news-feeds/heise.atom', 15, { link: 15, author: 15, publishedAt: 15, content: 15 }],
  ['news-feeds/heraldsun.rss', 2, { link: 2, publishedAt: 0 }],
  ['news-feeds/rss-1.rss', 69, { link: 69, author: 69, publishedAt: 69 }],
  ['news-feeds/uolNoticias.rss', 15, { title: 15, link: 15 }],
  ['blog-feeds/FeedBurnerXHTML.xml', 10, { author: 10, publishedAt: 10, content: 10 }],
  ['blog-feeds/HuffPostCanada.xml', 2, { author: 2, publishedAt: 2 }],
  ['blog-feeds/InvalidDateFormat.xml', 2, { publishedAt: 2 }],
  ['blog-feeds/TechCrunch.xml', 20, { author: 20, publishedAt: 20, content: 20 }],
  ['blog-feeds/json_feed.json', 20, { author: 20, publishedAt: 20, content: 20 }],
  ['google-news/search-rss-trimmed-2026-09-22.xml', 2, { publishedAt: 2 }],
  ['google-alerts/google_alerts_atom.xml', 20, { publishedAt: 20, content: 20 }],
  ['reddit/feed/reddit-home.rss', 24, { author: 24, publishedAt: 24 }],
  ['encodings/encoding_ISO-8859-1.xml', 40, { content: 40 }],
  ['encodings/encoding_WINDOWS-1251.xml', 50, { publishedAt: 50 }],
  ['encodings/large_atom.xml', 25, { author: 25, content: 25 }],
  ['encodings/large_rss.xml', 25, { author: 25, summary: 25 }],
  ['encodings/rdf_UTF8.xml', 60, { link: 60, publishedAt: 0 }],
  ['encodings/urdu_UTF8.xml', 26, { summary: 26 }],
  ['youtube/channel_feed_atom.xml', 15, { author: 15, publishedAt: 15, summary: 15 }],
];

describeShared('real feeds', (at) => {
  it.each(REAL)('%s holds %i items', (file, count, fields) => {
    const { items } = feedContract(readFileSync(at('fixtures', ...file.split('/'))));
    expect(items).toHaveLength(count);
    expect(new Set(items.map(({ id }) => id)).size).toBe(count);
    for (const [field, wanted] of Object.entries(fields))
      expect([field, items.filter((item) => item[field as 'title'] !== null).length]).toEqual([field, wanted]);
    for (const { link, title } of items) {
      expect(link ?? 'https://').toMatch(/^https?:\/\//);
      expect(title ?? '').not.toMatch(/&(?:amp|quot|#\d+);|<\/?(?:b|p|a|i)>|\ufffd/);
    }
  });

  it.each([
    ['encodings/koi8r.xml', 'Первая'],
    ['encodings/encoding_ISO-8859-1.xml', 'Umsetzung'],
    ['encodings/utf8-incorrect-prolog.xml', 'Café'],
    ['encodings/no_encoding_ISO-8859-1.xml', 'Perturbateurs'],
    ['news-feeds/encoding.rss', 'Raríssimas'],
  ])('the letters of %s are right', (file, title) => {
    expect(feedContract(readFileSync(at('fixtures', ...file.split('/')))).items[0]?.title).toContain(title);
  });

  it('no real feed is taken for a truncated one, and half of one is', () => {
    for (const [file] of REAL) {
      const text = readFileSync(at('fixtures', ...file.split('/'))).toString('latin1');
      expect([file, isTruncatedFeed(text)]).toEqual([file, false]);
      expect([file, isTruncatedFeed(text.slice(0, text.length / 2))]).toEqual([file, true]);
    }
  });
});

describe('parseFeed', () => {
  it('resolves links against xml:base, then the feed’s link, then its address', () => {
    const item =
      '<item xml:base="https://taban.example/a/"><title>x</title><link>b</link></item><item><title>y</title><link>c?d=1</link></item>';
    expect(parseFeed(rss(item)).items.map(({ link }) => link)).toEqual([
      'https://taban.example/a/b',
      'https://site.example/c?d=1',
    ]);
    const bare =
      '<rss version="2.0"><channel><title>k</title><item><title>x</title><link>/z</link></item></channel></rss>';
    expect(parseFeed(bare, { url: 'https://akis.example/rss.xml' }).items[0]?.link).toBe('https://akis.example/z');
    expect(parseFeed(bare).items[0]?.link).toBeNull();
  });

  it('takes no address that is not http(s)', () => {
    const { items } = parseFeed(
      rss('<item><title>x</title><link>javascript:alert(1)</link><guid>urn:x:1</guid></item>'),
    );
    expect(items[0]).toMatchObject({ link: null, id: 'urn:x:1' });
  });

  it('keeps both items that share a guid, and one of an item that stands twice', () => {
    const one = '<item><title>A</title><link>https://site.example/a</link><guid>g</guid></item>';
    const two = '<item><title>B</title><link>https://site.example/b</link><guid>g</guid></item>';
    const { items } = parseFeed(rss(one + two + two));
    expect(items.map(({ id, guid }) => [id, guid])).toEqual([
      ['https://site.example/a', null],
      ['https://site.example/b', null],
    ]);
  });

  it('gives items without guid and link an id that is the same on every read', () => {
    const text = rss('<item><title>Duyuru</title></item><item><title>Başka duyuru</title></item>');
    const ids = () => parseFeed(text).items.map(({ id }) => id);
    expect(new Set(ids()).size).toBe(2);
    expect(ids()).toEqual(ids());
  });

  it.each(['yarın', '', '0000-00-00', 'Mon, 99 Foo 2026'])('gives no date for "%s"', (date) => {
    expect(parseFeed(rss(`<item><title>x</title><pubDate>${date}</pubDate></item>`)).items[0]?.publishedAt).toBeNull();
  });

  it('goes on to the next date when the first cannot be read', () => {
    const item =
      '<item><title>x</title><pubDate>?</pubDate><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-24T06:00:00Z</dc:date></item>';
    expect(parseFeed(rss(item)).items[0]?.publishedAt).toBe(Date.UTC(2026, 10, 24, 6));
  });

  it('reads Atom 0.3', () => {
    const text =
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Eski</title><link rel="alternate" type="text/html" href="https://eski.example/"/><entry><title>Yazı</title><link rel="alternate" href="/1"/><id>i1</id><issued>2003-12-13T08:29:29-04:00</issued><content type="text/html" mode="escaped">&lt;p&gt;Merhaba&lt;/p&gt;</content></entry></feed>';
    expect(feedContract(text).items).toEqual([
      {
        id: 'i1',
        title: 'Yazı',
        link: 'https://eski.example/1',
        author: null,
        publishedAt: Date.UTC(2003, 11, 13, 12, 29, 29),
        summary: null,
        content: 'Merhaba',
      },
    ]);
  });

  it('gives the whole items of a feed that breaks off', () => {
    const text = rss('<item><title>Bir</title></item><item><title>İki</title></item><item><title>Üç');
    expect(parseFeed(text.slice(0, text.indexOf('Üç') + 2)).items.map(({ title }) => title)).toEqual(['Bir', 'İki']);
  });

  it('keeps a mail address out of the author', () => {
    const authors = ['ali@site.example (Ali Örnek)', 'ali@site.example', 'Veli'].map(
      (name) => `<item><title>x${name}</title><author>${name}</author></item>`,
    );
    expect(parseFeed(rss(authors.join(''))).items.map(({ author }) => author)).toEqual(['Ali Örnek', null, 'Veli']);
  });

  it('does not hang on a document made to be slow', () => {
    const hostile = [
      '<'.repeat(300_000),
      '<![CDATA['.repeat(50_000),
      '<item>'.repeat(50_000),
      `${'<a x="'.repeat(50_000)}">`,
    ];
    for (const tail of hostile)
      expect(() => parseFeed(`<rss version="2.0"><channel><item><title>${tail}`)).toThrow(AppError);
  });
});

describe('feedContract', () => {
  it('reads Turkish in windows-1254 and ISO-8859-9, declared or not', () => {
    const text = rss('<item><title>Şikâyetçiler İstanbul’dan ığdır’a çağrı yaptı, üzgünüz</title></item>').replace(
      '’',
      '',
    );
    const declared = (charset: string) =>
      text.replace('<?xml version="1.0"?>', `<?xml version="1.0" encoding="${charset}"?>`);
    const expected = parseFeed(text).items[0]?.title;
    for (const charset of ['windows-1254', 'iso-8859-9'])
      expect(feedContract(iconv.encode(declared(charset), 'windows-1254')).items[0]?.title).toBe(expected);
    expect(feedContract(iconv.encode(text, 'windows-1254')).items[0]?.title).toBe(expected);
    expect(feedContract(Buffer.from(`\ufeff${declared('utf-8')}`)).items[0]?.title).toBe(expected);
  });

  it.each(['', '   ', 'düz metin', '<html><body>x</body></html>', '{"a":1}', '[]', '\u0000\u0001\u0002'])(
    'refuses %j with a sentence',
    (text) => {
      expect(() => feedContract(text)).toThrow(AppError);
    },
  );
});
