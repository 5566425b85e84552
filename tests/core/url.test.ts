import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, hostOf, registrableDomain } from '../../core/url.ts';

describe('canonicalUrl', () => {
  it.each([
    ['http://www.Markam.com:80/Haber/?utm_source=x&b=2&a=1&fbclid=q#top', 'https://markam.com/Haber?a=1&b=2'],
    ['https://markam.com', 'https://markam.com/'],
    ['//markam.com/a/', 'https://markam.com/a'],
    ['https://user:pass@markam.com/a', 'https://markam.com/a'],
    ['http://127.0.0.1:4100/a?x=1', 'https://127.0.0.1:4100/a?x=1'],
    ['https://m.gazete.com.tr/haber/5/amp/', 'https://gazete.com.tr/haber/5'],
    ['https://amp.gazete.com.tr/amp/haber/5', 'https://gazete.com.tr/haber/5'],
    ['https://gazete.com.tr/haber-5.amp.html?outputType=amp', 'https://gazete.com.tr/haber-5.html'],
    ['https://www.google.com/amp/s/www.gazete.com.tr/haber/5/amp', 'https://gazete.com.tr/haber/5'],
    ['https://www-gazete-com.cdn.ampproject.org/c/s/www.gazete.com/h/5?amp=1', 'https://gazete.com/h/5'],
    [
      'https://www.google.com.tr/url?sa=t&url=https%3A%2F%2Fwww.gazete.com%2Fh%3Fid%3D7%26utm_medium%3Da',
      'https://gazete.com/h?id=7',
    ],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fgazete.com%2Fh&h=AT0', 'https://gazete.com/h'],
    ['http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fgazete.com%2fh&c=1', 'https://gazete.com/h'],
    ['https://tr-tr.facebook.com/markam/posts/1?__cft__[0]=a&__tn__=b', 'https://facebook.com/markam/posts/1'],
    ['https://mobile.twitter.com/ali/status/12?s=20&t=abc', 'https://x.com/i/status/12'],
    ['https://x.com/i/web/status/12', 'https://x.com/i/status/12'],
    ['https://twitter.com/Ali/status/12/photo/1', 'https://x.com/i/status/12'],
    ['https://x.com/ali', 'https://x.com/ali'],
    ['https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share', 'https://youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgA', 'https://youtube.com/watch?lc=UgA&v=dQw4w9WgXcQ'],
    ['https://old.reddit.com/r/Turkey/comments/1abc/markam_kargo/', 'https://reddit.com/comments/1abc'],
    [
      'https://www.reddit.com/r/Turkey/comments/1abc/markam_kargo/k9z/?context=3',
      'https://reddit.com/comments/1abc/comment/k9z',
    ],
    ['https://www.instagram.com/markam/reel/Cab-1/?igsh=x', 'https://instagram.com/p/Cab-1'],
    ['https://ali.blogspot.com/2026/11/markam.html?m=1', 'https://ali.blogspot.com/2026/11/markam.html'],
    ['https://gazete.com/ekonomi/index.html?srsltid=a&gad_source=1', 'https://gazete.com/ekonomi'],
    ['https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly93d3cuZ2F6ZXRlLmNvbS9oP2lkPTc&ntb=1', 'https://gazete.com/h?id=7'],
    [
      'https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU=https%3a%2f%2fgazete.com%2fh/RK=2/RS=x',
      'https://gazete.com/h',
    ],
    ['https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fgazete.com%2Fh&data=1', 'https://gazete.com/h'],
    ['https://translate.google.com/translate?sl=tr&tl=en&u=https://gazete.com/h', 'https://gazete.com/h'],
    [
      'https://play.google.com/store/apps/details?id=com.a&reviewId=r1',
      'https://play.google.com/store/apps/details?id=com.a&reviewId=r1',
    ],
    ['https://forum.com/viewtopic.php?t=5&p=77#p77', 'https://forum.com/viewtopic.php?p=77&t=5#p77'],
    ['https://forum.com/konu--5#123456', 'https://forum.com/konu--5#123456'],
    ['https://gazete.com/h#:~:text=kargo', 'https://gazete.com/h'],
    ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'https://youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ', 'https://youtube.com/watch?v=dQw4w9WgXcQ'],
    ['https://tr.m.wikipedia.org/wiki/Marka', 'https://tr.wikipedia.org/wiki/Marka'],
    ['https://forum.com/konu-1?sid=0123456789abcdef0123456789abcdef#post-77', 'https://forum.com/konu-1#post-77'],
    ['https://forum.com/konu-1#message-123', 'https://forum.com/konu-1#message-123'],
    ['https://forum.com/konu-1#yorumlar', 'https://forum.com/konu-1'],
    ['https://site.com/#!/sayfa', 'https://site.com/#!/sayfa'],
    ['https://github.com/a/b?ref=main', 'https://github.com/a/b?ref=main'],
    ['https://gazete.com/h?ref=anasayfa', 'https://gazete.com/h'],
    ['https://ŞİKÂYET.com/ş?q=ç', 'https://xn--ikyet-wqa1i.com/%C5%9F?q=%C3%A7'],
    ['https://m.com.tr/a', 'https://m.com.tr/a'],
    ['https://amp.dev/about', 'https://amp.dev/about'],
  ])('%s -> %s', (url, expected) => {
    expect(canonicalUrl(url)).toBe(expected.replace('xn--ikyet-wqa1i.com', new URL('https://ŞİKÂYET.com').hostname));
  });

  it.each([
    '',
    'javascript:alert(1)',
    'mailto:a@markam.com',
    'data:text/html,x',
    '/haber/5',
    'http://',
    'ftp://markam.com',
    'https://x'.padEnd(9000, 'y'),
  ])('refuses %j', (url) => {
    expect(canonicalUrl(url)).toBeNull();
  });

  const address = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.constantFrom(
        'www.markam.com',
        'm.markam.com.tr',
        'amp.m.gazete.com',
        'www.google.com',
        'l.facebook.com',
        'youtu.be',
        'localhost:8080',
        'www.www.com',
        'twitter.com',
        'www.bing.com',
        'old.reddit.com',
        'r.search.yahoo.com',
      ),
      fc.webPath(),
      fc.constantFrom(
        '',
        '/',
        '/amp',
        '/amp/',
        '/url',
        '/l.php',
        '/amp/s/m.gazete.com/x',
        '//amp//amp/',
        '/x.amp.html',
        ';jsessionid=1',
        '/ali/status/12',
        '/r/x/comments/a1/b/c2',
        '/ck/a',
        '/RU=https%3a%2f%2fm.x.com%2famp/RK=2',
        '/index.html',
      ),
      fc.webQueryParameters(),
      fc.constantFrom('', '&utm_source=a', '&url=https://m.x.com/amp/', '&u=%2F%2Fa.com', '&q=%zz', '&a=%', '&amp'),
      fc.webFragments(),
    )
    .map(
      ([scheme, host, path, tail, query, extra, hash]) => `${scheme}://${host}${path}${tail}?${query}${extra}#${hash}`,
    );

  it('changes nothing the second time, ignores the scheme and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(address, fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()),
        (url) => {
          const once = canonicalUrl(url);
          if (once === null) return;
          expect(canonicalUrl(once)).toBe(once);
          expect(canonicalUrl(url.replace(/^https?:/, 'http:'))).toBe(canonicalUrl(url.replace(/^https?:/, 'https:')));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('hostOf and registrableDomain', () => {
  it('name the host and what was registered', () => {
    expect(hostOf('https://www.Markam.com.tr./x')).toBe('markam.com.tr');
    expect(hostOf('not an address')).toBeNull();
    expect(registrableDomain('https://iade.markam.com.tr/x')).toBe('markam.com.tr');
    expect(registrableDomain('ali.blogspot.com')).toBe('ali.blogspot.com');
    expect(registrableDomain('http://127.0.0.1/')).toBeNull();
    expect(registrableDomain('x'.repeat(9000))).toBeNull();
  });
});
